"""Whom a bulletin would name by what the portal knows: the red list (praise) and the black list (criticism)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.models import Project
from projects.units import unit_lines
from supervision.agenda import late_projects, silent_units
from supervision.choices import BulletinKind
from zones.models import RuleSet, Unit, Zone

OF_A_RED_LIGHT, OF_SILENCE, OF_PRAISE = 2, 1, 1  # points to begin with; clerks change them


@dataclass(frozen=True, slots=True)
class Named:
    """A unit that the lists name, for what, and with how many points."""

    unit: Unit
    text: str
    points: int
    project: Project | None = None


def named(zone: Zone, kind: str, as_of: datetime.date) -> list[Named]:
    """Who is praised or criticised by the registers of ``as_of``; whoever is excused has no red light and is not on it."""
    return list(red_list(zone, as_of) if kind == BulletinKind.PRAISE else black_list(zone, as_of))


def red_list(zone: Zone, as_of: datetime.date) -> Iterator[Named]:
    """The units that kept every promise of the last complete month and have none overdue (projects.units). Three queries."""
    lines = unit_lines(zone, as_of, RuleSet.in_force(zone, as_of), ())
    kept = {pk: line.kept for pk, line in lines.items() if line.kept and not line.not_kept and not line.missed}
    for unit in Unit.objects.in_zone(zone):
        if unit.pk in kept:
            words = _("all %(count)s promises of the last complete month were kept in time")
            yield Named(unit, words % {"count": kept[unit.pk]}, OF_PRAISE)


def black_list(zone: Zone, as_of: datetime.date) -> Iterator[Named]:
    """The units of projects with a red light, and those whose weekly reports are missing."""
    for found in late_projects(zone, as_of):
        if found.is_red and found.unit:
            yield Named(found.unit, found.text, OF_A_RED_LIGHT, found.project)
    for found in silent_units(zone, as_of):
        if found.unit:
            yield Named(found.unit, found.text, OF_SILENCE)
