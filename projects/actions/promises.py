"""Many promises entered in one step: read from a plan, made from a template, copied from another project."""

import datetime
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from core.periods import Precision, Relation, window
from projects.choices import BuildingKind, Phase
from projects.models import Building, BulkChange, BulkRow, Milestone, MilestoneBuilding, Project
from zones.models import Unit, User, Zone


@dataclass(frozen=True, slots=True)
class NewPromise:
    """A promise to be entered. ``buildings`` are names with their kind; those that the project lacks are made.

    ``window_start`` is read for a range only: every other window follows from ``due`` and ``precision``.
    """

    project: Project
    text: str
    due: datetime.date
    precision: str = Precision.DAY
    window_start: datetime.date | None = None
    relation: str = Relation.BY
    phase: str = Phase.OTHER
    whole_project: bool = False
    unit: Unit | None = None
    buildings: tuple[tuple[str, str], ...] = ()
    wording: str = ""
    doubt: str = ""
    source: str = ""

    def row(self) -> Milestone:
        """The unsaved promise; its first date is the baseline and counts. Raises: ValueError for a window out of order."""
        start, due = window(self.due, self.precision, start=self.window_start)
        return Milestone(
            project=self.project,
            text=self.text,
            window_start=start,
            due_date=due,
            baseline_date=due,
            scored_date=due,
            precision=self.precision,
            relation=self.relation,
            phase=self.phase,
            whole_project=self.whole_project,
            unit=self.unit,
            wording=self.wording,
            doubt=self.doubt,
            source=self.source,
        )


def same_words(text: str) -> str:
    """A text as it counts for sameness: compatibility-normalised, case and all white space ignored."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def known_promises(projects: Iterable[Project]) -> set[tuple[int, str, datetime.date]]:
    """What the ledgers hold, as (project, words, date): the dates of now and the first ones. One query."""
    rows = Milestone.objects.filter(project__in=projects).values_list("project_id", "text", "due_date", "baseline_date")
    return {(project, same_words(text), day) for project, text, *days in rows for day in days}


def words_of(change: BulkChange | None, asked: int = 0) -> str:
    """What became of a step of ``asked`` rows, for the person who confirmed it."""
    if change is None:
        return gettext("Nothing was added: the ledger holds these promises already.")
    count = change.row_count
    said = gettext("Promises entered: %(count)s.") % {"count": count}
    left = gettext("Already in the ledger and left out: %(left)s.") % {"left": asked - count}
    return f"{said} {left}" if asked > count else said


@transaction.atomic
def write_promises(*, zone: Zone, kind: str, about: str, promises: Sequence[NewPromise], by: User) -> BulkChange | None:
    """Enter all of them, or none; a promise that the ledger holds already (same words, same date) is left out.

    Zone by zone one step at a time, so that two people who confirm the same plan do not both enter it. Returns the step,
    which can be taken back as a whole, or None when there was nothing to add.
    """
    Zone.objects.filter(pk=zone.pk).locked().get()
    known = known_promises({promise.project for promise in promises})
    fresh: dict[tuple[int, str, datetime.date], tuple[NewPromise, Milestone]] = {}
    for promise in promises:
        row = promise.row()
        key = (row.project_id, same_words(row.text), row.due_date)
        if key not in known:
            fresh.setdefault(key, (promise, row))
    if not fresh:
        return None
    rows = Milestone.objects.bulk_create([row for _promise, row in fresh.values()])
    change = BulkChange.objects.create(zone=zone, kind=kind, about=about[:300], by=by, row_count=len(rows))
    BulkRow.objects.bulk_create([BulkRow(change=change, milestone=row, version_after=row.version) for row in rows])
    _tie_buildings([promise for promise, _row in fresh.values()], rows)
    return change


def _tie_buildings(promises: Sequence[NewPromise], rows: Sequence[Milestone]) -> None:
    projects = {promise.project for promise in promises if promise.buildings}
    known = {(each.project_id, same_words(each.name)): each for each in Building.objects.filter(project__in=projects)}
    missing: dict[tuple[int, str], Building] = {}
    for promise in promises:
        for name, kind in promise.buildings:
            key = (promise.project.pk, same_words(name))
            if key not in known:
                missing.setdefault(key, Building(project=promise.project, name=name, kind=kind or BuildingKind.OTHER))
    known |= dict(zip(missing, Building.objects.bulk_create(missing.values()), strict=True))
    MilestoneBuilding.objects.bulk_create(
        MilestoneBuilding(milestone=row, building=building)
        for promise, row in zip(promises, rows, strict=True)
        for building in {known[promise.project.pk, same_words(name)] for name, _kind in promise.buildings}
    )
