"""The totals of a year as tables: an item each, months down, the zone and its parks across."""

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Book, Column
from indicators.choices import period_words
from returns.models import ReturnItem
from returns.totals import UNPLACED, ZONE, Reader, Shown, Totals
from zones.models import Park, Zone

HIDDEN = "＊"  # a total of too few enterprises; the page says so


@dataclass(frozen=True, slots=True)
class Line:
    """One month: the zone first, then the places of the table."""

    month: int
    cells: list[Shown]

    @property
    def words(self) -> str:
        return period_words(self.month)


@dataclass(frozen=True, slots=True)
class Table:
    """One item. ``places`` are the names of the columns, the whole zone first."""

    item: ReturnItem
    places: list[str]
    lines: list[Line]

    @property
    def has_hidden(self) -> bool:
        return any(cell.is_hidden for line in self.lines for cell in line.cells)

    @property
    def newest(self) -> Line:
        return self.lines[-1]


def tables(made: Totals, items: Iterable[ReturnItem], zone: Zone, reader: Reader) -> list[Table]:
    """The items that anything is reported of. One query."""
    parks = [(park.pk, park.name) for park in Park.objects.in_zone(zone).filter(parent__isnull=True)]
    used = {place for places in made.cells.values() for place in places}
    named: list[tuple[Any, str]] = [(ZONE, _("Whole zone")), *((pk, name) for pk, name in parks if pk in used)]
    if UNPLACED in used:
        named.append((UNPLACED, _("park not known")))
    found = []
    for item in items:
        months = [month for month in made.months if (month, item.pk) in made.cells]
        lines = [Line(month, [made.shown(month, item.pk, place, reader) for place, _name in named]) for month in months]
        if lines:
            found.append(Table(item, [name for _place, name in named], lines))
    return found


def totals_workbook(found: Iterable[Table], *, title: str, as_of: datetime.date, author: str) -> tuple[io.BytesIO, int]:
    """A sheet for each item, with the number of enterprises and their growth, and how many rows there are."""
    notices = [
        _("As of %(day)s, exported by %(user)s") % {"day": as_of, "user": author},
        _("Handed-in returns count. Growth compares the same enterprises. %(mark)s: too few enterprises to be shown.")
        % {"mark": HIDDEN},
    ]
    rows = 0
    with Book(title=title, author=author, missing=units.NOT_REPORTED) as book:
        for table in found:
            sheet = book.sheet(str(table.item), paper="A3")
            columns = [Column(_("Period")), *heads(table)]
            sheet.title(f"{title} · {table.item}", len(columns))
            for notice in notices:
                sheet.line(notice, len(columns))
            sheet.header(columns, freeze=1)
            for line in table.lines:
                sheet.row([line.words, *(value for cell in line.cells for value in values(cell))])
                rows += 1
        if not rows:
            book.sheet(title).title(title, 4)
        return book.save(), rows


def heads(table: Table) -> list[Column]:
    return [
        column
        for place in table.places
        for column in (
            Column(_("Total"), "number", unit=table.item.unit, group=place),
            Column(_("Enterprises"), "number", group=place),
            Column(_("Growth"), "number", unit="%", places=1, group=place),
        )
    ]


def values(cell: Shown) -> tuple[Any, Any, Any]:
    if cell.is_hidden:
        return HIDDEN, HIDDEN, None
    if cell.total is None:
        return None, None, None
    return cell.value, cell.total.firms, None if cell.growth is None else units.rounded(cell.growth, 1)
