"""The neighbouring zone, all of it generated: it is there so that one can see that nobody sees across."""

import datetime

from core.periods import Week, window
from indicators.models import Figure, Target
from projects.models import AboveScaleYear, Building, Enterprise, Milestone, MilestoneBuilding, Project, ProjectOfficer
from zoneportal.demo import figures, weeks
from zoneportal.demo.source import GENERATED, YEAR, Ground, Row, day, facts

PARK, UNIT = "K-ER", "U-ER"
FIRST = Week(datetime.date(2015, 5, 4))


def build(ground: Ground) -> None:
    rows = facts("second_zone")
    _enterprises(ground, rows["enterprises"])
    _projects(ground, rows["projects"])
    _ledger(ground, rows["milestones"])
    weeks.build(ground, FIRST)
    _figures(ground, rows["indicators"], rows["figures_2015"])


def _enterprises(ground: Ground, count: int) -> None:
    """Three firms are above scale; the last two do not produce yet."""
    firms = Enterprise.objects.bulk_create(
        [
            Enterprise(
                zone=ground.zone,
                name=f"邻县企业{number:03d}({GENERATED})",
                park=ground.parks[PARK],
                is_producing=number < count - 1,
                source=GENERATED,
                is_generated=True,
            )
            for number in range(1, count + 1)
        ]
    )
    ground.enterprises = {firm.name: firm for firm in firms}
    AboveScaleYear.objects.bulk_create(
        [AboveScaleYear(enterprise=firm, year=year) for year in (2014, 2015) for firm in firms[:6:2]]
    )


def _projects(ground: Ground, rows: list[Row]) -> None:
    owners = list(ground.enterprises.values())
    saved = Project.objects.bulk_create(
        [
            Project(
                zone=ground.zone,
                name=row["name"],
                owner=owner,
                park=ground.parks[PARK],
                unit=ground.units[UNIT],
                leader=ground.people["er-leader"],
                stage=row["stage"],
                source=GENERATED,
                is_generated=True,
            )
            for row, owner in zip(rows, owners, strict=False)
        ]
    )
    ground.projects = dict(zip([row["id"] for row in rows], saved, strict=True))
    ProjectOfficer.objects.bulk_create([ProjectOfficer(project=project, user=ground.people["er-officer"]) for project in saved])


def _ledger(ground: Ground, rows: list[Row]) -> None:
    saved = Milestone.objects.bulk_create([_milestone(ground, row) for row in rows])
    ground.milestones = dict(zip([row["id"] for row in rows], saved, strict=True))
    buildings = {
        (row["id"], name): Building(project=ground.projects[row["id"]], name=name, kind=kind, quantity=quantity, position=position)
        for row in facts("second_zone")["projects"]
        for position, (name, kind, quantity) in enumerate(row.get("buildings", []), start=1)
    }
    Building.objects.bulk_create(buildings.values())
    MilestoneBuilding.objects.bulk_create(
        [
            MilestoneBuilding(milestone=ground.milestones[row["id"]], building=buildings[row["project"], name])
            for row in rows
            for name in row.get("buildings", [])
        ]
    )


def _milestone(ground: Ground, row: Row) -> Milestone:
    start, due = window(datetime.date.fromisoformat(row["due"]), row["precision"])
    return Milestone(
        project=ground.projects[row["project"]],
        text=row["text"],
        phase=row["phase"],
        whole_project=row.get("whole", False),
        due_date=due,
        window_start=start,
        precision=row["precision"],
        relation=row["relation"],
        baseline_date=due,
        scored_date=due,
        actual_date=day(row.get("met")),
        source=GENERATED,
        is_generated=True,
    )


def _figures(ground: Ground, rows: list[Row], months: dict[str, Row]) -> None:
    indicators = figures.save_indicators(ground.zone, rows)
    made = {"source": GENERATED, "is_generated": True}
    Figure.objects.bulk_create(
        [
            Figure(
                indicator=indicators[row["code"]],
                year=YEAR - 1,
                value=figures.number(row["value"]),
                growth=figures.number(row["growth"]),
                status="estimate",
                **made,
            )
            for row in rows
        ]
    )
    Target.objects.bulk_create(
        [
            Target(
                indicator=indicators[row["code"]],
                year=YEAR,
                value=figures.number(row["target"]),
                stated_growth=figures.number(row["target_growth"]),
                **made,
            )
            for row in rows
        ]
    )
    Figure.objects.bulk_create(figures.this_year(ground, indicators, months))
