"""Who exchanges which register with Excel (core.access)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Decision, Denied
from returns import policies as returns
from returns.imports import MonthImport
from zones import rules


def sends(user: Any, kind: Any) -> Decision:
    """The clerks of the zone; the returns of enterprises every statistician, of parks too. ``kind`` has a code and a zone."""
    return returns.statistician(user, kind) if MonthImport.is_code(kind.code) else rules.keeper(user, kind)


def handles(user: Any, run: Any) -> Decision:
    """Who sent a workbook stores it, as long as that person may send one."""
    if run.user_id != user.pk:
        return Denied(_("Whoever sent a workbook stores it."))
    return sends(user, run)
