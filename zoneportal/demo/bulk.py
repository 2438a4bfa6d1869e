"""A step on many promises as the office would take it, and two views of the ledger that people keep."""

import datetime

import pgtrigger

from projects import actions
from projects.actions import BulkStep
from projects.models import BulkChange, Milestone
from zoneportal.demo.history import at, events_of, rewriting, said
from zoneportal.demo.source import GENERATED, Ground, day, facts
from zones.models import SavedView


def build(ground: Ground) -> None:
    """Wants the histories of the promises: the step is later than everything that they tell of its rows."""
    story = facts("bulk")
    _note(ground, story["note"])
    for row in story["views"]:
        person = ground.people[row["by"]]
        given = {"page": "projects:milestone_list", "query": row["query"], "is_shared": row["shared"]}
        SavedView.objects.create(zone=ground.zone, user=person, name=row["name"], **given)


def _note(ground: Ground, row: dict[str, str]) -> None:
    """On promises that nothing has happened to, so that no day of the past shows what came later."""
    clerk, moment = ground.people[row["by"]], at(datetime.date.fromisoformat(row["on"]), 10)
    keys = [milestone.pk for milestone in ground.milestones.values()]
    quiet = Milestone.objects.still_open().filter(pk__in=keys, version=1, due_date__range=(day(row["from"]), day(row["to"])))
    versions = dict(quiet.values_list("pk", "version"))
    token = ground.zone.submission  # the same each time
    step = BulkStep(ground.zone, clerk, versions, moment.date(), token)
    change = actions.add_note(step=step, note=f"{row['note']}（{GENERATED}）")
    with rewriting(), pgtrigger.ignore(*(f"projects.BulkChange:{name}" for name in ("update_update", "raise_version"))):
        words = said(clerk, origin="bulk")
        written = events_of(Milestone).filter(pgh_obj__in=versions, version=2)
        written.update(pgh_created_at=moment, updated_at=moment, pgh_context=words)
        Milestone.objects.filter(pk__in=versions).update(updated_at=moment)
        with pgtrigger.ignore("projects.BulkChangeEvent:append_only"):
            events = events_of(BulkChange).filter(pgh_obj=change.pk)
            events.update(pgh_created_at=moment, created_at=moment, updated_at=moment, pgh_context=words)
        BulkChange.objects.filter(pk=change.pk).update(created_at=moment, updated_at=moment)
