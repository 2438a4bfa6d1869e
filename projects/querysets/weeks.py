"""The week: what was reported, what is missing."""

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core.history import value_at
from core.periods import ONE_DAY
from core.querysets import ScopedQuerySet
from projects.choices import Delivery, Proposal, ReminderKind, ReportStanding, ReportState, Stage
from projects.progress import DUE_SOON_DAYS
from projects.querysets.base import OfProjectQuerySet, of_projects_editable_by, of_projects_of_principals, zones_by_role
from zones.choices import Role


def headed_by(user: Any) -> list[int]:
    """The units whose head ``user`` is."""
    return [m.unit_id for m in user.memberships_by_zone.values() if m.role == Role.UNIT_HEAD]


def of_principal(membership: Any) -> Q:
    """What somebody in a zone is asked to report: the projects assigned to them, of a unit head those of the unit."""
    asked = Q(project__assignments__user=membership.user_id)
    if membership.role == Role.UNIT_HEAD:
        asked |= Q(project__unit=membership.unit_id)
    return asked & Q(project__zone=membership.zone_id)


class OfReportQuerySet(OfProjectQuerySet):
    scope_path = "report__project__zone"
    project_path = "report__project__"

    def of_reports(self, reports: Iterable[Any]) -> Self:
        return self.filter(report__in=list(reports))


class MilestoneWeekQuerySet(OfReportQuerySet):
    """What weekly reports say of promises."""

    def proposing(self) -> Self:
        """With a new date that was proposed, whatever has become of it."""
        return self.filter(proposed_date__isnull=False)

    def asked(self) -> Self:
        """With a proposed date that is to be decided on: by nobody yet, or granted with another date than is proposed now.

        See also MilestoneWeek.is_asked.
        """
        other = Q(proposal=Proposal.GRANTED) & ~Q(revision__new_date=F("proposed_date"))
        return self.proposing().filter(~Q(proposal__in=Proposal.decided()) | other)

    def decided(self) -> Self:
        return self.proposing().filter(proposal__in=Proposal.decided())

    def declined(self) -> Self:
        return self.proposing().filter(proposal=Proposal.DECLINED)


class ReportCommentQuerySet(OfReportQuerySet):
    def of_last_review(self) -> Self:
        """Those of the review that left the report as it is: made since it came into its state. See also reviews.rounds."""
        from projects.models import WeeklyReport

        events: Any = WeeklyReport.pgh_event_model  # type: ignore[attr-defined]
        before = events.objects.filter(pgh_obj=OuterRef("pgh_obj")).exclude(state=OuterRef("state")).order_by("-pgh_id")
        of_state = events.objects.filter(pgh_obj=OuterRef("report"), state=OuterRef("report__state"))
        since = of_state.alias(other=Subquery(before.values("pgh_id")[:1])).filter(pgh_id__gt=F("other")).order_by("pgh_id")
        beginning = Value(datetime.datetime(1950, 1, 1, tzinfo=datetime.UTC))  # of a history that begins in this state
        return self.filter(created_at__gte=Coalesce(Subquery(since.values("updated_at")[:1]), beginning)).select_related("by")


class ReportingWeekQuerySet(ScopedQuerySet):
    def up_to(self, monday: datetime.date) -> Self:
        """The weeks opened up to one, the newest first."""
        return self.filter(monday__lte=monday).order_by("-monday")


class ReminderQuerySet(ScopedQuerySet):
    def of_week(self, monday: datetime.date) -> Self:
        return self.filter(monday=monday)

    def of_person(self, user: Any) -> Self:
        return self.filter(user=user.pk)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def up_to(self, pk: int) -> Self:
        """One reminder and all earlier ones."""
        return self.filter(pk__lte=pk)

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)

    def by_hand_since(self, moment: datetime.datetime) -> Self:
        return self.filter(kind=ReminderKind.BY_HAND, sent_at__gt=moment)

    def failed(self) -> Self:
        """Reminders that did not get through on one of their ways out of the portal."""
        return self.filter(Q(by_email=Delivery.FAILED) | Q(by_robot=Delivery.FAILED))


def at_deadline(model: Any) -> Any:
    """The events of a report up to its deadline, the newest first, for a subquery."""
    events = model.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"), pgh_created_at__lte=OuterRef("due_at"))
    return events.order_by("-pgh_id")


class WeeklyReportQuerySet(OfProjectQuerySet):
    def editable_by(self, user: Any) -> Self:
        """See also WeeklyReport.write_access."""
        open_ones = self.exclude(state=ReportState.ACCEPTED).filter(project__stage__in=Stage.reporting())
        if user.is_superuser:
            return open_ones
        own = of_projects_editable_by(user, self.project_path)
        return open_ones.filter(own | of_projects_of_principals(user, self.project_path)).distinct()

    def reviewable_by(self, user: Any) -> Self:
        """Of projects whose reports ``user`` accepts or sends back: the twin of WeeklyReport.reviewer_access."""
        if user.is_superuser:
            return self
        kept = Q(project__zone__in=zones_by_role(user, Role.keepers()))
        headed = Q(project__unit__in=headed_by(user), project__zone__in=zones_by_role(user, {Role.UNIT_HEAD}))
        return self.filter(kept | headed | of_projects_of_principals(user, self.project_path, {Role.UNIT_HEAD}))

    def submitted(self) -> Self:
        """Handed in, and waiting for the reviewer's word."""
        return self.filter(state=ReportState.SUBMITTED)

    def of_ids(self, pks: Iterable[int]) -> Self:
        return self.filter(pk__in=list(pks))

    def with_previous(self) -> Self:
        """Adds ``previous_pk``: the project's last given report of an earlier week. See also actions.last_given."""
        earlier = self.model.objects.filter(project=OuterRef("project"), monday__lt=OuterRef("monday"))
        return self.annotate(previous_pk=Subquery(earlier.given().order_by("-monday").values("pk")[:1]))

    def of_person(self, user: Any) -> Self:
        """Reports that ``user`` writes: of the projects assigned to them, and for a unit head of the whole unit; and those
        of the people they stand in for today."""
        mine = Q(project__assignments__user=user.pk) | Q(project__unit__in=headed_by(user))
        for principal in (each for several in user.principals_by_zone.values() for each in several):
            mine |= of_principal(principal)
        return self.filter(mine, project__stage__in=Stage.reporting()).select_related("project__unit").distinct()

    def with_principal(self, user: Any) -> Self:
        """Adds ``for_whom``: the name of the person in whose place ``user`` writes a report of :meth:`of_person`, "" for
        their own."""
        assigned = self.model.objects.filter(pk=OuterRef("pk"), project__assignments__user=user.pk)
        whose = [When(Exists(assigned) | Q(project__unit__in=headed_by(user)), then=Value(""))]
        for principal in (each for several in user.principals_by_zone.values() for each in several):
            theirs = self.model.objects.filter(of_principal(principal), pk=OuterRef("pk"))
            whose.append(When(Exists(theirs), then=Value(principal.user.name)))
        return self.annotate(for_whom=Case(*whose, default=Value(""), output_field=CharField()))

    def for_board(self) -> Self:
        """With everything that the board of a week prints: two queries."""
        related = self.select_related("project__unit", "project__zone", "submitted_by")
        return related.prefetch_related("project__officers").order_by("project__unit__position", "project_id")

    def with_project(self) -> Self:
        """With what rights are asked of, in the order in which the projects were entered."""
        return self.select_related("project__unit", "project__zone").order_by("project_id")

    def with_state_then(self) -> Self:
        """Adds ``state_then``, as the report stood at its deadline.

        Told by its history; of a report whose history is younger, by the moment of its submission.
        """
        in_time = When(submitted_at__lte=F("due_at"), then=Value(ReportState.SUBMITTED))
        unknown = Case(in_time, default=Value(ReportState.OPEN), output_field=CharField())
        return self.annotate(state_then=Coalesce(Subquery(at_deadline(self.model).values("state")[:1]), unknown))

    def with_deadline(self) -> Self:
        """Adds ``state_then``, ``version_then`` of that moment, and ``given_later``: when it was first given after it, or null."""
        events = self.model.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"))  # type: ignore[attr-defined]
        later = events.filter(submitted_at__gt=OuterRef("due_at"), state__in=ReportState.given()).order_by("submitted_at")
        return self.with_state_then().annotate(
            version_then=Coalesce(Subquery(at_deadline(self.model).values("version")[:1]), Value(1)),
            given_later=Subquery(later.values("submitted_at")[:1]),
        )

    def with_unit_then(self) -> Self:
        """Adds ``unit_then``: the id of the unit that answered for the project at the deadline."""
        from projects.models import Project

        return self.annotate(unit_then=value_at(Project, OuterRef("due_at"), OuterRef("project_id"), "unit", or_first=True))

    def with_ledger_state(self, as_of: datetime.date, days: int = DUE_SOON_DAYS) -> Self:
        """Adds ``overdue_count`` and ``due_soon_count`` of the project's promises."""
        from projects.models import Milestone

        def count(promises: Any) -> Any:
            ledger = promises.filter(project=OuterRef("project")).order_by().values("project")
            return Coalesce(Subquery(ledger.annotate(count=Count("pk")).values("count")), 0)

        return self.annotate(
            overdue_count=count(Milestone.objects.overdue(as_of)), due_soon_count=count(Milestone.objects.due_soon(as_of, days))
        )

    def with_asked(self, horizon: datetime.date) -> Self:
        """Adds ``asked_count``: the promises that the report asks about. See also MilestoneQuerySet.asked_in."""
        from projects.models import Milestone

        asked = Milestone.objects.filter(project=OuterRef("project")).asked_in(OuterRef("pk"), horizon)
        counted = asked.order_by().values("project").annotate(count=Count("pk", distinct=True))
        return self.annotate(asked_count=Coalesce(Subquery(counted.values("count")), 0))

    def for_grid(self, user: Any, now: datetime.datetime, horizon: datetime.date) -> Self:
        """With everything that a row of the week's grid shows beside its boxes: one query."""
        found = self.select_related("project__unit", "project__zone").with_principal(user).with_standing(now)
        return found.with_asked(horizon).with_previous().order_by("project_id")

    def owed_by_week(self) -> dict[datetime.date, int]:
        """How many are missing, by the Monday of their week. One query."""
        counted = self.missing().order_by("monday").values("monday").annotate(count=Count("pk", distinct=True))
        return dict(counted.values_list("monday", "count"))

    def of_weeks_before(self, monday: datetime.date) -> Self:
        return self.filter(monday__lt=monday)

    def of_week(self, monday: datetime.date) -> Self:
        return self.filter(monday=monday)

    def named_by(self, pks: Any) -> Self:
        """Those whose ids a query gives."""
        return self.filter(pk__in=pks)

    def of_weeks_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Of the weeks whose Monday lies between two days, both included."""
        return self.filter(monday__range=(first, last))

    def of_weeks(self, mondays: list[datetime.date]) -> Self:
        return self.filter(monday__in=mondays)

    def given(self) -> Self:
        """Submitted or accepted."""
        return self.filter(state__in=ReportState.given())

    def missing(self) -> Self:
        """Not reported, or sent back and not given again."""
        return self.filter(state__in=ReportState.missing())

    def of_reporting_projects(self) -> Self:
        """Reports that can be written: of projects that are neither planned nor paused nor finished."""
        return self.filter(project__stage__in=Stage.reporting())

    def not_closed(self, chosen: int | None = None) -> Self:
        """Weeks to which something can still be added: not accepted yet; and the one with the id ``chosen``."""
        return self.filter(~Q(state=ReportState.ACCEPTED) | Q(pk=chosen))

    def reported_in_year(self, as_of: datetime.date) -> Self:
        """Reports of weeks that end in the year of ``as_of``, up to it: their cumulative values are that year's."""
        first, last = datetime.date(as_of.year, 1, 1) - 6 * ONE_DAY, datetime.date(as_of.year, 12, 31) - 6 * ONE_DAY
        return self.filter(monday__gte=first, monday__lte=min(as_of, last))

    def with_standing(self, now: datetime.datetime) -> Self:
        """Adds ``standing`` (ReportStanding value). See also progress.report_standing."""
        return self.annotate(
            standing=Case(
                When(~Q(state=ReportState.OPEN), then=F("state")),
                When(due_at__lt=now, then=Value(ReportStanding.OVERDUE)),
                When(due_at__lte=now + ONE_DAY, then=Value(ReportStanding.DUE)),
                default=Value(ReportStanding.NOT_DUE),
                output_field=CharField(),
            )
        )
