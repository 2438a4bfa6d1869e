"""The rows of the month's grid: returns with their boxes, and what stands around these."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.edit import Difference
from indicators.choices import PeriodForm
from indicators.locks import Locks
from indicators.models import PeriodRule
from returns.doubts import Past
from returns.models import Return, ReturnItem, ReturnValue
from zones.models import Zone

HISTORY = 12  # values shown beside a cell


@dataclass(slots=True)
class Month:
    """One month of a zone with everything that its returns are judged by: the items, what was reported, the lock.

    ``past`` are the values of each enterprise and item; ``values`` those of the returns of this month themselves.
    """

    zone: Zone
    year: int
    month: int
    items: list[ReturnItem]
    locks: Locks
    past: dict[tuple[int, int], Past] = field(default_factory=dict)
    values: dict[int, dict[int, Decimal | None]] = field(default_factory=dict)

    @classmethod
    def load(cls, zone: Zone, year: int, month: int, returns: Iterable[Return]) -> "Month":
        """Six queries, however many returns there are."""
        rows = list(returns)
        items = list(ReturnItem.objects.in_zone(zone).valid_in(year).select_related("part_of", "zone"))
        made = cls(zone, year, month, items, PeriodRule.locks(zone, PeriodForm.RETURNS))
        made.values = {row.pk: {} for row in rows}
        numbers = {row.enterprise_id: row.pk for row in rows}
        found = reported(list(numbers), year, month)
        past: dict[tuple[int, int], dict[tuple[int, int], Decimal]] = {}
        for enterprise, item, when_year, when_month, value in found:
            if (when_year, when_month) == (year, month):
                made.values[numbers[enterprise]][item] = value
            elif value is not None:
                past.setdefault((enterprise, item), {})[when_year, when_month] = value
        made.past = {key: Past(values) for key, values in past.items()}
        return made

    def past_of(self, row: Return, item: ReturnItem) -> Past:
        return self.past.get((row.enterprise_id, item.pk), Past())

    def value(self, row: Return, item: ReturnItem) -> Decimal | None:
        return self.values.get(row.pk, {}).get(item.pk)

    def around(self, row: Return, item: ReturnItem) -> "Around":
        return Around.of(self.past_of(row, item), item, self.year, self.month)


def reported(enterprises: list[int], year: int, month: int) -> Any:
    """Enterprise, item, year, month and value of everything from a year and a month before up to the month. One query."""
    values = ReturnValue.objects.filter(report__enterprise__in=enterprises, report__year__in=(year - 1, year))
    values = values.exclude(report__year=year, report__month__gt=month)
    return values.values_list("report__enterprise_id", "item_id", "report__year", "report__month", "value")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside a cell: last month, the same month of last year, the newest values, the limits."""

    before: Decimal | None
    year_before: Decimal | None
    last: list[tuple[tuple[int, int], Decimal]]
    low: Decimal | None
    high: Decimal | None

    @classmethod
    def of(cls, past: Past, item: ReturnItem, year: int, month: int) -> "Around":
        before = past.before(year, month, is_cumulative=item.is_cumulative)
        return cls(before, past.year_before(year, month), past.last(year, month, HISTORY), item.low, item.high)

    @property
    def newest(self) -> list[tuple[str, Decimal]]:
        """The newest values with their months, the newest first: ``2015-02``, 180."""
        return [(f"{year}-{month:02d}", value) for (year, month), value in reversed(self.last)]

    @property
    def words(self) -> str:
        """The same in one line, the oldest first: ``2014-12 1,234、2015-02 180``."""
        return "、".join(f"{month} {units.number(value)}" for month, value in reversed(self.newest))

    @property
    def limits(self) -> str:
        """``≤ 3,000,000``, ``≥ 1``, or both ends; nothing without limits."""
        if self.low is None:
            return "" if self.high is None else f"≤ {units.number(self.high)}"
        return f"≥ {units.number(self.low)}" if self.high is None else f"{units.number(self.low)} ~ {units.number(self.high)}"


@dataclass(slots=True)
class Row:
    """``form`` is None for a return that is closed to the person; ``refusal`` says why nothing can be stored any more."""

    report: Return
    form: Any = None
    conflict: tuple[Difference, ...] = ()
    refusal: Any = ""
    said: str = ""
    closed: list[Decimal | None] = field(default_factory=list)  # the values of a return without a form
    cells: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.form:
            self.cells = self.form.cells(self.conflict)

    @property
    def is_unsaved(self) -> bool:
        """What was typed stands in the row and nowhere else."""
        return bool(self.conflict or self.refusal or (self.form and self.form.errors))

    @property
    def by_hand(self) -> str:
        """Why leaving the row does not store it; "" if it does."""
        if self.conflict:
            return _(
                "Somebody else changed this row meanwhile; both versions stand in it. Store yours with a button, or take theirs."
            )
        if self.refusal:
            return str(self.refusal)
        return _("Changed, but not sent: this return is handed in, press “Submit” in its row.") if self.report.is_given else ""
