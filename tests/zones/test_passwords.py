"""First passwords: shown once, kept nowhere, and the end of every session they replace."""

import logging
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from tests import factories
from tests.zones.pages import says
from zones import actions
from zones.models import User

NEW = reverse("zones:person_new")


def reset_page(person):
    return reverse("zones:person_password", args=[person.memberships.get().pk])


def version_of(person):
    return person.memberships.get().version


@pytest.fixture
def client(sign_in, people):
    return sign_in(people.admin)


def rows_containing(text):
    """Every table of the database that holds the text in any column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{text}%"])  # noqa: S608
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_first_passwords_are_readable_long_and_never_the_same():
    made = {actions.first_password() for _each in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {14}
    assert not set("".join(made)) & set("0o1li")


def test_a_first_password_is_kept_in_no_table_no_session_and_no_log(client, people, caplog):
    caplog.set_level(logging.DEBUG)
    made = client.post(NEW, {"username": "li.na", "name": "李娜", "role": "clerk", "submission": uuid.uuid4()}).context["password"]
    client.get(reverse("zones:person_list"))
    again = client.post(reset_page(people.clerk), {"version": version_of(people.clerk)}).context["password"]
    client.get(reverse("zones:person_list"))
    assert rows_containing("li.na") != []
    for password in (made, again):
        assert rows_containing(password) == []
        assert password not in caplog.text
        assert password not in str(dict(client.session))


def test_the_page_with_the_password_is_kept_by_no_browser(client, people):
    response = client.post(reset_page(people.clerk), {"version": version_of(people.clerk)})
    assert response["Cache-Control"] == "no-store"
    assert response.context["password"] in response.content.decode()
    assert client.get(reset_page(people.clerk)).status_code == 405


def test_a_reset_ends_all_sessions_and_asks_for_an_own_password(client, sign_in, people, caplog):
    caplog.set_level(logging.INFO, logger="portal.security")
    phone, desk = sign_in(people.clerk), sign_in(people.clerk)
    password = client.post(reset_page(people.clerk), {"version": version_of(people.clerk)}).context["password"]
    for theirs in (phone, desk):
        assert theirs.get(reverse("zones:password_change")).status_code == 302
    fresh = User.objects.get(pk=people.clerk.pk)
    assert fresh.check_password(password)
    assert not fresh.check_password("correct horse battery")
    assert fresh.must_change_password
    assert f"password of {people.clerk.username} reset by {people.admin.username}" in caplog.text


def test_the_same_reset_sent_twice_resets_once(client, people):
    data = {"version": version_of(people.clerk)}
    password = client.post(reset_page(people.clerk), data).context["password"]
    again = client.post(reset_page(people.clerk), data, follow=True)
    assert says(
        again, "This page was out of date, so nothing was reset. Look at the person again, then repeat it if it is still needed."
    )
    assert User.objects.get(pk=people.clerk.pk).check_password(password)


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40, "１"])
def test_a_reset_without_the_pages_version_resets_nothing(client, people, version):
    assert client.post(reset_page(people.clerk), {"version": version}).status_code == 302
    assert User.objects.get(pk=people.clerk.pk).check_password("correct horse battery")


def test_nobody_but_the_administrator_resets_and_not_the_own_one(sign_in, client, people):
    for person, status in ((people.officer, 403), (people.clerk, 403), (people.stranger, 404)):
        assert sign_in(person).post(reset_page(people.head), {"version": version_of(people.head)}).status_code == status
    assert client.post(reset_page(people.admin), {"version": version_of(people.admin)}).status_code == 403
    for person in (people.head, people.admin):
        assert User.objects.get(pk=person.pk).check_password("correct horse battery")


def test_a_reset_unlocks_an_account_that_was_locked_by_wrong_passwords(client, client_at, people):
    at_desk = client_at("10.0.0.7")
    for _attempt in range(6):
        at_desk.post(reverse("zones:login"), {"username": people.clerk.username.upper(), "password": "wrong"})
    password = client.post(reset_page(people.clerk), {"version": version_of(people.clerk)}).context["password"]
    response = at_desk.post(reverse("zones:login"), {"username": people.clerk.username, "password": password})
    assert response.status_code == 302


def test_a_first_password_leads_to_the_password_page_and_nowhere_else(sign_in, zone):
    person = factories.person(zone=zone, role="admin", must_change_password=True)
    theirs = sign_in(person)
    for address in ("/", reverse("zones:person_list"), reverse("admin:index"), "/no-such-page/"):
        assert theirs.get(address).url == reverse("zones:password_change"), address
    change = {"old_password": "correct horse battery", "new_password1": "Wanda-7-Berge!", "new_password2": "Wanda-7-Berge!"}
    assert theirs.post(reverse("zones:password_change"), change).status_code == 302
    assert theirs.get(reverse("zones:person_list")).status_code == 200


@pytest.mark.parametrize("new", ["correct horse battery", "1234567890", "password12", "short", "x" * 1_000_000, ""])
def test_the_own_password_is_neither_the_old_one_nor_a_weak_or_endless_one(sign_in, zone, new):
    person = factories.person(zone=zone, role="leader", must_change_password=True)
    data = {"old_password": "correct horse battery", "new_password1": new, "new_password2": new}
    response = sign_in(person).post(reverse("zones:password_change"), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    person.refresh_from_db()
    assert person.check_password("correct horse battery")
    assert person.must_change_password


def test_changing_the_own_password_keeps_this_session_and_ends_the_others(sign_in, zone):
    person = factories.person(zone=zone, role="leader")
    here, elsewhere = sign_in(person), sign_in(person)
    change = {"old_password": "correct horse battery", "new_password1": "Wanda-7-Berge!", "new_password2": "Wanda-7-Berge!"}
    here.post(reverse("zones:password_change"), change)
    assert here.get(reverse("zones:password_change")).status_code == 200
    assert elsewhere.get(reverse("zones:password_change")).status_code == 302
