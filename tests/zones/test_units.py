"""Units as a tree: shown indented, moved without making a ring, removed only when nothing uses them."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests import factories
from tests.zones.pages import errors, filled
from zones import actions
from zones.models import Unit

LIST, NEW = reverse("zones:unit_list"), reverse("zones:unit_new")


def page_of(unit, name="unit_edit"):
    return reverse(f"zones:{name}", args=[unit.pk])


@pytest.fixture
def client(sign_in, people):
    return sign_in(people.admin)


@pytest.fixture
def branch(zone, unit):
    """家具产业指挥部 › 招商分局 › 一组"""
    office = factories.unit(zone=zone, name="招商分局", parent=unit)
    return unit, office, factories.unit(zone=zone, name="一组", parent=office)


def test_the_tree_is_shown_indented_each_part_below_its_superior(client, branch, zone):
    factories.unit(zone=zone, name="管委会", position=0, parent=None)
    page = client.get(LIST).context["page"]
    assert [(row.name, row.depth) for row in page] == [
        ("家具产业指挥部", 0), ("招商分局", 1), ("一组", 2), ("食品产业指挥部", 0), ("管委会", 0),
    ]  # fmt: skip
    body = client.get(LIST).context["body"]
    assert f'\u3000└ </span><a href="{page_of(branch[2])}">一组</a>' in body
    assert "└" not in client.get(f"{LIST}?sort=people_count").context["body"]


def test_the_list_counts_active_people_and_names_the_heads(client, zone, unit, people):
    factories.person(zone=zone, role="officer", unit=unit, is_active=False)
    row = next(row for row in client.get(LIST).context["page"] if row.pk == unit.pk)
    assert row.people_count == 2
    assert [head.user for head in row.heads] == [people.head]
    assert people.head.name in client.get(LIST).context["body"]


def test_units_of_another_zone_are_not_in_the_list(client, other_zone):
    factories.unit(zone=other_zone, name="别区指挥部")
    assert "别区指挥部" not in client.get(LIST).content.decode()


def test_the_list_takes_seven_queries_at_one_row_and_at_three(sign_in, zone, unit, django_assert_num_queries):
    client = sign_in(factories.person(zone=zone, role="admin"))
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
    for _each in range(2):
        part = factories.unit(zone=zone, parent=unit)
        factories.person(zone=zone, role="unit_head", unit=part)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_a_new_unit_belongs_to_the_zone_whatever_is_posted(client, zone, other_zone, unit):
    data = {"name": "环保科技指挥部", "parent": unit.pk, "aliases": "环保指挥部", "duty": "环保科技园", "position": "3"}
    assert client.post(NEW, {**data, "zone": other_zone.pk, "id": 4711, "version": 9}).url == LIST
    made = Unit.objects.get(name="环保科技指挥部")
    assert (made.zone, made.parent, made.aliases, made.duty, made.position) == (zone, unit, "环保指挥部", "环保科技园", 3)
    assert made.pk != 4711


def test_names_are_unique_after_trimming_and_width_but_only_within_the_zone(client, other_zone, unit):
    factories.unit(zone=other_zone, name="招商分局")
    assert list(errors(client.post(NEW, {"name": " 家具产业指挥部 ", "position": 0}))) == ["__all__"]
    assert client.post(NEW, {"name": "招商分局", "position": 0}).status_code == 302


def test_a_superior_of_another_zone_is_no_choice(client, other_zone, unit):
    foreign = factories.unit(zone=other_zone)
    response = client.post(NEW, {"name": "招商分局", "parent": foreign.pk, "position": 0})
    assert list(errors(response)) == ["parent"]


def test_a_unit_cannot_be_put_under_itself_or_its_own_parts(client, branch):
    top, office, group = branch
    address = page_of(top)
    choices = {choice.pk for choice in client.get(address).context["form"].fields["parent"].queryset}
    assert not choices & {top.pk, office.pk, group.pk}
    for parent in branch:
        response = client.post(address, {**filled(client, address), "parent": parent.pk})
        assert list(errors(response)) == ["parent"]
    top.refresh_from_db()
    assert top.parent is None


def test_a_ring_is_found_even_when_the_choice_was_offered_before_the_other_move(branch):
    top, _office, group = branch
    assert actions.makes_a_ring(row=top, parent=group)
    assert actions.makes_a_ring(row=top, parent=top)
    assert not actions.makes_a_ring(row=group, parent=top)
    assert not actions.makes_a_ring(row=top, parent=None)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_wait_for_each_other(zone):
    """While one administrator's move holds the zone, the other's check waits and then sees the move."""
    one, two = factories.unit(zone=zone), factories.unit(zone=zone)
    found = []

    def other() -> None:
        found.append(actions.makes_a_ring(row=two, parent=one))
        connection.close()

    with transaction.atomic():
        assert not actions.makes_a_ring(row=one, parent=two)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive(), "the second check did not wait"
        one.parent = two
        one.save()
    thread.join(timeout=10)
    assert found == [True]


def test_a_unit_in_use_stays_and_the_page_names_what_uses_it(client, unit, people):
    response = client.post(page_of(unit, "unit_remove"), follow=True)
    message = str(next(iter(response.context["messages"])))
    assert Unit.objects.filter(pk=unit.pk).exists()
    assert message.endswith(" 2")
    assert "家具产业指挥部" in message


def test_an_unused_unit_is_removed_after_one_question(client, zone):
    spare = factories.unit(zone=zone)
    assert client.get(page_of(spare, "unit_remove")).status_code == 200
    assert Unit.objects.filter(pk=spare.pk).exists()
    assert client.post(page_of(spare, "unit_remove")).url == LIST
    assert not Unit.objects.filter(pk=spare.pk).exists()


def test_the_history_names_the_superior_before_and_after(client, branch):
    top, _office, group = branch
    address = page_of(group)
    client.post(address, {**filled(client, address), "parent": top.pk})
    (change, _made) = client.get(page_of(group, "unit_history")).context["changes"]
    assert [(str(field.old), str(field.new)) for field in change.fields] == [("招商分局", "家具产业指挥部")]
