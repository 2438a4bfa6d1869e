"""``manage.py export_year --year 2014 [--zone CODE] --output FILE``: the year-end workbook without a browser."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from core import clock
from indicators.models import Figure
from reports.archive import year_pack
from reports.management.files import target, write
from reports.management.zones import check_year, find_zone


class Command(BaseCommand):
    help = "Writes a zone's year-end workbook (figures, registers, ledger, works) to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="the year that is over, like 2014; the plan is the next one's")
        parser.add_argument("--zone", default="", help="the zone's short code; not needed where there is only one")
        parser.add_argument("--output", required=True, help="the file to write, ending in .xlsx; an existing one is replaced")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans", help="zh-hans unless given")

    def handle(self, *args: Any, year: int, zone: str, output: str, language: str, **options: Any) -> None:
        check_year(year)
        path, chosen = target(output, ".xlsx"), find_zone(zone)
        if year not in Figure.objects.years(chosen):
            self.stderr.write(f"Note: no figures of {year} are stored for {chosen.code}; the workbook prints – for them.")
        with translation.override(language):
            stream, rows = year_pack(zone=chosen, year=year, by="", today=clock.today())
        write(path, stream.getvalue())
        self.stdout.write(f"{path}: {chosen.name}, {year}, {rows} rows")
