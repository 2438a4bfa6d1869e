"""What is doubtful about one value of a return, seen from what the enterprise reported before. Pure.

A cumulative item gives the months 1–N of a year, a level item the end of the month. Doubts are asked about and never
corrected: whoever hands the return in explains them with a word. Errors (no number, below zero, a part larger than its
whole) are refused by the form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from statistics import median

from returns.choices import Doubt

OUTLIER = Decimal(5)  # times the usual month, or a fifth of it
JUMP_UP, JUMP_DOWN = Decimal(2), Decimal("0.5")  # of last year's value
UNIT_MIX_UP = 1000  # 万元 typed as 元 is a factor of 10,000; a month's growth takes at most a tenth off that
FEWEST_MONTHS = 4  # below it nothing is usual
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Limits:
    """What is known of an item; ``low`` and ``high`` are asked about, None for no limit."""

    is_cumulative: bool = True
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What an enterprise reported of one item: by (year, month), as it stands; a missing month was not reported."""

    values: Mapping[Month, Decimal] = field(default_factory=dict)

    def before(self, year: int, month: int, *, is_cumulative: bool) -> Decimal | None:
        """Last month's value: of a cumulative item in the same year only."""
        earlier = [key for key in self.values if key < (year, month) and (not is_cumulative or key[0] == year)]
        return self.values[max(earlier)] if earlier else None

    def year_before(self, year: int, month: int) -> Decimal | None:
        return self.values.get((year - 1, month))

    def monthly(self, *, is_cumulative: bool, until: Month) -> list[Decimal]:
        """The months by themselves up to before ``until``, oldest first; of a cumulative item the differences within a year.

        The first value of a year covers several months when January is not reported: it counts as their average.
        """
        keys = [key for key in sorted(self.values) if key < until]
        if not is_cumulative:
            return [self.values[key] for key in keys]
        firsts = {year: (year, month) for year, month in reversed(keys)}
        found = {first: self.values[first] / first[1] for first in firsts.values()}
        found |= {
            later: (self.values[later] - self.values[sooner]) / (later[1] - sooner[1])
            for sooner, later in pairwise(keys)
            if sooner[0] == later[0]
        }
        return [found[key] for key in sorted(found)]

    def last(self, year: int, month: int, count: int = 12) -> list[tuple[Month, Decimal]]:
        """The newest ``count`` values before a month, oldest first."""
        return [(key, self.values[key]) for key in sorted(self.values) if key < (year, month)][-count:]


def doubts(value: Decimal | None, past: Past, year: int, month: int, limits: Limits) -> list[Doubt]:
    """Everything that is doubtful about ``value`` of months 1–``month`` (or of its end). A mix-up of units says it all."""
    before = past.before(year, month, is_cumulative=limits.is_cumulative)
    if value is None:
        return [Doubt.MISSING] if before is not None else []
    year_before = past.year_before(year, month)
    if any(mixed_up(value, other) for other in (before, year_before)):
        return [Doubt.UNIT]
    found = []
    if limits.is_cumulative and before is not None and value < before:
        found.append(Doubt.FALLS)
    elif is_outlier(value, past, year, month, limits):
        found.append(Doubt.OUTLIER)
    if is_jump(value, year_before):
        found.append(Doubt.JUMP)
    if (limits.low is not None and value < limits.low) or (limits.high is not None and value > limits.high):
        found.append(Doubt.LIMITS)
    return found


def mixed_up(value: Decimal, other: Decimal | None) -> bool:
    if not value or not other:
        return False
    small, large = sorted((abs(value), abs(other)))
    return large / small >= UNIT_MIX_UP


def is_outlier(value: Decimal, past: Past, year: int, month: int, limits: Limits) -> bool:
    """Whether this month by itself is more than five times or less than a fifth of the median month."""
    history = past.monthly(is_cumulative=limits.is_cumulative, until=(year, month))[-12:]
    known = [each for each in history if each > 0]
    if len(known) < FEWEST_MONTHS:
        return False
    earlier = {key: one for key, one in past.values.items() if key < (year, month)}
    now = Past({**earlier, (year, month): value}).monthly(is_cumulative=limits.is_cumulative, until=(year, month + 1))[-1]
    usual = median(known)
    return not usual / OUTLIER <= now <= usual * OUTLIER


def is_jump(value: Decimal, year_before: Decimal | None) -> bool:
    return bool(year_before and year_before > 0) and not JUMP_DOWN <= value / (year_before or 1) <= JUMP_UP


def explained(found: Iterable[Doubt]) -> str:
    """The doubts in words."""
    return "；".join(str(doubt.label) for doubt in found)
