"""Policies of pages about one row of this app (core.access): each asks the row itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision
from zones import rules
from zones.choices import Role


def edits(user: Any, target: Any) -> Decision:
    """The people of the project and the keepers, for a project or anything that hangs on one."""
    return target.edit_access(user)


def reports(user: Any, target: Any) -> Decision:
    """Who writes the weekly reports of a project, deputies too."""
    return target.report_access(user)


def registers(user: Any, target: Any) -> Decision:
    """The register's own facts of a project: the keepers."""
    return target.register_access(user)


def instructs(user: Any, target: Any) -> Decision:
    return target.instruct_access(user)


def answers(user: Any, target: Any) -> Decision:
    return target.answer_access(user)


def writes(user: Any, target: Any) -> Decision:
    return target.write_access(user)


def reviews(user: Any, target: Any) -> Decision:
    """Who reviews the project's reports; whether there is anything to review, the page itself says."""
    return target.reviewer_access(user)


def reviewer(user: Any, target: Any) -> Decision:
    """Who reviews reports of the zone at all: unit heads, those who stand in for one today, and the keepers."""
    zone = getattr(target, "zone", None)
    instead = user.principals_by_zone.get(zone.pk, []) if zone else []
    if {rules.role(user, target), *(each.role for each in instead)} & {Role.UNIT_HEAD, *Role.keepers()}:
        return Allowed
    return rules.refuse(user, target, _("Only unit heads and clerks review weekly reports."))


def reminds(user: Any, target: Any) -> Decision:
    """Who reminds by hand: the keepers everybody, a unit head the people of the own unit's reports."""
    if rules.role(user, target) in {*Role.keepers(), Role.UNIT_HEAD}:
        return Allowed
    return rules.refuse(user, target, _("Only unit heads and clerks of the zone remind."))


def reads_reminders(user: Any, target: Any) -> Decision:
    """The list of all reminders: the keepers."""
    if rules.role(user, target) in Role.keepers():
        return Allowed
    return rules.refuse(user, target, _("Only clerks of the zone read the list of reminders."))


def changes_many(user: Any, zone: Any) -> Decision:
    """Who may tick rows of the ledger: everybody who can have a right on one. Each row is asked by itself."""
    found = rules.role(user, zone)
    if found in Role.keepers() | Role.of_a_unit():
        return Allowed
    return rules.refuse(user, zone, _("Leaders read; the responsible unit writes."))


def takes_back(user: Any, target: Any) -> Decision:
    return target.undo_access(user)
