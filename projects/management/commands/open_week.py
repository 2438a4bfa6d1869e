"""``manage.py open_week``: one weekly report for every project that reports, in every zone. Made for cron: safe to repeat."""

from argparse import ArgumentParser
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import clock
from core.history import Origin
from core.periods import Week
from projects import actions
from projects.models import WeeklyReport
from projects.weeks import reporting_week
from zones.models import Zone


class Command(BaseCommand):
    help = "Opens the week's reports: one for every project that reports weekly. Running it again adds only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--week", metavar="2015-W24", help="the newest week that is open for reporting by default")
        parser.add_argument("--zone", metavar="CODE", help="the short code of one zone; every zone by default")

    def handle(self, *args: Any, week: str | None, zone: str | None, **options: Any) -> None:
        chosen, newest = self.read_week(week), reporting_week(clock.today())
        if chosen and chosen > newest:
            raise CommandError(f"{chosen} is not open for reporting yet; the newest week that is open is {newest}.")
        with pghistory.context(origin=Origin.COMMAND, command="open_week"):
            for each in self.read_zones(zone):
                self.open(each, chosen or newest)

    def read_week(self, text: str | None) -> Week | None:
        try:
            return Week.parse(text) if text else None
        except ValueError:
            raise CommandError(f"There is no week {text}; write one like 2015-W24.") from None

    def read_zones(self, code: str | None) -> list[Zone]:
        found = Zone.objects.filter(code=code) if code else Zone.objects.all()
        if code and not found:
            raise CommandError(f"There is no zone {code}; there are: {', '.join(Zone.objects.values_list('code', flat=True))}.")
        return list(found)

    def open(self, zone: Zone, week: Week) -> None:
        reports = WeeklyReport.objects.in_zone(zone).of_week(week.monday)
        before = reports.count()
        opened = actions.open_week(zone=zone, week=week)
        added = reports.count() - before
        due = timezone.localtime(opened.due_at)
        self.stdout.write(f"{zone.code} {week}: {added} reports opened, {before} were there, due {due:%Y-%m-%d %H:%M}")
