"""What the zone set out to reach, edition by edition."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Amount, Day, Small, TextLine, Year
from core.history import tracked
from core.models import Sourced, TimeStamped
from indicators import paths
from indicators.choices import Split
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
    split = models.CharField(_("spread over the months"), max_length=10, choices=Split.choices, default=Split.EVEN, editable=False)
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

    @property
    def steps(self) -> dict[int, Decimal]:
        """The path: month -> cumulative value expected by its end; empty for an even one. Wants ``path`` prefetched."""
        return {step.month: step.value for step in self.path.all()} if self.pk else {}

    def expected(self, month: int) -> Decimal | None:
        """What is expected by the end of a month, unrounded. *Rule:* indicators.paths."""
        return paths.expected(self.value, self.steps, month)

    def expected_share(self, month: int) -> Decimal | None:
        return paths.expected_share(self.value, self.steps, month)

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)


@tracked()
class TargetStep(models.Model):
    """What a target expects by the end of a month (分月计划): cumulative, in the indicator's unit."""

    target = models.ForeignKey(Target, models.CASCADE, verbose_name=_("target"), related_name="path")
    month = Small(_("month"), validators=[MinValueValidator(1), MaxValueValidator(11)])
    value = Amount(_("expected"), max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = _("step of a target")
        verbose_name_plural = _("steps of targets")
        ordering = ["month"]
        constraints = [models.UniqueConstraint(fields=["target", "month"], name="target_step_once_a_month")]

    def __str__(self) -> str:
        return f"{self.target} {self.month}"
