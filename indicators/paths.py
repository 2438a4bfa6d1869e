"""The path of a target through its year: what is expected by the end of each month. Pure.

Even is months / 12, as the offices' 序时进度; by last year's shape is the share that last year's figure had reached; by hand
is what the office has set, for all months or for some. Between two set months the path is straight.
"""

from collections.abc import Mapping
from decimal import Decimal

from indicators.choices import WHOLE_YEAR

Steps = Mapping[int, Decimal]  # month -> cumulative value that is expected by its end


def expected(target: Decimal | None, steps: Steps, month: int) -> Decimal | None:
    """What is expected of ``target`` by the end of a month, unrounded; without steps evenly. None without a target."""
    if target is None:
        return None
    known = {0: Decimal(0), **{when: value for when, value in steps.items() if 0 < when < WHOLE_YEAR}, WHOLE_YEAR: target}
    if month in known:
        return known[month]
    before, after = max(when for when in known if when < month), min(when for when in known if when > month)
    return known[before] + (known[after] - known[before]) * (month - before) / (after - before)


def expected_share(target: Decimal | None, steps: Steps, month: int) -> Decimal | None:
    """The share of ``target`` that is expected by the end of a month. None without a target above zero."""
    value = expected(target, steps, month)
    return None if value is None or target is None or target <= 0 else value / target


def by_last_year(target: Decimal, figures: Steps, places: int) -> dict[int, Decimal]:
    """The steps of ``target`` in the shape of last year's cumulative ``figures``; empty without its whole year."""
    whole = figures.get(WHOLE_YEAR)
    if not whole or whole <= 0:
        return {}
    return {
        month: round(target * value / whole, places)
        for month, value in sorted(figures.items())
        if month < WHOLE_YEAR and value >= 0
    }


def evenly(target: Decimal, places: int) -> dict[int, Decimal]:
    return {month: round(target * month / WHOLE_YEAR, places) for month in range(1, WHOLE_YEAR)}


def scaled(steps: Steps, old: Decimal | None, new: Decimal | None, places: int) -> dict[int, Decimal]:
    """The steps of a revised target in the shape of the one before; empty when there is no shape."""
    if not old or new is None:
        return {}
    return {month: round(value * new / old, places) for month, value in steps.items()}


def first_fall(steps: Steps, target: Decimal) -> int | None:
    """The first month whose step lies below the one before it, or above the target; None when the path only rises."""
    before = Decimal(0)
    for month, value in [*sorted(steps.items()), (WHOLE_YEAR, target)]:
        if value < before:
            return month
        before = value
    return None
