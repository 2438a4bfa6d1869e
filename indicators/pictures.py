"""One indicator's year, month by month: the figure against the target's path and last year, growth, the parks.

The numbers of each picture stand in a table beside it and in the workbook; what is not reported leaves a gap.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.units import rounded
from indicators.choices import WHOLE_YEAR, Aggregation, GrowthBasis, period_words
from indicators.growth import growth_rate
from indicators.models import Figure, Indicator, Target
from zones.models import Park, Zone


@dataclass(frozen=True, slots=True)
class Point:
    """Months 1–``month``: ``figure`` and last year's are rows or None, ``expected`` is the path's value."""

    month: int
    figure: Any
    before: Any
    expected: Decimal | None
    parks: dict[int, Any]
    is_comparable: bool

    @property
    def words(self) -> str:
        return period_words(self.month)

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None

    @property
    def last_year(self) -> Decimal | None:
        return self.before.value if self.before else None

    @property
    def published(self) -> Decimal | None:
        """The growth as published, in percent."""
        return self.figure.growth if self.figure else None

    @property
    def computed(self) -> Decimal | None:
        """The growth over last year's figure, where the basis allows."""
        return growth_rate(self.value, self.last_year) if self.is_comparable else None


@dataclass(frozen=True, slots=True)
class Picture:
    """An indicator's year. ``parks`` are those that have a figure, in their order."""

    indicator: Indicator
    year: int
    points: list[Point]
    target: Target | None = None
    parks: list[Park] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(value is not None for point in self.points for value in (point.value, point.last_year))

    @property
    def is_sparse(self) -> bool:
        """Whether there is too little to draw: no path, and a single number in both years."""
        values = [value for point in self.points for value in (point.value, point.last_year) if value is not None]
        return self.target is None and len(values) < 2

    @property
    def only(self) -> Point | None:
        """The newest month of a sparse one, of last year if this year has none."""
        return self.newest or next((point for point in reversed(self.points) if point.last_year is not None), None)

    @property
    def newest(self) -> Point | None:
        """The last month with a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def has_growth(self) -> bool:
        return any(point.published is not None or point.computed is not None for point in self.points)

    @property
    def cumulative_spec(self) -> dict[str, Any]:
        """What static/js/charts.js draws: this year, the target's path, last year."""
        names = {"indicator": self.indicator, "year": self.year}
        series = [
            {"name": str(self.year), "values": [plain(point.value) for point in self.points]},
            {"name": str(self.year - 1), "values": [plain(point.last_year) for point in self.points], "color": "#7b8797"},
        ]
        if self.target:
            path = [plain(point.expected) for point in self.points]
            series.insert(1, {"name": _("Target"), "values": path, "dashed": True, "color": "#d97706"})
        words = _("%(indicator)s %(year)s by month against target and last year, as in the table") % names
        return self._spec("line", self.indicator.unit, words, series)

    @property
    def growth_spec(self) -> dict[str, Any]:
        """Published growth as bars, computed growth as a line."""
        series = [{"name": _("Published growth"), "values": [plain(point.published) for point in self.points], "color": "#9db4cc"}]
        if any(point.computed is not None for point in self.points):
            values = [plain(point.computed, 1) for point in self.points]
            series.append({"name": _("Computed growth"), "values": values, "kind": "line"})
        words = _("Growth of %(indicator)s in %(year)s by month, in percent") % {"indicator": self.indicator, "year": self.year}
        return self._spec("bar", "%", words, series)

    @property
    def parks_spec(self) -> dict[str, Any]:
        """The parks by month: on top of each other where they add up, else side by side."""
        series = [
            {"name": park.name, "values": [plain(value_of(point.parks.get(park.pk))) for point in self.points]}
            for park in self.parks
        ]
        words = _("%(indicator)s %(year)s by park and month") % {"indicator": self.indicator, "year": self.year}
        spec = self._spec("bar", self.indicator.unit, words, series)
        return {**spec, "stacked": self.indicator.over_parks == Aggregation.SUM}

    def _spec(self, kind: str, unit: str, words: str, series: list[dict[str, Any]]) -> dict[str, Any]:
        months = [str(point.month) for point in self.points]
        return {"kind": kind, "unit": unit, "description": words, "categories": months, "series": series}


def plain(value: Decimal | None, places: int = 4) -> float | None:
    """A number for drawing only."""
    return None if value is None else float(rounded(value, places))


def value_of(figure: Any) -> Decimal | None:
    return figure.value if figure else None


def expected(target: Target, month: int) -> Decimal | None:
    """What the path expects, with one decimal more than the figures print."""
    value = target.expected(month)
    return None if value is None else rounded(value, target.indicator.places + 1)


def pictures(zone: Zone, year: int, indicators: Iterable[Indicator]) -> list[Picture]:
    """The year of each of ``indicators``. Four queries, however many there are."""
    chosen = list(indicators)
    rows = Figure.objects.in_zone(zone).of_years(year - 1, year).cumulative().current()
    found: dict[int, dict[tuple[int, int, int], Figure]] = defaultdict(dict)
    for figure in rows:
        found[figure.indicator_id][figure.year, figure.through_month, figure.park_id or 0] = figure
    current = Target.objects.in_zone(zone).of_year(year).current().with_path().select_related("indicator")
    targets = {target.indicator_id: target for target in current}
    parks = list(Park.objects.in_zone(zone).filter(parent__isnull=True))
    return [picture(each, year, found[each.pk], targets.get(each.pk), parks) for each in chosen]


def picture(
    indicator: Indicator, year: int, figures: dict[tuple[int, int, int], Figure], target: Target | None, parks: list[Park]
) -> Picture:
    """One indicator from its figures by (year, month, park or 0)."""
    is_comparable = indicator.growth_basis in GrowthBasis.from_levels()
    adds_up = indicator.over_time == Aggregation.SUM
    points = [
        Point(
            month,
            figures.get((year, month, 0)),
            figures.get((year - 1, month, 0)),
            expected(target, month) if target and (adds_up or month == WHOLE_YEAR) else None,
            {park.pk: figures[year, month, park.pk] for park in parks if (year, month, park.pk) in figures},
            is_comparable,
        )
        for month in range(1 if indicator.has_january else 2, WHOLE_YEAR + 1)
    ]
    used = [park for park in parks if any(park.pk in point.parks for point in points)]
    return Picture(indicator, year, points, target, used)
