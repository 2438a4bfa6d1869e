"""What the dashboard says: each function answers one question of a leader with few queries, whatever the row count."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from core.periods import Week
from core.units import number
from indicators.choices import Aggregation
from indicators.lights import of_target
from indicators.models import Figure, Target
from infrastructure.choices import WorkKind
from infrastructure.models import Work
from projects import progress
from projects.choices import ChangeKind, ReportState
from projects.comparison import by_kind
from projects.ledger_changes import Period, TooManyWritesError, compare_ends
from projects.models import Enterprise, Instruction, Milestone, Project, WeeklyReport
from projects.units import UnitLine, unit_lines
from projects.weeks import last_meeting
from zones.choices import Light, Subject
from zones.lights import Rules, Why
from zones.models import Unit

MOST_WRITES = 300  # since the meeting that are still compared here; the page of changes compares more
TOP = 8  # rows of a short list; the rest is one click away


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One indicator's target of the year against its newest figure.

    ``expected`` is the share that the target's path expects by the months reported (evenly: / 12), only for indicators that
    add up over the year.
    """

    target: Any
    figure: Any | None
    share: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    light: Light = Light.NONE

    @property
    def is_behind(self) -> bool:
        return self.gap is not None and self.gap < 0


def target_lines(zone: Any, as_of: datetime.date, rules: Rules) -> list[TargetLine]:
    """Targets of the year against the newest cumulative figures. Three queries."""
    figures = {f.indicator_id: f for f in Figure.objects.latest_cumulative(zone, as_of.year).of_zone()}
    targets = Target.objects.in_zone(zone).of_year(as_of.year).current().with_path()
    ordered = targets.select_related("indicator").order_by("indicator__position")
    return [target_line(target, figures.get(target.indicator_id), as_of, rules) for target in ordered]


def about_targets(targets: list[TargetLine], rules: Rules) -> dict[str, Any]:
    """What the page says of them: the lines, whether the rules light them, how many are behind."""
    return {
        "targets": targets,
        "has_target_lights": bool(rules.of(Subject.INDICATOR)),
        "targets_behind": sum(line.is_behind for line in targets),
    }


def target_line(target: Any, figure: Any | None, as_of: datetime.date, rules: Rules) -> TargetLine:
    share = progress.completion(figure.value if figure else None, target.value)
    adds_up = target.indicator.over_time == Aggregation.SUM
    expected = target.expected_share(figure.through_month) if figure and adds_up else None
    gap = progress.gap_points(share, expected) if expected is not None else None
    return TargetLine(target, figure, share, expected, gap, of_target(rules, target.indicator, target, figure, as_of).light)


@dataclass(slots=True)
class ParkLine:
    """One park beside the others; lights count its projects."""

    pk: int | None
    name: str
    enterprises: int = 0
    producing: int = 0
    above_scale: int = 0
    lights: dict[str, int] = field(default_factory=dict)
    planned: Decimal | None = None
    completed: Decimal | None = None
    unreviewed: Decimal | None = None  # what of it nobody has accepted yet

    @property
    def projects(self) -> int:
        return sum(self.lights.values())

    @property
    def share(self) -> Decimal | None:
        return progress.completion(self.completed, self.planned)


def light_rows(zone: Any, as_of: datetime.date, rules: Rules) -> list[dict[str, Any]]:
    """The projects by ``park``, ``park__name``, ``unit`` and ``light``, each with its ``count``. One query."""
    projects = Project.objects.in_zone(zone).order_by("park__position", "park").with_light(as_of, rules)
    return list(projects.values("park", "park__name", "unit", "light").annotate(count=Count("pk")))


def park_lines(zone: Any, as_of: datetime.date, lights: Iterable[dict[str, Any]]) -> list[ParkLine]:
    """Enterprises, ``lights`` (see light_rows) and this year's investment by park. Two queries."""
    lines: dict[int | None, ParkLine] = {}

    def line(row: dict[str, Any]) -> ParkLine:
        return lines.setdefault(row["park"], ParkLine(row["park"], row["park__name"] or ""))

    for row in Enterprise.objects.in_zone(zone).counts_by_park(as_of.year - 1):
        found = line(row)
        found.enterprises, found.producing, found.above_scale = row["total"], row["producing"], row["above_scale"]
    for row in lights:
        found = line(row)
        found.lights[row["light"]] = found.lights.get(row["light"], 0) + row["count"]
    projects = Project.objects.in_zone(zone).order_by("park__position", "park")
    invested = projects.with_investment(as_of).values("park", "park__name")
    waiting = Sum("completed_wan", filter=Q(completed_unreviewed=True))
    for row in invested.annotate(planned=Sum("planned_wan"), completed=Sum("completed_wan"), unreviewed=waiting):
        found = line(row)
        found.planned, found.completed, found.unreviewed = row["planned"], row["completed"], row["unreviewed"]
    return sorted(lines.values(), key=lambda found: found.pk is None)


def light_counts(parks: Iterable[ParkLine]) -> list[tuple[Light, int]]:
    """Projects by light over all parks, worst first."""
    counted = list(parks)
    return [(light, sum(park.lights.get(light, 0) for park in counted)) for light in Light]


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """One unit with what it answers for."""

    unit: Unit
    line: UnitLine

    @property
    def why(self) -> Why:
        return self.line.why


def unit_counts(zone: Any, as_of: datetime.date, rules: Rules, lights: Iterable[dict[str, Any]]) -> list[UnitCounts]:
    """The units that answer for something, in their order; ``lights`` are counted already (light_rows). Two queries."""
    lines = unit_lines(zone, as_of, rules, [(row["unit"], 0, row["light"], False, row["count"]) for row in lights])
    return [UnitCounts(unit, lines[unit.pk]) for unit in Unit.objects.in_zone(zone) if unit.pk in lines]


def milestone_counts(zone: Any, as_of: datetime.date, rules: Rules) -> dict[str, int]:
    """Overdue and due-soon promises of the zone. One query."""
    ledger = Milestone.objects.in_zone(zone)
    return ledger.aggregate(
        overdue=Count("pk", filter=Q(pk__in=ledger.overdue(as_of).values("pk"))),
        due_soon=Count("pk", filter=Q(pk__in=ledger.due_soon(as_of, rules.due_soon_days).values("pk"))),
    )


@dataclass(frozen=True, slots=True)
class SinceMeeting:
    """What became of the ledger since the last early meeting; ``counts`` by kind, None when it is too much to compare."""

    day: datetime.date
    counts: dict[ChangeKind, int] | None


def since_meeting(zone: Any, as_of: datetime.date) -> SinceMeeting:
    """Two queries."""
    day = last_meeting(as_of)
    try:
        return SinceMeeting(day, by_kind(compare_ends(Period(zone, day, as_of, as_of), MOST_WRITES).net))
    except TooManyWritesError:
        return SinceMeeting(day, None)


def late_milestones(zone: Any, as_of: datetime.date) -> list[Milestone]:
    """The oldest broken promises that are still open."""
    return list(Milestone.objects.in_zone(zone).overdue(as_of).select_related("project__unit").order_by("due_date", "pk")[:TOP])


def coming_milestones(zone: Any, as_of: datetime.date, rules: Rules) -> list[Milestone]:
    ledger = Milestone.objects.in_zone(zone).due_soon(as_of, rules.due_soon_days)
    return list(ledger.select_related("project__unit").order_by("due_date", "pk")[:TOP])


@dataclass(frozen=True, slots=True)
class OpenInstructions:
    """Leaders' instructions that wait for an answer: how many, how many of these too long, and the most urgent ones."""

    total: int
    overdue: int
    rows: list[Instruction]


def open_instructions(zone: Any, as_of: datetime.date) -> OpenInstructions:
    """Two queries."""
    found = Instruction.objects.in_zone(zone)
    rows = found.unanswered().with_standing(as_of).select_related("project__unit", "given_by").most_urgent_first()
    return OpenInstructions(**found.counted(as_of), rows=list(rows[:TOP]))


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """The reports of the week: how many were opened and given, and by unit how many are missing."""

    week: Week
    total: int
    missing: int
    units: list[dict[str, Any]]


def week_summary(zone: Any, week: Week) -> WeekSummary:
    """One query."""
    rows = WeeklyReport.objects.in_zone(zone).of_week(week.monday).order_by("project__unit__position")
    missing = Count("pk", filter=Q(state__in=ReportState.missing()))
    units = list(rows.values("project__unit", "project__unit__name").annotate(total=Count("pk"), missing=missing))
    return WeekSummary(week, sum(u["total"] for u in units), sum(u["missing"] for u in units), units)


def missing_reports(zone: Any, week: Week) -> list[WeeklyReport]:
    """The first of those who have not reported. Two queries."""
    rows = WeeklyReport.objects.in_zone(zone).of_week(week.monday).missing().for_board()
    return list(rows[:TOP])


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One kind of infrastructure works: how many, and the numbers that say how large. None is not reported."""

    kind: WorkKind
    count: int
    numbers: dict[str, Any]

    def words(self) -> list[str]:
        """The reported numbers with their units, and how many works are silent about persons."""
        units = {
            "length_m": _("%(n)s m"),
            "capacity_wan_t": _("%(n)s × 10,000 t/day"),
            "flats": _("%(n)s flats"),
            "persons": _("%(n)s persons"),
            "budget_wan": _("budget %(n)s × 10,000 yuan"),
        }
        reported = {name: self.numbers[f"{name}_sum"] for name in units}
        words = [unit % {"n": number(reported[name])} for name, unit in units.items() if reported[name] is not None]
        silent = self.numbers["persons_silent"]
        return [*words, *([_("%(n)s without persons") % {"n": silent}] if silent else [])]


def work_lines(zone: Any) -> list[WorkLine]:
    """The works by kind, in the order of the kinds. One query."""
    rows = {row["kind"]: row for row in Work.objects.in_zone(zone).by_kind()}
    return [WorkLine(kind, rows[kind]["count"], rows[kind]) for kind in WorkKind if kind in rows]
