"""Published numbers, edition by edition."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Amount, Note, TextLine, Year
from core.history import tracked
from core.models import DataStatus, Sourced, TimeStamped
from indicators.choices import Qualifier
from indicators.models.indicators import Indicator
from indicators.querysets import FigureQuerySet
from zones import rules
from zones.models import Park, User, Zone


@tracked()
class Figure(TimeStamped, Sourced):
    """One published number (数据): indicator × park or zone × months 1–N of a year, as an edition.

    Null is "not reported", a state of its own. ``growth`` is the published rate in percent, stored and never derived.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="figures")
    park = models.ForeignKey(Park, models.PROTECT, verbose_name=_("park"), related_name="figures", null=True, blank=True)
    year = Year(_("year"))
    through_month = models.PositiveSmallIntegerField(
        _("months 1 to"), default=12, validators=[MinValueValidator(1), MaxValueValidator(12)], help_text=_("12 is the whole year")
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
                fields=["indicator", "park", "year", "through_month", "edition"], name="figure_edition_unique", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:figure_detail", args=[self.pk])

    @property
    def zone(self) -> Zone:
        return self.indicator.zone

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)
