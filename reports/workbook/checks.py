"""What does not fit together in the stated numbers. Nothing is corrected: both sides stand, a person decides."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Column, Formula, Sheet, quoted
from indicators.overview import Finding
from infrastructure import findings
from reports.workbook.frame import Layout, Pack, begin, number_column, running


def layout() -> Layout:
    return Layout(
        {
            "no": running(),
            "subject": Column(_("Subject"), width=24),
            "rule": Column(_("What is checked"), "wrap", width=30),
            "formula": Column(_("How it is computed"), "wrap", width=44),
            "left": number_column(_("Computed"), width=12),
            "right": number_column(_("Stated"), width=12),
            "gap": number_column(_("Difference"), width=11),
            "unit": Column(_("Unit"), "centre", width=12),
            "verdict": Column(_("Finding"), "centre", width=12),
        }
    )


def write_checks(pack: Pack, sheet: Sheet) -> int:
    """First what fails, then what holds; a check with a side missing is not made."""
    columns = layout()
    found = sorted([*figure_rows(pack), *work_rows(pack)], key=lambda row: row["verdict"])
    begin(
        sheet,
        pack.title(_("checks of the stated numbers")),
        len(columns),
        [_("Differences within the rounding of the stated numbers agree.")],
    )
    columns.write_head(sheet, freeze=2)
    first = sheet.next_row
    for number, row in enumerate(found, 1):
        left, right = (sheet.cell(columns.at(key), sheet.next_row) for key in ("left", "right"))
        gap = Formula(f"{left}-{right}", row["left"] - row["right"])
        sheet.row(columns.values(no=number, gap=gap, **{**row, "verdict": verdict(row["verdict"])}))
    last = sheet.next_row - 1
    if found:
        failing = Formula(
            f"COUNTIF({sheet.span(columns.at('verdict'), first, last)},{quoted(verdict(False))})",
            sum(not row["verdict"] for row in found),
        )
        sheet.row(columns.values(subject=_("Checks that fail"), verdict=failing), "total")
        sheet.filter(first - 1, last)
    return len(found)


def verdict(holds: bool) -> str:
    return _("agrees") if holds else _("disagrees")


def figure_rows(pack: Pack) -> list[dict[str, Any]]:
    view = pack.figures
    growth = [finding_row(finding) for finding in view.findings]
    sums = [(row.line.indicator, row.check) for row in view.park_rows if row.check]
    return growth + [
        {
            "subject": f"{indicator} {pack.year}",
            "rule": _("Parks make the zone"),
            "formula": _("sum of the parks"),
            "left": check.computed,
            "right": check.total,
            "unit": indicator.unit,
            "verdict": check.holds,
        }
        for indicator, check in sums
    ]


def finding_row(finding: Finding) -> dict[str, Any]:
    check = finding.check
    words = _("%(level)s ÷ %(base)s; stated growth would make %(implied)s, or a base of %(implied_base)s")
    return {
        "subject": f"{finding.indicator} {finding.year}",
        "rule": _("Stated growth of the target agrees with the figure")
        if finding.is_target
        else _("Published growth agrees with the figures"),
        "formula": words
        % {
            "level": units.number(check.level),
            "base": units.number(check.base),
            "implied": finding.level_reading,
            "implied_base": finding.base_reading,
        },
        "left": units.rounded(check.computed, 1),
        "right": check.stated,
        "unit": "%",
        "verdict": check.holds,
    }


def work_rows(pack: Pack) -> list[dict[str, Any]]:
    made = [(str(work), check) for work in pack.works for check in findings.work_checks(work)]
    made += [(str(package), check) for package in pack.packages for check in findings.package_checks(package)]
    return [
        {
            "subject": subject,
            "rule": check.rule.label,
            "formula": check.formula,
            "left": units.rounded(Decimal(check.left), 2),
            "right": check.right,
            "unit": check.unit,
            "verdict": check.holds,
        }
        for subject, check in made
        if check.holds is not None
    ]
