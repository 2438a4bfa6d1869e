"""The first sheet: what this is, as of when, what its signs mean, and the way to every sheet."""

from django.utils.translation import gettext as _

from core.excel import Column, Link, Sheet
from reports.workbook.frame import YES, Layout, Pack, Page, running


def write_contents(pack: Pack, sheet: Sheet, written: list[tuple[Page, Sheet, int]]) -> None:
    columns = Layout(
        {
            "no": running(),
            "sheet": Column(_("Sheet"), width=28),
            "about": Column(_("What it holds"), "wrap", width=70),
            "rows": Column(_("Rows"), "number", width=12),
        }
    )
    sheet.title(_("%(zone)s: year-end workbook %(year)s") % {"zone": pack.zone, "year": pack.year}, len(columns))
    for line in signs(pack):
        sheet.line(line, len(columns))
    columns.write_head(sheet, freeze=0)
    for number, (page, target, rows) in enumerate(written, 1):
        sheet.row(columns.values(no=number, sheet=Link(page.name, target.name), about=page.about, rows=rows))


def signs(pack: Pack) -> list[str]:
    made = _("As of %(day)s. Plan year: %(next)s.") % {"day": pack.as_of, "next": pack.next_year}
    by = _("Exported by %(name)s.") % {"name": pack.author} if pack.author else ""
    return [
        f"{made} {by}".strip(),
        *pack.notices,
        _("– means not reported, which is not zero. %(tick)s means yes. Units stand in the headings; totals are live formulas.")
        % {"tick": YES},
        _("Rows marked “generated” in the last column are made up for the demonstration; all others are from the stated source."),
    ]
