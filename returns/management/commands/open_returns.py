"""``manage.py open_returns``: one return for every above-scale enterprise of a month, in every zone. Made for cron."""

from argparse import ArgumentParser
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.history import Origin
from core.periods import ONE_DAY
from returns import actions
from zones.models import Zone


class Command(BaseCommand):
    help = "Opens the returns of a month, by default of the one that was over last. Running it again adds what is missing only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", metavar="2015-05", help="by default the month that was over last")
        parser.add_argument("--zone", metavar="CODE", help="the short code of one zone; every zone by default")

    def handle(self, *args: Any, month: str | None, zone: str | None, **options: Any) -> None:
        today = clock.today()
        year, number = read_month(month) if month else last_month(today)
        zones = list(Zone.objects.filter(code=zone) if zone else Zone.objects.all())
        if zone and not zones:
            raise CommandError(f"There is no zone {zone}.")
        with pghistory.context(origin=Origin.COMMAND, command="open_returns"):
            for each in zones:
                count = actions.open_month(zone=each, year=year, month=number, today=today)
                self.stdout.write(f"{each.code} {year}-{number:02d}: {count} returns opened")


def last_month(today: Any) -> tuple[int, int]:
    day = today.replace(day=1) - ONE_DAY
    return day.year, day.month


def read_month(text: str) -> tuple[int, int]:
    """Raises: CommandError for anything but a month like 2015-05, 1950 to 2100."""
    year, _dash, number = text.partition("-")
    if not (year.isascii() and year.isdigit() and number.isascii() and number.isdigit() and len(number) <= 2):
        raise CommandError(f"There is no month {text}; write one like 2015-05.")
    if not (1950 <= int(year) <= 2100 and 1 <= int(number) <= 12):
        raise CommandError(f"There is no month {text}; write one like 2015-05.")
    return int(year), int(number)
