"""Workbooks that were sent, and whose they are."""

import datetime
from typing import Any, Self

from django.db.models.functions import Now

from core.querysets import ScopedQuerySet
from exchange.choices import RunState
from zones.choices import Role


class ImportRunQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; the administrator of a zone sees all of it, what was refused too."""
        if user.is_superuser:
            return self
        zones = [zone for zone, each in user.memberships_by_zone.items() if each.role == Role.ADMIN]
        return self.filter(user=user, zone__in=user.zone_ids) | self.filter(zone__in=zones)

    def waiting_for(self, span: datetime.timedelta) -> Self:
        """Workbooks that are kept and that nobody has touched for so long, by the real clock; those of a killed storing too."""
        return self.filter(state__in={*RunState.open(), RunState.RUNNING}, updated_at__lt=Now() - span)

    def without_content(self) -> Self:
        """Rows without the workbooks themselves and what was found in them."""
        return self.defer("content", "preview")
