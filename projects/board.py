"""The board of a week: what was asked of whom, how far it is, and how punctual units and people have been.

A week that is over is fixed at its deadline. As of that moment, read from the history: which reports there were, their state,
who was asked, which unit answered for a project, and what projects, units and people were called. What came later stands
beside it as given late. The shares and streaks of a week go up to it and are fixed the same way, each week at its own deadline.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from core import history
from core.periods import Week
from projects.asked import Asked
from projects.choices import BoardState, ReportState
from projects.ledger_history import names_at
from projects.models import Project, Reminder, ReportingWeek, WeeklyReport
from projects.punctuality import WEEKS, Punctuality, punctuality
from zones.models import Unit, User, Zone

BY_UNIT, BY_PERSON = "unit", "person"
NOBODY = None  # the key of what no unit answers for, and of what nobody is asked for


class Kept(NamedTuple):
    """One report of the last weeks: who was asked for it at its deadline, and whether it was given by then."""

    report: int
    project: int
    monday: datetime.date
    on_time: bool
    unit: int | None
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One report on the board."""

    report: WeeklyReport
    project: str
    unit: int | None
    unit_name: str
    people: tuple[int, ...]
    names: tuple[str, ...]
    state: BoardState
    is_overdue: bool
    given_late: datetime.datetime | None
    reminder: Reminder | None

    @property
    def pk(self) -> int:
        return self.report.pk

    @property
    def is_missing(self) -> bool:
        return self.state in BoardState.missing()

    @property
    def people_names(self) -> str:
        return "、".join(self.names)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a unit or of a person; ``key`` is its id, ``record`` of the last weeks. ``shown`` are those that are asked for:
    the numbers are of all."""

    key: int | None
    name: str
    heads: str
    lines: list[Line]
    record: Punctuality
    reminder: Reminder | None
    shown: list[Line] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return sum(line.is_missing for line in self.lines)

    @property
    def given(self) -> int:
        return len(self.lines) - self.missing


class Board:
    """The week that begins on ``monday`` as its board tells it at ``now``; ``is_over`` once a newer week is open.

    At most nine queries, whatever the zone's size.
    """

    def __init__(self, *, zone: Zone, monday: datetime.date, now: datetime.datetime, is_over: bool) -> None:
        self.zone, self.monday, self.now = zone, monday, now
        weeks = list(ReportingWeek.objects.in_zone(zone).up_to(monday)[: WEEKS + 1])
        self.opened = next((week for week in weeks if week.monday == monday), None)
        self.is_fixed = is_over and self.opened is not None and self.opened.due_at <= now
        self.moment = self.opened.due_at if self.is_fixed and self.opened else None
        self.weeks = [week.monday for week in weeks if week.due_at <= now][:WEEKS]
        self.asked = Asked(zone)
        self.kept = self._kept()
        self.units = names_at(Unit, zone, self.moment)
        self.lines = self._lines()

    # --- reading ---------------------------------------------------------------------------------
    def _kept(self) -> list[Kept]:
        reports = WeeklyReport.objects.in_zone(self.zone).of_weeks(self.weeks).with_state_then().with_unit_then()
        columns = ("pk", "project_id", "monday", "due_at", "state_then", "unit_then")
        given, people = ReportState.given(), self.asked.people
        return [
            Kept(pk, project, monday, state in given, unit, people(project, unit, due))
            for pk, project, monday, due, state, unit in reports.order_by("-monday", "project_id").values_list(*columns)
        ]

    def _lines(self) -> list[Line]:
        reports = list(WeeklyReport.objects.in_zone(self.zone).of_week(self.monday).with_deadline().with_project())
        known = history.values_at(Project, self.moment, [report.project_id for report in reports], "name", "unit")
        people = {}
        for report in reports:
            people[report.pk] = self.asked.people(report.project_id, known[report.project_id][1], self.moment)
        self.names = self._names(people.values(), {unit for _name, unit in known.values()})
        sent = Reminder.objects.in_zone(self.zone).of_week(self.monday).order_by("sent_at", "pk")
        self.reminders = {reminder.user_id: reminder for reminder in sent}  # the last one of each person
        return [self._line(report, known[report.project_id], people[report.pk]) for report in reports]

    def _names(self, people: Iterable[tuple[int, ...]], units: set[int | None]) -> dict[int, str]:
        """The people of the board, the heads of its units, and those who were asked in the last weeks."""
        asked = {pk for each in (*people, *(kept.people for kept in self.kept)) for pk in each}
        asked |= {pk for unit in {*self.units, *units} for pk in self.asked.heads_of(unit, self.moment)}
        gone = {unit for unit in units if unit and unit not in self.units}
        if gone:  # deleted since
            self.units |= {pk: name for pk, (name,) in history.values_at(Unit, self.moment, gone, "name").items()}
        return {pk: name for pk, (name,) in history.values_at(User, self.moment, asked, "name").items()}

    def _line(self, report: WeeklyReport, known: tuple, people: tuple[int, ...]) -> Line:
        (name, unit), reminders = known, self.reminders
        if self.is_fixed:
            state = BoardState.of(report.state_then, report.version_then)  # type: ignore[attr-defined]
            overdue, late = state in BoardState.missing(), report.given_later  # type: ignore[attr-defined]
            late = late if overdue else None
        else:
            state = BoardState.of(report.state, report.version)
            overdue, late = report.is_overdue(self.now), report.submitted_at if report.is_given and report.was_late else None
        last = max((reminders[pk] for pk in people if pk in reminders), key=lambda reminder: reminder.sent_at, default=None)
        names = tuple(self.names.get(pk, "") for pk in people)
        return Line(report, name, unit, self.unit_name(unit), people, names, state, overdue, late, last)

    # --- grouping --------------------------------------------------------------------------------
    def unit_name(self, unit: int | None) -> str:
        return self.units.get(unit, "") if unit else ""

    def heads(self, unit: int | None) -> str:
        return "、".join(self.names.get(pk, "") for pk in self.asked.heads_of(unit, self.moment))

    def by_unit(self, lines: list[Line]) -> list[Group]:
        """In the order of the units; within one the missing first. The record is of all its reports, whatever is shown."""
        grouped: dict[int | None, list[Line]] = {}
        for line in lines:
            grouped.setdefault(line.unit, []).append(line)
        records = self._records(lambda kept: (kept.unit,))
        order = {unit: place for place, unit in enumerate(self.units)}
        return [
            Group(unit, self.unit_name(unit), self.heads(unit), missing_first(own), records.get(unit, Punctuality()), None)
            for unit, own in sorted(grouped.items(), key=lambda pair: order.get(pair[0] or 0, len(order)))
        ]

    def by_person(self, lines: list[Line]) -> list[Group]:
        """By name; a report that several are asked for stands with each of them, what nobody is asked for comes last."""
        grouped: dict[int | None, list[Line]] = {}
        for line in lines:
            for person in line.people or (NOBODY,):
                grouped.setdefault(person, []).append(line)
        records = self._records(lambda kept: kept.people or (NOBODY,))
        found = [
            Group(
                person,
                self.names.get(person, "") if person else "",
                "",
                missing_first(own),
                records.get(person, Punctuality()),
                self.reminders.get(person) if person else None,
            )
            for person, own in grouped.items()
        ]
        return sorted(found, key=lambda group: (group.key is None, pinyin_key(group.name)))

    def _records(self, keys: Callable[[Kept], Iterable[int | None]]) -> dict[int | None, Punctuality]:
        grouped: dict[int | None, list[tuple[datetime.date, bool]]] = {}
        for kept in self.kept:
            for key in keys(kept):
                grouped.setdefault(key, []).append((kept.monday, kept.on_time))
        return {key: punctuality(told) for key, told in grouped.items()}


def showing(groups: list[Group], state: str) -> list[Group]:
    """The groups that have lines in the state that is asked for, with these."""
    found = [replace(group, shown=[line for line in group.lines if shown_as(line, state)]) for group in groups]
    return [group for group in found if group.shown]


def missing_first(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: not line.is_missing)


def pinyin_key(name: str) -> bytes:
    """See also core.querysets.pinyin."""
    return name.encode("gb18030", "replace")


def counts(lines: list[Line]) -> dict[str, Any]:
    """How many of each state, and of each group of states that the board's filter knows."""
    states = [line.state for line in lines]
    return {
        "total": len(lines),
        "missing": sum(line.is_missing for line in lines),
        "given": sum(not line.is_missing for line in lines),
        "late": sum(line.given_late is not None for line in lines),
        "never": sum(line.is_missing and line.given_late is None for line in lines),
        **{str(state): states.count(state) for state in BoardState},
    }


def shown_as(line: Line, asked: str) -> bool:
    """Whether a line belongs to what the filter asks for; the twin of :func:`counts`."""
    if asked == "late":
        return line.given_late is not None
    if asked == "never":
        return line.is_missing and line.given_late is None
    if asked in {"missing", "given"}:
        return line.is_missing == (asked == "missing")
    return asked in {"", line.state}


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One report of the last weeks in words."""

    pk: int
    week: str
    project: str
    unit: str
    people: str
    state: BoardState
    given_later: datetime.datetime | None


def told(board: Board, rows: list[Kept]) -> list[KeptLine]:
    """Under the names of the board's own moment. Two queries."""
    names = history.values_at(Project, board.moment, {row.project for row in rows}, "name")
    reports: Any = WeeklyReport.objects.with_deadline().in_bulk([row.report for row in rows])
    return [
        KeptLine(
            row.report,
            str(Week(row.monday)),
            names[row.project][0],
            board.unit_name(row.unit),
            "、".join(board.names.get(pk, "") for pk in row.people),
            BoardState.of(reports[row.report].state_then, reports[row.report].version_then),
            None if row.on_time else reports[row.report].given_later,
        )
        for row in rows
    ]
