"""A year's working days as the calendar page prints them, and what they do to the zone's weeks. Pure."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from core import workdays
from core.periods import ONE_DAY, Week, month_end
from zones.rhythm import Rhythm

FIRST_YEAR, LAST_YEAR = 1950, 2100
Days = Mapping[datetime.date, bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. ``kind``: plain, weekend, off (a weekday that is off), worked (a weekend day that is worked)."""

    day: datetime.date
    kind: str
    is_corrected: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month in rows from Monday to Sunday, None where a day belongs to another month."""

    first: datetime.date
    rows: list[list[Cell | None]]
    worked: int


@dataclass(frozen=True, slots=True)
class MovedWeek:
    """A week that opens or is due on another day than the zone's settings say."""

    week: Week
    opens: datetime.date
    due: datetime.date
    opens_moved: bool
    due_moved: bool


def kind_of(day: datetime.date, known: Days) -> str:
    if workdays.is_worked(day, known):
        return "plain" if day.weekday() < 5 else "worked"
    return "off" if day.weekday() < 5 else "weekend"


def months(year: int, known: Days, today: datetime.date) -> list[Month]:
    """The twelve months of a year, with the zone's corrections ``known``."""
    return [_month(datetime.date(year, number, 1), known, today) for number in range(1, 13)]


def _month(first: datetime.date, known: Days, today: datetime.date) -> Month:
    days = [first + n * ONE_DAY for n in range(month_end(first).day)]
    cells: list[Cell | None] = [Cell(day, kind_of(day, known), day in known, day == today) for day in days]
    padded = [None] * first.weekday() + cells
    padded += [None] * (-len(padded) % 7)
    rows = [padded[start : start + 7] for start in range(0, len(padded), 7)]
    return Month(first, rows, sum(workdays.is_worked(day, known) for day in days))


def moved_weeks(year: int, rhythm: Rhythm) -> list[MovedWeek]:
    """The weeks of an ISO year that a day off moves."""
    first = Week.of(datetime.date(year, 1, 4))
    found = [_moved(first.shift(number), rhythm) for number in range(53) if first.shift(number).year == year]
    return [each for each in found if each.opens_moved or each.due_moved]


def _moved(week: Week, rhythm: Rhythm) -> MovedWeek:
    opens, due = rhythm.opening_day(week), rhythm.due_day(week)
    return MovedWeek(week, opens, due, opens != week.monday + rhythm.opens_weekday * ONE_DAY, due != rhythm.set_due_day(week))
