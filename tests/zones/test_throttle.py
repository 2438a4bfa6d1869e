"""Wrong passwords: five per account and address, and a slow pace for an address that fails a hundred times."""

import datetime
import logging

import pytest
from axes.models import AccessAttempt
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.zones.pages import says
from zones import throttle
from zones.models import User

SIGN_IN, BACK_DOOR = reverse("zones:login"), "/back-door/login/"
OFFICE, ELSEWHERE = "10.0.0.7", "10.0.9.9"
PASSWORD, WRONG = "correct horse battery", "wrong"


def attempt(client, username, password=WRONG, address=SIGN_IN, **more):
    return client.post(address, {"username": username, "password": password}, **more)


def later(**step):
    """Makes every failure so far older."""
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(**step))


@pytest.fixture
def sprayed(db):
    """An office from which a hundred names have just been guessed."""
    common = {"ip_address": OFFICE, "user_agent": "robot", "failures_since_start": 1}
    AccessAttempt.objects.bulk_create([AccessAttempt(username=f"guess{number}", **common) for number in range(100)])


def test_five_wrong_passwords_lock_the_account_at_this_address_with_a_plain_page(client_at, people):
    browser = client_at(OFFICE)
    codes = [attempt(browser, people.clerk.username).status_code for _each in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    response = attempt(browser, people.clerk.username, PASSWORD)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert says(
        response,
        "The password was wrong too often. For your safety this sign-in name is locked here for %(minutes)s minutes.",
        minutes=15,
    )
    assert people.clerk.username in response.content.decode()
    assert attempt(client_at(ELSEWHERE), people.clerk.username, PASSWORD).status_code == 302


def test_an_unknown_name_is_locked_in_the_same_way_and_words(client_at, people):
    pages = []
    for username in (people.clerk.username, "nobody1"):
        browser = client_at(OFFICE)
        for _each in range(5):
            response = attempt(browser, username)
        pages.append(response.content.decode().replace(username, "NAME"))
        assert response.status_code == 429
    strip = lambda page: [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]  # noqa: E731
    assert strip(pages[0]) == strip(pages[1])


def test_the_lock_ends_after_a_quarter_of_an_hour_and_knocking_does_not_prolong_it(client_at, people):
    browser = client_at(OFFICE)
    for _each in range(5):
        attempt(browser, people.clerk.username)
    later(minutes=10)
    assert attempt(browser, people.clerk.username, PASSWORD).status_code == 429
    later(minutes=15, seconds=1)
    assert attempt(browser, people.clerk.username, PASSWORD).status_code == 302


@pytest.mark.parametrize("spelling", [str.upper, str.title, "  {} ".format, "{}\u0301".format])
def test_other_spellings_of_a_name_give_no_more_attempts(client_at, zone, spelling):
    factories.person(zone=zone, role="leader", username="zhangwei")
    browser = client_at(OFFICE)
    for _each in range(5):
        attempt(browser, spelling("zhangwei"))
    assert attempt(browser, "zhangwei", PASSWORD).status_code == 429


def test_another_browser_or_header_at_the_address_gives_no_more_attempts(client_at, people):
    for number in range(5):
        attempt(client_at(OFFICE), people.clerk.username, HTTP_USER_AGENT=f"robot {number}", HTTP_X_FORWARDED_FOR=f"1.2.3.{number}")
    assert attempt(client_at(OFFICE), people.clerk.username, PASSWORD).status_code == 429


def test_a_success_forgets_the_failures_before_it(client_at, people):
    browser = client_at(OFFICE)
    for _round in range(3):
        assert [attempt(browser, people.clerk.username).status_code for _each in range(4)] == [200] * 4
        assert attempt(browser, people.clerk.username, PASSWORD).status_code == 302
        browser = client_at(OFFICE)


def test_fifty_colleagues_sign_in_while_one_at_their_address_hammers_on_another_account(client_at, zone, people):
    attacker = client_at(OFFICE)
    for _each in range(30):
        attempt(attacker, people.admin.username)
    colleagues = [factories.person(zone=zone, role="leader") for _each in range(50)]
    assert {attempt(client_at(OFFICE), each.username, PASSWORD).status_code for each in colleagues} == {302}


def test_attempts_on_many_accounts_are_slowed_after_the_first_hundred(sprayed, client_at, caplog):
    caplog.set_level(logging.WARNING, logger="portal.security")
    AccessAttempt.objects.filter(username__in=["guess0", "guess1", "guess2"]).delete()
    attacker = client_at(OFFICE)
    codes = [attempt(attacker, f"more{number}").status_code for number in range(30)]
    assert codes[:3] == [200] * 3
    assert codes[3:].count(429) >= 25  # one in five seconds comes through
    assert f"'more29' from {OFFICE}" in caplog.text


def test_a_slowed_address_says_how_long_to_wait_and_one_more_try_passes_after_it(sprayed, client_at, people):
    response = attempt(client_at(OFFICE), people.clerk.username, PASSWORD)
    assert (response.status_code, response["Retry-After"]) == (429, "5")
    assert says(
        response, "Many sign-ins from this network have failed, so they are slowed down. Wait a few seconds, then try again."
    )
    later(seconds=6)
    assert attempt(client_at(OFFICE), people.clerk.username, PASSWORD).status_code == 302


def test_a_browser_in_which_a_colleague_signed_in_before_is_not_slowed_for_that_colleague(client_at, people, request):
    known = client_at(OFFICE)
    attempt(known, people.clerk.username, PASSWORD)
    known.post(reverse("zones:logout"))
    request.getfixturevalue("sprayed")
    assert attempt(known, people.officer.username, PASSWORD).status_code == 429
    assert attempt(known, people.clerk.username.upper(), PASSWORD).status_code == 302


def test_a_forged_cookie_of_a_known_browser_does_not_help(sprayed, client_at, people):
    forger = client_at(OFFICE)
    for value in (str(people.clerk.pk), f"{people.clerk.pk}:x:y", "9" * 3000):
        forger.cookies[throttle.COOKIE] = value
        assert attempt(forger, people.clerk.username, PASSWORD).status_code == 429


def test_a_slowed_address_tells_nothing_about_which_names_exist(sprayed, client_at, people):
    browser = client_at(OFFICE)
    codes = {attempt(browser, username).status_code for username in (people.clerk.username, people.disabled.username, "nobody")}
    assert codes == {429}


def test_other_addresses_are_not_slowed(sprayed, client_at, people):
    assert attempt(client_at(ELSEWHERE), people.clerk.username, PASSWORD).status_code == 302


def test_the_back_door_counts_and_locks_like_the_front(client_at, db):
    root = factories.person(username="root", is_superuser=True, is_staff=True)
    browser = client_at(OFFICE)
    codes = [attempt(browser, root.username, address=BACK_DOOR).status_code for _each in range(5)]
    assert codes[-1] == 429
    assert attempt(browser, root.username, PASSWORD).status_code == 429
    assert attempt(client_at(ELSEWHERE), root.username, PASSWORD, address=BACK_DOOR).status_code == 302


@pytest.mark.parametrize(
    ("behind", "meta", "address"),
    [
        (False, {"REMOTE_ADDR": "10.0.0.7", "HTTP_X_FORWARDED_FOR": "1.1.1.1"}, "10.0.0.7"),
        (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 10.0.0.7"}, "10.0.0.7"),
        (True, {"REMOTE_ADDR": "127.0.0.1"}, "127.0.0.1"),
        (True, {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "nonsense"}, None),
        (False, {"REMOTE_ADDR": ""}, None),
    ],
)
def test_the_address_is_the_peers_or_what_our_own_proxy_says_last(rf, settings, behind, meta, address):
    settings.BEHIND_PROXY = behind
    request = rf.get("/")
    request.META.pop("REMOTE_ADDR")
    request.META.update(meta)
    assert throttle.client_address(request) == address


def test_an_address_that_cannot_be_read_is_counted_as_one_and_is_no_fault(client_at, people):
    browser = client_at("")
    assert [attempt(browser, people.clerk.username).status_code for _each in range(5)][-1] == 429
    assert User.objects.get(pk=people.clerk.pk).is_active


def test_what_is_stored_of_a_failure_is_small_and_without_the_password(client_at, people):
    client_at(OFFICE).post(SIGN_IN, {"username": people.clerk.username, "password": "geheim-typed", "more": "x" * 500_000})
    stored = AccessAttempt.objects.get()
    assert "geheim-typed" not in f"{stored.post_data}{stored.get_data}{stored.username}"
    assert len(stored.post_data) <= 1024
