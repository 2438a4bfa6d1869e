"""The form of the week: what it shows, what it asks, what it stores, and who may open it."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.periods import ONE_DAY, ONE_WEEK
from projects.models import ProjectOfficer, WeeklyReport
from tests import factories
from tests.projects.browser import errors, filled, submit, text
from tests.projects.conftest import LAST_WEEK, THIS_WEEK

MY_WEEK = "/weeks/mine/"
GIVEN = datetime.datetime(2015, 6, 8, tzinfo=datetime.UTC)


@pytest.fixture
def report(project):
    return factories.report(project=project, monday=THIS_WEEK)


@pytest.fixture
def previous(project):
    return last_report(project)


def last_report(project, **fields):
    values = {
        "state": "accepted",
        "submitted_at": GIVEN,
        "progress": "基础完成",
        "completed_wan": Decimal("1500"),
        "workers": 86,
        "problems": "缺砂石",
        "next_plan": "开始主体",
    }
    return factories.report(project=project, monday=LAST_WEEK, **{**values, **fields})


@pytest.fixture
def officer(sign_in, people):
    return sign_in(people.officer)


def write(report):
    return reverse("projects:report_write", args=[report.pk])


def stored(report):
    return WeeklyReport.objects.get(pk=report.pk)


# --- what it shows ------------------------------------------------------------------------------


def test_an_untouched_report_starts_from_last_weeks_values_and_shows_them_beside_each_box(officer, report, previous):
    page = officer.get(write(report))
    form = page.context["form"]
    assert [form[name].value() for name in ("progress", "completed_wan", "workers", "problems")] == [
        "基础完成",
        "1500",
        86,
        "缺砂石",
    ]
    assert form["next_plan"].value() == ""
    words = text(page)
    for shown in ("Last week: 基础完成", "Last week: 1,500", "Last week: 86", "Last week: 缺砂石", "Last week: 开始主体"):
        assert shown in words


def test_a_draft_shows_what_was_written_and_not_last_week_again(officer, report, previous):
    submit(officer, write(report), progress="主体一层", problems="", workers="", draft="yes")
    form = officer.get(write(report)).context["form"]
    assert [form[name].value() for name in ("progress", "problems", "workers", "completed_wan")] == ["主体一层", "", None, "1500"]


def test_without_an_earlier_report_the_form_is_empty(officer, report, zone):
    last_report(factories.project(zone=zone), progress="别的项目的进度")
    page = officer.get(write(report))
    assert "Last week:" not in text(page)
    assert "别的项目的进度" not in page.content.decode()
    assert page.context["form"]["progress"].value() == ""


def test_a_report_that_was_not_accepted_and_not_submitted_is_no_start(officer, report, project):
    last_report(project, state="returned")
    assert officer.get(write(report)).context["form"].previous is None


def test_the_cumulative_sum_begins_anew_with_the_year(officer, project):
    last_report(project)
    WeeklyReport.objects.update(monday=datetime.date(2014, 12, 22))
    report = factories.report(project=project, monday=datetime.date(2014, 12, 29))
    page = officer.get(write(report))
    assert page.context["form"]["completed_wan"].value() is None
    assert submit(officer, write(report), progress="复工", completed_wan="5").status_code == 302
    assert stored(report).completed_wan == 5


# --- handing in ---------------------------------------------------------------------------------


def test_handing_in_stores_everything_and_leads_back_to_my_week(officer, people, report, previous):
    response = submit(
        officer, write(report), progress="主体三层", completed_wan="1,620.50", workers="９２", problems="", next_plan="封顶"
    )
    assert (response.status_code, response.url) == (302, MY_WEEK)
    row = stored(report)
    assert (row.state, row.submitted_by, row.submitted_at.date()) == (
        "submitted",
        people.officer,
        clock.now().astimezone(datetime.UTC).date(),
    )
    assert (row.progress, row.completed_wan, row.workers, row.problems, row.next_plan) == (
        "主体三层",
        Decimal("1620.50"),
        92,
        "",
        "封顶",
    )
    assert (row.no_change, row.no_change_reason) == (False, "")
    assert row.events.order_by("-pgh_id").first().pgh_context["name"] == str(people.officer)


def test_a_draft_asks_for_nothing_and_stays_owed(officer, report):
    response = submit(officer, write(report), progress="", next_plan="半句", draft="yes")
    assert response.status_code == 302
    assert (stored(report).state, stored(report).next_plan, stored(report).submitted_at) == ("open", "半句", None)


def test_a_draft_is_handed_in_with_the_same_words_even_from_the_old_copy(officer, report):
    page = officer.get(write(report))
    data = filled(page, progress="主体三层")
    assert officer.post(write(report), {**data, "draft": "yes"}).status_code == 302
    assert stored(report).state == "open"
    assert officer.post(write(report), {**data, "submit": "yes"}).status_code == 302
    assert stored(report).state == "submitted"


def test_a_report_says_how_far_it_is_or_that_nothing_changed(officer, report):
    response = submit(officer, write(report), progress="")
    assert errors(response) == {"progress": ["say in a few words how far it is, or tick “no change”"]}
    assert stored(report).state == "open"


def test_no_change_is_one_tap_and_repeats_last_weeks_words(officer, report, previous):
    assert submit(officer, write(report), progress="", completed_wan="", no_change="on").status_code == 302
    row = stored(report)
    assert (row.state, row.no_change, row.progress, row.completed_wan) == ("submitted", True, "基础完成", 1500)


def test_no_change_needs_a_reason_from_the_second_week_in_a_row(officer, report, project):
    last_report(project, no_change=True)
    refused = submit(officer, write(report), no_change="on")
    assert errors(refused) == {"no_change_reason": ["nothing changed last week either: please say why"]}
    assert submit(officer, write(report), no_change="on", no_change_reason="农忙停工").status_code == 302
    assert (stored(report).state, stored(report).no_change_reason) == ("submitted", "农忙停工")


def test_a_lower_cumulative_sum_needs_a_word_of_confirmation(officer, report, previous):
    page = officer.get(write(report))
    assert "confirm_lower" not in page.context["form"].fields
    refused = officer.post(write(report), filled(page, completed_wan="1499.99"))
    assert errors(refused) == {"completed_wan": ["lower than last week's 1500.00; confirm it below if it is right"]}
    assert 'name="confirm_lower"' in refused.content.decode()
    assert stored(report).state == "open"
    assert officer.post(write(report), filled(refused, confirm_lower="on")).status_code == 302
    assert (stored(report).state, stored(report).completed_wan) == ("submitted", Decimal("1499.99"))


def test_an_equal_sum_and_no_sum_need_no_confirmation(officer, report, previous):
    assert submit(officer, write(report), completed_wan="1500").status_code == 302
    assert submit(officer, write(report), completed_wan="").status_code == 302
    assert stored(report).completed_wan is None


@pytest.mark.parametrize(
    ("box", "typed"),
    [("completed_wan", "12万"), ("completed_wan", "-5"), ("workers", "3.5"), ("workers", "-1"), ("workers", "很多")],
)
def test_what_cannot_be_read_is_refused_and_nothing_typed_is_lost(officer, report, box, typed):
    response = submit(officer, write(report), **{"progress": "写了很久的进度", "next_plan": "下周计划", box: typed})
    assert list(errors(response)) == [box]
    page = response.content.decode()
    for kept in ("写了很久的进度", "下周计划", f'value="{typed}"'):
        assert kept in page
    assert stored(report).state == "open"


# --- promises -----------------------------------------------------------------------------------


@pytest.fixture
def milestone(project):
    return factories.milestone(project=project, text="3号厂房封顶", due=datetime.date(2015, 6, 30))


def test_it_asks_about_promises_up_to_a_month_ahead_and_no_others(officer, report, project, milestone, foreign):
    sunday = THIS_WEEK + 6 * ONE_DAY
    late = factories.milestone(project=project, due=datetime.date(2015, 3, 1))
    factories.milestone(project=project, due=sunday + 31 * ONE_DAY)
    factories.milestone(project=project, due=datetime.date(2015, 6, 20), actual_date=datetime.date(2015, 6, 2))
    edge = factories.milestone(project=project, due=sunday + 30 * ONE_DAY)
    page = officer.get(write(report))
    assert [line.milestone for line in page.context["form"].lines()] == [late, milestone, edge]
    assert [line.standing for line in page.context["form"].lines()] == ["overdue", "due_soon", "ahead"]
    assert "外区机密" not in page.content.decode()


def test_a_promise_reported_met_gets_its_day(officer, report, milestone):
    name = f"m{milestone.pk}"
    data = {"progress": "封顶", f"{name}-outlook": "met", f"{name}-met_on": "2015-06-11", f"{name}-note": "验收通过"}
    assert submit(officer, write(report), **data).status_code == 302
    milestone.refresh_from_db()
    said = report.milestone_weeks.get()
    assert (milestone.actual_date, said.outlook, said.met_on, said.note) == (
        datetime.date(2015, 6, 11),
        "met",
        milestone.actual_date,
        "验收通过",
    )


def test_without_a_day_it_is_the_last_day_of_the_week(officer, report, milestone):
    submit(officer, write(report), progress="封顶", **{f"m{milestone.pk}-outlook": "met"})
    milestone.refresh_from_db()
    assert milestone.actual_date == datetime.date(2015, 6, 14)


def test_a_day_that_has_not_come_is_refused(officer, report, milestone, today):
    name = f"m{milestone.pk}"
    response = submit(officer, write(report), progress="封顶", **{f"{name}-outlook": "met", f"{name}-met_on": str(today + ONE_DAY)})
    assert errors(response) == {f"{name}-met_on": ["this day has not come yet"]}
    milestone.refresh_from_db()
    assert milestone.actual_date is None


def test_a_draft_gives_no_promise_its_day(officer, report, milestone):
    submit(officer, write(report), draft="yes", **{f"m{milestone.pk}-outlook": "met"})
    milestone.refresh_from_db()
    assert milestone.actual_date is None
    assert report.milestone_weeks.get().outlook == "met"


def test_the_word_can_be_taken_back_while_the_report_is_open(officer, report, milestone):
    outlook = f"m{milestone.pk}-outlook"
    submit(officer, write(report), progress="封顶", **{outlook: "met"})
    page = officer.get(write(report))
    assert page.context["form"][outlook].value() == "met"
    officer.post(write(report), filled(page, **{outlook: "late"}))
    milestone.refresh_from_db()
    assert (milestone.actual_date, report.milestone_weeks.get().outlook) == (None, "late")


def test_a_promise_of_another_project_cannot_be_slipped_in(officer, report, foreign, zone):
    own = factories.milestone(project=factories.project(zone=zone))
    for milestone in (own, foreign.milestone):
        response = submit(officer, write(report), progress="主体", **{f"m{milestone.pk}-outlook": "met"})
        assert response.status_code == 302
        milestone.refresh_from_db()
        assert milestone.actual_date is None
    assert not report.milestone_weeks.exists()


# --- who may ------------------------------------------------------------------------------------


def test_only_the_people_of_the_project_write_its_report(sign_in, people, report, foreign):
    for person, status in (
        (people.officer, 200),
        (people.head, 200),
        (people.clerk, 200),
        (people.colleague, 403),
        (people.leader, 403),
    ):
        assert sign_in(person).get(write(report)).status_code == status, person.name
    refused = sign_in(people.colleague).post(write(report), {"progress": "别人写的", "version": 1})
    assert refused.status_code == 403
    assert "Only the responsible unit and the assigned officers change this project." in text(refused)
    assert sign_in(people.stranger).post(write(report), {"progress": "别人写的", "version": 1}).status_code == 404
    assert sign_in(people.officer).get(write(foreign.report)).status_code == 404
    assert (stored(report).progress, stored(report).state) == ("", "open")


def test_an_officer_assigned_from_another_unit_writes_it(sign_in, people, report):
    ProjectOfficer.objects.create(project=report.project, user=people.colleague)
    assert submit(sign_in(people.colleague), write(report), progress="代写").status_code == 302
    assert stored(report).submitted_by == people.colleague


def test_an_accepted_report_is_closed(sign_in, people, report):
    client = sign_in(people.officer)
    page = client.get(write(report))
    WeeklyReport.objects.filter(pk=report.pk).update(state="accepted", submitted_at=GIVEN, progress="已审")
    for person in (people.officer, people.clerk, people.admin):
        for refused in (sign_in(person).get(write(report)), sign_in(person).post(write(report), filled(page, progress="改"))):
            assert refused.status_code == 403
            assert "This report is accepted and closed." in text(refused)
    assert stored(report).progress == "已审"


@pytest.mark.parametrize("stage", ["suspended", "ended", "producing"])
def test_a_project_that_stopped_reports_no_more(officer, report, stage):
    page = officer.get(write(report))
    report.project.stage = stage
    report.project.save()
    refused = officer.post(write(report), filled(page, progress="停工了"))
    assert refused.status_code == 403
    assert "This project is paused or finished: it does not report." in text(refused)
    assert stored(report).state == "open"


def test_a_submitted_report_cannot_be_emptied_through_the_draft_button(officer, report):
    submit(officer, write(report), progress="主体三层")
    page = officer.get(write(report))
    assert 'name="draft"' not in page.content.decode()
    assert list(errors(officer.post(write(report), filled(page, progress="", draft="yes")))) == ["progress"]
    assert (stored(report).state, stored(report).progress) == ("submitted", "主体三层")


def test_a_report_that_was_sent_back_shows_the_note_and_is_handed_in_again(officer, people, report):
    WeeklyReport.objects.filter(pk=report.pk).update(
        state="returned", submitted_at=GIVEN, reviewed_by=people.head, review_note="请补充工人数", progress="主体"
    )
    page = officer.get(write(report))
    assert "请补充工人数" in text(page)
    assert officer.post(write(report), filled(page, workers="30")).status_code == 302
    row = stored(report)
    assert (row.state, row.workers, row.review_note, row.reviewed_by) == ("submitted", 30, "", None)


def test_what_the_form_does_not_ask_cannot_be_posted(officer, people, report, project, zone):
    other = factories.project(zone=zone)
    extra = {
        "state": "accepted",
        "project": other.pk,
        "monday": "2015-01-05",
        "due_at": "2020-01-01",
        "reviewed_by": people.head.pk,
    }
    before = stored(report)
    submit(officer, write(report), progress="主体", is_generated="on", **extra)
    row = stored(report)
    assert (row.state, row.project, row.monday, row.due_at) == ("submitted", project, THIS_WEEK, before.due_at)
    assert (row.reviewed_by, row.is_generated) == (None, False)


# --- two at once --------------------------------------------------------------------------------


def test_two_editors_of_one_report_see_both_versions(sign_in, people, report):
    first, second = sign_in(people.officer), sign_in(people.head)
    mine, theirs = first.get(write(report)), second.get(write(report))
    assert first.post(write(report), filled(mine, progress="甲写的进度", workers="20")).status_code == 302
    conflict = second.post(write(report), filled(theirs, progress="乙写的进度", problems="缺电"))
    assert conflict.status_code == 409
    shown = {found.label: (found.stored, found.typed) for found in conflict.context["conflict"]}
    assert shown == {
        "Progress in words": ("甲写的进度", "乙写的进度"),
        "Workers on site": (20, None),
        "Problems": ("", "缺电"),
    }
    for words in ("甲写的进度", "乙写的进度", "缺电"):
        assert words in conflict.content.decode()
    assert (stored(report).progress, stored(report).submitted_by) == ("甲写的进度", people.officer)
    assert second.post(write(report), filled(conflict, workers="20")).status_code == 302
    assert (stored(report).progress, stored(report).submitted_by) == ("乙写的进度", people.head)


def test_two_editors_who_differ_only_in_a_promise_see_both_words(sign_in, people, report, milestone):
    outlook = f"m{milestone.pk}-outlook"
    first, second = sign_in(people.officer), sign_in(people.head)
    mine, theirs = first.get(write(report)), second.get(write(report))
    first.post(write(report), filled(mine, progress="主体", **{outlook: "on_track"}))
    conflict = second.post(write(report), filled(theirs, progress="主体", **{outlook: "late"}))
    assert conflict.status_code == 409
    shown = {found.label: (found.stored, found.typed) for found in conflict.context["conflict"]}
    assert shown == {"3号厂房封顶 · Outlook": ("on track", "will be late")}
    assert report.milestone_weeks.get().outlook == "on_track"
    assert second.post(write(report), filled(conflict)).status_code == 302
    assert report.milestone_weeks.get().outlook == "late"


def test_the_same_form_sent_again_changes_nothing_and_undoes_no_review(officer, people, report):
    data = filled(officer.get(write(report)), progress="主体三层")
    assert officer.post(write(report), data).status_code == 302
    after = stored(report).version
    assert officer.post(write(report), data).status_code == 302
    assert stored(report).version == after
    WeeklyReport.objects.filter(pk=report.pk).update(state="returned", review_note="请核实")
    assert officer.post(write(report), data).status_code == 302
    assert (stored(report).state, stored(report).review_note) == ("returned", "请核实")


def test_text_is_text_in_the_form_and_beside_it(officer, report, project):
    script = "<script>alert(1)</script>"
    last_report(project, progress=script, problems=script)
    factories.milestone(project=project, text=script)
    page = officer.get(write(report)).content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 5


def test_a_reports_page_stands_beside_the_one_before_it(officer, report, project, previous):
    factories.report(project=project, monday=LAST_WEEK - ONE_WEEK, state="accepted", submitted_at=GIVEN, progress="更早的进度")
    WeeklyReport.objects.filter(pk=report.pk).update(progress="主体三层", completed_wan=1700, submitted_at=GIVEN, state="submitted")
    page = text(officer.get(report.get_absolute_url()))
    for words in ("主体三层", "基础完成", "1,700", "1,500", "unreviewed", "2015-W24", "2015-W23"):
        assert words in page
    assert "更早的进度" not in page
