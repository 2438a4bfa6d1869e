"""``manage.py import_returns FILE --month 2015-05 --by USERNAME``: a filled-in workbook without a browser."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from core import clock
from core.excel import LARGEST_FILE, WorkbookError
from core.history import Origin
from core.imports import Import, Reading, UnstorableError, check, store
from returns.imports import MonthImport
from returns.management.commands.open_returns import read_month
from zones.models import User, Zone


class Command(BaseCommand):
    help = "Reads a month's returns from a workbook; all of it or nothing. The same rules, rights and locks as in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the workbook that was downloaded for the month and filled in")
        parser.add_argument("--month", required=True, metavar="2015-05")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the sign-in name of whoever answers for it")
        parser.add_argument("--zone", metavar="CODE", default="", help="not needed where there is only one")
        parser.add_argument("--submit", action="store_true", help="hand the returns in instead of keeping drafts")
        parser.add_argument("--note", default="", help="explains what is doubtful and no row explains itself")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans", help="zh-hans unless given")

    def handle(self, *args: Any, file: str, month: str, by: str, zone: str, language: str, **options: Any) -> None:
        year, number = read_month(month)
        path, person, chosen = Path(file), self.person(by), self.zone(zone)
        if not path.is_file():
            raise CommandError(f"There is no file {file}.")
        with translation.override(language), pghistory.context(origin=Origin.COMMAND, command="import_returns", name=person.name):
            kind = MonthImport(year=year, month=number, user=person, zone=chosen, as_of=clock.today())
            kind.take(options)
            count = self.store(kind, path.read_bytes()[: LARGEST_FILE + 1])
        self.stdout.write(f"{chosen.code} {month}: {count} returns stored")

    def person(self, username: str) -> User:
        person = User.objects.named(username).filter(is_active=True).first()
        if person is None:
            raise CommandError(f"There is nobody with the sign-in name {username}.")
        return person

    def zone(self, code: str) -> Zone:
        zones = list(Zone.objects.filter(code=code) if code else Zone.objects.all())
        if len(zones) != 1:
            raise CommandError(f"There is no zone {code}." if code else "There are several zones; name one with --zone.")
        return zones[0]

    @transaction.atomic
    def store(self, kind: Import, data: bytes) -> int:
        """Raises: CommandError with every fault, and then nothing is stored."""
        try:
            reading = check(kind, data, locked=True)
        except WorkbookError as error:
            raise CommandError(str(error)) from None
        if reading.questions:
            raise CommandError(f"Headings that nobody knows: {'、'.join(reading.questions)}")
        self.refuse(reading)
        try:
            return store(kind, reading)
        except UnstorableError:
            self.refuse(reading)
            raise

    def refuse(self, reading: Reading) -> None:
        """Raises: CommandError for a reading with faults."""
        if reading.faults:
            raise CommandError("\n".join(f"{fault.at} {fault.words}".strip() for fault in reading.faults))
