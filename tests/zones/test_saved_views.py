"""Saved views: whose they are, who sees them, and that an address is never believed."""

import pytest
from django.urls import reverse

from tests import factories
from zones.models import SavedView

LEDGER = "projects:milestone_list"
pytestmark = pytest.mark.django_db


def names(page) -> list[str]:
    return [view.name for view, _current, _own in page.context["views"]]


def save(client, **values):
    return client.post("/views/new/", {"name": "逾期", "page": LEDGER, "query": "standing=overdue&group=unit", **values})


def test_the_menu_leads_to_the_form_with_the_address_as_it_stands(sign_in, people):
    client = sign_in(people.officer)
    page = client.get("/milestones/", {"standing": "overdue", "sort": "-due_date", "page": "3", "nonsense": "1", "q": ""})
    assert page.context["view_query"] == "standing=overdue&sort=-due_date"
    form = client.get("/views/new/", {"page": page.context["view_page"], "query": page.context["view_query"]}).context["form"]
    assert (form["page"].value(), form["query"].value()) == (LEDGER, "standing=overdue&sort=-due_date")


def test_a_saved_view_leads_back_to_the_same_list(sign_in, people, zone):
    client = sign_in(people.officer)
    answer = save(client)
    assert answer["Location"] == "/milestones/?standing=overdue&group=unit"
    view = SavedView.objects.get()
    assert (view.zone, view.user, view.page, view.is_shared) == (zone, people.officer, LEDGER, False)
    page = client.get("/milestones/?group=unit&standing=overdue")
    assert page.context["views"] == [(view, True, True)]
    assert 'href="?standing=overdue&amp;group=unit" aria-current="true"' in page.content.decode()
    assert client.get("/milestones/").context["views"] == [(view, False, True)]
    assert names(client.get("/projects/")) == []


def test_nobody_else_sees_an_own_view_and_everybody_of_the_zone_a_shared_one(sign_in, people, zone, other_zone):
    factories.saved_view(zone=zone, user=people.clerk, name="共用", is_shared=True)
    factories.saved_view(zone=zone, user=people.clerk, name="书记员的")
    factories.saved_view(zone=other_zone, user=people.stranger, name="外区机密", is_shared=True)
    assert names(sign_in(people.clerk).get("/milestones/")) == ["共用", "书记员的"]
    assert names(sign_in(people.leader).get("/milestones/")) == ["共用"]
    assert names(sign_in(people.stranger).get("/milestones/")) == ["外区机密"]


@pytest.mark.parametrize(("person", "shared"), [("officer", False), ("leader", False), ("clerk", True), ("admin", True)])
def test_only_the_keepers_share(sign_in, people, person, shared):
    save(sign_in(getattr(people, person)), is_shared="on")
    assert SavedView.objects.get().is_shared is shared


def test_a_shared_view_is_changed_by_its_owner_only(sign_in, people, zone):
    view = factories.saved_view(zone=zone, user=people.clerk, is_shared=True)
    for url in (f"/views/{view.pk}/", f"/views/{view.pk}/removal/"):
        assert sign_in(people.admin).post(url, {"name": "抢走"}).status_code == 403
    assert SavedView.objects.get().name == view.name


def test_a_view_is_renamed_and_removed(sign_in, people, zone):
    view, client = factories.saved_view(zone=zone, user=people.officer, query="group=unit"), sign_in(people.officer)
    answer = client.post(f"/views/{view.pk}/", {"name": "新名", "version": view.version})
    assert answer["Location"] == "/milestones/?group=unit"
    assert SavedView.objects.get().name == "新名"
    assert client.post(f"/views/{view.pk}/removal/")["Location"] == "/milestones/"
    assert not SavedView.objects.exists()


def test_a_name_is_taken_once_by_each_person_and_list(sign_in, people):
    for person in ("officer", "clerk"):
        assert save(sign_in(getattr(people, person))).status_code == 302
    assert save(sign_in(people.clerk), page="projects:project_list").status_code == 302
    again = save(sign_in(people.clerk))
    assert list(again.context["form"].errors) == ["name"]
    assert 'name="query" value="standing=overdue&amp;group=unit"' in again.content.decode()


def test_thirty_views_of_a_list_are_enough(sign_in, people, zone):
    for _number in range(30):
        factories.saved_view(zone=zone, user=people.officer)
    assert list(save(sign_in(people.officer)).context["form"].errors) == ["name"]


@pytest.mark.parametrize("page", ["", "zones:login", "projects:project_detail", "no:such", "https://evil.example", "a:b:c:d", "/"])
def test_only_a_list_of_the_portal_is_saved(sign_in, people, page):
    assert "page" in save(sign_in(people.officer), page=page).context["form"].errors
    assert not SavedView.objects.exists()


def test_an_address_is_written_anew(sign_in, people):
    save(sign_in(people.officer), query='"><script>=1&page=7&export=xlsx&q=长&//evil.example')
    view = SavedView.objects.get()
    assert view.query == "%22%3E%3Cscript%3E=1&q=%E9%95%BF&%2F%2Fevil.example="
    assert sign_in(people.officer).get("/milestones/").status_code == 200


def test_an_address_that_is_too_long_is_refused(sign_in, people):
    assert "query" in save(sign_in(people.officer), query="q=" + "长" * 900).context["form"].errors


def test_a_list_that_is_gone_leads_home(people, zone):
    assert factories.saved_view(zone=zone, user=people.officer, page="projects:gone").get_absolute_url() == "/"


def test_a_fragment_brings_the_menu_of_its_own_filter(sign_in, people):
    page = sign_in(people.officer).get("/milestones/", {"standing": "met"}, headers={"HX-Request": "true"})
    assert reverse("zones:view_new") + "?page=projects%3Amilestone_list&amp;query=standing%3Dmet" in page.content.decode()
