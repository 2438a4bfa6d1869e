"""The file of a list page: the list as it stands; as a workbook with its title, notices, headings and types, or as CSV."""

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.excel.book import Book, Sheet
from core.excel.cells import Column
from core.excel.text import looks_like_formula, safe_text

A4_WIDTH = 14  # columns that an A4 page holds readably
CHUNK = 2_000
Reader = Callable[[Any], Any]
LIST_FORMS = ("xlsx", "csv")  # as which a list leaves the portal


def list_csv(*, table: Any, records: Iterable[Any], group: Any = None) -> tuple[io.BytesIO, int]:
    """The same rows as a CSV file that Excel and WPS open without garbling, and how many there are; no title, no notices.

    Text that a program would take for a formula gets an apostrophe in front.
    """
    columns, rows = _columns_and_rows(table, records, group, {})
    out, count = io.StringIO(), 0
    writer = csv.writer(out)
    writer.writerow([column.heading.replace("\n", "") for column in columns])
    for values in rows:
        writer.writerow([csv_value(value) for value in values])
        count += 1
    return io.BytesIO(out.getvalue().encode("utf-8-sig")), count


def csv_value(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if value is None or isinstance(value, int | Decimal | datetime.date):
        return value
    text = safe_text(value)
    return f"'{text}" if looks_like_formula(text) else text


def list_workbook(
    *,
    title: str,
    notices: Iterable[str],
    table: Any,
    records: Iterable[Any],
    group: Any = None,
    stamp: str = "",
    hidden: Mapping[str, Reader] | None = None,
) -> tuple[io.BytesIO, int]:
    """The visible columns of ``table`` for ``records`` as a workbook, and how many rows it has.

    What the rows are grouped by (core.tables.Group) stands in the first column, so that they can be sorted and filtered on.
    ``hidden`` are columns behind the others, by their headings; ``stamp`` is kept in the file's keywords.
    Null stays an empty cell. Rows are streamed; 20,000 rows and more belong into a command.
    """
    with Book(title=title, stamp=stamp) as book:
        sheet = book.sheet(title, paper="A4" if len(table.columns) + bool(group) <= A4_WIDTH else "A3")
        count = write_table(sheet, title, table, records, notices=notices, group=group, hidden=hidden or {})
        return book.save(), count


def write_table(
    sheet: Sheet,
    title: str,
    table: Any,
    records: Iterable[Any],
    *,
    notices: Iterable[str] = (),
    group: Any = None,
    hidden: Mapping[str, Reader] | None = None,
) -> int:
    """The list of :func:`list_workbook` on one sheet; how many rows it has."""
    columns, rows = _columns_and_rows(table, records, group, hidden or {})
    span = max(len(columns) - len(hidden or {}), 1)
    sheet.title(title, span)
    for notice in notices:
        sheet.line(notice, span)
    sheet.header(columns, freeze=min(1, span - 1))
    first = sheet.next_row
    for values in rows:
        sheet.row(values)
    sheet.filter(first - 1, max(sheet.next_row - 1, first))
    return sheet.next_row - first


def _columns_and_rows(
    table: Any, records: Iterable[Any], group: Any, hidden: Mapping[str, Reader]
) -> tuple[list[Column], Iterable[list[Any]]]:
    first = [] if group is None else [(Column(table.group_title(group)), table.group_writers(group)[1])]
    last = [(Column(heading, is_hidden=True), read) for heading, read in hidden.items()]
    columns = [*(column for column, _read in first), *map(column_of, table.columns), *(column for column, _read in last)]
    readers = {"before": [read for _column, read in first], "behind": [read for _column, read in last]}
    return columns, table.export_rows(streamed(records), **readers)


def column_of(bound: Any) -> Column:
    column = bound.column
    kind = "wrap" if getattr(column, "wide", False) and column.kind == "text" else column.kind
    return Column(bound.header, kind=kind, unit=getattr(column, "unit", ""), places=getattr(column, "places", None))


def streamed(records: Iterable[Any]) -> Iterable[Any]:
    return records.iterator(chunk_size=CHUNK) if isinstance(records, QuerySet) else records
