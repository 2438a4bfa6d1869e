"""What the zone set out to reach, edition by edition."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Amount, Day, TextLine, Year
from core.history import tracked
from core.models import Sourced, TimeStamped
from indicators.models.indicators import Indicator
from indicators.querysets import TargetQuerySet
from zones import rules
from zones.models import Zone


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
