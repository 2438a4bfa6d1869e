"""Ranks. Pure."""

from collections.abc import Sequence
from decimal import Decimal


def ranks(scores: Sequence[Decimal | int | None]) -> list[int | None]:
    """The rank of each score, the highest first: equal ones share a rank and the next is skipped (1, 2, 2, 4).

    None where there is no score.
    """
    known = sorted((score for score in scores if score is not None), reverse=True)
    return [None if score is None else known.index(score) + 1 for score in scores]
