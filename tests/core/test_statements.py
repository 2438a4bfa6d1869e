"""Statements with two sides: when they hold, what they are known by, in which order they stand."""

from decimal import Decimal

import pytest

from core.statements import Operator, Priority, Statement, worst_first


def statement(left, right, **fields) -> Statement:
    sides = [None if side is None else Decimal(str(side)) for side in (left, right)]
    values = {"rule": "sum", "title": "和", "about": "row:1", "subject": "甲", "words": "甲 = 乙", "unit": "亩"}
    return Statement(**{**values, **fields}, left=sides[0], right=sides[1])


@pytest.mark.parametrize(
    ("left", "operator", "right", "tolerance", "holds"),
    [
        (106, "=", 106, 0, True),
        ("59.25", "=", 60, "0.5", False),
        ("66.15", "=", 66, "0.5", True),
        ("66.5", "=", 66, "0.5", True),
        (36, "<=", 41, 0, True),
        (42, "<=", 41, 0, False),
        (42, "<=", 41, 1, True),
        (41, ">=", 41, 0, True),
        (40, ">=", 41, 0, False),
        (40, ">=", 41, 1, True),
        (None, "=", 41, 0, None),
        (41, "<=", None, 0, None),
    ],
)
def test_a_statement_holds_within_its_tolerance(left, operator, right, tolerance, holds):
    made = statement(left, right, operator=Operator(operator), tolerance=Decimal(str(tolerance)))
    assert made.holds is holds


def test_a_verdict_goes_before_the_sides_but_not_before_a_missing_one():
    assert statement(180, "179.8", verdict=True).holds is True
    assert statement(180, "179.8").holds is False


def test_the_difference_is_printed_with_its_sign():
    assert statement("59.25", 60).printed_difference == "−0.75"
    assert statement(2, 1).printed_difference == "+1"
    assert statement(1, 1).printed_difference == "0"
    assert statement(None, 1).printed_difference == "–"


def test_the_fingerprint_changes_with_a_side_and_not_with_the_words():
    first = statement(1, 2)
    assert first.fingerprint == statement("1.000", 2, words="别的说法", subject="改名").fingerprint
    others = [statement(1, 3), statement(2, 2), statement(None, 2), statement(1, 2, operator=Operator.AT_MOST)]
    assert len({first.fingerprint, *(other.fingerprint for other in others)}) == 5


def test_as_json_numbers_are_numbers():
    assert statement("437.820000", 439).as_json() == {
        "rule": "sum",
        "subject": "甲",
        "statement": "甲 = 乙",
        "left": 437.82,
        "right": 439,
        "difference": -1.18,
        "unit": "亩",
        "holds": False,
    }
    assert isinstance(statement(32780, 26180).as_json()["left"], int)
    assert statement(None, 1).as_json()["left"] is None


def test_what_fails_stands_first_and_the_weighty_before_the_light():
    light = statement(1, 2, priority=Priority.LOW, about="a")
    heavy = statement(1, 2, priority=Priority.HIGH, about="b")
    unknown, fits = statement(None, 2, about="c"), statement(2, 2, about="d")
    assert [one.about for one in worst_first([fits, unknown, light, heavy])] == ["b", "a", "c", "d"]
