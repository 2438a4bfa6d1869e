"""``manage.py export_year --year 2014 [--zone CODE] --output FILE``: the year-end workbook without a browser."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from core import clock
from indicators.models import Figure
from reports.management.zones import check_year, find_zone
from reports.workbook import year_workbook


class Command(BaseCommand):
    help = "Writes a zone's year-end workbook (figures, registers, ledger, works) to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="the year that is over, like 2014; the plan is the next one's")
        parser.add_argument("--zone", default="", help="the zone's short code; not needed where there is only one")
        parser.add_argument("--output", required=True, help="the file to write, ending in .xlsx; an existing one is replaced")
        parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans", help="zh-hans unless given")

    def handle(self, *args: Any, year: int, zone: str, output: str, language: str, **options: Any) -> None:
        check_year(year)
        path, chosen = target(output), find_zone(zone)
        if year not in Figure.objects.years(chosen):
            self.stderr.write(f"Note: no figures of {year} are stored for {chosen.code}; the workbook prints – for them.")
        with translation.override(language):
            stream, rows = year_workbook(zone=chosen, year=year, as_of=clock.today())
        write(path, stream.getvalue())
        self.stdout.write(f"{path}: {chosen.name}, {year}, {rows} rows")


def target(output: str) -> Path:
    """The file to write. Raises: CommandError before any work is done."""
    path = Path(output).expanduser()
    if path.suffix.lower() != ".xlsx":
        raise CommandError(f"--output must end in .xlsx, not {path.name or output!r}")
    if path.is_dir():
        raise CommandError(f"{path} is a folder")
    if not path.parent.is_dir():
        raise CommandError(f"There is no folder {path.parent}")
    return path


def write(path: Path, content: bytes) -> None:
    """All of it or nothing: an old file stays until the new one is complete."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise CommandError(f"Cannot write {path}: {error.strerror}") from None
