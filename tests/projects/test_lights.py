"""What the rules say of projects, promises and units: each measure on plain facts, and the published rules through them."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import ONE_DAY, month_end, month_number, month_of, months_begun, months_elapsed
from projects import lights
from projects.choices import Outcome
from projects.lights import Facts, Promise, UnitFacts
from zones.choices import CatchUp, Light, Measure, Preset, Subject
from zones.lights import Clause, Rules, behind
from zones.presets import PRESETS

TODAY = datetime.date(2015, 6, 16)
RED, YELLOW, GREEN, NONE = Light.RED, Light.YELLOW, Light.GREEN, Light.NONE


def day(month, number, year=2015):
    return datetime.date(year, month, number)


def value(measure, facts, as_of=TODAY, **options):
    clause = Clause(Subject.PROJECT, measure, **{"red": Decimal(1), **options})
    return lights.measure(clause, facts, as_of).value


def made_up(measure, facts, as_of=TODAY, **options):
    return lights.measure(Clause(Subject.PROJECT, measure, red=Decimal(1), **options), facts, as_of).made_up


def promises(*pairs, **fields):
    """Promises as (date that counts, actual date)."""
    return Facts(promises=tuple(Promise(due, actual, **fields) for due, actual in pairs))


def light(preset, facts, as_of=TODAY):
    return lights.of_project(Rules(as_of.year, clauses=PRESETS[preset].clauses), facts, as_of).light


# --- months ------------------------------------------------------------------------------------
def test_months_are_numbered_on_one_line():
    assert month_number(day(1, 31, 2016)) - month_number(day(12, 1)) == 1
    assert month_of(month_number(day(12, 5))) == day(12, 1)
    assert month_of(month_number(day(1, 5))) == day(1, 1)


def test_a_month_counts_as_elapsed_on_its_last_day():
    assert [months_elapsed(d, 2015) for d in (day(1, 1), day(1, 31), day(6, 16), day(6, 30), day(12, 31))] == [0, 1, 5, 6, 12]
    assert (months_elapsed(day(1, 1, 2016), 2015), months_elapsed(day(12, 31, 2014), 2015)) == (12, 0)


@pytest.mark.parametrize(
    ("since", "as_of", "months"),
    [
        (day(3, 10), day(3, 9), 0),
        (day(3, 10), day(3, 10), 0),
        (day(3, 10), day(3, 11), 1),
        (day(3, 10), day(4, 10), 1),
        (day(3, 10), day(4, 11), 2),
        (day(3, 10), day(5, 10), 2),
        (day(3, 10), day(5, 11), 3),
        (day(1, 31), day(2, 28), 1),
        (day(1, 31), day(3, 1), 2),
        (day(1, 31), day(3, 31), 2),
        (day(12, 20, 2014), day(1, 20), 1),
    ],
)
def test_the_second_month_begins_the_day_after_the_first_is_full(since, as_of, months):
    assert months_begun(since, as_of) == months


DAYS = st.dates(datetime.date(2014, 1, 1), datetime.date(2016, 12, 31))


@given(since=DAYS, as_of=DAYS)
def test_months_begun_never_fall_and_rise_by_one(since, as_of):
    before, after = months_begun(since, as_of), months_begun(since, as_of + ONE_DAY)
    assert after - before in {0, 1}
    assert (before == 0) == (as_of <= since)


# --- promises ----------------------------------------------------------------------------------
def test_days_overdue_are_those_of_the_oldest_open_promise():
    facts = promises((day(6, 1), None), (day(5, 1), day(6, 2)), (day(7, 1), None))
    assert value(Measure.DAYS_OVERDUE, facts) == 15
    assert value(Measure.DAYS_OVERDUE, promises((day(7, 1), None))) == 0
    assert value(Measure.DAYS_OVERDUE, Facts()) is None


def test_tasks_missed_are_open_promises_whose_date_has_passed_of_whatever_year():
    facts = promises((day(6, 15), None), (TODAY, None), (day(12, 1, 2014), None), (day(5, 1), day(5, 9)))
    assert value(Measure.TASKS_MISSED, facts) == 2
    assert made_up(Measure.TASKS_MISSED, facts)
    assert not made_up(Measure.TASKS_MISSED, promises((day(5, 1, 2014), day(5, 9, 2014)), (day(5, 1), day(5, 1))))
    assert value(Measure.TASKS_MISSED, Facts()) is None


def test_months_missed_in_a_row_count_back_from_the_last_month_that_is_over():
    missed = [(day(month, 20), None) for month in (3, 4, 5)]
    assert value(Measure.MONTHS_MISSED, promises(*missed)) == 3
    assert value(Measure.MONTHS_MISSED, promises(*missed, (day(6, 1), None))) == 3  # June is not over
    assert value(Measure.MONTHS_MISSED, promises(missed[0], missed[2])) == 1  # April had no promise
    assert value(Measure.MONTHS_MISSED, promises(*missed[:2], (day(5, 9), day(5, 9)))) == 0  # May was kept
    assert value(Measure.MONTHS_MISSED, promises(*missed, (day(5, 9), day(5, 9)))) == 3  # one of two is missed
    assert value(Measure.MONTHS_MISSED, promises((day(12, 9, 2014), None), (day(1, 9), None)), day(2, 1)) == 2


def test_on_the_last_day_of_a_month_its_promises_are_not_missed_yet_but_its_share_counts():
    facts = promises((day(6, 30), None), (day(6, 10), day(6, 10)))
    assert value(Measure.MONTHS_MISSED, facts, day(6, 30)) == 0
    assert value(Measure.MONTHS_MISSED, facts, day(7, 1)) == 1
    assert value(Measure.MONTH_SHARE, facts, day(6, 29)) is None
    assert value(Measure.MONTH_SHARE, facts, day(6, 30)) == 50


def test_a_month_that_was_made_up_is_missed_where_making_up_does_not_clear():
    facts = promises((day(5, 20), day(6, 2)))
    assert value(Measure.MONTHS_MISSED, facts, catch_up=CatchUp.CLEARS) == 0
    assert value(Measure.MONTHS_MISSED, facts, catch_up=CatchUp.STAYS) == 1
    within = promises((day(5, 20), day(5, 31)))  # late, but in its month
    assert value(Measure.MONTHS_MISSED, within, catch_up=CatchUp.STAYS) == 0
    assert not made_up(Measure.MONTHS_MISSED, within)
    assert made_up(Measure.MONTHS_MISSED, promises((day(3, 20), day(4, 2)), (day(5, 1), day(5, 1))))


def test_the_month_s_share_is_of_promises_kept_by_their_date_and_none_without_promises():
    kept, late, missed = (day(5, 8), day(5, 8)), (day(5, 8), day(5, 9)), (day(5, 31), None)
    assert value(Measure.MONTH_SHARE, promises(kept, kept, late, missed)) == 50
    assert value(Measure.MONTH_SHARE, promises(late)) == 0
    assert value(Measure.MONTH_SHARE, promises((day(4, 8), None))) is None
    assert value(Measure.MONTH_SHARE, Facts()) is None


def test_the_start_is_late_by_calendar_months_begun_since_its_own():
    planned = promises((day(3, 15), None), is_start=True)
    for as_of, months in ((day(3, 31), 0), (day(4, 1), 1), (day(5, 31), 2), (day(6, 1), 3)):
        assert value(Measure.START_MONTHS_LATE, planned, as_of) == months
    assert value(Measure.START_MONTHS_LATE, promises((day(3, 15), day(6, 1)), is_start=True)) == 0
    assert made_up(Measure.START_MONTHS_LATE, promises((day(3, 15), day(6, 1)), is_start=True))
    assert not made_up(Measure.START_MONTHS_LATE, promises((day(3, 15), day(3, 30)), is_start=True))
    assert value(Measure.START_MONTHS_LATE, promises((day(3, 15), None))) is None


def test_months_not_in_the_statistics_count_from_the_start_until_something_is_accepted():
    assert value(Measure.MONTHS_UNLISTED, Facts(started_on=day(4, 16))) == 2
    assert value(Measure.MONTHS_UNLISTED, Facts(started_on=day(4, 15))) == 3
    assert value(Measure.MONTHS_UNLISTED, Facts(started_on=day(4, 16), is_listed=True)) == 0
    assert value(Measure.MONTHS_UNLISTED, Facts()) is None


# --- money -------------------------------------------------------------------------------------
def test_investment_is_behind_the_elapsed_share_of_the_plan():
    facts = Facts(planned_wan=Decimal(1200), completed_wan=Decimal(300))  # 5 months: 500 expected
    assert value(Measure.SHARE_BEHIND, facts) == 40
    assert value(Measure.POINTS_BEHIND, facts) == Decimal(200) / 12
    assert value(Measure.SHARE_BEHIND, Facts(planned_wan=Decimal(1200), completed_wan=Decimal(600))) == -20


def test_without_plan_or_report_nothing_is_behind_and_nothing_is_zero():
    wan = Decimal(100)
    for facts in (Facts(), Facts(planned_wan=wan), Facts(completed_wan=wan), Facts(planned_wan=Decimal(0), completed_wan=wan)):
        assert value(Measure.SHARE_BEHIND, facts) is None
        assert value(Measure.POINTS_BEHIND, facts) is None


def test_in_january_nothing_is_expected_yet():
    facts = Facts(planned_wan=Decimal(1200), completed_wan=Decimal(0))
    assert value(Measure.SHARE_BEHIND, facts, day(1, 30)) == 0
    assert value(Measure.POINTS_BEHIND, facts, day(1, 30)) == 0
    assert value(Measure.SHARE_BEHIND, facts, day(1, 31)) == 100


WAN = st.decimals(min_value=0, max_value=10**9, places=2)


@given(whole=WAN, actual=WAN, months=st.integers(0, 12))
def test_what_is_behind_is_so_in_both_measures_and_by_exact_comparison(whole, actual, months):
    share, points = (behind(whole, actual, months, each) for each in (Measure.SHARE_BEHIND, Measure.POINTS_BEHIND))
    if whole == 0:
        assert (share, points) == (None, None)
        return
    missing = whole * months - actual * 12
    assert (points > 0) == (missing > 0)
    assert (points > 10) == (missing * 100 > whole * 120)
    assert (share > 50) == (missing * 2 > whole * months and months > 0)
    assert share == 0 if not months else (share == 50) == (missing * 2 == whole * months)


# --- excuses -----------------------------------------------------------------------------------
def overdue(**options):
    return Rules(2015, clauses=(Clause(Subject.PROJECT, Measure.DAYS_OVERDUE, red=Decimal(1), **options),))


def test_an_excused_promise_is_taken_out_and_named():
    facts = Facts(promises=(Promise(day(5, 1), excused_by="副主任"), Promise(day(6, 15))))
    (reason,) = lights.of_project(overdue(), facts, TODAY).reasons
    assert reason.value == 1
    assert [fact.value for fact in reason.facts][-1] == "excused by 副主任"
    assert lights.of_project(overdue(excusable=False), facts, TODAY).reasons[0].value == 46


def test_an_excuse_of_the_whole_project_clears_the_clause_and_says_who_approved_it():
    facts = Facts(promises=(Promise(day(5, 1)),), excused_by="副主任")
    (reason,) = lights.of_project(overdue(), facts, TODAY).reasons
    assert (reason.light, reason.value, reason.excused_by) == (GREEN, 46, "副主任")
    (strict,) = lights.of_project(overdue(excusable=False), facts, TODAY).reasons
    assert (strict.light, strict.excused_by) == (RED, "")


def test_an_excuse_makes_no_light_where_there_is_none_and_changes_no_green():
    whole = Facts(excused_by="副主任")
    assert lights.of_project(overdue(), whole, TODAY).light == NONE
    kept = Facts(promises=(Promise(day(5, 1), day(5, 1)),), excused_by="副主任")
    assert lights.of_project(overdue(), kept, TODAY).reasons[0].excused_by == ""


def test_an_excuse_clears_what_was_made_up_too():
    clause = Clause(Subject.PROJECT, Measure.TASKS_MISSED, red=Decimal(1), catch_up=CatchUp.STAYS)
    late = promises((day(5, 1), day(5, 9)))
    excused = Facts(promises=tuple(Promise(p.scored, p.actual, excused_by="主任") for p in late.promises))
    assert lights.of_project(Rules(2015, clauses=(clause,)), late, TODAY).light == YELLOW
    assert lights.of_project(Rules(2015, clauses=(clause,)), excused, TODAY).light == GREEN


# --- the published rules through the facts of a project ----------------------------------------
def test_sanya_one_missed_month_is_yellow_two_running_are_red():
    assert light(Preset.SANYA_2022, promises((day(5, 20), None))) == YELLOW
    assert light(Preset.SANYA_2022, promises((day(4, 20), None), (day(5, 20), None))) == RED
    assert light(Preset.SANYA_2022, promises((day(4, 20), None), (day(5, 20), day(5, 20)))) == GREEN


@pytest.mark.parametrize(("completed", "expected"), [("500", GREEN), ("250", YELLOW), ("249.99", RED)])
def test_sanya_behind_by_half_of_the_expectation_is_yellow_and_a_hair_more_red(completed, expected):
    facts = Facts(planned_wan=Decimal(1200), completed_wan=Decimal(completed))
    assert light(Preset.SANYA_2022, facts) == expected


def test_yinchuan_an_approved_cause_takes_all_of_it_away():
    behind_all = Facts(
        promises=(Promise(day(2, 15), is_start=True),),
        planned_wan=Decimal(1200),
        completed_wan=Decimal(0),
        started_on=day(1, 5),
    )
    why = lights.of_project(Rules(2015, clauses=PRESETS[Preset.YINCHUAN_2025].clauses), behind_all, TODAY)
    assert [reason.light for reason in why.reasons] == [RED, RED, RED]
    excused = Facts(**{name: getattr(behind_all, name) for name in behind_all.__slots__} | {"excused_by": "副市长"})
    why = lights.of_project(Rules(2015, clauses=PRESETS[Preset.YINCHUAN_2025].clauses), excused, TODAY)
    assert [(reason.light, reason.excused_by) for reason in why.reasons] == [(GREEN, "副市长")] * 3


@pytest.mark.parametrize(
    ("started", "expected"),
    [(day(5, 16), GREEN), (day(5, 15), YELLOW), (day(4, 16), YELLOW), (day(4, 15), RED)],
)
def test_yinchuan_started_and_unlisted_for_a_month_is_yellow_for_more_than_two_red(started, expected):
    assert light(Preset.YINCHUAN_2025, Facts(started_on=started)) == expected
    assert light(Preset.YINCHUAN_2025, Facts(started_on=started, is_listed=True)) == GREEN


def test_ouhai_missed_is_red_and_made_up_yellow_for_the_rest_of_the_year():
    made_up_in_may = promises((day(5, 1), day(5, 9)))
    assert light(Preset.OUHAI_2020, promises((day(5, 1), None))) == RED
    assert light(Preset.OUHAI_2020, made_up_in_may) == YELLOW
    assert light(Preset.OUHAI_2020, made_up_in_may, day(12, 31)) == YELLOW
    assert light(Preset.OUHAI_2020, made_up_in_may, day(1, 1, 2016)) == GREEN
    assert light(Preset.OUHAI_2020, promises((day(5, 1), day(5, 1)))) == GREEN


@pytest.mark.parametrize(("kept", "expected"), [(5, GREEN), (4, GREEN), (3, YELLOW), (2, RED), (0, RED)])
def test_xinhuang_four_of_five_are_enough_three_are_key_supervision_two_the_yellow_card(kept, expected):
    due = day(5, 20)
    facts = promises(*[(due, due)] * kept, *[(due, None)] * (5 - kept))
    assert light(Preset.XINHUANG_2015, facts) == expected


def test_xinhuang_exactly_60_percent_is_not_below_60_percent():
    facts = promises(*[(day(5, 20), day(5, 20))] * 3, *[(day(5, 20), None)] * 2)
    (reason,) = lights.of_project(Rules(2015, clauses=PRESETS[Preset.XINHUANG_2015].clauses), facts, TODAY).reasons
    assert (reason.value, reason.light) == (60, YELLOW)


# --- promises and units ------------------------------------------------------------------------
def test_a_promise_has_its_own_light():
    rules = Rules(
        2015, clauses=(Clause(Subject.MILESTONE, Measure.DAYS_OVERDUE, yellow=Decimal(1), red=Decimal(30), red_at=False),)
    )
    found = [lights.of_promise(rules, Promise(TODAY - days * ONE_DAY), TODAY).light for days in (-1, 0, 1, 30, 31)]
    assert found == [GREEN, GREEN, YELLOW, YELLOW, RED]
    assert lights.of_promise(rules, Promise(day(1, 1), day(6, 1)), TODAY).light == GREEN
    assert lights.of_promise(rules, Promise(day(1, 1), excused_by="主任"), TODAY).light == GREEN
    assert lights.of_promise(Rules(2015), Promise(day(1, 1)), TODAY).light == NONE


def unit_light(measure, facts, **limits):
    return lights.of_unit(Rules(2015, clauses=(Clause(Subject.UNIT, measure, **limits),)), facts, TODAY).light


def test_a_unit_is_judged_by_all_its_promises_and_by_its_red_projects():
    may = {month_number(day(5, 1)): Counter({Outcome.KEPT: 3, Outcome.MISSED: 2})}
    facts = UnitFacts(may, may, red_projects=1)
    assert unit_light(Measure.MONTH_SHARE, facts, red=Decimal(60), red_at=False) == GREEN
    assert unit_light(Measure.MONTH_SHARE, facts, red=Decimal(60)) == RED
    assert unit_light(Measure.TASKS_MISSED, facts, red=Decimal(2)) == RED
    assert unit_light(Measure.MONTHS_MISSED, facts, yellow=Decimal(1), red=Decimal(2)) == YELLOW
    assert unit_light(Measure.RED_PROJECTS, facts, red=Decimal(2), yellow=Decimal(1)) == YELLOW
    assert unit_light(Measure.TASKS_MISSED, UnitFacts(), red=Decimal(1)) == NONE
    assert unit_light(Measure.RED_PROJECTS, UnitFacts(), red=Decimal(1)) == NONE


def test_excused_promises_do_not_count_against_a_unit_where_excuses_are_admitted():
    month = month_number(day(5, 1))
    facts = UnitFacts({month: Counter({Outcome.MISSED: 2})}, {month: Counter({Outcome.MISSED: 1})})
    assert unit_light(Measure.TASKS_MISSED, facts, red=Decimal(2)) == GREEN
    assert unit_light(Measure.TASKS_MISSED, facts, red=Decimal(2), excusable=False) == RED


@given(due=DAYS, actual=st.none() | DAYS, as_of=DAYS)
def test_every_promise_has_one_outcome(due, actual, as_of):
    outcome = Outcome.of(due, actual, as_of)
    assert (outcome in Outcome.made_up()) == (actual is not None and actual > due)
    assert (outcome == Outcome.AFTERWARDS) == (actual is not None and actual > month_end(due))
    assert (outcome == Outcome.MISSED) == (actual is None and due < as_of)
