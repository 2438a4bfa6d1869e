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
from zones.models import Zone


class Command(BaseCommand):
    help = (
        "Opens a week's reports: one for every project that reported weekly when the week ended. "
        "Running it again adds only what is missing, in an old week too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--week", metavar="2015-W24", help="by default the newest week that is open in each zone")
        parser.add_argument("--zone", metavar="CODE", help="the short code of one zone; every zone by default")

    def handle(self, *args: Any, week: str | None, zone: str | None, **options: Any) -> None:
        today, chosen = clock.today(), self.read_week(week)
        asked = [(each, chosen or each.rhythm().reporting_week(today)) for each in self.read_zones(zone)]
        refused = {each.pk: self.refusal(each, shown) for each, shown in asked}
        if chosen and all(refused.values()):
            raise CommandError(" ".join(refused.values()))
        with pghistory.context(origin=Origin.COMMAND, command="open_week"):
            for each, shown in asked:
                if refused[each.pk]:
                    self.stdout.write(f"{each.code}: {refused[each.pk]}")
                else:
                    self.open(each, shown)

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

    def refusal(self, zone: Zone, week: Week) -> str:
        """Why a week is not opened in a zone, or nothing."""
        try:
            actions.check_week(zone=zone, week=week, as_of=clock.today())
        except actions.WeekNotOpenError as error:
            if error.newest:
                newest = f"the newest week that is open is {error.newest}"
                return f"{week} is not open for reporting yet in zone {zone.code}; {newest}."
            return f"{week} is before the first project of zone {zone.code}, which was entered on {error.first_day}."
        return ""

    def open(self, zone: Zone, week: Week) -> None:
        reports = WeeklyReport.objects.in_zone(zone).of_week(week.monday)
        before = reports.count()
        opened = actions.open_week(zone=zone, week=week, as_of=clock.today())
        added = reports.count() - before
        due = timezone.localtime(opened.due_at)
        self.stdout.write(f"{zone.code} {week}: {added} reports opened, {before} were there, due {due:%Y-%m-%d %H:%M}")
