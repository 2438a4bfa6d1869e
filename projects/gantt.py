"""Where things lie on a timeline: days as shares of its width, promises as marks, marks in lanes. Pure.

Shares are percent of the strip's width, so that one drawing fits a desk, a phone and a sheet of paper. They lie below 0
and above 100 for days outside the period that is asked for. projects/gantt_svg.py draws what is placed here.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from core.periods import ONE_DAY, add_months, month_end
from projects.choices import Standing, Zoom
from projects.progress import standing

DESK, PHONE = 1000, 330  # pixels of a strip's width: at a desk of 1366 pixels, on the narrowest phone
SIGN = 13  # pixels that a promise's sign needs to stand apart from the next one
LANE, MARGIN, ROW = 11, 4, 26  # pixels: pitch of lanes, what is left above and below them, least height of a row
MAX_LANES = 8  # a row with more promises at one place counts the others
MONTH_WIDTH = {Zoom.MONTH: 900, Zoom.QUARTER: 320, Zoom.YEAR: 84}  # pixels; a period that fits the frame fills it
TEN_DAYS = 250  # pixels of a month from which its ten-day periods are marked
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from ``first`` to ``last`` over 100 percent."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """Calendar months that the period touches."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def x(self, day: datetime.date) -> float:
        """Where a day begins."""
        return round((day - self.first).days / self.days * 100, 3)

    def middle(self, day: datetime.date) -> float:
        return round(((day - self.first).days + 0.5) / self.days * 100, 3)

    def end(self, day: datetime.date) -> float:
        return self.x(day + ONE_DAY)

    def shifted(self, step: int) -> "Axis | None":
        """The period of the same length before (-1) or after (1) this one; None outside 1950 to 2100.

        Whole months stay whole months, whatever their lengths.
        """
        if self.first.day == 1 and self.last == month_end(self.last):
            first = add_months(self.first, step * self.months)
            found = Axis(first, month_end(add_months(first, self.months - 1)))
        else:
            found = Axis(self.first + step * self.days * ONE_DAY, self.last + step * self.days * ONE_DAY)
        return found if found.first.year >= 1950 and found.last.year <= 2100 else None


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across all rows, at the first day of ``step`` months; 0 for the ten-day periods within a month."""

    x: float
    date: datetime.date
    step: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a drawing is laid on: the period, what a phone shows of it (or beside it), how much fills the frame, today."""

    axis: Axis
    phone: Axis
    zoom: str
    as_of: datetime.date

    @property
    def all_days(self) -> Axis:
        """The days that are drawn for either screen."""
        return Axis(min(self.axis.first, self.phone.first), max(self.axis.last, self.phone.last))

    @property
    def month_width(self) -> int:
        """Pixels of a month where the zoom fixes them; 0 where the whole period fills the frame."""
        return MONTH_WIDTH.get(Zoom(self.zoom), 0)

    @property
    def width(self) -> int | None:
        """Pixels of a strip; None when it fills the frame."""
        wanted = self.axis.months * self.month_width
        return wanted if wanted > DESK + MONTH_WIDTH[Zoom.YEAR] else None

    @property
    def sign(self) -> float:
        """How many percent of a strip a sign takes where it takes most: at a desk with the whole period in view (and on
        paper), or on a phone that shows its part only."""
        on_phone = SIGN / PHONE * self.phone.days / self.axis.days if self.phone.days < self.axis.days else 0
        return round(max(SIGN / DESK, on_phone) * 100, 3)

    def ticks(self) -> list[Tick]:
        """Months; quarters or years when many fill the frame; within wide months also the 11th and the 21st."""
        days, found = self.all_days, []
        step = 1 if self.month_width or self.axis.months <= 18 else 3 if self.axis.months <= 48 else 12
        inner = (11, 21) if self.month_width >= TEN_DAYS else ()
        day = days.first.replace(day=1)
        while day <= days.last:
            if (day.month - 1) % step == 0 or day <= days.first:
                begin = max(day, days.first)
                found.append(Tick(self.axis.x(begin), begin, step))
            within = [day.replace(day=number) for number in inner]
            found += [Tick(self.axis.x(each), each, 0) for each in within if days.first < each <= days.last]
            day = month_end(day) + ONE_DAY
        return found


@dataclass(frozen=True, slots=True)
class Mark:
    """One promise: where its sign stands, what is drawn beside it, and how it stands. Spans are (left, right).

    ``window``: the promised days, when they are more than one. ``late``: from the date that counts to the actual day or
    today. ``early``: from the actual day to the due date. ``baseline``: the first agreed day, when it was moved.
    """

    promise: Any
    standing: Standing
    point: float
    due: float
    baseline: float | None
    window: Span | None
    late: Span | None
    early: Span | None
    lane: int = 0

    def reach(self, half: float) -> Span:
        """Everything that is drawn; ``half`` is half a sign's width."""
        xs = [self.point - half, self.point + half]
        for span in (self.window, self.late, self.early):
            xs += span or ()
        xs += [] if self.baseline is None else [self.baseline - half, self.baseline + half, self.due]
        return min(xs), max(xs)


def place(promise: Any, axis: Axis, as_of: datetime.date, soon: int) -> Mark:
    """``promise`` on ``axis``. An overdue one reaches from the date that counts to ``as_of``; ``soon`` in days."""
    due, actual, counts = promise.due_date, promise.actual_date, promise.scored_date
    state = standing(counts, actual, as_of, soon)
    until = {Standing.OVERDUE: as_of, Standing.MET_LATE: actual}.get(state)
    return Mark(
        promise=promise,
        standing=state,
        point=axis.middle(actual or due),
        due=axis.middle(due),
        baseline=axis.middle(promise.baseline_date) if promise.baseline_date != due else None,
        window=(axis.x(promise.window_start), axis.end(due)) if promise.window_start < due else None,
        late=(axis.middle(counts), axis.middle(until)) if until else None,
        early=(axis.middle(actual), axis.middle(due)) if actual and actual < due else None,
    )


def lanes(spans: Sequence[Span]) -> list[int]:
    """A lane for each span, given from left to right, so that none covers another in its lane: the first that is free."""
    ends: list[float] = []
    found = []
    for left, right in spans:
        lane = next((number for number, end in enumerate(ends) if end <= left), len(ends))
        ends[lane:] = [right, *ends[lane + 1 :]]
        found.append(lane)
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """One project: its marks from left to right, in so many lanes, and how many promises found none."""

    project: Any
    marks: tuple[Mark, ...]
    lanes: int
    left_out: int = 0

    @property
    def height(self) -> int:
        return max(ROW, self.lanes * LANE + MARGIN)

    def y(self, lane: int) -> float:
        """Pixels from the upper edge to the middle of a lane; one alone lies in the middle of its row."""
        return ROW / 2 if self.lanes == 1 else MARGIN / 2 + LANE * (lane + 0.5)


def row(project: Any, marks: Iterable[Mark], share: float) -> Row:
    """The marks of one project in lanes; ``share`` is a sign's width in percent (Sheet.sign)."""
    reaches = sorted(((mark.reach(share / 2), number, mark) for number, mark in enumerate(marks)), key=lambda each: each[:2])
    places = lanes([reach for reach, _number, _mark in reaches])
    pairs = zip((mark for _reach, _number, mark in reaches), places, strict=True)
    placed = [replace(mark, lane=lane) if lane else mark for mark, lane in pairs if lane < MAX_LANES]
    ordered = tuple(sorted(placed, key=lambda mark: (mark.point, mark.lane)))
    return Row(project, ordered, min(max(places, default=0) + 1, MAX_LANES), len(places) - len(placed))


@dataclass(frozen=True, slots=True)
class Group:
    """Projects under one heading. ``total`` counts them over all pages, ``lights`` by light."""

    name: str
    projects: Sequence[Any]
    total: int
    lights: dict[str, int]


def grouped(projects: Iterable[Any], key: Callable[[Any], tuple[tuple, str]]) -> list[Group]:
    """``projects`` by ``key`` (rank of the group, its name); the groups by rank, the projects in the order given."""
    members: dict[tuple[tuple, str], list[Any]] = {}
    for project in projects:
        members.setdefault(key(project), []).append(project)
    ranked = sorted(members.items(), key=itemgetter(0))
    return [Group(name, found, len(found), count_lights(found)) for (_rank, name), found in ranked]


def count_lights(projects: Iterable[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for project in projects:
        found[project.light] = found.get(project.light, 0) + 1
    return found


def pages(groups: Sequence[Group], limit: int) -> list[list[Group]]:
    """The groups in pages of at most ``limit`` projects. Whole groups stay together; one that is larger is cut."""
    found: list[list[Group]] = [[]]
    room = limit
    for group in groups:
        for start in range(0, len(group.projects), limit):
            part = group.projects[start : start + limit]
            if len(part) > room:
                found.append([])
                room = limit
            found[-1].append(Group(group.name, part, group.total, group.lights))
            room -= len(part)
    return found
