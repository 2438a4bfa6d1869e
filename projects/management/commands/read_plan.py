"""``manage.py read_plan FILE --year 2015``: what the portal reads out of a plan in prose. Needs no database; saves nothing."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.plan_files import LARGEST_FILE, PlanFileError, read_plan_file
from projects.plan_text import LONGEST_TEXT, Promise, Reading, TextTooLongError, read
from projects.plan_text.terms import FIRST_YEAR, LAST_YEAR


class Command(BaseCommand):
    help = "Reads a plan's text (.txt, .docx) into proposed promises and prints them; nothing is saved."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a plan as plain text (UTF-8, GB18030, UTF-16) or .docx")
        parser.add_argument("--year", metavar="2015", help="the year that dates without one belong to; always needed")
        parser.add_argument("--as-of", metavar="2015-01-05", help="the day the plan was written, for 本月 and 明年")
        parser.add_argument("--json", action="store_true", help="prints JSON instead of a table")

    def handle(self, *args: Any, file: str, year: str | int | None, as_of: str | date | None, **options: Any) -> None:
        chosen, written = self.read_year(year), self.read_day(as_of)
        text = self.read_file(Path(file))
        try:
            reading = read(text, year=chosen, as_of=written)
        except TextTooLongError:
            raise CommandError(f"{file} has {len(text)} characters; at most {LONGEST_TEXT} are read. Send it in parts.") from None
        self.stdout.write(as_json(reading) if options["json"] else as_table(reading))

    def read_year(self, text: str | int | None) -> int:
        said = str(text) if text is not None else ""
        if not (said.isascii() and said.isdigit() and len(said) == 4 and FIRST_YEAR <= int(said) <= LAST_YEAR):
            raise CommandError(f"--year must be a year from {FIRST_YEAR} to {LAST_YEAR}, like --year 2015.")
        return int(said)

    def read_day(self, text: str | date | None) -> date | None:
        if text is None or isinstance(text, date):
            return text
        try:
            found = date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            found = None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise CommandError("--as-of must be a day like 2015-01-05.")
        return found

    def read_file(self, path: Path) -> str:
        try:
            if path.is_dir():
                raise CommandError(f"{path} is a directory; name a text or .docx file.")
            if path.exists() and not path.is_file():
                raise CommandError(f"{path} is no ordinary file; name a text or .docx file.")
            if path.stat().st_size > LARGEST_FILE:
                raise CommandError(f"{path} is larger than 10 MB.")
            return read_plan_file(path.name, path.read_bytes())
        except PlanFileError as fault:
            raise CommandError(str(fault)) from None
        except FileNotFoundError:
            raise CommandError(f"There is no file {path}.") from None
        except (OSError, ValueError):
            raise CommandError(f"The file {path} cannot be read.") from None


def as_row(promise: Promise) -> dict[str, Any]:
    return {
        "project": promise.project,
        "due": promise.due.isoformat(),
        "window_start": promise.window_start.isoformat(),
        "precision": promise.precision,
        "relation": promise.relation,
        "text": promise.text,
        "objects": list(promise.objects),
        "phase": promise.phase,
        "flags": list(promise.flags),
    }


def as_json(reading: Reading) -> str:
    skipped = [{"text": each.text, "reason": each.reason} for each in reading.skipped]
    said = {"milestones": [as_row(each) for each in reading.milestones], "skipped": skipped}
    return json.dumps(said, ensure_ascii=False, indent=2)


def as_table(reading: Reading) -> str:
    """A line for each promise and each skipped piece, under how many there are."""
    lines = [f"{len(reading.milestones)} promises"]
    for each in reading.milestones:
        head = f"{each.due} {each.precision:<9} {each.relation:<2} {each.phase:<12}"
        flags = f"  [{', '.join(each.flags)}]" if each.flags else ""
        lines.append(f"{head} {each.project or '-'}: {each.text}{flags}")
    lines.append(f"{len(reading.skipped)} skipped")
    lines += [f"{each.reason:<15} {' '.join(each.text.split())}" for each in reading.skipped]
    return "\n".join(lines)
