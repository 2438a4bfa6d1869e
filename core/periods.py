"""Due-date windows, weeks and elapsed time. Pure: dates in, dates out, no clock."""

import calendar
import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import pgettext_lazy

ONE_DAY = datetime.timedelta(days=1)
ONE_WEEK = datetime.timedelta(weeks=1)


class Precision(models.TextChoices):
    """How exactly a due date was promised; the promise is broken the day after the window's last day."""

    DAY = "day", pgettext_lazy("due date", "day")
    TEN_DAY = "ten_day", pgettext_lazy("due date", "ten-day period")
    MONTH = "month", pgettext_lazy("due date", "month")
    MONTH_END = "month_end", pgettext_lazy("due date", "month end")
    QUARTER = "quarter", pgettext_lazy("due date", "quarter")
    HALF_YEAR = "half_year", pgettext_lazy("due date", "half-year")
    YEAR = "year", pgettext_lazy("due date", "year")
    RANGE = "range", pgettext_lazy("due date", "range of days")


class Relation(models.TextChoices):
    """The word behind the date: 前 (by) or nothing (at)."""

    BY = "by", pgettext_lazy("due date", "by")
    AT = "at", pgettext_lazy("due date", "at")


def month_end(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day ``months`` later (earlier when negative), or the last day of a month that is shorter.

    Raises: ValueError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def window(day: datetime.date, precision: str, *, start: datetime.date | None = None) -> tuple[datetime.date, datetime.date]:
    """First and last day of the window of ``precision`` that holds ``day``.

    Ten-day periods are 1–10, 11–20 and 21–end (上旬, 中旬, 下旬). A month end is its last day. ``start`` is the
    first day of a RANGE; without one the range is the day itself.
    Raises: ValueError when ``start`` is after ``day``.
    """
    if start and start > day:
        raise ValueError(f"the window begins {start}, after its end {day}")
    first, last = day.replace(day=1), month_end(day)
    match precision:
        case Precision.TEN_DAY:
            block = min((day.day - 1) // 10, 2)
            return day.replace(day=block * 10 + 1), last if block == 2 else day.replace(day=block * 10 + 10)
        case Precision.MONTH:
            return first, last
        case Precision.MONTH_END:
            return last, last
        case Precision.QUARTER:
            opening = first.replace(month=(day.month - 1) // 3 * 3 + 1)
            return opening, month_end(opening.replace(month=opening.month + 2))
        case Precision.HALF_YEAR:
            opening = first.replace(month=1 if day.month <= 6 else 7)
            return opening, month_end(opening.replace(month=opening.month + 5))
        case Precision.YEAR:
            return datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31)
        case Precision.RANGE:
            return start or day, day
    return day, day


def shifted(
    due: datetime.date, precision: str, days: int, *, start: datetime.date | None = None
) -> tuple[datetime.date, datetime.date]:
    """The window that ends on ``due`` moved by ``days`` (earlier when negative), in its own precision.

    A day and a range of days (from ``start``) move by exactly so many, and so does nothing else: of ten-day periods, months,
    quarters, half-years and years it is the one that holds the moved middle, so that June becomes July when moved by 16 to
    46 days and stays June when moved by less. Raises: OverflowError outside the years 1 to 9999.
    """
    step = days * ONE_DAY
    if precision in {Precision.DAY, Precision.RANGE}:
        return (start or due) + step, due + step
    first, last = window(due, Precision.MONTH if precision == Precision.MONTH_END else precision)
    return window(first + (last - first) // 2 + step, precision)


def months_elapsed(as_of: datetime.date, year: int) -> int:
    """How many months of ``year`` are over on ``as_of``, 0 to 12; on a month's last day that month is."""
    if as_of.year != year:
        return 12 if as_of.year > year else 0
    return as_of.month if as_of == month_end(as_of) else as_of.month - 1


def elapsed_share(as_of: datetime.date, year: int) -> Decimal:
    """序时进度: the share of ``year`` that is expected by ``as_of``, months elapsed / 12, from 0 to 1.

    Only whole months count, as the offices do: on 2015-06-16 five months have passed; on the last day of June six.
    """
    return Decimal(months_elapsed(as_of, year)) / 12


def month_number(day: datetime.date) -> int:
    """The months on one line: the difference of two numbers is the distance of two calendar months."""
    return day.year * 12 + day.month


def month_of(number: int) -> datetime.date:
    """The first day of the month with this :func:`month_number`."""
    year, month = divmod(number - 1, 12)
    return datetime.date(year, month + 1, 1)


def months_begun(since: datetime.date, as_of: datetime.date) -> int:
    """How many months have begun since a day, 0 on the day itself: the second one begins the day after the first is full.

    From 2015-03-10 to 2015-04-10 it is one, on 2015-04-11 two. In a shorter month the last day stands for the day.
    """
    if as_of <= since:
        return 0
    full = min(since.day, month_end(as_of).day)
    return month_number(as_of) - month_number(since) + (as_of.day > full)


@dataclass(frozen=True, order=True, slots=True)
class Week:
    """A calendar week, Monday to Sunday, named by its ISO year and number (2015-W24)."""

    monday: datetime.date

    @classmethod
    def of(cls, day: datetime.date) -> "Week":
        return cls(day - datetime.timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Raises: ValueError for anything but an existing week like ``2015-W24``, 1950 to 2100."""
        year, _dash, number = text.partition("-W")
        if not (len(year) == 4 and len(number) == 2 and (year + number).isascii() and (year + number).isdigit()):
            raise ValueError(text)
        if not 1950 <= int(year) <= 2100:
            raise ValueError(text)
        return cls(datetime.date.fromisocalendar(int(year), int(number), 1))

    @property
    def sunday(self) -> datetime.date:
        return self.monday + 6 * ONE_DAY

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def year(self) -> int:
        return self.monday.isocalendar().year

    def shift(self, weeks: int) -> "Week":
        return Week(self.monday + weeks * ONE_WEEK)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"
