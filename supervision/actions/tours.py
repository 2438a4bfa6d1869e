"""The life of a tour: its number, its stops, the ballots, and its closing."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from supervision.models import Ballot, Tour, TourStop
from zones.models import User, Zone


@transaction.atomic
def open_tour(*, tour: Tour) -> Tour:
    """Store the unsaved ``tour`` under the year's next number."""
    Zone.objects.in_zone(tour.zone).locked().get()
    tour.year = tour.held_on.year
    tour.number = Tour.objects.next_number(tour.zone, tour.year)
    tour.save(force_insert=True)
    return tour


@transaction.atomic
def add_stop(*, stop: TourStop) -> TourStop:
    """Store the unsaved stop as the last one of the route; without a group it is ranked among its park's."""
    stop.position = TourStop.objects.of_tour(stop.tour).next_position()
    stop.group = stop.group or str(stop.project.park or "")
    stop.save(force_insert=True)
    return stop


@transaction.atomic
def cast_ballot(*, ballot: Ballot, marks: Sequence[str]) -> Ballot:
    """Store what a judge gives; given anew, it replaces what was given before and counts again."""
    ballot.marks, ballot.void_reason = list(marks), ""
    ballot.save()
    return ballot


@transaction.atomic
def close_tour(*, tour: Tour, by: User, on: datetime.date) -> Tour:
    """From now on the scores are shown to everybody and none is given any more."""
    tour = Tour.objects.locked().get(pk=tour.pk)
    if not tour.is_closed:
        tour.closed_by, tour.closed_on = by, on
        tour.save()
    return tour
