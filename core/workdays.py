"""Working days: Monday to Friday, less the public holidays, plus the weekend days that are worked in their place (调休).

The table gives, for each year, the weekdays that are off and the weekend days that are worked, as the State Council's
office announced them for that year. 2027 is not announced yet: it holds the statutory days (五一 two, 春节 four, the rest
as the regulation of 2024 says), with those on a weekend made up on the next weekdays. A zone keeps its own corrections
(zones.models.CalendarDay), which come in as ``known``. Pure: dates in, dates out.
"""

import datetime
from collections.abc import Mapping
from functools import cache

from core.periods import ONE_DAY, Week

ANNOUNCED = {  # year: weekdays off, weekend days worked, each as month and day
    2014: ("0101 0131 0203 0204 0205 0206 0407 0501 0502 0602 0908 1001 1002 1003 1006 1007", "0126 0208 0504 0928 1011"),
    2015: ("0101 0102 0218 0219 0220 0223 0224 0406 0501 0622 0903 0904 1001 1002 1005 1006 1007", "0104 0215 0228 0906 1010"),
    2016: ("0101 0208 0209 0210 0211 0212 0404 0502 0609 0610 0915 0916 1003 1004 1005 1006 1007", "0206 0214 0612 0918 1008 1009"),
    2017: ("0102 0127 0130 0131 0201 0202 0403 0404 0501 0529 0530 1002 1003 1004 1005 1006", "0122 0204 0401 0527 0930"),
    2018: (
        "0101 0215 0216 0219 0220 0221 0405 0406 0430 0501 0618 0924 1001 1002 1003 1004 1005 1231",
        "0211 0224 0408 0428 0929 0930 1229",
    ),
    2019: ("0101 0204 0205 0206 0207 0208 0405 0501 0502 0503 0607 0913 1001 1002 1003 1004 1007", "0202 0203 0428 0505 0929 1012"),
    2020: (
        "0101 0124 0127 0128 0129 0130 0131 0406 0501 0504 0505 0625 0626 1001 1002 1005 1006 1007 1008",
        "0119 0426 0509 0628 0927 1010",
    ),
    2021: (
        "0101 0211 0212 0215 0216 0217 0405 0503 0504 0505 0614 0920 0921 1001 1004 1005 1006 1007",
        "0207 0220 0425 0508 0918 0926 1009",
    ),
    2022: (
        "0103 0131 0201 0202 0203 0204 0404 0405 0502 0503 0504 0603 0912 1003 1004 1005 1006 1007",
        "0129 0130 0402 0424 0507 1008 1009",
    ),
    2023: (
        "0102 0123 0124 0125 0126 0127 0405 0501 0502 0503 0622 0623 0929 1002 1003 1004 1005 1006",
        "0128 0129 0423 0506 0625 1007 1008",
    ),
    2024: (
        "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    2025: ("0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008", "0126 0208 0427 0928 1011"),
    2026: (
        "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
        "0104 0214 0228 0509 0920 1010",
    ),
    2027: ("0101 0205 0208 0209 0210 0405 0503 0504 0609 0915 1001 1004 1005", ""),
}
PROVISIONAL = {2027}  # years without an announcement

Known = Mapping[datetime.date, bool]  # corrections: day -> whether it is worked
NONE_KNOWN: Known = {}


@cache
def special(year: int) -> dict[datetime.date, bool]:
    """The days of a year that are not as their weekday says: day -> whether it is worked. Empty for a year without data."""
    off, worked = ANNOUNCED.get(year, ("", ""))
    marked = [(text, False) for text in off.split()] + [(text, True) for text in worked.split()]
    return {datetime.date(year, int(text[:2]), int(text[2:])): is_worked for text, is_worked in marked}


def is_worked(day: datetime.date, known: Known = NONE_KNOWN) -> bool:
    found = known.get(day, special(day.year).get(day))
    return day.weekday() < 5 if found is None else found


def next_worked(day: datetime.date, known: Known = NONE_KNOWN) -> datetime.date:
    """``day`` itself if it is worked, else the first day after it that is; a month without one is taken as it stands."""
    return next((found for found in (day + n * ONE_DAY for n in range(31)) if is_worked(found, known)), day)


def last_worked(day: datetime.date, known: Known = NONE_KNOWN) -> datetime.date:
    """``day`` itself if it is worked, else the last day before it that is."""
    return next((found for found in (day - n * ONE_DAY for n in range(31)) if is_worked(found, known)), day)


def worked_in(week: Week, known: Known = NONE_KNOWN) -> list[datetime.date]:
    """The working days from Monday to Sunday of a week, a worked weekend included."""
    return [day for day in (week.monday + n * ONE_DAY for n in range(7)) if is_worked(day, known)]
