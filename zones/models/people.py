"""The people and their roles, and the files they took."""

from typing import Any

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.access import Allowed, Decision, Denied
from core.fields import Day, TextLine
from core.history import tracked
from core.models import TimeStamped, raise_version
from zones.choices import Role
from zones.models.places import Park, Unit, Zone
from zones.querysets import DeputyQuerySet, DownloadQuerySet, MembershipQuerySet, PersonManager


@tracked(without=("password", "last_login"))
class User(AbstractBaseUser, PermissionsMixin, TimeStamped):
    """A person who signs in. What they may do follows from their membership in each zone.

    ``is_superuser`` is the installation's own administrator, who sees every zone.
    """

    username = TextLine(
        _("sign-in name"),
        max_length=60,
        validators=[RegexValidator(r"^[\w.@+-]+$", _("letters, digits and . @ + - _ only"))],
    )
    name = TextLine(pgettext_lazy("person", "name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the back door"), default=False)
    must_change_password = models.BooleanField(_("must change the password at the next sign-in"), default=True)

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta(TimeStamped.Meta):
        triggers = [raise_version(condition=pgtrigger.AnyChange(exclude=["last_login"]))]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("username"),
                name="user_username_unique",
                violation_error_message=_("this sign-in name is already taken"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> Zone | None:
        """The first zone of the person; people are scoped by membership."""
        first = next(iter(self.memberships_by_zone.values()), None)
        return first.zone if first else None

    @cached_property
    def memberships_by_zone(self) -> dict[int, "Membership"]:
        """The person's memberships by zone id. One query per request."""
        rows = self.memberships.select_related("zone", "unit").with_reminded().order_by("zone_id")
        return {membership.zone_id: membership for membership in rows}

    @cached_property
    def principals_by_zone(self) -> dict[int, list["Membership"]]:
        """Whom this person stands in for today, by zone id: what these are there. One query per request.

        Rights are asked at the moment of the request, so the day is the portal's. What the principals have got as deputies
        of others goes no further.
        """
        zones = [zone_id for zone_id, membership in self.memberships_by_zone.items() if membership.role in Role.standing_in()]
        found: dict[int, list[Membership]] = {}
        for membership in Membership.objects.principals_of(self, clock.today(), zones) if zones else ():
            found.setdefault(membership.zone_id, []).append(membership)
        return found

    @property
    def zone_ids(self) -> list[int]:
        return list(self.memberships_by_zone)

    def role_in(self, zone: Zone | None) -> str:
        """The role in ``zone``; a superuser is administrator everywhere; "" for a stranger."""
        if self.is_superuser:
            return Role.ADMIN
        membership = self.memberships_by_zone.get(zone.pk) if zone else None
        return membership.role if membership else ""

    def park_id_in(self, zone: Zone | None) -> int | None:
        """The park of a clerk of a park; None for everybody else."""
        membership = self.memberships_by_zone.get(zone.pk) if zone else None
        return membership.park_id if membership and membership.role == Role.PARK_CLERK else None

    def unit_id_in(self, zone: Zone | None) -> int | None:
        membership = self.memberships_by_zone.get(zone.pk) if zone else None
        return membership.unit_id if membership else None


@tracked()
class Membership(TimeStamped):
    """What a person is in one zone: the role, the unit for officers and unit heads, the park for a clerk of one."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("person"), related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), null=True, blank=True, related_name="memberships")

    park = models.ForeignKey(Park, models.PROTECT, verbose_name=_("park"), null=True, blank=True, related_name="memberships")

    objects = MembershipQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "user"], name="membership_once_per_zone"),
            models.CheckConstraint(
                condition=~models.Q(role__in=["officer", "unit_head"]) | models.Q(unit__isnull=False),
                name="membership_unit_roles_have_a_unit",
                violation_error_message=_("field officers and unit heads belong to a unit"),
            ),
            models.CheckConstraint(
                condition=~models.Q(role="park_clerk") | models.Q(park__isnull=False),
                name="membership_park_clerks_have_a_park",
                violation_error_message=_("a clerk of a park belongs to a park"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        """The page on which the zone's administrator manages the person."""
        return reverse("zones:person_edit", args=[self.pk])

    def is_last_administrator(self) -> bool:
        """Whether the zone would be without an active administrator if this membership counted no more. One query."""
        if self.role != Role.ADMIN or not self.user.is_active:
            return False
        return not Membership.objects.in_zone(self.zone_id).administrators().other_than(self).exists()


@tracked()
class Deputy(TimeStamped):
    """One person standing in for another for some days (代理): writes and reviews weekly reports as that person may."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="deputies")
    principal = models.ForeignKey(User, models.CASCADE, verbose_name=_("stands in for"), related_name="deputies")
    deputy = models.ForeignKey(User, models.CASCADE, verbose_name=_("deputy"), related_name="standing_in")
    first_day = Day(_("first day"))
    last_day = Day(_("last day"))
    remark = TextLine(_("remark"), max_length=200, blank=True, default="")

    objects = DeputyQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")),
                name="deputy_days_in_order",
                violation_error_message=_("the last day is before the first"),
            ),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")),
                name="deputy_is_somebody_else",
                violation_error_message=_("nobody is their own deputy"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.principal}"

    def get_absolute_url(self) -> str:
        return reverse("zones:deputy_edit", args=[self.pk])

    def edit_access(self, user: Any) -> Decision:
        """The administrator, and a unit head for the own ones. See also DeputyQuerySet.editable_by."""
        role = user.role_in(self.zone)
        if role == Role.ADMIN or (role == Role.UNIT_HEAD and self.principal_id == user.pk):
            return Allowed
        return Denied(_("Only the administrator and the unit head in question change this deputy."))


class DownloadEntry(models.Model):
    """A file that left the portal: who took what, with which filter, how many rows."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="downloads")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("person"), related_name="downloads")
    what = TextLine(_("what"), max_length=200)
    about = TextLine(_("filter"), max_length=500, blank=True, default="")
    row_count = models.PositiveIntegerField(_("rows"))
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.what} · {self.user}"
