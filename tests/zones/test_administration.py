"""The administrator's start page, and who may open what under it."""

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.pages import says

LISTS = [
    "administration",
    "person_list",
    "person_new",
    "person_add",
    "unit_list",
    "unit_new",
    "park_list",
    "park_new",
    "download_list",
]


@pytest.mark.parametrize("name", LISTS)
def test_a_visitor_is_sent_to_the_sign_in_page(client, db, name):
    response = client.get(reverse(f"zones:{name}"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("zones:login"))


@pytest.mark.parametrize("name", LISTS)
def test_only_the_administrator_opens_it_and_the_others_read_why_not(sign_in, people, name):
    for person in (people.officer, people.head, people.clerk, people.leader):
        response = sign_in(person).get(reverse(f"zones:{name}"))
        assert response.status_code == 403, person.username
        assert says(response, "Only the administrator manages units and people.")
    assert sign_in(people.admin).get(reverse(f"zones:{name}")).status_code == 200


def rows(zone, unit, people):
    membership = people.officer.memberships.get()
    park = factories.park(zone=zone)
    names = [f"person_{page}" for page in ("edit", "remove", "history")]
    return {
        **dict.fromkeys(names, membership.pk),
        **{f"unit_{page}": unit.pk for page in ("edit", "remove", "history")},
        **{f"park_{page}": park.pk for page in ("edit", "remove", "history")},
        **{f"zone_{page}": zone.pk for page in ("edit", "history")},
    }


def test_pages_of_a_row_are_open_to_its_administrator_closed_to_colleagues_and_unknown_to_strangers(sign_in, zone, unit, people):
    for name, pk in rows(zone, unit, people).items():
        address = reverse(f"zones:{name}", args=[pk])
        assert sign_in(people.admin).get(address).status_code == 200, name
        assert sign_in(people.clerk).get(address).status_code == 403, name
        assert sign_in(people.stranger).get(address).status_code == 404, name
        assert sign_in(people.disabled).get(address).status_code == 302, name


def test_posts_of_a_stranger_or_colleague_change_nothing(sign_in, zone, unit, people):
    for name, pk in rows(zone, unit, people).items():
        if name.endswith("history"):
            continue
        address = reverse(f"zones:{name}", args=[pk])
        data = {"name": "改名", "role": "admin", "version": 1}
        assert sign_in(people.stranger).post(address, data).status_code == 404, name
        assert sign_in(people.clerk).post(address, data).status_code == 403, name
    unit.refresh_from_db()
    assert unit.name == "家具产业指挥部"
    assert people.officer.memberships.get().role == "officer"


def test_the_cards_count_what_the_zone_has_and_nothing_of_another_zone(sign_in, zone, other_zone, people):
    factories.unit(zone=other_zone)
    zone.record_download(user=people.clerk, what="项目", about="", rows=3)
    other_zone.record_download(user=people.stranger, what="项目", about="", rows=3)
    context = sign_in(people.admin).get(reverse("zones:administration")).context
    assert [context[name] for name in ("people", "disabled", "units", "parks")] == [6, 1, 2, 0]


def test_the_back_door_is_shown_to_superusers_only(sign_in, people, zone):
    assert "back-door" not in sign_in(people.admin).get(reverse("zones:administration")).content.decode()
    superuser = factories.person(is_superuser=True, is_staff=True)
    assert reverse("admin:index") in sign_in(superuser).get(reverse("zones:administration")).content.decode()


def test_a_superuser_of_an_installation_without_zones_is_told_so(sign_in, db):
    client = sign_in(factories.person(is_superuser=True, is_staff=True))
    for name in LISTS:
        response = client.get(reverse(f"zones:{name}"))
        assert response.status_code == 403, name
        assert says(response, "Your account is not assigned to a zone yet. Please ask the administrator.")
    assert client.get(reverse("admin:index")).status_code == 200
