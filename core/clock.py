"""The only reader of the clock. Views call it once and hand the date down as ``as_of``.

``PORTAL_TODAY`` pins the day (the demo's is 2015-06-16); the time of day stays real. Days and weeks are
those of Asia/Shanghai whatever time zone the server has.
"""

import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime.datetime:
    """The aware moment, on the pinned day if there is one."""
    moment = timezone.localtime()
    if settings.PORTAL_TODAY is None:
        return moment
    return timezone.make_aware(datetime.datetime.combine(settings.PORTAL_TODAY, moment.time()))


def today() -> datetime.date:
    return settings.PORTAL_TODAY or timezone.localdate()


def end_of(day: datetime.date) -> datetime.datetime:
    """The moment at which a day is over in the portal's time zone: what was written before it is that day's."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day of a moment in the portal's time zone."""
    return timezone.localtime(moment).date()
