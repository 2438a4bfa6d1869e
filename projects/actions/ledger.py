"""The ledger: promises entered and moved."""

import datetime

from django.db import transaction

from core import history
from core.periods import Precision, window
from projects import progress
from projects.models import (
    Building,
    Milestone,
    Revision,
)
from zones.models import User


@transaction.atomic
def add_milestone(*, milestone: Milestone, buildings: list[Building]) -> Milestone:
    """Enter a promise; its first agreed date becomes the baseline."""
    start = milestone.window_start if milestone.precision == Precision.RANGE else None
    milestone.window_start, milestone.due_date = window(milestone.due_date, milestone.precision, start=start)
    milestone.baseline_date = milestone.scored_date = milestone.due_date
    milestone.save()
    if buildings:
        milestone.buildings.set(buildings)
    return milestone


@transaction.atomic
def move_due_date(
    *,
    milestone: Milestone,
    to: datetime.date,
    precision: str,
    reason: str,
    explanation: str,
    approved_by: str,
    by: User,
    asked_on: datetime.date,
) -> Revision:
    """Move a promise; the baseline stays and the move is kept with its reason.

    The date that counts moves along if the move was asked for in time. Raises: ValueError if nothing moves.
    """
    stored = Milestone.objects.select_for_update().get(pk=milestone.pk)
    start, due = window(to, precision)
    if (due, precision) == (stored.due_date, stored.precision):
        raise ValueError("the date is the same")
    revision = Revision.objects.create(
        milestone=stored,
        old_date=stored.due_date,
        old_precision=stored.precision,
        new_date=due,
        new_precision=precision,
        reason=reason,
        explanation=explanation,
        approved_by=approved_by,
        asked_on=asked_on,
        counts=asked_on <= stored.scored_date,
        by=by,
    )
    stored.scored_date = progress.counted_date(stored.scored_date, due, asked_on)
    stored.due_date, stored.window_start, stored.precision = due, start, precision
    stored.save()
    return revision


class OutdatedPromiseError(ValueError):
    """The promise is not as the person saw it: changed in the meantime."""


@transaction.atomic
def drop_milestone(*, milestone: Milestone, version: int | None, reason: str, explanation: str, by: User) -> None:
    """Take a promise out of the ledger, with what hangs on it; history keeps all of it, and who did it and why.

    ``version`` is that of the copy that was read. Raises: OutdatedPromiseError; Milestone.DoesNotExist when it is gone.
    """
    stored = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if stored.version != version:
        raise OutdatedPromiseError(f"version {version} of a promise in version {stored.version}")
    with history.noted(reason=reason, explanation=explanation, user=by.pk, name=str(by)):
        stored.delete()
