"""Between what a cell says and what a box of a form takes: choices by their words, days by serial or spelling."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from core import units
from core.excel import day_of
from core.excel.reading import kept_digits
from core.excel.text import name_key

YES, NO = {"是", "√", "✓", "y", "yes", "true", "1"}, {"否", "×", "n", "no", "false", "0"}
SHOWN_CHOICES = 8
BLANKS = {"-", "–", "—", "－", "/"}  # in a column of numbers: not reported
SEPARATOR = "、"


@dataclass(slots=True)
class Codec:
    """One column. ``choices`` are the values by their words, where only some are taken; ``doubles`` name several each.

    ``spelled`` are the words of each choice by other ways to say them: 6 and ６月 for 6月.
    """

    name: str
    box: forms.Field
    choices: dict[str, Any] | None = None
    words: list[str] = field(default_factory=list)
    doubles: set[str] = field(default_factory=set)
    spelled: dict[str, str] = field(default_factory=dict)
    label: str = ""

    @classmethod
    def of(cls, box: Any, name: str) -> "Codec":
        """Reads the choices, once for all rows."""
        made = cls(name, box, label=str(box.label or name))
        if isinstance(box, forms.ModelChoiceField):
            made.learn((str(row), row) for row in box.queryset or ())
        elif isinstance(box, forms.ChoiceField):
            pairs: Any = box.choices
            flat = ((str(label), value) for value, label in pairs if not isinstance(label, list | tuple))
            known = [(words, value) for words, value in flat if value not in {"", None}]
            made.learn(known)
            made.spelled |= {str(value): words for words, value in known if isinstance(value, int)}
        return made

    def learn(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self.choices = {}
        for words, value in pairs:
            key = name_key(words)
            if key in self.choices:
                self.doubles.add(key)
            self.choices[key] = value
            self.words.append(words)
            self.spelled[key] = words

    @property
    def unit(self) -> str:
        return str(getattr(self.box, "unit", ""))

    @property
    def is_many(self) -> bool:
        return isinstance(self.box, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)

    @property
    def is_yes_or_no(self) -> bool:
        return isinstance(self.box, forms.BooleanField)

    @property
    def default(self) -> Any:
        """What an empty cell of a new row means: what the page of a new row proposes."""
        return None if callable(self.box.initial) else self.box.initial

    @property
    def kind(self) -> str:
        """The kind of column in the workbook (core.excel.Column)."""
        if isinstance(self.box, forms.DateField):
            return "date"
        return "number" if isinstance(self.box, forms.DecimalField | forms.IntegerField) else "text"

    # --- out -------------------------------------------------------------------------------------
    def written(self, value: Any) -> Any:
        """What the cell of a stored value holds: a number, a day, or words."""
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, Decimal | int | datetime.date):
            return self._label(value) if self.choices is not None else value
        if isinstance(value, set | list | tuple | models.QuerySet):
            return SEPARATOR.join(str(each) for each in (sorted(value) if isinstance(value, set) else value)) or None
        return self._label(value) if self.choices is not None and not isinstance(value, models.Model) else str(value)

    def _label(self, value: Any) -> str:
        return next((words for words in self.words if str((self.choices or {})[name_key(words)]) == str(value)), str(value))

    # --- in --------------------------------------------------------------------------------------
    def said(self, cell: Any) -> str:
        """What a cell says, in one spelling; "" for nothing. Two cells say the same when this is equal.

        Raises: ValidationError for a cell that has no value.
        """
        if cell is None:
            return ""
        if cell.fault:
            raise ValidationError(cell.fault)
        value = cell.value
        if isinstance(value, Decimal):
            number = plain(value)
            return day_of(value, is_1904=cell.is_1904).isoformat() if self.kind == "date" else self.spelled.get(number, number)
        text = str(value or "").strip()
        if self.kind == "date" and text.endswith((" 00:00:00", "T00:00:00")):
            return text[:-9]
        return self.one_spelling(text)

    def one_spelling(self, text: str) -> str:
        if self.is_yes_or_no:
            return yes_or_no(text)
        if self.kind == "number" and text in BLANKS:
            return ""
        if self.kind == "text" or not text:
            return self.spelled.get(name_key(text), text) if self.spelled and not self.is_many else text
        try:
            value = self.box.to_python(text)
        except ValidationError:
            return text
        return plain(value)

    def stored_says(self, value: Any) -> str:
        """The same spelling of a stored value; digits that no spreadsheet keeps are none of it."""
        if isinstance(value, bool):
            return "1" if value else ""
        return plain(kept_digits(value) if isinstance(value, Decimal) else self.written(value))

    def posted(self, said: str) -> Any:
        """What the box of the form is sent: text, a choice, or the chosen rows.

        Raises: ValidationError for words that are none of the choices.
        """
        if self.is_yes_or_no:
            return "on" if said == "1" else ""
        if self.choices is None or not said:
            return [] if self.is_many else said
        parts = [part for part in said.split(SEPARATOR) if part] if self.is_many else [said]
        found = [self.chosen(part) for part in parts]
        return found if self.is_many else found[0]

    def chosen(self, words: str) -> Any:
        key = name_key(words)
        if key in self.doubles:
            raise ValidationError(_("“%(words)s” is the name of several; choose it in the portal") % {"words": words})
        if key not in (self.choices or {}):
            raise ValidationError(self.none_of(words))
        return (self.choices or {})[key]

    def none_of(self, words: str) -> str:
        known = SEPARATOR.join(self.words[:SHOWN_CHOICES]) + ("…" if len(self.words) > SHOWN_CHOICES else "")
        return _("“%(words)s” is none of: %(known)s") % {"words": words, "known": known or "–"}


def plain(value: Any) -> str:
    """A number without idle zeros, a day as 2015-06-16, everything else as text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return units.plain(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value).strip()


def yes_or_no(text: str) -> str:
    """``1`` for yes, "" for no and for nothing. Raises: ValidationError."""
    key = name_key(text)
    if not key or key in NO:
        return ""
    if key in YES:
        return "1"
    raise ValidationError(_("write 是 or 否"))
