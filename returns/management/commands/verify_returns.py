"""``manage.py verify_returns [--zone CODE]``: add the totals of all returns up another way, and look for what no form lets in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from returns.models import Return
from returns.verify import verify
from zones.models import Zone


class Command(BaseCommand):
    help = "Goes through all returns of every year. Nothing is changed; it fails when anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--zone", metavar="CODE", help="the short code of one zone; every zone by default")

    def handle(self, *args: Any, zone: str | None, **options: Any) -> None:
        zones = list(Zone.objects.filter(code=zone) if zone else Zone.objects.all())
        if zone and not zones:
            raise CommandError(f"There is no zone {zone}.")
        found = [line for each in zones for year in years(each) for line in verify(each, year)]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} faults")
        self.stdout.write("The returns and their totals are right.")


def years(zone: Zone) -> list[int]:
    return sorted(set(Return.objects.in_zone(zone).order_by().values_list("year", flat=True).distinct()))
