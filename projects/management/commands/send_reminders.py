"""``manage.py send_reminders``: reminds of weekly reports that are not given. Made for cron, every quarter of an hour."""

import datetime
from argparse import ArgumentParser
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core import clock
from core.history import Origin
from projects import actions
from zones.models import Zone


class Command(BaseCommand):
    help = "Reminds of reports that are not given: when the week opens, before the deadline, after it. Sends each reminder once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--zone", metavar="CODE", help="the short code of one zone; every zone by default")
        parser.add_argument("--now", metavar="2015-06-15T17:00", help="as if it were this moment; the real one by default")

    def handle(self, *args: Any, zone: str | None, now: str | None, **options: Any) -> None:
        moment = self.read_moment(now)
        with pghistory.context(origin=Origin.COMMAND, command="send_reminders"):
            for each in self.read_zones(zone):
                sent = actions.send_due_reminders(zone=each, now=moment)
                failed = sum(reminder.has_failed for reminder in sent)
                self.stdout.write(f"{each.code}: {len(sent)} reminded, {failed} of them not on every way")

    def read_moment(self, text: str | None) -> datetime.datetime:
        """In the portal's time zone unless the text says another."""
        if not text:
            return clock.now()
        try:
            found = parse_datetime(text)
        except ValueError:
            found = None
        if found is None:
            raise CommandError(f"{text} is no moment; write one like 2015-06-15T17:00.")
        return found if timezone.is_aware(found) else timezone.make_aware(found)

    def read_zones(self, code: str | None) -> list[Zone]:
        found = Zone.objects.filter(code=code) if code else Zone.objects.all()
        if code and not found:
            raise CommandError(f"There is no zone {code}; there are: {', '.join(Zone.objects.values_list('code', flat=True))}.")
        return list(found)
