"""What a tour's stops have reached, with the ballots behind it, and the units by their points."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from supervision.models import Ballot, BulletinEntry, TourStop
from supervision.scoring import ranks, total


@dataclass(slots=True)
class Result:
    """One stop with its ballots; ``score`` and ``rank`` are None before the first one that counts."""

    stop: TourStop
    ballots: list[Ballot]
    score: Decimal | None
    rank: int | None = None

    @property
    def counted(self) -> int:
        return sum(not ballot.void_reason for ballot in self.ballots)


def results(stops: Iterable[TourStop], ballots: Iterable[Ballot]) -> list[tuple[str, list[Result]]]:
    """The stops by group in the order of the route, each group ranked by itself, the best first; without a score last."""
    given: dict[int, list[Ballot]] = {}
    for ballot in ballots:
        given.setdefault(ballot.stop_id, []).append(ballot)
    groups: dict[str, list[Result]] = {}
    for stop in stops:
        own = given.get(stop.pk, [])
        for ballot in own:
            ballot.stop = stop
        score = total([ballot.score for ballot in own if not ballot.void_reason], stop.difficulty)
        groups.setdefault(stop.group, []).append(Result(stop, own, score))
    for found in groups.values():
        for result, rank in zip(found, ranks([result.score for result in found]), strict=True):
            result.rank = rank
        found.sort(key=lambda result: (result.rank is None, result.rank or 0))
    return list(groups.items())


def units_by_points(zone: Any, year: int) -> list[dict[str, Any]]:
    """The units that bulletins of a year name (BulletinEntryQuerySet.points_by_unit) with their ``rank``, the best first."""
    rows = BulletinEntry.objects.in_zone(zone).of_year(year).points_by_unit()
    for row, rank in zip(rows, ranks([row["points"] for row in rows]), strict=True):
        row["rank"] = rank
    return sorted(rows, key=lambda row: row["rank"])
