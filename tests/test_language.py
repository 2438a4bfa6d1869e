"""Chinese is the language of the portal whatever the browser asks for; English is a choice, and back."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


def language_of(answer) -> tuple[str, str]:
    """The language in the header and in the page itself."""
    page = answer.content.decode()
    return answer["Content-Language"], "en" if '<html lang="en"' in page else "zh-Hans" if '<html lang="zh-Hans"' in page else ""


@pytest.mark.parametrize("wanted", [None, "en", "en-US,en;q=0.9", "fr", "zh-TW", "*", "x" * 5000, "zh-hans;q=0,en;q=1", "\u00ff"])
def test_chinese_is_the_default_whatever_the_browser_says(clerk, wanted):
    headers = {} if wanted is None else {"accept-language": wanted}
    assert language_of(clerk.get("/projects/", headers=headers)) == ("zh-hans", "zh-Hans")
    assert language_of(Client().get("/sign-in/", headers=headers)) == ("zh-hans", "zh-Hans")


def test_a_person_switches_to_english_and_back(clerk):
    answer = clerk.post("/language/", {"language": "en", "next": "/enterprises/?q=x"})
    assert (answer.status_code, answer["Location"]) == (302, "/enterprises/?q=x")
    assert language_of(clerk.get("/projects/")) == ("en", "en")
    clerk.post("/language/", {"language": "zh-hans"})
    assert language_of(clerk.get("/projects/")) == ("zh-hans", "zh-Hans")


def test_the_choice_is_there_before_sign_in_and_stays_after_it(people):
    client = Client()
    client.post("/language/", {"language": "en"})
    assert language_of(client.get("/sign-in/")) == ("en", "en")
    client.post("/sign-in/", {"username": people.clerk.username, "password": "correct horse battery"})
    assert language_of(client.get("/projects/")) == ("en", "en")


def test_one_person_s_choice_is_nobody_else_s(clerk, people, sign_in):
    clerk.post("/language/", {"language": "en"})
    assert language_of(sign_in(people.leader).get("/projects/")) == ("zh-hans", "zh-Hans")
    assert translation.get_language() == settings.LANGUAGE_CODE


@pytest.mark.parametrize("chosen", ["fr", "", "zh", "EN", "../en", "en\r\nSet-Cookie: x=1", "x" * 5000, "<script>"])
def test_an_unknown_language_is_ignored(clerk, chosen):
    answer = clerk.post("/language/", {"language": chosen})
    assert answer.status_code == 302
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    clerk.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen.replace("\r\n", "")
    assert language_of(clerk.get("/projects/")) == ("zh-hans", "zh-Hans")


def test_a_bookmark_does_not_switch_the_language(clerk):
    assert clerk.get("/language/", {"language": "en"}).status_code == 405
    assert clerk.get("/projects/", {"language": "en"})["Content-Language"] == "zh-hans"


def test_faults_speak_the_chosen_language_too(clerk):
    clerk.post("/language/", {"language": "en"})
    missing = clerk.get("/projects/999999999/")
    assert missing.status_code == 404
    assert language_of(missing) == ("en", "en")
    assert language_of(clerk.get("/people/")) == ("en", "en")


def test_a_workbook_speaks_the_chosen_language(clerk, zone):
    factories.enterprise(zone=zone)
    clerk.post("/language/", {"language": "en"})
    assert "Enterprises" in clerk.get("/enterprises/", {"export": "xlsx"})["Content-Disposition"]


def test_numbers_and_dates_are_the_same_in_both_languages(clerk, zone):
    """A figure is read by machines and by people of both languages: 1,234.5 and 2015-06-16."""
    factories.investment(project=factories.project(zone=zone), planned_wan=Decimal("12345.60"))
    for language in ("zh-hans", "en"):
        clerk.post("/language/", {"language": language})
        page = clerk.get("/projects/", {"cols": "name,planned_wan"}).content.decode()
        assert "12,345.6<" in page
