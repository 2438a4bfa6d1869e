"""Growth and sums as a statistician reads them. Pure: Decimals in, Decimals out, no ORM.

Rates are in percent (20.8 is +20.8 %). Every function returns None for "cannot be computed", never 0. Published
numbers are rounded, so that a check holds as soon as any numbers within half a unit of the last printed digit fit
together; nothing here corrects a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core import units

HUNDRED = Decimal(100)
TINY_BASE = Decimal("0.01")  # a base under a hundredth of the level: the rate says nothing
UNIT_MIX_UP = 1000  # 万元 typed for 亿元 is a factor of 10,000; real growth takes at most a tenth off that
NO_RATE = "--"  # how a yearbook prints a rate that cannot be computed


def growth_rate(current: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Growth of ``current`` over ``base`` in percent, unrounded.

    None without both, for a level below zero, and for a base that is zero, negative or tiny (under a hundredth of
    the level). Only for nominal levels and counts; see GrowthBasis.from_levels.
    """
    if current is None or base is None or current < 0 or base <= 0 or base < current * TINY_BASE:
        return None
    return (current / base - 1) * HUNDRED


def print_growth(percent: Decimal | None, places: int | None = None) -> str:
    """A rate as offices print it: ``20.8%``; over 100 % in times (增长1.4倍 is +140 %); ``--`` for None.

    Without ``places`` every digit is kept, as for a published rate; computed rates are printed with one decimal.
    """
    if percent is None:
        return NO_RATE
    number, form = (percent / HUNDRED, _("%(number)s times more")) if percent > HUNDRED else (percent, "%(number)s%%")
    return form % {"number": units.number(number if places is None else units.rounded(number, places))}


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """``part`` of ``whole`` as a share (0.613). None without both and for a whole that is not above zero."""
    return None if part is None or whole is None or whole <= 0 else part / whole


def points_between(rate: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The difference of two rates, in percentage points (百分点)."""
    return None if rate is None or other is None else rate - other


def implied_level(base: Decimal | None, percent: Decimal | None) -> Decimal | None:
    """The level that ``base`` reaches by growing ``percent``."""
    return None if base is None or percent is None else base * (1 + percent / HUNDRED)


def implied_base(level: Decimal | None, percent: Decimal | None) -> Decimal | None:
    """The level a year before, which would have grown to ``level`` by ``percent``. None for a fall of 100 % or more."""
    return None if level is None or percent is None or percent <= -HUNDRED else level / (1 + percent / HUNDRED)


def printed_places(value: Decimal, least: int = 0) -> int:
    """Decimals of ``value`` as it was printed: its own without trailing zeros, ``least`` at least (145.0000 has 0)."""
    exponent = value.normalize().as_tuple().exponent
    return max(least, -exponent if isinstance(exponent, int) else 0)


def half_unit(value: Decimal, least: int = 0) -> Decimal:
    """Half a unit of the last printed digit: how far the true number may be from the printed one."""
    return Decimal("0.5").scaleb(-printed_places(value, least))


@dataclass(frozen=True, slots=True)
class GrowthCheck:
    """A stated growth beside two published levels: do they fit, and if not, what each of them would have to be.

    ``implied_level`` = base × (1 + stated), ``implied_base`` = level ÷ (1 + stated).
    """

    level: Decimal
    base: Decimal
    stated: Decimal
    computed: Decimal
    implied_level: Decimal
    implied_base: Decimal
    holds: bool

    @property
    def factor(self) -> Decimal:
        """1.1 for a stated growth of 10 %."""
        return (1 + self.stated / HUNDRED).normalize()


def check_growth(level: Decimal | None, base: Decimal | None, stated: Decimal | None, places: int = 0) -> GrowthCheck | None:
    """Whether ``stated`` percent and the two levels agree within the rounding of all three.

    ``places`` are the decimals with which the levels are printed at least. None when one of the three is missing
    or no rate can be computed. Never for comparable prices: see GrowthBasis.from_levels.
    """
    computed = growth_rate(level, base)
    if level is None or base is None or stated is None or computed is None:
        return None
    low, high = implied_level(base, stated), implied_base(level, stated)
    if low is None or high is None:
        return None
    return GrowthCheck(level, base, stated, computed, low, high, _overlap(level, base, stated, places))


def _overlap(level: Decimal, base: Decimal, stated: Decimal, places: int) -> bool:
    """Can any three numbers within half a unit of the printed ones satisfy level = base × (1 + stated)?"""
    of_level, of_base, of_stated = half_unit(level, places), half_unit(base, places), half_unit(stated)
    smallest = max(base - of_base, Decimal(0)) * (1 + (stated - of_stated) / HUNDRED)
    largest = (base + of_base) * (1 + (stated + of_stated) / HUNDRED)
    return smallest <= level + of_level and level - of_level <= largest


@dataclass(frozen=True, slots=True)
class SumCheck:
    """A published total beside its published parts."""

    total: Decimal
    computed: Decimal
    tolerance: Decimal
    holds: bool

    @property
    def difference(self) -> Decimal:
        """Parts minus total."""
        return self.computed - self.total


def check_sum(total: Decimal | None, parts: Sequence[Decimal | None], places: int = 0, *, exact: bool = False) -> SumCheck | None:
    """Whether ``parts`` make ``total`` within half a unit of the last digit per part; ``exact`` for counts.

    None when there are no parts, or when the total or a part is not reported.
    """
    known = [part for part in parts if part is not None]
    if total is None or not known or len(known) < len(parts):
        return None
    computed = sum(known, Decimal(0))
    tolerance = Decimal(0) if exact else sum((half_unit(part, places) for part in known), Decimal(0))
    return SumCheck(total, computed, tolerance, abs(computed - total) <= tolerance)


def looks_like_another_unit(value: Decimal | None, before: Decimal | None) -> bool:
    """Whether ``value`` is so far from ``before`` that 万元 and 亿元 (a factor of 10,000) were probably mixed up."""
    if not value or not before:
        return False
    small, large = sorted((abs(value), abs(before)))
    return large / small >= UNIT_MIX_UP
