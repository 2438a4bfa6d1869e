"""Secret addresses of calendars."""

from projects.models import CalendarFeed
from projects.models.instructions import secret
from zones.models import Unit, User, Zone


def open_feed(*, zone: Zone, user: User, unit: Unit | None) -> CalendarFeed:
    """The person's calendar of these due dates (``unit`` None: their own); asked for twice it is the same one."""
    return CalendarFeed.objects.get_or_create(zone=zone, user=user, unit=unit)[0]


def renew_feed(*, feed: CalendarFeed) -> CalendarFeed:
    """Give the calendar another address; the old one is worth nothing from now on."""
    feed.token, feed.last_read_at = secret(), None
    feed.save(update_fields=["token", "last_read_at", "updated_at"])
    return feed
