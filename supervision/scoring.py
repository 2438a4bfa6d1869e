"""Scores of tours, and ranks. Pure; None is "no score", never 0."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.units import rounded

FULL = Decimal(100)
TRIMMED_FROM = 3  # scores: below these none is left out
MOST_CRITERIA = 8
LINE = re.compile(r"(?P<name>.*\S)[\s：:,，]+(?P<weight>\d{1,3}(?:\.\d)?)\s*[%％分]?")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a rubric: what is judged, and its weight in per cent."""

    name: str
    weight: Decimal


def read_rubric(text: str) -> list[Criterion]:
    """The criteria of a rubric, one a line: ``工程进度 40``.

    Raises: ValueError with the line that cannot be read or is one too many, or with the sum of the weights when it is not 100.
    """
    criteria = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = LINE.fullmatch(line)
        if found is None or not Decimal(found["weight"]) or len(criteria) == MOST_CRITERIA:
            raise ValueError(line)
        criteria.append(Criterion(found["name"], Decimal(found["weight"])))
    total = sum((criterion.weight for criterion in criteria), Decimal(0))
    if total != FULL:
        raise ValueError(str(total))
    return criteria


def weighted(marks: Sequence[Decimal], criteria: Sequence[Criterion]) -> Decimal:
    """One ballot: the marks (0 to 100) by the weights of their criteria, unrounded."""
    return sum((mark * criterion.weight for mark, criterion in zip(marks, criteria, strict=True)), Decimal(0)) / FULL


def trimmed_mean(scores: Sequence[Decimal]) -> Decimal | None:
    """The mean without one highest and one lowest score; of fewer than three, of all."""
    kept = sorted(scores)
    if len(kept) >= TRIMMED_FROM:
        kept = kept[1:-1]
    return sum(kept, Decimal(0)) / len(kept) if kept else None


def total(scores: Sequence[Decimal], difficulty: Decimal) -> Decimal | None:
    """What a stop has reached: the trimmed mean of its ballots times its difficulty, with two decimals."""
    mean = trimmed_mean(scores)
    return None if mean is None else rounded(mean * difficulty, 2)


def ranks(scores: Sequence[Decimal | int | None]) -> list[int | None]:
    """The rank of each score, the highest first: equal ones share a rank and the next is skipped (1, 2, 2, 4).

    None where there is no score.
    """
    known = sorted((score for score in scores if score is not None), reverse=True)
    return [None if score is None else known.index(score) + 1 for score in scores]
