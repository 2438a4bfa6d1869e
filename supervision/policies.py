"""Policies of issues, meetings, bulletins and tours (core.access)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision
from zones import rules
from zones.choices import Role


def raises(user: Any, target: Any) -> Decision:
    """Who raises an issue: the people of units and the keepers; from a report, who writes reports of its project."""
    project = getattr(target, "project", None)
    if project is not None:
        return project.report_access(user)
    if rules.role(user, target) in Role.of_a_unit() | Role.keepers():
        return Allowed
    return rules.refuse(user, target, _("The people of the units and the clerks raise issues."))


def assigns(user: Any, target: Any) -> Decision:
    return target.assign_access(user)


def works(user: Any, target: Any) -> Decision:
    return target.work_access(user)


def settles(user: Any, target: Any) -> Decision:
    return target.settle_access(user)


def proposes(user: Any, target: Any) -> Decision:
    return target.propose_access(user)


def acknowledges(user: Any, target: Any) -> Decision:
    return target.acknowledge_access(user)


def rectifies(user: Any, target: Any) -> Decision:
    return target.rectify_access(user)


def confirms(user: Any, target: Any) -> Decision:
    return target.confirm_access(user)


def withdraws(user: Any, target: Any) -> Decision:
    return target.withdraw_access(user)


def judges(user: Any, target: Any) -> Decision:
    return target.judge_access(user)


def voids(user: Any, target: Any) -> Decision:
    return target.void_access(user)
