"""For which meeting a brief is made: the early meeting after the week, and the moment that fixes what was known then."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.periods import ONE_WEEK, Week
from projects.ledger_changes import Period
from projects.ledger_history import before
from projects.models import ReportingWeek
from projects.weeks import meeting_after
from zones.models import Zone


@dataclass(frozen=True, slots=True)
class Occasion:
    """The meeting of ``week``: on ``day``, after the one on ``since``. ``opened`` is None of a week that was never opened.

    Once the day is over the brief is fixed at its end; until then it tells what is known at ``now``.
    """

    zone: Zone
    week: Week
    opened: ReportingWeek | None
    since: datetime.date
    day: datetime.date
    now: datetime.datetime

    @property
    def today(self) -> datetime.date:
        return timezone.localtime(self.now).date()

    @property
    def is_fixed(self) -> bool:
        return self.day < self.today

    @property
    def moment(self) -> datetime.datetime | None:
        """Up to which the history is read; None is now."""
        return before(self.day, self.today)

    @property
    def as_of(self) -> datetime.date:
        return min(self.day, self.today)

    @property
    def year(self) -> int:
        """That of the cumulative sums: a week belongs to the year in which it ends."""
        return self.week.sunday.year

    @property
    def period(self) -> Period:
        """From the end of the last meeting's day to the end of this one's."""
        return Period(self.zone, self.since, self.day, self.today)


def occasion_of(zone: Zone, week: Week, now: datetime.datetime) -> Occasion:
    """One query."""
    mondays = [week.monday - ONE_WEEK, week.monday]
    found: dict[Any, Any] = {row.monday: row for row in ReportingWeek.objects.filter(zone=zone, monday__in=mondays)}
    since, day = (meeting_after(monday, _due_day(found.get(monday))) for monday in mondays)
    return Occasion(zone, week, found.get(week.monday), since, day, now)


def _due_day(opened: ReportingWeek | None) -> datetime.date | None:
    return timezone.localtime(opened.due_at).date() if opened else None
