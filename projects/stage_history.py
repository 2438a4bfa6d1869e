"""Which projects reported in a week that is over, as the history and the days of their stages tell it."""

import datetime

from core import history
from projects.choices import Stage
from projects.ledger_history import before, begins_on
from projects.models import Project, StageEntry
from zones.models import Zone


def reporting_at(zone: Zone, day: datetime.date, *, today: datetime.date) -> list[int]:
    """Ids of the projects that had to report at the end of ``day``: entered by then, and in a stage that reports.

    A stage counts from the day on which it was entered, or from the earlier day that was named when it was entered
    late. Today and later are the projects of now. Three queries.
    """
    moment = before(day, today)
    there = Project.objects.in_zone(zone)
    if moment is None:
        return list(there.reporting().values_list("pk", flat=True))
    stages = dict(history.rows_at(Project, moment, zone=zone).values_list("pgh_obj_id", "stage"))
    stages |= _entered_late(stages, day, moment)
    asked = [pk for pk, stage in stages.items() if stage in Stage.reporting()]
    return list(there.filter(pk__in=asked).values_list("pk", flat=True))


def _entered_late(stages: dict[int, str], day: datetime.date, moment: datetime.datetime) -> dict[int, str]:
    """What was entered after ``moment`` of stages that had been reached by ``day``: the last word of each project."""
    said: dict[tuple[int, str, datetime.datetime], datetime.date] = {}
    entries = history.between(StageEntry, moment, None, project__in=list(stages), reached_on__isnull=False)
    for pk, stage, written, reached in entries.values_list("project_id", "stage", "pgh_created_at", "reached_on"):
        said[pk, stage, written] = reached
    found, last = {}, dict(stages)
    writes = history.between(Project, moment, None, pgh_obj__in={pk for pk, _stage, _written in said})
    for pk, stage, written in writes.values_list("pgh_obj_id", "stage", "pgh_created_at"):
        reached = said.get((pk, stage, written)) if stage != last.get(pk) else None
        last[pk] = stage
        if reached and reached <= day:
            found[pk] = stage
    return found


def begins_after(zone: Zone, day: datetime.date, *, today: datetime.date) -> datetime.date | None:
    """The day on which the zone's first project was entered, if it is after ``day``; ``today`` in a zone without projects."""
    first = begins_on(zone) or today
    return min(first, today) if min(first, today) > day else None
