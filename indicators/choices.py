from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models import DataStatus

WHOLE_YEAR = 12


class GrowthBasis(models.TextChoices):
    """What a growth rate compares; only nominal growth may be computed from two levels."""

    NOMINAL = "nominal", _("current prices")  # 现价
    COMPARABLE = "comparable", _("comparable prices")  # 可比价
    SAME_FIRMS = "same_firms", _("same enterprises")  # 同口径
    COUNT = "count", _("count")

    @classmethod
    def from_levels(cls) -> set[str]:
        """Bases whose growth may be computed from two published levels; for the others that is a grave mistake."""
        return {cls.NOMINAL, cls.COUNT}


class Qualifier(models.TextChoices):
    """How the source words the number: exactly, 余 (at least), 约 (about)."""

    EXACT = "exact", _("exact")
    AT_LEAST = "at_least", _("at least")
    ABOUT = "about", _("about")


class Aggregation(models.TextChoices):
    """How values of several periods or parks make one."""

    SUM = "sum", _("sum")
    LATEST = "latest", _("latest")
    MAX = "max", _("highest")
    AVERAGE = "average", _("average")


class PeriodKind(models.TextChoices):
    """What a figure covers; its ``through_month`` is the last month of that."""

    CUMULATIVE = "cumulative", _("cumulative, months 1–N")  # 1–N月累计, the normal form
    MONTH = "month", _("one month")  # 本月
    QUARTER = "quarter", pgettext_lazy("period", "quarter")
    HALF = "half", pgettext_lazy("period", "half-year")
    POINT = "point", _("end of the month")  # 时点

    @classmethod
    def lengths(cls) -> dict[str, int]:
        """Months that a kind covers, for those that are a part of the year."""
        return {cls.MONTH: 1, cls.QUARTER: 3, cls.HALF: 6}


def period_words(through_month: int, kind: str = PeriodKind.CUMULATIVE) -> str:
    """The period of a figure: 12 is the whole year, 5 is months 1–5, 1 is January alone; the other kinds by their name."""
    if kind == PeriodKind.MONTH:
        return pgettext("period", "month %(month)s") % {"month": through_month}
    if kind == PeriodKind.QUARTER:
        return pgettext("period", "quarter %(number)s") % {"number": through_month // 3}
    if kind == PeriodKind.HALF:
        return pgettext("period", "first half-year") if through_month == 6 else pgettext("period", "second half-year")
    if kind == PeriodKind.POINT:
        return pgettext("period", "end of month %(month)s") % {"month": through_month}
    if through_month == WHOLE_YEAR:
        return gettext("whole year")
    if through_month == 1:
        return pgettext("period", "January")
    return gettext("months 1–%(month)s") % {"month": through_month}


def month_choices() -> list[tuple[int, str]]:
    """The last month of a period, December first."""
    return [(month, pgettext("period", "month %(month)s") % {"month": month}) for month in range(WHOLE_YEAR, 0, -1)]


def next_statuses(so_far: Collection[str]) -> list[DataStatus]:
    """What the edition after ``so_far`` may be: a firmer status than any before, or a revision.

    An estimate never follows a flash report. A revision (typing error, recount) may come at any time and does not
    keep the annual report from coming afterwards.
    """
    order = [DataStatus.ESTIMATE, DataStatus.FLASH, DataStatus.ANNUAL]
    reached = max((order.index(DataStatus(status)) for status in so_far if status in order), default=-1)
    return [*order[reached + 1 :], DataStatus.REVISED]


class PeriodForm(models.TextChoices):
    """What is reported by periods that open, fall due and lock."""

    FIGURES = "figures", _("figures of the zone and its parks")
    RETURNS = "returns", _("monthly returns of enterprises")


class PeriodState(models.TextChoices):
    """Where a period stands on a day."""

    COMING = "coming", pgettext_lazy("period", "not open yet")
    OPEN = "open", pgettext_lazy("period", "open")
    OVERDUE = "overdue", pgettext_lazy("period", "overdue, still open")
    LOCKED = "locked", pgettext_lazy("period", "locked")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.COMING: "secondary", cls.OPEN: "green", cls.OVERDUE: "yellow", cls.LOCKED: "secondary"}


class Split(models.TextChoices):
    """How a year's target is spread over its months."""

    EVEN = "even", pgettext_lazy("split", "evenly")  # 序时进度
    LAST_YEAR = "last_year", pgettext_lazy("split", "by last year's shape")
    BY_HAND = "by_hand", pgettext_lazy("split", "by hand")
