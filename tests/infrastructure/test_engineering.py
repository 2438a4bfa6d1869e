"""The arithmetic of works, on plain numbers and on the numbers of the 2014 report."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure import engineering
from infrastructure.choices import Measure, Rule
from infrastructure.engineering import Check, Quotient
from tests.infrastructure.factories import ROADS_2015

D = Decimal
WIDTHS = st.decimals(min_value=D("0.01"), max_value=D("999"), places=2)


def section_of(road) -> Check:
    return engineering.cross_section([(D(width), sides) for _kind, width, sides in road[5]], D(road[4]))


def land_of(road) -> Check:
    return engineering.road_land(D(road[3]), D(road[4]), D(road[6]))


def test_four_of_the_seven_roads_miss_four_metres_of_their_red_line():
    missing = {road[0]: section_of(road).difference for road in ROADS_2015 if not section_of(road).holds}
    assert missing == {"黄河路建设工程": D(-4), "和义路北延工程": D(-4), "建设路": D(-4), "姚庄村北东西路": D(-4)}


def test_two_of_the_seven_roads_have_a_land_figure_that_is_off():
    off = {road[0]: land_of(road).difference for road in ROADS_2015 if not land_of(road).holds}
    assert off == {"南环路东延": D("-0.75"), "姚庄村北南北路": D("-0.63")}


def test_the_roads_together_are_not_as_large_as_their_stated_land():
    areas = [(road[0], engineering.area_mu(D(road[3]), D(road[4]))) for road in ROADS_2015]
    check = engineering.package_area(areas, D(439))
    assert (check.left, check.holds) == (D("437.82"), False)


def test_stated_land_and_budgets_of_the_roads_add_up():
    land = engineering.package_sum(Rule.PACKAGE_LAND, "亩", [(road[0], D(road[6])) for road in ROADS_2015], D(439))
    budget = engineering.package_sum(Rule.PACKAGE_BUDGET, "万元", [(road[0], D(road[7])) for road in ROADS_2015], D(6140))
    assert (land.left, land.holds, budget.left, budget.holds) == (D(439), True, D(6140), True)


@pytest.mark.parametrize(
    ("stated", "tolerance"), [("60", "0.5"), ("60.00", "0.5"), ("440", "0.5"), ("33.5", "0.05"), ("33.50", "0.05"), ("0", "0.5")]
)
def test_the_tolerance_is_half_a_unit_of_the_last_printed_digit(stated, tolerance):
    assert engineering.half_unit(D(stated)) == D(tolerance)


def test_land_that_is_off_by_exactly_half_a_unit_still_holds():
    assert engineering.road_land(D(1000), D("30.3333333"), D(45)).holds is True
    assert engineering.road_land(D(2000), D(1), D("3.5")).holds is False
    assert engineering.road_land(D(1000), D(1), D(2)).holds is True  # 1.5 against 2


def test_thirty_thousand_square_metres_are_forty_five_mu_exactly():
    assert engineering.area_mu(D(1000), D(30)) == 45
    assert engineering.road_land(D(1000), D(30), D(45)).printed_difference == "0"


@pytest.mark.parametrize(("length", "width", "land"), [(None, D(30), D(45)), (D(1000), None, D(45)), (D(1000), D(30), None)])
def test_a_missing_side_is_neither_true_nor_false(length, width, land):
    check = engineering.road_land(length, width, land)
    assert (check.difference, check.holds, check.printed_difference) == (None, None, "–")


def test_a_sum_with_a_silent_part_cannot_be_computed_and_names_it():
    parts = [("道路", D(6140)), ("其它", D(5030)), ("检测中心", None)]
    check = engineering.package_sum(Rule.PACKAGE_BUDGET, "万元", parts, D(15000))
    assert (check.left, check.holds, check.silent, check.formula) == (None, None, ("检测中心",), "6,140 + 5,030 + –")


def test_the_sum_of_nothing_is_not_zero():
    assert engineering.total([]) is None
    assert engineering.cross_section([], D(30)).left is None


def test_rounded_parts_may_miss_a_rounded_total():
    parts = [("甲", D("1.4")), ("乙", D("1.4"))]
    assert engineering.package_sum(Rule.PACKAGE_LAND, "亩", parts, D(3)).holds is True
    assert engineering.package_sum(Rule.PACKAGE_LAND, "亩", parts, D(4)).holds is False


def test_the_number_of_works_is_checked_over_the_parts():
    check = engineering.package_count([7, 2, 1], 10)
    assert (check.left, check.holds, check.formula) == (D(10), True, "7 + 2 + 1")
    assert engineering.package_count([7, 2], 10).difference == -1


def test_a_statement_says_both_sides_with_their_unit():
    check = engineering.road_land(D(790), D(50), D(60))
    assert check.formula == "790 × 50 ÷ 666.67"
    assert "59.25" in check.statement
    assert "60" in check.statement
    assert check.printed_difference == "−0.75"


def test_segments_add_up_to_the_road():
    assert engineering.segment_lengths([D(900), D(1200)], D(2100)).holds is True
    assert engineering.segment_budgets([D(900), None], D(2100)).holds is None


def values(quotients: list[Quotient]) -> dict[str, str]:
    return {one.measure: one.printed for one in quotients}


def test_quotients_of_the_three_housing_works_are_those_of_the_report():
    south = engineering.housing_quotients(budget_wan=D(3500), floor_area_m2=D(14000), blocks=None, flats=300, persons=1200)
    view = engineering.housing_quotients(budget_wan=D(2700), floor_area_m2=D(11000), blocks=2, flats=200, persons=800)
    tiger = engineering.housing_quotients(budget_wan=D(6200), floor_area_m2=D(25000), blocks=3, flats=500, persons=None)
    assert values(south) == {"persons_per_flat": "4", "m2_per_flat": "46.67", "yuan_per_m2": "2,500", "flats_per_block": "–"}
    assert values(view) == {"persons_per_flat": "4", "m2_per_flat": "55", "yuan_per_m2": "2,454.5", "flats_per_block": "100"}
    assert values(tiger) == {"persons_per_flat": "–", "m2_per_flat": "50", "yuan_per_m2": "2,480", "flats_per_block": "166.67"}


def test_a_metre_of_road_costs_what_the_seed_says():
    cost = {road[0]: engineering.road_quotients(D(road[7]), D(road[3]))[0].printed for road in ROADS_2015}
    assert list(cost.values()) == ["1.0506", "1", "0.7619", "0.76", "0.76", "0.7568", "0.5277"]


def test_nothing_is_divided_by_nothing():
    assert engineering.quotient(D(5), 0) is None
    assert engineering.quotient(None, 5) is None
    assert [(one.measure, one.value) for one in engineering.road_quotients(D(100), None)] == [(Measure.WAN_PER_M, None)]


@settings(deadline=None)
@given(st.lists(st.tuples(WIDTHS, st.sampled_from([1, 2])), min_size=1, max_size=8))
def test_parts_always_hold_against_their_own_sum(parts):
    whole = sum((width * sides for width, sides in parts), D(0))
    assert engineering.cross_section(parts, whole).holds is True
    assert engineering.cross_section(parts, whole + D("0.01")).holds is False


@settings(deadline=None)
@given(WIDTHS, WIDTHS)
def test_land_rounded_to_whole_mu_always_holds(length, width):
    area = engineering.area_mu(length, width)
    assert engineering.road_land(length, width, area.quantize(D(1))).holds is True
