"""The weekly brief: what it tells, that an old one stays what it was, and that page, Word and workbook say the same."""

import datetime
import io
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from docx import Document

from core import clock
from core.periods import Week
from projects import actions
from projects.models import MilestoneWeek, ProjectOfficer, ReportingWeek, WeeklyReport
from reports.brief import occasion_of, week_brief
from reports.brief.paper import brief_document
from reports.brief.workbook import brief_workbook
from tests import factories, past
from tests.projects.browser import text
from zones.models import DownloadEntry, RuleSet

MONDAY = datetime.date(2015, 6, 8)  # the week of the meeting on 2015-06-16, which is today
OLD = datetime.date(2015, 6, 1)  # of the meeting on 2015-06-09
OLD_WEEK, NEW_WEEK = "2015-W23", "2015-W24"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def leader(sign_in, people):
    client = sign_in(people.leader)
    client.cookies["django_language"] = "en"
    return client


def opened(zone, monday):
    return ReportingWeek.objects.create(zone=zone, monday=monday, due_at=zone.rhythm().due_moment(Week(monday)))


def given(project, monday, day, state="accepted", **fields):
    """A report as it was handed in on a day."""
    values = {"problems": "", "completed_wan": Decimal(1000), "workers": 30, "submitted_at": past.moment(day)}
    return factories.report(project=project, monday=monday, state=state, **{**values, **fields})


@pytest.fixture
def story(zone, unit, people, other_zone):
    """Three projects of two units and parks up to the meeting of 2015-06-09, and another zone's that must not leak."""
    with past.on("2015-01-05"):
        park = factories.park(zone=zone, name="家具园", position=1)
        second = factories.unit(zone=zone, name="第二指挥部", position=9)
        late, quiet, good = (
            factories.project(zone=zone, name=name, unit=own, park=park)
            for name, own in (("甲项目", unit), ("乙项目", second), ("丙项目", unit))
        )
        for project in (late, quiet, good):
            factories.assignment(project=project, user=people.officer)
            factories.investment(project=project, planned_wan=Decimal(2400))
        foreign = factories.project(zone=other_zone, name="外区项目")
        missed = factories.milestone(project=late, text="主体封顶", due=datetime.date(2015, 5, 30))
        moved = factories.milestone(project=good, text="设备进场", due=datetime.date(2015, 6, 20))
        kept = factories.milestone(project=good, text="围墙完工", due=datetime.date(2015, 6, 5))
        soon = factories.milestone(project=quiet, text="道路完工", due=datetime.date(2015, 6, 18))
        factories.milestone(project=foreign, text="外区节点", due=datetime.date(2015, 5, 30))
    with past.on("2015-05-29"):
        opened(zone, OLD)
        given(late, OLD - datetime.timedelta(days=7), "2015-05-29", completed_wan=Decimal(900), workers=20)
    with past.on("2015-06-03"):
        factories.instruction(project=late, given_by=people.leader, text="请赶工", answer_by=datetime.date(2015, 6, 8))
        factories.photo(project=late, taken_by=people.officer, caption="三层", taken_at=past.moment("2015-06-03"))
    with past.on("2015-06-07"):
        told = given(late, OLD, "2015-06-07", state="submitted", problems="电梯未到")
        MilestoneWeek.objects.create(
            report=told,
            milestone=missed,
            outlook="late",
            note="厂家推迟",
            proposed_date="2015-07-10",
            proposed_reason="supply",
            proposal="asked",
        )
        silent = factories.report(project=quiet, monday=OLD)
        given(good, OLD, "2015-06-09", workers=12)
        kept.actual_date = datetime.date(2015, 6, 5)
        kept.save()
        move(moved, "2015-07-20", people.clerk)
    return SimpleNamespace(**locals())


def move(milestone, to, by, on="2015-06-05"):
    actions.move_due_date(
        milestone=milestone,
        to=datetime.date.fromisoformat(to),
        precision="day",
        reason="supply",
        explanation="厂家推迟发货",
        approved_by="张副县长",
        asked_on=datetime.date.fromisoformat(on),
        by=by,
    )


def brief_of(zone, week):
    return week_brief(occasion_of(zone, Week.parse(week), clock.now()))


def rows(brief, key):
    return [[cell.marked for cell in row.cells] for row in brief.sections[key].rows]


# --- what it tells ----------------------------------------------------------------------------------
def test_a_brief_of_a_past_week_tells_what_was_known_at_its_meeting(zone, story):
    brief = brief_of(zone, OLD_WEEK)
    assert brief.occasion.is_fixed
    assert brief.occasion.as_of == datetime.date(2015, 6, 9)
    expected = {
        "overdue": [["甲项目", "主体封顶", "2015-05-30", "10", "will be late; 厂家推迟（unreviewed）"]],
        "problems": [["甲项目", "电梯未到（unreviewed）"]],
        "moves": [["丙项目", "设备进场", "slipped", "2015-06-20", "2015-07-20", "+30", WHY, "张副县长"]],
        "met": [["丙项目", "围墙完工", "2015-06-05", "2015-06-05", "0"]],
        "due": [["乙项目", "道路完工", "2015-06-18", "9", "–"]],
    }
    assert {key: rows(brief, key) for key in expected} == expected
    ((_name, words, *_others, standing, waiting),) = rows(brief, "instructions")
    assert (words, standing, waiting) == ("请赶工", "overdue", "8")
    ((*proposal, why, decision),) = rows(brief, "proposals")
    assert proposal == ["甲项目", "主体封顶", "2015-05-30", "2015-07-10（unreviewed）", "+41"]
    assert "厂家推迟" in why
    assert decision == "proposed"
    assert [each.project for each in brief.pictures] == ["甲项目"]


WHY = "equipment or material supply · 厂家推迟发货"


def test_who_did_not_report_stands_before_who_was_late(zone, story, people):
    found = rows(brief_of(zone, OLD_WEEK), "missing")
    assert found == [
        ["乙项目", people.officer.name, "not reported", "–"],
        ["丙项目", people.officer.name, "given late", "2015-06-09 12:00"],
    ]


def test_investment_stands_against_last_week_and_the_plan_and_null_is_never_zero(zone, story):
    brief = brief_of(zone, OLD_WEEK)
    found = {row[0]: row[1:] for row in rows(brief, "money")}
    assert found["甲项目"] == ["2,400", "1,000", "1,000（unreviewed）", "900", "+100", "0", "30（unreviewed）", "20"]
    assert found["乙项目"] == ["2,400", "1,000", "–", "–", "–", "–", "–", "–"]
    total = [cell.marked for cell in brief.sections["money"].total]
    assert total == ["–", "7,200", "3,000", "2,000（unreviewed）", "900", "+100", "0", "42（unreviewed）", "20"]


def test_a_promise_met_by_an_unaccepted_report_is_marked(zone, story):
    with past.on("2015-06-08"):
        report = WeeklyReport.objects.get(project=story.late, monday=OLD)
        MilestoneWeek.objects.update_or_create(
            report=report, milestone=story.missed, defaults={"outlook": "met", "met_on": datetime.date(2015, 6, 4)}
        )
        story.missed.actual_date = datetime.date(2015, 6, 4)
        story.missed.save()
    met = {row[1]: row[3:] for row in rows(brief_of(zone, OLD_WEEK), "met")}
    assert met == {"围墙完工": ["2015-06-05", "0"], "主体封顶": ["2015-06-04（unreviewed）", "+5"]}


def test_a_light_that_changed_between_two_meetings_is_told_with_its_reason(zone, story):
    assert rows(brief_of(zone, OLD_WEEK), "lights") == []
    with past.on("2015-06-08"):
        factories.milestone(project=story.quiet, text="补录", due=datetime.date(2015, 4, 1))
    found = rows(brief_of(zone, OLD_WEEK), "lights")
    assert found == [["乙项目", "green", "red", "days overdue: 69 days"]]


def test_rows_stand_under_units_or_parks_in_their_order(zone, story):
    brief = brief_of(zone, OLD_WEEK)
    section = brief.sections["money"]
    by_unit = [(group.name, len(group.rows)) for group in section.groups(brief.order("unit"))]
    assert by_unit == [(story.unit.name, 2), ("第二指挥部", 1)]
    assert [(group.name, len(group.rows)) for group in section.groups(brief.order("park"))] == [("家具园", 3)]


def test_the_current_week_tells_what_is_known_now_and_says_so(leader, zone, story):
    page = text(leader.get("/brief/"))
    assert "Weekly brief · 2015-W24" in page
    assert "what is known on 2015-06-16; it may still change" in page
    assert "17" in rows(brief_of(zone, NEW_WEEK), "overdue")[0]
    assert "as it stood at the end of 2015-06-09" in text(leader.get(f"/brief/{OLD_WEEK}/"))


# --- the same then and today ------------------------------------------------------------------------
def everything(client, zone):
    """Page, words of the document and cells of the workbook, without what is marked as later."""
    brief = brief_of(zone, OLD_WEEK)
    document = Document(brief_document(brief, by="unit", author="某人"))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    book = openpyxl.load_workbook(brief_workbook(brief, by="unit", author="某人")[0])
    cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    return text(client.get(f"/brief/{OLD_WEEK}/?by=unit")), words, cells


def test_nothing_that_happens_afterwards_changes_the_brief_of_an_old_week(leader, zone, story, people):
    before = everything(leader, zone)
    assert "电梯未到" in before[0]
    WeeklyReport.objects.filter(project=story.late, monday=OLD).update(state="accepted", problems="已解决", workers=99)
    ProjectOfficer.objects.filter(project=story.quiet).delete()
    factories.assignment(project=story.quiet, user=people.colleague)
    move(story.soon, "2015-08-30", people.clerk, on="2015-06-16")
    story.kept.actual_date = None
    story.kept.save()
    story.missed.delete()
    story.late.name, story.late.unit = "改名项目", story.second
    story.late.save()
    story.park.name, story.second.name, people.officer.name = "新园", "新部", "新人"
    for row in (story.park, story.second, people.officer):
        row.save()
    zone.name = "新区名"
    zone.save()
    story.late.instructions.update(answer="已办", answered_by=people.head, answered_on=datetime.date(2015, 6, 16))
    story.late.investment_years.update(planned_wan=Decimal(1))
    factories.excuse(project=story.late, by=people.clerk, first_day=datetime.date(2015, 6, 1), last_day=datetime.date(2015, 6, 30))
    factories.rule_set(zone=zone, red=3, valid_from=datetime.date(2015, 6, 1))
    factories.milestone(project=story.good, text="后来的节点", due=datetime.date(2015, 6, 2))
    assert RuleSet.objects.count() == 1
    after = everything(leader, zone)
    assert after[1] == before[1]
    assert after[2] == before[2]
    assert of_the_brief(after[0]) == of_the_brief(before[0])


def test_it_tells_a_week_later_what_it_told_on_the_evening_of_the_meeting(zone, story):
    """On the day itself everything is read that there is, a week later what there was."""
    evening = week_brief(occasion_of(zone, Week.parse(OLD_WEEK), past.moment("2015-06-09 20:00")))
    later = brief_of(zone, OLD_WEEK)
    assert (evening.occasion.moment, later.occasion.moment) == (None, clock.end_of(datetime.date(2015, 6, 9)))
    for key in later.sections:
        assert rows(evening, key) == rows(later, key), key


def of_the_brief(page):
    """Without the frame, which bears the zone's name of today."""
    return page[page.index("Weekly brief · ") : page.rindex("Photos of the week")]


def test_a_report_that_is_given_after_the_meeting_stays_missing_and_says_when_it_came(zone, story):
    report = WeeklyReport.objects.get(project=story.quiet, monday=OLD)
    report.state, report.submitted_at, report.problems = "submitted", past.moment("2015-06-12 08:30"), "迟来的问题"
    report.save()
    brief = brief_of(zone, OLD_WEEK)
    assert rows(brief, "missing")[0][2:] == ["not reported", "later given on 2015-06-12 08:30"]
    assert "迟来的问题" not in str(rows(brief, "problems"))
    assert [each.count for each in brief.counters if each.key == "missing"] == [1]


def test_a_photo_that_was_removed_since_leaves_its_words(leader, zone, story):
    story.late.photos.get().delete()
    ((picture),) = brief_of(zone, OLD_WEEK).pictures
    assert (picture.photo, picture.caption) == (None, "三层")
    assert "removed since" in text(leader.get(f"/brief/{OLD_WEEK}/"))
    words = [p.text for p in Document(brief_document(brief_of(zone, OLD_WEEK), by="unit", author="某人")).paragraphs]
    assert any("Removed since" in line and "三层" in line for line in words)


# --- weeks ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("week", ["2015-W25", "2015-W53x", "2014-W53", "2015-W00", "abc", "2099-W01", "２０１５-W23"])
def test_weeks_that_do_not_exist_or_are_to_come_are_not_found(leader, story, week):
    for form in ("", "word/", "workbook/"):
        assert leader.get(f"/brief/{week}/{form}").status_code == 404


def test_a_week_that_was_never_opened_says_so_and_has_no_file(leader, story):
    page = leader.get("/brief/2015-W10/")
    assert page.status_code == 200
    assert "This week was not opened for reporting." in text(page)
    assert leader.get("/brief/2015-W10/word/").status_code == 404
    assert DownloadEntry.objects.count() == 0


def test_a_week_53_and_the_sums_of_the_new_year(zone, people):
    monday = datetime.date(2015, 12, 28)
    week = opened(zone, monday)
    occasion = occasion_of(zone, Week(monday), past.moment("2016-01-20"))
    assert (str(occasion.week), occasion.day, occasion.year) == ("2015-W53", datetime.date(2016, 1, 5), 2016)
    assert week_brief(occasion).reports == 0
    assert week.pk


def test_the_meeting_is_never_before_the_reports_are_due(zone):
    row = opened(zone, MONDAY)
    row.due_at = past.moment("2015-06-18 18:00")
    row.save()
    assert occasion_of(zone, Week(MONDAY), clock.now()).day == datetime.date(2015, 6, 18)


# --- rights and files -------------------------------------------------------------------------------
def test_each_file_is_logged_and_holds_the_rows_of_the_page(leader, zone, story, people):
    word = leader.get(f"/brief/{OLD_WEEK}/word/?by=park")
    assert word["Content-Type"].endswith("wordprocessingml.document")
    document = Document(io.BytesIO(b"".join(word.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "电梯未到（unreviewed）" in cells
    assert "家具园" in cells
    book = openpyxl.load_workbook(io.BytesIO(b"".join(leader.get(f"/brief/{OLD_WEEK}/workbook/").streaming_content)))
    problems = [[cell.value for cell in row] for row in book["Problems of the reports"].iter_rows(min_row=3)]
    assert problems == [[story.unit.name, "家具园", "甲项目", "电梯未到", "unreviewed: Problem"]]
    overdue = [[cell.value for cell in row] for row in book["Overdue promises"].iter_rows(min_row=3)]
    assert (overdue[0][4].date(), overdue[0][5]) == (datetime.date(2015, 5, 30), 10)
    entries = DownloadEntry.objects.order_by("pk").values_list("user", "what", "about", "row_count")
    assert [entry[:3] for entry in entries] == [(people.leader.pk, "weekly brief", OLD_WEEK)] * 2
    assert all(entry[3] > 5 for entry in entries)


def test_another_zone_s_people_see_their_own_empty_brief(sign_in, people, story):
    client = sign_in(people.stranger)
    page = text(client.get("/brief/"))
    for name in ("甲项目", "主体封顶", "电梯未到", "请赶工"):
        assert name not in page


def test_a_foreign_project_is_in_no_brief(zone, story):
    brief = brief_of(zone, OLD_WEEK)
    assert "外区" not in str([rows(brief, key) for key in brief.sections])


# --- bad text ---------------------------------------------------------------------------------------
def test_markup_controls_and_very_long_words_are_safe_in_all_three(leader, zone, story):
    bad = "<script>alert(1)</script>{{ zone }}=1+1\x0b\x1f\ufffe" + "很长的问题" * 2000
    WeeklyReport.objects.filter(project=story.late, monday=OLD).update(problems=bad)  # past every form
    story.late.name = "=<b>甲</b>&"
    story.late.save()
    WeeklyReport.objects.filter(project=story.late, monday=OLD).update(monday=MONDAY)
    page = leader.get("/brief/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>甲" not in page
    brief = brief_of(zone, NEW_WEEK)
    document = Document(brief_document(brief, by="unit", author="某人"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    ((problem),) = [each for each in cells if "<script>" in each]
    assert "\x0b" not in problem
    assert len(problem) < 450
    book = openpyxl.load_workbook(brief_workbook(brief, by="unit", author="某人")[0])
    named = [cell for row in book["Problems of the reports"].iter_rows(min_row=3) for cell in row]
    assert [cell.value for cell in named if cell.value and str(cell.value).startswith("=")] == ["=<b>甲</b>&"]
    assert all(cell.data_type != "f" for cell in named)


# --- cost -------------------------------------------------------------------------------------------
def queries(zone, week):
    with CaptureQueriesContext(connection) as found:
        brief_of(zone, week)
    return len(found)


def full_project(zone, unit, people):
    """A project of which every table of the brief tells something."""
    with past.on("2015-05-20"):
        project = factories.project(zone=zone, unit=unit, park=factories.park(zone=zone))
        factories.assignment(project=project, user=people.officer)
        factories.investment(project=project)
        kept, moved, late = (factories.milestone(project=project, due=datetime.date(2015, 6, day)) for day in (3, 14, 5))
        factories.milestone(project=project, due=datetime.date(2015, 6, 19))
        given(project, OLD - datetime.timedelta(days=7), "2015-05-29")
    with past.on("2015-06-05"):
        report = given(project, OLD, "2015-06-09", state="submitted", problems="问题")
        for promise, fields in ((kept, {"met_on": "2015-06-03"}), (late, {"proposed_date": "2015-07-01"})):
            MilestoneWeek.objects.create(report=report, milestone=promise, outlook="late", **fields)
        kept.actual_date = datetime.date(2015, 6, 3)
        kept.save()
        move(moved, "2015-07-20", people.clerk)
        factories.instruction(project=project, given_by=people.leader)
        factories.photo(project=project, taken_by=people.officer, report=report)
        silent = factories.project(zone=zone, unit=unit, entered="2015-01-05")
        factories.report(project=silent, monday=OLD)
    return project


def test_it_costs_the_same_queries_for_one_and_for_three_projects(leader, zone, unit, people):
    """Twice of a project: one of which everything is told, and one that is silent."""
    opened(zone, OLD)
    address, costs = reverse("reports:week_brief_of", args=[OLD_WEEK]), []
    leader.get(address)
    for more in (1, 2):
        for _number in range(more):
            full_project(zone, unit, people)
        with CaptureQueriesContext(connection) as reading:
            brief = brief_of(zone, OLD_WEEK)
        with CaptureQueriesContext(connection) as page:
            leader.get(address)
        assert all(section.rows for section in brief.sections.values())
        costs.append((len(reading), len(page)))
    assert costs == [(27, 32), (27, 32)]
