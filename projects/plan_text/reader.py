"""The reader: goes through a plan clause by clause, remembers name, date and section, and collects promises. Pure.

A name governs until the next name or heading, a date until the next date, within its sentence; across a full stop only
what plainly goes on about buildings (6月底3号厂房设备进场。1、2号厂房主体完工), and in a list under a line that is a date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from core.periods import Relation
from projects.plan_text import layout, names, words
from projects.plan_text.calendar import RefusedError, Window
from projects.plan_text.dates import Hit, find
from projects.plan_text.drafts import Draft, Due, promises, trimmed
from projects.plan_text.governing import LONGEST_LEAD, Governing, Place
from projects.plan_text.layout import Clause, Line
from projects.plan_text.terms import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_TASK,
    LONGEST_TEXT,
    Flag,
    Reading,
    SkipReason,
    TextTooLongError,
)

_REFUSED = {"recurring": SkipReason.RECURRING, "masked": SkipReason.MASKED, "within": SkipReason.RELATIVE}
_MOVED_TO = re.compile("(?:调整|推迟|提前|延期|延后|顺延|变更|改)(?:为|到|至)?$")
_NAME_FIELD = re.compile("^(?:项目|工程|企业)(?:名称)?$")
_UNTIL = re.compile("(?:截至|截止|到|至|不迟于|不晚于|最迟|最晚|赶在)$")
_NAME_LABEL = re.compile("^(?:项目|工程)(?:名称)?:")
_TIME_LABEL = re.compile("(?:时间|时限|期限|节点|日期|工期)$")
_CELL = re.compile("[^\t\n]{0,300}")
MOST_BESIDE = 12  # dates side by side that share their tasks
_MERE_DOING = {"完成", "办理", "实施", "建设", "推进", "办结", ""}


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

    subject: Place | None = None
    hoped: bool = False
    until: bool = False
    past: bool = False
    moved: bool = False
    original: bool = False  # 原计划6月底
    named: bool = False  # a project's name stands there


class _Reader(Governing):
    def read(self) -> Reading:
        for line in layout.lines(self.chars, find(self.chars)):
            self._line(line)
        self.release()
        order = sorted(self.skipped, key=lambda each: (each.start, each.end))
        return Reading(promises(self.drafts, self.folded), tuple(order))

    # --- lines -----------------------------------------------------------------------------------
    def _line(self, line: Line) -> None:
        if not self.listed:
            self.release()
        self.pending, self.hopeful, self.label = None, False, ""
        self.calendar.forget_year()
        if self._column_dates(line) or (self.columns and self._table_row(line)):
            return
        if layout.is_heading(self.chars, line) and self._heading(line):
            return
        self.listed = self.listed and self.due is not None
        for clause, following in pairwise([*layout.clauses(self.chars, line), None]):
            if clause is None:
                break
            self.following = following
            (self._dated if clause.hits else self._undated)(clause)
            self.hopeful = self.hopeful and clause.mark != "。"
        alone = self.due is not None and not self.claimed and line.hits and self.due.end >= line.end - 2
        self.listed = self.listed or bool(alone)

    def _heading(self, line: Line) -> bool:
        """Takes year, mood and name from a heading; False for a short line that is a task."""
        said = self.chars[line.start : line.end]
        begins_work = words.BEGINS_WORK.match(said) is not None
        mood = "" if begins_work else layout.heading_mood(said)
        name = self.name_in(_NAME_LABEL.sub("", said.rstrip(":。;,")))
        if self.listed and not name and not mood and words.is_task(said):
            return False
        self.release()
        self.past = (mood == "past") if mood else self.past
        years = layout.heading_years(said)
        if len(years) == 1 and FIRST_YEAR <= years[0] <= LAST_YEAR and (mood or line.numbered):
            self.calendar.year, self.calendar.last = years[0], None
        if mood or not name:
            self.project = "" if mood or line.numbered else self.project
            return bool(mood) or line.numbered or not words.is_task(said)
        self.project = name
        return True

    # --- tables with a date over each column ---------------------------------------------------------
    def _column_dates(self, line: Line) -> bool:
        """A row whose cells are dates and nothing else, two at least: what stands below them is due by them."""
        if len(line.hits) < 2 or "\t" not in self.chars[line.start : line.end]:
            return False
        ends = self.chars[line.start : line.end + 1]
        alone = [
            hit
            for hit in line.hits
            if self.chars[hit.start - 1 : hit.start] in {"\t", "\n", ""} and ends[hit.end - line.start :][:1] in {"\t", "\n", ""}
        ]
        if len(alone) != len(line.hits):
            return False
        self.release()
        self.columns = {self.chars.count("\t", line.places[0], hit.start): hit for hit in alone}
        return True

    def _table_row(self, line: Line) -> bool:
        """A row under such dates: its first cell names the project. False for a line that is none, which ends the table."""
        begin, end = line.places
        if line.hits or "\t" not in self.chars[begin:end]:
            self.columns = {}
            return False
        cell = begin
        for at, said in enumerate(self.chars[begin:end].split("\t")):
            clause = Clause(cell, cell + len(said), "", "\t", [])
            if hit := self.columns.get(at):
                self._cell_due(clause, hit)
            elif said and at < min(self.columns):
                self.open_sentence(clause, said)
            cell += len(said) + 1
        return True

    def _cell_due(self, clause: Clause, hit: Hit) -> None:
        start, end = trimmed(self.chars, clause.start, clause.end)
        if start == end or words.PAST.search(self.chars[start:end]):
            return
        try:
            window = self.calendar.window_of(hit)
        except RefusedError as refused:
            self.skip(start, end, refused.reason)
            return
        relation = Relation.BY if hit.by else Relation.AT
        self.due, self.claimed = Due(window, hit.start, hit.end, relation), True
        self.promise(start, end)
        self.release()

    # --- clauses with dates ----------------------------------------------------------------------
    def _dated(self, clause: Clause) -> None:
        begin = clause.start
        for at, hit in enumerate(clause.hits):
            last = at + 1 == len(clause.hits)
            end = clause.end if last else clause.hits[at + 1].start
            stop = end if last else self._next_lead(hit.end, end)
            self._piece(clause, hit, begin, stop, last=last)
            begin = stop
        self.pending = None

    def _next_lead(self, start: int, end: int) -> int:
        """Where the words before the next date begin: 厂房6月底竣工、办公楼9月底竣工."""
        cut = max(self.chars.rfind(mark, max(start, end - 40), end) for mark in "、并和")
        if cut < start:
            cut = self.chars.rfind("(", max(start, end - 40), end - 1)  # 建成投产(其中1号车间6月底前投产)
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
        self._govern(clause, hit, window, lead)
        before, replaced = len(self.drafts), self._original(lead)
        lead.subject = lead.subject or (self.held if self.beside else None)
        self.held = lead.subject
        start, end = trimmed(self.chars, hit.end, stop)
        promised = start < end and self.promise(start, end, lead.subject)
        if not promised and names.without_doing(self.chars[start:end]) == "":
            promised = self._backward(clause, lead, last=last)
            if not promised and start < end and lead.named:  # 顿丘二期6月底前完成
                promised = self.add(start, end)
        self.claimed = self.claimed or promised
        if promised and replaced:
            del self.drafts[before - len(replaced) : before]
        self.original = self.drafts[before:] if lead.original else []

    def _original(self, lead: _Lead) -> list[Draft]:
        """主体工程原计划6月底完工,现调整为8月底完工: what was promised by the date that this one takes the place of."""
        old = self.original if lead.moved and self.due and self.original and self.drafts[-1] is self.original[-1] else []
        if old and self.due:
            self.due = replace(self.due, replaced=old[0].due.window.due)
            lead.subject = lead.subject or old[0].subject
        return old

    def _set_year(self, hit: Hit) -> None:
        found = self.calendar.year_of(hit.parts)
        if FIRST_YEAR <= found <= LAST_YEAR and (found >= self.calendar.plan_year or self.past):
            self.calendar.year, self.calendar.last = found, None

    def _window(self, clause: Clause, hit: Hit, lead: _Lead, stop: int) -> Window | None:
        """The date's window; None when it is no promise, which is put down with its reason."""
        reason, window = _REFUSED.get(hit.kind), None
        if reason is None and hit.after and not hit.until and self.chars[hit.end - 1] != "起":
            reason = SkipReason.HISTORY if self.chars.startswith("以来", hit.end - 2) else SkipReason.OPEN_ENDED
        if reason is None:
            try:
                window = self.calendar.window_of(hit)
            except RefusedError as refused:
                reason = refused.reason
        if window is not None:
            self.calendar.last = window
            reason = self._not_promised(hit, window, lead, self.chars[hit.end : stop])
        if reason is None:
            return window
        self.release()
        begin = clause.start if hit is clause.hits[0] and hit.start - clause.start <= LONGEST_LEAD else hit.start
        self.skip(begin, max(hit.end, min(stop, hit.end + LONGEST_TASK)), reason)
        self.claimed = True
        return None

    def _not_promised(self, hit: Hit, window: Window, lead: _Lead, behind: str) -> SkipReason | None:
        if lead.past or hit.parts.get("relative") in {"去年", "上年"} or words.PAST.search(behind[:LONGEST_TASK]):
            return SkipReason.HISTORY
        section, as_of = self.calendar.year, self.calendar.as_of
        if window.year_named and window.due.year < section and not (as_of and window.due >= as_of):
            return SkipReason.HISTORY
        if self.past and not self.hopeful and not lead.hoped and window.due.year <= section:
            return SkipReason.HISTORY
        return SkipReason.INDICATOR if words.FIGURE.search(behind[:60]) and words.AMOUNT.search(behind[:90]) else None

    def _govern(self, clause: Clause, hit: Hit, window: Window, lead: _Lead) -> None:
        """From here on this date governs; one side by side with the last shares its tasks."""
        shares = self.due and not self.claimed and Flag.SEVERAL_DATES in self.due.flags and clause.start <= self.due.start
        if shares and self.due and len(self.beside) < MOST_BESIDE:
            self.beside.append(self.due)
        else:
            self.release()
        flags = {Flag.VAGUE} if lead.hoped else set()
        flags |= {Flag.SEVERAL_DATES} if hit.with_next or self.beside else set()
        flags |= {Flag.STRAY_MARK} if self._stray_mark(clause, hit) else set()
        flags |= {Flag.REPLAN} if hit.replaces or lead.moved else set()
        by = hit.by or lead.until
        self.beside = [replace(due, relation=Relation.BY) for due in self.beside] if by else self.beside
        replaced = self._replaced(hit.replaces) if hit.replaces else None
        self.due = Due(window, hit.start, hit.end, Relation.BY if by else Relation.AT, frozenset(flags), replaced)
        self.claimed = False

    def _stray_mark(self, clause: Clause, hit: Hit) -> bool:
        """10月30日前: with the task on the same line; a full stop or semicolon only where the date begins its sentence."""
        mark, following = self.chars[hit.end : hit.end + 1], self.chars[hit.end + 1 : hit.end + 2]
        if hit.with_next or following in {"", "\n"}:
            return False
        begins = clause.before in {"", "。", ";"} and hit is clause.hits[0] and not self.pending
        return mark in {":", "、"} or (mark in {"。", ";"} and begins)

    def _replaced(self, old: Hit) -> date | None:
        try:
            return replace(self.calendar).window_of(old).due
        except RefusedError:
            return None

    def _read_lead(self, clause: Clause, begin: int, hit: Hit) -> _Lead:
        """Name, subject and doubts from the words before a date; takes the name over."""
        first = max(begin, hit.start - LONGEST_LEAD)
        said = self.chars[first : hit.start]
        self.hopeful = self.hopeful or words.FUTURE.search(said) is not None
        past = words.PAST.search(said) is not None or words.REFERENCE.search(said) is not None
        until, moved = _UNTIL.search(said) is not None, _MOVED_TO.search(said) is not None
        lead = _Lead(
            None, words.HOPED.search(said) is not None, until and not moved, past, moved, "原计划" in said or "原定" in said
        )
        start, end = trimmed(self.chars, first, first + len(names.without_intro(said)))
        if start < end:
            lead.subject = self.subject(start, end)
            lead.named = lead.subject is None and self.project != "" and self.project[:2] in said
        elif begin == clause.start:
            lead.subject = self._pending_subject()
            self.take_pending_name()
        if hit.gap and (found := words.OBJECT.search(self.chars, *hit.gap)):  # 原定5月底完工的办公楼推迟至7月底完工
            lead.subject = lead.subject or found.span()
        return lead

    def _pending_subject(self) -> Place | None:
        """1号厂房,6月底前完工: the buildings just before the date."""
        if self.pending is None or self.pending.mark not in {",", ":", "\t"}:
            return None
        place = trimmed(self.chars, self.pending.start, self.pending.end)
        return place if words.OBJECTS_ONLY.fullmatch(self.said(place)) else None

    # --- dates behind their tasks ----------------------------------------------------------------
    def _backward(self, clause: Clause, lead: _Lead, *, last: bool) -> bool:
        """A date behind its task: 完成主体工程,6月底前。 or 竣工时间:12月底. It governs nothing else."""
        task = lead.subject if lead.subject and words.is_task(self.said(lead.subject)) else None
        behind = last and clause.before and (clause.mark in {"", ";", "。"} or self._cell_ends_row(clause))
        if task is None and behind and self.pending and self.pending.end + 1 >= clause.start:
            named = _TIME_LABEL.search(self.said(self.pending)) is None or self._names_work(self.pending)
            source = self.pending if named else self.last_task
            task = self._unlabelled(source) if source else None
        if task is None or not words.is_task(self.said(task)) or words.PAST.search(self.said(task)):
            return False
        self.claimed = self.add(*task)
        self.release()
        self.last_task = None
        return True

    def _cell_ends_row(self, clause: Clause) -> bool:
        """A date in a cell of its own, with no task in the cell behind it."""
        if clause.before != "\t" or clause.mark != "\t":
            return False
        cell = _CELL.match(self.chars, clause.end + 1)
        return cell is None or not words.is_task(cell[0]) or names.is_unit(cell[0])

    def _unlabelled(self, task: Clause) -> Place:
        """竣工时间 is 竣工."""
        start, end = trimmed(self.chars, task.start, task.end)
        label = _TIME_LABEL.search(self.chars[start:end])
        return start, end - (len(label[0]) if label else 0)

    def _names_work(self, label: Clause) -> bool:
        """竣工时间 names what is due, 完成时限 does not."""
        said = self.said(self._unlabelled(label)).removeprefix("计划").removeprefix("要求")
        return words.is_task(said) and said not in _MERE_DOING

    # --- clauses without dates -------------------------------------------------------------------
    def _undated(self, clause: Clause) -> None:
        start, end = trimmed(self.chars, clause.start, clause.end)
        said = self.chars[start:end]
        self.hopeful = self.hopeful or words.FUTURE.search(said[:200]) is not None
        label, self.label = self.label, said if clause.mark == ":" else ""
        if clause.before == ":" and _NAME_FIELD.match(label):
            self.project = names.proper(said) or self.project
        if clause.before == ":" and words.FIELD.search(label):  # 责任人:张某
            return
        if start >= end or (self.due and self._follows(clause, start, end, said)):
            return
        vague = self._vague(clause, end)
        if vague and words.is_task(said) and not words.PAST.search(said[:200]):
            first = min(start, vague.start())
            self.skip(first, min(end, first + LONGEST_TASK), SkipReason.VAGUE)
        if clause.before in {"", "。"}:
            self.open_sentence(clause, said)
        self.pending = clause
        if words.is_task(said) and not _TIME_LABEL.search(said) and not words.DUTY.match(said):
            self.last_task = clause

    def _vague(self, clause: Clause, end: int) -> re.Match[str] | None:
        """尽快完成拆迁: also where the word that makes it vague has been cut off as an opening."""
        return words.VAGUE.search(self.chars, clause.start, min(end, clause.start + 200))

    def _leads_on(self, clause: Clause) -> bool:
        """投资500万元建设公厕,9月底前建成: the first clause of its part, with the date of the next one."""
        begins = clause.before in {";", "。", ""} and clause.mark in {",", ":"}
        return begins and self.claimed and self.following is not None and self._opens_with_date(self.following)

    def _opens_with_date(self, clause: Clause) -> bool:
        return bool(clause.hits) and names.without_intro(self.chars[clause.start : clause.hits[0].start]) == ""

    def _follows(self, clause: Clause, start: int, end: int, said: str) -> bool:
        """Whether a clause is governed by the date before it; takes it as a promise, or as the end of the last one."""
        strong = clause.before == "。" or (clause.before == "" and not self.listed)
        if self._leads_on(clause):
            return False
        if words.DUTY.match(said) or words.PAST.search(said[:200]) or "正在" in said[:200]:
            if not self.claimed and not strong and self.due:
                self.skip(self.due.start, end, SkipReason.HISTORY)
                self.claimed = True
            return False
        if not self.claimed:
            self.claimed = self.promise(start, end)
            return self.claimed or not strong
        if strong and not self.listed:
            if words.OBJECT.match(said) and words.is_task(said):
                return self.promise(start, end)
            self.release()
            return False
        if self._vague(clause, end) or not words.is_task(said) or said.endswith("的"):
            return False
        if clause.before in {",", "\t"} and not words.stands_alone(said):
            return self.extend(end)
        return self.promise(start, end)
