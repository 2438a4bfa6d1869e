"""Headings of the columns that are no fields."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MARK = "⚠"
NUMBER, VERSION = pgettext_lazy("row", "Number"), _("Version")
FAULTS = _("What is wrong")
