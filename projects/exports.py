"""Workbooks of the ledger that are no plain list."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.excel import Book
from core.excel.listing import column_of
from projects.ledger_changes import LedgerChange, LedgerChanges
from projects.past_tables import LedgerChangeTable


def changes_workbook(*, title: str, notices: Iterable[str], changes: LedgerChanges) -> tuple[io.BytesIO, int]:
    """What changed between two days on two sheets, both ends compared and every change, and how many rows they have."""
    said = list(notices)
    with Book(title=title) as book:
        for name, lines in ((_("Both ends compared"), changes.net), (_("Every change"), changes.steps)):
            _sheet(book, name, [f"{title} · {name}", *said], changes.told(lines))
        return book.save(), len(changes.net) + len(changes.steps)


def _sheet(book: Book, name: str, heading: list[str], lines: list[LedgerChange]) -> None:
    table = LedgerChangeTable.showing(LedgerChangeTable.in_sheet, lines)
    columns = [column_of(bound) for bound in table.columns]
    sheet = book.sheet(name, paper="A3")
    sheet.title(heading[0], len(columns))
    for notice in heading[1:]:
        sheet.line(notice, len(columns))
    sheet.header(columns, freeze=1)
    first = sheet.next_row
    for values in table.export_rows(lines):
        sheet.row(values)
    sheet.filter(first - 1, max(sheet.next_row - 1, first))
