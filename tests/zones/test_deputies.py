"""Deputies: who enters them, for whom, and how they end."""

import datetime

import pytest
from django.urls import reverse

from tests import factories
from tests.zones.pages import errors, filled, says
from zones.models import Deputy

LIST, NEW = reverse("zones:deputy_list"), reverse("zones:deputy_new")
DAYS = {"first_day": "2015-06-20", "last_day": "2015-06-30"}


def day(text):
    return datetime.date.fromisoformat(text)


def page(name, row):
    return reverse(f"zones:deputy_{name}", args=[row.pk])


def test_an_administrator_enters_a_deputy_for_anybody_of_a_unit(sign_in, people, zone):
    client = sign_in(people.admin)
    form = client.get(NEW).context["form"]
    assert set(form.fields["principal"].queryset) == {people.officer, people.colleague, people.head}
    assert set(form.fields["deputy"].queryset) == {people.officer, people.colleague, people.head, people.clerk}
    client.post(NEW, {**DAYS, "principal": people.officer.pk, "deputy": people.colleague.pk, "remark": "学习"})
    row = Deputy.objects.get()
    assert (row.zone, row.principal, row.deputy, row.remark) == (zone, people.officer, people.colleague, "学习")
    assert (row.first_day, row.last_day) == (day("2015-06-20"), day("2015-06-30"))


def test_a_unit_head_enters_the_own_deputy_whatever_is_posted_as_the_principal(sign_in, people):
    client = sign_in(people.head)
    assert "principal" not in client.get(NEW).context["form"].fields
    client.post(NEW, {**DAYS, "principal": people.officer.pk, "deputy": people.colleague.pk})
    row = Deputy.objects.get()
    assert row.principal == people.head
    client.post(page("edit", row), {**filled(client, page("edit", row)), "principal": people.officer.pk, "last_day": "2015-07-02"})
    row.refresh_from_db()
    assert (row.principal, row.last_day) == (people.head, day("2015-07-02"))


@pytest.mark.parametrize("person", ["officer", "colleague", "clerk", "leader"])
def test_nobody_else_enters_or_changes_one(sign_in, people, zone, person):
    row = factories.deputy(zone=zone, principal=people.officer, deputy=people.colleague)
    client = sign_in(getattr(people, person))
    answers = [client.get(NEW), client.post(NEW, DAYS), client.get(page("edit", row)), client.post(page("end", row))]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert Deputy.objects.get().last_day == row.last_day


def test_a_unit_head_changes_no_deputy_of_others(sign_in, people, zone):
    row = factories.deputy(zone=zone, principal=people.officer, deputy=people.colleague)
    client = sign_in(people.head)
    assert client.get(page("edit", row)).status_code == 403
    assert client.post(page("end", row)).status_code == 403


def test_the_row_s_rule_and_the_queryset_s_are_the_same(people, zone, other_zone):
    rows = [
        factories.deputy(zone=zone, principal=people.head, deputy=people.colleague),
        factories.deputy(zone=zone, principal=people.officer, deputy=people.colleague),
        factories.deputy(zone=other_zone, principal=people.head, deputy=people.stranger),
    ]
    everybody = [*vars(people).values(), factories.person(is_superuser=True)]
    for person in everybody:
        allowed = {row.pk for row in rows if row.edit_access(person)}
        assert set(Deputy.objects.editable_by(person).values_list("pk", flat=True)) == allowed, person
    assert Deputy.objects.editable_by(people.head).get() == rows[0]
    assert Deputy.objects.editable_by(everybody[-1]).count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": "2015-06-19"}, "last_day"),
        ({"deputy": "principal"}, "deputy"),
        ({"deputy": "leader"}, "deputy"),
        ({"deputy": "admin"}, "deputy"),
        ({"deputy": "disabled"}, "deputy"),
        ({"deputy": "stranger"}, "deputy"),
        ({"principal": "clerk"}, "principal"),
        ({"principal": "leader"}, "principal"),
        ({"principal": "stranger"}, "principal"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(sign_in, people, changes, field):
    given = {**DAYS, "principal": people.officer.pk, "deputy": people.colleague.pk}
    people.principal = people.officer
    typed = {name: getattr(people, value).pk if hasattr(people, value) else value for name, value in changes.items()}
    assert list(errors(sign_in(people.admin).post(NEW, {**given, **typed}))) == [field]
    assert not Deputy.objects.exists()


def test_the_same_two_people_do_not_overlap_but_may_follow_each_other(sign_in, people, zone):
    factories.deputy(zone=zone, principal=people.officer, deputy=people.colleague)  # all of June
    client, given = sign_in(people.admin), {"principal": people.officer.pk, "deputy": people.colleague.pk}
    assert list(errors(client.post(NEW, {**DAYS, **given}))) == ["first_day"]
    client.post(NEW, {**given, "first_day": "2015-07-01", "last_day": "2015-07-03"})
    client.post(NEW, {**DAYS, **given, "deputy": people.clerk.pk})
    assert Deputy.objects.count() == 3
    row = Deputy.objects.get(last_day=day("2015-06-30"), deputy=people.colleague)
    client.post(page("edit", row), {**filled(client, page("edit", row)), "remark": "不与自己冲突"})
    row.refresh_from_db()
    assert row.remark == "不与自己冲突"


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [
        ("2015-06-01", "2015-06-30", "2015-06-15"),
        ("2015-06-15", "2015-06-16", "2015-06-15"),
        ("2015-06-16", "2015-06-30", None),  # began today
        ("2015-07-01", "2015-07-30", None),  # has not begun
        ("2015-06-01", "2015-06-15", "2015-06-15"),  # is over
    ],
)
def test_ending_takes_the_rights_away_at_once(sign_in, people, zone, first, last, left):
    row = factories.deputy(zone=zone, principal=people.head, deputy=people.colleague, first_day=day(first), last_day=day(last))
    answer = sign_in(people.head).post(page("end", row))
    assert answer["Location"] == LIST
    assert [each.last_day for each in Deputy.objects.all()] == ([day(left)] if left else [])
    events = list(Deputy.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True))
    assert events == ["insert", "update" if left and left != last else "delete"] if left != last else ["insert"]


def test_ending_what_is_over_says_so(sign_in, people, zone):
    row = factories.deputy(zone=zone, principal=people.head, deputy=people.colleague, last_day=day("2015-06-10"))
    answer = sign_in(people.head).post(page("end", row), follow=True)
    assert says(answer, "It was over already: %(row)s", row=row)


def test_everybody_of_the_zone_reads_who_stands_in_for_whom_and_nobody_else_does(sign_in, people, zone, other_zone):
    factories.deputy(zone=zone, principal=people.head, deputy=people.colleague, remark="去省里开会")
    for person in (people.officer, people.leader, people.clerk):
        answer = sign_in(person).get(LIST)
        assert [(row.deputy, row.principal, row.is_on) for row in answer.context["page"]] == [(people.colleague, people.head, True)]
    stranger = sign_in(people.stranger).get(LIST)
    assert list(stranger.context["page"]) == []
    assert "去省里开会" not in stranger.content.decode()


def test_the_name_leads_to_the_form_for_those_who_may_change_it_and_to_the_history_for_others(sign_in, people, zone):
    row = factories.deputy(zone=zone, principal=people.head, deputy=people.colleague)
    for person, name in ((people.head, "edit"), (people.admin, "edit"), (people.officer, "history")):
        html = sign_in(person).get(LIST).content.decode()
        assert f'href="{page(name, row)}"' in html
        assert sign_in(person).get(page(name, row)).status_code == 200
    assert sign_in(people.officer).get(page("history", row)).context["back"] == LIST


def test_the_list_is_filtered_by_today(sign_in, people, zone):
    factories.deputy(zone=zone, principal=people.head, deputy=people.colleague)
    factories.deputy(zone=zone, principal=people.head, deputy=people.clerk, last_day=day("2015-06-15"))
    client = sign_in(people.admin)
    found = {value: [row.deputy for row in client.get(LIST, {"today": value}).context["page"]] for value in ("yes", "no")}
    assert found == {"yes": [people.colleague], "no": [people.clerk]}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_at_one_row_as_at_three(sign_in, people, zone, count, django_assert_num_queries):
    for _each in range(count):
        factories.deputy(zone=zone, principal=people.head, deputy=factories.person(zone=zone, role="clerk"))
    client = sign_in(people.admin)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
