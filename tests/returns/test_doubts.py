"""What is doubtful about a value, seen from what was reported before."""

from decimal import Decimal

import pytest

from returns.choices import Doubt
from returns.doubts import Limits, Past, doubts

CUMULATIVE, LEVEL = Limits(), Limits(is_cumulative=False)


def past(**values) -> Past:
    """``m2014_12=1200`` as values by month."""
    return Past({(int(key[1:5]), int(key[6:])): Decimal(str(value)) for key, value in values.items()})


STEADY = past(m2014_2=200, m2014_3=300, m2014_4=400, m2014_5=500, m2014_12=1200, m2015_2=220, m2015_3=330, m2015_4=440)


def found(value, history=STEADY, limits=CUMULATIVE, year=2015, month=5):
    return doubts(None if value is None else Decimal(str(value)), history, year, month, limits)


class TestPast:
    def test_last_month_of_a_cumulative_item_is_of_the_same_year(self):
        assert STEADY.before(2015, 5, is_cumulative=True) == 440
        assert STEADY.before(2015, 2, is_cumulative=True) is None
        assert STEADY.before(2015, 2, is_cumulative=False) == 1200

    def test_months_by_themselves_are_the_differences_within_a_year(self):
        monthly = STEADY.monthly(is_cumulative=True, until=(2015, 5))
        assert monthly == [100, 100, 100, 100, 100, 110, 110, 110]
        assert past(m2015_3=300, m2015_5=500).monthly(is_cumulative=True, until=(2015, 6)) == [100, 100]

    def test_the_newest_values_stand_oldest_first(self):
        assert STEADY.last(2015, 4, count=2) == [((2015, 2), Decimal(220)), ((2015, 3), Decimal(330))]


class TestDoubts:
    def test_a_steady_month_is_not_doubtful(self):
        assert found(550) == []

    def test_a_cumulative_value_below_last_month_s(self):
        assert found(430) == [Doubt.FALLS]
        assert found(440) == [Doubt.OUTLIER]  # nothing in a month

    @pytest.mark.parametrize(("value", "is_doubtful"), [(440 + 560, True), (440 + 500, False), (440 + 25, False), (440 + 15, True)])
    def test_a_month_far_from_the_usual_one(self, value, is_doubtful):
        assert (Doubt.OUTLIER in found(value)) is is_doubtful

    def test_what_is_usual_needs_four_months(self):
        short = past(m2015_2=220, m2015_3=330, m2015_4=440)
        assert found(5000, short) == []

    @pytest.mark.parametrize("value", [5_500_000, "0.055"])
    def test_another_unit_of_measure_says_it_all(self, value):
        assert found(value) == [Doubt.UNIT]

    def test_a_mix_up_of_ten_thousand_is_seen_without_history_of_this_year(self):
        assert found(2_200_000, past(m2014_2=200), month=2) == [Doubt.UNIT]

    @pytest.mark.parametrize(("value", "is_doubtful"), [(1001, True), (1000, False), (500, False), (249, True)])
    def test_a_jump_against_last_year(self, value, is_doubtful):
        assert (Doubt.JUMP in found(value, past(m2014_5=500))) is is_doubtful

    def test_a_level_may_fall(self):
        workers = past(m2015_2=100, m2015_3=98, m2015_4=97)
        assert found(95, workers, LEVEL) == []

    def test_limits_are_asked_about_at_both_ends(self):
        limits = Limits(low=Decimal(100), high=Decimal(600))
        assert found(550, limits=limits) == []
        assert Doubt.LIMITS in found(650, limits=limits)
        assert Doubt.LIMITS in found(90, past(), limits)

    def test_what_was_reported_last_month_and_is_not_now(self):
        assert found(None) == [Doubt.MISSING]
        assert found(None, month=2) == []
        assert found(None, past()) == []

    def test_zero_is_a_value(self):
        assert found(0, past(m2015_4=0)) == []
        assert found(0) == [Doubt.FALLS, Doubt.JUMP]
