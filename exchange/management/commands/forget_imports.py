"""``manage.py forget_imports [--days 90]``: workbooks that nobody mended or stored are not kept for ever."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.actions import forget


class Command(BaseCommand):
    help = "Removes the content of workbooks that were sent so long ago and not stored; that they were sent stays written down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=90, help="how long a workbook waits to be mended or stored; 90 unless given"
        )

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not 1 <= days <= 3650:
            raise CommandError("--days is between 1 and 3650")
        count = forget(days=days)
        self.stdout.write(f"{count} workbooks are no longer kept")
