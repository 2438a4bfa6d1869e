"""The figures of the year: what was reached, how it grew, what the next year shall bring; and their pictures."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Chart, Column, Formula, Sheet
from core.models import DataStatus
from indicators.choices import GrowthBasis, Qualifier
from indicators.overview import Line, Overview
from reports.workbook.frame import BLANK, Layout, Pack, Place, begin, number_column, running, word


def layout(pack: Pack) -> Layout:
    this, following = _("Year %(year)s") % {"year": pack.year}, _("Target for %(year)s") % {"year": pack.next_year}
    return Layout(
        {
            "no": running(),
            "name": Column(_("Indicator"), width=30),
            "unit": Column(_("Unit"), "centre", width=8),
            "value": number_column(_("Figure reached"), group=this, width=12),
            "qualifier": Column(_("Worded as"), "centre", group=this, width=8),
            "parks": number_column(_("Sum of the parks"), group=this, width=10),
            "growth": number_column(_("Growth"), "%", group=this, width=10),
            "basis": Column(_("Basis of growth"), "centre", group=this, width=12),
            "status": Column(_("Status"), "centre", group=this, width=10),
            "target": number_column(_("Target"), group=following, width=12),
            "stated": number_column(_("Stated growth"), "%", group=following, width=10),
            "implied": number_column(_("Growth by the figures"), "%", group=following, places=1, width=11),
            "gap": number_column(_("Difference"), _("points"), group=following, places=1, width=10),
            "remark": Column(_("Remark"), "wrap", width=46),
        }
    )


def write_summary(pack: Pack, sheet: Sheet) -> int:
    columns, view = layout(pack), pack.figures
    main, counts = split(view)
    notices = [
        _("Figures as published, never recomputed; – means not reported, which is not zero."),
        _("Comparable-price growth is not computed from levels. Where stated growth and figures disagree, both stand."),
    ]
    begin(sheet, pack.title(_("indicators of %(year)s and targets for %(next)s") % names(pack)), len(columns), notices)
    columns.write_head(sheet, freeze=2)
    head = sheet.next_row - 1
    sheet.line(_("Main indicators"), len(columns), "section")
    rows = [write_line(view, columns, sheet, line, number) for number, line in enumerate(main, 1)]
    sheet.line(_("Published counts of the year"), len(columns), "section")
    rows += [write_line(view, columns, sheet, line, number) for number, line in enumerate(counts, 1)]
    lines = zip([*main, *counts], rows, strict=True)
    pack.notes["pictured"] = [(line, row) for line, row in lines if line.next_target and line.figure and not line.period]
    pack.places["summary"] = Place(sheet, columns, rows[0] if rows else 1, sheet.next_row - 1)
    sheet.area(head, sheet.next_row - 1)
    return len(rows)


def names(pack: Pack) -> dict[str, int]:
    return {"year": pack.year, "next": pack.next_year}


def split(view: Overview) -> tuple[list[Line], list[Line]]:
    """The indicators that the zone is judged by, with their parts, and the counts that a report only tells."""
    judged = {line.indicator.pk for line in view.lines if line.indicator.is_assessed or line.next_target or line.target}
    main = [line for line in view.lines if line.indicator.pk in judged or line.indicator.part_of_id in judged]
    return main, [line for line in view.lines if line not in main]


def write_line(view: Overview, columns: Layout, sheet: Sheet, line: Line, number: int) -> int:
    """One indicator, and under it its parks. Returns its row."""
    here = sheet.next_row
    parts = [(cell.park, cell.figure) for cell in line.over_parks(view.parks).cells if cell.figure]
    cells = figure_cells(line) | target_cells(line, columns, sheet, here)
    if parts:
        cells["parks"] = columns.total(sheet, "value", [figure.value for _park, figure in parts], here + 1, here + len(parts))
    sheet.row(columns.values(no=number, **cells))
    for park, figure in parts:
        sheet.row(
            columns.values(name=f"　　{park}", unit=line.indicator.unit, value=figure.value, status=word(DataStatus, figure.status))
        )
    return here


def figure_cells(line: Line) -> dict[str, Any]:
    indicator, figure = line.indicator, line.figure
    name = _("of which: %(name)s") % {"name": indicator.name} if indicator.part_of_id else indicator.name
    cells = {"name": f"　{name}" if indicator.part_of_id else name, "unit": indicator.unit or None, "value": None}
    if not figure:
        return cells
    worded = BLANK if figure.qualifier == Qualifier.EXACT else word(Qualifier, figure.qualifier)
    value = f"{line.period}: {units.number(figure.value)}" if line.period else figure.value
    growing = figure.growth is not None or line.next_target is not None
    return cells | {
        "value": value,
        "qualifier": worded,
        "growth": figure.growth if growing else BLANK,
        "basis": word(GrowthBasis, indicator.growth_basis) if growing else BLANK,
        "status": word(DataStatus, figure.status),
        "remark": remark(line),
    }


def target_cells(line: Line, columns: Layout, sheet: Sheet, row: int) -> dict[str, Any]:
    """The next year's target, its stated growth, and the growth that the two figures make, live."""
    target = line.next_target
    if not target:
        return {"target": None, "stated": None, "implied": None, "gap": None} if line.indicator.is_assessed else {}
    cells: dict[str, Any] = {"target": target.value, "stated": target.stated_growth, "implied": None, "gap": None}
    growth = line.implied_growth
    if growth is None:
        return cells
    shown = units.rounded(growth, 1)
    level, base = sheet.cell(columns.at("target"), row), sheet.cell(columns.at("value"), row)
    cells["implied"] = Formula(f"ROUND(({level}/{base}-1)*100,1)", shown)
    if target.stated_growth is not None:
        implied, stated = sheet.cell(columns.at("implied"), row), sheet.cell(columns.at("stated"), row)
        cells["gap"] = Formula(f"{implied}-{stated}", shown - target.stated_growth)
    return cells


def remark(line: Line) -> str:
    found = line.target_finding
    words = [line.figure.remark] if line.figure.remark else []
    if found:
        contradiction = _("Target and stated growth make a base of %(base)s; base and stated growth make a target of %(level)s.")
        words.append(contradiction % {"base": found.base_reading, "level": found.level_reading})
    return "\n".join(words)


# --- pictures ----------------------------------------------------------------------------------
def write_pictures(pack: Pack, sheet: Sheet) -> int:
    """Figure against target in the unit that most of them have, and growth against stated growth of all."""
    summary, pictured = pack.places["summary"], pack.notes["pictured"]
    usual = Counter(line.indicator.unit for line, _row in pictured).most_common(1)
    unit = usual[0][0] if usual else ""
    pictured = sorted(pictured, key=lambda item: item[0].indicator.unit != unit)
    begin(sheet, pack.title(_("figures of %(year)s and targets for %(next)s") % names(pack)), 6)
    table = picture_layout(pack)
    table.write_head(sheet, freeze=0)
    first = sheet.next_row
    for line, row in pictured:
        sheet.row(picture_row(summary, line, row))
    if not pictured:
        sheet.line(_("No indicator has both a figure and a target."), 6)
        return 0
    same = sum(line.indicator.unit == unit for line, _row in pictured)
    draw(pack, sheet, first, same, len(pictured), unit)
    return len(pictured)


def picture_layout(pack: Pack) -> Layout:
    return Layout(
        {
            "name": Column(_("Indicator"), width=30),
            "unit": Column(_("Unit"), "centre", width=16),
            "value": number_column(_("Figure of %(year)s") % names(pack), width=24),
            "target": number_column(_("Target for %(next)s") % names(pack), width=24),
            "growth": number_column(_("Growth in %(year)s") % names(pack), "%", width=24),
            "stated": number_column(_("Stated growth for %(next)s") % names(pack), "%", width=24),
        }
    )


def picture_row(summary: Place, line: Line, row: int) -> list[Any]:
    def copy(key: str, value: Decimal | None) -> Formula | None:
        return None if value is None else Formula(summary.cell(key, row), value)

    target = line.next_target
    numbers = (
        ("value", line.figure.value),
        ("target", target.value),
        ("growth", line.figure.growth),
        ("stated", target.stated_growth),
    )
    return [line.indicator.name, line.indicator.unit, *(copy(key, value) for key, value in numbers)]


def draw(pack: Pack, sheet: Sheet, first: int, same: int, count: int, unit: str) -> None:
    below = first + count + 1
    levels = [(2, str(pack.year)), (3, _("Target for %(next)s") % names(pack))]
    growth = [(4, str(pack.year)), (5, _("Stated growth for %(next)s") % names(pack))]
    title = _("Figures of %(year)s and targets for %(next)s") % names(pack)
    sheet.chart(Chart(title, 0, levels, first, first + same - 1, unit=unit), at=(0, below), to=(3, below + 18))
    shown = Chart(_("Published and stated growth"), 0, growth, first, first + count - 1, unit="%")
    sheet.chart(shown, at=(3, below), to=(6, below + 18))
