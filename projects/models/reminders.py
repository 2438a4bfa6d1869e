"""Reminders of reports that are not given."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import Day
from core.history import tracked
from core.models import TimeStamped
from core.periods import Week
from projects.choices import Delivery, ReminderKind
from projects.querysets import ReminderQuerySet
from zones.models import User, Zone


@tracked()
class Reminder(TimeStamped):
    """One message to one person about all their reports of a week that are not given (催报); of each kind one at most.

    It stands in the portal until it was seen or everything is given. ``by`` sent it by hand.
    """

    zone = models.ForeignKey(Zone, models.CASCADE, verbose_name=_("zone"), related_name="reminders")
    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("person"), related_name="reminders")
    monday = Day(_("week"))
    kind = models.CharField(_("occasion"), max_length=8, choices=ReminderKind.choices)
    report_count = models.PositiveIntegerField(_("reports missing"))
    sent_at = models.DateTimeField(pgettext_lazy("moment", "sent"))
    seen_at = models.DateTimeField(pgettext_lazy("moment", "seen"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("sent by"), related_name="+", null=True, blank=True)
    by_email = models.CharField(_("by e-mail"), max_length=6, choices=Delivery.choices, blank=True, default="")
    by_robot = models.CharField(_("by the group's robot"), max_length=6, choices=Delivery.choices, blank=True, default="")

    objects = ReminderQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "user", "monday", "kind"], name="reminder_once", condition=~models.Q(kind=ReminderKind.BY_HAND)
            )
        ]

    @property
    def week(self) -> Week:
        return Week(self.monday)

    @property
    def has_failed(self) -> bool:
        """Whether it did not get through on one of the ways out of the portal."""
        return Delivery.FAILED in {self.by_email, self.by_robot}

    def get_absolute_url(self) -> str:
        return reverse("projects:week_board_of", args=[self.week])

    def __str__(self) -> str:
        return f"{self.user} · {Week(self.monday)} · {self.get_kind_display()}"
