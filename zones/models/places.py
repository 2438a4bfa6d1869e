"""The zone, its parks and units."""

import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped, unique_name
from zones.choices import Industry, OffDay, Robot
from zones.querysets import ParkQuerySet, UnitQuerySet, ZoneQuerySet
from zones.rhythm import Rhythm

WEEKDAYS = tuple(enumerate((_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))))


@tracked(without=("robot_url",))
class Zone(TimeStamped):
    """An industrial zone (产业集聚区), the top of all data.

    ``code`` names it on the command line and in file names; ``division_code`` is its county's GB/T 2260 code.
    """

    code = TextLine(_("short code"), max_length=20, unique=True, validators=[RegexValidator(r"^[a-z0-9-]+$")])
    name = TextLine(_("name"), max_length=80)
    county = TextLine(_("county"), max_length=40, blank=True, default="")
    division_code = TextLine(_("division code"), max_length=6, blank=True, default="", validators=[RegexValidator(r"^(\d{6})?$")])
    is_demo = models.BooleanField(default=False, editable=False)
    opens_weekday = models.PositiveSmallIntegerField(
        _("weekly report opens on"), default=4, choices=WEEKDAYS, help_text=_("of the reported week")
    )
    due_weekday = models.PositiveSmallIntegerField(
        _("weekly report due on"), default=0, choices=WEEKDAYS, help_text=_("of the week after the reported one")
    )
    due_hour = Small(_("due hour"), default=18, validators=[MaxValueValidator(23)])
    off_day = models.CharField(_("a due day that is off moves"), max_length=8, choices=OffDay.choices, default=OffDay.LATER)
    remind_at_opening = models.BooleanField(_("remind when the week opens"), default=True)
    remind_hours_before = Small(
        _("remind before the deadline, hours"), default=24, validators=[MaxValueValidator(72)], help_text=_("0: not before it")
    )
    remind_after = models.BooleanField(_("remind after the deadline"), default=True)
    remind_by_email = models.BooleanField(_("reminders by e-mail too"), default=False)
    robot = models.CharField(_("reminders to the robot of a group"), max_length=8, choices=Robot.choices, blank=True, default="")
    robot_url = TextLine(
        _("address of the robot"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("a secret: whoever has it writes to the group"),
        validators=[URLValidator(schemes=["https"])],
    )
    ledger_closed_through = Year(
        _("ledgers closed up to the year"),
        null=True,
        blank=True,
        help_text=_("promises that were due up to that year are read only; empty: none is closed"),
    )

    least_firms = Small(
        _("enterprises that a total needs"),
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(20)],
        help_text=_("totals of fewer enterprises are shown to statisticians only"),
    )

    objects = ZoneQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["id"]
        constraints = [unique_name("zone_name_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> "Zone":
        return self

    def get_absolute_url(self) -> str:
        return reverse("zones:zone_edit", args=[self.pk])

    def rhythm(self) -> Rhythm:
        """When the weeks of this zone open and are due, by its settings and its own calendar. One query."""
        known = self.calendar_days.known()
        return Rhythm(self.opens_weekday, self.due_weekday, self.due_hour, self.off_day, known)

    def ledger_access(self, due: datetime.date) -> Decision:
        """Whether promises due on a day may still be changed: not in a year whose ledger the administrator has closed."""
        if self.ledger_closed_through is None or due.year > self.ledger_closed_through:
            return Allowed
        reason = _("The ledgers up to %(year)s are closed. The administrator can open them in the zone's settings.")
        return Denied(reason % {"year": self.ledger_closed_through})

    def record_download(self, *, user: Any, what: str, about: str, rows: int) -> Any:
        """Every file that leaves the portal is written down: who, what, which filter, how many rows."""
        return self.downloads.create(user=user, what=what[:200], about=about[:500], row_count=rows)


@tracked()
class Park(TimeStamped):
    """A part of the zone with one leading industry (产业园)."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="parks")
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("part of"), null=True, blank=True, related_name="parts")
    name = TextLine(_("name"), max_length=60)
    industry = models.CharField(_("leading industry"), max_length=12, choices=Industry.choices, default=Industry.OTHER)
    position = Small(_("position"), default=0, help_text=_("order in lists"))

    objects = ParkQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("park")
        verbose_name_plural = _("parks")
        ordering = ["position", "id"]
        constraints = [unique_name("park_name_unique", "zone")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("zones:park_edit", args=[self.pk])


@tracked()
class Unit(TimeStamped):
    """A body that answers for work (责任单位): headquarters, committee, branch office. Units form a tree."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("superior unit"), null=True, blank=True, related_name="parts")
    name = TextLine(_("name"), max_length=80)
    aliases = TextLine(_("also called"), max_length=300, blank=True, default="", help_text=_("other names, separated by 、"))
    duty = TextLine(_("duty"), max_length=300, blank=True, default="")
    position = Small(_("position"), default=0, help_text=_("order in lists"))

    objects = UnitQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["position", "id"]
        constraints = [
            unique_name("unit_name_unique", "zone"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")), name="unit_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("zones:unit_edit", args=[self.pk])
