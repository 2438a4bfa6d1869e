"""Definitions of indicators, their published figures and their targets.

An official figure is stored as published and never corrected or recomputed: a new edition stands beside the old one.
"""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Decision
from core.fields import Amount, Day, Note, Small, TextLine, Year
from core.history import tracked
from core.models import DataStatus, Sourced, TimeStamped, unique_name
from indicators.choices import Aggregation, GrowthBasis, Qualifier
from indicators.querysets import FigureQuerySet, IndicatorQuerySet, TargetQuerySet
from zones import rules
from zones.models import Park, User, Zone


@tracked()
class Indicator(TimeStamped):
    """What is counted (指标): code, name, unit, how it adds up, what its growth compares."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="indicators")
    code = TextLine(_("code"), max_length=20)
    name = TextLine(_("name"), max_length=60)
    unit = TextLine(pgettext_lazy("measure", "unit"), max_length=12, blank=True, default="", help_text=_("亿元, 人, 个 …"))
    places = Small(_("decimals printed"), default=0, validators=[MaxValueValidator(4)])
    part_of = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("of which part of"), related_name="parts", null=True, blank=True
    )
    over_time = models.CharField(_("over time"), max_length=8, choices=Aggregation.choices, default=Aggregation.SUM)
    over_parks = models.CharField(_("over parks"), max_length=8, choices=Aggregation.choices, default=Aggregation.SUM)
    more_is_better = models.BooleanField(_("more is better"), default=True)
    growth_basis = models.CharField(_("growth basis"), max_length=10, choices=GrowthBasis.choices, default=GrowthBasis.NOMINAL)
    is_assessed = models.BooleanField(_("the zone is judged by it"), default=False)
    valid_from = Year(_("valid from"), null=True, blank=True)
    valid_to = Year(_("valid to"), null=True, blank=True)
    definition = Note(_("definition"))
    legal_source = TextLine(_("legal source"), max_length=200, blank=True, default="")
    position = Small(_("position"), default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "id"]
        constraints = [
            unique_name("indicator_name_unique", "zone"),
            models.UniqueConstraint(
                fields=["zone", "code"], name="indicator_code_unique", violation_error_message=_("this code is already taken")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator_detail", args=[self.pk])

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)

    def is_valid_in(self, year: int) -> bool:
        """Whether it is counted in ``year``. See also IndicatorQuerySet.valid_in."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)


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


@tracked()
class Target(TimeStamped, Sourced):
    """What the zone set out to reach in a year (目标), with the growth that the office stated beside it.

    The stated growth is kept as stated and only checked against last year's figure.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="targets")
    year = Year(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    value = Amount(_("target"), signed=True, max_digits=18, decimal_places=4, null=True, blank=True)
    stated_growth = Amount(_("stated growth"), signed=True, unit="%", max_digits=8, decimal_places=2, null=True, blank=True)
    set_on = Day(_("set on"), null=True, blank=True)
    reason = TextLine(_("reason of a revision"), max_length=200, blank=True, default="")

    objects = TargetQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["-year", "indicator__position", "id"]
        constraints = [models.UniqueConstraint(fields=["indicator", "year", "edition"], name="target_edition_unique")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()

    @property
    def zone(self) -> Zone:
        return self.indicator.zone

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)
