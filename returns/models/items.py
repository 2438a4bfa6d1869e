"""What is asked of the enterprises."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Decision
from core.fields import Amount, Note, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped, unique_name
from indicators.models import Indicator
from returns.doubts import Limits
from returns.querysets import ReturnItemQuerySet
from zones import rules
from zones.models import Zone


@tracked()
class ReturnItem(TimeStamped):
    """One item of the monthly return (月报指标), in ``unit``.

    ``is_cumulative`` gives months 1–N, otherwise the end of the month. ``indicator`` is the zone's figure that the totals of
    this item make. ``low`` and ``high`` are asked about; ``part_of`` is refused when it is exceeded.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="return_items")
    code = TextLine(_("code"), max_length=20)
    name = TextLine(_("name"), max_length=40)
    unit = TextLine(pgettext_lazy("measure", "unit"), max_length=12)
    places = Small(_("decimals"), default=1, validators=[MaxValueValidator(2)])
    is_cumulative = models.BooleanField(_("cumulative, months 1–N"), default=True)
    is_signed = models.BooleanField(_("may be below zero"), default=False)
    part_of = models.ForeignKey("self", models.PROTECT, verbose_name=_("no more than"), related_name="parts", null=True, blank=True)
    low = Amount(_("asked about below"), signed=True, null=True, blank=True)
    high = Amount(_("asked about above"), signed=True, null=True, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("figure of the totals"), related_name="return_items", null=True, blank=True
    )
    valid_from = Year(_("valid from"), null=True, blank=True)
    valid_to = Year(_("valid to"), null=True, blank=True)
    definition = Note(_("definition"))
    position = Small(_("position"), default=0)

    objects = ReturnItemQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("item of the return")
        verbose_name_plural = _("items of the return")
        ordering = ["position", "id"]
        constraints = [
            unique_name("return_item_name_unique", "zone"),
            models.UniqueConstraint(
                fields=["zone", "code"], name="return_item_code_unique", violation_error_message=_("this code is already taken")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("returns:item_edit", args=[self.pk])

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)

    @property
    def limits(self) -> Limits:
        return Limits(self.is_cumulative, self.low, self.high)
