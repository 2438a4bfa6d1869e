"""Which days are worked in a zone, where they differ from the published calendar."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fields import Day, TextLine
from core.history import tracked
from core.models import TimeStamped
from zones.models.places import Zone
from zones.querysets import CalendarDayQuerySet


@tracked()
class CalendarDay(TimeStamped):
    """A day that is worked, or off, in a zone, whatever core.workdays says of it."""

    zone = models.ForeignKey(Zone, models.CASCADE, verbose_name=_("zone"), related_name="calendar_days")
    day = Day(_("day"))
    is_worked = models.BooleanField(_("is a working day"), default=False)
    name = TextLine(_("occasion"), max_length=40, blank=True, default="")

    objects = CalendarDayQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "day"], name="calendar_day_once", violation_error_message=_("this day is entered already")
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("zones:calendar_edit", args=[self.pk])
