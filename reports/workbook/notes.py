"""The narrative facts of the year: results, mechanisms, problems, safeguards."""

from itertools import groupby

from django.utils.translation import gettext as _

from core.excel import Column, Sheet
from reports.choices import NoteKind
from reports.models import YearNote
from reports.workbook.frame import Layout, Pack, begin, generated, running


def layout() -> Layout:
    return Layout(
        {
            "no": running(),
            "title": Column(_("Heading"), "wrap", width=30),
            "text": Column(_("Text"), "wrap", width=90),
            "source": Column(_("Source"), "wrap", width=30),
            "generated": Column(_("Kind of data"), "centre", width=10),
        }
    )


def write_notes(pack: Pack, sheet: Sheet) -> int:
    columns = layout()
    found = list(YearNote.objects.in_zone(pack.zone).of_year(pack.year).in_report_order())
    begin(sheet, pack.title(_("problems, safeguards and results of %(year)s") % {"year": pack.year}), len(columns))
    columns.write_head(sheet, freeze=0)
    if not found:
        sheet.line(_("Nothing is entered for this year."), len(columns))
    for kind, group in groupby(found, key=lambda note: note.kind):
        sheet.line(str(NoteKind(kind).label), len(columns), "section")
        for number, note in enumerate(group, 1):
            sheet.row(columns.values(no=number, title=note.title, text=note.text, source=note.source, generated=generated(note)))
    return len(found)
