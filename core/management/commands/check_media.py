"""``manage.py check_media``: lists files without rows and rows without files. Made for cron: fails when something is wrong."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.media import media_state
from core.storage import remove_files


class Command(BaseCommand):
    help = "Compares the uploaded files with the rows that they belong to; --delete removes files without rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="remove the files that belong to no row")

    def handle(self, *args: Any, delete: bool, **options: Any) -> None:
        found = media_state(time.time())
        for name in found.orphans:
            self.stdout.write(f"{'removed' if delete else 'without a row'}: {name}")
        for name in found.missing:
            self.stdout.write(f"missing: {name}")
        if delete:
            remove_files(found.orphans)
        counts = f"{found.stored} files, {len(found.orphans)} without a row, {len(found.missing)} missing"
        if found.missing or (found.orphans and not delete):
            raise CommandError(counts)
        self.stdout.write(counts)
