"""Published numbers, edition by edition."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Amount, Note, TextLine, Year
from core.history import tracked
from core.models import DataStatus, Sourced, TimeStamped
from indicators.choices import PeriodKind, Qualifier, period_words
from indicators.models.indicators import Indicator
from indicators.querysets import FigureQuerySet
from zones import rules
from zones.models import Park, User, Zone


@tracked()
class Figure(TimeStamped, Sourced):
    """One published number (数据): indicator × park or zone × period of a year, as an edition.

    The period is ``kind`` and its last month: months 1–N as a rule, or one month, a quarter, a half-year, a point in time.

    Null is "not reported", a state of its own. ``growth`` is the published rate in percent, stored and never derived.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="figures")
    park = models.ForeignKey(Park, models.PROTECT, verbose_name=_("park"), related_name="figures", null=True, blank=True)
    year = Year(_("year"))
    kind = models.CharField(_("covers"), max_length=10, choices=PeriodKind.choices, default=PeriodKind.CUMULATIVE)
    through_month = models.PositiveSmallIntegerField(
        _("up to month"), default=12, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    value = Amount(_("value"), signed=True, max_digits=18, decimal_places=4, null=True, blank=True)
    qualifier = models.CharField(_("worded as"), max_length=8, choices=Qualifier.choices, default=Qualifier.EXACT)
    growth = Amount(_("published growth"), signed=True, unit="%", max_digits=8, decimal_places=2, null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=DataStatus.choices, default=DataStatus.FLASH)
    entered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("entered by"), related_name="figures", null=True, blank=True, editable=False
    )
    signed_by = TextLine(_("signed by"), max_length=60, blank=True, default="")
    remark = Note(_("remark"))

    objects = FigureQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["-year", "-through_month", "indicator__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "park", "year", "kind", "through_month", "edition"],
                name="figure_edition_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=(~Q(kind="quarter") | Q(through_month__in=[3, 6, 9, 12]))
                & (~Q(kind="half") | Q(through_month__in=[6, 12])),
                name="figure_period_ends_with_its_kind",
                violation_error_message=_("a quarter ends in month 3, 6, 9 or 12, a half-year in month 6 or 12"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:figure_detail", args=[self.pk])

    @property
    def zone(self) -> Zone:
        return self.indicator.zone

    @property
    def period(self) -> str:
        """In words: 1–5月, 全年, 二季度."""
        return period_words(self.through_month, self.kind)

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)
