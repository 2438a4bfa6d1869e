"""The year's workbook (年度汇总表): one zone, one year, and the plan for the next.

Pages yield rows and formulas; core.excel writes them. Every total is a live formula that carries the number the
portal's pages show.
"""

import datetime
import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.excel import Book
from core.progress import track
from reports.workbook import (
    checks,
    contents,
    curves,
    enterprises,
    facilities,
    issues,
    ledger,
    notes,
    projects,
    roads,
    summary,
    supervision,
)
from reports.workbook.frame import Pack, Page
from zones.models import Zone

DASH = "–"


def year_workbook(
    *, zone: Zone, year: int, as_of: datetime.date, author: Any = "", notices: Sequence[str] = ()
) -> tuple[io.BytesIO, int]:
    """The workbook of ``zone`` and ``year`` as it stood on ``as_of``, and how many rows of data it has.

    ``notices`` stand on the first sheet.
    """
    pack = Pack(zone, year, as_of, str(author), notices)
    title = _("%(zone)s: year-end workbook %(year)s") % {"zone": zone, "year": year}
    with Book(title=title, author=pack.author, missing=DASH) as book:
        first = book.sheet(_("Contents"), footer=str(zone))
        written = []
        for page in track(pages(pack)):
            sheet = book.sheet(page.name, paper=page.paper, footer=str(zone), one_page=page.one_page)
            written.append((page, sheet, page.write(pack, sheet)))
        contents.write_contents(pack, first, written)
        return book.save(), sum(rows for _page, _sheet, rows in written)


def pages(pack: Pack) -> list[Page]:
    """The sheets in their order; each may use what those before it left in the pack."""
    year, following = {"year": pack.year}, {"year": pack.next_year}
    this_ledger = Page(
        _("Ledger %(year)s") % year, _("Promises of %(year)s with their outcome") % year, ledger.write_this_ledger, "A3"
    )
    return [
        Page(_("Indicators"), _("Figures, growth, next year's targets, published counts of the year"), summary.write_summary),
        Page(_("Charts"), _("Figures against targets, published against stated growth"), summary.write_pictures, one_page=True),
        Page(_("Enterprises"), _("Register by park with above-scale list and production"), enterprises.write_enterprises, "A3"),
        Page(_("Parks"), _("Parks side by side, with a chart"), enterprises.write_parks, one_page=True),
        Page(_("Projects"), _("Project register with three kinds of investment"), projects.write_projects, "A3"),
        *([this_ledger] if ledger.this_year_has_promises(pack) else []),
        Page(
            _("Ledger %(year)s") % following,
            _("Milestones of %(year)s: promise, due date, standing") % following,
            ledger.write_next_ledger,
            "A3",
        ),
        Page(_("By month"), _("Promises by month and unit, with a chart"), ledger.write_months, one_page=True),
        Page(_("By week"), _("Weekly reports in time and investment, with curves"), curves.write_weeks),
        Page(_("Figures by month"), _("Figures against targets and last year, month by month, with curves"), curves.write_months),
        Page(_("Roads"), _("Roads with cross-sections and their checks"), roads.write_roads, "A3"),
        Page(
            _("Other works"), _("Housing, plants, substations, workshops, publicity, packages"), facilities.write_facilities, "A3"
        ),
        Page(_("Issues"), _("Problems with their units, settled in how many days"), issues.write_issues, "A3"),
        Page(_("Meetings"), _("Meetings with their matters, what was decided and settled on the spot"), supervision.write_meetings),
        Page(_("Inspection tours"), _("Stops of the closed tours, ranked within their groups"), supervision.write_tours, "A3"),
        Page(_("Bulletins"), _("Who was named for what, with the points of the units"), supervision.write_bulletins, "A3"),
        Page(_("Checks"), _("Stated numbers that do not fit together"), checks.write_checks),
        Page(_("Problems and results"), _("Problems, safeguards, contests, mechanisms"), notes.write_notes),
    ]
