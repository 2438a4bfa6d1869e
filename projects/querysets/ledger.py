"""The ledger: what is late, what is due, what was moved and excused."""

import datetime
import functools
import operator
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least

from core.periods import ONE_DAY
from core.querysets import ScopedQuerySet
from projects.choices import ReportState, Standing
from projects.progress import DUE_SOON_DAYS
from projects.querysets import measures
from projects.querysets.base import KeptQuerySet, OfProjectQuerySet, of_projects_editable_by, units_of, zones_by_role
from zones.choices import Role, Subject
from zones.lights import Rules


def standing_on(as_of: datetime.date, days: int) -> Case:
    """How a promise stands, of rows and of their history alike. See also progress.standing."""
    return Case(
        When(actual_date__gt=F("scored_date"), then=Value(Standing.MET_LATE)),
        When(actual_date__isnull=False, then=Value(Standing.MET)),
        When(scored_date__lt=as_of, then=Value(Standing.OVERDUE)),
        When(scored_date__lte=as_of + days * ONE_DAY, then=Value(Standing.DUE_SOON)),
        default=Value(Standing.AHEAD),
        output_field=CharField(),
    )


MOVED = ~Q(due_date=F("baseline_date"))


class OfMilestoneQuerySet(OfProjectQuerySet):
    scope_path = "milestone__project__zone"
    project_path = "milestone__project__"


MARK = (
    *("pk", "project_id", "text", "whole_project", "due_date", "window_start", "precision", "relation"),
    *("baseline_date", "scored_date", "actual_date", "revision_count", "met_unreviewed"),
)  # what projects.gantt places and projects.gantt_svg says of a promise


def met_unreviewed() -> Exists:
    """Whether the actual date is the word of a weekly report that nobody has accepted. See also MilestoneWeek.reports_met."""
    from projects.models import MilestoneWeek

    said = MilestoneWeek.objects.filter(milestone=OuterRef("pk"), met_on=OuterRef("actual_date"))
    return Exists(said.exclude(report__state=ReportState.ACCEPTED))


class MilestoneQuerySet(OfProjectQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(due_date__year=year)

    def of_years(self, *years: int) -> Self:
        return self.filter(due_date__year__in=years)

    def with_task(self) -> Self:
        """With what tells one task from another: project, words, buildings. Two queries."""
        return self.select_related("project").prefetch_related("buildings")

    def still_open(self) -> Self:
        return self.filter(actual_date__isnull=True)

    def asked_in(self, report: Any, horizon: datetime.date) -> Self:
        """Promises that a weekly report asks about: open and due up to ``horizon``, or already spoken of in it."""
        return (
            self.filter(Q(actual_date__isnull=True, due_date__lte=horizon) | Q(weeks__report=report))
            .distinct()
            .order_by("due_date", "pk")
        )

    def overdue(self, as_of: datetime.date) -> Self:
        """Open promises of which the date that counts has passed. See also progress.standing."""
        return self.still_open().filter(scored_date__lt=as_of)

    def due_soon(self, as_of: datetime.date, days: int = DUE_SOON_DAYS) -> Self:
        """Open promises that fall due within so many days, today included."""
        return self.still_open().filter(scored_date__range=(as_of, as_of + days * ONE_DAY))

    def of_unit(self, unit: Any) -> Self:
        """Promises that a unit answers for: its own, and those of its projects that no other unit has."""
        return self.filter(Q(unit=unit) | Q(unit__isnull=True, project__unit=unit))

    def of_projects(self, pks: Iterable[int]) -> Self:
        return self.filter(project__in=list(pks))

    def dates_of(self, pks: Iterable[int]) -> Self:
        """(pk, project, words, date of now, first date) of the projects' promises, and not whole rows. One query."""
        return self.of_projects(pks).order_by("pk").values_list("pk", "project_id", "text", "due_date", "baseline_date")

    def of_person(self, user: Any) -> Self:
        """Promises of the projects that somebody is assigned to or leads."""
        return self.filter(Q(project__assignments__user=user.pk) | Q(project__leader=user.pk)).distinct()

    def open_or_met_since(self, day: datetime.date) -> Self:
        return self.filter(Q(actual_date__isnull=True) | Q(actual_date__gte=day))

    def between(self, first: datetime.date, last: datetime.date, as_of: datetime.date) -> Self:
        """Promises of which anything lies within the days: the window, the first agreed date, the actual one, or the time
        by which they are overdue on ``as_of``. See also projects.gantt.Mark.reach."""
        overdue = Case(When(scored_date__lt=as_of, then=Value(as_of)), default=F("due_date"), output_field=DateField())
        begin = Least("window_start", "baseline_date", "scored_date", Coalesce("actual_date", "due_date"))
        end = Greatest("due_date", "baseline_date", Coalesce("actual_date", overdue))
        return self.alias(begin=begin, end=end).filter(begin__lte=last, end__gte=first)

    def as_marks(self) -> Self:
        """Rows of the columns named by MARK instead of models, by due date."""
        counted = self.annotate(revision_count=Count("revisions"), met_unreviewed=met_unreviewed())
        return counted.order_by("due_date", "pk").values_list(*MARK, named=True)

    def with_photos(self) -> Self:
        """Only promises of which there are pictures."""
        return self.filter(photos__isnull=False).distinct()

    def editable_by(self, user: Any) -> Self:
        """See also Milestone.edit_access."""
        closed = F("project__zone__ledger_closed_through")
        still_open = self.filter(Q(project__zone__ledger_closed_through__isnull=True) | Q(due_date__year__gt=closed))
        if user.is_superuser:
            return still_open
        own = Q(unit__in=units_of(user), project__zone__in=zones_by_role(user, Role.of_a_unit()))
        return still_open.filter(own | of_projects_editable_by(user, self.project_path)).distinct()

    def with_standing(self, as_of: datetime.date, days: int = DUE_SOON_DAYS) -> Self:
        """Adds ``standing`` (Standing value), ``revision_count`` and ``met_unreviewed`` (bool)."""
        from projects.models import Revision

        moves = Revision.objects.filter(milestone=OuterRef("pk")).order_by().values("milestone").annotate(count=Count("pk"))
        count = Coalesce(Subquery(moves.values("count")), 0)  # asked for the rows of a page only; a join would group them all
        return self.annotate(standing=standing_on(as_of, days), revision_count=count, met_unreviewed=met_unreviewed())

    def with_met_review(self) -> Self:
        """Adds ``met_unreviewed``: bool, whether the actual date comes from a report that nobody has accepted yet."""
        return self.annotate(met_unreviewed=met_unreviewed())

    def with_responsible(self) -> Self:
        """Adds ``answering_id``, ``answering_name`` and ``answering_position`` of the unit that answers for the promise:
        its own, else its project's. See also Milestone.responsible_unit and of_unit."""
        own = Q(unit__isnull=False)
        return self.annotate(
            answering_id=Coalesce("unit_id", "project__unit_id"),
            answering_name=Case(When(own, then=F("unit__name")), default=F("project__unit__name")),
            answering_position=Case(When(own, then=F("unit__position")), default=F("project__unit__position")),
        )

    def that_may_be_edited(self, user: Any) -> Self:
        """As :meth:`editable_by`, of rows that are annotated already."""
        return self.with_edit_right(user).filter(may_edit=True)

    def to_look_at(self, pks: Iterable[int]) -> Self:
        """Promises by id with what their rows on a page and their rights are read from."""
        found = self.filter(pk__in=list(pks)).select_related("project__zone", "unit").prefetch_related("project__officers")
        return found.order_by("due_date", "pk")

    def in_order_of_locks(self) -> Self:
        """Locked one after the other in the same order by everybody, with what their rights are asked of."""
        return self.order_by("pk").select_for_update(of=("self",)).select_related("project__zone", "unit")

    def with_what_hangs(self) -> Self:
        """Adds ``is_spoken_of``: whether a weekly report, a revision, an excuse or a photo is about the promise."""
        from projects.models import Excuse, MilestoneWeek, Photo, Revision

        hanging = (Exists(model.objects.filter(milestone=OuterRef("pk"))) for model in (MilestoneWeek, Revision, Excuse, Photo))
        return self.annotate(is_spoken_of=functools.reduce(operator.or_, (Q(each) for each in hanging)))

    def with_edit_right(self, user: Any) -> Self:
        """Adds ``may_edit``: bool, for :meth:`editable_by`."""
        return self.annotate(may_edit=Exists(self.model.objects.filter(pk=OuterRef("pk")).editable_by(user)))

    def with_moved(self) -> Self:
        """Adds ``is_moved``: bool, see :meth:`moved`."""
        return self.annotate(is_moved=MOVED)

    def moved(self) -> Self:
        """Promises that are not due on the first agreed date any more."""
        return self.filter(MOVED)

    def not_moved(self) -> Self:
        return self.exclude(MOVED)

    def with_light(self, as_of: datetime.date, rules: Rules) -> Self:
        """Adds ``light`` (Light value) of each promise by the rules in force. See also projects.lights.of_promise."""
        overdue = Case(When(actual_date__isnull=True, then=measures.DaysSince(as_of, F("scored_date"))), default=Value(Decimal(0)))
        excused = Q(pk__in=measures.excused_promises(as_of)) | Q(project__in=measures.excused_projects(as_of))
        late = Q(scored_date__year=as_of.year) & measures.LATE
        parts = [
            measures.Part(clause, "days_overdue", measured=Q(pk__isnull=False), made_up=late)
            for clause in rules.of(Subject.MILESTONE)
        ]
        found = self.alias(days_overdue=overdue).annotate(light=measures.light(parts, excused))
        return found.alias(severity=measures.severity())


class ExcuseQuerySet(OfProjectQuerySet):
    def editable_by(self, user: Any) -> Self:
        """The keepers; the twin of Excuse.register_access."""
        return self if user.is_superuser else self.filter(project__zone__in=zones_by_role(user, Role.keepers()))

    def on(self, as_of: datetime.date) -> Self:
        """Excuses that last on a day."""
        return self.filter(first_day__lte=as_of, last_day__gte=as_of)

    def of_promises(self) -> Self:
        return self.filter(milestone__isnull=False)

    def of_whole_projects(self) -> Self:
        return self.filter(milestone__isnull=True)


class BulkChangeQuerySet(ScopedQuerySet):
    def sent_by(self, user: Any, submission: Any) -> Self:
        """The change that one form of somebody has made."""
        return self.filter(by=user.pk, submission=submission)

    def taken_back(self) -> Self:
        return self.filter(undone_at__isnull=False)

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at__isnull=True)


class PlanTextQuerySet(ScopedQuerySet):
    def of_text(self, zone: Any, year: int, digest: str) -> Any:
        """What was entered of a text before; None when nothing was."""
        return self.filter(zone=zone, year=year, digest=digest).select_related("confirmed_by").first()

    def was_entered(self, zone: Any, token: str) -> bool:
        """Whether the form with this token has done its work already."""
        try:
            return self.filter(zone=zone, submission=uuid.UUID(token)).exists()
        except ValueError:
            return False


class TemplateQuerySet(KeptQuerySet):
    def with_extent(self) -> Self:
        """Adds ``step_count`` and ``length_days``, the days of the last step (None without steps)."""
        return self.annotate(step_count=Count("steps"), length_days=Max("steps__days"))


class TemplateStepQuerySet(KeptQuerySet):
    scope_path = "template__zone"

    def of_template(self, template: Any) -> Self:
        return self.filter(template=template)
