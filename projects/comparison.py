"""What became of promises between two moments. Pure: states and writes in, lines out; see projects.ledger_history.

A state is anything with the columns of a milestone, such as an event row; None is a promise that did not stand.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from projects import progress
from projects.choices import ChangeKind

CORRECTABLE = (
    "text",
    "phase",
    "whole_project",
    "unit_id",
    "precision",
    "relation",
    "window_start",
    "scored_date",
    "actual_date",
    "wording",
    "doubt",
    "remark",
    "source",
)
MOVING = {"precision", "window_start", "scored_date"}  # what a move of the due date takes along


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that differs. ``days``: later is positive; of a promise that was met, against the date that counts."""

    kind: ChangeKind
    old: datetime.date | None = None
    new: datetime.date | None = None
    days: int | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Write:
    """One event of one promise. ``state`` is what it left, ``event`` the row of the history that tells who and why."""

    milestone: int
    event: Any
    state: Any | None


@dataclass(frozen=True, slots=True)
class Line:
    """A difference with the states around it and the write that brought it; ``writes`` counts those of the period."""

    found: Found
    before: Any | None
    after: Any | None
    write: Write
    writes: int = 1

    @property
    def kind(self) -> ChangeKind:
        return self.found.kind

    @property
    def promise(self) -> Any:
        """The state that speaks of the promise: the newer one, of a dropped promise the older."""
        return self.after if self.after is not None else self.before


def compare(before: Any | None, after: Any | None, *, has_stood: bool = False) -> list[Found]:
    """What differs between two states of one promise; ``has_stood`` tells one that comes back from a new one.

    Other corrections made along with a move or an actual date belong to it and make no line of their own.
    """
    if before is None and after is None:
        return []
    if after is None:
        return [Found(ChangeKind.DROPPED, old=before.due_date)]  # type: ignore[union-attr]
    if before is None:
        entered = Found(ChangeKind.RESTORED if has_stood else ChangeKind.ADDED, new=after.due_date)
        return [entered, *([_met(after)] if after.actual_date else [])]
    found = [*_kept_or_not(before, after), *_moved(before, after)]
    fields = _corrected(before, after, {one.kind for one in found})
    if not found:
        return [Found(ChangeKind.CORRECTED, fields=fields)] if fields else []
    first, *others = found
    return [Found(first.kind, first.old, first.new, first.days, fields), *others]


def _met(after: Any) -> Found:
    return Found(ChangeKind.MET, new=after.actual_date, days=progress.slip(after.scored_date, after.actual_date))


def _kept_or_not(before: Any, after: Any) -> list[Found]:
    if before.actual_date is None and after.actual_date is not None:
        return [_met(after)]
    if before.actual_date is not None and after.actual_date is None:
        return [Found(ChangeKind.UNMET, old=before.actual_date)]
    return []


def _moved(before: Any, after: Any) -> list[Found]:
    days = progress.slip(before.due_date, after.due_date)
    if not days:
        return []
    kind = ChangeKind.SLIPPED if days > 0 else ChangeKind.EARLIER
    return [Found(kind, before.due_date, after.due_date, days)]


def _corrected(before: Any, after: Any, kinds: set[ChangeKind]) -> tuple[str, ...]:
    told = MOVING if kinds & {ChangeKind.SLIPPED, ChangeKind.EARLIER} else set()
    if kinds & {ChangeKind.MET, ChangeKind.UNMET}:
        told = told | {"actual_date"}
    return tuple(name for name in CORRECTABLE if name not in told and getattr(before, name) != getattr(after, name))


@dataclass
class Course:
    """What one promise went through in the period: the state before it, and the lines that its writes made."""

    first: Any | None
    has_stood: bool
    lines: list[Line] = field(default_factory=list)
    last: Write | None = None
    writes: int = 0

    def take(self, write: Write) -> list[Line]:
        """One more write; the lines that it makes."""
        state = self.last.state if self.last else self.first
        found = compare(state, write.state, has_stood=self.has_stood or self.last is not None)
        made = [Line(one, state, write.state, write) for one in found]
        self.lines, self.last, self.writes = [*self.lines, *made], write, self.writes + 1
        return made

    def net(self) -> list[Line]:
        """The two end states compared. Each line names the last write that brought its kind of change."""
        if self.last is None:
            return []
        lines = []
        for found in compare(self.first, self.last.state, has_stood=self.has_stood):
            brought = [line.write for line in self.lines if line.kind == found.kind]
            lines.append(Line(found, self.first, self.last.state, brought[-1] if brought else self.last, self.writes))
        return lines


@dataclass(frozen=True, slots=True)
class Comparison:
    """A period: ``net`` compares its two ends, ``steps`` tells all that happened between them in the order of writing."""

    net: list[Line]
    steps: list[Line]


def compare_period(before: Mapping[int, Any | None], writes: Iterable[Write]) -> Comparison:
    """``before`` holds the states at the beginning by milestone; None there is one that had been dropped by then."""
    courses: dict[int, Course] = {}
    told: list[Line] = []
    for write in writes:
        pk = write.milestone
        course = courses.setdefault(pk, Course(before.get(pk), has_stood=pk in before))
        told += course.take(write)
    return Comparison(net=[line for course in courses.values() for line in course.net()], steps=told)


def by_kind(lines: Iterable[Line]) -> dict[ChangeKind, int]:
    """How many lines of each kind, in the order of the kinds; kinds without any are left out."""
    counts = dict.fromkeys(ChangeKind, 0)
    for line in lines:
        counts[line.kind] += 1
    return {kind: count for kind, count in counts.items() if count}
