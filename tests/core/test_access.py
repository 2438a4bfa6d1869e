"""A view without an access rule is found at start-up."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from django.views import View

from core import access, checks


class Forgotten(View):
    def get(self, request):
        return HttpResponse("open to everybody")


def plain(request):
    return HttpResponse("open to everybody")


def ruled(request):
    return HttpResponse("ruled")


ruled.policy = access.signed_in
nested = ([path("inner/", Forgotten.as_view(), name="inner")], "app")
urlpatterns = [
    path("forgotten/", Forgotten.as_view(), name="forgotten"),
    path("plain/", plain),
    path("ruled/", ruled, name="ruled"),
    path("below/", include(nested)),
]


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_without_a_policy_is_found_wherever_it_stands():
    errors = checks.every_view_has_a_policy(None)
    assert [error.msg.split()[3] for error in errors] == ["forgotten", "plain/", "app:inner"]
    assert {error.id for error in errors} == {"portal.E001"}


def test_every_view_of_the_portal_has_one():
    assert checks.every_view_has_a_policy(None) == []
    assert len(list(checks.patterns())) > 50


def test_only_the_pages_before_sign_in_are_open_to_anyone():
    opened = {name for name, entry in checks.patterns() if checks.policy_of(entry) is access.anyone}
    without_anything_of_a_zone = {"zones:login", "zones:logout", "zones:language", "projects:service_worker"}
    assert opened == {*without_anything_of_a_zone, "projects:calendar_feed"}  # a secret address


def test_a_denial_is_false_and_says_why():
    denied = access.Denied("because")
    assert not denied
    assert denied.reason == "because"
    assert access.Allowed
    assert access.anyone(None, None)
    assert access.signed_in(SimpleNamespace(), None)


def test_a_denial_cannot_be_turned_into_a_permission():
    with pytest.raises(AttributeError):
        access.Denied("because").allowed = True
