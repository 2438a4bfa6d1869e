"""``manage.py write_report --year 2014 [--zone CODE] --output FILE``: the annual report as Word without a browser."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from core import clock
from reports.annual.paper import report_document
from reports.annual.reading import annual_report
from reports.management.files import target, write
from reports.management.zones import check_year, find_zone


class Command(BaseCommand):
    help = "Writes a zone's annual report to a Word document: its sections, with the frozen values of the year or today's."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="the year that is over, like 2014; the plan is the next one's")
        parser.add_argument("--zone", default="", help="the zone's short code; not needed where there is only one")
        parser.add_argument("--output", required=True, help="the file to write, ending in .docx; an existing one is replaced")

    def handle(self, *args: Any, year: int, zone: str, output: str, **options: Any) -> None:
        check_year(year)
        path, chosen = target(output, ".docx"), find_zone(zone)
        with translation.override("zh-hans"):
            made = annual_report(chosen, year).draft
            stream = report_document(made, zone=chosen, year=year, author=chosen.name, moment=clock.now())
        write(Path(path), stream.getvalue())
        for name in made.missing:
            self.stderr.write(f"Note: nothing is known of {name}; the report says so in its place.")
        self.stdout.write(f"{path}: {chosen.name}, {year}, {len(made.parts)} sections")
