"""Who exchanges which register with Excel (core.access)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Decision, Denied
from exchange.kinds import class_of
from zones import rules


def sends(user: Any, target: Any) -> Decision:
    """``target`` is a register of a zone or a workbook of one: it has the ``code`` of the register and a zone."""
    return (class_of(target.code).policy or rules.keeper)(user, target)


def handles(user: Any, run: Any) -> Decision:
    """Who sent a workbook stores it, as long as that person may send one."""
    if run.user_id != user.pk:
        return Denied(_("Whoever sent a workbook stores it."))
    return sends(user, run)
