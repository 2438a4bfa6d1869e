"""When months open and lock, and for whom they are opened again."""

import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Day, Note, Small, Year
from core.history import tracked
from core.models import TimeStamped
from indicators.choices import PeriodForm
from indicators.locks import Locks
from indicators.querysets import PeriodExceptionQuerySet, PeriodRuleQuerySet
from zones import rules
from zones.models import Membership, Park, User, Zone

DAYS = [MinValueValidator(1), MaxValueValidator(28)]
MONTHS = [MinValueValidator(1), MaxValueValidator(12)]


@tracked()
class PeriodRule(TimeStamped):
    """When a month's figures are written (报送期规则), from a year on: days of the month after the reported one.

    ``final_month`` closes the year's final editions (年报, 修订) at its end, in the year after; empty for never.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="period_rules")
    form = models.CharField(_("what is reported"), max_length=8, choices=PeriodForm.choices, default=PeriodForm.FIGURES)
    year = Year(_("from the year"))
    opens_day = Small(_("opens on day"), default=1, validators=DAYS, help_text=_("of the month after the reported one"))
    due_day = Small(_("on time until day"), default=10, validators=DAYS, help_text=_("moved to the next working day"))
    lock_day = Small(_("locked from day"), default=25, null=True, blank=True, validators=DAYS, help_text=_("empty: never"))
    final_month = Small(
        _("annual reports until the end of month"),
        null=True,
        blank=True,
        validators=MONTHS,
        help_text=_("of the year after; annual and revised figures only. Empty: never locked"),
    )

    objects = PeriodRuleQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("rule of the periods")
        verbose_name_plural = _("rules of the periods")
        ordering = ["form", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "form", "year"],
                name="period_rule_once_a_year",
                violation_error_message=_("the year has a rule already"),
            ),
            models.CheckConstraint(
                condition=Q(opens_day__lte=F("due_day")) & (Q(lock_day__isnull=True) | Q(due_day__lt=F("lock_day"))),
                name="period_rule_in_order",
                violation_error_message=_("a period opens, falls due and locks, in this order"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:periods")

    def edit_access(self, user: Any) -> Decision:
        return rules.administrator(user, self)

    @classmethod
    def locks(cls, zone: Zone, form: str) -> Locks:
        """What decides about every write of a form. Four queries."""
        administrators = Membership.objects.in_zone(zone).administrators().select_related("user").order_by("pk")
        return Locks(
            rules=tuple(cls.objects.in_zone(zone).of_form(form)),
            exceptions=tuple(PeriodException.objects.in_zone(zone).of_form(form)),
            known=zone.calendar_days.known(),
            who="、".join(str(membership.user) for membership in administrators[:3]),
        )


@tracked()
class PeriodException(TimeStamped):
    """One month of one park, or of all, that is open for some days although it is locked (补报例外)."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="period_exceptions")
    form = models.CharField(_("what is reported"), max_length=8, choices=PeriodForm.choices, default=PeriodForm.FIGURES)
    year = Year(_("year"))
    month = Small(_("month"), validators=MONTHS)
    park = models.ForeignKey(Park, models.PROTECT, verbose_name=_("park"), related_name="period_exceptions", null=True, blank=True)
    first_day = Day(_("first day"))
    last_day = Day(_("last day"))
    reason = Note(_("reason"), blank=False)
    granted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("granted by"), related_name="period_exceptions", editable=False
    )

    objects = PeriodExceptionQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("exception from a lock")
        verbose_name_plural = _("exceptions from locks")
        ordering = ["-last_day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="period_exception_days_in_order",
                violation_error_message=_("the last day is before the first"),
            )
        ]

    def __str__(self) -> str:
        place = f" {self.park}" if self.park_id else ""
        return f"{self.get_form_display()} {self.year}-{self.month:02d}{place}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:exception_edit", args=[self.pk])

    def edit_access(self, user: Any) -> Decision:
        return rules.administrator(user, self)

    def is_open_on(self, day: datetime.date) -> bool:
        """See also PeriodExceptionQuerySet.open_on."""
        return self.first_day <= day <= self.last_day
