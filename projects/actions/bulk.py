"""One step on many promises: all of them or none, kept as one BulkChange, taken back as a whole or not at all.

The rights and the rules are those of the pages of one promise, asked of every row under a lock; what is wrong with any of
them is raised with its reason, and nothing is written.
"""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from core import history
from core.fields import NOTE_LENGTH
from core.history import Origin
from core.periods import shifted
from projects import progress
from projects.choices import BulkKind
from projects.models import BulkChange, BulkRow, Milestone, Project, Revision
from zones.models import Unit, User, Zone

MOST_ROWS = 1_000  # of one step: what a person can still answer for, and what is written in a few seconds
YEARS = range(1950, 2101)


class RefusedRowsError(ValueError):
    """Some rows cannot be changed: ``faults`` has the reason of each by its id. Nothing was written."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(f"{len(faults)} rows refused")
        self.faults = dict(faults)


class AlreadyUndoneError(ValueError):
    """The change was taken back before."""


@dataclass(frozen=True, slots=True)
class BulkStep:
    """Which promises, as whom, on which day. ``versions`` are those of the copies that the person has seen, by id; None is
    stale. ``submission`` is the form's token: sent twice, it writes once."""

    zone: Zone
    by: User
    versions: Mapping[int, int | None]
    as_of: datetime.date
    submission: uuid.UUID


Judge = Callable[[Milestone], str]  # why a row cannot take part, "" when it can


def set_unit_of(*, step: BulkStep, unit: Unit | None) -> BulkChange:
    """Set the unit that answers for the promises; None leaves them to the units of their projects. Raises: RefusedRowsError."""

    def judge(row: Milestone) -> str:
        return _("this unit answers for it already") if row.unit_id == (unit and unit.pk) else ""

    def alter(row: Milestone) -> None:
        row.unit = unit

    about = str(unit) if unit else _("the project's own unit")
    return _write(step, BulkChange(kind=BulkKind.UNIT, about=about), ["unit_id"], judge, alter)


def mark_met(*, step: BulkStep, actual: datetime.date) -> BulkChange:
    """Note that the promises were kept on a day, which may not lie ahead. Raises: RefusedRowsError, ValueError."""
    if actual > step.as_of:
        raise ValueError(f"{actual} has not come yet")

    def judge(row: Milestone) -> str:
        return _("it was met on %(day)s already") % {"day": row.actual_date} if row.actual_date else ""

    def alter(row: Milestone) -> None:
        row.actual_date = actual

    return _write(step, BulkChange(kind=BulkKind.MET, about=actual.isoformat()), ["actual_date"], judge, alter)


def add_note(*, step: BulkStep, note: str) -> BulkChange:
    """Write a note below the remarks of the promises. Raises: RefusedRowsError."""

    def judge(row: Milestone) -> str:
        if note in row.remark.splitlines():
            return _("its remark holds this note already")
        too_long = len(row.remark) + len(note) + 1 > NOTE_LENGTH
        return _("its remark would be longer than %(count)s characters") % {"count": NOTE_LENGTH} if too_long else ""

    def alter(row: Milestone) -> None:
        row.remark = f"{row.remark}\n{note}".strip()

    return _write(step, BulkChange(kind=BulkKind.NOTE, about=" ".join(note.split())[:300]), ["remark"], judge, alter)


def move_due_dates(
    *, step: BulkStep, days: int, reason: str, explanation: str, approved_by: str, asked_on: datetime.date
) -> BulkChange:
    """Move open promises by ``days``, each in its own precision (core.periods.shifted), with a revision each.

    As with move_due_date the baseline stays, and the date that counts moves along if the move was asked for in time.
    Raises: RefusedRowsError.
    """
    firsts = Project.objects.in_zone(step.zone).filter(milestones__in=list(step.versions)).distinct().first_days()
    moves: dict[int, Revision] = {}

    def judge(row: Milestone) -> str:
        if row.actual_date:
            return _("it was met on %(day)s already") % {"day": row.actual_date}
        start, due = shifted(row.due_date, row.precision, days, start=row.window_start)
        if due == row.due_date:
            return _("so few days do not lead out of its window (%(precision)s)") % {"precision": row.get_precision_display()}
        if {start.year, due.year} - set(YEARS):
            return _("the date lies outside the years 1950 to 2100")
        return row.project.refuse_day(due, firsts.get(row.project_id))

    def alter(row: Milestone) -> None:
        start, due = shifted(row.due_date, row.precision, days, start=row.window_start)
        moves[row.pk] = _revision(row, due, given, asked_on, step.by)
        row.scored_date = progress.counted_date(row.scored_date, due, asked_on)
        row.due_date, row.window_start = due, start

    def follow(rows: Sequence[Milestone]) -> dict[int, dict[str, Any]]:
        made = Revision.objects.bulk_create([moves[row.pk] for row in rows])
        return {revision.milestone_id: {"revision": revision.pk} for revision in made}

    given = {"reason": reason, "explanation": explanation, "approved_by": approved_by}
    change = BulkChange(kind=BulkKind.MOVE, about=_("%(days)s days") % {"days": f"{days:+d}"}, **given)
    return _write(step, change, ["due_date", "window_start", "scored_date"], judge, alter, follow)


def _revision(row: Milestone, due: datetime.date, given: dict[str, str], asked_on: datetime.date, by: User) -> Revision:
    """See also move_due_date."""
    dates = {"old_date": row.due_date, "new_date": due, "asked_on": asked_on, "counts": asked_on <= row.scored_date}
    return Revision(milestone=row, old_precision=row.precision, new_precision=row.precision, **dates, **given, by=by)


def _write(
    step: BulkStep,
    change: BulkChange,
    columns: list[str],
    judge: Judge,
    alter: Callable[[Milestone], None],
    follow: Callable[[Sequence[Milestone]], dict[int, dict[str, Any]]] = lambda rows: {},
) -> BulkChange:
    """The one way of every kind: lock, judge all, write all. ``follow`` writes what comes with the rows, and says what of it
    is kept for taking it back. A fixed number of queries."""
    said = {"reason": change.reason, "explanation": change.explanation}
    with transaction.atomic(), _noted(step.by, **said):
        rows = list(
            Milestone.objects.in_zone(step.zone)
            .filter(pk__in=list(step.versions))
            .in_order_of_locks()
            .prefetch_related("project__officers")
        )
        earlier = BulkChange.objects.in_zone(step.zone).sent_by(step.by, step.submission).first()
        if earlier:
            return earlier
        _refuse(step, {row.pk: row for row in rows}, judge)
        before = {row.pk: {name: _kept(getattr(row, name)) for name in columns} for row in rows}
        for row in rows:
            alter(row)
            row.updated_at = Now()  # type: ignore[assignment]
        Milestone.objects.bulk_update(rows, [*(name.removesuffix("_id") for name in columns), "updated_at"])
        for pk, kept in follow(rows).items():
            before[pk] |= kept
        change.zone, change.by, change.submission, change.row_count = step.zone, step.by, step.submission, len(rows)
        change.save()
        versions = dict(Milestone.objects.filter(pk__in=before).values_list("pk", "version"))
        BulkRow.objects.bulk_create(
            BulkRow(change=change, milestone_id=pk, before=kept, version_after=versions[pk]) for pk, kept in before.items()
        )
    return change


def _noted(by: User, **said: str) -> Any:
    words = {name: value for name, value in said.items() if value}
    return history.noted(origin=Origin.BULK, user=by.pk, name=str(by), **words)


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _refuse(step: BulkStep, rows: Mapping[int, Milestone], judge: Judge) -> None:
    """Raises: RefusedRowsError, with every row that cannot take part."""
    faults = {}
    for pk, version in step.versions.items():
        row = rows.get(pk)
        if row is None:
            faults[pk] = _("there is no such promise, or it was dropped")
        elif row.version != version:
            faults[pk] = _("somebody has changed it in the meantime; please look at it again")
        elif reason := str(row.edit_access(step.by).reason) or judge(row):
            faults[pk] = reason
    if faults:
        raise RefusedRowsError(faults)


# --- taking back ---------------------------------------------------------------------------------
@transaction.atomic
def undo_change(*, change: BulkChange, by: User, at: datetime.datetime) -> BulkChange:
    """Take the whole step back: rows become what they were, rows that it made go, and so do its revisions.

    Only while every row is in the version in which the step left it, and no ledger of theirs was closed since; ``at`` is now.
    Raises: AlreadyUndoneError; RefusedRowsError with the rows that were touched since.
    """
    change = BulkChange.objects.select_for_update(of=("self",)).select_related("zone").get(pk=change.pk)
    if change.undone_at:
        raise AlreadyUndoneError(f"change {change.pk} was taken back at {change.undone_at}")
    kept = {row.milestone_id: row for row in change.rows.all()}
    rows = {row.pk: row for row in Milestone.objects.filter(pk__in=kept).with_what_hangs().in_order_of_locks()}
    faults = {pk: reason for pk, row in kept.items() if (reason := _touched(row, rows.get(pk), made=change.made_rows))}
    faults |= _without_unit(kept.values()) if change.kind == BulkKind.UNIT else {}
    if faults:
        raise RefusedRowsError(faults)
    with _noted(by, explanation=_("bulk change %(number)s taken back") % {"number": change.pk}):
        if change.made_rows:
            Milestone.objects.filter(pk__in=kept).delete()
        else:
            _restore(kept, rows)
        change.undone_at, change.undone_by = at, by
        change.save(update_fields=["undone_at", "undone_by", "updated_at"])
    return change


def _touched(kept: BulkRow, row: Milestone | None, *, made: bool) -> str:
    """Why a row cannot become again what it was; "" when it can."""
    if row is None:
        return _("it was dropped since")
    if row.version != kept.version_after:
        return _("it was changed since")
    if made and row.is_spoken_of:  # type: ignore[attr-defined]
        return _("a weekly report, a move, an excuse or a photo is about it")
    before = (kept.before or {}).get("due_date")
    days = [row.due_date, *([datetime.date.fromisoformat(before)] if before else [])]
    refused = (str(row.zone.ledger_access(day).reason) for day in days)
    return next((reason for reason in refused if reason), "")


def _without_unit(rows: Any) -> dict[int, str]:
    """Rows whose former unit was removed since. One query."""
    former = {row.milestone_id: row.before["unit_id"] for row in rows if row.before["unit_id"]}
    there = set(Unit.objects.filter(pk__in=former.values()).values_list("pk", flat=True))
    return {pk: _("its former unit is gone") for pk, unit in former.items() if unit not in there}


def _restore(kept: Mapping[int, BulkRow], rows: Mapping[int, Milestone]) -> None:
    revisions, names = [], set()
    for pk, row in kept.items():
        before = dict(row.before or {})
        revisions.append(before.pop("revision", None))
        for name, value in before.items():
            column = Milestone._meta.get_field(name)
            setattr(rows[pk], column.attname, column.to_python(value))  # type: ignore[union-attr]
            names.add(column.name)
        rows[pk].updated_at = Now()  # type: ignore[assignment]
    Milestone.objects.bulk_update(rows.values(), [*sorted(names), "updated_at"])
    Revision.objects.filter(pk__in=[pk for pk in revisions if pk]).delete()
