"""Working days with their holidays and make-up days."""

import datetime

import pytest

from core import workdays
from core.periods import ONE_DAY, Week

D = datetime.date


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (D(2015, 6, 16), True),
        (D(2015, 6, 20), False),  # a Saturday
        (D(2015, 6, 22), False),  # 端午, a Monday
        (D(2015, 9, 3), False),  # the commemoration day of that year alone
        (D(2015, 9, 6), True),  # its make-up Sunday
        (D(2014, 1, 26), True),
        (D(2017, 1, 2), False),
        (D(2020, 1, 31), False),  # the prolonged Spring Festival
        (D(2024, 2, 9), True),  # 除夕 of 2024 was worked by rule
        (D(2025, 10, 8), False),
        (D(2026, 2, 28), True),
        (D(2027, 5, 4), False),
        (D(2040, 5, 1), True),  # no data: as the weekday says
    ],
)
def test_a_day_is_worked_or_not(day, worked):
    assert workdays.is_worked(day) == worked


def test_every_day_of_the_table_is_out_of_the_ordinary():
    """A weekday off or a weekend day worked; anything else would be a slip of the pen."""
    for year in workdays.ANNOUNCED:
        days = workdays.special(year)
        assert 11 <= len(days) <= 30
        assert all(day.year == year and (day.weekday() < 5) != worked for day, worked in days.items())
    assert sorted(workdays.ANNOUNCED) == list(range(2014, 2028))


def test_the_nearest_working_day_lies_behind_or_before_a_holiday():
    assert workdays.next_worked(D(2015, 2, 18)) == D(2015, 2, 25)
    assert workdays.last_worked(D(2015, 2, 23)) == D(2015, 2, 17)
    assert workdays.next_worked(D(2015, 6, 16)) == workdays.last_worked(D(2015, 6, 16)) == D(2015, 6, 16)
    assert workdays.next_worked(D(2015, 2, 14)) == D(2015, 2, 15)  # a worked Sunday


def test_a_zone_s_own_corrections_go_before_the_table():
    known = {D(2015, 6, 22): True, D(2015, 6, 16): False}
    assert workdays.is_worked(D(2015, 6, 22), known)
    assert workdays.next_worked(D(2015, 6, 16), known) == D(2015, 6, 17)
    endless = {D(2015, 6, 1) + n * ONE_DAY: False for n in range(60)}
    assert workdays.next_worked(D(2015, 6, 2), endless) == D(2015, 6, 2)


def test_a_week_of_holidays_has_no_working_day():
    assert workdays.worked_in(Week.of(D(2017, 10, 2))) == []
    assert workdays.worked_in(Week.of(D(2015, 2, 23))) == [D(2015, 2, day) for day in (25, 26, 27, 28)]
