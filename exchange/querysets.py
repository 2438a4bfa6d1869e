"""Workbooks that were sent, and whose they are."""

from typing import Any, Self

from core.querysets import ScopedQuerySet
from zones.choices import Role


class ImportRunQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; the administrator of a zone sees all of it, what was refused too."""
        if user.is_superuser:
            return self
        zones = [zone for zone, each in user.memberships_by_zone.items() if each.role == Role.ADMIN]
        return self.filter(user=user, zone__in=user.zone_ids) | self.filter(zone__in=zones)

    def without_content(self) -> Self:
        """Rows without the workbooks themselves and what was found in them."""
        return self.defer("content", "preview")
