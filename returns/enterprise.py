"""What one enterprise reported, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.choices import period_words
from indicators.growth import growth_rate
from returns.doubts import doubts, explained
from returns.grid import Around, Month
from returns.models import Return, ReturnItem, ReturnValue


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a return with what stands around it."""

    item: ReturnItem
    value: Decimal | None
    around: Around
    doubts: str

    @property
    def growth(self) -> Decimal | None:
        """Over the same months of the year before, in percent."""
        return growth_rate(self.value, self.around.year_before)


def series(row: Return, month: Month) -> list[ItemLine]:
    """The items of a return in their order."""
    lines = []
    for item in month.items:
        value = month.value(row, item)
        found = doubts(value, month.past_of(row, item), row.year, row.month, item.limits) if row.is_given else []
        lines.append(ItemLine(item, value, month.around(row, item), explained(found)))
    return lines


@dataclass(frozen=True, slots=True)
class YearLine:
    """One month of an enterprise: its return, and value and growth of each item."""

    report: Return
    cells: list[tuple[Decimal | None, Decimal | None]]

    @property
    def words(self) -> str:
        return period_words(self.report.month)


def year_table(mine: Any, items: Iterable[ReturnItem], year: int) -> list[YearLine]:
    """The returns of a year with the growth over the year before, the newest month last. Two queries."""
    reports = list(mine.of_year(year).order_by("month"))
    rows = ReturnValue.objects.filter(report__in=mine.filter(year__in=(year - 1, year)))
    found = {
        (when, month, item): value
        for when, month, item, value in rows.values_list("report__year", "report__month", "item", "value")
    }

    def cell(month: int, item: int) -> tuple[Decimal | None, Decimal | None]:
        value = found.get((year, month, item))
        return value, growth_rate(value, found.get((year - 1, month, item)))

    kept = list(items)
    return [YearLine(report, [cell(report.month, item.pk) for item in kept]) for report in reports]
