"""Headings of the columns that are no fields."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MARK = "⚠"
NUMBER, VERSION = pgettext_lazy("row", "Number"), _("Version")
FAULTS = _("What is wrong")
LISTED = ";list"  # behind the stamp of a list's export
PAGE = "@"  # before the address of a list without a register


def stamp_of(zone: Any, code: str) -> str:
    """What a workbook carries unseen: of which zone and register it is."""
    return f"zoneportal;{zone.code};{code}"
