"""``manage.py check_figures --year 2014 [--zone CODE] [--json]``: what does not fit together in a report's numbers."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from reports import checks
from reports.checks import Finding
from reports.management.zones import check_year, find_zone


class Command(BaseCommand):
    help = "Checks a year's figures and the plan that the same report makes for the next year. Nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="the year of the report, like 2014")
        parser.add_argument("--zone", default="", help="the zone's short code; not needed where there is only one")
        parser.add_argument("--json", action="store_true", help="print every statement as JSON, those that fail first")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans", help="zh-hans unless given")

    def handle(self, *args: Any, year: int, zone: str, language: str, **options: Any) -> None:
        check_year(year)
        with translation.override(language):
            found = checks.findings(find_zone(zone), year)
            if options["json"]:
                listed = {"findings": [one.statement.as_json() for one in found]}
                self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2))
                return
            failing = [one for one in found if one.fails]
            for one in failing:
                self.stdout.write(line(one))
            self.stdout.write(f"{len(failing)} of {len(found)} statements fail, {sum(one.is_open for one in failing)} undecided")


def line(one: Finding) -> str:
    statement = one.statement
    return f"✗ {statement.subject} · {statement.title}: {statement.words} ({statement.printed_difference} {statement.unit})"
