"""What a light rule measures, in SQL: the twins of projects/lights.py, for lists of thousands of rows.

Each builder gives one expression of an outer project, null where nothing can be measured. Only what the rules in force
name is ever built, and a comparison with null is not true: the portal's own rules cost two index look-ups a row.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    DecimalField,
    Exists,
    Expression,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear, Greatest, Least, NullIf

from core.periods import ONE_DAY, month_end, month_number, months_elapsed
from projects.choices import Phase, Stage
from zones.choices import CatchUp, Light, Measure
from zones.lights import Clause

NUMBER = DecimalField(max_digits=40, decimal_places=27)
WAN = DecimalField(max_digits=16, decimal_places=2)
HUNDRED = Value(Decimal(100).quantize(Decimal("1e-25")), output_field=NUMBER)  # its places are those of the quotient
TWELVE = Value(Decimal(12), output_field=NUMBER)
IS_START = Q(whole_project=True, phase=Phase.START)
IN_ITS_MONTH = Q(actual_date__year=ExtractYear("scored_date"), actual_date__month=ExtractMonth("scored_date"))
LATE = Q(actual_date__gt=F("scored_date"))  # see also Outcome.made_up
AFTER_ITS_MONTH = LATE & ~IN_ITS_MONTH  # see also Outcome.AFTERWARDS
IN_LEDGER = {Measure.DAYS_OVERDUE, Measure.TASKS_MISSED, Measure.MONTHS_MISSED}  # 0 and not None once there is a ledger


class OfRows(Func):
    """An aggregate over all rows of a subquery: one row comes out of it, also when there is none to look at."""

    output_field = NUMBER


class DaysSince(Func):
    """``as_of`` minus a date, at least 0."""

    template, arg_joiner = "GREATEST(%(expressions)s, 0)", " - "
    output_field = NUMBER

    def __init__(self, as_of: datetime.date, date: Any) -> None:
        super().__init__(Value(as_of, output_field=DateField()), date)


class RunOfMonths(Func):
    """How many of an array's numbers are 0, 1, 2 … without a gap: the length of a run of months that ends with month 0."""

    template = (
        "(SELECT COUNT(*) FROM (SELECT month, ROW_NUMBER() OVER (ORDER BY month) AS place"
        " FROM UNNEST(%(expressions)s) AS month) AS run WHERE month = place - 1)"
    )
    output_field = NUMBER


def number_of_month(path: str) -> Any:
    """See also core.periods.month_number."""
    return ExtractYear(path) * 12 + ExtractMonth(path)


def excused_promises(as_of: datetime.date) -> QuerySet:
    """The ids of promises with an excuse of their own on the day."""
    from projects.models import Excuse

    return Excuse.objects.on(as_of).of_promises().values("milestone")


def excused_projects(as_of: datetime.date) -> QuerySet:
    """The ids of projects that are excused as a whole on the day."""
    from projects.models import Excuse

    return Excuse.objects.on(as_of).of_whole_projects().values("project")


def ledger(clause: Clause, as_of: datetime.date) -> QuerySet:
    """The promises of an outer project that a clause counts, in no order."""
    from projects.models import Milestone

    promises = Milestone.objects.filter(project=OuterRef("pk")).order_by()
    return promises.exclude(pk__in=excused_promises(as_of)) if clause.excusable else promises


def one(rows: QuerySet, value: Expression) -> Subquery:
    """``value`` of all ``rows`` together."""
    return Subquery(rows.annotate(value=value).values("value"), output_field=NUMBER)


# --- the measures, each beside its twin in projects/lights.py ----------------------------------
def days_overdue(clause: Clause, as_of: datetime.date) -> Expression:
    oldest = ledger(clause, as_of).filter(actual_date__isnull=True).order_by("scored_date").values("scored_date")[:1]
    return DaysSince(as_of, Subquery(oldest, output_field=DateField()))


def tasks_missed(clause: Clause, as_of: datetime.date) -> Expression:
    return one(ledger(clause, as_of).overdue(as_of), OfRows("pk", function="COUNT"))


def months_missed(clause: Clause, as_of: datetime.date) -> Expression:
    last = as_of.replace(day=1) - ONE_DAY
    over = ledger(clause, as_of).filter(scored_date__lte=last)
    missed = Q(actual_date__isnull=True)
    if clause.catch_up == CatchUp.STAYS:
        missed |= AFTER_ITS_MONTH
    back = month_number(last) - number_of_month("scored_date")
    months = OfRows(back, template="ARRAY_AGG(DISTINCT %(expressions)s)")
    return RunOfMonths(one(over.filter(missed), months))


def month_share(clause: Clause, as_of: datetime.date) -> Expression:
    last = as_of if as_of == month_end(as_of) else as_of.replace(day=1) - ONE_DAY
    due = ledger(clause, as_of).filter(scored_date__range=(last.replace(day=1), last))
    kept = Case(When(actual_date__lte=F("scored_date"), then=Value(100)), default=Value(0))
    return one(due, OfRows(kept, function="AVG"))


def behind(clause: Clause, as_of: datetime.date) -> Expression:
    """Needs ``planned_wan`` and ``completed_wan`` beside it. See also zones.lights.behind."""
    months = months_elapsed(as_of, as_of.year)
    if not months and clause.measure == Measure.SHARE_BEHIND:
        return Case(When(planned_wan__gt=0, completed_wan__isnull=False, then=Value(Decimal(0))), output_field=NUMBER)
    expected = F("planned_wan") * Value(Decimal(months), output_field=NUMBER)
    whole = expected if clause.measure == Measure.SHARE_BEHIND else F("planned_wan") * TWELVE
    return (expected - F("completed_wan") * TWELVE) * HUNDRED / NullIf(whole, Value(Decimal(0), output_field=NUMBER))


def start_months_late(clause: Clause, as_of: datetime.date) -> Expression:
    starts = ledger(clause, as_of).filter(IS_START)
    passed = Greatest(Value(month_number(as_of)) - number_of_month("scored_date"), Value(0))
    late = Case(When(actual_date__isnull=True, then=passed), default=Value(0))
    return one(starts, OfRows(late, function="MAX"))


def months_unlisted(clause: Clause, as_of: datetime.date) -> Expression:
    from projects.models import InvestmentYear, StageEntry

    listed = InvestmentYear.objects.filter(project=OuterRef("project"), accepted_wan__isnull=False, year__lte=as_of.year)
    full = Least(ExtractDay("reached_on"), Value(month_end(as_of).day))
    begun = Case(When(full__lt=as_of.day, then=Value(1)), default=Value(0))
    months = Value(month_number(as_of)) - number_of_month("reached_on") + begun
    value = Case(When(Exists(listed), then=Value(0)), When(reached_on__gte=as_of, then=Value(0)), default=months)
    entry = StageEntry.objects.filter(project=OuterRef("pk"), stage=Stage.STARTED, reached_on__isnull=False).order_by()
    return Subquery(entry.alias(full=full).annotate(months=value).values("months"), output_field=NUMBER)


MEASURES: dict[str, Callable[[Clause, datetime.date], Expression]] = {
    Measure.DAYS_OVERDUE: days_overdue,
    Measure.TASKS_MISSED: tasks_missed,
    Measure.MONTHS_MISSED: months_missed,
    Measure.MONTH_SHARE: month_share,
    Measure.SHARE_BEHIND: behind,
    Measure.POINTS_BEHIND: behind,
    Measure.START_MONTHS_LATE: start_months_late,
    Measure.MONTHS_UNLISTED: months_unlisted,
}


# --- the light ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Part:
    """One clause in a query: the ``name`` of its measure's annotation, when there is something to measure, and when
    something was missed and made up afterwards."""

    clause: Clause
    name: str
    measured: Q
    made_up: Q

    def reached(self, limit: Decimal | None, at: bool) -> Q | None:
        """The measure has reached a limit; None where there is none. A count that found nothing to count is 0."""
        if limit is None:
            return None
        direction = "lt" if self.clause.measure in Measure.smaller_is_worse() else "gt"
        found = Q(**{f"{self.name}__{direction}{'e' if at else ''}": limit})
        if self.clause.measure in IN_LEDGER and self.clause.light(0) in Light.warning():
            return self.measured & (found | Q(**{f"{self.name}__isnull": True}))
        return found

    def conditions(self, excused: Q) -> dict[Light, Q | None]:
        """When the clause gives each light. ``excused`` holds for things that are excused as a whole."""
        clause = self.clause
        cleared = ~excused if clause.excusable else Q()
        red, yellow = self.reached(clause.red, clause.red_at), self.reached(clause.yellow, clause.yellow_at)
        if clause.catch_up == CatchUp.STAYS and clause.measure in Measure.of_promises():
            yellow = self.made_up | yellow if yellow else self.made_up
        return {Light.RED: red and red & cleared, Light.YELLOW: yellow and yellow & cleared, Light.GREEN: self.measured}


def of_project(clause: Clause, name: str, as_of: datetime.date) -> Part:
    """A clause over projects; ``has_ledger`` must stand beside the measure."""
    in_ledger = clause.measure in IN_LEDGER
    return Part(
        clause, name, Q(has_ledger=True) if in_ledger else Q(**{f"{name}__isnull": False}), Q(Exists(made_up(clause, as_of)))
    )


def made_up(clause: Clause, as_of: datetime.date) -> QuerySet:
    """Promises of the year that were missed and made up afterwards, as the clause's measure sees it."""
    of_year = ledger(clause, as_of).filter(scored_date__year=as_of.year)
    if clause.measure == Measure.START_MONTHS_LATE:
        return of_year.filter(IS_START & AFTER_ITS_MONTH)
    return of_year.filter(AFTER_ITS_MONTH if clause.measure == Measure.MONTHS_MISSED else LATE)


def light(parts: Iterable[Part], excused: Q) -> Case:
    """The worst light of all parts. See also zones.lights.verdict."""
    given = [part.conditions(excused) for part in parts]
    whens = [
        When(condition, then=Value(each))
        for each in (Light.RED, Light.YELLOW, Light.GREEN)
        for conditions in given
        if (condition := conditions[each])
    ]
    return Case(*whens, default=Value(Light.NONE), output_field=CharField())


def severity() -> Func:
    """``light`` as a number to order by, the worst first."""
    order = Value([str(each) for each in Light.worst_first()])
    return Func(order, F("light"), function="array_position", output_field=IntegerField())
