"""Everything that is built besides roads, kind by kind, and the packages in which plans bundle works."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Column, Formula, Sheet
from infrastructure import engineering
from infrastructure.choices import BudgetKind, FlatKind, TenantState, Wording, WorkKind
from infrastructure.models import Work
from projects.choices import Stage
from reports.workbook.frame import BLANK, Layout, Pack, begin, generated, number_column, running, word

WIDTH, NAME = 18, 26  # columns of the widest block; width of the names


@dataclass(frozen=True, slots=True)
class Block:
    """Works of some kinds: the columns of their own facts, and which of them add up."""

    title: str
    kinds: tuple[str, ...]
    columns: dict[str, Column]
    cells: Callable[[Any], dict[str, Any]]
    sums: tuple[str, ...] = ("budget",)


def common() -> dict[str, Column]:
    return {
        "no": running(),
        "name": Column(_("Work"), width=NAME),
        "kind": Column(_("Kind of work"), "centre", width=19),
        "stage": Column(_("Stage"), "centre", width=15),
        "year": Column(_("Year"), "centre", width=15),
        "budget": number_column(_("Investment"), _("× 10,000 yuan"), width=11),
        "budget_kind": Column(_("Amount is"), "centre", width=10),
        "done": Column(_("Completion"), "wrap", width=22),
        "situation": Column(_("Situation"), "wrap", width=36),
    }


def closing() -> dict[str, Column]:
    return {"generated": Column(_("Kind of data"), "centre", width=10)}


def blocks() -> list[Block]:
    return [housing(), water(), power(), publicity(), others()]


def housing() -> Block:
    columns = {
        "flats": number_column(_("Flats"), _("flats"), width=9),
        "blocks": number_column(_("Blocks"), width=9),
        "storeys": number_column(_("Storeys"), width=9),
        "area": number_column(_("Floor area"), _("m²"), width=11),
        "persons": number_column(_("Room for"), _("persons"), width=10),
        "flat_kind": Column(_("Kind of flats"), "centre", width=10),
        "area_per_flat": number_column(_("Floor area per flat"), _("m²"), places=2, width=10),
        "yuan_per_m2": number_column(_("Cost per m²"), _("yuan"), places=1, width=10),
    }
    return Block(_("Public rental housing"), (WorkKind.HOUSING,), columns, housing_cells, ("budget", "flats", "area", "persons"))


def housing_cells(work: Any) -> dict[str, Any]:
    facts = work.facts
    if facts is None:
        return dict.fromkeys(("flats", "blocks", "storeys", "area", "persons", "area_per_flat", "yuan_per_m2"))
    cells = {"flats": facts.flats, "blocks": facts.blocks, "storeys": facts.storeys, "area": facts.floor_area_m2}
    return cells | {
        "persons": facts.persons,
        "flat_kind": word(FlatKind, facts.flat_kind),
        "area_per_flat": live("ROUND({area}/{flats},2)", engineering.quotient(facts.floor_area_m2, facts.flats), 2),
        "yuan_per_m2": live("ROUND({budget}*10000/{area},1)", yuan_per_m2(work.budget_wan, facts.floor_area_m2), 1),
    }


def yuan_per_m2(budget_wan: Decimal | None, area: Decimal | None) -> Decimal | None:
    return engineering.quotient(None if budget_wan is None else budget_wan * units.WAN, area)


def live(text: str, value: Decimal | None, places: int) -> Formula | None:
    """A formula with the row's cells still by name; None where it cannot be computed."""
    return None if value is None else Formula(text, units.rounded(value, places))


def water() -> Block:
    columns = {
        "capacity": number_column(_("Capacity"), _("10,000 t/day"), width=10),
        "network": number_column(_("Pipe network"), _("km"), width=9),
        "service": number_column(_("Area served"), _("km²"), width=9),
        "life": number_column(_("Design life"), _("years"), width=11),
    }
    names = {"capacity": "capacity_wan_t", "network": "network_km", "service": "service_km2", "life": "design_life_years"}
    return Block(_("Wastewater and reclaimed water"), (WorkKind.WASTEWATER, WorkKind.RECLAIMED), columns, reader(names))


def power() -> Block:
    columns = {"voltage": number_column(_("Voltage"), _("kV"), width=9)}
    return Block(_("Substations"), (WorkKind.SUBSTATION,), columns, reader({"voltage": "voltage_kv"}))


def publicity() -> Block:
    columns = {
        "billboards": number_column(_("Billboards"), width=9),
        "panels": number_column(_("Panels"), width=9),
        "monuments": number_column(_("Monuments"), width=9),
        "place": Column(_("Place"), "wrap", width=11),
        "renewed": Column(_("Renewed"), "wrap", width=10),
    }
    return Block(
        _("Publicity and exhibition"), (WorkKind.PUBLICITY, WorkKind.EXHIBITION), columns, reader({name: name for name in columns})
    )


def others() -> Block:
    return Block(
        _("Testing centre, standard workshops, others"), (WorkKind.TESTING, WorkKind.WORKSHOPS, WorkKind.OTHER), {}, lambda work: {}
    )


def reader(names: dict[str, str]) -> Callable[[Any], dict[str, Any]]:
    def cells(work: Any) -> dict[str, Any]:
        return {key: getattr(work.facts, name, None) for key, name in names.items()}

    return cells


def write_facilities(pack: Pack, sheet: Sheet) -> int:
    works = pack.works
    begin(sheet, pack.title(_("housing, plants and other works")), WIDTH, [_("Numbers as stated; – means not stated.")])
    sheet.keep(1)
    written = 0
    for block in blocks():
        found = [work for work in works if work.kind in block.kinds]
        if found:
            write_block(sheet, block, found)
            written += len(found)
    write_tenants(sheet, works)
    write_packages(pack, sheet)
    return written


def write_block(sheet: Sheet, block: Block, works: list[Work]) -> None:
    columns = Layout(common() | block.columns | closing())
    sheet.line(block.title, WIDTH, "subtitle")
    columns.write_head(sheet)
    first, cells = sheet.next_row, [work_cells(block, work) for work in works]
    for number, own in enumerate(cells, 1):
        at = {key: sheet.cell(place, sheet.next_row) for place, key in enumerate(columns.columns)}
        placed = {
            key: Formula(value.text.format(**at), value.value) if isinstance(value, Formula) else value
            for key, value in own.items()
        }
        sheet.row(columns.values(no=number, **placed))
    last = sheet.next_row - 1
    sums = {key: columns.total(sheet, key, [own[key] for own in cells], first, last) for key in block.sums}
    if len(works) > 1 and any(sums.values()):
        sheet.row(columns.values(name=_("Total"), **sums), "total")
        counts = {key: columns.reported(sheet, key, [own[key] for own in cells], first, last) for key in block.sums}
        sheet.row(columns.values(name=_("Works that report it"), **counts), "subtotal")
    sheet.blank()


def work_cells(block: Block, work: Any) -> dict[str, Any]:
    return {
        "name": work.project.name,
        "kind": word(WorkKind, work.kind),
        "stage": word(Stage, work.project.stage),
        "year": str(work.plan_year or ""),
        "budget": work.budget_wan,
        "budget_kind": word(BudgetKind, work.budget_kind) if work.budget_wan is not None else BLANK,
        "done": work.completed_words or work.completed_on or BLANK,
        "situation": work.situation,
        "generated": generated(work),
        **block.cells(work),
    }


def write_tenants(sheet: Sheet, works: list[Work]) -> None:
    found = [(work, tenant) for work in works for tenant in work.tenants.all()]
    if not found:
        return
    columns = Layout(
        {
            "no": running(),
            "name": Column(_("Firm"), width=NAME),
            "work": Column(_("Standard workshops of"), "wrap", width=19),
            "hall": Column(_("Exhibition hall"), "wrap", width=15),
            "workshop": Column(_("Workshop"), "wrap", width=15),
        }
    )
    sheet.line(_("Firms in the standard workshops"), WIDTH, "subtitle")
    columns.write_head(sheet)
    for number, (work, tenant) in enumerate(found, 1):
        states = {"hall": word(TenantState, tenant.hall_state), "workshop": word(TenantState, tenant.workshop_state)}
        sheet.row(columns.values(no=number, name=tenant.name, work=work.project.name, **states))
    sheet.blank()


def write_packages(pack: Pack, sheet: Sheet) -> None:
    """What plans state for several works together, beside what the works make."""
    if not pack.packages:
        return
    columns = Layout(
        {
            "no": running(),
            "name": Column(_("Package"), "wrap", width=NAME),
            "part_of": Column(_("part of"), "wrap", width=19),
            "count": number_column(_("stated number of works"), width=15),
            "works": number_column(_("Works in the register"), width=15),
            "investment": number_column(_("stated investment"), _("× 10,000 yuan"), width=11),
            "worded": Column(_("Worded as"), "centre", width=10),
            "land": Column(_("stated land"), "number", unit=_("mu"), width=22),
            "remark": Column(_("Words of the source"), "wrap", width=36),
        }
    )
    sheet.line(_("Packages, with the totals that the plans state"), WIDTH, "subtitle")
    columns.write_head(sheet)
    for number, package in enumerate(pack.packages, 1):
        sheet.row(package_row(columns, package, number))


def package_row(columns: Layout, package: Any, number: int) -> list[Any]:
    works = len(package.works.all()) + sum(len(part.works.all()) for part in package.parts.all())
    exact = package.investment_worded == Wording.EXACT
    return columns.values(
        no=number,
        name=str(package),
        part_of=package.parent.name if package.parent else BLANK,
        count=package.stated_count,
        works=works,
        investment=package.stated_investment_wan,
        worded=BLANK if exact else word(Wording, package.investment_worded),
        land=package.stated_land_mu,
        remark=package.wording or package.remark,
    )
