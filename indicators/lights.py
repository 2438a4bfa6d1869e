"""The light of a year's target: its newest cumulative figure against what the elapsed time lets expect. Pure.

The elapsed time is that of the figure (months 1–N are N / 12, or what the target's own path expects by then), so that no
indicator is behind because its month is not published yet. Indicators that do not add up over the year (a level, a
highest value, an average) are expected to reach their target at its end only: they have a light for the whole year and
none before. Where less is better the target is a ceiling, and what lies above the expectation is what is behind.
"""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.units import rounded
from indicators.choices import WHOLE_YEAR, Aggregation, period_words
from zones.choices import Subject
from zones.lights import NOTHING, Clause, Fact, Measured, Rules, Why, behind, behind_expected, judge


def judged_on(year: int, as_of: datetime.date) -> datetime.date:
    """The day whose rules judge a year's targets: its last one once it is over."""
    return min(as_of, datetime.date(year, 12, 31))


def of_target(rules: Rules, indicator: Any, target: Any, figure: Any, as_of: datetime.date) -> Why:
    """The light of a target and its reasons. ``target`` and ``figure`` may be None."""
    clauses = rules.of(Subject.INDICATOR)
    return Why(rules, as_of, tuple(judge(clause, measure(clause, indicator, target, figure)) for clause in clauses))


def measure(clause: Clause, indicator: Any, target: Any, figure: Any) -> Measured:
    """By how much the figure is behind; None without a target or a figure, and where nothing is expected yet."""
    if target is None or figure is None or target.value is None or figure.value is None:
        return NOTHING
    months = figure.through_month
    if indicator.over_time != Aggregation.SUM and months != WHOLE_YEAR:
        return NOTHING
    steps = target.steps
    if steps:
        value = behind_expected(target.value, figure.value, target.expected(months), clause.measure)
    else:
        value = behind(target.value, figure.value, months, clause.measure)
    if value is not None and not indicator.more_is_better:
        value = -value
    return Measured(value, facts=facts(indicator, target, figure))


def facts(indicator: Any, target: Any, figure: Any) -> tuple[Fact, ...]:
    expected = rounded(target.expected(figure.through_month), indicator.places + 1)
    return (
        Fact(_("Target %(year)s") % {"year": target.year}, target.value, indicator.unit),
        Fact(_("Expected after %(months)s months") % {"months": figure.through_month}, expected, indicator.unit),
        Fact(
            _("Figure, %(period)s") % {"period": period_words(figure.through_month)},
            figure.value,
            indicator.unit,
            figure.get_absolute_url(),
        ),
    )
