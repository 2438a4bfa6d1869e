"""The registers of the main zone: the firms and projects that the report names, and generated firms up to its 106."""

import datetime

from projects.models import AboveScaleYear, Building, Enterprise, Project, ProjectOfficer, StageEntry
from zoneportal.demo.source import GENERATED, REPORT, Ground, Row, facts, spread
from zones.models import Park

PARK_OF = {"furniture": "K-JJ", "food": "K-SP", "environment": "K-HB"}
UNIT_OF = {"furniture": "U-JJ", "food": "U-SP", "environment": "U-HB", "": "U-GWH"}
OFFICER_OF = {"U-JJ": "jiaju-officer", "U-SP": "shipin-officer", "U-HB": "huanbao-officer", "U-GWH": "guanwei-officer"}
INDUSTRY_CODES = {"furniture": ["C20", "C21"], "food": ["C13", "C14", "C15"], "environment": ["C33", "C23", "N77"]}
# By leading industry: firms in the park, in production, of these started in 2014, above scale. The report gives the
# parks' 62, 27 and 17 and the sums 72, 12 and 48; how the sums fall on the parks is made up.
STATED = {"furniture": (62, 45, 7, 28), "food": (27, 17, 3, 12), "environment": (17, 10, 2, 8)}
BASIS = {
    "stated": "",
    "inferred": "所属园区由名称推断，报告未载明。",
    "unknown": "园区待核实：报告未载明所属园区，不计入三园106家。",
}


def build(ground: Ground) -> None:
    build_enterprises(ground)
    build_projects(ground)


# --- enterprises -------------------------------------------------------------------------------
def build_enterprises(ground: Ground) -> None:
    """The 25 firms that the report names, and generated ones until the parks hold 62, 27 and 17.

    The three firms whose park is not stated stand beside the 106, without a park: to give them one would be invented,
    and to count them in would break the report's own sum.
    """
    named = [_named(ground, row) for row in facts("enterprises")]
    made = [firm for industry in STATED for firm in _generated_of(ground, industry, named)]
    saved = Enterprise.objects.bulk_create([*named, *made])
    ground.enterprises = {firm.name: firm for firm in saved}
    above = [
        firm
        for industry, (_size, _producing, _new, above_scale) in STATED.items()
        for firm in _producing_of(made, ground.parks[PARK_OF[industry]])[:above_scale]
    ]
    AboveScaleYear.objects.bulk_create([AboveScaleYear(enterprise=firm, year=year) for year in (2014, 2015) for firm in above])


def _named(ground: Ground, row: Row) -> Enterprise:
    park = ground.parks[PARK_OF[row["industry"]]] if row["industry"] else None
    remark = BASIS[row["basis"]] + row.get("remark", "")
    return Enterprise(
        zone=ground.zone, name=row["name"], park=park, source=REPORT, remark=remark, is_producing=row.get("is_producing", False)
    )


def _generated_of(ground: Ground, industry: str, named: list[Enterprise]) -> list[Enterprise]:
    """Firms without a real name that fill the park up; the last ones do not produce yet."""
    size, producing, new, _above_scale = STATED[industry]
    park = ground.parks[PARK_OF[industry]]
    present = [firm for firm in named if firm.park == park]
    producing -= sum(firm.is_producing for firm in present)
    numbers = range(len(present) + 1, size + 1)
    return [_generated(park, industry, number, place, producing, new) for place, number in enumerate(numbers)]


def _generated(park: Park, industry: str, number: int, place: int, producing: int, new: int) -> Enterprise:
    name = f"{park.name}企业{number:03d}({GENERATED})"
    codes = INDUSTRY_CODES[industry]
    is_producing = place < producing
    return Enterprise(
        zone=park.zone,
        name=name,
        park=park,
        industry_code=codes[place % len(codes)],
        is_producing=is_producing,
        producing_since=_since(name, is_new=place >= producing - new) if is_producing else None,
        source=GENERATED,
        is_generated=True,
    )


def _since(name: str, *, is_new: bool) -> datetime.date:
    """The month in which the firm began to produce: in 2014 if new, else from 2008 to 2013."""
    year = 2014 if is_new else spread(name, 2008, 2013)
    return datetime.date(year, spread(f"{name}month", 1, 12), 1)


def _producing_of(firms: list[Enterprise], park: Park) -> list[Enterprise]:
    return [firm for firm in firms if firm.park == park and firm.is_producing]


# --- projects ----------------------------------------------------------------------------------
def build_projects(ground: Ground) -> None:
    """The 19 projects that the report names, with buildings, stages and officers."""
    rows = facts("projects")
    stages = facts("outcomes")["stages"]
    saved = Project.objects.bulk_create([_project(ground, row, stages.get(row["id"])) for row in rows])
    ground.projects.update(zip([row["id"] for row in rows], saved, strict=True))
    Building.objects.bulk_create([building for row in rows for building in _buildings(ground, row)])
    StageEntry.objects.bulk_create([entry for row in rows for entry in stage_entries(ground, row)])
    assign_officers(ground, rows)


def _project(ground: Ground, row: Row, later: list[str] | None) -> Project:
    industry = row["industry"]
    return Project(
        zone=ground.zone,
        name=row["name"],
        aliases=row.get("aliases", ""),
        owner=ground.enterprises[row["owner"]],
        park=ground.parks[PARK_OF[industry]] if industry else None,
        unit=ground.units[UNIT_OF[industry]],
        leader=ground.people["leader"] if industry else None,
        stage=later[0] if later else row["stage"],
        started_year=2014 if row["new_in_2014"] else None,
        situation=row["situation"],
        remark=_remark(row, later),
        source=REPORT,
    )


def _remark(row: Row, later: list[str] | None) -> str:
    basis = {
        "stated": "",
        "inferred": "行业和园区由名称推断，报告未载明。",
        "unknown": "行业和园区报告未载明；演示中暂由管委会负责。",
    }[row["basis"]]
    stage = "2014年底的阶段见阶段记录，此后的阶段为演示生成。" if later else ""
    return row.get("remark", "") + basis + stage


def _buildings(ground: Ground, row: Row) -> list[Building]:
    return [
        Building(project=ground.projects[row["id"]], name=name, kind=kind, quantity=quantity, position=position)
        for position, (name, kind, quantity) in enumerate(row.get("buildings", []), start=1)
    ]


def stage_entries(ground: Ground, row: Row) -> list[StageEntry]:
    """What the report says of the stage at the end of 2014."""
    project = ground.projects[row["id"]]
    said = {"started": "2014年开工（列入新开工项目）"} if row.get("new_in_2014") else {}
    said[row["stage"]] = f"据2014年总结：{row['stage_note']}"
    return [StageEntry(project=project, stage=stage, note=note) for stage, note in said.items()]


def assign_officers(ground: Ground, rows: list[Row]) -> None:
    """Each project goes to one officer of its unit, the first unless its row names another."""
    units = {unit.pk: key for key, unit in ground.units.items()}
    assignments = []
    for row in rows:
        project = ground.projects[row["id"]]
        officer = row.get("officer", OFFICER_OF[units[project.unit_id]])
        assignments.append(ProjectOfficer(project=project, user=ground.people[officer]))
    ProjectOfficer.objects.bulk_create(assignments)
