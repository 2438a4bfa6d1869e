"""The weekly brief as a workbook: a sheet of numbers, and one for each table."""

import io

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.excel import Book, Column
from reports.brief.paper import headlines, words
from reports.brief.reading import Brief
from reports.brief.rows import Order, Row, Section

SUMMARY = (6, 50)


def brief_workbook(brief: Brief, *, by: str, author: str) -> tuple[io.BytesIO, int]:
    """And how many rows it has. Values keep their types; what is unreviewed stands in a column of its own."""
    title = _("%(zone)s: weekly brief %(week)s") % {"zone": brief.zone_name, "week": brief.occasion.week}
    both = {"unit": brief.order("unit"), "park": brief.order("park")}
    with Book(title=title, author=author) as book:
        _numbers(book, brief, title)
        for _chapter, tables in brief.shown(by):
            for table in tables:
                rows = [row for group in table.groups for row in group.rows]
                _table(book, table.section, rows, both, title)
        _pictures(book, brief, title)
        return book.save(), brief.rows


def _numbers(book: Book, brief: Brief, title: str) -> None:
    sheet = book.sheet(_("In short"))
    sheet.title(title, 2)
    for line in headlines(brief):
        sheet.line(line, 2)
    sheet.header([Column(pgettext("brief", "What"), "wrap", width=60), Column(_("Number"), "number", width=12)])
    for each in brief.counters:
        sheet.row([each.words, each.count])


def _table(book: Book, section: Section, rows: list[Row], orders: dict[str, Order], title: str) -> None:
    sheet = book.sheet(section.title, paper="A4")
    columns = [Column(pgettext("column", "Unit")), Column(pgettext("column", "Park"))]
    columns += [Column(each.head, "wrap" if each.kind == "text" else each.kind, unit=each.unit) for each in section.columns]
    columns += [Column(_("Unreviewed"), "wrap")] if section.is_reported else []
    sheet.title(f"{title} · {section.title}", len(columns))
    for line in (section.note, "" if rows else section.empty):
        if line:
            sheet.line(line, len(columns))
    sheet.header(columns, freeze=3)
    first = sheet.next_row
    for row in rows:
        whose = [orders[by].name(orders[by].key(row)) for by in ("unit", "park")]
        marks = [section.marks(row)] if section.is_reported else []
        sheet.row([*whose, *(cell.value for cell in row.cells), *marks])
    sheet.filter(first - 1, max(sheet.next_row - 1, first))
    if section.total:
        spare = [""] if section.is_reported else []
        sheet.row([_("Total"), "", "", *(cell.value for cell in section.total[1:]), *spare], "total")


def _pictures(book: Book, brief: Brief, title: str) -> None:
    if not brief.pictures:
        return
    sheet = book.sheet(_("Photos of the week"))
    columns = [Column(_("Project"), "wrap"), Column(_("Photo"), "wrap", width=70), Column(_("Remark"), width=16)]
    sheet.title(f"{title} · {_('Photos of the week')}", len(columns))
    sheet.header(columns, freeze=1)
    for each in brief.pictures:
        sheet.row([each.project, words(each), "" if each.photo else _("removed since")])
