"""From the ticks of the ledger to one step, its page, and back."""

import datetime
import uuid

import pytest
from django.urls import reverse

from projects.models import BulkChange, Milestone, Revision
from tests import factories

pytestmark = pytest.mark.django_db
BULK = "/milestones/bulk/"
MOVE = {
    "kind": "move",
    "move-days": "10",
    "move-reason": "land",
    "move-explanation": "用地",
    "move-approved_by": "王主任",
    "move-asked_on": "2015-06-16",
}


@pytest.fixture
def three(project):
    return [factories.milestone(project=project, due=datetime.date(2015, 7, day), text=f"节点{day}号") for day in (1, 10, 20)]


def ticks(rows) -> str:
    return ",".join(f"{row.pk}.{row.version}" for row in rows)


def text(answer) -> str:
    return answer.content.decode()


def test_the_boxes_are_there_for_those_who_may_change_something(sign_in, people, three, zone):
    elsewhere = factories.milestone(project=factories.project(zone=zone))
    page = text(sign_in(people.officer).get("/milestones/"))
    assert all(f'value="{row.pk}.{row.version}" aria-label="{row.text}"' in page for row in three)
    assert f'value="{elsewhere.pk}.1"' not in page
    assert page.count('type="checkbox" name="rows" form="ticked"') == 3
    assert 'id="ticked"' in page
    page = text(sign_in(people.clerk).get("/milestones/"))
    assert page.count('name="rows" form="ticked"') == 4
    page = text(sign_in(people.leader).get("/milestones/"))
    assert 'name="rows"' not in page
    assert 'id="ticked"' not in page
    assert 'class="tick"' not in page


def test_ticked_rows_are_shown_before_anything_is_done(sign_in, people, three):
    answer = sign_in(people.officer).post(BULK, {"rows": [ticks(three[:1]), ticks(three[1:2])], "query": "standing=ahead"})
    page = text(answer)
    assert answer.status_code == 200
    assert "Promises selected: 2" in page
    assert "节点1号" in page
    assert "节点20号" not in page
    assert f'name="rows" value="{ticks(three[:2])}"' in page
    assert 'href="/milestones/?standing=ahead"' in page
    assert not BulkChange.objects.exists()


def test_the_page_and_the_whole_filter_are_chosen_without_a_tick(sign_in, people, three, zone):
    met = factories.milestone(project=three[0].project, actual_date=datetime.date(2015, 6, 1))
    factories.milestone(project=factories.project(zone=zone), text="别家")
    client = sign_in(people.officer)
    answer = client.post(BULK, {"whole": "page", "page_rows": ticks([met]), "rows": ticks(three)})
    assert answer.context["count"] == 1
    answer = client.post(BULK, {"whole": "all", "query": "standing=ahead"})
    assert answer.context["rows"] == ticks(three)
    assert client.post(BULK, {"whole": "all", "query": "year=abc"}).status_code == 302


def test_a_move_leads_to_the_page_of_the_step(sign_in, people, three):
    client = sign_in(people.head)
    answer = client.post(BULK, {"rows": ticks(three), **MOVE})
    change = BulkChange.objects.get()
    assert answer["Location"] == f"/milestones/changes/{change.pk}/"
    page = text(client.get(answer["Location"]))
    assert "2015-07-01" in page
    assert "2015-07-11" in page
    assert "Take the whole step back" in page
    assert "王主任" in page
    history = text(client.get(reverse("projects:milestone_history", args=[three[0].pk])))
    assert "bulk change" in history
    assert "land · 用地" in history


@pytest.mark.parametrize(("person", "asked"), [("clerk", datetime.date(2015, 6, 1)), ("officer", datetime.date(2015, 6, 16))])
def test_only_the_keepers_say_when_it_was_asked_for(sign_in, people, three, person, asked):
    sign_in(getattr(people, person)).post(BULK, {"rows": ticks(three), **MOVE, "move-asked_on": "2015-06-01"})
    assert set(Revision.objects.values_list("asked_on", flat=True)) == {asked}


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("move", "days", "0"),
        ("move", "days", "1831"),
        ("move", "days", "1e3"),
        ("move", "reason", "no-such"),
        ("move", "explanation", ""),
        ("move", "approved_by", "a\x0bb"),
        ("move", "asked_on", "2015-06-17"),
        ("met", "actual_date", "2015-06-17"),
        ("met", "actual_date", "2015-02-30"),
        ("met", "actual_date", ""),
        ("note", "note", ""),
        ("note", "note", "长" * 1001),
        ("unit", "unit", "999999"),
    ],
)
def test_a_fault_in_the_form_keeps_rows_and_words(sign_in, people, three, kind, field, value):
    given = {**MOVE, "kind": kind, f"{kind}-{field}": value}
    answer = sign_in(people.clerk).post(BULK, {"rows": ticks(three), **given})
    form = next(form for form in answer.context["forms"] if form.kind == kind)
    assert answer.status_code == 200
    assert list(form.errors) == [field]
    assert answer.context["rows"] == ticks(three)
    assert f'value="{kind}" checked' in text(answer)
    assert not BulkChange.objects.exists()


def test_without_a_kind_nothing_is_done(sign_in, people, three):
    for kind in ("", "plan", "no-such"):
        answer = sign_in(people.clerk).post(BULK, {"rows": ticks(three), **MOVE, "kind": kind})
        assert "Choose what is to be done." in text(answer)
    assert not BulkChange.objects.exists()


def test_faulty_rows_stand_with_their_reasons_and_the_others_can_go_on(sign_in, people, three):
    Milestone.objects.filter(pk=three[1].pk).update(actual_date="2015-06-01")
    three[1].refresh_from_db()
    client = sign_in(people.clerk)
    answer = client.post(BULK, {"rows": ticks(three), **MOVE})
    page = text(answer)
    assert answer.status_code == 409
    assert "Nothing was changed." in page
    assert "it was met on 2015-06-01 already" in page
    assert 'value="用地"' in page
    assert not BulkChange.objects.exists()
    again = client.post(BULK, {"rows": answer.context["rows"], "without": answer.context["without"], **MOVE})
    assert again.status_code == 302
    assert BulkChange.objects.get().row_count == 2


def test_a_row_changed_since_the_tick_is_shown_as_it_is_and_needs_another_look(sign_in, people, three):
    old = ticks(three)
    Milestone.objects.filter(pk=three[0].pk).update(remark="别人")
    client = sign_in(people.clerk)
    shown = client.post(BULK, {"rows": old})
    assert "it was changed since you ticked it" in text(shown)
    assert client.post(BULK, {"rows": old, **MOVE}).status_code == 409
    assert client.post(BULK, {"rows": shown.context["rows"], **MOVE}).status_code == 302


def test_rows_of_another_zone_do_not_exist(sign_in, people, three, foreign):
    answer = sign_in(people.clerk).post(BULK, {"rows": ticks([*three, foreign.milestone]), **MOVE})
    assert answer.status_code == 409
    assert f"#{foreign.milestone.pk}" in text(answer)
    assert "外区机密" not in text(answer)
    assert Milestone.objects.get(pk=foreign.milestone.pk).version == 1


@pytest.mark.parametrize("rows", ["", "abc", "-1.1", "1.x", "9" * 25, str(2**63), ",,,", "١٢.١", "1;2", "\x00", "0x1.1", "1.1.1"])
def test_garbage_is_no_row(sign_in, people, rows):
    client = sign_in(people.clerk)
    client.raise_request_exception = False
    assert client.post(BULK, {"rows": rows, **MOVE}).status_code in {302, 409}
    assert not BulkChange.objects.exists()


def test_doubled_versionless_and_contradicting_ids(sign_in, people, three):
    client = sign_in(people.clerk)
    pk = three[0].pk
    for rows in (f"{pk}", f"{pk}.1,{pk}.2", f"{pk}.0"):
        assert client.post(BULK, {"rows": rows, **MOVE}).status_code == 409
    assert client.post(BULK, {"rows": f"{pk}.1,{pk}.1", **MOVE}).status_code == 302
    assert BulkChange.objects.get().row_count == 1


def test_more_rows_than_one_step_takes_are_refused_in_words(sign_in, people, project, zone):
    days = dict.fromkeys(["due_date", "window_start", "baseline_date", "scored_date"], datetime.date(2015, 9, 1))
    Milestone.objects.bulk_create([Milestone(project=project, text=f"节点{n}", **days) for n in range(1001)])
    client = sign_in(people.clerk)
    for given in (
        {"rows": ",".join(f"{n}.1" for n in range(1, 13_001))},
        {"whole": "all", "query": ""},
        {"rows": ticks(Milestone.objects.all())},
    ):
        answer = client.post(BULK, {**given, **MOVE}, follow=True)
        assert "More than 1000 rows cannot be changed in one step" in text(answer)
    assert not BulkChange.objects.exists()


def test_too_many_fields_are_a_plain_refusal(sign_in, people, three):
    client = sign_in(people.clerk)
    client.raise_request_exception = False
    assert client.post(BULK, {"rows": [f"{n}.1" for n in range(1, 13_001)], **MOVE}).status_code == 400


def test_forged_fields_change_nothing_else(sign_in, people, three, other_zone):
    forged = {
        "zone": other_zone.pk,
        "by": people.admin.pk,
        "row_count": "99",
        "undone_at": "2015-01-01",
        "move-counts": "",
        "id": "5",
    }
    sign_in(people.clerk).post(
        BULK, {"rows": ticks(three), **MOVE, **forged, "move-by": people.admin.pk, "baseline_date": "2001-01-01"}
    )
    change = BulkChange.objects.get()
    assert (change.zone, change.by, change.row_count, change.undone_at) == (three[0].project.zone, people.clerk, 3, None)
    assert not Milestone.objects.filter(baseline_date="2001-01-01").exists()


def test_what_was_typed_stands_as_text(sign_in, people, three):
    script = "<script>\"&'{{7*7}}"
    page = text(
        sign_in(people.clerk).post(
            BULK, {"rows": ticks(three), **MOVE, "move-explanation": script, "move-days": "x", "query": script}
        )
    )
    assert '<script>"' not in page
    assert "&lt;script&gt;&quot;" in page


def test_the_same_form_twice_leads_to_the_same_step(sign_in, people, three):
    client, token = sign_in(people.clerk), uuid.uuid4()
    given = {"rows": ticks(three), **MOVE, "submission": token}
    first, second = (client.post(BULK, given)["Location"] for _n in range(2))
    assert first == second
    assert Revision.objects.count() == 3


# --- the list and the page of a step -------------------------------------------------------------
@pytest.fixture
def change(sign_in, people, three):
    sign_in(people.head).post(BULK, {"rows": ticks(three), **MOVE})
    return BulkChange.objects.get()


def undo(client, change):
    return client.post(f"/milestones/changes/{change.pk}/undo/", follow=True)


def test_steps_are_listed_for_everybody_of_the_zone(sign_in, people, change):
    page = text(sign_in(people.leader).get("/milestones/changes/"))
    assert change.get_absolute_url() in page
    assert "dates moved" in page
    assert change.get_absolute_url() not in text(sign_in(people.stranger).get("/milestones/changes/"))
    assert "/milestones/changes/" in text(sign_in(people.leader).get("/milestones/"))


def test_undo_twice_is_told(sign_in, people, change):
    client = sign_in(people.head)
    assert "Taken back:" in text(undo(client, change))
    assert set(Milestone.objects.values_list("due_date", "baseline_date")) == {
        (datetime.date(2015, 7, day),) * 2 for day in (1, 10, 20)
    }
    again = undo(client, change)
    assert "taken back already" in text(again)
    assert f"by {people.head}" in text(again)


def test_undo_is_refused_with_the_rows_that_were_touched(sign_in, people, change, three):
    three[0].refresh_from_db()
    three[0].remark = "后来"
    three[0].save()
    client = sign_in(people.clerk)
    page = client.get(change.get_absolute_url())
    assert [row.pk for row in page.context["touched"]] == [three[0].pk]
    assert "Take the whole step back" not in text(page)
    answer = client.post(f"/milestones/changes/{change.pk}/undo/")
    assert answer.status_code == 409
    assert "it was changed since" in text(answer)


def test_a_dropped_row_is_named_by_its_history(sign_in, people, change, three):
    three[0].refresh_from_db()
    three[0].delete()
    page = text(sign_in(people.clerk).get(change.get_absolute_url()))
    assert "节点1号" in page
    assert "it was dropped since" in page


@pytest.mark.parametrize(
    ("person", "status"), [("head", 302), ("clerk", 302), ("admin", 302), ("officer", 403), ("leader", 403), ("stranger", 404)]
)
def test_who_takes_back(sign_in, people, change, person, status):
    assert sign_in(getattr(people, person)).post(f"/milestones/changes/{change.pk}/undo/").status_code == status


def test_who_has_become_a_leader_takes_nothing_back(sign_in, people, change):
    people.head.memberships.update(role="leader")
    assert sign_in(people.head).post(f"/milestones/changes/{change.pk}/undo/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_one_row_and_for_three(sign_in, people, three, rows, django_assert_num_queries):
    client = sign_in(people.clerk)
    chosen = three[:rows]
    location = client.post(BULK, {"rows": ticks(chosen), **MOVE})["Location"]
    client.get(location)
    with django_assert_num_queries(8):
        client.get(location)
    for row in chosen:
        row.refresh_from_db()
    with django_assert_num_queries(6):
        assert client.post(BULK, {"rows": ticks(chosen)}).status_code == 200
