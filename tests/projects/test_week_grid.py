"""The week as a table: what it shows, rows that are left and handed in, all rows without scripts, and who may do what."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from core.periods import ONE_DAY, ONE_WEEK
from projects.models import MilestoneWeek, ProjectOfficer, WeeklyReport
from tests import factories
from tests.projects.browser import text
from tests.projects.conftest import LAST_WEEK, THIS_WEEK
from tests.projects.test_week_form import last_report, stored, write
from zones.models import Deputy

GRID = "/weeks/grid/"
SCRIPT = {"HX-Request": "true"}
GIVEN = datetime.datetime(2015, 6, 8, tzinfo=datetime.UTC)


@pytest.fixture
def report(project):
    return factories.report(project=project, monday=THIS_WEEK)


@pytest.fixture
def second(zone, unit):
    project = factories.project(zone=zone, unit=unit, name="双虎家居")
    return factories.report(project=project, monday=THIS_WEEK, progress="围墙")


@pytest.fixture
def officer(sign_in, people, report, second):
    for each in (report, second):
        ProjectOfficer.objects.create(project=each.project, user=people.officer)
    return sign_in(people.officer)


def row_of(page, report):
    return next(row for row in page.context["rows"] if row.report.pk == report.pk)


def boxes(row, **typed):
    """What a browser sends of one row, with some of its boxes changed; a tick that is None is not set."""
    values = {cell.box.html_name: cell.box.value() for cell in row.cells}
    values |= {f"r{row.report.pk}-{name}": value for name, value in typed.items()}
    sent = {name: value for name, value in values.items() if value is not None and value is not False}
    return {"row": row.report.pk, **dict(row.form.extra), **sent}


def address(report):
    return reverse("projects:report_row", args=[report.pk])


def leave(client, report, page=None, button="draft", **typed):
    """Leave a row after typing, as the script does; ``page`` is the grid as it was seen."""
    data = boxes(row_of(page or client.get(GRID), report), **typed)
    return client.post(address(report), {**data, button: report.pk}, headers=SCRIPT)


def whole(client, page, *changed, **button):
    """Send all rows at once, as a browser without scripts does; ``changed`` are pairs of a report and what was typed."""
    typed, data = {report.pk: words for report, words in changed}, {}
    for row in (row for row in page.context["rows"] if row.form):
        data |= {name: value for name, value in boxes(row, **typed.get(row.report.pk, {})).items() if name != "row"}
    data["row"] = [row.report.pk for row in page.context["rows"] if row.form]
    return client.post(GRID, {**data, **(button or {"draft": "all"})})


def errors(answer):
    row = answer.context["row"]
    return {name: [str(error) for error in found] for name, found in row.form.errors.items()}


# --- what it shows ------------------------------------------------------------------------------


def test_it_holds_the_rows_of_the_person_with_last_weeks_values_above_the_boxes(officer, report, second, foreign, zone):
    last_report(report.project)
    factories.report(project=factories.project(zone=zone, name="别的单位的项目"), monday=THIS_WEEK, progress="别的进度")
    page = officer.get(GRID)
    assert [row.report for row in page.context["rows"]] == [report, second]
    cells = {cell.name: (cell.before, cell.box.value()) for cell in row_of(page, report).cells}
    assert cells == {
        "progress": ("基础完成", "基础完成"),
        "completed_wan": ("1,500", "1500"),
        "workers": ("86", 86),
        "problems": ("缺砂石", "缺砂石"),
        "next_plan": ("开始主体", ""),
        "no_change": ("", False),
        "no_change_reason": ("", ""),
    }
    assert row_of(page, second).cells[0].box.value() == "围墙"
    words = page.content.decode()
    for hidden in ("外区机密", "别的单位的项目", "别的进度"):
        assert hidden not in words


def test_a_head_sees_the_whole_unit_and_a_deputy_the_principals_rows(sign_in, people, zone, officer, report, second, today):
    assert len(sign_in(people.head).get(GRID).context["rows"]) == 2
    assert sign_in(people.colleague).get(GRID).context["rows"] == []
    Deputy.objects.create(zone=zone, principal=people.officer, deputy=people.colleague, first_day=today, last_day=today)
    page = sign_in(people.colleague).get(GRID)
    assert [row.report for row in page.context["rows"]] == [report, second]
    assert f"for {people.officer.name}" in text(page)
    assert leave(sign_in(people.colleague), report, page, button="submit", progress="代写").status_code == 200
    assert (stored(report).progress, stored(report).submitted_by) == ("代写", people.colleague)


def test_an_older_week_that_is_still_owed_is_offered_and_opened(officer, report):
    old = factories.report(project=report.project, monday=LAST_WEEK)
    page = officer.get(GRID)
    assert [(str(week), count) for week, count in page.context["owed"]] == [("2015-W23", 1)]
    assert "2015-W23 (1)" in text(page)
    assert [row.report for row in officer.get(GRID, {"week": "2015-W23"}).context["rows"]] == [old]


@pytest.mark.parametrize("week", ["2015-W25", "2015-W54", "abc", "", "2015-W24x", "0000-W01"])
def test_a_week_that_has_not_opened_or_does_not_exist_is_not_there(officer, week):
    assert officer.get(GRID, {"week": week}).status_code == 404
    assert officer.post(f"{GRID}?week=2015-W25").status_code == 404


def test_the_first_visit_opens_the_week(sign_in, people, project):
    ProjectOfficer.objects.create(project=project, user=people.officer)
    page = sign_in(people.officer).get(GRID)
    assert [(row.report.project, row.report.monday) for row in page.context["rows"]] == [(project, THIS_WEEK)]


def test_the_promises_that_the_form_asks_about_are_counted(officer, report, second):
    sunday = THIS_WEEK + 6 * ONE_DAY
    for day in (datetime.date(2015, 3, 1), sunday + 30 * ONE_DAY):
        factories.milestone(project=report.project, due=day)
    factories.milestone(project=report.project, due=sunday + 31 * ONE_DAY)
    said = factories.milestone(project=report.project, due=datetime.date(2015, 6, 1), actual_date=datetime.date(2015, 6, 2))
    report.milestone_weeks.create(milestone=said, outlook="met", met_on=said.actual_date)
    page = officer.get(GRID)
    assert [row.report.asked_count for row in page.context["rows"]] == [3, 0]
    assert len(officer.get(write(report)).context["form"].milestones) == 3
    assert f'href="{write(report)}">promises due: 3' in page.content.decode()


def test_a_returned_row_shows_the_note_and_an_accepted_one_is_read_only(officer, people, report, second):
    WeeklyReport.objects.filter(pk=report.pk).update(state="returned", submitted_at=GIVEN, review_note="请补充工人数")
    WeeklyReport.objects.filter(pk=second.pk).update(state="accepted", submitted_at=GIVEN, workers=31)
    page = officer.get(GRID)
    assert "请补充工人数" in text(page)
    assert row_of(page, second).form is None
    html = page.content.decode()
    assert f'name="r{second.pk}-' not in html
    assert '<td class="num">31</td>' in html
    assert f'name="r{report.pk}-progress"' in html


def test_without_a_project_it_says_where_to_look(sign_in, people):
    assert "No project is assigned to you." in text(sign_in(people.leader).get(GRID))


def test_a_very_large_unit_has_several_pages(officer, report, second, monkeypatch):
    monkeypatch.setattr("projects.views.grid.PAGE", 1)
    assert [row.report for row in officer.get(GRID).context["rows"]] == [report]
    page = officer.get(GRID, {"page": "2"})
    assert [row.report for row in page.context["rows"]] == [second]
    assert "2 / 2" in text(page)
    for odd in ("0", "99", "abc", "9" * 30):
        assert officer.get(GRID, {"page": odd}).status_code == 200


def test_my_week_leads_to_it(officer):
    assert f'href="{GRID}"' in officer.get("/weeks/mine/").content.decode()


# --- a row that is left ---------------------------------------------------------------------------


def test_a_row_that_is_left_is_a_draft_and_comes_back_as_it_is_now(officer, people, report, second):
    answer = leave(officer, report, progress="主体三层", completed_wan="1,234.5", workers="１２３", next_plan="封顶")
    assert (answer.status_code, next(template.name for template in answer.templates)) == (200, "projects/_grid_row.html")
    assert "HX-Request" in answer["Vary"]
    row = stored(report)
    assert (row.state, row.progress, row.completed_wan, row.workers, row.next_plan) == (
        "open",
        "主体三层",
        Decimal("1234.5"),
        123,
        "封顶",
    )
    context = row.events.order_by("-pgh_id").first().pgh_context
    assert (context["origin"], context["name"]) == ("grid", str(people.officer))
    html = answer.content.decode()
    assert html.count("<tr ") == 1
    assert f'name="r{report.pk}-version" value="{row.version}"' in html
    assert 'value="1234.5"' in html
    assert "kept as a draft at" in html
    assert "data-unsaved" not in html
    assert stored(second).version == second.version


def test_a_draft_in_the_grid_asks_for_nothing(officer, report):
    last_report(report.project)
    assert leave(officer, report, progress="", completed_wan="3", no_change="on").status_code == 200
    assert (stored(report).state, stored(report).progress, stored(report).completed_wan) == ("open", "", 3)


@pytest.mark.parametrize(
    ("box", "typed"),
    [("completed_wan", "12万"), ("completed_wan", "-5"), ("workers", "3.5"), ("workers", "很多"), ("progress", "a\x0bb")],
)
def test_what_cannot_be_read_stays_in_its_cell_with_the_rule_beside_it(officer, report, box, typed):
    answer = leave(officer, report, **{"problems": "写了很久", box: typed})
    assert answer.status_code == 200
    assert list(errors(answer)) == [box]
    html = answer.content.decode()
    assert "data-unsaved" in html
    assert "写了很久" in html
    assert typed.replace("\x0b", "") in html.replace("\x0b", "")
    assert f'id="id_r{report.pk}-{box}_error"' in html
    assert (stored(report).version, stored(report).problems) == (report.version, "")


def test_escape_brings_back_what_is_stored_and_not_what_was_refused(officer, second):
    html = leave(officer, second, progress="新的说法", workers="很多").content.decode()
    assert 'data-stored="围墙"' in html
    assert "新的说法</textarea>" in html


# --- handing in: the rules of the form --------------------------------------------------------------


def test_submit_hands_the_row_in_by_the_action_of_the_form(officer, people, report):
    milestone = factories.milestone(project=report.project, due=datetime.date(2015, 6, 20))
    report.milestone_weeks.create(milestone=milestone, outlook="met", met_on=datetime.date(2015, 6, 11), note="验收")
    answer = leave(officer, report, button="submit", progress="封顶")
    assert "handed in at" in text(answer)
    milestone.refresh_from_db()
    said = MilestoneWeek.objects.get()
    assert (stored(report).state, stored(report).submitted_by) == ("submitted", people.officer)
    assert (milestone.actual_date, said.outlook, said.note) == (datetime.date(2015, 6, 11), "met", "验收")


def test_what_was_said_of_promises_survives_a_draft_and_cannot_be_slipped_in(officer, report):
    milestone = factories.milestone(project=report.project, due=datetime.date(2015, 6, 20))
    report.milestone_weeks.create(milestone=milestone, outlook="late", note="等图纸")
    page = officer.get(GRID)
    data = boxes(row_of(page, report), progress="主体") | {f"r{report.pk}-m{milestone.pk}-outlook": "met"}
    assert officer.post(address(report), {**data, "submit": report.pk}, headers=SCRIPT).status_code == 200
    milestone.refresh_from_db()
    assert (MilestoneWeek.objects.get().outlook, MilestoneWeek.objects.get().note) == ("late", "等图纸")
    assert milestone.actual_date is None


def test_an_empty_row_is_not_handed_in(officer, report):
    answer = leave(officer, report, button="submit", progress="")
    assert errors(answer) == {"progress": ["say in a few words how far it is, or tick “no change”"]}
    assert stored(report).state == "open"


def test_a_lower_sum_must_be_confirmed_in_its_cell(officer, report):
    last_report(report.project)
    page = officer.get(GRID)
    refused = leave(officer, report, page, button="submit", completed_wan="1499.99")
    assert errors(refused) == {"completed_wan": ["lower than last week's 1500.00; confirm it below if it is right"]}
    name = f"r{report.pk}-confirm_lower"
    assert f'name="{name}"' in refused.content.decode()
    assert f'name="{name}"' not in page.content.decode()
    data = boxes(refused.context["row"]) | {name: "on", "submit": report.pk}
    assert officer.post(address(report), data, headers=SCRIPT).status_code == 200
    assert (stored(report).state, stored(report).completed_wan) == ("submitted", Decimal("1499.99"))


def test_no_change_repeats_the_words_and_needs_a_reason_the_second_time(officer, report, second):
    last_report(report.project)
    leave(officer, report, button="submit", progress="", completed_wan="", no_change="on")
    assert (stored(report).state, stored(report).progress, stored(report).completed_wan) == ("submitted", "基础完成", 1500)
    last_report(second.project, no_change=True)
    answer = leave(officer, second, button="submit", no_change="on")
    assert errors(answer) == {"no_change_reason": ["nothing changed last week either: please say why"]}
    leave(officer, second, button="submit", no_change="on", no_change_reason="农忙停工")
    assert (stored(second).state, stored(second).no_change_reason) == ("submitted", "农忙停工")


def test_a_submitted_row_is_changed_by_its_submit_only(officer, report):
    leave(officer, report, button="submit", progress="主体三层")
    before = stored(report)
    page = officer.get(GRID)
    assert f'name="draft" value="{report.pk}"' not in page.content.decode()
    refused = leave(officer, report, page, progress="主体四层")
    assert errors(refused) == {"__all__": ["This report is handed in: press “Submit” in its row to change it."]}
    assert "主体四层" in refused.content.decode()
    assert (stored(report).version, stored(report).progress) == (before.version, "主体三层")
    leave(officer, report, page)  # nothing changed: not even the moment of the submission
    assert (stored(report).version, stored(report).submitted_at) == (before.version, before.submitted_at)
    leave(officer, report, page, button="submit", progress="主体四层")
    assert (stored(report).state, stored(report).progress) == ("submitted", "主体四层")


# --- two people --------------------------------------------------------------------------------------


def test_a_stale_row_shows_both_versions_and_the_next_word_is_against_this_one(officer, sign_in, people, second):
    page = officer.get(GRID)
    head = sign_in(people.head)
    leave(head, second, progress="负责人写的", workers="40")
    answer = leave(officer, second, page, progress="联络员写的")
    assert answer.status_code == 409
    cells = {cell.name: cell.theirs for cell in answer.context["row"].cells if cell.theirs}
    assert cells == {"progress": "负责人写的", "workers": "40"}
    words = text(answer)
    assert "Stored now: 负责人写的" in words
    assert "联络员写的" in words
    assert "both versions stand in it" in words
    assert stored(second).progress == "负责人写的"
    data = boxes(answer.context["row"]) | {"draft": second.pk}
    assert officer.post(address(second), data, headers=SCRIPT).status_code == 200
    assert (stored(second).progress, stored(second).workers) == ("联络员写的", None)


def test_the_row_as_stored_can_be_taken_instead(officer, second):
    answer = officer.get(address(second), headers=SCRIPT)
    assert answer.content.decode().count("<tr ") == 1
    assert "围墙</textarea>" in answer.content.decode()


def test_the_same_row_sent_again_changes_nothing(officer, report):
    page = officer.get(GRID)
    for _turn in range(3):
        assert leave(officer, report, page, progress="主体").status_code == 200
    assert stored(report).version == report.version + 1


# --- without scripts: all rows at once -------------------------------------------------------------


def test_every_touched_row_is_stored_and_no_other(officer, report, second):
    last_report(report.project)
    page = officer.get(GRID)
    answer = whole(officer, page, (second, {"problems": "缺\r\n水泥"}))
    assert (answer.status_code, answer.url) == (302, GRID)
    assert (stored(second).problems, stored(second).state) == ("缺\n水泥", "open")
    assert (stored(report).version, stored(report).progress) == (report.version, "")
    assert "Rows stored: 1" in text(officer.get(GRID))


def test_the_row_of_the_pressed_button_is_handed_in_and_the_others_are_drafts(officer, report, second):
    page = officer.get(GRID)
    answer = whole(officer, page, (report, {"progress": "主体"}), (second, {"progress": "场平"}), submit=report.pk)
    assert answer.status_code == 302
    assert [(stored(each).state, stored(each).progress) for each in (report, second)] == [("submitted", "主体"), ("open", "场平")]


def test_a_row_with_an_error_stays_and_the_others_are_stored(officer, report, second):
    page = officer.get(GRID)
    answer = whole(officer, page, (report, {"workers": "很多", "progress": "主体"}), (second, {"progress": "场平"}))
    assert answer.status_code == 200
    assert list(row_of(answer, report).form.errors) == ["workers"]
    assert row_of(answer, second).cells[0].box.value() == stored(second).progress == "场平"
    assert 'value="很多"' in answer.content.decode()
    again = whole(officer, answer, (report, {"workers": "9"}))
    assert again.status_code == 302
    assert (stored(report).workers, stored(report).progress) == (9, "主体")


def test_a_stale_row_among_others_is_a_conflict_of_that_row(officer, sign_in, people, report, second):
    page = officer.get(GRID)
    leave(sign_in(people.head), second, progress="负责人写的")
    untouched = whole(officer, page, (report, {"progress": "主体"}))
    assert untouched.status_code == 302  # the stale row was not touched: it is nobody's conflict
    answer = whole(officer, page, (second, {"progress": "联络员写的"}))
    assert answer.status_code == 409
    assert row_of(answer, second).cells[0].theirs == "负责人写的"
    assert row_of(answer, second).cells[0].box.value() == "联络员写的"
    assert stored(second).progress == "负责人写的"


def test_a_row_that_was_accepted_meanwhile_keeps_what_was_typed(officer, report, second):
    page = officer.get(GRID)
    WeeklyReport.objects.filter(pk=second.pk).update(state="accepted", submitted_at=GIVEN)
    answer = whole(officer, page, (second, {"progress": "来晚了"}), (report, {"progress": "主体"}))
    assert answer.status_code == 200
    assert "This report is accepted and closed." in text(answer)
    assert "来晚了" in text(answer)
    assert (stored(second).progress, stored(report).progress) == ("围墙", "主体")


def test_a_row_whose_project_stopped_meanwhile_keeps_what_was_typed(officer, second):
    page = officer.get(GRID)
    second.project.stage = "suspended"
    second.project.save()
    answer = whole(officer, page, (second, {"progress": "停工了"}))
    assert "This project is paused or finished: it does not report." in text(answer)
    assert "停工了" in text(answer)
    assert stored(second).progress == "围墙"


def test_a_submitted_row_is_not_stored_in_passing(officer, report, second):
    leave(officer, report, button="submit", progress="主体")
    page = officer.get(GRID)
    answer = whole(officer, page, (report, {"progress": "主体四层"}), (second, {"progress": "场平"}))
    assert answer.status_code == 200
    assert "This report is handed in: press “Submit” in its row" in text(answer)
    assert [stored(each).progress for each in (report, second)] == ["主体", "场平"]


# --- who may -------------------------------------------------------------------------------------------


def test_rows_of_another_zone_are_not_there_and_nothing_of_the_rest_is_stored(officer, report, foreign):
    page = officer.get(GRID)
    data = boxes(row_of(page, report), progress="主体")
    for slipped in (foreign.report.pk, 10**17, "abc", "-1", "9" * 25, "1\x00"):
        answer = officer.post(GRID, {**data, "row": [report.pk, slipped], f"r{slipped}-progress": "篡改", "draft": "all"})
        assert answer.status_code == 404, slipped
    assert (stored(report).progress, stored(foreign.report).progress) == ("", "外区机密进度")
    assert officer.post(address(foreign.report), data, headers=SCRIPT).status_code == 404
    assert officer.get(address(foreign.report), headers=SCRIPT).status_code == 404


def test_rows_of_another_unit_are_refused_with_the_reason_and_what_was_typed(officer, report, zone):
    other = factories.report(project=factories.project(zone=zone, unit=factories.unit(zone=zone)), monday=THIS_WEEK)
    data = boxes(row_of(officer.get(GRID), report), progress="我写的进度") | {"row": [report.pk, other.pk], "draft": "all"}
    answer = officer.post(GRID, data)
    assert answer.status_code == 403
    assert "Only the responsible unit and the assigned officers change this project." in text(answer)
    assert "我写的进度" in text(answer)
    assert "-version" not in text(answer)
    assert (stored(report).progress, stored(other).version) == ("", other.version)
    refused = officer.post(address(other), {f"r{other.pk}-progress": "代写", "draft": other.pk}, headers=SCRIPT)
    assert (refused.status_code, stored(other).progress) == (403, "")


def test_a_session_that_ended_sends_a_script_to_the_sign_in_page_and_stores_nothing(officer, client, report):
    data = boxes(row_of(officer.get(GRID), report), progress="写了很久") | {"draft": report.pk}
    answer = client.post(address(report), data, headers=SCRIPT)
    assert answer["HX-Redirect"].startswith("/sign-in/")
    assert stored(report).progress == ""


def test_a_form_that_expired_tells_a_script_where_to_sign_in(officer, report):
    data = boxes(row_of(officer.get(GRID), report), progress="写了很久") | {"draft": report.pk}
    session = officer.session
    session["last_seen"] = "2015-06-01T00:00:00+00:00"
    session.save()
    answer = officer.post(address(report), data, headers=SCRIPT)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/")
    assert stored(report).progress == ""


def test_a_missing_version_is_stale(officer, second):
    answer = officer.post(address(second), {f"r{second.pk}-progress": "别的", "draft": second.pk}, headers=SCRIPT)
    assert answer.status_code == 409
    assert stored(second).progress == "围墙"


# --- what it costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_grid_costs_the_same_for_one_row_and_for_three(sign_in, people, zone, unit, rows, django_assert_num_queries):
    for _number in range(rows):
        project = factories.project(zone=zone, unit=unit)
        last_report(project)
        report = factories.report(project=project, monday=THIS_WEEK, state="returned", submitted_at=GIVEN)
        report.milestone_weeks.create(milestone=factories.milestone(project=project), outlook="late")
        report.comments.create(section="progress", text="请细写", by=people.head)
        factories.report(project=project, monday=LAST_WEEK - ONE_WEEK)
    client = sign_in(people.head)
    client.get("/weeks/mine/")
    with django_assert_num_queries(15):
        page = client.get(GRID)
    assert len(page.context["rows"]) == rows
    assert text(page).count("请细写") == rows
