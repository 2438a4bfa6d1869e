"""A zone of 10,000 projects to measure on: made once in a database of its own."""

import datetime
from decimal import Decimal
from typing import Any

from core.periods import ONE_WEEK

MONDAY = datetime.date(2015, 6, 8)
BATCH = 2000


def fill(projects: int, promises: int = 4) -> Any:
    """Zone, parks, units, people, ``projects`` projects with ``promises`` milestones, investment and 3 reports each; the clerk."""
    from zones.models import Membership, Park, Unit, User, Zone

    zone = Zone.objects.create(code="bench", name="基准产业集聚区", is_demo=True)
    parks = [Park.objects.create(zone=zone, name=f"基准园{n}", position=n) for n in range(4)]
    units = [Unit.objects.create(zone=zone, name=f"基准指挥部{n}", position=n) for n in range(12)]
    clerk = User.objects.create(username="bench", name="基准", must_change_password=False)
    Membership.objects.create(zone=zone, user=clerk, role="clerk")
    _projects(zone, parks, units, projects, promises)
    return clerk


def _projects(zone: Any, parks: list[Any], units: list[Any], count: int, each: int) -> None:
    from core.periods import Week
    from projects.models import Enterprise, InvestmentYear, Milestone, Project, ReportingWeek, WeeklyReport

    owners = Enterprise.objects.bulk_create(
        [Enterprise(zone=zone, name=f"基准企业{n:05d}", park=parks[n % 4]) for n in range(count // 4)]
    )
    made = [
        Project(
            zone=zone,
            name=f"基准项目{n:05d}",
            owner=owners[n % len(owners)],
            park=parks[n % 4],
            unit=units[n % 12],
            stage="building",
        )
        for n in range(count)
    ]
    made = Project.objects.bulk_create(made, batch_size=BATCH)
    start = datetime.date(2015, 1, 1)
    promises = []
    for n, project in enumerate(made):
        for step in range(each):
            due = start + datetime.timedelta(days=(n * 7 + step * 360 // each) % 364)
            actual = due if due < datetime.date(2015, 5, 1) and n % 9 else None
            promises.append(
                Milestone(
                    project=project,
                    text=f"节点{step}",
                    due_date=due,
                    window_start=due,
                    baseline_date=due,
                    scored_date=due,
                    actual_date=actual,
                )
            )
    Milestone.objects.bulk_create(promises, batch_size=BATCH)
    InvestmentYear.objects.bulk_create(
        [InvestmentYear(project=p, year=2015, planned_wan=Decimal(1000 + p.pk % 900)) for p in made], batch_size=BATCH
    )
    for back in range(3):
        monday = MONDAY - back * ONE_WEEK
        due_at = zone.rhythm().due_moment(Week(monday))
        ReportingWeek.objects.create(zone=zone, monday=monday, due_at=due_at)
        rows = [
            WeeklyReport(
                project=p,
                monday=monday,
                due_at=due_at,
                state="open" if not back and p.pk % 5 == 0 else "accepted",
                submitted_at=due_at,
                completed_wan=Decimal(p.pk % 700 + 100 - back),
                workers=p.pk % 60,
                progress="主体施工",
            )
            for p in made
        ]
        WeeklyReport.objects.bulk_create(rows, batch_size=BATCH)
