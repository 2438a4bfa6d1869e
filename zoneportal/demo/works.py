"""The infrastructure works: each a project of its own with its engineering facts, in the packages that the plan names."""

from decimal import Decimal
from typing import Any

from infrastructure.choices import WorkKind
from infrastructure.models import (
    CrossSectionPart,
    Housing,
    PowerStation,
    Publicity,
    Road,
    RoadSegment,
    WaterPlant,
    Work,
    WorkPackage,
    WorkshopTenant,
)
from projects.choices import Kind
from projects.models import Project, StageEntry
from zoneportal.demo.registers import assign_officers, stage_entries
from zoneportal.demo.source import REPORT, Ground, Row, day, facts

FACTS: dict[str, Any] = {
    WorkKind.ROAD: Road,
    WorkKind.WASTEWATER: WaterPlant,
    WorkKind.RECLAIMED: WaterPlant,
    WorkKind.HOUSING: Housing,
    WorkKind.SUBSTATION: PowerStation,
    WorkKind.PUBLICITY: Publicity,
    WorkKind.EXHIBITION: Publicity,
}
LINE_OF = {2014: 9, 2015: 23}
DEMO_UNIT = "责任单位报告未载明，演示中由管委会负责。"
STATED = ["land_mu", "budget_wan", "budget_kind", "budget_scope", "completed_words", "situation", "wording", "remark"]


def build(ground: Ground) -> None:
    rows, stages = facts("works")["works"], facts("outcomes")["stages"]
    saved = Project.objects.bulk_create([_project(ground, row, stages.get(row["id"])) for row in rows])
    ground.projects.update(zip([row["id"] for row in rows], saved, strict=True))
    StageEntry.objects.bulk_create([entry for row in rows for entry in stage_entries(ground, row)])
    assign_officers(ground, rows)
    packages = _packages(ground, facts("works")["packages"])
    for row in rows:
        _work(ground, row, packages)


def _project(ground: Ground, row: Row, later: list[str] | None) -> Project:
    is_total = row.get("budget_kind") == "total"
    return Project(
        zone=ground.zone,
        name=row["name"],
        aliases=row.get("aliases", ""),
        kind=Kind.INFRASTRUCTURE,
        owner=ground.enterprises.get(row.get("owner", "")),
        park=ground.parks.get(row.get("park", "")),
        unit=ground.units["U-GWH"],
        stage=later[0] if later else row["stage"],
        total_wan=row["budget_wan"] if is_total else None,
        situation=row["situation"],
        remark=DEMO_UNIT + ("2014年底的阶段见阶段记录，此后的阶段为演示生成。" if later else ""),
        source=REPORT,
    )


def _packages(ground: Ground, rows: list[Row]) -> dict[str, WorkPackage]:
    saved: dict[str, WorkPackage] = {}
    for row in rows:
        stated = {name: value for name, value in row.items() if name not in {"id", "parent"}}
        parent = saved.get(row.get("parent", ""))
        source = f"{REPORT}，第{LINE_OF[row['year']]}行"
        saved[row["id"]] = WorkPackage.objects.create(zone=ground.zone, parent=parent, source=source, **stated)
    return saved


def _work(ground: Ground, row: Row, packages: dict[str, WorkPackage]) -> None:
    """One work with the facts of its kind and the rows below them."""
    work = Work.objects.create(
        project=ground.projects[row["id"]],
        kind=row["kind"],
        plan_year=row["year"],
        package=packages.get(row.get("package", "")),
        completed_on=day(row.get("completed_on")),
        source=f"{REPORT}，第{LINE_OF[row['year']]}行",
        **{name: row[name] for name in STATED if name in row},
    )
    if row["kind"] in FACTS:
        entered = FACTS[row["kind"]].objects.create(work=work, **row.get("facts", {}))
        _road_rows(entered, row)
    WorkshopTenant.objects.bulk_create(
        [_tenant(ground, work, tenant, position) for position, tenant in enumerate(row.get("tenants", []), start=1)]
    )


def _road_rows(road: Any, row: Row) -> None:
    CrossSectionPart.objects.bulk_create(
        [
            CrossSectionPart(road=road, kind=kind, name=name, width_m=Decimal(width), sides=sides, position=position)
            for position, (kind, name, width, sides) in enumerate(row.get("parts", []), start=1)
        ]
    )
    RoadSegment.objects.bulk_create(
        [RoadSegment(road=road, position=position, **segment) for position, segment in enumerate(row.get("segments", []), start=1)]
    )


def _tenant(ground: Ground, work: Work, row: Row, position: int) -> WorkshopTenant:
    return WorkshopTenant(
        work=work,
        enterprise=ground.enterprises.get(row["name"]),
        name=row["name"],
        hall_state=row.get("hall", ""),
        workshop_state=row.get("workshop", ""),
        wording=row["wording"],
        position=position,
    )
