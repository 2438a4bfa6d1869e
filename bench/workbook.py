"""What our workbooks cost beside openpyxl's bare write-only writer of the same cells. Goal: at most 1.6 times.

    .venv/bin/python bench/workbook.py [--rounds 5] [--rows 8500] [--columns 33]

The list has styles, a title, notices, headings, widths, a filter, frozen panes and a footer; the year's workbook is that
of the database's first zone (skipped without one), written from recorded rows so that no query is in the figure. Both
sides of a pair run in turn in the same process; the printed numbers are medians of CPU seconds.
"""

import argparse
import datetime
import io
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoneportal.settings")

import django

django.setup()

import openpyxl  # noqa: E402
from django.db import OperationalError, ProgrammingError  # noqa: E402
from django.utils import translation  # noqa: E402

from core.excel import Book, Column, Formula, Link, Sheet  # noqa: E402
from reports.workbook import year_workbook  # noqa: E402
from zones.models import Zone  # noqa: E402

KINDS = ("text", "number", "date", "number", "wrap")
GOAL = 1.6
Rows = list[list[Any]]


def list_rows(rows: int, columns: int) -> Rows:
    """Cells as a register has them: names, amounts, dates, counts, notes, and every eleventh not reported."""

    def cell(row: int, column: int) -> Any:
        if (row + column) % 11 == 10:
            return None
        return (
            f"家具产业园第{row}号项目",
            Decimal(row * 37 + column) / 100,
            datetime.date(2015, 1, 1) + datetime.timedelta(days=(row + column) % 365),
            row * column,
            "厂房基础完成，正在吊装钢构",
        )[column % 5]

    return [[cell(row, column) for column in range(columns)] for row in range(rows)]


def write_list(rows: Rows) -> bytes:
    """Ours, by the calls that core.excel.list_workbook makes."""
    columns = [
        Column(f"第{n}列", kind=KINDS[n % 5], unit="万元" if KINDS[n % 5] == "number" else "", group=f"组{n // 3}")
        for n in range(len(rows[0]))
    ]
    with Book(title="名册") as book:
        sheet = book.sheet("名册", paper="A3", footer="某县产业集聚区")
        sheet.title("某县产业集聚区名册", len(columns))
        sheet.line("筛选：无", len(columns))
        sheet.header(columns, freeze=1)
        for row in rows:
            sheet.row(row)
        sheet.filter(4, len(rows) + 4)
        return book.save().getvalue()


def write_bare(sheets: dict[str, Rows]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def recorded_year() -> dict[str, list[tuple]] | None:
    """The rows of the year's workbook of the first zone, as its sheets were given them; None without a zone."""
    try:
        zone = Zone.objects.order_by("pk").first()
    except (OperationalError, ProgrammingError):
        return None
    if zone is None:
        return None
    calls: dict[str, list[tuple]] = {}
    add = Sheet._add

    def record(self: Sheet, values: Any, columns: Any, role: str, height: Any = 0) -> None:
        calls.setdefault(self.name, []).append((values, columns, role, 20 if callable(height) else height))
        add(self, values, columns, role, height)

    Sheet._add = record
    try:
        year_workbook(zone=zone, year=2014, as_of=datetime.date(2015, 6, 16))
    finally:
        Sheet._add = add
    return calls


def write_year(calls: dict[str, list[tuple]]) -> bytes:
    with Book(title="年度汇总表", missing="–") as book:
        for name, rows in calls.items():
            sheet = book.sheet(name, paper="A3", footer="某县产业集聚区")
            for values, columns, role, height in rows:
                sheet._add(values, columns, role, height)
        return book.save().getvalue()


def plain(value: Any) -> Any:
    """A recorded value as the bare writer takes it; null is printed – by the year's workbook."""
    if isinstance(value, Formula):
        return f"={value.text}"
    if isinstance(value, Link):
        return value.text
    return "–" if value is None else value if isinstance(value, int | Decimal | datetime.date) else str(value)


def compare(name: str, cells: int, ours: Callable[[], bytes], bare: Callable[[], bytes], rounds: int) -> bool:
    times: dict[str, list[float]] = {"bare": [], "ours": []}
    sizes = {}
    pair = {"bare": bare, "ours": ours}
    for turn in range(rounds + 1):  # the first turn warms up
        for key in ("bare", "ours") if turn % 2 else ("ours", "bare"):
            start = time.process_time()
            sizes[key] = len(pair[key]())
            if turn:
                times[key].append(time.process_time() - start)
    medians = {key: statistics.median(values) for key, values in times.items()}
    ratio = medians["ours"] / medians["bare"]
    print(
        f"{name} ({cells:,} cells): bare {medians['bare']:.2f} s, ours {medians['ours']:.2f} s, ratio {ratio:.2f} (goal ≤ {GOAL})"
    )
    print(f"  file: bare {sizes['bare'] / 1e6:.2f} MB, ours {sizes['ours'] / 1e6:.2f} MB")
    return ratio <= GOAL


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=8500)
    parser.add_argument("--columns", type=int, default=33)
    options = parser.parse_args()
    build = f"{platform.python_implementation()} {platform.python_version()} ({sys.executable}; {platform.python_compiler()})"
    print(f"{build}, openpyxl {openpyxl.__version__}, lxml {'yes' if openpyxl.LXML else 'no'}, {os.cpu_count()} cores")
    with translation.override("zh-hans"):
        rows = list_rows(options.rows, options.columns)
        good = compare(
            f"list {options.rows:,} × {options.columns}",
            options.rows * options.columns,
            lambda: write_list(rows),
            lambda: write_bare({"名册": rows}),
            options.rounds,
        )
        calls = recorded_year()
        if calls is None:
            print("year's workbook: skipped, the database has no zone (manage.py setup_demo)")
            return 0 if good else 1
        sheets = {name: [[plain(value) for value in values] for values, *_rest in kept] for name, kept in calls.items()}
        count = sum(len(row) for kept in sheets.values() for row in kept)
        good &= compare("year's workbook", count, lambda: write_year(calls), lambda: write_bare(sheets), options.rounds * 3)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
