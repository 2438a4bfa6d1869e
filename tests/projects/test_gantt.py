"""Where things lie on a timeline, without a database."""

import datetime
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import ONE_DAY
from projects import gantt
from projects.choices import Standing, Zoom
from projects.gantt import LANE, MARGIN, MAX_LANES, ROW, Axis, Group, Sheet

AS_OF = datetime.date(2015, 6, 16)
YEAR = Axis(datetime.date(2015, 1, 1), datetime.date(2015, 12, 31))
JUNE = Axis(datetime.date(2015, 6, 1), datetime.date(2015, 6, 30))
DAYS = st.dates(datetime.date(2014, 1, 1), datetime.date(2016, 12, 31))


def day(text):
    return datetime.date.fromisoformat(text)


def promise(due, *, start=None, baseline=None, scored=None, actual=None, whole=False):
    return SimpleNamespace(
        due_date=due,
        window_start=start or due,
        baseline_date=baseline or due,
        scored_date=scored or due,
        actual_date=actual,
        whole_project=whole,
    )


def placed(due, axis=JUNE, soon=14, **dates):
    return gantt.place(promise(due, **dates), axis, AS_OF, soon)


def sheet(axis=YEAR, phone=None, zoom=Zoom.YEAR):
    return Sheet(axis, phone or axis, zoom, AS_OF)


# --- days ----------------------------------------------------------------------------------------


def test_a_day_lies_at_its_share_of_the_period():
    assert (JUNE.x(day("2015-06-01")), JUNE.x(day("2015-06-16")), JUNE.end(day("2015-06-30"))) == (0, 50, 100)
    assert JUNE.middle(day("2015-06-15")) == pytest.approx(14.5 / 30 * 100, abs=0.001)


def test_days_outside_the_period_lie_outside_the_strip():
    assert JUNE.x(day("2015-05-31")) < 0
    assert JUNE.x(day("2015-07-01")) == 100
    assert JUNE.x(day("2015-07-31")) == 200


@pytest.mark.parametrize(
    ("first", "last", "step", "wanted"),
    [
        ("2015-01-01", "2015-12-31", 1, ("2016-01-01", "2016-12-31")),
        ("2015-01-01", "2015-12-31", -1, ("2014-01-01", "2014-12-31")),
        ("2015-03-01", "2015-09-30", 1, ("2015-10-01", "2016-04-30")),
        ("2015-02-01", "2015-02-28", 1, ("2015-03-01", "2015-03-31")),
        ("2015-06-10", "2015-06-19", 1, ("2015-06-20", "2015-06-29")),
        ("2015-06-10", "2015-06-19", -1, ("2015-05-31", "2015-06-09")),
    ],
)
def test_the_next_period_joins_this_one_and_whole_months_stay_whole(first, last, step, wanted):
    assert Axis(day(first), day(last)).shifted(step) == Axis(day(wanted[0]), day(wanted[1]))


def test_there_is_no_way_out_of_the_portal_s_time():
    assert Axis(day("1950-01-01"), day("1950-12-31")).shifted(-1) is None
    assert Axis(day("2100-01-01"), day("2100-12-31")).shifted(1) is None
    assert Axis(day("2100-12-30"), day("2100-12-31")).shifted(1) is None


# --- lines of the axis -----------------------------------------------------------------------------


def test_a_year_has_twelve_lines_at_the_first_of_its_months():
    found = sheet().ticks()
    assert [tick.date.month for tick in found] == list(range(1, 13))
    assert [found[0].x, found[1].x] == [0, YEAR.x(day("2015-02-01"))]
    assert {tick.step for tick in found} == {1}


@pytest.mark.parametrize(("years", "step", "count"), [(1, 1, 12), (2, 3, 8), (4, 3, 16), (5, 12, 5), (10, 12, 10)])
def test_a_long_period_in_one_view_has_quarters_or_years(years, step, count):
    axis = Axis(day("2015-01-01"), datetime.date(2014 + years, 12, 31))
    found = sheet(axis, zoom=Zoom.ALL).ticks()
    assert ({tick.step for tick in found}, len(found)) == ({step}, count)


def test_wide_months_show_their_ten_day_periods():
    found = sheet(JUNE, zoom=Zoom.QUARTER).ticks()
    assert [(tick.date.day, tick.step) for tick in found] == [(1, 1), (11, 0), (21, 0)]
    assert all(tick.step for tick in sheet(JUNE).ticks())


def test_a_period_that_begins_within_a_month_is_labelled_from_its_first_day():
    found = sheet(Axis(day("2015-06-10"), day("2015-08-05"))).ticks()
    assert (found[0].date, found[0].x) == (day("2015-06-10"), 0)
    assert [tick.date.month for tick in found] == [6, 7, 8]


def test_lines_reach_over_the_months_that_only_a_phone_shows():
    phone = Axis(day("2015-09-01"), day("2016-03-31"))
    found = sheet(phone=phone).ticks()
    assert (found[0].date, found[-1].date) == (day("2015-01-01"), day("2016-03-01"))
    assert found[-1].x > 100


@pytest.mark.parametrize(
    ("months", "zoom", "width"),
    [
        (12, Zoom.YEAR, None),
        (13, Zoom.YEAR, 13 * 84),
        (12, Zoom.QUARTER, 12 * 320),
        (3, Zoom.QUARTER, None),
        (1, Zoom.MONTH, None),
        (12, Zoom.MONTH, 12 * 900),
        (120, Zoom.ALL, None),
    ],
)
def test_a_strip_is_as_wide_as_the_zoom_asks_or_fills_the_frame(months, zoom, width):
    axis = Axis(day("2015-01-01"), gantt.add_months(day("2015-01-01"), months) - ONE_DAY)
    assert sheet(axis, zoom=zoom).width == width


def test_a_sign_takes_more_of_the_strip_where_a_phone_shows_little_of_it():
    phone = Axis(day("2015-03-01"), day("2015-09-30"))
    assert sheet().sign == 1.3
    assert sheet(phone=phone).sign == pytest.approx(13 / 330 * 214 / 365 * 100, abs=0.001)


# --- promises --------------------------------------------------------------------------------------


def test_a_promise_for_a_day_is_a_point_with_nothing_beside_it():
    mark = placed(day("2015-06-30"))
    assert (mark.standing, mark.point) == (Standing.DUE_SOON, JUNE.middle(day("2015-06-30")))
    assert (mark.window, mark.late, mark.early, mark.baseline) == (None, None, None, None)


def test_a_promise_for_a_window_shows_its_days():
    mark = placed(day("2015-06-30"), start=day("2015-06-21"), soon=10)
    assert (mark.standing, mark.window) == (Standing.AHEAD, (JUNE.x(day("2015-06-21")), 100))


def test_overdue_reaches_from_the_date_that_counts_to_today():
    mark = placed(day("2015-06-01"))
    assert (mark.standing, mark.late) == (Standing.OVERDUE, (JUNE.middle(day("2015-06-01")), JUNE.middle(AS_OF)))
    moved = placed(day("2015-06-30"), baseline=day("2015-06-05"), scored=day("2015-06-05"))  # asked for too late
    assert (moved.standing, moved.point) == (Standing.OVERDUE, JUNE.middle(day("2015-06-30")))
    assert moved.late == (moved.baseline, JUNE.middle(AS_OF)) == (JUNE.middle(day("2015-06-05")), JUNE.middle(AS_OF))


def test_a_kept_promise_stands_on_the_day_it_was_kept():
    late = placed(day("2015-06-10"), actual=day("2015-06-15"))
    assert (late.standing, late.point, late.late) == (
        Standing.MET_LATE,
        JUNE.middle(day("2015-06-15")),
        (JUNE.middle(day("2015-06-10")), JUNE.middle(day("2015-06-15"))),
    )
    early = placed(day("2015-06-10"), actual=day("2015-06-05"))
    assert (early.standing, early.late) == (Standing.MET, None)
    assert early.early == (JUNE.middle(day("2015-06-05")), JUNE.middle(day("2015-06-10")))
    assert placed(day("2015-06-10"), actual=day("2015-06-10")).early is None


def test_a_moved_promise_keeps_its_first_date():
    mark = placed(day("2015-06-25"), baseline=day("2015-06-05"))
    assert mark.baseline == JUNE.middle(day("2015-06-05"))
    assert mark.reach(0) == (mark.baseline, mark.point)


@given(DAYS, DAYS, DAYS, st.none() | DAYS)
def test_a_mark_reaches_from_the_first_to_the_last_of_what_is_drawn(due, baseline, scored, actual):
    mark = placed(due, baseline=baseline, scored=scored, actual=actual)
    left, right = mark.reach(1)
    assert left <= mark.point - 1
    assert mark.point + 1 <= right
    for x in (*(mark.late or ()), *(mark.early or ()), mark.baseline if mark.baseline is not None else mark.point):
        assert left <= x <= right
    assert mark.late is None or mark.late[0] <= mark.late[1]
    assert mark.early is None or mark.early[0] < mark.early[1]


# --- lanes -----------------------------------------------------------------------------------------


def test_what_does_not_meet_shares_the_first_lane():
    assert gantt.lanes([(0, 10), (10, 20), (30, 40)]) == [0, 0, 0]


def test_what_would_cover_another_goes_below_it():
    assert gantt.lanes([(0, 10), (5, 15), (6, 7), (10, 20), (15, 30)]) == [0, 1, 2, 0, 1]


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30)), max_size=30))
def test_nothing_covers_anything_in_its_lane(pairs):
    spans = sorted((left, left + width) for left, width in pairs)
    found = gantt.lanes(spans)
    assert len(found) == len(spans)
    for lane in set(found):
        own = [span for span, place in zip(spans, found, strict=True) if place == lane]
        assert all(one[1] <= next_one[0] for one, next_one in pairwise(own))


def row_of(*marks, share=1.3):
    return gantt.row(SimpleNamespace(pk=1, name="全友家居"), marks, share)


def test_a_row_without_promises_is_as_high_as_one_with_a_few():
    assert (row_of().height, row_of().marks) == (ROW, ())
    one = row_of(placed(day("2015-06-30"), YEAR))
    assert (one.height, one.y(0)) == (ROW, ROW / 2)
    two = row_of(*[placed(day("2015-06-30"), YEAR)] * 2)
    assert (two.height, [mark.lane for mark in two.marks]) == (ROW, [0, 1])
    assert (two.y(0), two.y(1)) == (7.5, 18.5)


def test_promises_of_one_day_stay_apart_and_the_row_grows():
    row = row_of(*[placed(day("2015-06-30"), YEAR) for _ in range(4)])
    assert sorted(mark.lane for mark in row.marks) == [0, 1, 2, 3]
    assert row.height == 4 * LANE + MARGIN


def test_a_row_with_very_many_promises_at_one_place_counts_the_others():
    row = row_of(*[placed(day("2015-06-30"), YEAR) for _ in range(20)])
    assert (len(row.marks), row.left_out, row.height) == (MAX_LANES, 20 - MAX_LANES, MAX_LANES * LANE + MARGIN)


def test_marks_of_a_row_run_from_left_to_right():
    dates = [day("2015-09-30"), day("2015-02-01"), day("2015-09-29"), day("2015-06-30")]
    row = row_of(*[placed(each, YEAR) for each in dates])
    assert [mark.promise.due_date for mark in row.marks] == sorted(dates)


# --- headings and pages ----------------------------------------------------------------------------


def projects(*parks):
    return [SimpleNamespace(pk=number, park=park, light="red" if number % 2 else "green") for number, park in enumerate(parks)]


def by_park(project):
    return (project.park == "", project.park), project.park or "无"


def test_headings_stand_in_their_order_and_what_has_none_last():
    found = gantt.grouped(projects("b", "", "a", "b"), by_park)
    assert [(group.name, group.total) for group in found] == [("a", 1), ("b", 2), ("无", 1)]
    assert [project.pk for project in found[1].projects] == [0, 3]
    assert found[1].lights == {"green": 1, "red": 1}


def group(name, count):
    return Group(name, [f"{name}{number}" for number in range(count)], count, {})


def shape(pages):
    return [[(group.name, len(group.projects)) for group in page] for page in pages]


def test_few_projects_stand_on_one_page():
    assert shape(gantt.pages([group("a", 2), group("b", 3)], 5)) == [[("a", 2), ("b", 3)]]
    assert gantt.pages([], 5) == [[]]


def test_a_heading_that_does_not_fit_goes_to_the_next_page():
    assert shape(gantt.pages([group("a", 3), group("b", 3), group("c", 2)], 5)) == [[("a", 3)], [("b", 3), ("c", 2)]]


def test_a_heading_with_more_than_a_page_is_cut_and_keeps_its_total():
    found = gantt.pages([group("a", 1), group("b", 12), group("c", 1)], 5)
    assert shape(found) == [[("a", 1)], [("b", 5)], [("b", 5)], [("b", 2), ("c", 1)]]
    assert {each.total for page in found for each in page if each.name == "b"} == {12}


@given(st.lists(st.integers(0, 20), max_size=8), st.integers(1, 7))
def test_pages_hold_every_project_once_and_never_too_many(sizes, limit):
    groups = [group(str(number), size) for number, size in enumerate(sizes)]
    found = gantt.pages(groups, limit)
    assert [each for page in found for part in page for each in part.projects] == [each for one in groups for each in one.projects]
    assert all(sum(len(part.projects) for part in page) <= limit for page in found)
