"""``manage.py setup_demo``: the zone of the 2014 report into an empty database."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from zoneportal import demo


class Command(BaseCommand):
    help = "Loads the demonstration into an empty database and lists its accounts; a second run changes nothing."

    def handle(self, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(gettext("This is a production installation: the demonstration is not loaded into it."))
        try:
            is_new = demo.load()
        except demo.ForeignDataError as found:
            message = gettext("The database holds data that are not of the demonstration: %(found)s. Nothing was written.")
            raise CommandError(message % {"found": found}) from None
        self.stdout.write(gettext("The demonstration is loaded.") if is_new else gettext("The demonstration was there already."))
        if options["verbosity"]:
            self.stdout.write("\n" + "\n".join(self.lines()))

    def lines(self) -> list[str]:
        """The accounts as a table, the zones one below the other, and the password that all of them share."""
        head = (gettext("Sign-in name"), gettext("Person"), gettext("Role"), gettext("Unit"), gettext("Zone"))
        rows = [(row.username, row.name, row.role, row.unit or "–", row.zone) for row in demo.accounts()]
        password = gettext("Password of all accounts: %(password)s") % {"password": demo.SIGN_IN_WITH}
        return [*table([head, *rows]), "", password]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns in line on a terminal, where a Chinese character takes two places; a rule below the first row."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "-" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
