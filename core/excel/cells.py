"""What stands in a cell, and how it is written: text stays text, null stays empty, only a Formula is a formula."""

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import XML_NS, Element, SubElement

from core.excel.styles import MAX_PLACES, Styles
from core.excel.text import line_width, looks_like_formula, safe_text, text_width

DAY_ZERO = datetime.date(1899, 12, 30).toordinal()  # day 0 of spreadsheet dates (the 1900 system, after February 1900)
SAFE_WHOLE = 10**15  # spreadsheets keep 15 digits; longer whole numbers are identifiers and stay text
TALLEST = 409  # points, Excel's limit of one row
LETTERS = [get_column_letter(number) for number in range(1, 401)]
NUMBERS = (int, float, Decimal)
TYPED = {"number", "date", "moment"}  # kinds of columns in which a null shows
COUNTED = {"body", "subtotal", "total"}  # roles of rows in which it does


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula without ``=``, made by code and never from data.

    ``value`` is what it gives now: programs that do not calculate (phones, previews) show it, all others recalculate.
    """

    text: str
    value: Any = None


def quoted(text: object) -> str:
    """``text`` as a string inside a formula."""
    return '"' + safe_text(text).replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a sheet of the same book."""

    text: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a block. ``kind``: text, wrap, centre, number, date, moment. ``group``: heading above several columns.

    ``places`` fixes the decimals; without it every number keeps the decimals that it has. ``width`` in half-width
    characters; 0 takes it from the texts.
    """

    title: Any
    kind: str = "text"
    unit: Any = ""
    places: int | None = None
    group: Any = ""
    width: float = 0
    is_hidden: bool = False

    @property
    def heading(self) -> str:
        return safe_text(f"{self.title}\n({self.unit})" if self.unit else self.title)


def decimals(value: float | Decimal) -> tuple[str, int]:
    """The number as the file writes it and how many decimals it has, trailing zeros dropped."""
    text = format(value, "f") if isinstance(value, Decimal) else repr(value)
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text, min(len(text.partition(".")[2]), MAX_PLACES)


def serial(value: datetime.date) -> str:
    """A date or a moment (in the portal's time zone) as a spreadsheet's day number."""
    if not isinstance(value, datetime.datetime):
        return str(value.toordinal() - DAY_ZERO)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return repr(local.toordinal() - DAY_ZERO + round(seconds / 86400, 8))


class CellWriter:
    """Adds cells to row elements in the styles of one book. ``missing`` is what null prints in number and date cells."""

    def __init__(self, styles: Styles, missing: str = "") -> None:
        self.styles, self.missing = styles, missing
        self._by_type: dict[type, Callable[..., None]] = {
            str: self._text,
            int: self._number,
            float: self._number,
            Decimal: self._number,
            datetime.date: self._date,
            datetime.datetime: self._date,
            Formula: self._formula,
            Link: self._link,
            type(None): self._empty,
        }

    def row(
        self, number: int, values: list[Any], columns: list[Column], role: str, height: float = 0, *, fixed: bool = False
    ) -> Any:
        attributes = {"r": str(number)}
        if height:
            attributes["ht"] = f"{min(height, TALLEST):g}"
            if fixed:
                attributes["customHeight"] = "1"
        element = Element("row", attributes)
        by_type, anything = self._by_type, self._anything
        for letter, value, column in zip(LETTERS, values, columns, strict=False):
            by_type.get(type(value), anything)(element, f"{letter}{number}", value, column, role)
        return element

    def _anything(self, row: Any, ref: str, value: Any, column: Column, role: str) -> None:
        """Lazy translations, choices, model instances: their words."""
        self._text(row, ref, str(value), column, role)

    def _empty(self, row: Any, ref: str, value: None, column: Column, role: str) -> None:
        if self.missing and column.kind in TYPED and role in COUNTED:
            self._inline(row, ref, self.missing, role, "number" if column.kind == "number" else "centre")
        else:
            SubElement(row, "c", {"r": ref, "s": self.styles.number(role, column.kind)})

    def _text(self, row: Any, ref: str, value: str, column: Column, role: str) -> None:
        text = safe_text(value)
        if text:
            self._inline(row, ref, text, role, "centre" if column.kind in {"date", "moment"} else column.kind)
        else:  # nothing is meant to stand here: no dash
            SubElement(row, "c", {"r": ref, "s": self.styles.number(role, column.kind)})

    def _inline(self, row: Any, ref: str, text: str, role: str, kind: str) -> None:
        style = self.styles.number(role, kind, 0, looks_like_formula(text))
        holder = SubElement(SubElement(SubElement(row, "c", {"r": ref, "s": style, "t": "inlineStr"}), "is"), "t")
        holder.text = text
        if text[0].isspace() or text[-1].isspace():
            holder.set(f"{{{XML_NS}}}space", "preserve")

    def _number(self, row: Any, ref: str, value: Any, column: Column, role: str) -> None:
        if not math.isfinite(value) or (abs(value) >= SAFE_WHOLE and value == int(value)):
            self._text(row, ref, str(value), column, role)
            return
        text, own = decimals(value)
        SubElement(SubElement(row, "c", {"r": ref, "s": self._number_style(column, role, own)}), "v").text = text

    def _number_style(self, column: Column, role: str, own: int) -> str:
        if column.kind == "centre":
            return self.styles.number(role, "centre")
        return self.styles.number(role, "number", own if column.places is None else column.places)

    def _date(self, row: Any, ref: str, value: Any, column: Column, role: str) -> None:
        kind = "moment" if isinstance(value, datetime.datetime) else "date"
        SubElement(SubElement(row, "c", {"r": ref, "s": self.styles.number(role, kind)}), "v").text = serial(value)

    def _formula(self, row: Any, ref: str, formula: Formula, column: Column, role: str) -> None:
        result = formula.value
        if isinstance(result, str):
            cell = SubElement(row, "c", {"r": ref, "s": self.styles.number(role, "centre"), "t": "str"})
            written = safe_text(result)
        else:
            written, own = ("", 0) if result is None else decimals(result)
            cell = SubElement(row, "c", {"r": ref, "s": self._number_style(column, role, own)})
        SubElement(cell, "f").text = formula.text
        if written:
            SubElement(cell, "v").text = written

    def _link(self, row: Any, ref: str, value: Link, column: Column, role: str) -> None:
        self._inline(row, ref, safe_text(value.text), role, "link")


def shown_width(value: Any, column: Column) -> float:
    """How wide a value prints, in half-width characters."""
    if value is None:
        return 1
    if isinstance(value, Formula):
        return 1 if value.value is None else shown_width(value.value, column)
    if isinstance(value, Link):
        return text_width(value.text)
    if isinstance(value, datetime.date):
        return 16 if isinstance(value, datetime.datetime) else 10
    if isinstance(value, NUMBERS):
        places = decimals(value)[1] if column.places is None else column.places
        return len(f"{value:,.{places}f}")
    return text_width(str(value))


def lines_needed(text: str, width: float) -> int:
    """Lines that ``text`` takes in a cell of ``width`` half-width characters."""
    return sum(max(math.ceil(line_width(line) / max(width - 1, 1)), 1) for line in text.split("\n"))
