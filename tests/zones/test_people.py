"""People of a zone: list, new, changed, removed, and what no administrator can do."""

import threading
import uuid

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext

from tests import factories
from tests.zones.pages import errors, filled, says
from zones import actions
from zones.models import Membership, User

LIST, NEW = reverse("zones:person_list"), reverse("zones:person_new")


def page_of(person, zone, name="person_edit"):
    return reverse(f"zones:{name}", args=[person.memberships.get(zone=zone).pk])


@pytest.fixture
def client(sign_in, people):
    return sign_in(people.admin)


def test_the_list_shows_the_people_of_the_zone_and_nobody_else(client, people):
    page = client.get(LIST).content.decode()
    for person in (people.officer, people.head, people.clerk, people.disabled):
        assert person.username in page
    assert people.stranger.username not in page
    assert people.stranger.name not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("role=officer", {"officer", "colleague"}),
        ("active=no", {"disabled"}),
        ("active=yes&role=admin", {"admin"}),
        ("q=%E5%AE%B6%E5%85%B7", {"officer", "head"}),
    ],
)
def test_filters_narrow_the_list(client, people, query, names):
    page = client.get(f"{LIST}?{query}").context["body"]
    shown = {name for name, person in vars(people).items() if f">{person.name}<" in page}
    assert shown == names


def test_a_filter_by_another_zones_unit_is_refused_and_shows_no_rows(client, other_zone):
    foreign = factories.unit(zone=other_zone)
    response = client.get(f"{LIST}?unit={foreign.pk}")
    assert "unit" in response.context["filter"].form.errors
    assert response.context["page"].paginator.count == 0


def test_the_list_takes_five_queries_at_one_row_and_at_three(sign_in, zone, django_assert_num_queries):
    client = sign_in(factories.person(zone=zone, role="admin"))
    client.get(LIST)  # notes in the session that it is in use
    with django_assert_num_queries(5):
        client.get(LIST)
    for _each in range(2):
        factories.person(zone=zone, role="officer", unit=factories.unit(zone=zone))
    with django_assert_num_queries(5):
        client.get(LIST)


def test_the_export_is_written_down(client, zone, people):
    response = client.get(f"{LIST}?role=officer&export=xlsx")
    assert response.status_code == 200
    entry = zone.downloads.get()
    assert (entry.user, entry.row_count) == (people.admin, 2)


def test_a_new_person_gets_a_first_password_that_works_and_must_be_changed(client, zone, unit):
    data = {"username": "zhang.wei", "name": "张伟", "email": "", "role": "officer", "unit": unit.pk, "submission": uuid.uuid4()}
    response = client.post(NEW, data)
    person = User.objects.get(username="zhang.wei")
    assert person.check_password(response.context["password"])
    assert response.context["password"] in response.content.decode()
    assert person.must_change_password
    assert (person.name, person.is_active, person.is_staff, person.is_superuser) == ("张伟", True, False, False)
    membership = person.memberships.get()
    assert (membership.zone, membership.role, membership.unit) == (zone, "officer", unit)


def test_the_same_form_sent_twice_makes_one_person_and_does_not_show_the_password_again(client, unit):
    data = {"username": "zhang.wei", "name": "张伟", "role": "officer", "unit": unit.pk, "submission": uuid.uuid4()}
    password = client.post(NEW, data).context["password"]
    again = client.post(NEW, data, follow=True)
    assert User.objects.filter(name="张伟").count() == 1
    assert again.request["PATH_INFO"] == LIST
    assert password not in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "zhang wei"),
        ("username", ""),
        ("username", "a\u202eb"),
        ("username", "x" * 61),
        ("name", "\u200b"),
        ("name", "张\x0b伟"),
        ("email", "not an address"),
        ("role", "emperor"),
        ("unit", "999999"),
        ("unit", ""),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field_and_nothing_is_made(client, unit, field, value):
    data = {"username": "zhang.wei", "name": "张伟", "role": "officer", "unit": unit.pk, field: value}
    response = client.post(NEW, data)
    assert list(errors(response)) == [field]
    assert not User.objects.filter(name__in=["张伟", "\u200b"]).exists()


def test_a_sign_in_name_is_taken_without_regard_to_case_or_width(client, people, unit):
    factories.person(username="zhang.wei")
    for username in ("Zhang.Wei", "ｚｈａｎｇ．ｗｅｉ"):
        response = client.post(NEW, {"username": username, "name": "张伟", "role": "clerk"})
        assert list(errors(response)) == ["username"], username


def test_full_width_letters_of_a_sign_in_name_are_stored_as_plain_ones(client):
    client.post(NEW, {"username": "ｌｉ．ｎａ", "name": "李娜", "role": "clerk"})
    assert User.objects.get(name="李娜").username == "li.na"


def test_a_unit_of_another_zone_is_no_choice(client, other_zone):
    foreign = factories.unit(zone=other_zone)
    response = client.post(NEW, {"username": "zhang.wei", "name": "张伟", "role": "officer", "unit": foreign.pk})
    assert list(errors(response)) == ["unit"]


def test_a_person_is_changed_and_both_histories_say_so(client, zone, people):
    address = page_of(people.officer, zone)
    data = {**filled(client, address), "name": "赵铁柱", "email": "zhao@example.com", "role": "clerk", "unit": ""}
    assert client.post(address, data).url == LIST
    people.officer.refresh_from_db()
    membership = people.officer.memberships.get()
    assert (people.officer.name, people.officer.email) == ("赵铁柱", "zhao@example.com")
    assert (membership.role, membership.unit) == ("clerk", None)
    changes = client.get(page_of(people.officer, zone, "person_history")).context["changes"]
    assert {field.new for change in changes for field in change.fields} >= {"赵铁柱", "zhao@example.com"}
    assert {change.user for change in changes if change.kind == "update"} == {people.admin.name}


def test_posted_extra_fields_change_nothing(client, zone, other_zone, people):
    address = page_of(people.officer, zone)
    before = User.objects.filter(pk=people.officer.pk).values().get()
    extra = {
        "is_superuser": "on", "is_staff": "on", "zone": other_zone.pk, "id": people.admin.pk, "pk": 1, "user": people.clerk.pk,
        "created_at": "2001-01-01", "password": "x", "username": "root", "must_change_password": "on", "submission": uuid.uuid4(),
    }  # fmt: skip
    assert client.post(address, {**filled(client, address), **extra}).status_code == 302
    after = User.objects.filter(pk=people.officer.pk).values().get()
    assert after == before
    membership = people.officer.memberships.get()
    assert (membership.zone, membership.role) == (zone, "officer")
    assert not Membership.objects.filter(user=people.officer, zone=other_zone).exists()


def test_a_new_person_cannot_be_made_more_than_the_form_says(client, other_zone):
    data = {
        "username": "li.na",
        "name": "李娜",
        "role": "clerk",
        "is_superuser": "on",
        "is_staff": "on",
        "zone": other_zone.pk,
        "is_active": "",
    }
    client.post(NEW, {**data, "version": 77, "id": 4711, "must_change_password": ""})
    person = User.objects.get(username="li.na")
    assert (person.is_superuser, person.is_staff, person.is_active, person.must_change_password) == (False, False, True, True)
    assert not person.memberships.filter(zone=other_zone).exists()


def test_an_old_copy_is_a_conflict_that_shows_both_and_keeps_what_was_typed(client, sign_in, zone, people):
    address = page_of(people.officer, zone)
    mine = filled(client, address)
    theirs = filled(client, address)
    assert client.post(address, {**theirs, "email": "theirs@example.com"}).status_code == 302
    response = client.post(address, {**mine, "name": "我的改名"})
    assert response.status_code == 409
    assert "我的改名" in response.content.decode()
    assert "theirs@example.com" in response.content.decode()
    people.officer.refresh_from_db()
    assert people.officer.email == "theirs@example.com"
    assert people.officer.name != "我的改名"


def test_a_missing_version_counts_as_stale(client, zone, people):
    address = page_of(people.officer, zone)
    data = {**filled(client, address), "name": "改名"}
    del data["version"]
    assert client.post(address, data).status_code == 409


def test_disabling_ends_access_at_the_next_request(client, sign_in, zone, people):
    theirs = sign_in(people.clerk)
    assert theirs.get(reverse("zones:password_change")).status_code == 200
    address = page_of(people.clerk, zone)
    data = filled(client, address)
    del data["is_active"]
    client.post(address, data)
    assert theirs.get(reverse("zones:password_change")).status_code == 302


def test_rights_withdrawn_in_a_live_session_count_at_once(client, sign_in, zone, people):
    second = factories.person(zone=zone, role="admin")
    theirs = sign_in(second)
    assert theirs.get(LIST).status_code == 200
    address = page_of(second, zone)
    client.post(address, {**filled(client, address), "role": "leader"})
    assert theirs.get(LIST).status_code == 403


def test_a_removed_person_keeps_the_account_and_loses_the_zone(client, sign_in, zone, people):
    address = page_of(people.clerk, zone, "person_remove")
    theirs = sign_in(people.clerk)
    assert client.get(address).status_code == 200
    assert people.clerk.memberships.exists()
    assert client.post(address, follow=True).request["PATH_INFO"] == LIST
    assert not people.clerk.memberships.exists()
    assert User.objects.get(pk=people.clerk.pk).is_active
    assert says(theirs.get(LIST), "Your account is not assigned to a zone yet. Please ask the administrator.")
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("change", [{"role": "leader"}, {"is_active": None}])
def test_the_last_administrator_can_neither_step_down_nor_disable_themself(client, zone, people, change):
    address = page_of(people.admin, zone)
    data = {name: value for name, value in {**filled(client, address), **change}.items() if value is not None}
    response = client.post(address, data)
    assert says(response, "A zone keeps at least one administrator who may sign in. Appoint another one first.")
    people.admin.refresh_from_db()
    assert people.admin.is_active
    assert people.admin.memberships.get().role == "admin"


def test_the_last_administrator_cannot_be_removed_although_a_disabled_one_exists(client, zone, people):
    assert people.disabled.memberships.get().role == "admin"
    response = client.post(page_of(people.admin, zone, "person_remove"))
    assert response.status_code == 403
    assert people.admin.memberships.exists()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_dismiss_each_other_at_once_leave_one(zone):
    """Each change alone is allowed; the second waits for the first and is then refused."""
    one, two = (factories.person(zone=zone, role="admin").memberships.select_related("user").get() for _each in range(2))
    found = []

    def other() -> None:
        found.append(actions.leaves_a_zone_alone(membership=one, role="leader", is_active=True))
        connection.close()

    with transaction.atomic():
        assert not actions.leaves_a_zone_alone(membership=two, role="leader", is_active=True)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive(), "the second change did not wait"
        Membership.objects.filter(pk=two.pk).update(role="leader")
    thread.join(timeout=10)
    assert found == [True]


def test_one_of_two_administrators_may_step_down_and_is_led_off_the_page(client, zone, people):
    factories.person(zone=zone, role="admin")
    address = page_of(people.admin, zone)
    assert client.post(address, {**filled(client, address), "role": "leader"}).url == "/"
    assert client.get(LIST).status_code == 403


def test_the_reasons_stand_on_the_page_of_the_last_administrator(client, zone, people):
    response = client.get(page_of(people.admin, zone))
    assert says(response, "Change your own password under “Change password”.")
    assert (
        gettext("A zone keeps at least one administrator who may sign in. Appoint another one first.") in response.content.decode()
    )
