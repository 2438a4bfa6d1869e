"""What does not fit together in the stated numbers. Nothing is corrected: both sides stand, a person decides."""

import datetime
import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Book, Column, Formula, Sheet, quoted
from reports import checks
from reports.checks import Finding
from reports.workbook.frame import BLANK, Layout, Pack, begin, number_column, running
from zones.models import Zone


def layout() -> Layout:
    return Layout(
        {
            "no": running(),
            "subject": Column(_("Subject"), width=24),
            "rule": Column(_("What is checked"), "wrap", width=30),
            "formula": Column(_("How it is computed"), "wrap", width=44),
            "left": number_column(_("Left side"), width=12),
            "right": number_column(_("Right side"), width=12),
            "gap": number_column(_("Difference"), width=11),
            "unit": Column(_("Unit"), "centre", width=12),
            "verdict": Column(_("Finding"), "centre", width=12),
            "decision": Column(_("Decision"), "wrap", width=30),
        }
    )


def write_checks(pack: Pack, sheet: Sheet) -> int:
    """The sheet of the year's workbook."""
    years = {pack.year, pack.next_year}
    works = [work for work in pack.works if work.plan_year in years]
    packages = [package for package in pack.packages if package.year in years]
    found = checks.with_decisions(pack.zone, checks.of_rows(pack.zone, pack.figures, works, packages))
    return write(sheet, pack.title(_("checks of the stated numbers")), found)


def checks_workbook(zone: Zone, year: int, found: Iterable[Finding], as_of: datetime.date, author: str) -> tuple[io.BytesIO, int]:
    """The same sheet as a workbook of its own, and how many rows it has."""
    title = _("%(zone)s: checks of %(year)s") % {"zone": zone, "year": year}
    notice = _("As of %(day)s, exported by %(user)s") % {"day": as_of, "user": author}
    with Book(title=title, author=author, missing=units.NOT_REPORTED) as book:
        rows = write(book.sheet(_("Checks"), paper="A3", footer=str(zone)), title, found, [notice])
        return book.save(), rows


def write(sheet: Sheet, title: str, found: Iterable[Finding], notices: Iterable[str] = ()) -> int:
    """First what fails, then what holds; a check with a side missing is not made."""
    columns, rows = layout(), [one for one in found if one.statement.holds is not None]
    begin(sheet, title, len(columns), [*notices, _("Differences within the rounding of the stated numbers agree.")])
    columns.write_head(sheet, freeze=2)
    first = sheet.next_row
    for number, one in enumerate(rows, 1):
        left, right = (sheet.cell(columns.at(key), sheet.next_row) for key in ("left", "right"))
        values = cells(one)
        gap = Formula(f"{left}-{right}", values["left"] - values["right"])
        sheet.row(columns.values(no=number, gap=gap, **values))
    last = sheet.next_row - 1
    if rows:
        failing = Formula(
            f"COUNTIF({sheet.span(columns.at('verdict'), first, last)},{quoted(verdict(False))})", sum(one.fails for one in rows)
        )
        sheet.row(columns.values(subject=_("Checks that fail"), verdict=failing), "total")
        sheet.filter(first - 1, last)
    return len(rows)


def cells(one: Finding) -> dict[str, Any]:
    statement = one.statement
    return {
        "subject": statement.subject,
        "rule": statement.title,
        "formula": statement.words,
        "left": units.rounded(statement.left or 0, 2),
        "right": units.rounded(statement.right or 0, 2),
        "unit": statement.unit,
        "verdict": verdict(statement.holds),
        "decision": decided(one),
    }


def verdict(holds: bool | None) -> str:
    return _("agrees") if holds else _("disagrees")


def decided(one: Finding) -> str:
    """``accepted as it is: … (clerk, 2015-06-16)``; blank for what holds, open for what nobody has decided about."""
    if not one.fails:
        return BLANK
    decision = one.decision
    if decision is None or not one.is_decided:
        return _("open")
    words = decision.answer or decision.words
    return f"{decision.get_state_display()}: {words} ({decision.decided_by}, {decision.decided_on})"
