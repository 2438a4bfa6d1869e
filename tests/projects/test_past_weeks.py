"""A week that is opened late has the projects of then: the same board whenever it is opened."""

import datetime

import pytest

from core.periods import Week
from projects.actions import open_week, reach_stage
from projects.models import Project, StageEntry, WeeklyReport
from tests import factories
from tests.past import on

TODAY = datetime.date(2015, 6, 16)
MAY = Week.parse("2015-W20")  # ended on Sunday, 2015-05-17


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def enter(zone):
    def entered(name, stage="building", on="2014-12-01"):
        return factories.project(zone=zone, name=name, stage=stage, entered=on)

    return entered


def reach(project, stage, reached=None):
    reach_stage(project=project, stage=stage, reached_on=reached and day(reached), note="")


def board(zone, week=MAY, as_of=TODAY):
    open_week(zone=zone, week=week, as_of=as_of)
    return sorted(report.project.name for report in WeeklyReport.objects.in_zone(zone).of_week(week.monday))


def test_projects_suspended_or_finished_since_are_there_and_those_resumed_or_entered_since_are_not(zone, enter):
    with on("2014-12-01"):
        suspended, finished, resumed = enter("后停工"), enter("后投产"), enter("后复工")
        enter("在建")
        enter("谋划", stage="planned")
    with on("2015-03-02"):
        reach(resumed, "suspended", "2015-03-01")
    with on("2015-05-20"):
        reach(suspended, "suspended", "2015-05-19")
        reach(finished, "producing", "2015-05-18")
        reach(resumed, "building", "2015-05-20")
        enter("后录入", on="2015-05-20")
    assert board(zone) == ["后停工", "后投产", "在建"]
    assert board(zone, Week.parse("2015-W22")) == ["后复工", "后录入", "在建"]


def test_a_week_has_the_same_board_whenever_it_is_opened(zone, enter):
    with on("2014-12-01"):
        first, second = enter("一期"), enter("二期")
    at_once = board(zone, as_of=day("2015-05-18"))
    WeeklyReport.objects.all().delete()
    with on("2015-06-01"):
        reach(first, "ended", "2015-05-30")
        reach(second, "suspended", "2015-05-31")
        enter("三期", on="2015-06-01")
    assert board(zone) == at_once == ["一期", "二期"]


def test_the_last_minute_of_sunday_still_counts_and_monday_does_not(zone, enter):
    with on("2015-05-17 23:59:59"):
        enter("周日")
    with on("2015-05-18 00:00:00"):
        enter("周一")
    assert board(zone) == ["周日"]


def test_a_stage_that_was_entered_late_counts_from_the_day_it_was_reached(zone, enter):
    with on("2014-12-01"):
        before, after, unknown = enter("五月十日停工"), enter("五月十八日停工"), enter("日期不详停工")
    with on("2015-06-01"):
        reach(before, "suspended", "2015-05-10")
        reach(after, "suspended", "2015-05-18")
        reach(unknown, "suspended")
    assert board(zone) == ["五月十八日停工", "日期不详停工"]


def test_of_stages_that_were_entered_late_the_last_one_reached_counts(zone, enter):
    with on("2014-12-01"):
        paused, ended = enter("停了又复工"), enter("复工在周后")
    with on("2015-06-01"):
        reach(paused, "suspended", "2015-05-04")
        reach(ended, "suspended", "2015-05-04")
    with on("2015-06-02"):
        reach(paused, "building", "2015-05-12")
        reach(ended, "building", "2015-05-25")
    assert board(zone) == ["停了又复工"]


def test_a_note_that_is_added_to_an_old_stage_changes_nothing(zone, enter):
    with on("2014-12-01"):
        project = enter("一期")
    with on("2015-02-01"):
        reach(project, "suspended", "2015-02-01")
    with on("2015-03-01"):
        reach(project, "building")
    with on("2015-06-01"):
        StageEntry.objects.filter(project=project, stage="suspended").update(note="冬季停工")
        Project.objects.filter(pk=project.pk).update(remark="补记")
    assert board(zone) == ["一期"]


def test_a_week_that_is_not_over_takes_the_projects_of_now(zone, enter):
    week = Week.of(TODAY)
    project = factories.project(zone=zone, name="今天录入", entered="2015-06-16")
    assert board(zone, week) == ["今天录入"]
    reach(project, "suspended", "2015-06-16")
    assert board(zone, week) == ["今天录入"]  # what is opened stays
    assert board(zone, Week.parse("2015-W24")) == []


def test_nothing_that_exists_is_changed_and_what_is_missing_is_added(zone, enter):
    with on("2014-12-01"):
        written, late = enter("已报"), enter("漏开")
    given = factories.report(project=written, monday=MAY.monday, state="submitted", progress="主体", submitted_at=MOMENT)
    with on("2015-06-01"):
        reach(written, "suspended", "2015-05-01")
        gone = enter("已删", on="2015-01-05")
    gone.delete()
    before = WeeklyReport.objects.filter(pk=given.pk).values().get()
    assert board(zone) == ["已报", "漏开"]
    assert board(zone) == ["已报", "漏开"]
    assert WeeklyReport.objects.filter(pk=given.pk).values().get() == before
    assert late.weekly_reports.get().state == "open"


def test_projects_of_another_zone_stay_out(zone, other_zone, enter):
    enter("本区")
    factories.project(zone=other_zone, name="外区")
    assert board(zone) == ["本区"]


@pytest.mark.parametrize("count", [1, 3])
def test_an_old_week_is_opened_in_as_many_queries_whatever_the_number_of_projects(zone, enter, count, django_assert_num_queries):
    for number in range(count):
        project = enter(f"{number}期")
        reach(project, "suspended", "2015-05-30")
    with django_assert_num_queries(13):
        open_week(zone=zone, week=MAY, as_of=TODAY)
    assert WeeklyReport.objects.count() == count


MOMENT = datetime.datetime(2015, 5, 18, 4, tzinfo=datetime.UTC)
