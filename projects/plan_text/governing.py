"""What governs at a place of the text: project, date, section; and how a task under them becomes a row. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from projects.plan_text import names, words
from projects.plan_text.calendar import Calendar
from projects.plan_text.dates import Hit
from projects.plan_text.drafts import Draft, Due, parts_of, trimmed
from projects.plan_text.folding import fold
from projects.plan_text.layout import Clause
from projects.plan_text.terms import LONGEST_TASK, Flag, Skipped, SkipReason

LONGEST_LEAD = 80  # characters before a date that are looked at
_PART_OF_PROJECT = re.compile("[一二三四五六七八九十0-9]{1,2}(?:期|标段|阶段)(?:工程|项目)?")
_TURNED = re.compile("(.{2,20}?)(?:将|把)(?=.)")
_TOLD = re.compile("(.{2,30}?)(?:正在|目前|现已|已(?!有)|计划|总投资|占地|位于|主要建设|由|将)")
Place = tuple[int, int]


class Governing:
    """The state of a reading: changes as the text goes on."""

    def __init__(self, text: str, year: int, as_of: date | None, known: Sequence[str]) -> None:
        self.folded = fold(text)
        self.chars = self.folded.chars
        self.calendar = Calendar(year, as_of)
        self.known = names.Names(known)
        self.drafts: list[Draft] = []
        self.skipped: list[Skipped] = []
        self._project = ""
        self.leading: set[str] = set()  # known names that have opened a task
        self.past = False  # a section that reports on what was done
        self.hopeful = False  # the sentence has spoken of what is under way or planned
        self.due: Due | None = None  # governs what follows
        self.beside: list[Due] = []  # dates just before it that share its tasks: 3月底、6月底前
        self.held: Place | None = None  # what stands before several dates: 1、2号厂房分别于3月底、6月底前
        self.claimed = False  # whether anything was promised by it
        self.listed = False  # it stands alone on its line: a list follows
        self.columns: dict[int, Hit] = {}  # dates over the columns of a table, by the cell's number
        self.original: list[Draft] = []  # the last promises by a date that is said to be the original one
        self.label = ""  # the words before a colon: 责任人:张某
        self.pending: Clause | None = None  # the last clause without a date: a name, or a task whose date comes behind
        self.following: Clause | None = None  # the clause behind the one that is read
        self.last_task: Clause | None = None  # the last task without a date, for 完成时限 on a line of its own

    @property
    def project(self) -> str:
        """The name that governs."""
        return self._project

    @project.setter
    def project(self, name: str) -> None:
        name = self.known.spelling(name)
        if name != self._project:
            self.calendar.forget_year()
            self.last_task = None
        self._project = name

    def said(self, place: Place | Clause) -> str:
        start, end = (place.start, place.end) if isinstance(place, Clause) else place
        return self.chars[start:end]

    def release(self) -> None:
        """The governing date ends; one that nothing was promised by is reported."""
        if not self.claimed:
            for due in [*self.beside, *([self.due] if self.due else [])]:
                self.skip(due.start, due.end, SkipReason.NO_TASK)
        self.due, self.listed, self.beside = None, False, []

    def skip(self, start: int, end: int, reason: SkipReason) -> None:
        first, last = self.folded.place(start, end)
        self.skipped.append(Skipped(self.folded.source[first:last], reason.value, first, last))

    # --- names -----------------------------------------------------------------------------------
    def name_in(self, said: str) -> str:
        """The project that words without a date name: one of the register, else what is a name by its shape."""
        if several := names.several(said[:LONGEST_LEAD]):
            return several
        _place, known = self.known.first_in(said[:200])
        return known or (names.proper(said, heading=True) if len(said) <= LONGEST_LEAD else "")

    def leading_name(self, start: int, end: int) -> tuple[str, int]:
        """A name that opens a task, and where the task goes on: 6月底前顿丘二期项目完成主体.

        Where a heading has named it already its words stay with the task (家具检测中心主体完工).
        """
        known = self.known.at(self.chars, start)
        if known and self.known.spelling(known) == self.project and known not in self.leading:
            return known, start
        if known:
            self.leading.add(known)
            after = start + len(known)
            return known, after + (2 if self.chars.startswith(("项目", "工程"), after) else 0)
        name, length = names.marked(self.chars[start : min(end, start + 60)])
        if not name:
            name, length = names.before_work(self.chars[start : min(end, start + 40)], firm=self.project != "")
            if name and name == self.project:
                return name, start
        if not name and not self.project and (found := words.OBJECT.search(self.chars, start, min(end, start + 40))):
            name, length = names.proper(self.chars[start : found.start()]), found.start() - start
        return (name, start + length) if name and start + length < end else ("", start)

    def take_pending_name(self) -> None:
        """顿丘二期。3月底前… and 顿丘二期项目总投资3亿元,3月底前…: the words just before a date may be its name."""
        if self.pending is None:
            return
        said = self.said(self.pending)
        name = self.name_in(said)
        if not name and self.pending.mark in {",", ":", "。", "\t"}:
            name = names.marked(said[:60])[0]
        self.project = name or self.project

    def open_sentence(self, clause: Clause, said: str) -> None:
        """A sentence that opens with a project's name makes it govern: 顿丘二期项目总投资3亿元,…; 顿丘二期:…."""
        name = self.known.at(said, 0) or names.marked(said[:60])[0]
        if not name and clause.mark in {":", "。", "\t"} and len(said) <= LONGEST_LEAD:
            name = names.proper(said, heading=True)
        if not name and (told := _TOLD.match(said)):
            name = names.proper(told[1])
        self.project = name or self.project

    def subject(self, start: int, end: int) -> Place | None:
        """What of the words before a date belongs to the task; the name in them governs from here on."""
        said = self.chars[start:end]
        place, known = self.known.first_in(said)
        if several := names.several(said):
            self.project = several
            return None
        if known:
            self.project, start = known, start + place + len(known)
        elif found := self._building_of(start, end):
            return found
        elif name := names.proper(said):
            self.project = name
            return None
        elif (turned := _TURNED.match(said)) and (name := names.proper(turned[1])):
            self.project, start = name, start + turned.end()
        else:
            name, length = names.marked(said)
            self.project, start = name or self.project, start + length
        start, end = trimmed(self.chars, start, end)
        said = re.sub("^(?:建设)?(?:项目|工程)|^[将把]", "", self.chars[start:end])
        if not said or names.is_pronoun(said):
            return None
        plain = names.unbracketed(said)  # 宿舍楼(3栋)
        belongs = known or _PART_OF_PROJECT.fullmatch(said) or words.OBJECTS_ONLY.fullmatch(plain) or words.is_task(said)
        return (end - len(said), end) if belongs else None

    def _building_of(self, start: int, end: int) -> Place | None:
        """顿丘二期办公楼12月底竣工, 物华食品1、2号厂房基础4月底完工: a name, and what of it is to be done."""
        said = self.chars[start:end]
        found = words.OBJECT.search(said)
        name = names.proper(said[: found.start()]) if found else ""
        if found is None or not name or name[-1] in "、和及与":
            return None
        if not words.OBJECTS_ONLY.fullmatch(said, found.start()) and not words.is_task(said[found.start() :]):
            return None
        self.project = name
        return start + found.start(), end

    # --- tasks -----------------------------------------------------------------------------------
    def promise(self, start: int, end: int, subject: Place | None = None) -> bool:
        """Adds what ``chars[start:end]`` promises by the governing date; False when it promises nothing."""
        name, begin = self.leading_name(start, end)
        if name:
            self.project = name
            start, end = trimmed(self.chars, begin, end)
        said = self.chars[start:end]
        if not words.is_task((self.said(subject) if subject else "") + said):
            if not name and not subject and names.is_strong(said):
                self.project = names.proper(said) or self.project
            return False
        if not subject and names.without_doing(said) == "":
            return False
        since = self.due.end if self.due and self.due.end <= start <= self.due.end + LONGEST_LEAD else start
        return self.add(start, end, subject, hoped=words.HOPED.search(self.chars, since, end) is not None)

    def add(self, start: int, end: int, subject: Place | None = None, *, hoped: bool = False) -> bool:
        """A draft for each task in the words, under each date that governs them."""
        dues = [*self.beside, self.due] if self.due else []
        for first, last in parts_of(self.chars, start, end):
            begin, stop = trimmed(self.chars, first, last)
            if first > start and begin < stop:  # 顿丘二期开工、春韵食品主体完工
                name, after = self.leading_name(begin, stop)
                self.project, begin = name or self.project, after
            if stop - begin > LONGEST_TASK:
                self.skip(begin, stop, SkipReason.TOO_LONG)
            elif begin < stop:
                flags = {Flag.VAGUE} if hoped else set()
                each = [(due, name) for due in dues for name in names.apart(self.project)]
                self.drafts += [Draft(name, due, begin, stop, subject, set(flags)) for due, name in each]
                subject = None
        return True

    def extend(self, end: int) -> bool:
        """设备调试完成,试生产 is one promise: the last one goes on to ``end``."""
        last = self.drafts[-1].start if self.drafts else -1
        mine = [draft for draft in self.drafts[-100:] if draft.start == last and draft.due in (self.due, *self.beside)]
        if not mine or end - mine[-1].start > LONGEST_TASK:
            return False
        for draft in mine:
            draft.end = end
        return True
