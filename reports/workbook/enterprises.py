"""The enterprises of the zone, park by park, and the parks side by side."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Chart, Column, Formula, Sheet
from core.querysets import pinyin
from projects.models import Enterprise
from reports.workbook.frame import BLANK, YES, Layout, Pack, Place, begin, generated, number_column, running
from zones.models import Park

TICKS = ("above", "producing", "new")


def layout(pack: Pack) -> Layout:
    return Layout(
        {
            "no": running(),
            "name": Column(_("Enterprise"), width=34),
            "park": Column(_("Park"), width=14),
            "part": Column(_("Part of the park"), width=14),
            "industry": Column(_("Industry code"), "centre", width=9),
            "above": Column(_("Above scale in %(year)s") % {"year": pack.year}, "centre", width=10),
            "producing": Column(_("In production"), "centre", width=8),
            "since": Column(_("In production since"), "date", width=12),
            "new": Column(_("Began production in %(year)s") % {"year": pack.year}, "centre", width=14),
            "remark": Column(_("Remark"), "wrap", width=34),
            "source": Column(_("Source"), "wrap", width=46),
            "generated": Column(_("Kind of data"), "centre", width=11),
        }
    )


def rows(pack: Pack) -> list[Enterprise]:
    """By park in the parks' order, those without a park last, by name in pinyin order."""
    found = Enterprise.objects.in_zone(pack.zone).with_above_scale(pack.year).select_related("park__parent")
    return sorted(found.order_by(pinyin("name")), key=lambda firm: park_order(top(firm.park)))


def top(park: Park | None) -> Park | None:
    return park.parent if park and park.parent_id else park


def park_order(park: Park | None) -> tuple[bool, int, int]:
    return (True, 0, 0) if park is None else (False, park.position, park.pk)


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A park's row under its firms: how many there are ("park") and how many are ticked."""

    park: Park | None
    row: int
    counts: dict[str, int]


def write_enterprises(pack: Pack, sheet: Sheet) -> int:
    columns, firms = layout(pack), rows(pack)
    notice = _("Above scale: in the list of %(year)s, fixed for the whole year. As of %(day)s.") % {
        "year": pack.year,
        "day": pack.as_of,
    }
    begin(sheet, pack.title(_("enterprises by park, %(year)s") % {"year": pack.year}), len(columns), [notice])
    columns.write_head(sheet, freeze=2)
    first, subtotals = sheet.next_row, []
    for park, group in groupby(firms, key=lambda firm: top(firm.park)):
        members = list(group)
        for number, firm in enumerate(members, 1):
            sheet.row(enterprise_row(pack, columns, firm, number))
        subtotals.append(write_subtotal(pack, sheet, columns, park, members))
    pack.places["enterprises"] = Place(sheet, columns, first, max(sheet.next_row - 1, first))
    sheet.area(first - 1, sheet.next_row - 1)
    pack.notes["parks"] = subtotals
    write_total(sheet, columns, [subtotal for subtotal in subtotals if subtotal.park])
    return len(firms)


def park_name(park: Park | None) -> str:
    return park.name if park else _("park not known")


def enterprise_row(pack: Pack, columns: Layout, firm: Enterprise, number: int) -> list[Any]:
    ticks = ticked(pack, firm)
    return columns.values(
        no=number,
        name=firm.name,
        park=park_name(top(firm.park)),
        part=firm.park.name if firm.park and firm.park.parent_id else BLANK,
        industry=firm.industry_code,
        since=firm.producing_since if firm.is_producing else BLANK,
        remark=firm.remark,
        source=firm.source,
        generated=generated(firm),
        **{key: YES if ticks[key] else BLANK for key in TICKS},
    )


def ticked(pack: Pack, firm: Any) -> dict[str, bool]:
    since = firm.producing_since
    return {"above": firm.is_above_scale, "producing": firm.is_producing, "new": bool(since and since.year == pack.year)}


def write_subtotal(pack: Pack, sheet: Sheet, columns: Layout, park: Park | None, members: list[Enterprise]) -> Subtotal:
    here = sheet.next_row
    first, last = here - len(members), here - 1
    counts = {key: sum(ticked(pack, firm)[key] for firm in members) for key in TICKS} | {"park": len(members)}
    cells = {key: Formula(f'COUNTIF({sheet.span(columns.at(key), first, last)},"{YES}")', counts[key]) for key in TICKS}
    cells["park"] = Formula(f"COUNTA({sheet.span(columns.at('name'), first, last)})", counts["park"])
    sheet.row(columns.values(name=_("%(park)s, together") % {"park": park_name(park)}, **cells), "subtotal")
    return Subtotal(park, here, counts)


def write_total(sheet: Sheet, columns: Layout, located: list[Subtotal]) -> None:
    """The parks together; firms whose park is not known stand outside, as in the published numbers."""
    if located:
        cells = {
            key: Formula(
                "+".join(sheet.cell(columns.at(key), part.row) for part in located), sum(part.counts[key] for part in located)
            )
            for key in ("park", *TICKS)
        }
        sheet.row(columns.values(name=_("All parks, together"), **cells), "total")


# --- the parks side by side --------------------------------------------------------------------
def park_layout(pack: Pack) -> Layout:
    year = {"year": pack.year}
    return Layout(
        {
            "name": Column(_("Park"), width=30),
            "park": number_column(_("Enterprises"), _("firms"), width=20),
            "above": number_column(_("Above scale in %(year)s") % year, _("firms"), width=20),
            "producing": number_column(_("In production"), _("firms"), width=20),
            "new": number_column(_("Began production in %(year)s") % year, _("firms"), width=20),
            "share": number_column(_("Share in production"), "%", places=1, width=20),
        }
    )


def write_parks(pack: Pack, sheet: Sheet) -> int:
    """Counted live from the list of enterprises."""
    columns, subtotals = park_layout(pack), pack.notes["parks"]
    begin(sheet, pack.title(_("parks side by side, %(year)s") % {"year": pack.year}), len(columns))
    columns.write_head(sheet, freeze=1)
    first = sheet.next_row
    located = [part for part in subtotals if part.park]
    for part in located:
        sheet.row(park_row(pack, sheet, columns, part))
    last = sheet.next_row - 1
    sheet.area(first - 1, last)
    if located:
        totals = {key: sum(part.counts[key] for part in located) for key in ("park", *TICKS)}
        cells = {key: Formula(f"SUM({sheet.span(columns.at(key), first, last)})", value) for key, value in totals.items()}
        sheet.row(columns.values(name=_("All parks, together"), share=share(sheet, columns, totals), **cells), "total")
    for part in subtotals:
        if not part.park:
            sheet.row(park_row(pack, sheet, columns, part))
    if located:
        series = [(columns.at(key), str(columns.columns[key].title)) for key in ("park", "above", "producing", "new")]
        chart, here = Chart(_("Enterprises by park"), 0, series, first, last, unit=_("firms")), sheet.next_row + 1
        sheet.chart(chart, at=(0, here), to=(len(columns), here + 18))
    return len(subtotals)


def park_row(pack: Pack, sheet: Sheet, columns: Layout, part: Subtotal) -> list[Any]:
    """Counted by equality, so that * and ? in a park's name are only characters."""
    place, name = pack.places["enterprises"], sheet.cell(0, sheet.next_row)
    same = f"({place.span('park')}=${name})"
    cells = {key: Formula(f'SUMPRODUCT({same}*({place.span(key)}="{YES}"))', part.counts[key]) for key in TICKS}
    cells["park"] = Formula(f"SUMPRODUCT({same}*1)", part.counts["park"])
    return columns.values(name=park_name(part.park), share=share(sheet, columns, part.counts), **cells)


def share(sheet: Sheet, columns: Layout, counts: dict[str, int]) -> Formula:
    producing, all_of_them = (sheet.cell(columns.at(key), sheet.next_row) for key in ("producing", "park"))
    value = units.rounded(Decimal(counts["producing"]) * 100 / counts["park"], 1)
    return Formula(f"ROUND({producing}/{all_of_them}*100,1)", value)
