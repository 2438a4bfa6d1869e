"""The arithmetic of ledger and week, and its twins in SQL."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import ONE_DAY, Precision, window
from projects import lights, progress
from projects.choices import ReportStanding, ReportState, Standing
from projects.models import Milestone, Project, WeeklyReport
from tests import factories
from zones.choices import Light
from zones.lights import shipped
from zones.models import RuleSet

DUE = datetime.date(2015, 6, 30)
NOW = datetime.datetime(2015, 6, 15, 18, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("promised", "precision", "last_day"),
    [
        (datetime.date(2015, 4, 30), Precision.DAY, datetime.date(2015, 4, 30)),
        (datetime.date(2015, 12, 15), Precision.TEN_DAY, datetime.date(2015, 12, 20)),
        (datetime.date(2015, 2, 3), Precision.MONTH_END, datetime.date(2015, 2, 28)),
        (datetime.date(2016, 2, 3), Precision.MONTH, datetime.date(2016, 2, 29)),
        (datetime.date(2015, 5, 1), Precision.QUARTER, datetime.date(2015, 6, 30)),
        (datetime.date(2015, 5, 1), Precision.HALF_YEAR, datetime.date(2015, 6, 30)),
        (datetime.date(2015, 5, 1), Precision.YEAR, datetime.date(2015, 12, 31)),
    ],
)
def test_overdue_starts_the_day_after_the_last_day_of_the_window(promised, precision, last_day):
    _start, due = window(promised, precision)
    assert due == last_day
    assert progress.standing(due, None, last_day) == Standing.DUE_SOON
    assert progress.standing(due, None, last_day + ONE_DAY) == Standing.OVERDUE


def test_slip_is_the_current_date_minus_the_baseline_and_negative_when_moved_forward():
    assert progress.slip(datetime.date(2015, 4, 30), datetime.date(2015, 6, 30)) == 61
    assert progress.slip(datetime.date(2015, 6, 30), datetime.date(2015, 4, 30)) == -61
    assert progress.slip(DUE, DUE) == 0


def test_lateness_runs_until_the_day_it_was_kept_and_is_never_negative():
    assert progress.lateness(DUE, None, datetime.date(2015, 7, 10)) == 10
    assert progress.lateness(DUE, datetime.date(2015, 7, 3), datetime.date(2015, 12, 31)) == 3
    assert progress.lateness(DUE, datetime.date(2015, 6, 1), datetime.date(2015, 12, 31)) == 0
    assert progress.lateness(DUE, None, DUE) == 0


def test_due_soon_means_within_the_days_of_the_rule():
    assert progress.standing(DUE, None, DUE - 7 * ONE_DAY, 7) == Standing.DUE_SOON
    assert progress.standing(DUE, None, DUE - 8 * ONE_DAY, 7) == Standing.AHEAD


def test_a_promise_kept_on_its_last_day_is_met_and_the_day_after_is_late():
    assert progress.standing(DUE, DUE, datetime.date(2015, 12, 31)) == Standing.MET
    assert progress.standing(DUE, DUE + ONE_DAY, datetime.date(2015, 12, 31)) == Standing.MET_LATE


def promised(*days):
    """A project with open promises for these days."""
    return lights.Facts(promises=tuple(lights.Promise(day) for day in days))


@pytest.mark.parametrize(
    ("days_late", "expected"),
    [(-1, Light.GREEN), (0, Light.GREEN), (1, Light.YELLOW), (30, Light.YELLOW), (31, Light.RED), (400, Light.RED)],
)
def test_the_light_turns_yellow_the_day_after_and_red_beyond_the_rules_days(days_late, expected):
    assert lights.of_project(factories.rules(red=30), promised(DUE), DUE + days_late * ONE_DAY).light == expected


def test_without_a_ledger_there_is_no_light_and_with_everything_kept_it_is_green():
    kept = lights.Facts(promises=(lights.Promise(DUE, actual=DUE),))
    assert lights.of_project(factories.rules(), lights.Facts(), DUE).light == Light.NONE
    assert lights.of_project(factories.rules(), kept, DUE + ONE_DAY).light == Light.GREEN


def test_a_share_that_cannot_be_computed_is_none_and_not_zero():
    assert progress.completion(Decimal("62.96"), Decimal(100)) == Decimal("0.6296")
    assert progress.completion(None, Decimal(100)) is None
    assert progress.completion(Decimal(5), None) is None
    assert progress.completion(Decimal(5), Decimal(0)) is None
    assert progress.completion(Decimal(0), Decimal(100)) == 0
    assert progress.gap_points(None, Decimal("0.5")) is None
    assert progress.gap_points(Decimal("0.45"), Decimal("0.5")) == -5


def test_a_report_is_due_on_its_last_day_and_overdue_after_its_minute():
    due, day = NOW, datetime.timedelta(days=1)
    second = datetime.timedelta(seconds=1)
    assert progress.report_standing(ReportState.OPEN, due, due - day - second) == ReportStanding.NOT_DUE
    assert progress.report_standing(ReportState.OPEN, due, due - day) == ReportStanding.DUE
    assert progress.report_standing(ReportState.OPEN, due, due) == ReportStanding.DUE
    assert progress.report_standing(ReportState.OPEN, due, due + second) == ReportStanding.OVERDUE
    assert progress.report_standing(ReportState.RETURNED, due, due + day) == ReportStanding.RETURNED


DAYS = st.dates(datetime.date(2014, 1, 1), datetime.date(2016, 12, 31))
SOON = st.integers(0, 60)
RULES = st.builds(lambda soon, red: factories.rules(soon=soon, red=red), SOON, st.integers(0, 120))


@given(due=DAYS, actual=st.none() | DAYS, as_of=DAYS, soon=SOON)
def test_a_promise_has_exactly_one_standing_and_lateness_agrees_with_it(due, actual, as_of, soon):
    standing = progress.standing(due, actual, as_of, soon)
    late = progress.lateness(due, actual, as_of)
    assert (late > 0) == (standing in {Standing.OVERDUE, Standing.MET_LATE})


@given(due=DAYS, as_of=DAYS, rule=RULES)
def test_a_light_is_green_exactly_while_its_oldest_open_promise_is_not_overdue(due, as_of, rule):
    light = lights.of_project(rule, promised(due), as_of).light
    assert (light == Light.GREEN) == (progress.standing(due, None, as_of, rule.due_soon_days) != Standing.OVERDUE)


RULE_GRID = [factories.rules(), factories.rules(soon=0, red=0), factories.rules(soon=7, red=10)]
AS_OF = datetime.date(2015, 6, 16)
OFFSETS = [-45, -31, -30, -29, -11, -10, -9, -1, 0, 1, 6, 7, 8, 13, 14, 15, 40]


@pytest.mark.parametrize("rule", RULE_GRID)
def test_the_standing_in_sql_is_the_twin_of_the_pure_one(project, rule):
    for offset in OFFSETS:
        due = AS_OF + offset * ONE_DAY
        for actual in (None, due - 3 * ONE_DAY, due, due + ONE_DAY):
            factories.milestone(project=project, due=due, actual_date=actual)
    rows = list(Milestone.objects.with_standing(AS_OF, rule.due_soon_days))
    assert len(rows) == 4 * len(OFFSETS)
    assert [row.standing for row in rows] == [row.standing_on(AS_OF, rule) for row in rows]
    assert {row.standing for row in rows} >= {Standing.OVERDUE, Standing.DUE_SOON, Standing.AHEAD, Standing.MET, Standing.MET_LATE}
    soon = Milestone.objects.due_soon(AS_OF, rule.due_soon_days)
    by_verb = {Standing.OVERDUE: Milestone.objects.overdue(AS_OF), Standing.DUE_SOON: soon}
    for standing, found in by_verb.items():
        assert {row.pk for row in found} == {row.pk for row in rows if row.standing == standing}


@pytest.mark.parametrize("rule", RULE_GRID)
def test_the_light_in_sql_is_the_twin_of_the_pure_one(zone, rule):
    expected = {factories.project(zone=zone, name="无台账").pk: Light.NONE}
    for offset in OFFSETS:
        due = AS_OF + offset * ONE_DAY
        project = factories.project(zone=zone)
        factories.milestone(project=project, due=due)
        factories.milestone(project=project, due=due + 50 * ONE_DAY)
        factories.milestone(project=project, due=due - 300 * ONE_DAY, actual_date=due)
        expected[project.pk] = lights.of_project(rule, promised(due), AS_OF).light
    done = factories.project(zone=zone, name="全部完成")
    factories.milestone(project=done, due=AS_OF - 90 * ONE_DAY, actual_date=AS_OF)
    expected[done.pk] = Light.GREEN
    rows = Project.objects.with_light(AS_OF, rule)
    assert {row.pk: row.light for row in rows} == expected
    late = {row.pk for row in rows if row.light in {Light.RED, Light.YELLOW}}
    assert {row.pk for row in Project.objects.behind_schedule(AS_OF)} == late


def test_the_standing_of_reports_in_sql_is_the_twin_of_the_pure_one(project):
    minute = datetime.timedelta(minutes=1)
    offsets = [-3000, -1441, -1440, -1439, -1, 0, 1, 3000]
    monday = datetime.date(2015, 6, 8)
    for index, (minutes, state) in enumerate((minutes, state) for minutes in offsets for state in ReportState):
        given = None if state == ReportState.OPEN else NOW
        week = monday - 7 * index * ONE_DAY
        factories.report(project=project, monday=week, due_at=NOW - minutes * minute, state=state, submitted_at=given)
    rows = list(WeeklyReport.objects.with_standing(NOW))
    assert len(rows) == len(offsets) * 4
    assert [row.standing for row in rows] == [progress.report_standing(row.state, row.due_at, NOW) for row in rows]
    assert {row.standing for row in rows} == set(ReportStanding)


def test_last_years_lights_keep_last_years_rule(zone, other_zone):
    factories.rule_set(zone=zone, year=2014, due_soon_days=5, red=9)
    factories.rule_set(zone=zone, year=2016, due_soon_days=1, red=2)
    in_force = {year: RuleSet.in_force(zone, datetime.date(year, 6, 16)) for year in (2013, 2014, 2015, 2016)}
    assert {year: rules.due_soon_days for year, rules in in_force.items()} == {2013: 14, 2014: 5, 2015: 5, 2016: 1}
    assert {year: rules.of("project")[0].red for year, rules in in_force.items()} == {2013: 30, 2014: 9, 2015: 9, 2016: 2}
    assert RuleSet.in_force(other_zone, AS_OF) == shipped(2015)
