"""The editions of all series of a zone, read once: for the forms of a workbook, each of which would ask for its own."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

FIGURE_SERIES = ("indicator_id", "park_id", "year", "kind", "through_month")
TARGET_SERIES = ("indicator_id", "year")


@dataclass(slots=True)
class Editions:
    """Answers :meth:`same_series` as the querysets of figures and targets do, from what it holds."""

    names: tuple[str, ...]
    by_series: dict[tuple, list[Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, rows: QuerySet, names: tuple[str, ...]) -> "Editions":
        """``names`` are the columns that make a series. One query."""
        made = cls(names)
        for row in rows.order_by("-edition"):
            made.by_series.setdefault(made.series(row), []).append(row)
        return made

    def series(self, row: Any, **other: Any) -> tuple:
        return tuple(other[name] if name in other else getattr(row, name) for name in self.names)

    def same_series(self, row: Any, *, year: int | None = None) -> list[Any]:
        """All editions of the row's series, newest first; of another ``year`` if given."""
        return self.by_series.get(self.series(row, **({"year": year} if year else {})), [])
