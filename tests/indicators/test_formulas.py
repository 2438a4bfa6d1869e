"""Formulas of check rules: what they mean, what is refused, and that nothing is executed."""

from decimal import Decimal

import pytest

from indicators import formulas
from indicators.formulas import FormulaError

VALUES = {
    ("gszjz", "figure"): Decimal("33.4"),
    ("zyywsr", "figure"): Decimal(145),
    ("zyywsr", "next"): Decimal(180),
    ("zyywsr", "before"): Decimal(120),
    ("zero", "figure"): Decimal(0),
    ("税金", "figure"): Decimal(7),
}


def lookup(code: str, kind: str) -> Decimal | None:
    return VALUES.get((code, kind))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zyywsr", 145),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("10 - 4 - 3", 3),
        ("12 / 4 / 3", 1),
        ("-3 + 5", 2),
        ("2 × 3 ÷ 6", 1),
        ("zyywsr.next - zyywsr", 35),
        ("zyywsr.before", 120),
        ("税金 * 2", 14),
        ("1.25*4", 5),
        ("unknown + 1", None),
        ("zyywsr / zero", None),
        ("zyywsr.target", None),
    ],
)
def test_a_formula_has_this_value(text, value):
    assert formulas.evaluate(text, lookup) == (None if value is None else Decimal(value))


def test_a_share_is_not_rounded():
    assert round(formulas.evaluate("gszjz / zyywsr * 100", lookup), 2) == Decimal("23.03")


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "1 +", "(1", "1)", "* 2", "1 2", "a b", "1 = 2", "a;b", "9" * 20),
        *("zyywsr.past", "__import__('os')", "+".join("1" * 80)),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text):
    with pytest.raises(FormulaError) as caught:
        formulas.evaluate(text, lookup)
    assert str(caught.value)


def test_a_formula_names_its_indicators():
    assert formulas.codes("gszjz / zyywsr.next * 100") == {"gszjz", "zyywsr"}


def test_a_formula_in_words_has_names_and_numbers():
    names = {"gszjz": "增加值", "zyywsr": "主营业务收入"}
    assert formulas.in_words("gszjz / zyywsr * 100", names, lookup) == "增加值 33.4 / 主营业务收入 145 * 100"
    assert formulas.in_words("税金", names, lambda code, kind: None) == "税金 –"
