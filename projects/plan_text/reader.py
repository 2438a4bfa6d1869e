"""The reader: goes through a plan clause by clause, remembers name, date and section, and collects promises. Pure.

A name governs until the next name or heading, a date until the next date, within its sentence; across a full stop only
what plainly goes on about buildings (6月底3号厂房设备进场。1、2号厂房主体完工), and in a list under a line that is a date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.periods import Relation
from projects.plan_text import layout, names, words
from projects.plan_text.calendar import Calendar, RefusedError, Window
from projects.plan_text.dates import Hit, find
from projects.plan_text.drafts import Draft, Due, parts_of, promises, trimmed
from projects.plan_text.folding import fold
from projects.plan_text.layout import Clause, Line
from projects.plan_text.terms import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_TASK,
    LONGEST_TEXT,
    Flag,
    Reading,
    Skipped,
    SkipReason,
    TextTooLongError,
)

_REFUSED = {
    "recurring": SkipReason.RECURRING,
    "masked": SkipReason.MASKED,
    "within": SkipReason.RELATIVE,
}
_UNTIL = re.compile("(?:截至|截止|到|至|不迟于|不晚于|最迟|最晚|赶在)$")
_LONGEST_LEAD = 80


def read(text: str, *, year: int, as_of: date | None = None, names: Sequence[str] = ()) -> Reading:
    """The promises of a plan in prose, and what looks like one and is none.

    ``year`` is the plan's own, where headings name no other; ``as_of`` the day it was written, for 本月 and 明年;
    ``names`` the register's projects, which makes names certain (without them their shape decides).
    Raises: TextTooLongError above LONGEST_TEXT characters; ValueError for a year outside 1950 to 2100.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(f"{len(text)} characters; at most {LONGEST_TEXT} are read")
    return _Reader(text, year, as_of, names).read()


@dataclass(slots=True)
class _Lead:
    """The words before a date, taken apart."""

    subject: tuple[int, int] | None = None
    flags: frozenset[Flag] = frozenset()
    until: bool = False
    past: bool = False


class _Reader:
    def __init__(self, text: str, year: int, as_of: date | None, known: Sequence[str]) -> None:
        self.folded = fold(text)
        self.chars = self.folded.chars
        self.calendar = Calendar(year, as_of)
        self.known = names.Names(known)
        self.drafts: list[Draft] = []
        self.skipped: list[Skipped] = []
        self._project, self.past, self.hopeful = "", False, False
        self.due: Due | None = None  # governs what follows
        self.claimed = False  # whether anything was promised by it
        self.listed = False  # it stands alone on its line: a list follows
        self.pending: Clause | None = None  # the last clause without a date: a name, or a task whose date comes behind

    @property
    def project(self) -> str:
        """The name that governs."""
        return self._project

    @project.setter
    def project(self, name: str) -> None:
        if name != self._project:
            self.calendar.forget_year()
        self._project = name

    def read(self) -> Reading:
        for line in layout.lines(self.chars, find(self.chars)):
            self._line(line)
        self._release()
        order = sorted(self.skipped, key=lambda each: (each.start, each.end))
        return Reading(promises(self.drafts, self.folded), tuple(order))

    # --- lines -----------------------------------------------------------------------------------
    def _line(self, line: Line) -> None:
        if not self.listed:
            self._release()
        self.pending, self.hopeful = None, False
        self.calendar.forget_year()
        if layout.is_heading(self.chars, line) and self._heading(line):
            return
        self.listed = self.listed and self.due is not None
        for clause in layout.clauses(self.chars, line):
            (self._dated if clause.hits else self._undated)(clause)
            self.hopeful = self.hopeful and clause.mark != "。"
        alone = self.due is not None and not self.claimed and line.hits and self.due.end >= line.end - 2
        self.listed = self.listed or bool(alone)

    def _heading(self, line: Line) -> bool:
        """Takes year, mood and name from a heading; False for a line that promises something under a date."""
        said = self.chars[line.start : line.end]
        name = self._name(said.rstrip(":。;,"))
        if self.listed and not name and words.is_task(said) and not layout.heading_mood(said):
            return False
        years, mood = layout.heading_years(said), layout.heading_mood(said)
        self._release()
        self.past = (mood == "past") if mood else self.past
        if len(years) == 1 and FIRST_YEAR <= years[0] <= LAST_YEAR and (mood or line.numbered):
            self.calendar.year, self.calendar.last = years[0], None
        if mood or not name:
            self.project = name if name and not mood else ""
            return not words.is_task(said) or bool(mood) or line.numbered
        self.project = name
        return True

    def _release(self) -> None:
        """The governing date ends; one that nothing was promised by is reported."""
        if self.due and not self.claimed:
            self._skip(self.due.start, self.due.end, SkipReason.NO_TASK)
        self.due, self.listed = None, False

    def _skip(self, start: int, end: int, reason: SkipReason) -> None:
        first, last = self.folded.place(start, end)
        self.skipped.append(Skipped(self.folded.source[first:last], reason.value, first, last))

    # --- names -----------------------------------------------------------------------------------
    def _name(self, said: str) -> str:
        """The project that words without a date name: one of the register, else what is a name by its shape."""
        _place, known = self.known.first_in(said[:200])
        return known or (names.proper(said) if len(said) <= _LONGEST_LEAD else "")

    def _leading_name(self, start: int, end: int) -> tuple[str, int]:
        """A name that opens a task, and where the task goes on: 6月底前顿丘二期项目完成主体."""
        known = self.known.at(self.chars, start)
        if known and known != self.project:
            after = start + len(known)
            return known, after + (2 if self.chars.startswith(("项目", "工程"), after) else 0)
        if known:
            return known, start
        name, length = names.marked(self.chars[start : min(end, start + 60)])
        return (name, start + length) if name and start + length < end else ("", start)

    def _take_pending_name(self, clause: Clause) -> None:
        """顿丘二期。3月底前… and 顿丘二期项目总投资3亿元,3月底前…: the words just before a date may be its name."""
        if self.pending is None:
            return
        said = self.chars[self.pending.start : self.pending.end]
        name = self._name(said)
        if not name and self.pending.mark in {",", ":", "。", "\t"}:
            name = names.marked(said[:60])[0]
        self.project = name or self.project

    # --- clauses with dates ----------------------------------------------------------------------
    def _dated(self, clause: Clause) -> None:
        begin = clause.start
        for at, hit in enumerate(clause.hits):
            end = clause.hits[at + 1].start if at + 1 < len(clause.hits) else clause.end
            stop = self._next_lead(hit.end, end) if at + 1 < len(clause.hits) else end
            self._piece(clause, hit, begin, stop, last=at + 1 == len(clause.hits))
            begin = stop
        self.pending = None if self.due else self.pending

    def _next_lead(self, start: int, end: int) -> int:
        """Where the words before the next date begin: 厂房6月底竣工、办公楼9月底竣工."""
        cut = max(self.chars.rfind(mark, max(start, end - 40), end) for mark in "、并和")
        said = self.chars[cut + 1 : end] if cut >= start else ""
        return cut if cut >= start and not words.is_task(names.without_intro(said)) else end

    def _piece(self, clause: Clause, hit: Hit, begin: int, stop: int, *, last: bool) -> None:
        """One date with the words before it (from ``begin``) and behind it (to ``stop``)."""
        lead = self._read_lead(clause, begin, hit)
        if hit.kind == "year_alone":
            self._set_year(hit)
            return
        window = self._window(clause, hit, lead, stop)
        if window is None:
            return
        if self.due and not self.claimed and self.due.end != begin:
            self._release()
        self._govern(hit, window, lead, clause)
        start, end = trimmed(self.chars, hit.end, stop)
        promised = self._promise(start, end, lead, clause) if start < end else self._backward(clause, lead, last=last)
        self.claimed = self.claimed or promised

    def _set_year(self, hit: Hit) -> None:
        found = self.calendar.year_of(hit.parts)
        if FIRST_YEAR <= found <= LAST_YEAR and (found >= self.calendar.plan_year or self.past):
            self.calendar.year, self.calendar.last = found, None

    def _window(self, clause: Clause, hit: Hit, lead: _Lead, stop: int) -> Window | None:
        """The date's window; None when it is no promise, which is put down with its reason."""
        reason = _REFUSED.get(hit.kind) or (
            SkipReason.OPEN_ENDED if hit.after and not hit.until and not self._starts(hit) else None
        )
        window = None
        if reason is None:
            try:
                window = self.calendar.window_of(hit)
            except RefusedError as refused:
                reason = refused.reason
        if window is not None:
            self.calendar.last = window
            behind = self.chars[hit.end : stop]
            reason = self._not_promised(hit, window, lead, behind)
        if reason is None:
            return window
        if self.due and not self.claimed:
            self._release()
        begin = hit.start if hit is not clause.hits[0] else clause.start
        self._skip(min(begin, hit.start) if hit.start - begin <= _LONGEST_LEAD else hit.start, self._said(hit, stop), reason)
        self.due, self.claimed, self.pending = None, True, None
        return None

    def _said(self, hit: Hit, stop: int) -> int:
        return min(stop, hit.end + LONGEST_TASK) if stop > hit.end else hit.end

    def _starts(self, hit: Hit) -> bool:
        """自3月1日起 says when something begins."""
        return self.chars[hit.end - 1] == "起"

    def _not_promised(self, hit: Hit, window: Window, lead: _Lead, behind: str) -> SkipReason | None:
        if lead.past or hit.parts.get("relative") in {"去年", "上年"} or words.PAST.search(behind[:LONGEST_TASK]):
            return SkipReason.HISTORY
        if self.chars[hit.end - 2 : hit.end] == "以来":
            return SkipReason.HISTORY
        section = self.calendar.year
        if window.year_named and window.due.year < section and not (self.calendar.as_of and window.due >= self.calendar.as_of):
            return SkipReason.HISTORY
        if self.past and not self.hopeful and not lead.flags and window.due.year <= section:
            return SkipReason.HISTORY
        return SkipReason.INDICATOR if words.FIGURE.search(behind[:60]) and words.AMOUNT.search(behind[:90]) else None

    def _govern(self, hit: Hit, window: Window, lead: _Lead, clause: Clause) -> None:
        flags = set(lead.flags)
        mark = self.chars[hit.end : hit.end + 1]
        following = self.chars[hit.end + 1 : hit.end + 2]
        if mark and mark in ":;。、" and (following not in {"", "\n"}) and not (mark in "。;" and clause.before):
            flags |= {Flag.STRAY_MARK} if not hit.with_next else set()
        flags |= (
            {Flag.SEVERAL_DATES}
            if hit.with_next or (self.due and not self.claimed and self.due.flags & {Flag.SEVERAL_DATES})
            else set()
        )
        replaced = None
        if hit.replaces:
            flags.add(Flag.REPLAN)
            replaced = self._replaced(hit.replaces)
        by = hit.by or lead.until or bool(hit.until and hit.until.by)
        relation = Relation.BY if by else Relation.AT
        self.due = Due(window, hit.start, hit.end, relation, frozenset(flags), replaced)
        self.claimed = False

    def _replaced(self, old: Hit) -> date | None:
        try:
            return replace(self.calendar).window_of(old).due
        except RefusedError:
            return None

    def _read_lead(self, clause: Clause, begin: int, hit: Hit) -> _Lead:
        """Name, subject and doubts from the words before a date; takes the name over."""
        said = self.chars[max(begin, hit.start - _LONGEST_LEAD) : hit.start]
        first = max(begin, hit.start - _LONGEST_LEAD)
        flags = frozenset({Flag.VAGUE}) if words.HOPED.search(said) else frozenset()
        bare = names.without_intro(said)
        self.hopeful = self.hopeful or words.FUTURE.search(said) is not None
        past = words.PAST.search(said) is not None or words.REFERENCE.search(said) is not None
        lead = _Lead(None, flags, _UNTIL.search(said) is not None, past)
        start, end = trimmed(self.chars, first, first + len(bare))
        if start < end:
            lead.subject = self._subject(start, end)
        elif begin == clause.start:
            self._take_pending_name(clause)
        return lead

    def _subject(self, start: int, end: int) -> tuple[int, int] | None:
        """What of the words before a date belongs to the task; the name in them governs from here on."""
        said = self.chars[start:end]
        place, known = self.known.first_in(said)
        if known:
            self.project, start = known, start + place + len(known)
        elif name := names.proper(said):
            self.project = name
            return None
        else:
            name, length = names.marked(said)
            self.project, start = name or self.project, start + length
        start, end = trimmed(self.chars, start, end)
        rest = re.sub("^(?:建设)?(?:项目|工程)", "", self.chars[start:end])
        start = end - len(rest)
        if not rest or names.is_pronoun(self.chars[start:end]):
            return None
        return self._object_behind_name(start, end) if not known else (start, end)

    def _object_behind_name(self, start: int, end: int) -> tuple[int, int] | None:
        """顿丘二期办公楼12月底竣工: a name, and a building of it."""
        said = self.chars[start:end]
        if words.OBJECTS_ONLY.fullmatch(said) or words.is_task(said):
            return start, end
        found = next((each for each in words.OBJECT.finditer(said) if each.end() == len(said)), None)
        if found and (name := names.proper(said[: found.start()])):
            self.project = name
            return start + found.start(), end
        return (start, end) if re.fullmatch("[一二三四五六七八九十0-9]{1,2}(?:期|标段|阶段)(?:工程|项目)?", said) else None

    # --- tasks -----------------------------------------------------------------------------------
    def _promise(self, start: int, end: int, lead: _Lead, clause: Clause) -> bool:
        """Adds what ``chars[start:end]`` promises by the governing date; False when it promises nothing."""
        name, begin = self._leading_name(start, end)
        if name:
            self.project = name
            start, end = trimmed(self.chars, begin, end)
        said = self.chars[start:end]
        whole = (self.chars[slice(*lead.subject)] if lead.subject else "") + said
        if not words.is_task(whole):
            if not name and (found := names.proper(said)) and not lead.subject:
                self.project = found
            return False
        return self._add(
            start, end, lead.subject, vague=words.HOPED.search(self.chars[self.due.end if self.due else start : end]) is not None
        )

    def _add(self, start: int, end: int, subject: tuple[int, int] | None = None, *, vague: bool = False) -> bool:
        assert self.due is not None  # noqa: S101 - callers hold a date
        for first, last in parts_of(self.chars, start, end):
            begin, stop = trimmed(self.chars, first, last)
            if begin >= stop:
                continue
            if stop - begin > LONGEST_TASK:
                self._skip(begin, stop, SkipReason.TOO_LONG)
                continue
            draft = Draft(self.project, self.due, begin, stop, subject)
            draft.flags |= {Flag.VAGUE} if vague else set()
            self.drafts.append(draft)
            subject = None
        return True

    def _backward(self, clause: Clause, lead: _Lead, *, last: bool) -> bool:
        """A date behind its task: 完成主体工程,6月底前。 or 竣工时间:12月底."""
        if lead.subject and words.is_task(self.chars[slice(*lead.subject)]):
            return self._add(*lead.subject)
        ends = last and clause.mark in {"", ";", "。"} and clause.before
        if not (ends and self.pending and self.pending.end + 1 >= clause.start):
            return False
        start, end = trimmed(self.chars, self.pending.start, self.pending.end)
        end -= len(re.search("(?:的?(?:时间|日期|时限|期限|节点))?$", self.chars[start:end])[0])  # type: ignore[index]
        if start < end and words.is_task(self.chars[start:end]) and not words.PAST.search(self.chars[start:end]):
            return self._add(start, end)
        return False

    # --- clauses without dates -------------------------------------------------------------------
    def _undated(self, clause: Clause) -> None:
        start, end = trimmed(self.chars, clause.start, clause.end)
        said = self.chars[start:end]
        self.hopeful = self.hopeful or words.FUTURE.search(said[:200]) is not None
        if start >= end:
            return
        if self.due and self._follows(clause, start, end, said):
            return
        if words.VAGUE.search(said[:200]) and words.is_task(said) and not words.PAST.search(said[:200]):
            self._skip(start, min(end, start + LONGEST_TASK), SkipReason.VAGUE)
        if clause.before in {"", "。"}:
            self._open_sentence(clause, said)
        self.pending = clause

    def _open_sentence(self, clause: Clause, said: str) -> None:
        """A sentence that opens with a project's name makes it govern: 顿丘二期项目总投资3亿元,…."""
        name, _length = names.marked(said[:60])
        known = self.known.at(said, 0)
        if name or known:
            self.project = known or name

    def _follows(self, clause: Clause, start: int, end: int, said: str) -> bool:
        """Whether a clause is governed by the date before it; takes it as a promise, or as the end of the last one."""
        strong = clause.before == "。" or (clause.before == "" and not self.listed)
        if words.DUTY.match(said) or words.PAST.search(said[:200]) or "正在" in said[:200]:
            return False
        if not self.claimed:
            self.claimed = self._promise(start, end, _Lead(), clause)
            return self.claimed or not strong
        if strong and not self.listed:
            if words.OBJECT.match(said) and words.is_task(said):
                return self._promise(start, end, _Lead(), clause)
            self._release()
            return False
        if words.VAGUE.search(said) or not words.is_task(said):
            return False
        if clause.before in {",", "\t"} and not words.stands_alone(said):
            return self._extend(end)
        return self._promise(start, end, _Lead(), clause)

    def _extend(self, end: int) -> bool:
        """设备调试完成,试生产 is one promise."""
        if not self.drafts or end - self.drafts[-1].start > LONGEST_TASK or self.drafts[-1].due is not self.due:
            return False
        self.drafts[-1].end = end
        return True
