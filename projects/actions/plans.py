"""A plan's text entered into the ledger: new projects, promises and the text itself, all or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from projects.actions.promises import NewPromise, same_words, write_promises
from projects.choices import BulkKind
from projects.models import BulkChange, PlanText, Project
from zones.models import Zone


class OutdatedPlanError(Exception):
    """Somebody has confirmed the same text since this page was opened; ``plan`` is it as it stands now."""

    def __init__(self, plan: PlanText) -> None:
        super().__init__(str(plan))
        self.plan = plan


class ProjectExistsError(Exception):
    """Somebody has made a project of that name since this page was opened."""


@dataclass(frozen=True, slots=True)
class Entered:
    """The text as it stands now, and the step that entered its promises: None when the ledger held all of them."""

    plan: PlanText
    change: BulkChange | None


def digest(text: str) -> str:
    """What makes two pasted texts the same one: their characters, whatever the white space."""
    return hashlib.sha256(same_words(text).encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def enter_plan(*, plan: PlanText, seen: int, projects: Sequence[Project], promises: Sequence[NewPromise]) -> Entered:
    """Make ``projects``, enter ``promises``, and keep the text they came from.

    ``plan`` is unsaved and says what the form says; ``seen`` is the version of the stored text that its page showed, 0 for
    none. One confirmation at a time in a zone; the same form sent twice is done once. Raises: OutdatedPlanError,
    ProjectExistsError.
    """
    Zone.objects.filter(pk=plan.zone_id).locked().get()
    stored = PlanText.objects.of_text(plan.zone, plan.year, plan.digest)
    if stored and stored.submission == plan.submission:
        return Entered(stored, None)
    if (stored.version if stored else 0) != seen:
        raise OutdatedPlanError(stored or plan)
    taken = {same_words(name) for name in Project.objects.filter(zone=plan.zone).values_list("name", flat=True)}
    twice = [project.name for project in projects if same_words(project.name) in taken]
    if twice:
        raise ProjectExistsError("、".join(twice))
    try:
        with transaction.atomic():
            Project.objects.bulk_create(projects)
    except IntegrityError as error:
        raise ProjectExistsError("、".join(project.name for project in projects)) from error
    about = " · ".join(part for part in (str(plan.year), plan.title) if part)
    change = write_promises(zone=plan.zone, kind=BulkKind.PLAN, about=about, promises=promises, by=plan.confirmed_by)
    return Entered(_keep(plan, stored, change), change)


def _keep(plan: PlanText, stored: PlanText | None, change: BulkChange | None) -> PlanText:
    """The text is one row, however many steps it is entered in; it remembers the last of them."""
    kept = stored or plan
    if change is not None:
        kept.row_count, kept.change = kept.row_count + change.row_count, change
        kept.submission, kept.confirmed_by, kept.title = plan.submission, plan.confirmed_by, plan.title or kept.title
        kept.save()
    return kept
