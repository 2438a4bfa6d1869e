"""Form fields that read what people in an office type: full-width digits, thousands separators, 2015年6月16日.
What cannot be read for certain (12万, 3.5%, 1_000, ١٢٣) is refused with the rule, never guessed."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import validators
from core.pasted import pasted

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}  # ！…～ and the ideographic space
NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII)


def read_number(text: str) -> Decimal:
    """``1,234.50``, ``１２３`` and ``-3`` as Decimal. Raises: ValidationError for anything else."""
    text = text.translate(FULL_WIDTH).strip()
    if len(text) > 40 or not NUMBER.fullmatch(text):
        raise ValidationError(_("write a number in digits, like 1234.5, without a unit or percent sign"), code="invalid")
    value = Decimal(text.replace(",", ""))
    return value if value else Decimal(0)


def read_day(text: str) -> datetime.date:
    """``2015-06-16``, ``2015/6/16``, ``2015.6.16`` and ``2015年6月16日``. Raises: ValidationError."""
    found = DAY.fullmatch(text.translate(FULL_WIDTH).strip()) if len(text) <= 40 else None
    if not found:
        raise ValidationError(_("write a date like 2015-06-16"), code="invalid")
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValidationError(_("%(text)s is not in the calendar"), code="invalid", params={"text": text}) from None


class TextField(forms.CharField):
    """Text without invisible characters; see core.validators.plain_text."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return validators.drop_invisible(text).strip() if text else ""

    default_validators = [validators.plain_text]


class PastedField(TextField):
    """Text that is often pasted from Word or WPS: its paragraphs and lists stay (core.pasted)."""

    def to_python(self, value: Any) -> str:
        return pasted(super().to_python(value))


class DayField(forms.DateField):
    """A day from 1950 to 2100, in every form: one 0001-01-01 breaks each list and export that meets it."""

    default_validators = validators.day_limits

    def to_python(self, value: Any) -> datetime.date | None:
        if isinstance(value, str):
            return read_day(value) if value.strip() else None
        return super().to_python(value)


class WithUnit:
    """Keeps the unit for the label and the input's suffix."""

    def __init__(self, *args: Any, unit: str | Promise = "", **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)


class AmountField(WithUnit, forms.DecimalField):
    def prepare_value(self, value: Any) -> Any:
        """145 stands in the box as it was printed, not as 145.00."""
        text = f"{value:f}" if isinstance(value, Decimal) else ""
        return text.rstrip("0").rstrip(".") if "." in text else value

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            return read_number(value) if value.strip() else None
        return super().to_python(value)


class WholeField(WithUnit, forms.IntegerField):
    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            if not value.strip():
                return None
            number = read_number(value)
            if number != number.to_integral_value():
                raise ValidationError(_("write a whole number"), code="invalid")
            return int(number)
        return super().to_python(value)
