"""The command with which an empty production database begins."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests import factories
from zones.models import Membership, User, Zone

COMMAND = "zones.management.commands.create_administrator"


def run(**options) -> str:
    out = io.StringIO()
    given = {"username": "zhang.wei", "name": "张伟", "zone": "east", "zone_name": "某县产业集聚区", **options}
    call_command("create_administrator", **{name: value for name, value in given.items() if value is not None}, stdout=out)
    return out.getvalue()


def test_an_empty_database_gets_a_zone_and_an_administrator_who_can_sign_in(db, client):
    password = run().split()[-1]
    membership = Membership.objects.get()
    assert (membership.zone.code, membership.zone.name, membership.role) == ("east", "某县产业集聚区", "admin")
    person = membership.user
    assert (person.name, person.is_superuser, person.is_staff, person.must_change_password) == ("张伟", False, False, True)
    assert client.post(reverse("zones:login"), {"username": "zhang.wei", "password": password}).status_code == 302


def test_a_zone_that_exists_is_used_and_not_renamed(zone):
    run(zone=zone.code, zone_name="别的名字")
    assert Zone.objects.get().name == zone.name


def test_a_superuser_may_use_the_back_door(db):
    run(superuser=True)
    person = User.objects.get()
    assert (person.is_superuser, person.is_staff) == (True, True)


def test_a_typed_password_is_checked_and_need_not_be_changed(db, monkeypatch):
    monkeypatch.setattr(f"{COMMAND}.getpass.getpass", lambda prompt: "Wanda-7-Berge!")
    assert "Wanda" not in run(ask_password=True)
    person = User.objects.get()
    assert person.check_password("Wanda-7-Berge!")
    assert not person.must_change_password


@pytest.mark.parametrize("answers", [["12345", "12345"], ["Wanda-7-Berge!", "Wanda-8-Berge!"]])
def test_a_weak_or_mistyped_password_creates_nothing(db, monkeypatch, answers):
    typed = iter(answers)
    monkeypatch.setattr(f"{COMMAND}.getpass.getpass", lambda prompt: next(typed))
    with pytest.raises(CommandError):
        run(ask_password=True)
    assert not User.objects.exists()
    assert not Zone.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "zhang wei"},
        {"username": "Taken"},
        {"name": "\u200b"},
        {"zone": "East Side"},
        {"email": "no"},
        {"zone_name": "x" * 81},
    ],
)
def test_what_cannot_be_stored_is_refused_whole(db, wrong):
    factories.person(username="taken")
    with pytest.raises(CommandError):
        run(**wrong)
    assert not Zone.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.parametrize("missing", ["username", "name", "zone", "zone_name"])
def test_without_a_terminal_a_missing_option_is_named(db, monkeypatch, missing):
    monkeypatch.setattr(f"{COMMAND}.sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match=f"--{missing.replace('_', '-')}"):
        run(**{missing: None})
    assert not Zone.objects.exists()


def test_the_history_says_that_a_command_made_the_person(db):
    run()
    assert User.objects.get().events.get().pgh_context == {"origin": "command"}
