"""The pictures of a year as a workbook: a sheet for each indicator, its months in a table, and charts that the program draws."""

import datetime
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from core import units
from core.excel import Book, Chart, Column, Sheet
from indicators.choices import GrowthBasis
from indicators.pictures import Picture, Point, value_of

HIGH = 16  # rows of a chart


def pictures_workbook(found: Iterable[Picture], *, title: str, as_of: datetime.date, author: str) -> tuple[io.BytesIO, int]:
    """The workbook and how many rows of data it has; indicators without any figure are left out."""
    rows = 0
    with Book(title=title, author=author, missing=units.NOT_REPORTED) as book:
        for one in found:
            if not one.is_empty:
                rows += write(book.sheet(one.indicator.name), one, title, as_of, author)
        if not rows:
            book.sheet(title).title(title, 6)
        return book.save(), rows


def write(sheet: Sheet, one: Picture, title: str, as_of: datetime.date, author: str) -> int:
    indicator = one.indicator
    columns = [
        Column(_("Period"), width=12),
        Column(str(one.year), "number", unit=indicator.unit, width=14),
        Column(_("Target path"), "number", unit=indicator.unit, width=14),
        Column(str(one.year - 1), "number", unit=indicator.unit, width=14),
        Column(_("Published growth"), "number", unit="%", width=12),
        Column(_("Computed growth"), "number", unit="%", places=1, width=12),
        Column(_("Status"), "centre", width=10),
        *(Column(park.name, "number", unit=indicator.unit, width=14) for park in one.parks),
    ]
    sheet.title(f"{title} · {indicator}", len(columns))
    basis = GrowthBasis(indicator.growth_basis).label
    sheet.line(_("As of %(day)s, exported by %(user)s") % {"day": as_of, "user": author}, len(columns))
    sheet.line(_("Growth basis: %(basis)s") % {"basis": basis}, len(columns))
    sheet.header(columns, freeze=1)
    first = sheet.next_row
    for point in one.points:
        sheet.row([*values(point), *(value_of(point.parks.get(park.pk)) for park in one.parks)])
    last, below = sheet.next_row - 1, sheet.next_row + 1
    levels = [(1, str(one.year)), (2, _("Target path")), (3, str(one.year - 1))]
    sheet.chart(Chart(str(indicator), 0, levels, first, last, "line", indicator.unit), at=(0, below), to=(7, below + HIGH))
    if one.parks:
        series = [(7 + place, park.name) for place, park in enumerate(one.parks)]
        chart = Chart(_("By park"), 0, series, first, last, "stacked", indicator.unit)
        sheet.chart(chart, at=(0, below + HIGH + 1), to=(7, below + 2 * HIGH + 1))
    return len(one.points)


def values(point: Point) -> list[object]:
    computed = None if point.computed is None else units.rounded(point.computed, 1)
    status = point.figure.get_status_display() if point.figure else ""
    return [point.words, point.value, point.expected, point.last_year, point.published, computed, status]
