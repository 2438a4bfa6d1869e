"""The week: what was reported, what is missing."""

import datetime
from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    Count,
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
from projects.querysets.base import OfProjectQuerySet
from zones.choices import Role


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
        return super(WeeklyReportQuerySet, open_ones).editable_by(user)

    def of_person(self, user: Any) -> Self:
        """Reports that ``user`` writes: of the projects assigned to them, and for a unit head of the whole unit."""
        heads = [m.unit_id for m in user.memberships_by_zone.values() if m.role == Role.UNIT_HEAD]
        mine = self.filter(Q(project__assignments__user=user.pk) | Q(project__unit__in=heads))
        return mine.filter(project__stage__in=Stage.reporting()).select_related("project__unit").distinct()

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
