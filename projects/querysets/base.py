"""Whose rows somebody may change."""

from typing import Any, Self

from django.db.models import (
    Q,
)

from core.querysets import ScopedQuerySet
from zones.choices import Role


def zones_by_role(user: Any, roles: set[str]) -> list[int]:
    return [zone_id for zone_id, membership in user.memberships_by_zone.items() if membership.role in roles]


def units_of(user: Any) -> list[int]:
    return [m.unit_id for m in user.memberships_by_zone.values() if m.unit_id and m.role in Role.of_a_unit()]


def of_projects_editable_by(user: Any, prefix: str = "") -> Q:
    """Rows of projects that ``user`` may change: the twin of Project.edit_access."""
    own_zones = zones_by_role(user, Role.of_a_unit())
    assigned = Q(**{f"{prefix}assignments__user": user.pk, f"{prefix}zone__in": own_zones})
    of_unit = Q(**{f"{prefix}unit__in": units_of(user), f"{prefix}zone__in": own_zones})
    return Q(**{f"{prefix}zone__in": zones_by_role(user, Role.keepers())}) | of_unit | assigned


def of_projects_of_principals(user: Any, prefix: str = "", roles: set[str] | None = None) -> Q:
    """Rows of projects for which ``user`` stands in for somebody today: the twin of Project.principals_of.

    With ``roles`` only those of the unit of a principal in one of them.
    """
    found = Q(pk__in=[])
    for membership in (each for several in user.principals_by_zone.values() for each in several):
        of_unit = Q(**{f"{prefix}unit": membership.unit_id})
        if roles is None:
            of_unit |= Q(**{f"{prefix}assignments__user": membership.user_id})
        elif membership.role not in roles:
            continue
        found |= of_unit & Q(**{f"{prefix}zone": membership.zone_id})
    return found


class OfProjectQuerySet(ScopedQuerySet):
    """Rows that hang on a project."""

    scope_path = "project__zone"
    project_path = "project__"

    def editable_by(self, user: Any) -> Self:
        if user.is_superuser:
            return self
        return self.filter(of_projects_editable_by(user, self.project_path)).distinct()


class KeptQuerySet(ScopedQuerySet):
    """Rows that the keepers of the zone change, and nobody else: the twin of rules.keeper."""

    def editable_by(self, user: Any) -> Self:
        if user.is_superuser:
            return self
        return self.filter(**{f"{self.scope_path}__in": zones_by_role(user, Role.keepers())})
