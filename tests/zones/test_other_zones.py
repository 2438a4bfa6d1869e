"""People who work in more than one zone: each administrator manages the own membership, and takes over nobody."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.pages import errors, filled, says
from zones.models import Membership, User

ADD = reverse("zones:person_add")
OTHERS_ADMIN = "This person is administrator of another zone too. Only the role and unit in this zone can be changed here."
OTHERS = "This person belongs to another zone, whose administrator keeps name, e-mail and password."


@pytest.fixture
def client(sign_in, people):
    return sign_in(people.admin)


@pytest.fixture
def shared(zone, other_zone, people):
    """People of both zones, by where they joined first and what they are in the other zone."""

    def both(first, second, role, in_second):
        person = factories.person(zone=first, role=role)
        Membership.objects.create(zone=second, user=person, role=in_second)
        return person

    return SimpleNamespace(
        ours=both(zone, other_zone, "clerk", "clerk"),
        theirs=both(other_zone, zone, "clerk", "clerk"),
        our_admin_there=both(zone, other_zone, "clerk", "admin"),
    )


def page_of(person, zone, name="person_edit"):
    return reverse(f"zones:{name}", args=[person.memberships.get(zone=zone).pk])


def reset(client, person, zone):
    membership = person.memberships.get(zone=zone)
    return client.post(reverse("zones:person_password", args=[membership.pk]), {"version": membership.version})


@pytest.mark.parametrize(("kind", "reason"), [("theirs", OTHERS), ("our_admin_there", OTHERS_ADMIN)])
def test_what_belongs_to_the_person_is_not_changed_from_here_but_the_role_is(client, zone, other_zone, unit, shared, kind, reason):
    person = getattr(shared, kind)
    before = (person.name, person.email, person.is_active, person.password)
    address = page_of(person, zone)
    assert says(client.get(address), reason)
    data = {**filled(client, address), "name": "冒名", "email": "taken@example.com", "role": "officer", "unit": unit.pk}
    del data["is_active"]
    assert client.post(address, data).status_code == 302
    refused = reset(client, person, zone)
    assert refused.status_code == 403
    assert says(refused, reason)
    person = User.objects.get(pk=person.pk)
    assert (person.name, person.email, person.is_active, person.password) == before
    assert person.memberships.get(zone=zone).role == "officer"
    assert person.memberships.get(zone=other_zone).role != "officer"


def test_the_zone_that_a_person_joined_first_keeps_name_and_password(client, zone, shared):
    address = page_of(shared.ours, zone)
    assert client.post(address, {**filled(client, address), "name": "新名字"}).status_code == 302
    assert User.objects.get(pk=shared.ours.pk).name == "新名字"
    assert reset(client, shared.ours, zone).context["password"]


def test_an_account_of_the_installation_is_changed_by_no_zone(client, zone):
    root = factories.person(zone=zone, role="leader", is_superuser=True, is_staff=True)
    address = page_of(root, zone)
    client.post(address, {**filled(client, address), "name": "冒名"})
    assert reset(client, root, zone).status_code == 403
    assert User.objects.get(pk=root.pk).name == root.name


def test_a_superuser_changes_everyone(sign_in, zone, shared):
    client = sign_in(factories.person(is_superuser=True, is_staff=True))
    client.post(reverse("zones:zone_choose"), {"zone": zone.pk})
    for person in (shared.theirs, shared.our_admin_there):
        address = page_of(person, zone)
        client.post(address, {**filled(client, address), "name": f"改{person.pk}"})
        assert User.objects.get(pk=person.pk).name == f"改{person.pk}"


def test_an_administrator_of_both_zones_changes_people_of_both(sign_in, zone, other_zone, people, shared):
    Membership.objects.create(zone=other_zone, user=people.admin, role="admin")
    client = sign_in(people.admin)
    for person in (shared.theirs, shared.our_admin_there):
        address = page_of(person, zone)
        client.post(address, {**filled(client, address), "name": f"改{person.pk}"})
        assert User.objects.get(pk=person.pk).name == f"改{person.pk}"


def test_the_membership_of_the_other_zone_is_out_of_reach(client, other_zone, shared):
    for name in ("person_edit", "person_remove", "person_history"):
        assert client.get(page_of(shared.ours, other_zone, name)).status_code == 404
    assert reset(client, shared.ours, other_zone).status_code == 404
    assert client.post(page_of(shared.ours, other_zone, "person_remove")).status_code == 404
    assert shared.ours.memberships.filter(zone=other_zone).exists()


def test_removal_from_here_leaves_the_other_membership(client, zone, other_zone, shared):
    client.post(page_of(shared.theirs, zone, "person_remove"))
    assert [each.zone for each in shared.theirs.memberships.all()] == [other_zone]


def test_a_change_in_one_zone_makes_the_open_form_of_the_other_stale(client, sign_in, zone, other_zone, people, shared):
    theirs = sign_in(people.stranger)
    there = page_of(shared.ours, other_zone)
    opened = filled(theirs, there)
    here = page_of(shared.ours, zone)
    client.post(here, {**filled(client, here), "name": "新名字"})
    assert theirs.post(there, {**opened, "role": "leader"}).status_code == 409


def test_a_person_of_another_zone_is_added_by_exact_name_and_keeps_everything(client, zone, other_zone, people, unit):
    guest = factories.person(zone=other_zone, role="leader", username="Wang.Fang")
    response = client.post(ADD, {"username": " wang.fang ", "role": "officer", "unit": unit.pk})
    assert response.url == reverse("zones:person_list")
    assert {(each.zone, each.role) for each in guest.memberships.all()} == {(other_zone, "leader"), (zone, "officer")}
    assert User.objects.get(pk=guest.pk).check_password("correct horse battery")


def test_the_page_for_adding_lists_nobody(client, people):
    page = client.get(ADD).content.decode()
    assert people.stranger.username not in page
    assert people.stranger.name not in page


@pytest.mark.parametrize("kind", ["unknown", "part", "disabled", "superuser", "wildcard"])
def test_who_cannot_be_added_looks_like_nobody(client, zone, other_zone, kind):
    factories.person(zone=other_zone, role="leader", username="wang.fang")
    factories.person(zone=other_zone, role="leader", username="gone", is_active=False)
    factories.person(username="root", is_superuser=True)
    username = {"unknown": "nobody", "part": "wang", "disabled": "gone", "superuser": "root", "wildcard": "wang%"}[kind]
    response = client.post(ADD, {"username": username, "role": "clerk"})
    assert list(errors(response)) == ["username"]
    assert says(response, "No person with this sign-in name can be added.")
    assert zone.memberships.filter(role="clerk").count() == 1


def test_a_colleague_is_not_added_twice(client, zone, people):
    response = client.post(ADD, {"username": people.clerk.username, "role": "leader"})
    assert list(errors(response)) == ["username"]
    assert people.clerk.memberships.get().role == "clerk"


def test_a_posted_zone_or_person_is_ignored_when_adding(client, zone, other_zone, people):
    guest = factories.person(zone=other_zone, role="leader")
    third = factories.zone()
    client.post(ADD, {"username": guest.username, "role": "clerk", "zone": third.pk, "user": people.clerk.pk, "id": 1})
    assert guest.memberships.get(zone=zone).role == "clerk"
    assert not third.memberships.exists()


def zone_shown(client):
    return client.get(reverse("zones:administration")).context["zone"]


def test_the_choice_of_zone_reaches_ones_own_zones_only(sign_in, zone, other_zone, people):
    third = factories.zone()
    Membership.objects.create(zone=other_zone, user=people.admin, role="admin")
    client = sign_in(people.admin)
    choose = reverse("zones:zone_choose")
    assert zone_shown(client) == zone
    client.post(choose, {"zone": other_zone.pk})
    assert zone_shown(client) == other_zone
    for wrong in (third.pk, "", "abc", "-1", "9" * 18, "9" * 25, "9" * 5000, "１"):
        assert client.post(choose, {"zone": wrong}).url == "/"
        assert zone_shown(client) == other_zone
    people.admin.memberships.get(zone=other_zone).delete()
    assert zone_shown(client) == zone


def test_a_superuser_chooses_among_all_zones(sign_in, zone, other_zone):
    client = sign_in(factories.person(is_superuser=True, is_staff=True))
    client.post(reverse("zones:zone_choose"), {"zone": other_zone.pk})
    page = client.get(reverse("zones:administration"))
    assert page.context["zone"] == other_zone
    assert list(page.context["zones"]) == [zone, other_zone]
