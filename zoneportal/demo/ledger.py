"""The ledger: 73 milestones of 2015 and 5 of the turn of the year as promised, with generated outcomes.

The promise is the report's (``is_generated`` False); when it was met or moved is made up, and ``remark`` says so.
"""

import datetime
from typing import Any

from core.periods import ONE_DAY, window
from projects.models import Building, Excuse, Milestone, MilestoneBuilding, Revision, StageEntry
from zoneportal.demo.source import GENERATED, TODAY, Ground, Row, cited, day, facts, spread

MET = "实际完成日期为演示生成"
STILL_OPEN = "截至演示日未完成，为演示生成"
MOVED = "节点调整为演示生成"


def build(ground: Ground) -> None:
    """Milestones with their buildings and revisions; wants the projects of both kinds in ``ground``."""
    rows, outcomes = facts("milestones"), facts("outcomes")
    moved = {move["milestone"]: move for move in outcomes["moved"]}
    saved = Milestone.objects.bulk_create([milestone(ground, row, outcomes, moved.get(row["id"])) for row in rows])
    ground.milestones = dict(zip([row["id"] for row in rows], saved, strict=True))
    _name_buildings(ground, rows)
    Revision.objects.bulk_create([_revision(ground, move) for move in outcomes["moved"]])
    Excuse.objects.bulk_create([_excuse(ground, row) for row in outcomes["excuses"]])
    StageEntry.objects.bulk_create([_reached(ground, key, stage, on) for key, (stage, on) in outcomes["stages"].items()])


def milestone(ground: Ground, row: Row, outcomes: Row, move: Row | None) -> Milestone:
    promised = datetime.date.fromisoformat(row["due"])
    start, due = window(promised, row["precision"])
    if move:
        start = due = datetime.date.fromisoformat(move["to"])
    met = None if row["id"] in outcomes["open"] else met_on(row["id"], promised, outcomes["late"])
    return Milestone(
        project=ground.projects[row["project"]],
        text=row["text"],
        phase=row["phase"],
        due_date=due,
        window_start=start,
        precision="day" if move else row["precision"],
        relation=row["relation"],
        baseline_date=promised,
        scored_date=due,
        actual_date=met,
        wording=row["wording"],
        doubt=row.get("doubt", ""),
        remark=_remark(promised, met, move),
        source=cited(row["line"]),
    )


def met_on(key: str, promised: datetime.date, late: dict[str, int]) -> datetime.date | None:
    """Promises that are past by the demo's day were met up to four days early, or as many days late as written down."""
    if promised >= TODAY:
        return None
    return promised + (late[key] if key in late else -spread(key, 0, 4)) * ONE_DAY


def _remark(promised: datetime.date, met: datetime.date | None, move: Row | None) -> str:
    outcome = MET if met else STILL_OPEN if promised < TODAY else ""
    return "；".join(part for part in (MOVED if move else "", outcome) if part)


def _name_buildings(ground: Ground, rows: list[Row]) -> None:
    found = Building.objects.filter(project__zone=ground.zone)
    known: dict[tuple[int, str], Any] = {(building.project_id, building.name): building for building in found}
    parts = []
    for row in rows:
        promise = ground.milestones[row["id"]]
        names = row.get("buildings", [])
        parts += [MilestoneBuilding(milestone=promise, building=known[promise.project_id, name]) for name in names]
    MilestoneBuilding.objects.bulk_create(parts)


def _reached(ground: Ground, key: str, stage: str, on: str) -> StageEntry:
    """A stage reached after the report, made up: on a day, or with a milestone."""
    reached = ground.milestones[on].actual_date if on in ground.milestones else day(on)
    return StageEntry(project=ground.projects[key], stage=stage, reached_on=reached, note=GENERATED)


def _revision(ground: Ground, move: Row) -> Revision:
    promise = ground.milestones[move["milestone"]]
    return Revision(
        milestone=promise,
        old_date=promise.baseline_date,
        old_precision="day",
        new_date=promise.due_date,
        new_precision=promise.precision,
        reason=move["reason"],
        explanation=move["explanation"],
        approved_by=move["approved_by"],
        asked_on=day(move["asked_on"]),
        by=ground.people[move["by"]],
    )


def _excuse(ground: Ground, row: Row) -> Excuse:
    """An approved cause that is over on the demo's day: it clears the light of the days before only."""
    promise = ground.milestones[row["milestone"]]
    texts = {name: row[name] for name in ("reason", "explanation", "approved_by")}
    days = {name: day(row[name]) for name in ("first_day", "last_day")}
    return Excuse(project=promise.project, milestone=promise, by=ground.people[row["by"]], **texts, **days)
