"""Totals that tell nothing of a single enterprise (统计法). Pure.

A total of fewer than ``least`` enterprises is not shown. Nor is one that could be found by taking the shown ones from the
whole: with a hidden group further ones are hidden until the hidden ones together hold ``least`` enterprises and are two at
least. A group of none has nothing to tell.
"""

from collections.abc import Hashable, Mapping


def hidden(counts: Mapping[Hashable, int], least: int) -> set[Hashable]:
    """The groups whose totals are not shown; ``counts`` are the enterprises of each group, which together are the whole."""
    told = {group for group, count in counts.items() if 0 < count < least}
    others = sorted((group for group, count in counts.items() if count >= least), key=lambda group: counts[group])
    while told and others and not is_safe(told, counts, least):
        told.add(others.pop(0))
    return told


def is_safe(told: set[Hashable], counts: Mapping[Hashable, int], least: int) -> bool:
    """Whether the whole less the shown groups tells of no single enterprise."""
    return len(told) >= 2 and sum(counts[group] for group in told) >= least


def is_shown(counts: Mapping[Hashable, int], least: int) -> bool:
    """Whether the whole itself may be shown: it is large enough, and no hidden group follows from it."""
    told = hidden(counts, least)
    return sum(counts.values()) >= least and (not told or is_safe(told, counts, least))
