from decimal import Decimal

import pytest

from core import units


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (None, None, "–"),
        (None, 2, "–"),
        (0, None, "0"),
        (Decimal("0.00"), None, "0"),
        (1234567, None, "1,234,567"),
        (Decimal("1234.50"), None, "1,234.5"),
        (Decimal("1000"), None, "1,000"),
        (Decimal("100.00"), None, "100"),
        (Decimal("-0.50"), None, "-0.5"),
        (Decimal("1234.5"), 2, "1,234.50"),
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal("62.9600"), None, "62.96"),
    ],
)
def test_a_number_is_grouped_without_idle_zeros(value, places, text):
    assert units.number(value, places) == text


def test_a_share_is_printed_in_percent_and_unknown_is_a_dash():
    assert units.percent(Decimal("0.61349")) == "61.3%"
    assert units.percent(Decimal("0.6135"), 2) == "61.35%"
    assert units.percent(Decimal(0)) == "0%"
    assert units.percent(Decimal(1)) == "100%"
    assert units.percent(None) == "–"


def test_thirty_thousand_square_metres_are_forty_five_mu_exactly():
    assert units.mu(30_000) == 45
    assert units.mu(Decimal("2000") / 3).quantize(Decimal("0.0001")) == 1


def test_rounding_is_half_up_as_offices_do():
    assert units.rounded(Decimal("0.5"), 0) == 1
    assert units.rounded(Decimal("1.005"), 2) == Decimal("1.01")
    assert units.rounded(1234, -2) == 1200
