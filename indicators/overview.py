"""The figures of one year side by side, and what does not fit together among them.

Three kinds of checks, all only shown and never acted upon: the published growth of a figure against the year before,
the stated growth of next year's target against this year's figure, and the parks against the zone.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core import units
from core.models import DataStatus
from indicators import growth, lights
from indicators.choices import WHOLE_YEAR, Aggregation, GrowthBasis, period_words
from indicators.models import Figure, Indicator, Target
from zones.choices import Light, Subject
from zones.lights import Rules
from zones.models import Park, Zone


@dataclass(frozen=True, slots=True)
class Finding:
    """A stated growth that contradicts its two levels beyond rounding, with both readings."""

    indicator: Indicator
    year: int  # of the level that grew
    is_target: bool
    check: growth.GrowthCheck

    @property
    def level_reading(self) -> str:
        """What the level would be if base and growth are right."""
        return self._printed(self.check.implied_level)

    @property
    def base_reading(self) -> str:
        """What the base would be if level and growth are right."""
        return self._printed(self.check.implied_base)

    def _printed(self, value: Decimal) -> str:
        """One decimal more than printed, so that a reading never looks rounder than it is."""
        return units.number(units.rounded(value, self.indicator.places + 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """One park's figure; None when there is none for the months of the zone's figure."""

    park: Park
    figure: Any


@dataclass(frozen=True, slots=True)
class ParkRow:
    """One indicator over the parks, with the check of their sum."""

    line: "Line"
    cells: list[Cell]

    @property
    def check(self) -> growth.SumCheck | None:
        """The parks against the zone, for indicators that add up; counts must fit exactly."""
        line = self.line
        if not line.figure or line.indicator.over_parks != Aggregation.SUM:
            return None
        values = [cell.figure.value if cell.figure else None for cell in self.cells]
        exact = line.indicator.growth_basis == GrowthBasis.COUNT
        return growth.check_sum(line.figure.value, values, line.indicator.places, exact=exact)


@dataclass(slots=True)
class Line:
    """One indicator in one year: the zone's figure, its parks, this and next year's target.

    ``figure`` needs the annotation of FigureQuerySet.with_year_before.
    """

    indicator: Indicator
    year: int
    figure: Any = None
    parks: dict[int, Any] = field(default_factory=dict)
    target: Target | None = None
    next_target: Target | None = None
    rules: Rules | None = None

    def aim(self, targets: Iterable[Target]) -> None:
        """Keep the current targets of this year and the next."""
        for target in targets:
            setattr(self, "target" if target.year == self.year else "next_target", target)

    @property
    def is_comparable(self) -> bool:
        """Whether growth may be computed from two levels of this indicator at all."""
        return self.indicator.growth_basis in GrowthBasis.from_levels()

    @property
    def whole_year(self) -> Decimal | None:
        """The figure that next year's target is measured against: January to December only."""
        return self.figure.value if self.figure and self.figure.through_month == WHOLE_YEAR else None

    @property
    def period(self) -> str:
        return period_words(self.figure.through_month) if self.figure and self.figure.through_month != WHOLE_YEAR else ""

    @property
    def computed_growth(self) -> Decimal | None:
        """The figure over the same months of the year before, where the basis allows."""
        return growth.growth_rate(self.figure.value, self.figure.value_before) if self.figure and self.is_comparable else None

    @property
    def implied_growth(self) -> Decimal | None:
        """Next year's target over this year's figure, where the basis allows."""
        return growth.growth_rate(self.next_target.value, self.whole_year) if self.next_target and self.is_comparable else None

    @property
    def completion(self) -> Decimal | None:
        """The share of this year's target that the figure has reached."""
        return growth.share(self.figure.value, self.target.value) if self.figure and self.target else None

    @property
    def light(self) -> Light:
        """The light of this year's target; NONE without rules of indicators."""
        if self.rules is None:
            return Light.NONE
        return lights.of_target(self.rules, self.indicator, self.target, self.figure, datetime.date(self.year, 12, 31)).light

    @property
    def growth_check(self) -> growth.GrowthCheck | None:
        """The published growth against this and last year's figure."""
        return self._check(self.figure.value, self.figure.value_before, self.figure.growth) if self.figure else None

    @property
    def target_check(self) -> growth.GrowthCheck | None:
        """The next target's stated growth against this year's figure."""
        target = self.next_target
        return self._check(target.value, self.whole_year, target.stated_growth) if target else None

    def _check(self, level: Any, base: Any, stated: Any) -> growth.GrowthCheck | None:
        return growth.check_growth(level, base, stated, self.indicator.places) if self.is_comparable else None

    @property
    def growth_finding(self) -> Finding | None:
        return self._finding(self.growth_check, is_target=False)

    @property
    def target_finding(self) -> Finding | None:
        return self._finding(self.target_check, is_target=True)

    def _finding(self, check: growth.GrowthCheck | None, *, is_target: bool) -> Finding | None:
        return Finding(self.indicator, self.year + is_target, is_target, check) if check and not check.holds else None

    @property
    def findings(self) -> list[Finding]:
        return [finding for finding in (self.growth_finding, self.target_finding) if finding]

    def over_parks(self, parks: Iterable[Park]) -> ParkRow:
        """The figures of ``parks`` in their order, for the months of the zone's own figure."""
        month = self.figure.through_month if self.figure else WHOLE_YEAR
        found = [(park, self.parks.get(park.pk)) for park in parks]
        return ParkRow(self, [Cell(park, figure if figure and figure.through_month == month else None) for park, figure in found])


@dataclass(frozen=True, slots=True)
class Overview:
    """One zone and year."""

    year: int
    lines: list[Line]
    parks: list[Park]
    rules: Rules | None = None

    @property
    def next_year(self) -> int:
        return self.year + 1

    @property
    def findings(self) -> list[Finding]:
        return [finding for line in self.lines for finding in line.findings]

    @property
    def failing_sums(self) -> list[ParkRow]:
        return [row for row in self.park_rows if row.check and not row.check.holds]

    @property
    def park_rows(self) -> list[ParkRow]:
        """The indicators that have figures of parks."""
        rows = [line.over_parks(self.parks) for line in self.lines]
        return [row for row in rows if any(cell.figure for cell in row.cells)]

    @property
    def has_targets(self) -> bool:
        return any(line.target for line in self.lines)

    @property
    def has_lights(self) -> bool:
        """Whether the rules in force say anything of targets."""
        return self.rules is not None and bool(self.rules.of(Subject.INDICATOR))

    @property
    def has_estimates(self) -> bool:
        return any(line.figure and line.figure.status == DataStatus.ESTIMATE for line in self.lines)


def overview(zone: Zone, year: int, rules: Rules | None = None) -> Overview:
    """The zone's figures of ``year``: five queries, however many indicators there are. ``rules`` give the targets' lights.

    Parks that are part of a park are left out: their figures are in those of the larger one.
    """
    lines = {indicator.pk: Line(indicator, year, rules=rules) for indicator in wholes_first(Indicator.objects.in_zone(zone))}
    for figure in Figure.objects.latest_cumulative(zone, year).with_year_before():
        line = lines[figure.indicator_id]
        if figure.park_id:
            line.parks[figure.park_id] = figure
        else:
            line.figure = figure
    for target in Target.objects.in_zone(zone).current().of_years(year, year + 1).with_path():
        lines[target.indicator_id].aim([target])
    shown = [line for line in lines.values() if line.indicator.is_valid_in(year) or line.figure or line.parks or line.target]
    return Overview(year, shown, list(Park.objects.in_zone(zone).filter(parent__isnull=True)), rules)


def wholes_first(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Every indicator followed by those that are part of it."""
    rows = list(indicators)
    places = {indicator.pk: place for place, indicator in enumerate(rows)}
    return sorted(
        rows, key=lambda row: (places.get(row.part_of_id or row.pk, places[row.pk]), row.part_of_id is not None, places[row.pk])
    )
