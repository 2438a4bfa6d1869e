"""The roads with their cross-sections. Stated numbers stand as stated; what they should make stands beside them."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Column, Formula, Sheet
from infrastructure import engineering, findings
from infrastructure.choices import PartKind, WorkKind
from infrastructure.models import CrossSectionPart, Work
from projects.choices import Stage
from reports.workbook.frame import BLANK, Layout, Pack, begin, generated, number_column, running, word

SUMMED = ("length", "land", "computed_land", "budget")


def layout(kinds: list[str]) -> Layout:
    section, check = _("Cross-section, both sides together"), _("Check")
    parts = {kind: number_column(PartKind(kind).label, _("m"), group=section, width=10) for kind in kinds}
    return Layout(
        {
            "no": running(),
            "name": Column(_("Road"), width=22),
            "start": Column(_("from"), "wrap", width=12),
            "end": Column(_("to"), "wrap", width=12),
            "length": number_column(_("Length"), _("m"), width=9),
            "red_line": number_column(_("Red line width"), _("m"), width=9),
            **parts,
            "sum": number_column(_("Sum of the parts"), _("m"), group=check, width=9),
            "gap": number_column(_("Red line less parts"), _("m"), group=check, width=9),
            "computed_land": number_column(_("Length × red line"), _("mu"), group=check, places=2, width=10),
            "land": number_column(_("Land"), _("mu"), width=9),
            "budget": number_column(_("Budget"), _("× 10,000 yuan"), width=10),
            "per_metre": number_column(_("Cost per metre"), _("10,000 yuan/m"), places=4, width=11),
            "scope": Column(_("Budget includes"), "wrap", width=16),
            "stage": Column(_("Stage"), "centre", width=11),
            "done": Column(_("Completion"), "wrap", width=16),
            "finding": Column(_("Findings"), "wrap", width=34),
            "generated": Column(_("Kind of data"), "centre", width=10),
        }
    )


def write_roads(pack: Pack, sheet: Sheet) -> int:
    roads = [work for work in pack.works if work.kind == WorkKind.ROAD and work.facts]
    used = {part.kind for work in roads for part in work.facts.parts.all()}
    columns = layout([kind for kind in PartKind.from_the_middle() if kind in used])
    notices = [_("A part's cell holds its construction: 6*2 is 6 m on both sides. Findings are shown, the stated numbers stay.")]
    begin(sheet, pack.title(_("roads and their cross-sections")), len(columns), notices)
    columns.write_head(sheet, freeze=2)
    for year, group in groupby(roads, key=lambda work: work.plan_year):
        write_year(pack, sheet, columns, year, list(group))
    write_segments(sheet, roads)
    return len(roads)


def write_year(pack: Pack, sheet: Sheet, columns: Layout, year: int | None, roads: list[Work]) -> None:
    heading = _("Year %(year)s") % {"year": year} if year else _("Year not known")
    sheet.line(heading, len(columns), "section")
    first = sheet.next_row
    for number, work in enumerate(roads, 1):
        sheet.row(road_row(sheet, columns, work, number))
    last = sheet.next_row - 1
    sheet.area(first - 1, last)
    values = {
        "length": [work.facts.length_m for work in roads],
        "land": [work.land_mu for work in roads],
        "computed_land": [computed_land(work) for work in roads],
        "budget": [work.budget_wan for work in roads],
    }
    sums = {key: columns.total(sheet, key, values[key], first, last) for key in SUMMED}
    sheet.row(columns.values(name=_("%(name)s, together") % {"name": heading}, **sums), "subtotal")


def road_row(sheet: Sheet, columns: Layout, work: Any, number: int) -> list[Any]:
    road, here = work.facts, sheet.next_row
    parts = list(road.parts.all())
    return columns.values(
        no=number,
        name=work.project.name,
        start=road.from_place,
        end=road.to_place,
        length=road.length_m,
        red_line=road.red_line_width_m,
        land=work.land_mu,
        budget=work.budget_wan,
        scope=scope(work),
        stage=word(Stage, work.project.stage),
        done=work.completed_words or work.completed_on or BLANK,
        finding="\n".join(check.statement for check in findings.road_checks(work, road) if check.holds is False),
        generated=generated(work),
        **section_cells(parts),
        **check_cells(sheet, columns, work, parts, here),
    )


def scope(work: Work) -> str:
    excluded = _("without %(what)s") % {"what": work.budget_excludes} if work.budget_excludes else ""
    return "；".join(part for part in (work.budget_scope, excluded) if part)


def section_cells(parts: Iterable[CrossSectionPart]) -> dict[str, Formula]:
    """Each kind's widths times their sides, written as they are built: 6*2."""
    by_kind: dict[str, list[CrossSectionPart]] = defaultdict(list)
    for part in parts:
        by_kind[part.kind].append(part)
    return {kind: Formula("+".join(construction(part) for part in same), total_width(same)) for kind, same in by_kind.items()}


def construction(part: CrossSectionPart) -> str:
    width = format(part.width_m.normalize(), "f")
    return f"{width}*{part.sides}" if part.sides > 1 else width


def total_width(parts: Iterable[CrossSectionPart]) -> Decimal:
    return sum((part.width_m * part.sides for part in parts), Decimal(0))


def check_cells(sheet: Sheet, columns: Layout, work: Any, parts: list[CrossSectionPart], row: int) -> dict[str, Any]:
    """What the stated numbers make, live; None (–) where one of them is missing."""
    road, kinds = work.facts, [key for key in columns.columns if key in PartKind.values]
    cells: dict[str, Any] = {"sum": None, "gap": None, "computed_land": None, "per_metre": None}
    at = {key: sheet.cell(columns.at(key), row) for key in ("red_line", "sum", "length", "budget")}
    if parts:
        cells["sum"] = Formula(
            f"SUM({sheet.cell(columns.at(kinds[0]), row)}:{sheet.cell(columns.at(kinds[-1]), row)})", total_width(parts)
        )
        if road.red_line_width_m is not None:
            cells["gap"] = Formula(f"{at['red_line']}-{at['sum']}", road.red_line_width_m - total_width(parts))
    if computed_land(work) is not None:
        cells["computed_land"] = Formula(f"ROUND({at['length']}*{at['red_line']}*3/2000,2)", computed_land(work))
    per_metre = engineering.quotient(work.budget_wan, road.length_m)
    if per_metre is not None:
        cells["per_metre"] = Formula(f"ROUND({at['budget']}/{at['length']},4)", units.rounded(per_metre, 4))
    return cells


def computed_land(work: Any) -> Decimal | None:
    area = engineering.area_mu(work.facts.length_m, work.facts.red_line_width_m)
    return None if area is None else units.rounded(area, 2)


def write_segments(sheet: Sheet, roads: list[Work]) -> None:
    """The stretches that a plan states on their own; they are part of the roads above."""
    found = [(work, segment) for work in roads for segment in work.facts.segments.all()]
    if not found:
        return
    columns = Layout(
        {
            "no": running(),
            "name": Column(_("Road")),
            "start": Column(_("from"), "wrap"),
            "end": Column(_("to"), "wrap"),
            "length": number_column(_("Length"), _("m")),
            "budget": number_column(_("Budget"), _("× 10,000 yuan")),
        }
    )
    sheet.blank()
    sheet.line(_("Stretches stated on their own, part of the roads above"), len(columns), "subtitle")
    columns.write_head(sheet)
    for number, (work, segment) in enumerate(found, 1):
        cells = {"start": segment.from_place, "end": segment.to_place, "length": segment.length_m, "budget": segment.budget_wan}
        sheet.row(columns.values(no=number, name=work.project.name, **cells))
