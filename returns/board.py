"""Who has not returned: a year's months by park, counted."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils import timezone

from indicators.choices import PeriodState, period_words
from indicators.locks import Locks
from returns.choices import ReturnState
from returns.models import Return
from returns.totals import UNPLACED
from zones.models import Park, Zone


@dataclass(slots=True)
class Tally:
    """The returns of a park and month: how many there are, by state, and how many were first handed in on time."""

    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    on_time: int = 0

    @property
    def expected(self) -> int:
        return sum(self.states.values())

    @property
    def given(self) -> int:
        return sum(self.states[state] for state in ReturnState.given())

    @property
    def missing(self) -> int:
        return self.expected - self.given

    @property
    def accepted(self) -> int:
        return self.states[ReturnState.ACCEPTED]

    @property
    def complete_share(self) -> Any:
        return self.given / self.expected if self.expected else None

    @property
    def on_time_share(self) -> Any:
        return self.on_time / self.expected if self.expected else None

    def add(self, state: str, count: int, on_time: int) -> None:
        self.states[state] += count
        self.on_time += on_time


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month: where its period stands, the tally of each park in the parks' order, and of all."""

    month: int
    state: PeriodState
    due: datetime.date | None
    parks: list[Tally]
    whole: Tally

    @property
    def words(self) -> str:
        return period_words(self.month)


@dataclass(frozen=True, slots=True)
class Board:
    year: int
    parks: list[tuple[int, str]]
    lines: list[MonthLine]


def board(zone: Zone, year: int, locks: Locks, today: datetime.date, places: Iterable[int] | None = None) -> Board:
    """The months that are opened, newest first. ``places`` are the parks shown, None for all. Two queries."""
    tallies: dict[int, dict[int, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for month, place, state, first_day, count in counted(zone, year):
        dates = locks.dates(year, month)
        is_on_time = first_day is not None and (dates is None or first_day <= dates.due)
        tallies[month][place].add(state, count, count if is_on_time else 0)
    found = {place for by_place in tallies.values() for place in by_place}
    names = [(park.pk, park.name) for park in Park.objects.in_zone(zone).filter(parent__isnull=True)]
    shown = [(pk, name) for pk, name in [*names, (UNPLACED, "–")] if pk in found and (places is None or pk in set(places))]
    lines = [line(locks, year, month, tallies[month], shown, today) for month in sorted(tallies, reverse=True)]
    return Board(year, shown, lines)


def line(
    locks: Locks, year: int, month: int, by_place: dict[int, Tally], shown: list[tuple[int, str]], today: datetime.date
) -> MonthLine:
    whole, dates = Tally(), locks.dates(year, month)
    parks = [by_place[pk] for pk, _name in shown]
    for tally in parks:
        for state, count in tally.states.items():
            whole.add(state, count, 0)
        whole.on_time += tally.on_time
    return MonthLine(month, locks.state(year, month, today), dates.due if dates else None, parks, whole)


def counted(zone: Zone, year: int) -> Any:
    """Month, top park, state, day of the first submission, how many. One query."""
    park = Coalesce("enterprise__park__parent", "enterprise__park", UNPLACED)
    rows = Return.objects.in_zone(zone).of_year(year).order_by().annotate(place=park)
    found = rows.values_list("month", "place", "state", "first_submitted").annotate(count=Count("pk"))
    for month, place, state, moment, count in found:
        yield month, place, state, None if moment is None else timezone.localtime(moment).date(), count
