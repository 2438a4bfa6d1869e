"""What every sheet of the year's workbook is made with: the facts all share, columns by name, totals."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.excel import Column, Formula, Sheet
from indicators.overview import Overview, overview
from infrastructure.models import Work, WorkPackage
from zones.lights import Rules
from zones.models import RuleSet, Zone

YES = "√"  # how office tables tick a box
BLANK = ""  # nothing is meant to stand here; None is "not reported" and prints –


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet's list stands, for formulas on other sheets."""

    sheet: Sheet
    layout: "Layout"
    first: int
    last: int

    def span(self, key: str) -> str:
        return self.sheet.span(self.layout.at(key), self.first, self.last, outside=True)

    def cell(self, key: str, row: int) -> str:
        return self.sheet.span(self.layout.at(key), row, row, outside=True).rpartition(":")[0]


@dataclass
class Pack:
    """One workbook: a zone's ``year`` and its plan for the next, as it stood on ``as_of``.

    Sheets are written in their order; ``places`` and ``notes`` are what a sheet leaves for those behind it.
    """

    zone: Zone
    year: int
    as_of: datetime.date
    author: str = ""
    notices: Sequence[str] = ()
    places: dict[str, Place] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)  # what one page leaves for a later one

    @property
    def next_year(self) -> int:
        return self.year + 1

    @cached_property
    def figures(self) -> Overview:
        return overview(self.zone, self.year)

    @cached_property
    def works(self) -> list[Work]:
        return list(Work.objects.in_zone(self.zone).with_facts().with_tenants())

    @cached_property
    def packages(self) -> list[WorkPackage]:
        return list(WorkPackage.objects.in_zone(self.zone).with_works())

    @cached_property
    def rules(self) -> Rules:
        """The light rules in force."""
        return RuleSet.in_force(self.zone, self.as_of)

    def title(self, text: str) -> str:
        """``某县产业集聚区2014年主要指标``."""
        return _("%(zone)s: %(text)s") % {"zone": self.zone, "text": text}


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, what it tells, its paper, and the function that writes it and gives its number of rows."""

    name: str
    about: str
    write: Callable[[Pack, Sheet], int]
    paper: str = "A4"
    one_page: bool = False


class Layout:
    """Columns by key, so that no page counts them."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self.columns = columns
        self._places = {key: place for place, key in enumerate(columns)}

    def __len__(self) -> int:
        return len(self.columns)

    def at(self, key: str) -> int:
        return self._places[key]

    def values(self, **cells: Any) -> list[Any]:
        """The row with ``cells``; what is not named stays blank. Raises: KeyError for an unknown key."""
        row: list[Any] = [BLANK] * len(self._places)
        for key, value in cells.items():
            row[self._places[key]] = value
        return row

    def write_head(self, sheet: Sheet, *, freeze: int | None = None) -> None:
        sheet.header(list(self.columns.values()), freeze=freeze)

    def total(self, sheet: Sheet, key: str, rows: Sequence[Any], first: int, last: int) -> Formula | None:
        """The live sum of a column; ``rows`` are its values. None (–) when not one of them is reported."""
        known = [value for value in rows if value is not None]
        return Formula(f"SUM({sheet.span(self.at(key), first, last)})", sum(known, Decimal(0))) if known else None

    def reported(self, sheet: Sheet, key: str, rows: Sequence[Any], first: int, last: int) -> Formula:
        """How many rows of a column are reported, live."""
        count = sum(value is not None for value in rows)
        return Formula(f"COUNT({sheet.span(self.at(key), first, last)})", count)


def begin(sheet: Sheet, title: str, width: int, notices: Iterable[str] = ()) -> None:
    sheet.title(title, width)
    for notice in notices:
        sheet.line(notice, width)


def generated(row: Any) -> str:
    """The mark of a row that a program made up for the demonstration."""
    return _("generated") if row.is_generated else BLANK


def word(choices: Any, key: str) -> str | Promise:
    """The words of a choice; blank for none."""
    return choices(key).label if key else BLANK


def number_column(title: Any, unit: Any = "", *, group: Any = "", places: int | None = None, width: float = 0) -> Column:
    return Column(title, "number", unit=unit, group=group, places=places, width=width)


def running() -> Column:
    return Column(_("No."), "centre", width=6)
