"""Codes of enterprises and projects."""

import pytest
from django.core.exceptions import ValidationError

from projects.codes import CREDIT_ALPHABET, credit_code_fault, industry_code_format, project_code_format

WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]  # as printed in GB 32100-2015


def with_check_character(first: str) -> str:
    """The code of 17 characters with the 18th by the standard's own table of weights."""
    rest = sum(CREDIT_ALPHABET.index(char) * weight for char, weight in zip(first, WEIGHTS, strict=True)) % 31
    return first + CREDIT_ALPHABET[0 if rest == 0 else 31 - rest]


BODIES = ["91410900MA3X00001", "9141090000000000T", "00000000000000000", "YYYYYYYYYYYYYYYYY", "12345678ABCDEFGHJ"]


@pytest.mark.parametrize("body", BODIES)
def test_a_code_with_the_right_check_character_has_no_fault(body):
    assert credit_code_fault(with_check_character(body)) == ""


@pytest.mark.parametrize("body", BODIES)
def test_every_other_check_character_is_a_fault(body):
    right = with_check_character(body)[-1]
    assert {credit_code_fault(body + char) for char in CREDIT_ALPHABET if char != right} == {"check"}


def test_one_wrong_or_two_swapped_characters_are_found():
    code = with_check_character("91410900MA3X00001")
    assert credit_code_fault("8" + code[1:]) == "check"
    assert credit_code_fault(code[0] + code[2] + code[1] + code[3:]) == "check"


def test_the_alphabet_has_31_characters_without_the_five_that_look_alike():
    assert len(CREDIT_ALPHABET) == 31
    assert set("IOSVZ") & set(CREDIT_ALPHABET) == set()


@pytest.mark.parametrize("char", ["I", "O", "S", "V", "Z", "a", "-", "１", "中"])
def test_characters_outside_the_standard_are_named_before_the_check(char):
    assert credit_code_fault(f"9141090{char}MA3X000015") == "character"


@pytest.mark.parametrize("code", ["", "9141", "9" * 17, "9" * 19])
def test_only_eighteen_characters_are_a_code(code):
    assert credit_code_fault(code) == "length"


@pytest.mark.parametrize("code", ["", "C21", "C2110", "A01", "T97"])
def test_industry_codes_are_a_letter_and_two_to_four_digits(code):
    industry_code_format(code)


@pytest.mark.parametrize("code", ["U21", "C2", "c21", "C21101", "21", "C21 ", "Ｃ21", "C２１"])
def test_other_industry_codes_are_refused(code):
    with pytest.raises(ValidationError):
        industry_code_format(code)


def test_project_codes_are_24_characters_with_hyphens():
    project_code_format("2015-410900-21-03-000001")
    project_code_format("")
    for wrong in ("2015-410900-21-03-00000", "2015410900210300001", "２015-410900-21-03-000001", "2015-410900-21-03-000001\n"):
        with pytest.raises(ValidationError):
            project_code_format(wrong)
