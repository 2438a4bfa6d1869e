"""The workbook of a list page: the list as it stands, with its title, notices, headings and types."""

import io
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from core.excel.book import Book
from core.excel.cells import Column

A4_WIDTH = 14  # columns that an A4 page holds readably
CHUNK = 2_000


def list_workbook(
    *, title: str, notices: Iterable[str], table: Any, records: Iterable[Any], group: Any = None
) -> tuple[io.BytesIO, int]:
    """The visible columns of ``table`` for ``records`` as a workbook, and how many rows it has.

    What the rows are grouped by (core.tables.Group) stands in the first column, so that they can be sorted and filtered on.
    Null stays an empty cell. Rows are streamed; 20,000 rows and more belong into a command.
    """
    columns = [column_of(bound) for bound in table.columns]
    rows = table.export_rows(streamed(records))
    if group is not None:
        columns.insert(0, Column(table.group_title(group)))
        rows = table.export_rows(streamed(records), first=table.group_writers(group)[1])
    span = max(len(columns), 1)
    with Book(title=title) as book:
        sheet = book.sheet(title, paper="A4" if span <= A4_WIDTH else "A3")
        sheet.title(title, span)
        for notice in notices:
            sheet.line(notice, span)
        sheet.header(columns, freeze=min(1, span - 1))
        first = sheet.next_row
        for values in rows:
            sheet.row(values)
        sheet.filter(first - 1, max(sheet.next_row - 1, first))
        return book.save(), sheet.next_row - first


def column_of(bound: Any) -> Column:
    column = bound.column
    kind = "wrap" if getattr(column, "wide", False) and column.kind == "text" else column.kind
    return Column(bound.header, kind=kind, unit=getattr(column, "unit", ""), places=getattr(column, "places", None))


def streamed(records: Iterable[Any]) -> Iterable[Any]:
    return records.iterator(chunk_size=CHUNK) if isinstance(records, QuerySet) else records
