"""What is counted."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Decision
from core.fields import Note, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped, unique_name
from indicators.choices import Aggregation, GrowthBasis
from indicators.querysets import IndicatorQuerySet
from zones import rules
from zones.models import Zone


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
    has_january = models.BooleanField(
        _("January is published"), default=True, help_text=_("otherwise the year begins with months 1–2")
    )
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

    @property
    def pk_text(self) -> str:
        """For identifiers that templates build."""
        return str(self.pk)

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)

    def is_valid_in(self, year: int) -> bool:
        """Whether it is counted in ``year``. See also IndicatorQuerySet.valid_in."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)
