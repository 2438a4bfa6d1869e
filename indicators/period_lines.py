"""The twelve months of a year as the page of the periods prints them. Pure."""

import datetime
from dataclasses import dataclass

from indicators.choices import WHOLE_YEAR, PeriodState, period_words
from indicators.locks import Dates, Locks


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One month: its days and where it stands."""

    month: int
    dates: Dates
    state: PeriodState

    @property
    def words(self) -> str:
        return period_words(self.month)


def period_lines(locks: Locks, year: int, today: datetime.date) -> list[PeriodLine]:
    """Nothing without a rule: then every month is open."""
    found = [(month, locks.dates(year, month)) for month in range(1, WHOLE_YEAR + 1)]
    return [PeriodLine(month, dates, locks.state(year, month, today)) for month, dates in found if dates]
