"""Which week is reported when. Pure: the zone's settings come in as numbers."""

import datetime
from zoneinfo import ZoneInfo

from core.periods import ONE_DAY, ONE_WEEK, Week

PORTAL_ZONE = ZoneInfo("Asia/Shanghai")
OPENS_ON = 4  # Friday of the reported week
MEETS_ON = 1  # Tuesday: the early meeting (早会)


def reporting_week(as_of: datetime.date) -> Week:
    """The newest week that is open for reporting: this one from its Friday on, else the one before."""
    this = Week.of(as_of)
    return this if as_of.weekday() >= OPENS_ON else this.shift(-1)


def due_moment(week: Week, weekday: int, hour: int) -> datetime.datetime:
    """When the reports of ``week`` are due: ``weekday`` (0 Monday) of the following week at ``hour``, zone's time."""
    day = week.monday + (7 + weekday) * ONE_DAY
    return datetime.datetime.combine(day, datetime.time(hour), PORTAL_ZONE)


def meetings_before(as_of: datetime.date, count: int) -> list[datetime.date]:
    """The days of the last ``count`` early meetings before ``as_of``, the newest first."""
    return [last_meeting(as_of) - number * ONE_WEEK for number in range(count)]


def month_ends_before(as_of: datetime.date, count: int) -> list[datetime.date]:
    """The last days of the ``count`` months before that of ``as_of``, the newest first."""
    found = [as_of.replace(day=1) - ONE_DAY]
    while len(found) < count:
        found.append(found[-1].replace(day=1) - ONE_DAY)
    return found


def last_friday(as_of: datetime.date) -> datetime.date:
    """The Friday before ``as_of``, on which the reported week opens."""
    return as_of - ((as_of.weekday() - OPENS_ON - 1) % 7 + 1) * ONE_DAY


def last_meeting(as_of: datetime.date) -> datetime.date:
    """The day of the early meeting before ``as_of``; on a meeting's own day, of the one before it."""
    return as_of - ((as_of.weekday() - MEETS_ON - 1) % 7 + 1) * ONE_DAY
