"""The published rules case by case: what each text says at its limits and a hair beside them."""

from decimal import Decimal

import pytest
from django.utils import translation

from zones.choices import CatchUp, Light, Measure, Preset, Subject
from zones.lights import Measured, behind, judge, shipped
from zones.presets import PRESETS

RED, YELLOW, GREEN, NONE = Light.RED, Light.YELLOW, Light.GREEN, Light.NONE
HAIR = Decimal("0.0000000001")


def clause(preset, subject, measure):
    (found,) = [each for each in PRESETS[preset].clauses if (each.subject, each.measure) == (subject, measure)]
    return found


def lights(preset, subject, measure, values, **options):
    return [judge(clause(preset, subject, measure), Measured(value, **options)).light for value in values]


def test_every_preset_has_a_name_and_clauses_of_what_can_be_measured():
    assert set(PRESETS) == set(Preset)
    for preset, found in PRESETS.items():
        assert str(found.name).strip()
        assert bool(str(found.source)) == (preset != Preset.PORTAL)
        for each in found.clauses:
            assert each.measure in Measure.of(each.subject)
            assert preset == Preset.PORTAL or (str(each.wording) and str(each.red_consequence))


def test_the_portal_s_own_preset_is_what_a_zone_has_that_has_decided_nothing():
    assert PRESETS[Preset.PORTAL].clauses == shipped(2015).clauses


@pytest.mark.parametrize("subject", [Subject.PROJECT, Subject.INDICATOR])
def test_sanya_at_expectation_is_green_behind_by_half_of_it_yellow_and_a_hair_more_red(subject):
    values = [Decimal(-5), Decimal(0), HAIR, Decimal(50), 50 + HAIR, Decimal(100), None]
    expected = [GREEN, GREEN, YELLOW, YELLOW, RED, RED, NONE]
    assert lights(Preset.SANYA_2022, subject, Measure.SHARE_BEHIND, values) == expected


@pytest.mark.parametrize(
    ("completed", "expected"),
    [("500", GREEN), ("600", GREEN), ("499.99", YELLOW), ("250", YELLOW), ("249.99", RED), ("0", RED)],
)
def test_sanya_with_a_plan_of_1000_at_the_half_year(completed, expected):
    """Expected are 500; half of them is 250."""
    value = behind(Decimal(1000), Decimal(completed), 6, Measure.SHARE_BEHIND)
    assert lights(Preset.SANYA_2022, Subject.PROJECT, Measure.SHARE_BEHIND, [value]) == [expected]


@pytest.mark.parametrize("subject", [Subject.PROJECT, Subject.UNIT])
def test_sanya_one_month_missed_is_yellow_and_two_running_red(subject):
    assert lights(Preset.SANYA_2022, subject, Measure.MONTHS_MISSED, [0, 1, 2, 3]) == [GREEN, YELLOW, RED, RED]


@pytest.mark.parametrize("subject", [Subject.PROJECT, Subject.INDICATOR])
def test_yinchuan_is_green_below_ten_points_yellow_from_ten_to_thirty_and_red_beyond(subject):
    values = [Decimal(-20), Decimal(0), 10 - HAIR, Decimal(10), Decimal(20), Decimal(30), 30 + HAIR]
    expected = [GREEN, GREEN, GREEN, YELLOW, YELLOW, YELLOW, RED]
    assert lights(Preset.YINCHUAN_2025, subject, Measure.POINTS_BEHIND, values) == expected


@pytest.mark.parametrize(("completed", "expected"), [("380.01", GREEN), ("380", YELLOW), ("140", YELLOW), ("139.99", RED)])
def test_yinchuan_with_a_plan_of_1200_after_five_months(completed, expected):
    """Expected are 41.67 %: 380 are exactly 10 points behind, 140 exactly 30, although neither share ends."""
    value = behind(Decimal(1200), Decimal(completed), 5, Measure.POINTS_BEHIND)
    assert lights(Preset.YINCHUAN_2025, Subject.PROJECT, Measure.POINTS_BEHIND, [value]) == [expected]


def test_yinchuan_a_start_missed_in_its_month_is_yellow_and_three_months_running_red():
    found = lights(Preset.YINCHUAN_2025, Subject.PROJECT, Measure.START_MONTHS_LATE, [None, 0, 1, 2, 3, 4])
    assert found == [NONE, GREEN, YELLOW, YELLOW, RED, RED]


def test_yinchuan_not_in_the_statistics_after_one_month_is_yellow_and_after_more_than_two_red():
    found = lights(Preset.YINCHUAN_2025, Subject.PROJECT, Measure.MONTHS_UNLISTED, [None, 0, 1, 2, 3])
    assert found == [NONE, GREEN, GREEN, YELLOW, RED]


def test_yinchuan_speaks_of_what_is_behind_without_cause_only():
    for each in PRESETS[Preset.YINCHUAN_2025].clauses:
        assert judge(each, Measured(Decimal(99))).light == RED
        excused = judge(each, Measured(Decimal(99)), "副主任")
        assert (excused.light, excused.excused_by, excused.consequence) == (GREEN, "副主任", "")


@pytest.mark.parametrize("preset", [Preset.SANYA_2022, Preset.OUHAI_2020, Preset.XINHUANG_2015])
def test_rules_whose_text_knows_no_excuse_admit_none(preset):
    for each in PRESETS[preset].clauses:
        worst = Decimal(0) if each.measure == Measure.MONTH_SHARE else Decimal(99)
        assert judge(each, Measured(worst), "副主任").light == RED


@pytest.mark.parametrize(
    ("subject", "measure"),
    [
        (Subject.MILESTONE, Measure.DAYS_OVERDUE),
        (Subject.PROJECT, Measure.TASKS_MISSED),
        (Subject.UNIT, Measure.TASKS_MISSED),
    ],
)
def test_ouhai_a_missed_task_is_red_and_made_up_afterwards_yellow_but_never_green(subject, measure):
    assert clause(Preset.OUHAI_2020, subject, measure).catch_up == CatchUp.STAYS
    assert lights(Preset.OUHAI_2020, subject, measure, [0, 1, 2]) == [GREEN, RED, RED]
    assert lights(Preset.OUHAI_2020, subject, measure, [0, 1], made_up=True) == [YELLOW, RED]


@pytest.mark.parametrize("subject", [Subject.PROJECT, Subject.UNIT])
def test_xinhuang_below_80_percent_is_key_supervision_and_below_60_the_yellow_card(subject):
    values = [Decimal(100), Decimal(80), 80 - HAIR, Decimal(60), 60 - HAIR, Decimal(0), None]
    found = lights(Preset.XINHUANG_2015, subject, Measure.MONTH_SHARE, values)
    assert found == [GREEN, GREEN, YELLOW, YELLOW, RED, RED, NONE]
    said = clause(Preset.XINHUANG_2015, subject, Measure.MONTH_SHARE)
    with translation.override("en"):
        assert (str(said.consequence(YELLOW)), str(said.consequence(RED))) == ("key supervision", "yellow card")
