"""Signing in and out: who gets in, what strangers learn, and how long a session lives."""

import datetime
import time

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.zones.pages import errors, says
from zones import throttle

SIGN_IN, OWN_PAGE = reverse("zones:login"), reverse("zones:password_change")
PASSWORD = "correct horse battery"


def sign_in_as(client, username, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_a_person_signs_in_without_regard_to_case_and_width_of_the_name(client, zone):
    factories.person(zone=zone, role="leader", username="zhang.wei")
    for typed in ("zhang.wei", "ZHANG.Wei", "  zhang.wei ", "ｚｈａｎｇ．ｗｅｉ"):
        assert sign_in_as(Client(), typed).url == "/", typed


def test_letters_that_look_like_others_are_another_name_and_no_fault(client, zone):
    factories.person(zone=zone, role="leader", username="lisi")
    factories.person(zone=zone, role="leader", username="lıſı")
    assert sign_in_as(client, "LISI").status_code == 302
    for typed in ("ｌıｓi", "\u212aim", "\x00", "a" * 61):
        assert sign_in_as(Client(), typed).status_code == 200, typed
    assert sign_in_as(Client(), "lİsi").status_code in {200, 302}  # as the database compares it


def test_unknown_known_and_disabled_names_are_answered_alike(client, zone, people):
    pages = {}
    for kind, username in (("unknown", "nobody"), ("known", people.clerk.username), ("disabled", people.disabled.username)):
        response = sign_in_as(Client(), username, PASSWORD if kind == "disabled" else "wrong")
        assert response.status_code == 200
        assert says(response, "The sign-in name or the password is not right.")
        pages[kind] = errors(response)
    assert pages["unknown"] == pages["known"] == pages["disabled"]


@pytest.mark.parametrize("kind", ["unknown", "known", "disabled"])
def test_each_answer_costs_one_hashing_whoever_is_asked(client, people, monkeypatch, kind):
    username = {"unknown": "nobody", "known": people.clerk.username, "disabled": people.disabled.username}[kind]
    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda self, password, salt: hashed.append(1) or encode(self, password, salt)
    )
    sign_in_as(client, username, "wrong")
    assert len(hashed) == 1


def test_a_password_of_a_megabyte_is_refused_quickly_and_hashed_never(client, people, monkeypatch):
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", None)
    started = time.monotonic()
    response = sign_in_as(client, people.clerk.username, "x" * 1_000_000)
    assert time.monotonic() - started < 2
    assert list(errors(response)) == ["password"]


def test_the_typed_name_stays_on_the_page_and_the_password_does_not(client, people):
    page = sign_in_as(client, people.clerk.username, "wrong-but-secret").content.decode()
    assert people.clerk.username in page
    assert "wrong-but-secret" not in page


def test_the_session_gets_a_new_key_at_sign_in(client, people):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in_as(client, people.clerk.username)
    assert client.session.session_key != session.session_key
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert stolen.get(OWN_PAGE).status_code == 302


def test_signing_out_kills_the_session_for_its_copies_too(client, people):
    sign_in_as(client, people.clerk.username)
    copy = Client()
    copy.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    assert copy.get(OWN_PAGE).status_code == 200
    assert client.post(reverse("zones:logout")).url == SIGN_IN
    assert copy.get(OWN_PAGE).status_code == 302


def test_signing_out_by_a_link_from_elsewhere_does_nothing(client, people):
    sign_in_as(client, people.clerk.username)
    assert client.get(reverse("zones:logout")).status_code == 405
    assert client.get(OWN_PAGE).status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
        "\r\nSet-Cookie: a=b",
        "http:///evil",
        "\x00",
    ],
)
def test_next_never_leads_off_the_site(client, people, target):
    assert sign_in_as(client, people.clerk.username, next=target).url == "/"
    assert client.get(SIGN_IN, {"next": target}).status_code in {302, 400}


def test_next_leads_back_to_the_page_that_was_asked_for(client, people):
    asked = client.get(f"{reverse('zones:person_list')}?role=clerk")
    page = client.get(asked.url).context["next"]
    assert sign_in_as(client, people.admin.username, next=page).url == f"{reverse('zones:person_list')}?role=clerk"


def test_a_signed_in_person_on_the_sign_in_page_goes_on_and_never_in_a_ring(client, people):
    sign_in_as(client, people.clerk.username)
    for target in ("", SIGN_IN, f"{SIGN_IN}?next={SIGN_IN}"):
        assert client.get(SIGN_IN, {"next": target}).url == "/"


def test_an_idle_session_ends_and_a_used_one_does_not(sign_in, people):
    for idle, status in ((settings.IDLE_TIMEOUT_MINUTES - 1, 200), (settings.IDLE_TIMEOUT_MINUTES + 1, 302)):
        client = sign_in(people.clerk)
        client.get(OWN_PAGE)
        session = client.session
        session["last_seen"] = (timezone.now() - datetime.timedelta(minutes=idle)).isoformat()
        session.save()
        assert client.get(OWN_PAGE).status_code == status


def test_a_form_sent_after_the_idle_time_is_not_stored_and_not_lost(sign_in, zone, people):
    client = sign_in(people.admin)
    client.get(OWN_PAGE)
    session = client.session
    session["last_seen"] = (timezone.now() - datetime.timedelta(days=1)).isoformat()
    session.save()
    response = client.post(reverse("zones:unit_new"), {"name": "写了半天的单位", "position": 0, "version": "77001"})
    assert response.status_code == 403
    assert "写了半天的单位" in response.content.decode()
    assert "77001" not in response.content.decode()
    assert not zone.units.filter(name="写了半天的单位").exists()
    assert client.get(OWN_PAGE).status_code == 302


def test_signing_in_again_over_an_idle_session_just_works(sign_in, people):
    client = sign_in(people.admin)
    client.get(OWN_PAGE)
    session = client.session
    session["last_seen"] = (timezone.now() - datetime.timedelta(days=1)).isoformat()
    session.save()
    assert sign_in_as(client, people.clerk.username).url == "/"


def test_a_form_without_its_token_is_refused_and_keeps_what_was_typed_but_no_password(people):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.admin, backend="django.contrib.auth.backends.ModelBackend")
    response = strict.post(reverse("zones:unit_new"), {"name": "写了半天的单位", "password": "geheim"})
    assert response.status_code == 403
    assert "写了半天的单位" in response.content.decode()
    assert "geheim" not in response.content.decode()


def test_the_sign_in_form_needs_its_token_too(people):
    strict = Client(enforce_csrf_checks=True)
    assert sign_in_as(strict, people.clerk.username).status_code == 403


def test_the_browser_is_remembered_by_a_signed_cookie_that_scripts_cannot_read(client, people):
    sign_in_as(client, people.clerk.username)
    cookie = client.cookies[throttle.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert people.clerk.username not in cookie.value
    assert people.clerk.name not in cookie.value


def test_the_pages_of_sign_in_may_not_be_kept(client, db):
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]
