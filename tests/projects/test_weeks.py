"""Which week is reported, and when it is due."""

import datetime

import pytest

from core.periods import Week
from projects.weeks import due_moment, reporting_week


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (datetime.date(2015, 6, 8), "2015-W23"),  # Monday: last week is reported
        (datetime.date(2015, 6, 11), "2015-W23"),  # Thursday still
        (datetime.date(2015, 6, 12), "2015-W24"),  # from Friday on, this week
        (datetime.date(2015, 6, 14), "2015-W24"),  # Sunday
        (datetime.date(2015, 6, 16), "2015-W24"),  # the demo's Tuesday
        (datetime.date(2015, 12, 31), "2015-W52"),  # Thursday of week 53
        (datetime.date(2016, 1, 1), "2015-W53"),  # Friday, New Year
        (datetime.date(2016, 1, 7), "2015-W53"),
        (datetime.date(2016, 1, 8), "2016-W01"),
        (datetime.date(2024, 12, 30), "2024-W52"),  # Monday of 2025-W01
        (datetime.date(2025, 1, 3), "2025-W01"),
        (datetime.date(2025, 12, 29), "2025-W52"),
        (datetime.date(2026, 12, 28), "2026-W52"),
        (datetime.date(2027, 1, 1), "2026-W53"),
    ],
)
def test_the_newest_week_open_for_reporting(today, week):
    assert str(reporting_week(today)) == week


def test_every_day_of_four_years_has_a_week_that_began_at_most_ten_days_ago():
    day = datetime.date(2013, 12, 20)
    while day < datetime.date(2018, 1, 10):
        age = (day - reporting_week(day).monday).days
        assert 4 <= age <= 10
        day += datetime.timedelta(days=1)


def test_reports_are_due_in_the_following_week_at_the_zones_hour_in_shanghai():
    week = Week.parse("2015-W24")
    assert due_moment(week, 0, 18).isoformat() == "2015-06-15T18:00:00+08:00"
    assert due_moment(week, 1, 9).isoformat() == "2015-06-16T09:00:00+08:00"
    assert due_moment(week, 6, 23).isoformat() == "2015-06-21T23:00:00+08:00"


def test_a_week_over_the_turn_of_the_year_is_due_in_january():
    assert due_moment(Week.parse("2015-W53"), 0, 0).isoformat() == "2016-01-04T00:00:00+08:00"


def test_the_deadline_does_not_depend_on_the_servers_time_zone(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    due = due_moment(Week.parse("2015-W24"), 0, 18)
    assert due.astimezone(datetime.UTC) == datetime.datetime(2015, 6, 15, 10, tzinfo=datetime.UTC)
