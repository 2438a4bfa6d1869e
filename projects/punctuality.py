"""How punctual a unit or a person was: of reports that were asked for, how many were given by their deadline. Pure."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WEEKS = 12  # opened weeks whose deadline has passed, the shown one among them


@dataclass(frozen=True, slots=True)
class Punctuality:
    """``streak``: so many weeks in a row in which everything was given by the deadline; negative: in which something was not.

    A week in which nothing was asked neither counts nor breaks it.
    """

    asked: int = 0
    on_time: int = 0
    streak: int = 0

    @property
    def late(self) -> int:
        return self.asked - self.on_time

    @property
    def share(self) -> Decimal | None:
        """Given by the deadline ÷ opened, 0 to 1; None where nothing was opened."""
        return Decimal(self.on_time) / self.asked if self.asked else None

    @property
    def weeks_missed(self) -> int:
        return max(-self.streak, 0)


def punctuality(reports: Iterable[tuple[datetime.date, bool]]) -> Punctuality:
    """Of reports as (Monday of the week, whether given by the deadline)."""
    told = list(reports)
    weeks: dict[datetime.date, bool] = {}
    for monday, on_time in told:
        weeks[monday] = weeks.get(monday, True) and on_time
    return Punctuality(len(told), sum(on_time for _monday, on_time in told), streak([weeks[monday] for monday in sorted(weeks)]))


def streak(weeks: list[bool]) -> int:
    """How many of the last weeks (oldest first) were alike: positive for kept ones, negative for missed ones, 0 without any."""
    length = 0
    for kept in reversed(weeks):
        if kept != weeks[-1]:
            break
        length += 1
    return length if weeks and weeks[-1] else -length
