"""The page of a year's working days, and the zone's own corrections."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from core.periods import Week
from tests.zones.pages import errors, filled, says
from zones import week_words, working_days
from zones.models import CalendarDay
from zones.rhythm import Rhythm
from zones.tables import CalendarDayTable

YEAR, LIST, NEW = (reverse(f"zones:calendar_{name}") for name in ("year", "list", "new"))
TODAY = datetime.date(2015, 6, 16)


def day(text):
    return datetime.date.fromisoformat(text)


def of_year(year):
    return reverse("zones:calendar_year_of", args=[year])


def cells(months):
    return {cell.day: cell for month in months for row in month.rows for cell in row if cell}


@pytest.fixture
def client(sign_in, people):
    return sign_in(people.admin)


# --- the year as arithmetic ----------------------------------------------------------------------


def test_every_day_of_the_year_stands_once_under_its_weekday():
    months = working_days.months(2016, {}, TODAY)
    found = [(column, cell.day) for month in months for row in month.rows for column, cell in enumerate(row) if cell]
    assert [each for _column, each in found] == [day("2016-01-01") + datetime.timedelta(n) for n in range(366)]
    assert all(each.weekday() == column for column, each in found)
    assert {len(row) for month in months for row in month.rows} == {7}


def test_a_day_is_off_worked_in_place_a_weekend_or_plain():
    found = cells(working_days.months(2015, {day("2015-06-27"): True, day("2015-06-24"): False}, TODAY))
    kinds = {text: found[day(text)].kind for text in ("2015-06-22", "2015-06-20", "2015-06-23", "2015-06-27", "2015-06-24")}
    assert kinds == {
        "2015-06-22": "off",  # Dragon Boat
        "2015-06-20": "weekend",
        "2015-06-23": "plain",
        "2015-06-27": "worked",
        "2015-06-24": "off",
    }
    assert found[day("2015-10-10")].kind == "worked"
    assert [each for each, cell in found.items() if cell.is_corrected] == [day("2015-06-24"), day("2015-06-27")]
    assert [each for each, cell in found.items() if cell.is_today] == [TODAY]


def test_the_working_days_of_a_month_are_counted():
    months = working_days.months(2015, {day("2015-06-27"): True}, TODAY)
    assert [month.worked for month in months] == [21, 17, 22, 21, 20, 22, 23, 21, 21, 18, 21, 23]


def test_the_weeks_that_days_off_move_are_named():
    moved = {str(each.week): each for each in working_days.moved_weeks(2015, Rhythm())}
    assert list(moved) == [f"2015-W{number}" for number in ("01", "08", "14", "18", "25", "36", "40", "53")]
    spring = moved["2015-W08"]
    assert (spring.opens, spring.due) == (day("2015-02-17"), day("2015-02-25"))
    assert (spring.opens_moved, spring.due_moved) == (True, True)
    assert (moved["2015-W25"].opens_moved, moved["2015-W25"].due_moved) == (False, True)
    assert [each.week.year for each in working_days.moved_weeks(2020, Rhythm())].count(2020) == len(
        working_days.moved_weeks(2020, Rhythm())
    )


def test_what_the_settings_come_to_is_said_in_words():
    with translation.override("en"):
        said = week_words.coming_week(Rhythm(), TODAY)
        plain = week_words.coming_week(Rhythm(opens_weekday=3, due_weekday=2, due_hour=9), TODAY)
    assert said == (
        "The next week, 2015-W25, opens on Friday 2015-06-19; its reports are due on Tuesday 2015-06-23 18:00. "
        "Monday 2015-06-22 is off."
    )
    assert plain == "The next week, 2015-W25, opens on Thursday 2015-06-18; its reports are due on Wednesday 2015-06-24 09:00."


# --- the page ------------------------------------------------------------------------------------


def test_the_page_shows_this_year_to_everybody_with_the_corrections_of_the_own_zone(sign_in, people, zone, other_zone):
    zone.calendar_days.create(day=day("2015-06-27"), is_worked=True, name="半年观摩")
    other_zone.calendar_days.create(day=day("2015-06-25"), is_worked=False, name="别区集会")
    answer = sign_in(people.officer).get(YEAR)
    assert answer.context["year"] == 2015
    assert cells(answer.context["months"])[day("2015-06-27")].kind == "worked"
    assert cells(answer.context["months"])[day("2015-06-25")].kind == "plain"
    assert "半年观摩" in answer.content.decode()
    assert "别区集会" not in answer.content.decode()
    assert not answer.context["may_correct"]


def test_a_year_without_data_says_so_and_2027_is_provisional(client):
    none = "The portal holds no published days off of this year, only of %(first)s to %(last)s: "
    assert says(client.get(of_year(2013)), none + NONE_END, first=2014, last=2027)
    assert says(client.get(of_year(2028)), none + NONE_END, first=2014, last=2027)
    provisional = client.get(of_year(2027))
    assert provisional.context["is_provisional"]
    assert says(
        provisional,
        "This year is not announced yet: shown are the days off that the regulation gives, without weekends worked in their place.",
    )
    plain = client.get(of_year(2026))
    assert not says(plain, none + NONE_END, first=2014, last=2027)
    assert not plain.context["is_provisional"]


NONE_END = "Monday to Friday count as working days, unless the zone has corrected them."


@pytest.mark.parametrize(("year", "status"), [(1949, 404), (1950, 200), (2100, 200), (2101, 404), (0, 404), (10**20, 404)])
def test_the_years_of_the_calendar_have_an_end(client, year, status):
    answer = client.get(f"/workdays/{year}/")
    assert answer.status_code == status
    if year == 1950:
        assert (answer.context["earlier"], answer.context["later"]) == (None, 1951)
    if year == 2100:
        assert (answer.context["earlier"], answer.context["later"]) == (2099, None)


def test_the_year_costs_the_same_whatever_is_corrected(client, zone, django_assert_num_queries):
    zone.calendar_days.create(day=day("2015-06-27"), is_worked=True)
    client.get(YEAR)
    with django_assert_num_queries(5):
        client.get(YEAR)
    for number in range(1, 9):
        zone.calendar_days.create(day=day(f"2015-07-0{number}"), is_worked=False)
    with django_assert_num_queries(5):
        client.get(YEAR)


# --- corrections ---------------------------------------------------------------------------------


def test_a_correction_is_made_changed_and_removed_and_the_weeks_follow_it(client, zone):
    client.post(NEW, {"day": "2015-06-22", "is_worked": "True", "name": "补麦收假"})
    row = CalendarDay.objects.get()
    assert (row.zone, row.day, row.is_worked, row.name) == (zone, day("2015-06-22"), True, "补麦收假")
    week = Week.parse("2015-W25")
    assert zone.rhythm().due_day(week) == day("2015-06-22")
    address = reverse("zones:calendar_edit", args=[row.pk])
    client.post(address, {**filled(client, address), "day": "2015-06-23", "is_worked": "False"})
    assert zone.rhythm().due_day(week) == day("2015-06-24")
    client.post(reverse("zones:calendar_remove", args=[row.pk]))
    assert zone.rhythm().due_day(week) == day("2015-06-23")
    events = CalendarDay.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(events) == ["insert", "update", "delete"]


def test_a_day_is_corrected_once_in_a_zone(client, zone, other_zone):
    other_zone.calendar_days.create(day=day("2015-06-22"), is_worked=True)
    zone.calendar_days.create(day=day("2015-06-27"), is_worked=True)
    assert errors(client.post(NEW, {"day": "2015-06-27", "is_worked": "True"}))
    client.post(NEW, {"day": "2015-06-22", "is_worked": "True"})
    assert zone.calendar_days.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"day": "2015-06-22", "is_worked": "False"}, "day"),  # is off already
        ({"day": "2015-06-23", "is_worked": "True"}, "day"),  # is worked already
        ({"day": "2015-02-30", "is_worked": "True"}, "day"),
        ({"day": "", "is_worked": "True"}, "day"),
        ({"day": "2015-06-27", "is_worked": "maybe"}, "is_worked"),
        ({"day": "2015-06-27", "is_worked": "True", "name": "长" * 41}, "name"),
    ],
)
def test_what_corrects_nothing_or_cannot_be_read_is_refused(client, given, field):
    assert list(errors(client.post(NEW, given))) == [field]
    assert not CalendarDay.objects.exists()


def test_the_list_says_what_was_published(client, zone):
    zone.calendar_days.create(day=day("2015-06-22"), is_worked=True)
    zone.calendar_days.create(day=day("2016-06-23"), is_worked=False)
    answer = client.get(LIST, {"worked": "yes"})
    assert [row.day for row in answer.context["page"]] == [day("2015-06-22")]
    assert [row.day for row in client.get(LIST, {"year": "2016"}).context["page"]] == [day("2016-06-23")]
    record, table = answer.context["page"][0], CalendarDayTable([])
    with translation.override("en"):
        assert (table.value_published(record), table.value_weekday(record)) == ("off", "Monday")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_six_queries_at_one_row_and_at_three(client, zone, count, django_assert_num_queries):
    for number in range(count):
        zone.calendar_days.create(day=day(f"2015-07-0{number + 1}"), is_worked=False)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
