"""A small spreadsheet: works out the formulas of a workbook anew, so that what they carry can be checked."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import to_excel

REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
STRING = re.compile(r'"((?:[^"]|"")*)"')


class Vector(list):
    """A range: comparisons and products run over its cells, as within SUMPRODUCT."""

    def __eq__(self, other: Any) -> "Vector":
        return Vector(int(value == other) for value in self)

    def __ge__(self, other: Any) -> "Vector":
        return Vector(int(not isinstance(value, str) and (value or 0) >= other) for value in self)

    def __le__(self, other: Any) -> "Vector":
        return Vector(int(not isinstance(value, str) and (value or 0) <= other) for value in self)

    def __mul__(self, other: Any) -> "Vector":
        others = other if isinstance(other, Vector) else [other] * len(self)
        return Vector(one * two for one, two in zip(self, others, strict=True))

    __hash__ = None


def numbers(values: list[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, int | Decimal)]


FUNCTIONS = {
    "SUM": lambda values: sum(numbers(values), Decimal(0)),
    "COUNT": lambda values: Decimal(len(numbers(values))),
    "COUNTA": lambda values: Decimal(sum(value is not None for value in values)),
    "COUNTIF": lambda values, wanted: Decimal(sum(value == wanted for value in values)),
    "SUMIF": lambda values, wanted, summed: sum((n for v, n in zip(values, summed, strict=True) if v == wanted), Decimal(0)),
    "SUMPRODUCT": lambda values: Decimal(sum(values)),
    "ROUND": lambda value, places: Decimal(value).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP),
    "DATE": lambda year, month, day: Decimal(int(to_excel(datetime.date(int(year), int(month), int(day))))),
    "Decimal": Decimal,
}


class Calculator:
    """The formulas of a workbook as text, and their results worked out from the other cells."""

    def __init__(self, stream: Any) -> None:
        self.book = openpyxl.load_workbook(stream)
        self.carried = openpyxl.load_workbook(stream, data_only=True)
        self._results: dict[tuple[str, str], Any] = {}

    def formulas(self) -> list[tuple[str, str]]:
        return [
            (sheet.title, cell.coordinate)
            for sheet in self.book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    def value(self, sheet: str, cell: str) -> Any:
        key = (sheet, cell)
        if key not in self._results:
            found = self.book[sheet][cell]
            self._results[key] = self.evaluate(sheet, found.value[1:]) if found.data_type == "f" else plain(found.value)
        return self._results[key]

    def evaluate(self, sheet: str, formula: str) -> Any:
        kept: list[Any] = []

        def keep(value: Any) -> str:
            kept.append(value)
            return f" kept[{len(kept) - 1}] "

        text = STRING.sub(lambda found: keep(found[1].replace('""', '"')), formula)
        text = REFERENCE.sub(lambda found: keep(self.resolve(sheet, found)), text)
        text = re.sub(r"(?<![<>=])=(?!=)", "==", text)
        text = re.sub(r"(?<![\w.\[])(\d+(?:\.\d+)?)(?![\w.\]])", r'Decimal("\1")', text)
        return eval(text, {"__builtins__": {}, **FUNCTIONS}, {"kept": kept})  # noqa: S307  (our own formulas)

    def resolve(self, sheet: str, found: re.Match) -> Any:
        name = found[1].replace("''", "'") if found[1] else sheet
        if not found[4]:
            return self.value(name, f"{found[2]}{found[3]}")
        columns = range(column_index_from_string(found[2]), column_index_from_string(found[4]) + 1)
        letters = [openpyxl.utils.get_column_letter(column) for column in columns]
        return Vector(self.value(name, f"{letter}{row}") for row in range(int(found[3]), int(found[5]) + 1) for letter in letters)


def plain(value: Any) -> Any:
    """A stored cell as formulas see it: dates as day numbers, numbers exact."""
    if isinstance(value, datetime.datetime):
        return Decimal(int(to_excel(value)))
    return Decimal(str(value)) if isinstance(value, int | float) else value
