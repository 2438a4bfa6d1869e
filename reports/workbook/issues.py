"""The issues of the year: how many, how many were settled, in how many days."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import units
from core.excel import Column, Formula, Sheet
from reports.workbook.frame import Layout, Pack, begin, number_column
from supervision.models import Issue


def layout() -> Layout:
    return Layout(
        {
            "number": Column(pgettext("issue", "No."), "centre", width=8),
            "text": Column(_("Problem"), "wrap", width=44),
            "category": Column(_("Category"), "centre", width=12),
            "project": Column(_("Project"), "wrap", width=22),
            "unit": Column(_("Responsible unit"), "wrap", width=22),
            "raised": Column(_("Raised on"), "date", width=12),
            "due": Column(_("To be settled by"), "date", width=12),
            "state": Column(pgettext("issue", "State"), "centre", width=12),
            "settled": Column(_("Settled on"), "date", width=12),
            "days": number_column(_("Took"), _("days"), width=10),
        }
    )


def write_issues(pack: Pack, sheet: Sheet) -> int:
    """The days are live: from the day an issue was raised to the day it was settled; their mean stands below."""
    columns = layout()
    found = list(Issue.objects.in_zone(pack.zone).of_year(pack.year).select_related("project", "unit").order_by("number"))
    begin(sheet, pack.title(_("issues of %(year)s") % {"year": pack.year}), len(columns))
    columns.write_head(sheet, freeze=2)
    if not found:
        sheet.line(_("No issue was raised in this year."), len(columns))
        return 0
    first = sheet.next_row
    for issue in found:
        sheet.row(row_of(issue, columns, sheet))
    sheet.area(first - 1, sheet.next_row - 1)
    took = [(issue.settled_on - issue.raised_on).days for issue in found if issue.settled_on]
    mean = units.rounded(Decimal(sum(took)) / len(took), 1) if took else None
    span = sheet.span(columns.at("days"), first, sheet.next_row - 1)
    words = _("%(count)s issues, %(settled)s settled; mean days") % {"count": len(found), "settled": len(took)}
    average = Formula(f'IFERROR(ROUND(AVERAGE({span}),1),"")', mean)
    sheet.row(columns.values(text=words, days=average if took else None), "total")
    return len(found)


def row_of(issue: Issue, columns: Layout, sheet: Sheet) -> list:
    here, days = sheet.next_row, None
    if issue.settled_on:
        ends = sheet.cell(columns.at("settled"), here), sheet.cell(columns.at("raised"), here)
        days = Formula(f"{ends[0]}-{ends[1]}", (issue.settled_on - issue.raised_on).days)
    return columns.values(
        number=issue.number,
        text=issue.text,
        category=issue.get_category_display(),
        project=str(issue.project or ""),
        unit=str(issue.unit or ""),
        raised=issue.raised_on,
        due=issue.due_on,
        state=issue.get_state_display(),
        settled=issue.settled_on,
        days=days,
    )
