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

from core.periods import ONE_DAY
from core.querysets import ScopedQuerySet
from projects.choices import Proposal, ReportStanding, ReportState, Stage
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


class ReminderQuerySet(ScopedQuerySet):
    def of_week(self, monday: datetime.date) -> Self:
        return self.filter(monday=monday)

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)


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

    def given(self) -> Self:
        """Submitted or accepted."""
        return self.filter(state__in=ReportState.given())

    def missing(self) -> Self:
        """Not reported, or sent back and not given again."""
        return self.filter(state__in=ReportState.missing())

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
