"""``manage.py open_week`` from cron."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.models import ReportingWeek, WeeklyReport
from tests import factories


def run(*arguments):
    out = StringIO()
    call_command("open_week", *arguments, stdout=out)
    return out.getvalue()


def test_it_opens_the_newest_week_in_every_zone(project, foreign):
    said = run()
    assert {(week.zone, str(week)) for week in ReportingWeek.objects.all()} == {
        (project.zone, "2015-W24"),
        (foreign.project.zone, "2015-W24"),
    }
    assert project.weekly_reports.count() == 1
    assert f"{project.zone.code} 2015-W24: 1 reports opened, 0 were there, due 2015-06-15 18:00" in said
    assert f"{foreign.project.zone.code} 2015-W24: 0 reports opened, 1 were there" in said


def test_running_it_twice_adds_nothing(project):
    run()
    before = list(WeeklyReport.objects.values())
    assert "0 reports opened, 1 were there" in run()
    assert list(WeeklyReport.objects.values()) == before


def test_it_opens_a_given_week_in_one_zone(project, foreign):
    run("--week", "2015-W23", "--zone", project.zone.code)
    assert [(week.zone, str(week)) for week in ReportingWeek.objects.all()] == [(project.zone, "2015-W23")]
    assert str(project.weekly_reports.get().week) == "2015-W23"


@pytest.mark.parametrize("week", ["2015-W54", "2014-W53", "2015-W00", "2015-24", "24", "２015-W24", "0000-W01", "2015-W24 "])
def test_a_week_that_does_not_exist_is_named(project, week):
    with pytest.raises(CommandError, match="There is no week"):
        run("--week", week)
    assert not WeeklyReport.objects.exists()


def test_a_week_that_has_not_come_is_refused_with_the_newest_one(project):
    with pytest.raises(CommandError, match="the newest week that is open is 2015-W24"):
        run("--week", "2015-W25")
    assert not WeeklyReport.objects.exists()


def test_each_zone_s_newest_week_follows_its_own_setting(project, foreign, settings):
    settings.PORTAL_TODAY = datetime.date(2015, 6, 18)  # a Thursday
    zone = project.zone
    zone.opens_weekday = 3
    zone.save()
    said = run()
    assert f"{zone.code} 2015-W25: 1 reports opened, 0 were there, due 2015-06-23 18:00" in said
    assert f"{foreign.project.zone.code} 2015-W24" in said
    with pytest.raises(CommandError, match="the newest week that is open is 2015-W24"):
        run("--week", "2015-W25", "--zone", foreign.project.zone.code)
    assert "is not open for reporting yet in zone" in run("--week", "2015-W25")


def test_a_week_before_the_zone_s_first_project_is_refused(zone):
    factories.project(zone=zone, entered="2015-05-20")
    with pytest.raises(CommandError, match=r"2015-W20 is before the first project of zone .* entered on 2015-05-20"):
        run("--week", "2015-W20", "--zone", zone.code)
    assert not ReportingWeek.objects.exists()
    assert "1 reports opened" in run("--week", "2015-W21", "--zone", zone.code)


def test_of_several_zones_those_that_have_a_week_open_it_and_the_others_are_named(project, other_zone):
    factories.project(zone=other_zone, entered="2015-05-20")
    said = run("--week", "2015-W20")
    assert f"{project.zone.code} 2015-W20: 1 reports opened" in said
    assert f"2015-W20 is before the first project of zone {other_zone.code}" in said
    assert [week.zone for week in ReportingWeek.objects.all()] == [project.zone]


def test_a_zone_without_any_project_opens_nothing_and_does_not_stop_the_others(zone, project, other_zone):
    said = run()
    assert "1 reports opened" in said
    assert f"before the first project of zone {other_zone.code}" in said


def test_a_week_of_the_year_before_is_taken_and_the_53rd_of_a_year_without_it_is_not(zone):
    factories.project(zone=zone, entered="2014-12-20")
    assert "2014-W52: 1 reports opened" in run("--week", "2014-W52")
    with pytest.raises(CommandError, match="There is no week 2014-W53"):
        run("--week", "2014-W53")


def test_an_unknown_zone_is_answered_with_the_known_ones(project):
    with pytest.raises(CommandError, match=project.zone.code):
        run("--zone", "nowhere")
    assert not WeeklyReport.objects.exists()


def test_the_history_says_that_a_command_wrote_it(project):
    run()
    event = project.weekly_reports.get().events.get()
    assert (event.pgh_label, event.pgh_context["origin"]) == ("insert", "command")


def test_a_zone_without_projects_gets_its_week_and_no_reports(zone):
    factories.project(zone=zone, stage="suspended")
    assert "0 reports opened" in run()
    assert ReportingWeek.objects.filter(zone=zone).count() == 1
