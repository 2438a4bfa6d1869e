from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators import growth

D = Decimal
amounts = st.decimals(min_value=D("0.01"), max_value=10**9, places=2)


class TestGrowthRate:
    def test_it_is_in_percent(self):
        assert growth.growth_rate(D(180), D(150)) == D(20)

    def test_a_fall_is_negative(self):
        assert growth.growth_rate(D(26180), D(29800)).quantize(D("0.01")) == D("-12.15")

    def test_a_level_of_zero_is_a_fall_of_100_percent(self):
        assert growth.growth_rate(D(0), D(5)) == D(-100)

    @pytest.mark.parametrize(
        ("current", "base"),
        [
            (None, D(1)),
            (D(1), None),
            (D(1), D(0)),
            (D(1), D(-3)),
            (D(-1), D(3)),
            (D(145), D("1.44")),  # tiny: under a hundredth
        ],
    )
    def test_none_when_the_rate_says_nothing(self, current, base):
        assert growth.growth_rate(current, base) is None

    def test_a_base_of_exactly_a_hundredth_still_counts(self):
        assert growth.growth_rate(D(145), D("1.45")) == D(9900)


class TestPrintGrowth:
    @pytest.mark.parametrize(
        ("percent", "printed"),
        [
            (D("20.80"), "20.8%"),
            (D("8.25"), "8.25%"),
            (D(10), "10%"),
            (D(-12), "-12%"),
            (D(0), "0%"),
            (D(100), "100%"),
            (None, "--"),
        ],
    )
    def test_a_published_rate_keeps_every_digit(self, percent, printed):
        assert growth.print_growth(percent) == printed

    def test_a_computed_rate_has_one_decimal(self):
        assert growth.print_growth(growth.growth_rate(D(26180), D(29800)), 1) == "-12.1%"
        assert growth.print_growth(D("12.05"), 1) == "12.1%"

    def test_over_100_percent_it_is_printed_in_times(self):
        with translation.override("en"):
            assert growth.print_growth(D(140)) == "1.4 times more"
            assert growth.print_growth(D("142.5")) == "1.425 times more"
            assert growth.print_growth(D("142.5"), 1) == "1.4 times more"

    def test_no_rate_never_looks_like_zero(self):
        assert growth.print_growth(None, 1) == "--"


def test_two_rates_differ_by_percentage_points():
    assert growth.points_between(D("20.8"), D("13.7")) == D("7.1")
    assert growth.points_between(None, D(1)) is None
    assert growth.points_between(D(1), None) is None


def test_a_share_needs_a_whole_above_zero():
    assert growth.share(D("36.25"), D(145)) == D("0.25")
    assert growth.share(None, D(145)) is None
    assert growth.share(D(1), None) is None
    assert growth.share(D(1), D(0)) is None


class TestImplied:
    def test_the_employment_target_has_two_readings(self):
        assert growth.implied_level(D(29800), D(10)) == D(32780)
        assert growth.implied_base(D(26180), D(10)) == D(23800)

    def test_none_without_numbers(self):
        assert growth.implied_level(None, D(10)) is None
        assert growth.implied_level(D(1), None) is None
        assert growth.implied_base(None, D(10)) is None
        assert growth.implied_base(D(1), None) is None

    def test_nothing_grows_back_from_a_fall_of_all(self):
        assert growth.implied_base(D(1), D(-100)) is None
        assert growth.implied_base(D(1), D(-150)) is None

    @given(amounts, st.integers(-99, 900))
    def test_level_and_base_are_inverse(self, base, percent):
        level = growth.implied_level(base, D(percent))
        assert abs(growth.implied_base(level, D(percent)) - base) < D("0.000001") * base


class TestPrintedPlaces:
    @pytest.mark.parametrize(
        ("value", "least", "places"),
        [
            (D("145.0000"), 0, 0),
            (D("33.4000"), 0, 1),
            (D("33.4000"), 2, 2),
            (D("29800"), 0, 0),
            (D(0), 1, 1),
            (D("0.125"), 1, 3),
        ],
    )
    def test_own_decimals_without_trailing_zeros(self, value, least, places):
        assert growth.printed_places(value, least) == places

    def test_half_a_unit_of_the_last_digit(self):
        assert growth.half_unit(D("33.40")) == D("0.05")
        assert growth.half_unit(D(29800)) == D("0.5")


class TestCheckGrowth:
    def test_the_fixed_asset_target_holds(self):
        assert growth.check_growth(D(130), D(116), D(12), 1).holds

    def test_the_revenue_target_holds(self):
        check = growth.check_growth(D(180), D(145), D(24))
        assert check.holds
        assert check.computed.quantize(D("0.01")) == D("24.14")

    def test_the_employment_target_fails_with_both_readings(self):
        check = growth.check_growth(D("26180.0000"), D("29800.0000"), D("10.00"))
        assert not check.holds
        assert (check.implied_level, check.implied_base) == (D(32780), D(23800))
        assert check.factor == D("1.1")
        assert check.computed < -12

    def test_it_would_hold_with_either_reading(self):
        assert growth.check_growth(D(32780), D(29800), D(10)).holds
        assert growth.check_growth(D(26180), D(23800), D(10)).holds

    def test_the_value_added_target_would_hold_nominally(self):
        """Whoever asks for comparable prices asks wrongly; see TestLine in test_overview.py."""
        check = growth.check_growth(D(41), D("33.4"), D(23), 1)
        assert check.holds
        assert check.computed.quantize(D("0.1")) == D("22.8")

    def test_the_stated_rate_is_rounded_too(self):
        assert growth.check_growth(D(145), D(120), D("20.8")).holds
        assert not growth.check_growth(D("145.00"), D("120.00"), D("21.5"), 2).holds

    def test_printed_places_narrow_the_tolerance(self):
        assert growth.check_growth(D(10), D(9), D("15.5")).holds  # 10.4 / 9 is 15.6 %
        assert not growth.check_growth(D(10), D(9), D("15.5"), 1).holds

    @pytest.mark.parametrize(
        "numbers",
        [(None, D(1), D(1)), (D(1), None, D(1)), (D(1), D(1), None), (D(1), D(0), D(1)), (D(0), D(1), D(-100))],
    )
    def test_none_when_it_cannot_be_checked(self, numbers):
        assert growth.check_growth(*numbers) is None

    @given(amounts, st.integers(-90, 400))
    def test_rounding_alone_never_fails(self, base, tenths):
        """A level that is computed, then rounded, with a rate that is rounded: always within tolerance."""
        level = (base * (1 + D(tenths) / 1000)).quantize(D("0.01"))
        check = growth.check_growth(level, base, (D(tenths) / 10).quantize(D("0.1")), 2)
        assert check is None or check.holds

    @given(amounts.filter(lambda base: base > 1000))
    def test_a_point_off_always_fails_for_large_numbers(self, base):
        level = (base * D("1.1")).quantize(D("0.01"))
        assert not growth.check_growth(level, base, D(11), 2).holds


class TestCheckSum:
    def test_the_parks_make_the_zone(self):
        check = growth.check_sum(D(106), [D(62), D(27), D(17)], exact=True)
        assert check.holds
        assert (check.computed, check.difference) == (D(106), D(0))

    def test_a_count_must_fit_exactly(self):
        check = growth.check_sum(D(107), [D(62), D(27), D(17)], exact=True)
        assert not check.holds
        assert check.difference == D(-1)

    def test_measured_parts_may_miss_by_half_a_unit_each(self):
        parts = [D("33.3"), D("33.3"), D("33.3")]
        assert growth.check_sum(D("100.0"), parts, 1).tolerance == D("0.15")
        assert growth.check_sum(D("100.0"), parts, 1).holds
        assert not growth.check_sum(D("100.2"), parts, 1).holds

    def test_not_reported_is_not_zero(self):
        assert growth.check_sum(D(62), [D(62), None]) is None
        assert growth.check_sum(None, [D(62)]) is None
        assert growth.check_sum(D(62), []) is None


class TestUnitMixUp:
    @pytest.mark.parametrize("value", [D(1450000), D("0.0145"), D(-1450000), D("14500000000")])
    def test_a_factor_of_ten_thousand_is_asked_about(self, value):
        assert growth.looks_like_another_unit(value, D(120))

    @pytest.mark.parametrize("value", [D(12), D(145), D(1200), D(119_999), None, D(0)])
    def test_growth_is_not(self, value):
        assert not growth.looks_like_another_unit(value, D(120))

    def test_without_a_number_before_nothing_is_asked(self):
        assert not growth.looks_like_another_unit(D(145), None)
        assert not growth.looks_like_another_unit(D(145), D(0))
