"""What the frame of every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core import clock
from zones import rules
from zones.choices import Role
from zones.models import Zone


def frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    zone = getattr(request, "zone", None)
    if zone is None or user is None or not user.is_authenticated:
        return {"zone": None, "pinned_day": settings.PORTAL_TODAY}
    memberships = user.memberships_by_zone
    zones = list(Zone.objects.all()) if user.is_superuser else [membership.zone for membership in memberships.values()]
    return {
        "zone": zone,
        "zones": zones if len(zones) > 1 else [],
        "membership": memberships.get(zone.pk),
        "may_keep": bool(rules.keeper(user, zone)),
        "sees_firms": user.role_in(zone) in Role.statisticians(),
        "may_administer": bool(rules.administrator(user, zone)),
        "today": clock.today(),
        "pinned_day": settings.PORTAL_TODAY,
    }
