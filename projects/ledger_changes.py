"""What happened to the ledger between two days: both ends compared, and everything in between.

Read from the events in a fixed number of queries; what differs is said by projects.comparison.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core import clock, history
from core.history import FieldChange
from projects.choices import ChangeKind
from projects.comparison import Comparison, Line, Write, compare_period
from projects.ledger_history import before, names_at, of_revision, why
from projects.models import Milestone, Project, Revision
from zones.models import Unit, Zone

MOST_WRITES = 20_000  # what one page compares; more are asked for in parts
MOVES = {ChangeKind.SLIPPED, ChangeKind.EARLIER}
COLUMNS: dict[str, Any] = {column.attname: column for column in Milestone._meta.concrete_fields}


class TooManyWritesError(ValueError):
    """More was written between the two days than one page compares."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the end of one day to the end of another, of one zone or one project; ``today`` is the day it is asked on."""

    zone: Zone
    since: datetime.date
    until: datetime.date
    today: datetime.date
    project: Project | None = None

    @property
    def start(self) -> datetime.datetime:
        return clock.end_of(self.since)

    @property
    def end(self) -> datetime.datetime | None:
        return before(self.until, self.today)


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """One line of the page: what became of a promise, by whom, when, through what and why.

    ``old`` and ``new`` are due dates, of a promise that was met or not the actual ones. ``writes``: of the whole period.
    ``approved_by`` is known of moves.
    """

    kind: ChangeKind
    milestone_id: int
    text: str
    project_id: int
    project_name: str
    unit_name: str
    old: datetime.date | None
    new: datetime.date | None
    days: int | None
    fields: tuple[FieldChange, ...]
    by: str
    moment: datetime.datetime
    origin: str
    why: str
    writes: int
    is_generated: bool
    approved_by: str = ""


def compare_ends(period: Period, most: int | None = None) -> Comparison:
    """Two queries. Raises: TooManyWritesError when there are more than ``most`` writes (MOST_WRITES unless given)."""
    most = MOST_WRITES if most is None else most
    if period.since >= period.today:  # whatever the clock says, nothing lies between today's end and now
        return Comparison([], [])
    if period.project:
        scope: dict[str, Any] = {"project": period.project.pk}
    else:
        scope = {"project__in": history.newest(Project, period.end).filter(zone=period.zone).values("pgh_obj")}
    events = list(history.between(Milestone, period.start, period.end, **scope)[: most + 1])
    if len(events) > most:
        raise TooManyWritesError(f"more than {most} writes from {period.since} to {period.until}")
    return compare_period(_states(period.start, {event.pgh_obj_id for event in events}), [_write(event) for event in events])


def _states(moment: datetime.datetime, milestones: Iterable[int]) -> dict[int, Any | None]:
    """The promises that stood, and None for those that had been dropped. One query."""
    return {event.pgh_obj_id: _state(event) for event in history.newest(Milestone, moment, pgh_obj__in=milestones)}


def _write(event: Any) -> Write:
    return Write(event.pgh_obj_id, event, _state(event))


def _state(event: Any) -> Any | None:
    return None if event.pgh_label == history.DELETE else event


@dataclass(frozen=True, slots=True)
class LedgerChanges:
    """The two ends of a period compared, and everything in between, by project and then by time.

    The lines are told in words on demand (:meth:`told`), a page at a time. ``projects`` are the projects as they stood at
    the period's end, ``units`` the names of units then, ``revisions`` those of the period by milestone.
    """

    net: list[Line]
    steps: list[Line]
    projects: Mapping[int, Any]
    units: Mapping[int, str]
    revisions: Mapping[int, list[Any]]

    def of(self, *, park: int | None, unit: int | None) -> "LedgerChanges":
        """Those of one park and of one responsible unit; None is all."""

        def asked(line: Line) -> bool:
            return park in {None, self._project(line).park_id} and unit in {None, self._unit_id(line)}

        net, steps = ([line for line in lines if asked(line)] for lines in (self.net, self.steps))
        return replace(self, net=net, steps=steps)

    def told(self, lines: Iterable[Line]) -> list[LedgerChange]:
        return [self._told(line) for line in lines]

    def _project(self, line: Line) -> Any:
        return self.projects[line.promise.project_id]

    def _unit_id(self, line: Line) -> int | None:
        """The unit that answers for it: the promise's own, else its project's."""
        return line.promise.unit_id or self._project(line).unit_id

    def _told(self, line: Line) -> LedgerChange:
        promise, event, found = line.promise, line.write.event, line.found
        said, revision = event.pgh_context or {}, self._revision(line)
        return LedgerChange(
            kind=found.kind,
            milestone_id=line.write.milestone,
            text=promise.text,
            project_id=promise.project_id,
            project_name=self._project(line).name,
            unit_name=self.units.get(self._unit_id(line) or 0, ""),
            old=found.old,
            new=found.new,
            days=found.days,
            fields=tuple(self._field(name, line) for name in found.fields),
            by=said.get("name", ""),
            moment=event.pgh_created_at,
            origin=history.Origin.words(said.get("origin", "")),
            why=of_revision(revision) if revision else why(event),
            writes=line.writes,
            is_generated=bool(said.get("generated")),
            approved_by=revision.approved_by if revision else "",
        )

    def _field(self, name: str, line: Line) -> FieldChange:
        column = COLUMNS[name]
        values = (getattr(state, name) for state in (line.before, line.after))
        named = (self.units.get(value, "") if column.is_relation else history.shown(column, value) for value in values)
        return FieldChange(str(column.verbose_name), *named)

    def _revision(self, line: Line) -> Any | None:
        """That of a move, which tells why and who approved it; the reason of other writes stands in the write itself."""
        event = line.write.event
        fitting = [r for r in self.revisions.get(line.write.milestone, []) if line.kind in MOVES and r.new_date == event.due_date]
        same = [revision for revision in fitting if revision.pgh_created_at == event.pgh_created_at] or fitting
        return same[-1] if same else None


def changes_between(period: Period) -> LedgerChanges:
    """What changed in the period. Five queries. Raises: TooManyWritesError."""
    comparison = compare_ends(period)
    net, steps = (sorted(lines, key=in_order) for lines in (comparison.net, comparison.steps))
    projects = {line.promise.project_id for line in (*net, *steps)}
    return LedgerChanges(
        net=net,
        steps=steps,
        projects={event.pgh_obj_id: event for event in history.newest(Project, period.end, pgh_obj__in=projects)},
        units=names_at(Unit, period.zone, period.end),
        revisions=_revisions(period, {line.write.milestone for line in steps if line.kind in MOVES}),
    )


def in_order(line: Line) -> tuple[int, datetime.datetime]:
    return line.promise.project_id, line.write.event.pgh_created_at


def _revisions(period: Period, moved: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for event in history.between(Revision, period.start, period.end, milestone__in=moved, pgh_label=history.INSERT):
        found.setdefault(event.milestone_id, []).append(event)
    return found
