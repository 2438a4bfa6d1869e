"""Whose returns a person may see, and the verbs of a month."""

from collections.abc import Iterable
from typing import Any, Self

from django.db.models import Count, F, Q

from core.querysets import ScopedQuerySet
from returns.choices import ReturnState
from zones.choices import Role


def scope(user: Any, zone_path: str, park_path: str) -> Q:
    """Rows of single enterprises that ``user`` may see: those of a zone for its statisticians, of one park for its clerk.

    The park's clerk sees the parts of the park, too.
    """
    found = Q(pk__in=[])
    for zone, membership in user.memberships_by_zone.items():
        if membership.role in Role.keepers():
            found |= Q(**{zone_path: zone})
        elif membership.role == Role.PARK_CLERK:
            park = membership.park_id
            found |= Q(**{zone_path: zone}) & (Q(**{park_path: park}) | Q(**{f"{park_path}__parent": park}))
    return found


def with_returns_for(user: Any, enterprises: Any) -> Any:
    """Those of ``enterprises`` that have a return which ``user`` may see."""
    from returns.models import Return

    return enterprises.filter(pk__in=Return.objects.visible_to(user).values("enterprise"))


class ReturnItemQuerySet(ScopedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """The twin of ReturnItem.edit_access."""
        if user.is_superuser:
            return self
        return self.filter(zone__in=[zone for zone, each in user.memberships_by_zone.items() if each.role in Role.keepers()])

    def valid_in(self, year: int) -> Self:
        """Items that are asked for in ``year``."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=year)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=year))


class ReturnQuerySet(ScopedQuerySet):
    scope_path = "enterprise__zone"

    def visible_to(self, user: Any) -> Self:
        """Returns of single enterprises are for statisticians only; for everybody else they do not exist."""
        return self if user.is_superuser else self.filter(scope(user, "enterprise__zone", "enterprise__park"))

    def editable_by(self, user: Any) -> Self:
        """See also Return.edit_access."""
        return self.visible_to(user).exclude(state=ReturnState.ACCEPTED)

    def of_month(self, year: int, month: int) -> Self:
        return self.filter(year=year, month=month)

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def of_enterprise(self, enterprise: Any) -> Self:
        return self.filter(enterprise=enterprise)

    def of_park(self, park: Any) -> Self:
        """Returns of the park's enterprises and those of its parts."""
        return self.filter(Q(enterprise__park=park) | Q(enterprise__park__parent=park))

    def of_ids(self, pks: Iterable[int]) -> Self:
        return self.filter(pk__in=list(pks))

    def given(self) -> Self:
        return self.filter(state__in=ReturnState.given())

    def submitted(self) -> Self:
        return self.filter(state=ReturnState.SUBMITTED)

    def state_counts(self) -> list[tuple[ReturnState, int]]:
        """How many there are in each state, without the states that none is in. One query."""
        found = dict(self.order_by().values_list("state").annotate(count=Count("pk")))
        return [(state, found[state]) for state in ReturnState if state in found]

    def newest_month(self, year: int) -> dict[str, int] | None:
        """Of the newest opened month of a year ``month``, ``expected`` and ``given`` returns; None before any. One query."""
        counts = {"expected": Count("pk"), "given": Count("pk", filter=Q(state__in=ReturnState.given()))}
        return self.of_year(year).order_by("-month").values("month").annotate(**counts).first()

    def with_enterprise(self) -> Self:
        """Joins what every row prints; by park, then by number."""
        return self.select_related("enterprise__park", "enterprise__zone", "submitted_by", "reviewed_by").order_by(
            F("enterprise__park__position").asc(nulls_last=True), "enterprise__park", "enterprise"
        )
