"""Days that the office counts by. Pure. When a week opens and is due follows from its zone: zones.rhythm."""

import datetime

from core.periods import ONE_DAY, ONE_WEEK

FRIDAY = 4
MEETS_ON = 1  # Tuesday: the early meeting (早会)


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
    """The Friday before ``as_of``."""
    return as_of - ((as_of.weekday() - FRIDAY - 1) % 7 + 1) * ONE_DAY


def last_meeting(as_of: datetime.date) -> datetime.date:
    """The day of the early meeting before ``as_of``; on a meeting's own day, of the one before it."""
    return as_of - ((as_of.weekday() - MEETS_ON - 1) % 7 + 1) * ONE_DAY


def next_meeting(as_of: datetime.date) -> datetime.date:
    """The day of the early meeting from ``as_of`` on; on a meeting's own day, of this one."""
    return as_of + (MEETS_ON - as_of.weekday()) % 7 * ONE_DAY


def meeting_after(monday: datetime.date, due_day: datetime.date | None) -> datetime.date:
    """The day of the early meeting that hears the week from ``monday`` on: the next one after it, but not before the day on
    which its reports are due, which a feast may move."""
    day = monday + ONE_WEEK + MEETS_ON * ONE_DAY
    return max(day, due_day) if due_day else day
