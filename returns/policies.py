"""Policies of returns (core.access)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision
from zones import rules
from zones.choices import Role


def statistician(user: Any, target: Any) -> Decision:
    """Who may see the figures of a single enterprise; of which ones, the rows themselves say."""
    if rules.role(user, target) in Role.statisticians():
        return Allowed
    return rules.refuse(user, target, _("The figures of a single enterprise are confidential; statisticians see them."))


def edits(user: Any, target: Any) -> Decision:
    return target.edit_access(user)


def reviews(user: Any, target: Any) -> Decision:
    return target.review_access(user)
