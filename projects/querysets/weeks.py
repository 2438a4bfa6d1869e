"""The week: what was reported, what is missing."""

import datetime
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
from projects.choices import ReportStanding, ReportState, Stage
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
        """See also WeeklyReport.review_access."""
        given = self.given()
        if user.is_superuser:
            return given
        kept = Q(project__zone__in=zones_by_role(user, Role.keepers()))
        headed = Q(project__unit__in=headed_by(user), project__zone__in=zones_by_role(user, {Role.UNIT_HEAD}))
        return given.filter(kept | headed | of_projects_of_principals(user, self.project_path, {Role.UNIT_HEAD}))

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
