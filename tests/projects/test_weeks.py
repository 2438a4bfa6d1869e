"""Which week is reported, when it opens, and when it is due."""

import datetime
from dataclasses import replace

import pytest

from core.periods import ONE_DAY, Week
from zones.rhythm import Rhythm

USUAL = Rhythm()
THURSDAY_NOON = Rhythm(opens_weekday=3, due_weekday=1, due_hour=12)


def day(text):
    return datetime.date.fromisoformat(text)


def opening(week, rhythm=USUAL):
    return rhythm.opening_day(Week.parse(week)).isoformat()


def due(week, rhythm=USUAL):
    return rhythm.due_day(Week.parse(week)).isoformat()


@pytest.mark.parametrize(
    ("today", "week"),
    [
        ("2015-06-08", "2015-W23"),  # Monday: last week is reported
        ("2015-06-11", "2015-W23"),  # Thursday still
        ("2015-06-12", "2015-W24"),  # from Friday on, this week
        ("2015-06-14", "2015-W24"),  # Sunday
        ("2015-06-16", "2015-W24"),  # the demo's Tuesday
        ("2015-12-30", "2015-W52"),
        ("2015-12-31", "2015-W53"),  # Thursday before a Friday that is New Year
        ("2016-01-01", "2015-W53"),
        ("2016-01-07", "2015-W53"),
        ("2016-01-08", "2016-W01"),
        ("2024-12-30", "2024-W52"),  # Monday of 2025-W01
        ("2025-01-03", "2025-W01"),
        ("2025-12-29", "2025-W52"),
        ("2026-12-28", "2026-W52"),
        ("2026-12-31", "2026-W53"),  # the next day is New Year
    ],
)
def test_the_newest_week_open_for_reporting(today, week):
    assert str(USUAL.reporting_week(day(today))) == week
    assert USUAL.coming_week(day(today)) == Week.parse(week).shift(1)


@pytest.mark.parametrize("rhythm", [USUAL, THURSDAY_NOON, Rhythm(opens_weekday=0, off_day="earlier"), Rhythm(6, 6, 23, "keep")])
def test_on_every_day_of_four_years_the_newest_week_has_opened_and_the_next_one_has_not(rhythm):
    on = day("2013-12-20")
    while on < day("2018-01-10"):
        week = rhythm.reporting_week(on)
        assert rhythm.opening_day(week) <= on < rhythm.opening_day(week.shift(1))
        assert week.monday <= rhythm.opening_day(week) <= week.sunday
        assert rhythm.opening_day(week) <= rhythm.due_day(week)
        on += ONE_DAY


@pytest.mark.parametrize(
    ("week", "opens", "why"),
    [
        ("2015-W24", "2015-06-12", "a plain Friday"),
        ("2015-W36", "2015-09-02", "Thursday and Friday are off for the parade; the worked Sunday comes after"),
        ("2015-W08", "2015-02-17", "Chinese New Year from Wednesday on"),
        ("2015-W40", "2015-09-30", "National Day from Thursday on"),
        ("2024-W41", "2024-10-11", "the Friday after the holiday, though Saturday is worked too"),
    ],
)
def test_a_week_opens_on_its_friday_or_the_last_working_day_before_it(week, opens, why):
    assert opening(week) == opens, why


def test_a_week_without_a_working_day_before_opens_on_the_set_day():
    """From Monday to Friday everything is off: nothing is left to move to."""
    known = {day("2015-06-08") + n * ONE_DAY: False for n in range(5)}
    assert opening("2015-W24", replace(USUAL, known=known)) == "2015-06-12"
    assert opening("2015-W24", replace(USUAL, opens_weekday=0, known={day("2015-06-08"): False})) == "2015-06-08"


def test_a_saturday_on_which_the_zone_works_is_an_opening_day():
    saturday = replace(USUAL, opens_weekday=5)
    assert opening("2015-W24", saturday) == "2015-06-12"
    assert opening("2015-W24", replace(saturday, known={day("2015-06-13"): True})) == "2015-06-13"
    assert opening("2015-W09", saturday) == "2015-02-28"  # worked in place of Chinese New Year


@pytest.mark.parametrize(
    ("off_day", "due_on"),
    [("later", "2015-06-23"), ("earlier", "2015-06-19"), ("keep", "2015-06-22")],
)
def test_a_due_day_that_is_off_moves_as_the_zone_wants_it(off_day, due_on):
    """Monday 2015-06-22 was off after the Dragon Boat festival."""
    assert due("2015-W25", replace(USUAL, off_day=off_day)) == due_on
    assert due("2015-W24", replace(USUAL, off_day=off_day)) == "2015-06-15"


def test_a_due_day_moves_over_a_whole_holiday_and_to_a_worked_weekend():
    assert due("2015-W08") == "2015-02-25"
    assert due("2015-W40") == "2015-10-08"
    assert due("2015-W40", replace(USUAL, off_day="earlier")) == "2015-09-30"
    assert due("2015-W05", replace(USUAL, due_weekday=6)) == "2015-02-09"  # a Sunday: the next day is worked
    assert due("2015-W06", replace(USUAL, due_weekday=6)) == "2015-02-15"  # a worked Sunday


def test_a_due_day_never_comes_before_the_week_opens():
    known = {day("2015-06-08") + n * ONE_DAY: False for n in range(8)}
    rhythm = replace(USUAL, off_day="earlier", known=known)
    assert opening("2015-W24", rhythm) == "2015-06-12"
    assert due("2015-W24", rhythm) == "2015-06-16"


def test_the_zone_s_own_corrections_come_before_the_published_calendar():
    assert due("2015-W25", replace(USUAL, known={day("2015-06-22"): True})) == "2015-06-22"
    assert due("2015-W24", replace(USUAL, known={day("2015-06-15"): False})) == "2015-06-16"
    assert opening("2015-W24", replace(USUAL, known={day("2015-06-12"): False})) == "2015-06-11"


def test_reports_are_due_in_the_following_week_at_the_zones_hour_in_shanghai():
    week = Week.parse("2015-W24")
    assert USUAL.due_moment(week).isoformat() == "2015-06-15T18:00:00+08:00"
    assert replace(USUAL, due_weekday=1, due_hour=9).due_moment(week).isoformat() == "2015-06-16T09:00:00+08:00"
    assert Rhythm(4, 6, 23, "keep").due_moment(week).isoformat() == "2015-06-21T23:00:00+08:00"


def test_a_week_over_the_turn_of_the_year_is_due_in_january():
    midnight = replace(USUAL, due_hour=0)
    assert midnight.due_moment(Week.parse("2015-W53")).isoformat() == "2016-01-04T00:00:00+08:00"


def test_the_deadline_does_not_depend_on_the_servers_time_zone(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    due_at = USUAL.due_moment(Week.parse("2015-W24"))
    assert due_at.astimezone(datetime.UTC) == datetime.datetime(2015, 6, 15, 10, tzinfo=datetime.UTC)


def test_a_zone_s_rhythm_is_its_settings_and_its_corrections_in_one_query(zone, other_zone, django_assert_num_queries):
    zone.opens_weekday, zone.due_weekday, zone.due_hour, zone.off_day = 3, 2, 9, "keep"
    zone.calendar_days.create(day=day("2015-06-13"), is_worked=True)
    other_zone.calendar_days.create(day=day("2015-06-11"), is_worked=False)
    with django_assert_num_queries(1):
        rhythm = zone.rhythm()
    assert rhythm == Rhythm(3, 2, 9, "keep", {day("2015-06-13"): True})
