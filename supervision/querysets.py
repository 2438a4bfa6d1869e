"""The verbs of issues: which are open, late, or waiting for somebody."""

import datetime
from typing import Any, Self

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q

from core.querysets import ScopedQuerySet
from projects.querysets import zones_by_role
from supervision.choices import IssueState
from zones.choices import Role


class IssueQuerySet(ScopedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """The twin of Issue.assign_access."""
        if user.is_superuser:
            return self.unsettled()
        heads = [m for m in user.memberships_by_zone.values() if m.role == Role.UNIT_HEAD]
        headed = Q(pk__in=[])
        for head in heads:
            headed |= Q(zone=head.zone_id) & (Q(unit=head.unit_id) | Q(project__unit=head.unit_id))
        return self.unsettled().filter(Q(zone__in=zones_by_role(user, Role.keepers())) | headed)

    def of_year(self, year: int) -> Self:
        """Issues that were raised in ``year``, by whose numbers they are counted."""
        return self.filter(year=year)

    def unsettled(self) -> Self:
        return self.exclude(state=IssueState.SETTLED)

    def of_project(self, project: Any) -> Self:
        return self.filter(project=project)

    def of_report(self, report: Any) -> Self:
        return self.filter(report=report)

    def overdue(self, as_of: datetime.date) -> Self:
        """See also Issue.is_overdue."""
        return self.unsettled().filter(due_on__lt=as_of)

    def with_overdue(self, as_of: datetime.date) -> Self:
        """Adds ``late``: bool, whether it is open after its deadline."""
        late = ExpressionWrapper(Q(due_on__lt=as_of) & ~Q(state=IssueState.SETTLED), output_field=BooleanField())
        return self.annotate(late=late)

    def next_number(self, zone: Any, year: int) -> int:
        """The number of the next issue of a zone and year. One query."""
        return (self.filter(zone=zone, year=year).aggregate(last=Max("number"))["last"] or 0) + 1

    def counts(self, as_of: datetime.date) -> dict[str, int]:
        """``open`` and ``overdue`` issues. One query."""
        late = Q(due_on__lt=as_of)
        return self.unsettled().aggregate(open=Count("pk"), overdue=Count("pk", filter=late))
