"""The lights of projects, promises and units: what the rules in force say of the measured values. Pure.

Plain facts in, lights with their reasons out. "Open" is without an actual date: for a day that is past, the facts hold
what was kept by then. The twins in SQL are in projects/querysets/measures.py and projects/querysets/units.py.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.periods import ONE_DAY, month_end, month_number, month_of, months_begun, months_elapsed
from core.units import rounded
from projects.choices import Outcome
from zones.choices import CatchUp, Measure, Subject
from zones.lights import NOTHING, Clause, Fact, Measured, Rules, Why, behind, judge

SHOWN = 10  # promises that a reason names at most

Tally = Mapping[int, Counter[str]]  # core.periods.month_number -> how many promises of that month had which Outcome


@dataclass(frozen=True, slots=True)
class Promise:
    """What a rule needs to know of one promise: the date that counts, when it was kept, who approved an excuse.

    ``is_start`` marks the start of works of the whole project; ``row`` is the milestone, for the page.
    """

    scored: datetime.date
    actual: datetime.date | None = None
    is_start: bool = False
    excused_by: str = ""
    row: Any = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule needs to know of one project on a day; money in 万元, None is not reported.

    ``excused_by`` is who approved an excuse of the whole project that lasts on the day.
    """

    promises: tuple[Promise, ...] = ()
    planned_wan: Decimal | None = None
    completed_wan: Decimal | None = None
    completed_unreviewed: bool = False
    started_on: datetime.date | None = None
    is_listed: bool = False
    excused_by: str = ""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a rule needs to know of one unit: the promises it answers for by month, with and without the excused ones,
    and how many of its projects have a red light (None without projects)."""

    every: Tally = field(default_factory=dict)
    counted: Tally = field(default_factory=dict)
    red_projects: int | None = None


def of_project(rules: Rules, facts: Facts, as_of: datetime.date) -> Why:
    """A project's light and its reasons. See also ProjectQuerySet.with_light."""
    clauses = rules.of(Subject.PROJECT)
    return Why(rules, as_of, tuple(judge(clause, measure(clause, facts, as_of), facts.excused_by) for clause in clauses))


def measure(clause: Clause, facts: Facts, as_of: datetime.date) -> Measured:
    """What a clause measures of a project; the promises that an excuse took out are named."""
    measured = MEASURES[clause.measure](clause, facts, as_of)
    if clause.measure not in OF_PROMISES or not clause.excusable:
        return measured
    return replace(measured, facts=measured.facts + taken_out(facts, as_of))


def of_promise(rules: Rules, promise: Promise, as_of: datetime.date) -> Why:
    """One promise's light and its reasons. See also MilestoneQuerySet.with_light."""
    days = 0 if promise.actual else max((as_of - promise.scored).days, 0)
    late = Outcome.of(promise.scored, promise.actual, as_of) in Outcome.made_up()
    facts = (Fact(_("Date that counts"), promise.scored),)
    if promise.actual:
        facts += (Fact(_("Actual date"), promise.actual),)
    measured = Measured(days, made_up=late and promise.scored.year == as_of.year, facts=facts)
    return Why(rules, as_of, tuple(judge(clause, measured, promise.excused_by) for clause in rules.of(Subject.MILESTONE)))


def of_unit(rules: Rules, facts: UnitFacts, as_of: datetime.date) -> Why:
    """A unit's light and its reasons, over all promises that it answers for."""
    return Why(rules, as_of, tuple(judge(clause, unit_measure(clause, facts, as_of)) for clause in rules.of(Subject.UNIT)))


def unit_measure(clause: Clause, facts: UnitFacts, as_of: datetime.date) -> Measured:
    if clause.measure == Measure.RED_PROJECTS:
        return Measured(facts.red_projects)
    if not facts.every:
        return NOTHING
    return OF_MONTHS[clause.measure](clause, facts.counted if clause.excusable else facts.every, as_of)


# --- months ------------------------------------------------------------------------------------
def tally(promises: Iterable[Promise], as_of: datetime.date) -> Tally:
    """The promises by the month of the date that counts. See also querysets.units.tallies."""
    found: dict[int, Counter[str]] = {}
    for promise in promises:
        outcome = Outcome.of(promise.scored, promise.actual, as_of)
        found.setdefault(month_number(promise.scored), Counter())[outcome] += 1
    return found


def shared_month(as_of: datetime.date) -> int:
    """The last complete month, by number; ``as_of``'s own on its last day."""
    return month_number(as_of if as_of == month_end(as_of) else as_of.replace(day=1) - ONE_DAY)


def run_month(as_of: datetime.date) -> int:
    """The last month that was over before ``as_of``: on its last day a promise of the month can still be kept."""
    return month_number(as_of) - 1


def month_is_missed(month: Counter[str], catch_up: str) -> bool:
    """A promise was not kept by the month's end and, where making up clears, still is not."""
    missed = month[Outcome.MISSED] + (month[Outcome.AFTERWARDS] if catch_up == CatchUp.STAYS else 0)
    return missed > 0


def missed_run(months: Tally, last: int, catch_up: str) -> list[int]:
    """The months missed in a row up to ``last``, newest first; a month without promises ends the run."""
    run = []
    while last in months and month_is_missed(months[last], catch_up):
        run.append(last)
        last -= 1
    return run


def had(months: Tally, year: int, outcomes: set[str]) -> bool:
    """Whether some promise of ``year`` had one of these outcomes."""
    return any(count and outcome in outcomes for number in year_months(year) for outcome, count in months.get(number, {}).items())


def year_months(year: int) -> range:
    first = month_number(datetime.date(year, 1, 1))
    return range(first, first + 12)


def month_words(number: int) -> str:
    return f"{month_of(number):%Y-%m}"


def tasks_missed(clause: Clause, months: Tally, as_of: datetime.date) -> Measured:
    """Open promises whose date has passed; made up are those of the year that were kept late."""
    count = sum(month[Outcome.MISSED] for month in months.values())
    return Measured(count, had(months, as_of.year, Outcome.made_up()))


def months_missed(clause: Clause, months: Tally, as_of: datetime.date) -> Measured:
    """Months missed in a row up to the last one that is over; made up are promises of the year kept after their month."""
    run = missed_run(months, run_month(as_of), clause.catch_up)
    facts = (Fact(month_words(number), not_kept(months[number], clause.catch_up)) for number in run[:SHOWN])
    return Measured(len(run), had(months, as_of.year, {Outcome.AFTERWARDS}), tuple(facts))


def not_kept(month: Counter[str], catch_up: str) -> str:
    missed = month[Outcome.MISSED] + (month[Outcome.AFTERWARDS] if catch_up == CatchUp.STAYS else 0)
    return _("%(missed)s of %(due)s promises not met") % {"missed": missed, "due": month.total()}


def month_share(clause: Clause, months: Tally, as_of: datetime.date) -> Measured:
    """Percent of the last complete month's promises that were kept by their date; None without promises in it."""
    number = shared_month(as_of)
    month = months.get(number, Counter())
    due, kept = month.total(), month[Outcome.KEPT]
    if not due:
        return NOTHING
    words = _("%(kept)s of %(due)s promises met by their date") % {"kept": kept, "due": due}
    return Measured(Decimal(kept * 100) / due, facts=(Fact(month_words(number), words),))


OF_MONTHS: dict[str, Callable[[Clause, Tally, datetime.date], Measured]] = {
    Measure.TASKS_MISSED: tasks_missed,
    Measure.MONTHS_MISSED: months_missed,
    Measure.MONTH_SHARE: month_share,
}


# --- one project -------------------------------------------------------------------------------
def admitted(clause: Clause, facts: Facts) -> list[Promise]:
    """The promises that a clause counts: without those that have an approved excuse, if it admits excuses."""
    return [promise for promise in facts.promises if not (clause.excusable and promise.excused_by)]


def days_overdue(clause: Clause, facts: Facts, as_of: datetime.date) -> Measured:
    """Days since the date that counts of the oldest open promise, at least 0."""
    if not facts.promises:
        return NOTHING
    promises = admitted(clause, facts)
    oldest = min((promise for promise in promises if promise.actual is None), key=lambda each: each.scored, default=None)
    late = [each for each in promises if each.scored.year == as_of.year and each.actual and each.actual > each.scored]
    days = max((as_of - oldest.scored).days, 0) if oldest else 0
    return Measured(days, bool(late), lines([oldest] if oldest and days else []))


def of_months(clause: Clause, facts: Facts, as_of: datetime.date) -> Measured:
    """The measures that look at months, of one project's promises."""
    if not facts.promises:
        return NOTHING
    promises = admitted(clause, facts)
    measured = OF_MONTHS[clause.measure](clause, tally(promises, as_of), as_of)
    return Measured(measured.value, measured.made_up, measured.facts + lines(spoken_of(clause, promises, as_of)))


def spoken_of(clause: Clause, promises: list[Promise], as_of: datetime.date) -> list[Promise]:
    """The promises that a reason names: those not kept, of the months that the measure looks at."""
    if clause.measure == Measure.TASKS_MISSED:
        late = Outcome.made_up() if clause.catch_up == CatchUp.STAYS else set()
        return [each for each in promises if Outcome.of(each.scored, each.actual, as_of) in {Outcome.MISSED, *late}]
    if clause.measure == Measure.MONTH_SHARE:
        month = shared_month(as_of)
        of_month = (each for each in promises if month_number(each.scored) == month)
        return [each for each in of_month if Outcome.of(each.scored, each.actual, as_of) != Outcome.KEPT]
    return []


def taken_out(facts: Facts, as_of: datetime.date) -> tuple[Fact, ...]:
    """Promises that were not kept by their date and are excused, with who approved it."""
    missed = {Outcome.MISSED, *Outcome.made_up()}
    excused = (each for each in facts.promises if each.excused_by)
    return tuple(
        Fact(str(each.row or _("Promise")), _("excused by %(by)s") % {"by": each.excused_by}, url=address(each))
        for each in excused
        if Outcome.of(each.scored, each.actual, as_of) in missed
    )[:SHOWN]


def address(promise: Promise) -> str:
    return promise.row.get_absolute_url() if promise.row else ""


def lines(promises: Iterable[Promise]) -> tuple[Fact, ...]:
    """Promises as lines of a reason, the oldest first: words, date that counts, and when they were kept after it."""
    ordered = sorted(promises, key=lambda each: each.scored)[:SHOWN]
    return tuple(
        Fact(
            str(each.row or _("Promise")),
            _("%(due)s, met %(actual)s") % {"due": each.scored, "actual": each.actual} if each.actual else each.scored,
            url=address(each),
        )
        for each in ordered
    )


def investment_behind(clause: Clause, facts: Facts, as_of: datetime.date) -> Measured:
    """This year's self-reported cumulative investment against planned × elapsed share; None without plan or report."""
    planned, completed = facts.planned_wan, facts.completed_wan
    if planned is None or completed is None:
        return NOTHING
    months, wan = months_elapsed(as_of, as_of.year), _("× 10,000 yuan")
    expected = rounded(planned * months / 12, 2)
    return Measured(
        behind(planned, completed, months, clause.measure),
        facts=(
            Fact(_("Planned this year"), planned, wan),
            Fact(_("Expected after %(months)s months") % {"months": months}, expected, wan),
            Fact(_("Self-reported, unreviewed") if facts.completed_unreviewed else _("Self-reported"), completed, wan),
        ),
    )


def start_months_late(clause: Clause, facts: Facts, as_of: datetime.date) -> Measured:
    """Calendar months begun since the month of the planned start passed without it; None without a planned start."""
    starts = [promise for promise in admitted(clause, facts) if promise.is_start]
    if not starts:
        return NOTHING
    still_open = [promise for promise in starts if promise.actual is None]
    late = [promise for promise in starts if Outcome.of(promise.scored, promise.actual, as_of) == Outcome.AFTERWARDS]
    months = max((month_number(as_of) - month_number(promise.scored) for promise in still_open), default=0)
    return Measured(max(months, 0), any(each.scored.year == as_of.year for each in late), lines(still_open))


def months_unlisted(clause: Clause, facts: Facts, as_of: datetime.date) -> Measured:
    """Months begun since the works started while the statistics office has accepted nothing; None before a known start."""
    if facts.started_on is None:
        return NOTHING
    months = 0 if facts.is_listed else months_begun(facts.started_on, as_of)
    accepted = _("yes") if facts.is_listed else _("no")
    return Measured(
        months, facts=(Fact(_("Start of works"), facts.started_on), Fact(_("Accepted by the statistics office"), accepted))
    )


MEASURES: dict[str, Callable[[Clause, Facts, datetime.date], Measured]] = {
    Measure.DAYS_OVERDUE: days_overdue,
    Measure.TASKS_MISSED: of_months,
    Measure.MONTHS_MISSED: of_months,
    Measure.MONTH_SHARE: of_months,
    Measure.SHARE_BEHIND: investment_behind,
    Measure.POINTS_BEHIND: investment_behind,
    Measure.START_MONTHS_LATE: start_months_late,
    Measure.MONTHS_UNLISTED: months_unlisted,
}
OF_PROMISES = {*Measure.of_promises(), Measure.MONTH_SHARE}
