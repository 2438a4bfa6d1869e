"""What a brief is made of: chapters with tables, the same on the page, in Word and in Excel. Pure.

A cell carries its value for the workbook, its words for the other two, and its own mark 未审核.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.units import NOT_REPORTED, number
from projects import unreviewed


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` as core.excel has it; ``width`` in mm of the paper; ``is_long`` words may be a page of text."""

    head: Any
    kind: str = "text"
    unit: Any = ""
    width: float = 16
    is_long: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind == "number"


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` replaces the words that follow from the value; ``light`` is drawn before them on the page."""

    value: Any
    is_unreviewed: bool = False
    text: str = ""
    light: str = ""
    is_bad: bool = False

    @property
    def is_marked(self) -> bool:
        return self.is_unreviewed and self.value not in {None, ""}

    @property
    def words(self) -> str:
        return self.text or in_words(self.value)

    @property
    def marked(self) -> str:
        """With the mark, for documents."""
        return f"{self.words}（{unreviewed.word(True)}）" if self.is_marked else self.words


def in_words(value: Any) -> str:
    if value is None or value == "":
        return NOT_REPORTED
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return number(value) if isinstance(value, int | Decimal) else str(value)


def days(count: int | None) -> Cell:
    """Days with their sign."""
    return Cell(count, text=f"{count:+d}" if count else "")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: whose it is, by the ids of project, park and unit, and its cells, the first one names the project."""

    project: int
    park: int | None
    unit: int | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The parks or the units in their order, by id; None is what belongs to none."""

    names: dict[int, str]
    nothing: str
    by: str

    def key(self, row: Row) -> int | None:
        return row.unit if self.by == "unit" else row.park

    def name(self, key: int | None) -> str:
        return self.nothing if key is None else self.names.get(key, self.nothing)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one park or unit, and their sums where the table has any."""

    name: str
    rows: list[Row]
    columns: tuple[Column, ...]
    sums: tuple[Cell, ...] = ()

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Column, Cell]]]]:
        """Every row with its other cells, each beside its column."""
        return [(row, list(zip(self.columns[1:], row.cells[1:], strict=True))) for row in self.rows]

    @property
    def sum_cells(self) -> list[tuple[Column, Cell]]:
        return list(zip(self.columns[1:], self.sums[1:], strict=True)) if self.sums else []


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a chapter. ``summed`` are the places of columns that are added up; null is not reported, never 0."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: list[Row]
    empty: str
    note: str = ""
    summed: tuple[int, ...] = ()

    def groups(self, order: Order) -> list[Group]:
        found: dict[int | None, list[Row]] = {}
        for row in self.rows:
            found.setdefault(order.key(row), []).append(row)
        places = {key: place for place, key in enumerate(order.names)}
        ordered = sorted(found.items(), key=lambda pair: places.get(pair[0] or 0, len(places)))
        return [Group(order.name(key), rows, self.columns, self.sums(rows)) for key, rows in ordered]

    def sums(self, rows: Iterable[Row]) -> tuple[Cell, ...]:
        if not self.summed:
            return ()
        lines = list(rows)
        return tuple(self._sum(lines, place) for place in range(len(self.columns)))

    def _sum(self, rows: list[Row], place: int) -> Cell:
        cells = [row.cells[place] for row in rows if place in self.summed and row.cells[place].value is not None]
        if not cells:
            return Cell(None)
        total = sum(cell.value for cell in cells)
        signed = any(cell.text.startswith(("+", "-")) for cell in cells)
        return Cell(total, any(cell.is_marked for cell in cells), signed_number(total) if signed else "")

    @property
    def total_cells(self) -> list[tuple[Column, Cell]]:
        return list(zip(self.columns[1:], self.total[1:], strict=True)) if self.summed else []

    @property
    def total(self) -> tuple[Cell, ...]:
        return self.sums(self.rows)

    @property
    def is_reported(self) -> bool:
        """Whether anything in it is of a report that nobody has accepted."""
        return any(cell.is_marked for row in self.rows for cell in row.cells)

    def marks(self, row: Row) -> str:
        """Which cells of a row are unreviewed, for a column of the workbook."""
        heads = [str(column.head) for column, cell in zip(self.columns, row.cells, strict=True) if cell.is_marked]
        return f"{unreviewed.word(True)}: {'、'.join(heads)}" if heads else ""


def signed_number(value: Decimal | int | None) -> str:
    return "" if value is None else f"+{number(value)}" if value > 0 else number(value)


@dataclass(frozen=True, slots=True)
class Chapter:
    key: str
    title: str
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        return sum(len(section.rows) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Counter:
    """One number of the first screen: where its rows stand, and whether it is bad news."""

    key: str
    count: int
    words: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the week; ``photo`` is None when it was removed since."""

    row: Row
    project: str
    photo: Any | None
    moment: datetime.datetime
    caption: str
    is_unreviewed: bool
    is_generated: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A section under the headings of parks or units."""

    section: Section
    groups: list[Group] = field(default_factory=list)

    @property
    def columns(self) -> Sequence[Column]:
        return self.section.columns
