"""Limits of text, dates and numbers, used by every model: one accepted value must never break a list, an export
or a backup for everybody. The rules for text are also those of XML 1.0, which every workbook is made of."""

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

FIRST_DAY = datetime.date(1950, 1, 1)
LAST_DAY = datetime.date(2100, 12, 31)

# Pasted from office programs and chats, meant by nobody, and safe to drop: zero-width space, word joiner, BOM, soft hyphen.
INVISIBLE = str.maketrans("", "", "\u200b\u2060\ufeff\u00ad")
# C0 and C1 controls but tab, line feed, carriage return; direction overrides; surrogates; non-characters.
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

# What XML 1.0 cannot carry: C0 controls but tab and line feed, surrogates, non-characters. Twin: REFUSED, which keeps them
# out of the database; text from elsewhere (titles, filters, file names) passes :func:`writable` only.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# Letters and signs by category, yet nothing is printed: Hangul fillers, Khmer inherent vowels, the blank Braille cell.
BLANK = set("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
LINE_ENDS = set("\n\r\t\x0b\x0c\x85\u2028\u2029")


def drop_invisible(text: str) -> str:
    """The text without characters that are invisible and harmless, line ends as ``\\n``."""
    return text.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")


def writable(text: str) -> str:
    """The text as workbooks and documents can hold it: line ends as ``\\n``, nothing that breaks their XML."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNWRITABLE.sub("", text)


def plain_text(value: str) -> None:
    """Text that can be shown, searched, exported and read back. Raises: ValidationError."""
    found = REFUSED.search(value)
    if found:
        raise ValidationError(
            _("contains a character that cannot be stored: U+%(code)s at position %(position)s"),
            code="unprintable",
            params={"code": f"{ord(found.group()):04X}", "position": found.start() + 1},
        )
    if any(ord(char) & 0xFFFE == 0xFFFE for char in value if char > "\uffff"):
        raise ValidationError(_("contains a character that is not one (U+…FFFE, U+…FFFF)"), code="unprintable")


def one_line(value: str) -> None:
    """A name or other single line with at least one visible character. Raises: ValidationError."""
    if LINE_ENDS.intersection(value):
        raise ValidationError(_("must be one line without tabs"), code="one_line")
    if value and not any(unicodedata.category(char)[0] in "LNPS" for char in value if char not in BLANK):
        raise ValidationError(_("has no visible character"), code="invisible")


def finite(value: Decimal) -> None:
    """A number that can be added up: no NaN, no infinity. Raises: ValidationError."""
    if not Decimal(value).is_finite():
        raise ValidationError(_("must be a number"), code="finite")


day_limits: list[Any] = [
    MinValueValidator(FIRST_DAY, _("must not be before 1950-01-01")),
    MaxValueValidator(LAST_DAY, _("must not be after 2100-12-31")),
]
year_limits: list[Any] = [
    MinValueValidator(1950, _("must be a year from 1950 to 2100")),
    MaxValueValidator(2100, _("must be a year from 1950 to 2100")),
]
