"""Parks, the zone's own settings, and the log of downloads."""

import datetime

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.pages import errors, filled
from zones.models import DownloadEntry, Park

PARKS, NEW_PARK, DOWNLOADS = (reverse(f"zones:{name}") for name in ("park_list", "park_new", "download_list"))


@pytest.fixture
def client(sign_in, people):
    return sign_in(people.admin)


def settings_of(zone):
    return reverse("zones:zone_edit", args=[zone.pk])


def test_parks_stand_in_tree_order_without_those_of_another_zone(client, zone, other_zone):
    food = factories.park(zone=zone, name="食品园", position=2)
    home = factories.park(zone=zone, name="家具园", position=1)
    factories.park(zone=zone, name="家具园东区", parent=home)
    factories.park(zone=other_zone, name="别区园")
    page = client.get(PARKS).context["page"]
    assert [(row.name, row.depth) for row in page] == [(home.name, 0), ("家具园东区", 1), (food.name, 0)]


def test_the_park_list_takes_six_queries_at_one_row_and_at_three(client, zone, django_assert_num_queries):
    home = factories.park(zone=zone)
    client.get(PARKS)
    with django_assert_num_queries(6):
        client.get(PARKS)
    for _each in range(2):
        factories.park(zone=zone, parent=home)
    with django_assert_num_queries(6):
        client.get(PARKS)


def test_a_park_is_made_changed_and_removed(client, zone):
    client.post(NEW_PARK, {"name": "环保科技园", "industry": "environment", "position": "3"})
    park = Park.objects.get(name="环保科技园")
    assert (park.zone, park.industry, park.position) == (zone, "environment", 3)
    address = reverse("zones:park_edit", args=[park.pk])
    client.post(address, {**filled(client, address), "industry": "other"})
    park.refresh_from_db()
    assert park.industry == "other"
    client.post(reverse("zones:park_remove", args=[park.pk]))
    assert not Park.objects.exists()


def test_a_park_with_enterprises_stays(client, zone):
    park = factories.park(zone=zone)
    factories.enterprise(zone=zone, park=park)
    client.post(reverse("zones:park_remove", args=[park.pk]))
    assert Park.objects.filter(pk=park.pk).exists()


@pytest.mark.parametrize("position", ["-1", "abc", "1e9", "32768", "1_0"])
def test_a_position_that_cannot_be_stored_is_refused(client, position):
    assert list(errors(client.post(NEW_PARK, {"name": "园", "industry": "other", "position": position}))) == ["position"]


def test_the_zones_settings_are_changed_but_not_its_code_or_kind(client, zone):
    address = settings_of(zone)
    changed = {"name": "某县产业集聚区", "division_code": "410900", "due_weekday": "1", "due_hour": "12"}
    client.post(address, {**filled(client, address), **changed, "code": "other", "is_demo": "on", "id": 1})
    code = zone.code
    zone.refresh_from_db()
    assert (zone.name, zone.division_code, zone.due_weekday, zone.due_hour) == ("某县产业集聚区", "410900", 1, 12)
    assert (zone.code, zone.is_demo) == (code, False)


@pytest.mark.parametrize(("field", "value"), [("due_hour", "24"), ("due_weekday", "7"), ("division_code", "41"), ("name", "")])
def test_settings_out_of_their_limits_are_refused(client, zone, field, value):
    address = settings_of(zone)
    response = client.post(address, {**filled(client, address), field: value})
    assert list(errors(response)) == [field]


def test_the_log_shows_who_took_what_and_only_of_this_zone(client, zone, other_zone, people):
    zone.record_download(user=people.clerk, what="项目", about="园区: 家具园", rows=19)
    other_zone.record_download(user=people.stranger, what="别区名册", about="", rows=3)
    response = client.get(DOWNLOADS)
    assert [(row.user, row.what, row.row_count) for row in response.context["page"]] == [(people.clerk, "项目", 19)]
    assert "园区: 家具园" in response.content.decode()
    assert "别区名册" not in response.content.decode()


def test_the_log_is_filtered_by_day_of_the_office(client, zone, people):
    entry = zone.record_download(user=people.clerk, what="夜里", about="", rows=1)
    late = datetime.datetime(2015, 6, 15, 23, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    DownloadEntry.objects.filter(pk=entry.pk).update(created_at=late)
    count = lambda query: client.get(f"{DOWNLOADS}?{query}").context["page"].paginator.count  # noqa: E731
    assert count("since=2015-06-15&until=2015-06-15") == 1
    assert count("since=2015-06-16") == 0
    assert count(f"user={people.clerk.pk}") == 1
    assert count(f"user={people.officer.pk}") == 0


def test_a_day_that_does_not_exist_shows_a_message_and_no_rows(client, zone, people):
    zone.record_download(user=people.clerk, what="项目", about="", rows=1)
    response = client.get(f"{DOWNLOADS}?since=2024-02-30")
    assert "since" in response.context["filter"].form.errors
    assert response.context["page"].paginator.count == 0


def test_the_log_takes_five_queries_at_one_row_and_at_three(client, zone, people, django_assert_num_queries):
    zone.record_download(user=people.clerk, what="项目", about="", rows=1)
    client.get(DOWNLOADS)
    with django_assert_num_queries(5):
        client.get(DOWNLOADS)
    for person in (people.leader, people.officer):
        zone.record_download(user=person, what="项目", about="", rows=1)
    with django_assert_num_queries(5):
        client.get(DOWNLOADS)
