"""What a zone's figures and targets of a year state, as core.statements has it: growth, parks, parts, months, own rules."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.statements import Operator, Priority, Statement
from indicators import formulas
from indicators.choices import Aggregation, PeriodKind
from indicators.growth import GrowthCheck, SumCheck, half_unit
from indicators.models import CheckRule, Figure, Indicator, Target
from indicators.overview import Finding, Line, Overview, ParkRow
from zones.models import Zone


def statements(zone: Zone, view: Overview) -> Iterator[Statement]:
    """Of the year's figures and of the next year's targets that the same report sets. Four queries beside the overview's."""
    for line in view.lines:
        yield from growth_of(line)
    yield from (parks_of(row, row.check) for row in view.park_rows if row.check)
    yield from parts_of(view)
    yield from months_of(zone, view.year)
    yield from rules_of(zone, view)


def about(row: Any, *more: Any) -> str:
    """The key of a row for decisions: it outlives names and numbers."""
    return ":".join(str(each) for each in (row._meta.label_lower, row.pk, *more))


# --- growth --------------------------------------------------------------------------------------
def growth_of(line: Line) -> Iterator[Statement]:
    """Where the basis allows it: the published growth and the target's stated growth against the two levels."""
    for check, is_target in ((line.growth_check, False), (line.target_check, True)):
        if check:
            yield growth_statement(Finding(line.indicator, line.year + is_target, is_target, check))


def growth_statement(finding: Finding) -> Statement:
    """The level as stated against what the base grows to; both readings stand in the words."""
    check, name = finding.check, str(finding.indicator)
    params = {"indicator": name, "year": finding.year}
    return Statement(
        rule="target_growth" if finding.is_target else "figure_growth",
        title=_("Stated growth of the target agrees with the figure")
        if finding.is_target
        else _("Published growth agrees with the figures"),
        about=about(finding.indicator, finding.year),
        subject=_("%(indicator)s, target %(year)s") % params if finding.is_target else f"{name} {finding.year}",
        words=growth_words(finding, check),
        left=check.level,
        right=check.implied_level,
        unit=finding.indicator.unit,
        priority=Priority.HIGH,
        url=finding.indicator.get_absolute_url(),
        verdict=check.holds,
    )


def growth_words(finding: Finding, check: GrowthCheck) -> str:
    words = _(
        "%(level)s against %(base)s is %(computed)s %%, stated is %(stated)s %%; "
        "the stated growth makes %(implied)s (= %(base)s × %(factor)s), or a base of %(implied_base)s (= %(level)s ÷ %(factor)s)"
    )
    return words % {
        "level": units.number(check.level),
        "base": units.number(check.base),
        "computed": units.number(units.rounded(check.computed, 1)),
        "stated": units.number(check.stated),
        "implied": finding.level_reading,
        "implied_base": finding.base_reading,
        "factor": units.number(check.factor),
    }


# --- sums ----------------------------------------------------------------------------------------
def parks_of(row: ParkRow, check: SumCheck) -> Statement:
    """The parks' figures against the zone's."""
    line = row.line
    return Statement(
        rule="parks_make_zone",
        title=_("Parks make the zone"),
        about=about(line.indicator, line.year),
        subject=f"{line.indicator} {line.year}",
        words=" + ".join(f"{cell.park} {units.number(cell.figure.value)}" for cell in row.cells if cell.figure),
        left=check.computed,
        right=check.total,
        unit=line.indicator.unit,
        tolerance=check.tolerance,
        priority=Priority.HIGH,
        url=line.figure.get_absolute_url(),
    )


def parts_of(view: Overview) -> Iterator[Statement]:
    """A part is no larger than what it is part of, in the same months."""
    lines = {line.indicator.pk: line for line in view.lines}
    for line in view.lines:
        whole = lines.get(line.indicator.part_of_id or 0)
        if whole and line.figure and whole.figure and line.figure.through_month == whole.figure.through_month:
            yield Statement(
                rule="part_of_whole",
                title=_("A part is no larger than the whole"),
                about=about(line.indicator, line.year),
                subject=f"{line.indicator} {line.year}",
                words=_("%(part)s is part of %(whole)s") % {"part": line.indicator, "whole": whole.indicator},
                left=line.figure.value,
                right=whole.figure.value,
                unit=line.indicator.unit,
                operator=Operator.AT_MOST,
                url=line.figure.get_absolute_url(),
            )


def months_of(zone: Zone, year: int) -> Iterator[Statement]:
    """Where the months add up: 1–N is no less than 1–(N−1), and what a month, quarter or half-year adds is their difference.

    One query.
    """
    found = Figure.objects.in_zone(zone).of_year(year).current().reported().select_related("indicator", "park")
    rows = found.order_by("indicator", "park", "through_month")
    for _series, group in groupby(rows, key=lambda figure: (figure.indicator_id, figure.park_id)):
        figures = [figure for figure in group if figure.indicator.over_time == Aggregation.SUM]
        cumulative = [figure for figure in figures if figure.kind == PeriodKind.CUMULATIVE]
        yield from (month_statement(before, figure) for before, figure in pairwise(cumulative))
        by_month = {figure.through_month: figure for figure in cumulative}
        yield from (part for figure in figures if (part := part_statement(figure, by_month)))


def month_statement(before: Figure, figure: Figure) -> Statement:
    return Statement(
        rule="cumulative_rises",
        title=_("A cumulative figure does not fall within the year"),
        about=about(figure.indicator, figure.year, figure.park_id or 0, figure.through_month),
        subject=placed(figure),
        words=_("%(period)s is no less than %(before)s") % {"period": figure.period, "before": before.period},
        left=figure.value,
        right=before.value,
        unit=figure.indicator.unit,
        operator=Operator.AT_LEAST,
        url=figure.get_absolute_url(),
    )


def part_statement(figure: Figure, by_month: dict[int, Figure]) -> Statement | None:
    """A month, quarter or half-year against the two cumulative figures around it; None without both."""
    length = PeriodKind.lengths().get(figure.kind)
    end = by_month.get(figure.through_month)
    if length is None or end is None or end.value is None:
        return None
    before = by_month.get(figure.through_month - length)
    if before is None and figure.through_month > length:
        return None
    start = before.value if before and before.value is not None else Decimal(0)
    values = [value for value in (figure.value, end.value, before and before.value) if value]
    return Statement(
        rule="period_adds_up",
        title=_("A period is the difference of two cumulative figures"),
        about=about(figure.indicator, figure.year, figure.park_id or 0, figure.kind, figure.through_month),
        subject=placed(figure),
        words=f"{units.number(end.value)} − {units.number(start)} = {units.number(end.value - start)}",
        left=figure.value,
        right=end.value - start,
        unit=figure.indicator.unit,
        tolerance=sum((half_unit(value, figure.indicator.places) for value in values), Decimal(0)),
        url=figure.get_absolute_url(),
    )


def placed(figure: Figure) -> str:
    """The figure's name with its place and period."""
    place = f" {figure.park}" if figure.park_id else ""
    return f"{figure.indicator}{place} {figure.year} {figure.period}"


# --- the zone's own rules ------------------------------------------------------------------------
def rules_of(zone: Zone, view: Overview) -> Iterator[Statement]:
    """The check rules that are in use, on the year's figures. Three queries."""
    rules = list(CheckRule.objects.in_zone(zone).applied())
    if not rules:
        return
    names, lookup = book(zone, view)
    for rule in rules:
        (left, left_words), (right, right_words) = (side(text, names, lookup) for text in (rule.left, rule.right))
        yield Statement(
            rule="own_rule",
            title=rule.name,
            about=about(rule, view.year),
            subject=f"{rule.name} {view.year}",
            words=f"{left_words} {rule.get_operator_display()} {right_words}",
            left=left,
            right=right,
            unit=rule.unit,
            operator=Operator(rule.operator),
            tolerance=rule.tolerance,
            priority=Priority(rule.priority),
            url=rule.get_absolute_url(),
        )


def side(text: str, names: dict[str, str], lookup: formulas.Lookup) -> tuple[Decimal | None, str]:
    """The value of a formula and how it reads; no value for one that was stored past the form and cannot be read."""
    try:
        return formulas.evaluate(text, lookup), formulas.in_words(text, names, lookup)
    except formulas.FormulaError:
        return None, text


def book(zone: Zone, view: Overview) -> tuple[dict[str, str], formulas.Lookup]:
    """Names of the indicators by code, and what the formulas' words stand for."""
    lines = {line.indicator.code: line for line in view.lines}
    names = dict(Indicator.objects.in_zone(zone).values_list("code", "name"))
    targets = {
        (target.indicator.code, target.year): target.value
        for target in Target.objects.in_zone(zone).current().of_years(view.year, view.next_year).select_related("indicator")
    }

    def lookup(code: str, kind: str) -> Decimal | None:
        line = lines.get(code)
        if kind in ("target", "next"):
            return targets.get((code, view.year if kind == "target" else view.next_year))
        if line is None or line.figure is None:
            return None
        return line.figure.value_before if kind == "before" else line.figure.value

    return names, lookup
