"""Windows of due dates, weeks across the turn of the year, and elapsed time."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Precision, Week, add_months, elapsed_share, month_end, shifted, window

DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("precision", "given_day", "first", "last"),
    [
        ("day", "2015-06-16", "2015-06-16", "2015-06-16"),
        ("ten_day", "2015-06-01", "2015-06-01", "2015-06-10"),
        ("ten_day", "2015-06-10", "2015-06-01", "2015-06-10"),
        ("ten_day", "2015-06-11", "2015-06-11", "2015-06-20"),
        ("ten_day", "2015-06-30", "2015-06-21", "2015-06-30"),
        ("ten_day", "2015-07-31", "2015-07-21", "2015-07-31"),
        ("ten_day", "2016-02-25", "2016-02-21", "2016-02-29"),
        ("ten_day", "2015-02-21", "2015-02-21", "2015-02-28"),
        ("month", "2015-02-14", "2015-02-01", "2015-02-28"),
        ("month_end", "2016-02-14", "2016-02-29", "2016-02-29"),
        ("quarter", "2015-01-01", "2015-01-01", "2015-03-31"),
        ("quarter", "2015-05-31", "2015-04-01", "2015-06-30"),
        ("quarter", "2015-12-31", "2015-10-01", "2015-12-31"),
        ("half_year", "2015-06-30", "2015-01-01", "2015-06-30"),
        ("half_year", "2015-08-31", "2015-07-01", "2015-12-31"),
        ("year", "2015-08-31", "2015-01-01", "2015-12-31"),
        ("range", "2015-09-25", "2015-09-25", "2015-09-25"),
    ],
)
def test_a_promise_holds_until_the_last_day_of_its_window(precision, given_day, first, last):
    assert window(day(given_day), precision) == (day(first), day(last))


def test_a_range_keeps_its_first_day_and_must_not_begin_after_its_end():
    assert window(day("2015-09-25"), "range", start=day("2015-09-15")) == (day("2015-09-15"), day("2015-09-25"))
    with pytest.raises(ValueError, match="after its end"):
        window(day("2015-09-15"), "range", start=day("2015-09-25"))


@given(DAYS, st.sampled_from([p for p in Precision if p != Precision.MONTH_END]))
def test_a_window_holds_its_day_and_is_the_window_of_each_of_its_ends(some_day, precision):
    first, last = window(some_day, precision)
    assert first <= some_day <= last
    assert window(first, precision) == window(last, precision) == (first, last)


@given(DAYS)
def test_a_month_ends_the_day_before_the_next_one_begins(some_day):
    assert (month_end(some_day) + datetime.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("some_day", "name"),
    [
        ("2015-06-16", "2015-W25"),
        ("2024-12-29", "2024-W52"),
        ("2024-12-30", "2025-W01"),
        ("2025-12-28", "2025-W52"),
        ("2025-12-29", "2026-W01"),
        ("2026-12-28", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(some_day, name):
    assert str(Week.of(day(some_day))) == name
    assert Week.parse(name) == Week.of(day(some_day))


@pytest.mark.parametrize(
    "text",
    [
        "2015-W00",
        "2014-W53",
        "2025-W53",
        "2015-W54",
        "2015-W1",
        "2015-w10",
        "15-W10",
        "2015W10",
        "2015-W10-1",
        "0000-W01",
        "1949-W10",
        "2101-W01",
        "9999-W52",
        "２０１５-W１０",
        "\u0662\u0660\u0661\u0665-W10",
        "",
        "-W",
        "2015-W-1",
    ],
)
def test_a_week_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        Week.parse(text)


def test_2015_has_53_weeks_and_2014_has_not():
    assert Week.parse("2015-W53").monday == day("2015-12-28")
    with pytest.raises(ValueError, match="week"):
        Week.parse("2014-W53")


@given(DAYS)
def test_a_week_has_seven_days_and_its_neighbours_touch_it(some_day):
    week = Week.of(some_day)
    assert week.monday <= some_day <= week.sunday
    assert week.monday.weekday() == 0
    assert week.shift(1).monday == week.sunday + datetime.timedelta(days=1)
    assert week.shift(3).shift(-3) == week
    assert week.shift(1) > week


@pytest.mark.parametrize(
    ("as_of", "months"),
    [
        ("2015-01-01", 0),
        ("2015-01-30", 0),
        ("2015-01-31", 1),
        ("2015-02-28", 2),
        ("2016-02-28", 1),
        ("2015-06-16", 5),
        ("2015-06-30", 6),
        ("2015-12-30", 11),
        ("2015-12-31", 12),
    ],
)
def test_elapsed_time_counts_whole_months(as_of, months):
    assert elapsed_share(day(as_of), day(as_of).year) == Decimal(months) / 12


def test_last_year_has_passed_and_next_year_has_not_begun():
    assert elapsed_share(day("2015-06-16"), 2014) == 1
    assert elapsed_share(day("2015-06-16"), 2016) == 0


@pytest.mark.parametrize(
    ("given_day", "months", "wanted"),
    [
        ("2015-06-16", 3, "2015-09-16"),
        ("2015-06-16", -6, "2014-12-16"),
        ("2015-11-30", 3, "2016-02-29"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2015-01-31", 1, "2015-02-28"),
        ("2015-12-31", 0, "2015-12-31"),
        ("2015-12-01", 1, "2016-01-01"),
    ],
)
def test_months_are_added_by_the_calendar(given_day, months, wanted):
    assert add_months(day(given_day), months) == day(wanted)


@given(DAYS, st.integers(-240, 240))
def test_the_first_of_a_month_moves_by_whole_months_and_back(some_day, months):
    first = some_day.replace(day=1)
    assert add_months(add_months(first, months), -months) == first


@pytest.mark.parametrize(
    ("due", "precision", "days", "start", "moved"),
    [
        ("2015-06-16", "day", 1, None, ("2015-06-17", "2015-06-17")),
        ("2015-06-16", "day", -16, None, ("2015-05-31", "2015-05-31")),
        ("2015-06-30", "range", 10, "2015-06-21", ("2015-07-01", "2015-07-10")),
        ("2015-06-30", "month", 15, None, ("2015-06-01", "2015-06-30")),
        ("2015-06-30", "month", 16, None, ("2015-07-01", "2015-07-31")),
        ("2015-06-30", "month", 46, None, ("2015-07-01", "2015-07-31")),
        ("2015-06-30", "month", 47, None, ("2015-08-01", "2015-08-31")),
        ("2015-06-30", "month", -15, None, ("2015-05-01", "2015-05-31")),
        ("2015-01-31", "month_end", 30, None, ("2015-02-28", "2015-02-28")),
        ("2015-06-30", "ten_day", 10, None, ("2015-07-01", "2015-07-10")),
        ("2015-03-31", "quarter", 60, None, ("2015-04-01", "2015-06-30")),
        ("2015-06-30", "half_year", -180, None, ("2014-07-01", "2014-12-31")),
        ("2015-12-31", "year", 100, None, ("2015-01-01", "2015-12-31")),
    ],
)
def test_a_moved_window_keeps_its_precision(due, precision, days, start, moved):
    first = datetime.date.fromisoformat(start) if start else None
    found = shifted(datetime.date.fromisoformat(due), precision, days, start=first)
    assert found == tuple(map(datetime.date.fromisoformat, moved))
