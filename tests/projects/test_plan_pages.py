"""A plan's prose through its pages: read, corrected, confirmed; nothing unseen, nothing twice, nothing lost."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.actions import digest
from projects.models import Building, BulkChange, Milestone, PlanText, Project
from tests import factories
from tests.projects import plans
from tests.projects.browser import text

SEED = (Path(__file__).parent / "plan_2015.txt").read_text(encoding="utf-8")
QUANYOU = "全友家居项目3月31日前宿舍楼竣工;6月30日前9号、10号厂房开始基础施工。"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(sign_in, people):
    return sign_in(people.clerk)


@pytest.fixture
def quanyou(zone):
    return factories.project(zone=zone, name="全友家居")


def rows(answer):
    return answer.context["plan"].rows.forms


def ledger():
    return list(Milestone.objects.order_by("pk").values_list("project__name", "text", "due_date"))


# --- the seed's plan into an empty zone ----------------------------------------------------------
def test_the_plan_of_2015_fills_an_empty_zone_in_one_sitting(clerk, people, zone, unit):
    answer = plans.read(clerk, SEED, title="2015年工作思路")
    plan = answer.context["plan"]
    assert len(plan.rows.forms) == len(plan.rows.taken()) == 73
    assert len(plan.unknown()) == len(plan.names.forms) == 14
    done = plans.confirm(clerk, answer, new_all="on", new_kind="industrial", new_unit=str(unit.pk))
    assert (done.status_code, done["Location"]) == (302, BulkChange.objects.get().get_absolute_url())
    assert (Milestone.objects.count(), Project.objects.count()) == (73, 14)
    assert set(Project.objects.values_list("kind", "unit", "zone", "source")) == {
        ("industrial", unit.pk, zone.pk, "2015年工作思路")
    }
    assert Project.objects.get(name="物华食品").milestones.count() == 9
    stored = PlanText.objects.get()
    assert (stored.year, stored.row_count, stored.confirmed_by, stored.text) == (2015, 73, people.clerk, SEED.strip())
    change = BulkChange.objects.get()
    assert (change.kind, change.row_count, change.about) == ("plan", 73, "2015 · 2015年工作思路")
    assert stored.change == change


def test_doubts_and_words_of_the_plan_stay_with_the_promise(clerk):
    plans.confirm(clerk, plans.read(clerk, SEED), new_all="on")
    twice = Milestone.objects.filter(project__name="物华食品", text="3、4、5、6号厂房设备进场").order_by("due_date")
    assert [(row.due_date.isoformat(), row.precision, row.doubt) for row in twice] == [
        ("2015-05-31", "month_end", "the plan makes the same promise more than once"),
        ("2015-06-30", "month_end", "the plan makes the same promise more than once"),
    ]
    lost = Milestone.objects.get(project__name="南方家居四期", due_date="2015-04-30")
    assert (lost.wording, lost.doubt, lost.relation) == (
        "4月30前设备进场及试生产",
        "the character 日 is missing behind the date",
        "by",
    )
    names = set(twice[0].buildings.values_list("name", "kind"))
    assert names == {(f"{number}号厂房", "workshop") for number in (3, 4, 5, 6)}
    assert Building.objects.filter(project__name="物华食品").count() == 8


def test_the_same_text_confirmed_again_adds_nothing(clerk):
    plans.confirm(clerk, plans.read(clerk, SEED), new_all="on")
    again = plans.read(clerk, "\r\n" + SEED.replace("\n", "\r\n\r\n"))
    assert again.context["stored"].row_count == 73
    assert "73 promises were entered" in text(again)
    assert again.context["plan"].rows.taken() == []
    assert all(row.held for row in rows(again))
    assert "No row is ticked." in text(plans.confirm(clerk, again))
    ticked = plans.confirm(clerk, again, **{f"rows-{place}-take": "on" for place in range(73)})
    assert ticked.status_code == 302
    assert "Nothing was added" in text(clerk.get("/milestones/"))
    assert (Milestone.objects.count(), PlanText.objects.count(), BulkChange.objects.count(), Project.objects.count()) == (
        73,
        1,
        1,
        14,
    )


# --- names and projects --------------------------------------------------------------------------
def test_rows_go_to_the_project_that_is_meant_under_its_other_names(clerk, zone):
    wine = factories.project(zone=zone, name="东方神鹿保健酒", aliases="神鹿酒")
    park = factories.project(zone=zone, name="中石产业园")
    sun, hui = factories.project(zone=zone, name="金太阳彩印包装"), factories.project(zone=zone, name="汇鑫彩印包装")
    answer = plans.read(clerk, "神鹿酒项目3月31日前开工。中石集团产业园6月30日前竣工。汇鑫彩印项目8月31日前投产。")
    chosen = [str(form["project"].value()) for form in answer.context["plan"].names.forms]
    assert chosen == [str(wine.pk), str(park.pk), str(hui.pk)]
    assert "known by a part of its name: check" in text(answer)
    plans.confirm(clerk, answer)
    assert [project for project, *_rest in ledger()] == ["东方神鹿保健酒", "中石产业园", "汇鑫彩印包装"]
    assert sun.milestones.count() == 0


def test_of_two_projects_of_a_firm_a_person_chooses(clerk, zone):
    firm = factories.enterprise(zone=zone, name="南方家居")
    fourth = factories.project(zone=zone, name="南方家居四期", owner=firm)
    factories.project(zone=zone, name="南方家居公租房项目", owner=firm)
    answer = plans.read(clerk, "南方家居项目3月31日前竣工。")
    assert "may be several projects" in text(answer)
    refused = plans.confirm(clerk, answer, new_all="on")
    assert "choose the project" in text(refused)
    assert ledger() == []
    plans.confirm(clerk, refused, **{"names-0-project": str(fourth.pk)})
    assert ledger() == [("南方家居四期", "竣工", datetime.date(2015, 3, 31))]


def test_what_is_chosen_by_hand_is_left_out_where_the_ledger_holds_it(clerk, zone):
    third, fourth = (factories.project(zone=zone, name=f"南方家居{name}") for name in ("三期", "四期"))
    factories.milestone(project=fourth, text="竣工", due=datetime.date(2015, 3, 31))
    answer = plans.read(clerk, "南方家居项目3月31日前竣工;4月30日前投产。")
    plans.confirm(clerk, answer, **{"names-0-project": str(fourth.pk)})
    assert "Promises entered: 1. Already in the ledger and left out: 1." in text(clerk.get("/milestones/"))
    assert [row[1] for row in ledger()] == ["竣工", "投产"]
    assert third.milestones.count() == 0


def test_one_row_may_go_to_another_project_and_a_name_may_be_a_new_one(clerk, zone, quanyou):
    other = factories.project(zone=zone, name="美松爱家")
    answer = plans.read(clerk, QUANYOU)
    wrong = plans.confirm(clerk, answer, **{"rows-1-other": "没有的项目"})
    assert "no project of this name is registered" in text(wrong)
    plans.confirm(clerk, wrong, **{"rows-1-other": " 美松 爱家", "names-0-project": "new", "names-0-new_name": "全友家居二期"})
    assert [row[:2] for row in ledger()] == [("全友家居二期", "宿舍楼竣工"), ("美松爱家", "9号、10号厂房开始基础施工")]
    assert quanyou.milestones.count() == 0
    assert other.milestones.count() == 1


@pytest.mark.parametrize(
    ("name", "words"), [("全友家居", "this project is registered"), ("", "the new project needs a name"), ("a\u202eb", "U+202E")]
)
def test_a_new_project_needs_a_name_of_its_own(clerk, quanyou, name, words):
    answer = plans.read(clerk, QUANYOU)
    refused = plans.confirm(clerk, answer, **{"names-0-project": "new", "names-0-new_name": name})
    assert words in text(refused)
    assert (Project.objects.count(), ledger()) == (1, [])


def test_a_project_of_another_zone_is_none_of_the_choices(clerk, other_zone, quanyou):
    foreign = factories.project(zone=other_zone, name="外区项目")
    answer = plans.read(clerk, QUANYOU)
    assert "外区项目" not in text(answer)
    for values in ({"names-0-project": str(foreign.pk)}, {"rows-0-other": "外区项目"}, {"names-0-project": "9" * 30}):
        assert plans.confirm(clerk, answer, **values).status_code == 200
    assert Milestone.objects.count() == 0


# --- rows ----------------------------------------------------------------------------------------
def test_every_row_is_judged_and_nothing_typed_is_lost(clerk, zone, quanyou):
    answer = plans.read(clerk, QUANYOU)
    faults = {
        "rows-0-due": "2015-02-30",
        "rows-0-text": "<b>竣工</b>",
        "rows-1-precision": "range",
        "rows-1-buildings": "9号、新库",
    }
    refused = plans.confirm(clerk, answer, **faults)
    assert [set(row.errors) for row in rows(refused)] == [{"due"}, {"window_start"}]
    html = refused.content.decode()
    assert "&lt;b&gt;竣工&lt;/b&gt;" in html
    assert "9号、新库" in html
    assert '<mark id="w' in html
    assert ledger() == []
    fixed = {"rows-0-due": "2015-02-28", "rows-1-window_start": "2015-06-20"}
    assert plans.confirm(clerk, refused, **fixed).status_code == 302
    first, second = Milestone.objects.order_by("pk")
    assert (first.text, first.due_date.isoformat()) == ("<b>竣工</b>", "2015-02-28")
    assert (second.window_start.isoformat(), second.due_date.isoformat()) == ("2015-06-20", "2015-06-30")
    assert set(second.buildings.values_list("name", flat=True)) == {"9号", "新库"}


def test_a_row_that_is_not_ticked_is_not_judged_and_not_entered(clerk, quanyou):
    answer = plans.read(clerk, QUANYOU)
    assert plans.confirm(clerk, answer, **{"rows-0-take": None, "rows-0-due": "nonsense"}).status_code == 302
    assert [row[1] for row in ledger()] == ["9号、10号厂房开始基础施工"]


def test_a_closed_year_and_a_project_that_has_not_begun_take_no_promise(clerk, zone, quanyou):
    quanyou.stage_entries.create(stage="started", reached_on="2015-05-01")
    answer = plans.read(clerk, QUANYOU)
    refused = plans.confirm(clerk, answer)
    assert [list(row.errors) for row in rows(refused)] == [["due"], []]
    assert "2015-05-01" in rows(refused)[0].errors["due"][0]
    type(zone).objects.filter(pk=zone.pk).update(ledger_closed_through=2015)
    assert [list(row.errors) for row in rows(plans.confirm(clerk, answer))] == [["due"], ["due"]]
    assert ledger() == []


def test_a_re_plan_says_old_and_new_and_leads_to_the_promise_that_is_moved(clerk, quanyou):
    known = factories.milestone(project=quanyou, text="办公楼竣工", due=datetime.date(2015, 6, 30))
    answer = plans.read(clerk, "全友家居办公楼竣工由6月底提前至4月底。")
    (row,) = rows(answer)
    assert (row.held.milestone, row.held.is_replaced, row.is_taken) == (known.pk, True, False)
    assert row.moved() == ("2015-06-30", "2015-04-30")
    assert reverse("projects:milestone_move", args=[known.pk]) in answer.content.decode()


def test_what_was_left_out_is_marked_with_its_reason(clerk, quanyou):
    answer = plans.read(clerk, QUANYOU + "每周二召开早会。2月30日前主体完工。")
    html = answer.content.decode()
    assert html.count('class="left-out"') == len(answer.context["reading"].skipped) >= 2
    assert "this date is not in the calendar" in html
    assert '<a href="#row-0">' in html
    assert 'id="row-0"' in html


# --- what cannot be read -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "paste the text of the plan"),
        ({"text": "今年要大干一场。"}, "no promise with a date was found"),
        ({"year": "0"}, "1950"),
        ({"year": "2101"}, "2100"),
        ({"year": ""}, "required"),
        ({"year": "١٢"}, "in digits"),
        ({"text": QUANYOU + "\u202e"}, "U+202E"),
        ({"text": QUANYOU + "\u200f"}, "U+200F"),
        ({"text": "全友家居项目3月31日前\x0b完工。"}, "U+000B"),
        ({"text": QUANYOU + "\x00"}, ""),
        ({"title": "两\n行"}, "must be one line"),
    ],
)
def test_a_plain_message_and_the_typed_text_stays(clerk, changes, words):
    answer = clerk.post(plans.URL, {"step": "read", "year": "2015", "text": QUANYOU, **changes})
    assert answer.status_code == 200
    assert answer.templates[0].name == "projects/plan_read.html"
    assert answer.context["form"].errors
    assert words in text(answer)
    if "全友" in changes.get("text", QUANYOU):
        assert "全友家居项目3月31日前" in answer.content.decode()


def test_a_text_of_more_rows_than_the_page_holds_is_refused_in_words(clerk, quanyou):
    many = "全友家居" + "、".join(f"{n % 12 + 1}月{n % 28 + 1}日前完成第{n}项工程" for n in range(2000)) + "。"
    answer = plans.read(clerk, many)
    assert answer.status_code == 200
    assert answer.context["form"].errors["text"]
    assert PlanText.objects.count() == 0


def test_a_text_beyond_the_limits_is_refused_in_words(clerk):
    assert "1000000" in text(plans.read(clerk, "三" * 1_000_001)).replace(",", "").replace("\xa0", "")
    large = plans.read(clerk, "三" * 5_000_000)
    assert large.status_code == 400
    assert "send a part of it" in text(large)


def test_more_fields_than_the_portal_reads_are_refused_in_words(clerk):
    answer = clerk.post(plans.URL, {f"x{n}": "" for n in range(12_001)})
    assert answer.status_code == 400
    assert "send a part of it" in text(answer)


def test_six_hundred_rows_are_confirmed_at_once(clerk, quanyou):
    lines = "\n".join(f"全友家居{n % 12 + 1}月{n % 28 + 1}日前完成{n}号厂房主体。" for n in range(600))
    answer = plans.read(clerk, lines)
    assert len(rows(answer)) == 600
    sent = plans.filled(answer)
    assert len(sent) < 12_000
    assert clerk.post(plans.URL, sent).status_code == 302
    assert Milestone.objects.count() == 600


@pytest.mark.parametrize(
    "management",
    [
        {"rows-TOTAL_FORMS": "1000000"},
        {"rows-TOTAL_FORMS": "-1"},
        {"rows-TOTAL_FORMS": "x"},
        {"rows-INITIAL_FORMS": ""},
        {"names-TOTAL_FORMS": "9" * 30},
        {"rows-0-group": "77"},
        {"rows-0-start": "-5", "rows-0-end": "999999"},
        {"rows-0-flags": "no-such,<script>"},
        {"submission": "no-uuid"},
        {"year": "0"},
        {"text": ""},
        {"rows-0-wording": "a\x1bb"},
        {"rows-0-phase": "no-such", "rows-0-relation": "?"},
    ],
)
def test_a_page_that_was_tampered_with_is_answered_in_words(clerk, quanyou, management):
    answer = plans.confirm(clerk, plans.read(clerk, QUANYOU), **management)
    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        assert Milestone.objects.count() == 0
    assert "<script>" not in "".join(Milestone.objects.values_list("doubt", flat=True))


def test_a_file_is_read_like_a_pasted_text(clerk, quanyou):
    sent = SimpleUploadedFile("计划.txt", QUANYOU.encode("gb18030"))
    answer = clerk.post(plans.URL, {"step": "read", "year": "2015", "text": "", "file": sent})
    assert len(rows(answer)) == 2
    both = clerk.post(plans.URL, {"step": "read", "year": "2015", "text": QUANYOU, "file": SimpleUploadedFile("a.txt", b"x")})
    assert "not both" in text(both)


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\x00" * 600]
)
def test_a_file_that_is_no_text_is_refused_for_what_it_is(clerk, data):
    answer = clerk.post(plans.URL, {"step": "read", "year": "2015", "text": "", "file": SimpleUploadedFile("计划.docx", data)})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["file"]


# --- twice and at once ---------------------------------------------------------------------------
def test_the_same_form_sent_twice_is_done_once(clerk):
    sent = plans.filled(plans.read(clerk, QUANYOU), new_all="on")
    assert [clerk.post(plans.URL, sent).status_code for _time in range(3)] == [302, 302, 302]
    assert (Milestone.objects.count(), BulkChange.objects.count(), PlanText.objects.get().row_count) == (2, 1, 2)


def test_who_confirms_second_is_told_and_sees_what_is_left(clerk, sign_in, people, quanyou):
    admin = sign_in(people.admin)
    mine, theirs = plans.read(clerk, QUANYOU), plans.read(admin, QUANYOU)
    assert plans.confirm(admin, theirs, **{"rows-1-take": None}).status_code == 302
    late = plans.confirm(clerk, mine, **{"rows-1-text": "9号、10号厂房开工"})
    assert late.status_code == 409
    assert people.admin.name in text(late)
    assert [row.is_taken for row in rows(late)] == [False, True]
    assert rows(late)[1]["text"].value() == "9号、10号厂房开工"
    assert Milestone.objects.count() == 1
    assert plans.confirm(clerk, late).status_code == 302
    assert [row[1] for row in ledger()] == ["宿舍楼竣工", "9号、10号厂房开工"]
    assert PlanText.objects.get().row_count == 2


def test_a_new_project_that_somebody_else_has_made_meanwhile_is_told(clerk, zone, monkeypatch):
    answer = plans.read(clerk, QUANYOU)
    sent = plans.filled(answer, new_all="on", submission=str(uuid.uuid4()))
    made_by_hand = plans.read(clerk, QUANYOU)
    factories.project(zone=zone, name="全友家居")
    monkeypatch.setattr("projects.zone_projects.ZoneProjects.named", lambda self, name: None)
    monkeypatch.setattr("projects.forms.plans.NameForm.how", "unknown")
    late = clerk.post(plans.URL, sent)
    assert late.status_code == 409
    assert "registered these projects meanwhile: 全友家居" in text(late)
    assert (Milestone.objects.count(), Project.objects.count(), PlanText.objects.count()) == (0, 1, 0)
    assert made_by_hand.status_code == 200


def test_a_text_is_the_same_whatever_its_white_space():
    assert digest("全友 家居\r\n３月") == digest("全友家居3月")
    assert digest("全友") != digest("美松")


# --- what it costs -------------------------------------------------------------------------------
def test_the_queries_do_not_depend_on_the_rows(clerk, zone, django_assert_num_queries):
    factories.project(zone=zone, name="全友家居", owner=factories.enterprise(zone=zone))
    factories.project(zone=zone, name="美松爱家", owner=factories.enterprise(zone=zone))
    plans.read(clerk, QUANYOU)  # which writes the session
    known = QUANYOU + "美松爱家3月31日前竣工;4月30日前投产。"
    for plan, count in ((QUANYOU, 6), (known, 6), (known + "双虎家居5月31日前开工。", 7)):  # the units for new projects
        with django_assert_num_queries(count):
            plans.read(clerk, plan)


@pytest.mark.parametrize("plan", [QUANYOU, SEED])
def test_the_queries_of_a_confirmation_do_not_depend_on_the_rows(clerk, plan, django_assert_num_queries):
    sent = plans.filled(plans.read(clerk, plan), new_all="on")
    with django_assert_num_queries(27):
        assert clerk.post(plans.URL, sent).status_code == 302
