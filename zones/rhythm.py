"""The rhythm of the week in a zone: when a week opens for its reports, and when they are due.

Pure: the zone's settings and the corrections of its calendar come in, days and moments go out.
"""

import datetime
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from core.periods import ONE_DAY, Week
from core.workdays import Known, is_worked, last_worked, next_worked, worked_in
from zones.choices import OffDay

PORTAL_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A zone's settings of the week, weekdays from 0 (Monday), and the days it knows better than the published calendar."""

    opens_weekday: int = 4
    due_weekday: int = 0
    due_hour: int = 18
    off_day: str = OffDay.LATER
    known: Known = field(default_factory=dict)

    def opening_day(self, week: Week) -> datetime.date:
        """The set weekday of the reported week; if it is off, the last working day before it in that week, if there is one."""
        day = week.monday + self.opens_weekday * ONE_DAY
        return max((worked for worked in worked_in(week, self.known) if worked <= day), default=day)

    def due_day(self, week: Week) -> datetime.date:
        """The set weekday of the following week, moved as the zone wants it if it is off; never before the week opens."""
        day = self.set_due_day(week)
        if self.off_day == OffDay.KEEP or is_worked(day, self.known):
            return day
        earlier = last_worked(day, self.known)
        if self.off_day == OffDay.EARLIER and earlier >= self.opening_day(week):
            return earlier
        return next_worked(day, self.known)

    def set_due_day(self, week: Week) -> datetime.date:
        return week.monday + (7 + self.due_weekday) * ONE_DAY

    def due_moment(self, week: Week) -> datetime.datetime:
        return datetime.datetime.combine(self.due_day(week), datetime.time(self.due_hour), PORTAL_ZONE)

    def reporting_week(self, as_of: datetime.date) -> Week:
        """The newest week that is open for reporting: this one from its opening day on, else the one before."""
        this = Week.of(as_of)
        return this if as_of >= self.opening_day(this) else this.shift(-1)

    def coming_week(self, as_of: datetime.date) -> Week:
        """The next week to open."""
        return self.reporting_week(as_of).shift(1)
