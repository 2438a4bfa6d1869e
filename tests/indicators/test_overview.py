"""The year's overview: what stands side by side, what is computed, what is only pointed at."""

from decimal import Decimal

import pytest

from indicators.choices import Aggregation, GrowthBasis
from indicators.models import Figure, Target
from indicators.overview import Line, overview, wholes_first
from tests import factories
from tests.indicators.factories import figure, indicator, seed_figures, target


def line_of(zone, code, year=2014):
    return next(line for line in overview(zone, year).lines if line.indicator.code == code)


@pytest.fixture
def seed(zone):
    return seed_figures(zone)


class TestTheSeed:
    def test_the_portal_finds_the_employment_target_and_nothing_else(self, zone, seed):
        (finding,) = overview(zone, 2014).findings
        assert (finding.indicator.code, finding.year, finding.is_target) == ("cyry", 2015, True)
        assert (finding.level_reading, finding.base_reading) == ("32,780", "23,800")

    def test_it_changes_nothing(self, zone, seed):
        before = list(Figure.objects.values()), list(Target.objects.values())
        assert overview(zone, 2014).findings
        assert (list(Figure.objects.values()), list(Target.objects.values())) == before

    def test_either_reading_settles_it(self, zone, seed):
        target(indicator=seed["cyry"], value=32780, stated=10, edition=2)
        assert overview(zone, 2014).findings == []

    def test_comparable_growth_is_never_computed_from_levels(self, zone, seed):
        figure(indicator=seed["gszjz"], value=20, year=2013)  # nominally +67 %, published +15.3 %
        line = line_of(zone, "gszjz")
        assert line.figure.value_before == 20
        assert (line.implied_growth, line.computed_growth, line.findings) == (None, None, [])

    def test_implied_growth_of_nominal_indicators(self, zone, seed):
        implied = {code: line_of(zone, code).implied_growth for code in ("zyywsr", "gdzctz", "cyry")}
        assert {code: round(rate, 2) for code, rate in implied.items()} == {
            "zyywsr": Decimal("24.14"),
            "gdzctz": Decimal("12.07"),
            "cyry": Decimal("-12.15"),
        }

    def test_the_parks_make_the_zone(self, zone, seed):
        (row,) = overview(zone, 2014).park_rows
        assert [(cell.park.name, cell.figure.value) for cell in row.cells] == [("家具园", 62), ("食品园", 27), ("环保科技园", 17)]
        assert row.check.holds
        assert overview(zone, 2014).failing_sums == []

    def test_an_indicator_without_figures_is_shown_as_not_reported(self, zone, seed):
        line = line_of(zone, "ssj")
        assert (line.figure, line.target, line.next_target, line.findings) == (None, None, None, [])

    def test_parts_follow_their_whole(self, zone, seed):
        codes = [line.indicator.code for line in overview(zone, 2014).lines]
        assert codes[codes.index("gdzctz") + 1] == "gyxm"

    def test_it_says_that_some_figures_are_estimates(self, zone, seed):
        assert overview(zone, 2014).has_estimates
        assert not overview(zone, 2013).has_estimates

    def test_the_queries_do_not_grow_with_the_indicators(self, zone, other_zone, seed, django_assert_num_queries):
        other = indicator(zone=other_zone)
        figure(indicator=other, value=1)
        target(indicator=other, value=2)
        for where, lines in ((zone, 7), (other_zone, 1)):
            with django_assert_num_queries(5):
                assert len(overview(where, 2014).lines) == lines


class TestPublishedGrowth:
    def test_a_rate_that_contradicts_last_year_is_pointed_at(self, zone):
        revenue = indicator(zone=zone)
        figure(indicator=revenue, value=120, year=2013)
        figure(indicator=revenue, value=145, growth="28.0")
        (finding,) = overview(zone, 2014).findings
        assert (finding.is_target, finding.year) == (False, 2014)
        assert (finding.level_reading, finding.base_reading) == ("153.6", "113.3")

    def test_a_rate_that_fits_is_not(self, zone):
        revenue = indicator(zone=zone)
        figure(indicator=revenue, value=120, year=2013)
        figure(indicator=revenue, value=145, growth="20.8")
        assert overview(zone, 2014).findings == []
        assert round(line_of(zone, revenue.code).computed_growth, 1) == Decimal("20.8")

    def test_months_are_compared_with_the_same_months(self, zone):
        revenue = indicator(zone=zone)
        figure(indicator=revenue, value=120, year=2014)
        figure(indicator=revenue, value=50, year=2014, through_month=5)
        figure(indicator=revenue, value=55, growth=10, year=2015, through_month=5)
        line = line_of(zone, revenue.code, 2015)
        assert (line.figure.value_before, line.computed_growth, line.findings) == (50, 10, [])


class TestTargetsOfARunningYear:
    @pytest.fixture
    def line(self, zone):
        revenue = indicator(zone=zone)
        figure(indicator=revenue, value=145)
        figure(indicator=revenue, value=72, year=2015, through_month=5)
        target(indicator=revenue, value=180, stated=24)
        target(indicator=revenue, value=200, stated=11, year=2016)
        return line_of(zone, revenue.code, 2015)

    def test_completion_is_a_share_of_this_years_target(self, line):
        assert line.completion == Decimal("0.4")

    def test_next_years_target_is_not_measured_against_five_months(self, line):
        assert line.next_target.value == 200
        assert (line.whole_year, line.implied_growth, line.target_finding) == (None, None, None)

    def test_it_names_its_period(self, line):
        assert line.period
        assert Line(line.indicator, 2015).period == ""


class TestParks:
    @pytest.fixture
    def parks(self, zone):
        return [factories.park(zone=zone, position=position) for position in (1, 2)]

    def rows(self, zone, parks, whole, parts, **definition):
        counted = indicator(zone=zone, **definition)
        figure(indicator=counted, value=whole)
        for park, value in zip(parks, parts, strict=False):
            figure(indicator=counted, value=value, park=park)
        return overview(zone, 2014)

    def test_a_count_that_does_not_add_up_is_pointed_at(self, zone, parks):
        shown = self.rows(zone, parks, 10, [6, 3], growth_basis=GrowthBasis.COUNT)
        assert [row.check.difference for row in shown.failing_sums] == [-1]

    def test_measured_values_may_miss_by_rounding(self, zone, parks):
        shown = self.rows(zone, parks, "10.1", ["6.0", "4.0"], places=1)
        assert shown.park_rows[0].check.holds
        assert shown.failing_sums == []

    def test_a_park_that_has_not_reported_is_no_zero(self, zone, parks):
        shown = self.rows(zone, parks, 10, [6], growth_basis=GrowthBasis.COUNT)
        row = shown.park_rows[0]
        assert [cell.figure is None for cell in row.cells] == [False, True]
        assert row.check is None

    def test_what_is_not_a_sum_is_not_added(self, zone, parks):
        assert self.rows(zone, parks, 10, [6, 3], over_parks=Aggregation.AVERAGE).park_rows[0].check is None

    def test_a_park_within_a_park_is_counted_once(self, zone, parks):
        inner = factories.park(zone=zone, parent=parks[0])
        counted = indicator(zone=zone, growth_basis=GrowthBasis.COUNT)
        for park, value in [(None, 9), (parks[0], 6), (parks[1], 3), (inner, 2)]:
            figure(indicator=counted, value=value, park=park)
        (row,) = overview(zone, 2014).park_rows
        assert [cell.park for cell in row.cells] == parks
        assert row.check.holds

    def test_parks_of_other_months_are_not_compared(self, zone, parks):
        counted = indicator(zone=zone, growth_basis=GrowthBasis.COUNT)
        figure(indicator=counted, value=10)
        figure(indicator=counted, value=6, park=parks[0], through_month=5)
        assert overview(zone, 2014).park_rows == []

    def test_park_figures_without_the_zones_are_shown_unchecked(self, zone, parks):
        counted = indicator(zone=zone)
        figure(indicator=counted, value=6, park=parks[0])
        (row,) = overview(zone, 2014).park_rows
        assert row.check is None


class TestWhichIndicators:
    def test_one_that_is_no_longer_counted_is_left_out_unless_it_has_figures(self, zone):
        ended = indicator(zone=zone, valid_to=2018)
        assert [line.indicator for line in overview(zone, 2018).lines] == [ended]
        assert overview(zone, 2019).lines == []
        figure(indicator=ended, value=1, year=2019)
        assert [line.indicator for line in overview(zone, 2019).lines] == [ended]

    def test_another_zones_stay_out(self, zone, other_zone):
        theirs = indicator(zone=other_zone)
        figure(indicator=theirs, value=1)
        target(indicator=theirs, value=2)
        assert overview(zone, 2014).lines == []

    def test_the_order_keeps_parts_behind_their_whole(self, zone):
        first, second = indicator(zone=zone, position=1), indicator(zone=zone, position=2)
        part = indicator(zone=zone, position=0, part_of=first)
        assert wholes_first([part, first, second]) == [first, part, second]
