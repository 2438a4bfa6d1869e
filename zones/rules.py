"""Policies by role (core.access). The target is a zone or any row that has one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from zones.choices import Role

NO_ZONE = _("Your account is not assigned to a zone yet. Please ask the administrator.")
LAST_ADMINISTRATOR = _("A zone keeps at least one administrator who may sign in. Appoint another one first.")


def role(user: Any, target: Any) -> str:
    """The role in the target's zone; "" without one, for the installation's own administrator too."""
    zone = getattr(target, "zone", None)
    return user.role_in(zone) if zone else ""


def refuse(user: Any, target: Any, reason: Any) -> Decision:
    """``reason`` for people of the zone; for the others, that they have none."""
    return Denied(reason if role(user, target) else NO_ZONE)


def member(user: Any, target: Any) -> Decision:
    """Everybody of the zone, to read."""
    return Allowed if role(user, target) else Denied(NO_ZONE)


def keeper(user: Any, target: Any) -> Decision:
    """Clerks and administrators, who keep the registers of the whole zone."""
    if role(user, target) in Role.keepers():
        return Allowed
    return refuse(user, target, _("Only clerks of the zone change this."))


def administrator(user: Any, target: Any) -> Decision:
    if role(user, target) == Role.ADMIN:
        return Allowed
    return refuse(user, target, _("Only the administrator manages units and people."))


def deputising(user: Any, target: Any) -> Decision:
    """Who enters deputies: the administrator any, a unit head the own ones."""
    if role(user, target) in {Role.ADMIN, Role.UNIT_HEAD}:
        return Allowed
    return refuse(user, target, _("Deputies are entered by the administrator, and by unit heads for themselves."))


def edits(user: Any, target: Any) -> Decision:
    """The row itself is asked."""
    return target.edit_access(user)


def identity(user: Any, membership: Any) -> Decision:
    """Who may change a person's name, e-mail, password and right to sign in.

    These belong to the person and work in every zone, the membership only in its own. They are kept by the
    administrator of the zone that the person joined first; never by one zone alone for an administrator of another
    one, and never for the installation's own accounts. Otherwise whoever may add a person to a zone could take over
    that person's rights elsewhere.
    """
    decision = administrator(user, membership)
    if not decision or user.is_superuser:
        return decision
    person = membership.user
    if person.is_superuser or person.is_staff:
        return Denied(_("This account belongs to the installation. Its name and password are changed by its own administrator."))
    every = sorted(person.memberships_by_zone.values(), key=lambda each: each.pk)
    foreign = [each for each in every if user.role_in(each.zone) != Role.ADMIN]
    if any(each.role == Role.ADMIN for each in foreign):
        return Denied(
            _("This person is administrator of another zone too. Only the role and unit in this zone can be changed here.")
        )
    if every[:1] == foreign[:1]:
        return Denied(_("This person belongs to another zone, whose administrator keeps name, e-mail and password."))
    return Allowed


def password_reset(user: Any, membership: Any) -> Decision:
    decision = identity(user, membership)
    if decision and membership.user_id == user.pk:
        return Denied(_("Change your own password under “Change password”."))
    return decision


def removal(user: Any, membership: Any) -> Decision:
    decision = administrator(user, membership)
    if decision and membership.is_last_administrator():
        return Denied(LAST_ADMINISTRATOR)
    return decision
