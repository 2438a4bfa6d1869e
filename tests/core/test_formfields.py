"""What people in an office type, and what must be refused instead of being guessed."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core import fields
from core.formfields import AmountField, DayField, TextField, WholeField

ARABIC_INDIC = "\u0661\u0662\u0663"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("123", "123"),
        ("１２３", "123"),
        (" 123 ", "123"),
        ("　123　", "123"),
        ("1,234.50", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        ("12,345,678", "12345678"),
        ("+5", "5"),
        ("0.05", "0.05"),
        ("－3.5", "-3.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, value):
    assert AmountField().clean(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        ARABIC_INDIC,
        "1_000",
        "12万",
        "3.5%",
        "3.5 %",
        "1,23",
        "1,2345",
        "12,34.5",
        "1 234",
        "NaN",
        "Infinity",
        "-inf",
        "1e400",
        "1e3",
        "0x10",
        "１２三",
        "十二",
        "--5",
        "5-",
        ".5",
        "5.",
        "1.2.3",
        "9" * 41,
        "约12",
        "²",
    ],
)
def test_what_is_no_plain_number_is_refused_with_the_rule(typed):
    for field in (AmountField(), WholeField()):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        assert "1234.5" in str(refused.value)


def test_minus_zero_is_zero():
    for typed in ("-0", "－０", "-0.00"):
        value = AmountField().clean(typed)
        assert value == 0
        assert not value.is_signed()


def test_blanks_are_no_answer_and_not_a_wrong_one():
    for field in (AmountField(required=False), WholeField(required=False), DayField(required=False)):
        for typed in ("", "  ", "　", "\t"):
            assert field.clean(typed) is None


def test_blanks_do_not_answer_a_question_that_must_be_answered():
    for field in (AmountField(), WholeField(), DayField()):
        with pytest.raises(ValidationError) as refused:
            field.clean("　 ")
        assert refused.value.code == "required"


def test_a_count_is_whole():
    assert WholeField().clean("1,200.00") == 1200
    assert WholeField().clean("１２") == 12
    with pytest.raises(ValidationError):
        WholeField().clean("12.5")


@pytest.mark.parametrize("typed", ["2015-06-16", "2015/6/16", "2015.6.16", "2015年6月16日", "２０１５－０６－１６", " 2015-6-16 "])
def test_a_date_is_read_in_its_usual_spellings(typed):
    assert DayField().clean(typed) == datetime.date(2015, 6, 16)


@pytest.mark.parametrize(
    "typed",
    [
        "2015-02-30",
        "2015-13-45",
        "2015年2月30日",
        "0000-01-01",
        "2015-06",
        "2015年6月",
        "6月16日",
        "16/06/2015",
        "2015-6/16",
        "20150616",
        "2015-06-16 10:00",
        "today",
        "15-06-16",
        "\u0662\u0660\u0661\u0665-06-16",
        "1" * 60,
    ],
)
def test_what_is_no_day_of_the_calendar_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_an_impossible_date_is_named_in_the_message():
    with pytest.raises(ValidationError) as refused:
        DayField().clean("2015-02-30")
    assert "2015-02-30" in refused.value.messages[0]


@pytest.mark.parametrize("typed", ["0001-01-01", "1949-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_outside_the_portal_s_time_is_refused_in_every_form(typed):
    """Such a row would break lists, exports and backups for everybody, wherever the field comes from."""
    for field in (DayField(), fields.Day().formfield()):
        with pytest.raises(ValidationError):
            field.clean(typed)


def test_the_first_and_last_day_are_taken():
    assert DayField().clean("1950-01-01") == datetime.date(1950, 1, 1)
    assert DayField().clean("2100-12-31") == datetime.date(2100, 12, 31)


def test_invisible_characters_of_office_programs_are_dropped():
    assert TextField().clean("\ufeff顿丘\u200b二期\u2060 ") == "顿丘二期"
    assert TextField().clean("一\r\n二\r三") == "一\n二\n三"


def test_a_text_of_invisible_characters_is_an_empty_answer():
    with pytest.raises(ValidationError) as refused:
        TextField().clean("\u200b\u200b\ufeff")
    assert refused.value.code == "required"


@pytest.mark.parametrize("field", [fields.Whole(), fields.Year(), fields.Amount(), fields.Small()])
def test_every_number_of_a_model_reads_full_width_digits_and_refuses_the_rest(field):
    box = field.formfield()
    assert box.clean("２０１４") == 2014
    for typed in (ARABIC_INDIC, "2_014", "2014年"):
        with pytest.raises(ValidationError):
            box.clean(typed)


def test_counts_end_before_the_database_s_own_limit():
    for field, typed in ((fields.Whole(), "9" * 11), (fields.Small(), "32768"), (fields.Year(), "32768")):
        with pytest.raises(ValidationError):
            field.formfield().clean(typed)
