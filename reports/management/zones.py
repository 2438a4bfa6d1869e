"""What the commands of a zone's year have in common: which zone, which year."""

from django.core.management.base import CommandError

from zones.models import Zone

FIRST, LAST = 1950, 2100


def check_year(year: int) -> None:
    """Raises: CommandError for a year that no figure can be of."""
    if not FIRST <= year <= LAST:
        raise CommandError(f"--year must be from {FIRST} to {LAST}, not {year}")


def find_zone(code: str) -> Zone:
    """The zone of that code; without one the only zone, and where all are demo zones the first (the seed's)."""
    zones = list(Zone.objects.order_by("pk"))
    if not zones:
        raise CommandError("There is no zone yet; `manage.py setup_demo` makes the demonstration's.")
    codes = ", ".join(zone.code for zone in zones)
    if code:
        found = next((zone for zone in zones if zone.code == code), None)
        if found is None:
            raise CommandError(f"There is no zone with the code {code}. Zones: {codes}")
        return found
    if len(zones) > 1 and not all(zone.is_demo for zone in zones):
        raise CommandError(f"There are several zones; name one with --zone. Zones: {codes}")
    return zones[0]
