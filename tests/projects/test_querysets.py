"""The verbs on many rows, and that they say the same as the methods on one row."""

import datetime
from decimal import Decimal

import pytest

from core.periods import ONE_DAY, ONE_WEEK
from projects.choices import ReportState, Stage
from projects.models import Building, Enterprise, InvestmentYear, Milestone, Project, ProjectOfficer, WeeklyReport
from tests import factories
from zones.models import Membership, User

AS_OF = datetime.date(2015, 6, 16)
MONDAY = datetime.date(2015, 6, 8)
GIVEN = datetime.datetime(2015, 6, 14, tzinfo=datetime.UTC)


def fresh(user):
    """The person as the next request sees them, without the memberships remembered from this one."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def everybody(people, zone, other_zone):
    """The people of the fixture, one who is something else in each zone, one in none, and the installation's own."""
    both = factories.person(zone=zone, role="leader")
    abroad = factories.unit(zone=other_zone)
    Membership.objects.create(zone=other_zone, user=both, role="unit_head", unit=abroad)
    owner = factories.person(is_superuser=True)
    return [*vars(people).values(), both, factories.person(), owner]


@pytest.fixture
def some_projects(people, everybody, zone, unit, other_zone):
    """Of the unit, of another one, of none; assigned to every person in turn; and all of that in another zone."""
    other = people.colleague.memberships.get().unit
    abroad = other_zone.units.first()
    made = [factories.project(zone=zone, unit=one) for one in (unit, other, None)]
    made += [factories.project(zone=other_zone, unit=one) for one in (abroad, None)]
    for where, one in ((zone, other), (other_zone, None)):
        for person in everybody:
            project = factories.project(zone=where, unit=one)
            ProjectOfficer.objects.create(project=project, user=person)
            made.append(project)
    return made


def test_editable_projects_are_exactly_those_whose_access_is_allowed(everybody, some_projects):
    for person in everybody:
        allowed = {project.pk for project in Project.objects.all() if project.edit_access(person)}
        assert set(Project.objects.editable_by(person).values_list("pk", flat=True)) == allowed, person.memberships_by_zone
    assert len({Project.objects.editable_by(person).count() for person in everybody}) > 3


def test_nobody_gets_a_project_twice(people, unit, project):
    for person in (people.officer, people.head):
        ProjectOfficer.objects.create(project=project, user=person)
    for verb in (Project.objects.editable_by, Project.objects.assigned_to):
        assert [row.pk for row in verb(people.officer)] == [project.pk]


def test_editable_reports_are_exactly_those_whose_access_is_allowed(everybody, some_projects):
    for index, stage in enumerate(Stage):
        some_projects[index % len(some_projects)].stage = stage
    for project in some_projects:
        project.save()
        for weeks, state in enumerate(ReportState):
            given = None if state == ReportState.OPEN else GIVEN
            factories.report(project=project, monday=MONDAY - weeks * ONE_WEEK, state=state, submitted_at=given)
    for person in everybody:
        allowed = {report.pk for report in WeeklyReport.objects.all() if report.write_access(person)}
        assert set(WeeklyReport.objects.editable_by(person).values_list("pk", flat=True)) == allowed
    assert WeeklyReport.objects.editable_by(everybody[0]).exists()


def test_rows_of_a_project_are_editable_with_the_project(everybody, some_projects):
    for project in some_projects:
        factories.milestone(project=project)
        factories.building(project=project)
    for person in everybody:
        for model in (Milestone, Building):
            allowed = {row.pk for row in model.objects.all() if row.project.edit_access(person)}
            assert set(model.objects.editable_by(person).values_list("pk", flat=True)) == allowed


def test_editable_enterprises_are_exactly_those_whose_access_is_allowed(everybody, zone, other_zone):
    for where in (zone, other_zone):
        factories.enterprise(zone=where)
    for person in everybody:
        allowed = {row.pk for row in Enterprise.objects.all() if row.edit_access(person)}
        assert set(Enterprise.objects.editable_by(person).values_list("pk", flat=True)) == allowed


def test_a_right_that_is_taken_away_counts_at_the_next_request(people, project):
    assert Project.objects.editable_by(people.officer).exists()
    Membership.objects.filter(user=people.officer).update(role="leader")
    assert not Project.objects.editable_by(fresh(people.officer)).exists()
    assert not project.edit_access(fresh(people.officer))


def test_rows_are_seen_in_ones_own_zones_only(people, foreign, project, zone, other_zone):
    factories.milestone(project=project)
    factories.report(project=project)
    factories.enterprise(zone=zone)
    for model in (Project, Milestone, WeeklyReport, Enterprise):
        assert {row.zone for row in model.objects.visible_to(people.officer)} == {zone}, model
        assert {row.zone for row in model.objects.visible_to(people.stranger)} == {other_zone}, model
        assert {row.zone for row in model.objects.in_zone(zone)} == {zone}, model
        assert model.objects.visible_to(factories.person()).count() == 0
        assert model.objects.visible_to(factories.person(is_superuser=True)).count() == 2


def test_a_project_is_behind_while_a_broken_promise_is_open(project, zone):
    on_time, kept = factories.project(zone=zone), factories.project(zone=zone)
    factories.milestone(project=project, due=AS_OF - ONE_DAY)
    factories.milestone(project=on_time, due=AS_OF)
    factories.milestone(project=kept, due=AS_OF - 40 * ONE_DAY, actual_date=AS_OF)
    assert list(Project.objects.behind_schedule(AS_OF)) == [project]
    assert set(Project.objects.behind_schedule(AS_OF + ONE_DAY)) == {project, on_time}


def test_the_oldest_open_promise_and_the_ledger_are_named(project, zone):
    empty = factories.project(zone=zone)
    factories.milestone(project=project, due=AS_OF - 9 * ONE_DAY, actual_date=AS_OF)
    factories.milestone(project=project, due=AS_OF + 9 * ONE_DAY)
    factories.milestone(project=project, due=AS_OF + 3 * ONE_DAY)
    rows = {row.pk: (row.earliest_open, row.has_ledger) for row in Project.objects.with_open_promise()}
    assert rows == {project.pk: (AS_OF + 3 * ONE_DAY, True), empty.pk: (None, False)}


def test_enterprises_are_counted_by_park_and_one_without_a_park_counts_too(zone, foreign):
    first, second = factories.park(zone=zone, name="家具园", position=2), factories.park(zone=zone, name="食品园", position=1)
    for park, producing, years in (
        (first, True, {2013, 2014}),
        (first, False, set()),
        (second, True, {2013}),
        (None, False, {2014}),
    ):
        enterprise = factories.enterprise(zone=zone, park=park, is_producing=producing)
        for year in years:
            enterprise.above_scale_years.create(year=year)
        factories.project(zone=zone, owner=enterprise)
        factories.project(zone=zone, owner=enterprise)
    rows = Enterprise.objects.in_zone(zone).counts_by_park(2014)
    found = [(row["park__name"], row["total"], row["producing"], row["above_scale"]) for row in rows]
    assert found == [("食品园", 1, 1, 0), ("家具园", 2, 1, 1), (None, 1, 0, 1)]


def test_above_scale_is_asked_for_a_year(zone):
    enterprise, other = factories.enterprise(zone=zone), factories.enterprise(zone=zone)
    for year in (2012, 2014):
        enterprise.above_scale_years.create(year=year)
    other.above_scale_years.create(year=2013)
    assert list(Enterprise.objects.above_scale(2014)) == [enterprise]
    assert list(Enterprise.objects.above_scale(2015)) == []
    flags = {row.pk: row.is_above_scale for row in Enterprise.objects.with_above_scale(2013)}
    assert flags == {enterprise.pk: False, other.pk: True}


def given_report(project, monday, amount, state=ReportState.ACCEPTED):
    submitted = None if state == ReportState.OPEN else GIVEN
    return factories.report(project=project, monday=monday, completed_wan=amount, state=state, submitted_at=submitted)


def completed(as_of, project):
    return Project.objects.with_investment(as_of).get(pk=project.pk).completed_wan


def test_the_completed_investment_is_the_last_given_reports(project):
    given_report(project, datetime.date(2015, 6, 1), Decimal(300))
    given_report(project, MONDAY, Decimal(420), ReportState.SUBMITTED)
    given_report(project, datetime.date(2015, 6, 15), Decimal(999), ReportState.OPEN)
    assert completed(AS_OF, project) == Decimal(420)
    assert completed(datetime.date(2015, 6, 7), project) == Decimal(300)
    assert completed(datetime.date(2015, 5, 31), project) is None


def test_a_report_that_was_sent_back_does_not_count(project):
    given_report(project, datetime.date(2015, 6, 1), Decimal(300))
    given_report(project, MONDAY, Decimal(9999), ReportState.RETURNED)
    assert completed(AS_OF, project) == Decimal(300)


def test_a_last_report_without_a_sum_is_not_reported_and_not_zero(project):
    given_report(project, datetime.date(2015, 6, 1), Decimal(300))
    given_report(project, MONDAY, None)
    InvestmentYear.objects.create(project=project, year=2015, completed_wan=77)
    assert completed(AS_OF, project) is None


def test_the_cumulative_sum_of_last_year_does_not_count_for_this_one(project):
    given_report(project, datetime.date(2014, 12, 22), Decimal(8000))
    assert completed(datetime.date(2015, 1, 6), project) is None
    given_report(project, datetime.date(2014, 12, 29), Decimal(12))  # its Sunday is the 4th of January
    assert completed(datetime.date(2015, 1, 6), project) == Decimal(12)
    assert completed(datetime.date(2014, 12, 31), project) == Decimal(8000)


def test_the_three_investments_stand_side_by_side(project, zone):
    InvestmentYear.objects.create(project=project, year=2015, planned_wan=5000, accepted_wan=None, completed_wan=77)
    InvestmentYear.objects.create(project=project, year=2014, planned_wan=1, accepted_wan=2, completed_wan=3)
    row = Project.objects.with_investment(AS_OF).get(pk=project.pk)
    assert (row.planned_wan, row.accepted_wan, row.completed_wan) == (5000, None, 77)
    bare = Project.objects.with_investment(AS_OF).get(pk=factories.project(zone=zone).pk)
    assert (bare.planned_wan, bare.accepted_wan, bare.completed_wan) == (None, None, None)


def test_the_years_of_a_project_show_what_its_reports_said_last_in_each(project):
    for year in (2013, 2014, 2015):
        InvestmentYear.objects.create(project=project, year=year, completed_wan=year)
    given_report(project, datetime.date(2014, 12, 22), Decimal(8000))
    given_report(project, datetime.date(2014, 12, 29), Decimal(12))
    given_report(project, MONDAY, Decimal(500))
    rows = project.investment_years.with_self_reported(datetime.date(2015, 6, 1))
    assert {row.year: row.self_reported_wan for row in rows} == {2013: 2013, 2014: 8000, 2015: 12}
    rows = project.investment_years.with_self_reported(AS_OF)
    assert {row.year: row.self_reported_wan for row in rows}[2015] == 500


def test_my_reports_are_of_the_projects_assigned_to_me_and_for_a_head_of_the_whole_unit(people, unit, project, zone):
    mine, paused = factories.project(zone=zone, unit=unit), factories.project(zone=zone, unit=unit, stage=Stage.SUSPENDED)
    elsewhere = factories.project(zone=zone)
    for assigned in (mine, paused):
        ProjectOfficer.objects.create(project=assigned, user=people.officer)
        ProjectOfficer.objects.create(project=assigned, user=people.head)
    ProjectOfficer.objects.create(project=elsewhere, user=people.clerk)
    for each in (project, mine, paused, elsewhere):
        factories.report(project=each)

    def names(user):
        return [report.project for report in WeeklyReport.objects.of_person(user).order_by("project_id")]

    assert names(people.officer) == [mine]
    assert names(people.head) == [project, mine]
    assert names(people.clerk) == [elsewhere]
    assert names(people.colleague) == names(people.leader) == names(people.stranger) == []


def test_only_projects_under_way_report_every_week(zone):
    for stage in Stage:
        factories.project(zone=zone, stage=stage)
    found = {project.stage for project in Project.objects.reporting()}
    assert found == {Stage.LANDED, Stage.STARTED, Stage.BUILDING, Stage.COMPLETED, Stage.TRIAL}
    assert found == {project.stage for project in Project.objects.all() if project.reports_weekly}


def test_given_and_missing_share_out_all_reports(project):
    for weeks, state in enumerate(ReportState):
        given_report(project, MONDAY - weeks * ONE_WEEK, None, state)
    assert {row.state for row in WeeklyReport.objects.given()} == {ReportState.SUBMITTED, ReportState.ACCEPTED}
    assert {row.state for row in WeeklyReport.objects.missing()} == {ReportState.OPEN, ReportState.RETURNED}
    assert all(row.is_given for row in WeeklyReport.objects.given())
    assert [row.monday for row in WeeklyReport.objects.of_week(MONDAY)] == [MONDAY]
    assert WeeklyReport.objects.of_weeks_before(MONDAY).count() == 3


def test_a_report_knows_how_many_promises_are_late_or_near(project, zone):
    report, bare = factories.report(project=project), factories.report(project=factories.project(zone=zone))
    for offset in (-20, -1, 0, 14, 15):
        factories.milestone(project=project, due=AS_OF + offset * ONE_DAY)
    factories.milestone(project=project, due=AS_OF - 5 * ONE_DAY, actual_date=AS_OF)
    rows = {row.pk: (row.overdue_count, row.due_soon_count) for row in WeeklyReport.objects.with_ledger_state(AS_OF)}
    assert rows == {report.pk: (2, 2), bare.pk: (0, 0)}
    rows = {row.pk: row.due_soon_count for row in WeeklyReport.objects.with_ledger_state(AS_OF, 15)}
    assert rows[report.pk] == 3


def test_a_report_asks_about_open_promises_near_it_and_those_it_spoke_of(project, foreign):
    report = factories.report(project=project)
    horizon = AS_OF + 30 * ONE_DAY
    late, near, _far, _met, told = (
        factories.milestone(project=project, due=AS_OF + offset * ONE_DAY, actual_date=actual)
        for offset, actual in ((-90, None), (30, None), (31, None), (-9, AS_OF), (-8, AS_OF))
    )
    for milestone in (told, near):
        report.milestone_weeks.create(milestone=milestone, outlook="met")
    assert list(Milestone.objects.filter(project=project).asked_in(report, horizon)) == [late, told, near]


def test_the_number_of_revisions_is_counted_with_the_standing(project, people):
    milestone = factories.milestone(project=project)
    for _time in range(2):
        milestone.revisions.create(
            old_date=AS_OF, new_date=AS_OF, old_precision="day", new_precision="day", asked_on=AS_OF, by=people.clerk, reason="land"
        )
    still = factories.milestone(project=project)
    rows = {row.pk: row.revision_count for row in Milestone.objects.with_standing(AS_OF)}
    assert rows == {milestone.pk: 2, still.pk: 0}
