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


def period_words(through_month: int) -> str:
    """The period of a figure: 12 is the whole year, 5 is months 1–5, 1 is January alone."""
    if through_month == WHOLE_YEAR:
        return gettext("whole year")
    if through_month == 1:
        return pgettext("period", "January")
    return gettext("months 1–%(month)s") % {"month": through_month}


def period_choices() -> list[tuple[int, str]]:
    return [(month, period_words(month)) for month in range(WHOLE_YEAR, 0, -1)]


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
