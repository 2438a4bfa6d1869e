"""Model fields that carry the limits of core.validators; models use these and no bare text, date or decimal field
(tests/test_fields.py). Their form fields read what people type; see core.forms."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise

from core import formfields, validators

NOTE_LENGTH = 10_000
TEXT_LENGTH = 1_000_000


class TextLine(models.CharField):
    """One line of visible text. ``max_length`` in characters, 200 unless given."""

    default_validators = [validators.plain_text, validators.one_line]

    def __init__(self, *args: Any, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        own: dict[str, Any] = {} if self.choices else {"form_class": formfields.TextField}
        return super().formfield(**{**own, **kwargs})


class Note(models.TextField):
    """Lines of text, at most 10,000 characters."""

    default_validators = [validators.plain_text, MaxLengthValidator(NOTE_LENGTH)]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": "", **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": formfields.TextField, "max_length": NOTE_LENGTH, **kwargs})


class LongText(models.TextField):
    """A whole text that was handed in, such as a year's plan: at most 1,000,000 characters."""

    default_validators = [validators.plain_text, MaxLengthValidator(TEXT_LENGTH)]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": formfields.TextField, "max_length": TEXT_LENGTH, **kwargs})


class Day(models.DateField):
    """A date from 1950 to 2100."""

    default_validators = validators.day_limits

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": formfields.DayField, **kwargs})


class Year(models.PositiveSmallIntegerField):
    """A calendar year from 1950 to 2100."""

    default_validators = validators.year_limits

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": formfields.WholeField, "min_value": 1950, "max_value": 2100, **kwargs})


class Small(models.PositiveSmallIntegerField):
    """A setting or a position from 0 to 32,767. The database column is the plain one, and so are the migrations."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": formfields.WholeField, "max_value": 32_767, **kwargs})


class Whole(models.PositiveIntegerField):
    """A count in ``unit`` (人, 个, 套 …), not negative; null means not reported, never zero."""

    def __init__(self, *args: Any, unit: str | Promise = "", **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": formfields.WholeField, "unit": self.unit, "max_value": 1_000_000_000, **kwargs})


class Amount(models.DecimalField):
    """A measured number in ``unit`` (万元, 米, 亩 …); null means not reported, never zero.

    ``signed`` allows negative values (growth); everything else is at least 0.
    """

    def __init__(
        self,
        *args: Any,
        unit: str | Promise = "",
        signed: bool = False,
        max_digits: int = 16,
        decimal_places: int = 2,
        **kwargs: Any,
    ) -> None:
        self.unit, self.signed = unit, signed
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    @property
    def validators(self) -> list[Any]:
        limits = [] if self.signed else [MinValueValidator(Decimal(0))]
        return [validators.finite, *limits, *super().validators]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": formfields.AmountField, "unit": self.unit, **kwargs})
