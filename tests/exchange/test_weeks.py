"""Weekly reports as a workbook: changed rows are handed in by the rules of the form of the week."""

import datetime

import pytest

from core.imports import check
from exchange.kinds import kind_of
from projects.models import MilestoneWeek, WeeklyReport
from tests import factories
from tests.exchange.test_imports import add, bytes_of, downloaded, place, send, sheet_of, store

pytestmark = pytest.mark.django_db
LAST, THIS = datetime.date(2015, 6, 8), datetime.date(2015, 6, 15)
PROGRESS, SUM, WORKERS, SAME = "形象进度", "本年累计完成投资", "现场施工人数", "本周无变化"


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


@pytest.fixture
def project(zone, unit):
    return factories.project(zone=zone, name="甲项目", unit=unit, stage="building")


@pytest.fixture
def report(project):
    before = factories.report(project=project, monday=LAST, progress="二层", completed_wan=800)
    WeeklyReport.objects.filter(pk=before.pk).update(state="accepted", submitted_at=before.due_at)
    return factories.report(project=project, monday=THIS)


def filled_in(client, **cells):
    """The workbook as it was downloaded, with other words in the row of this week."""
    book = downloaded(client, "weeks")
    for label, value in cells.items():
        place(sheet_of(book), label, "甲项目").value = value
    return book


def test_only_reports_that_can_be_written_go_out(report, clerk):
    rows = [[cell.value for cell in row] for row in sheet_of(downloaded(clerk, "weeks")).iter_rows()]
    assert [row[4].date() for row in rows if row[3] == "甲项目"] == [THIS]


def test_a_changed_row_is_handed_in_by_the_person_who_sent_it(report, people, clerk):
    book = filled_in(clerk, **{PROGRESS: "三层", SUM: 950, WORKERS: 40})
    page = send(clerk, book, "weeks")
    assert page.context["row"].counts == {"new": 0, "changed": 1, "same": 0, "wrong": 0}
    store(clerk, page)
    report.refresh_from_db()
    found = (report.state, report.submitted_by, report.progress, report.completed_wan, report.workers)
    assert found == ("submitted", people.clerk, "三层", 950, 40)
    version = report.version
    assert send(clerk, book, "weeks").context["row"].counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    report.refresh_from_db()
    assert report.version == version


def test_a_row_that_nobody_filled_in_is_not_handed_in(report, clerk):
    store(clerk, send(clerk, downloaded(clerk, "weeks"), "weeks"))
    report.refresh_from_db()
    assert report.state == "open"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({PROGRESS: "三层", SUM: 700}, "800"),
        ({PROGRESS: "三层", SUM: -1}, "0"),
        ({WORKERS: 12}, "本周无变化"),
        ({PROGRESS: "三层", WORKERS: "十来个"}, "请填数字"),
        ({PROGRESS: "三层", "周次": datetime.date(2015, 6, 1)}, "周"),
    ],
)
def test_a_row_is_judged_as_the_form_of_the_week_judges(report, clerk, cells, words):
    page = send(clerk, filled_in(clerk, **cells), "weeks")
    assert words in " ".join(fault.words for fault in page.context["preview"].faults)
    report.refresh_from_db()
    assert report.state == "open"


def test_no_change_repeats_what_was_said_last_week(report, clerk):
    store(clerk, send(clerk, filled_in(clerk, **{SAME: "是"}), "weeks"))
    report.refresh_from_db()
    assert (report.state, report.progress, report.completed_wan) == ("submitted", "二层", 800)


def test_what_was_said_of_promises_stays(report, project, clerk):
    promise = factories.milestone(project=project, due_date=datetime.date(2015, 6, 30))
    MilestoneWeek.objects.create(report=report, milestone=promise, outlook="met", met_on=datetime.date(2015, 6, 16), note="提前")
    store(clerk, send(clerk, filled_in(clerk, **{PROGRESS: "三层"}), "weeks"))
    assert [(row.outlook, row.note) for row in report.milestone_weeks.all()] == [("met", "提前")]
    promise.refresh_from_db()
    assert promise.actual_date == datetime.date(2015, 6, 16)


def test_an_accepted_report_is_closed(report, clerk):
    book = filled_in(clerk, **{PROGRESS: "三层"})
    WeeklyReport.objects.filter(pk=report.pk).update(state="accepted", submitted_at=report.due_at)
    (fault,) = send(clerk, book, "weeks").context["preview"].faults
    assert "已" in fault.words


def test_a_workbook_opens_no_week(report, clerk):
    book = downloaded(clerk, "weeks")
    add(sheet_of(book), **{"项目": "甲项目", PROGRESS: "三层"})
    assert "系统" in " ".join(fault.words for fault in send(clerk, book, "weeks").context["preview"].faults)
    assert WeeklyReport.objects.count() == 2


def test_the_check_asks_the_database_as_often_for_many_rows_as_for_one(zone, unit, people, clerk, django_assert_num_queries):
    for number in range(1, 6):
        factories.report(project=factories.project(zone=zone, unit=unit, name=f"项目{number}", stage="building"), monday=THIS)
        if number in {1, 5}:
            book = downloaded(clerk, "weeks")
            for row in range(1, number + 1):
                place(sheet_of(book), PROGRESS, f"项目{row}").value = "三层"
            kind = kind_of("weeks", user=people.clerk, zone=zone, as_of=factories.DAY)
            with django_assert_num_queries(QUERIES):
                assert check(kind, bytes_of(book)).counts["changed"] == number


QUERIES = 4  # reports, what they say of promises, officers, and what was reported before
