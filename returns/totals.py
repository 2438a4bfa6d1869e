"""Totals of a year's returns, computed when they are read, and shown so that they tell of no single enterprise.

Handed-in and accepted returns count. Growth compares the same enterprises in both years (同口径) and is never an average.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from indicators.growth import growth_rate
from returns import confidential
from returns.choices import ReturnState
from zones.choices import Role
from zones.models import Zone

ZONE = None  # the key of the whole zone's totals
UNPLACED = 0  # that of enterprises whose park is not known
SQL = """
SELECT r.month, v.item_id, COALESCE(p.parent_id, p.id, 0), SUM(v.value), COUNT(*),
       SUM(v.value) FILTER (WHERE b.value IS NOT NULL), SUM(b.value), COUNT(b.value),
       COUNT(*) FILTER (WHERE r.state = 'submitted')
FROM returns_returnvalue v
JOIN returns_return r ON r.id = v.report_id
JOIN projects_enterprise e ON e.id = r.enterprise_id
LEFT JOIN zones_park p ON p.id = e.park_id
LEFT JOIN returns_return q
       ON q.enterprise_id = r.enterprise_id AND q.year = r.year - 1 AND q.month = r.month AND q.state = ANY(%(given)s)
LEFT JOIN returns_returnvalue b ON b.report_id = q.id AND b.item_id = v.item_id
WHERE e.zone_id = %(zone)s AND r.year = %(year)s AND r.state = ANY(%(given)s) AND v.value IS NOT NULL
GROUP BY 1, 2, 3
"""


@dataclass(slots=True)
class Total:
    """The total of one item, month and place: ``value`` of ``firms`` enterprises, ``same_…`` of those with both years.

    ``unreviewed`` of the firms' returns nobody has accepted yet.
    """

    value: Decimal = Decimal(0)
    firms: int = 0
    same_now: Decimal = Decimal(0)
    same_before: Decimal = Decimal(0)
    same_firms: int = 0
    unreviewed: int = 0

    def add(self, other: "Total") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def growth(self) -> Decimal | None:
        """Growth of the same enterprises in percent, unrounded."""
        return growth_rate(self.same_now, self.same_before) if self.same_firms else None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader gets of a total: None where it is hidden or nothing is reported; see ``is_hidden``."""

    total: Total | None
    is_hidden: bool = False
    growth: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        return self.total.value if self.total else None


@dataclass(frozen=True, slots=True)
class Reader:
    """How much of the totals a person may see: everything, or what tells of no single enterprise beside the ``own`` park."""

    sees_all: bool
    least: int
    own: int | None = None

    @classmethod
    def of(cls, user: Any, zone: Zone) -> "Reader":
        return cls(user.role_in(zone) in Role.keepers(), zone.least_firms, user.park_id_in(zone))


@dataclass(slots=True)
class Totals:
    """The totals of a zone's year by month, item and place (a top park's id, UNPLACED, or ZONE)."""

    year: int
    cells: dict[tuple[int, int], dict[int, Total]] = field(default_factory=dict)

    @property
    def months(self) -> list[int]:
        return sorted({month for month, _item in self.cells})

    def whole(self, month: int, item: int) -> Total | None:
        """The zone's total; None when nothing is reported."""
        places = self.cells.get((month, item))
        if not places:
            return None
        total = Total()
        for each in places.values():
            total.add(each)
        return total

    def shown(self, month: int, item: int, place: int | None, reader: Reader) -> Shown:
        """The total as ``reader`` may see it. *Rule:* returns.confidential."""
        places = self.cells.get((month, item), {})
        total = self.whole(month, item) if place is ZONE else places.get(place)
        if total is None:
            return Shown(None)
        if not self._tells_nothing(places, place, reader):
            return Shown(None, is_hidden=True)
        is_wide = reader.sees_all or total.same_firms >= reader.least
        return Shown(total, growth=total.growth if is_wide else None)

    def _tells_nothing(self, places: dict[int, Total], place: int | None, reader: Reader) -> bool:
        if reader.sees_all or (place is not ZONE and place == reader.own):
            return True
        counts = {each: total.firms for each, total in places.items() if each != reader.own}
        if place is ZONE:
            return confidential.is_shown(counts, reader.least)
        return place not in confidential.hidden(counts, reader.least)


def totals(zone: Zone, year: int) -> Totals:
    """One query, however many enterprises there are."""
    given: Iterable[str] = [state.value for state in ReturnState.given()]
    made = Totals(year)
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"zone": zone.pk, "year": year, "given": given})
        for month, item, place, *numbers in cursor.fetchall():
            made.cells.setdefault((month, item), {})[place] = Total(*(number or 0 for number in numbers))
    return made
