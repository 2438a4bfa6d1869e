"""Whom a bulletin would name by what the portal knows: the red list (praise) and the black list (criticism)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from projects.models import Milestone, Project
from supervision.agenda import late_projects, silent_units
from supervision.choices import BulletinKind
from zones.models import Unit, Zone

DAYS = 30  # that praise looks back
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
    """The units that kept every promise due in the last DAYS days, and have none overdue. Two queries."""
    due = Milestone.objects.in_zone(zone).filter(due_date__range=(as_of - datetime.timedelta(days=DAYS), as_of))
    kept = Count("pk", filter=Q(actual_date__lte=F("due_date")))
    rows = due.filter(project__unit__isnull=False).values("project__unit").annotate(total=Count("pk"), kept=kept)
    counts = {row["project__unit"]: row["total"] for row in rows if row["total"] == row["kept"]}
    late = Milestone.objects.in_zone(zone).overdue(as_of).values("project__unit")
    for unit in Unit.objects.in_zone(zone).filter(pk__in=counts).exclude(pk__in=late):
        words = _("all %(count)s promises due in the last %(days)s days were kept in time")
        yield Named(unit, words % {"count": counts[unit.pk], "days": DAYS}, OF_PRAISE)


def black_list(zone: Zone, as_of: datetime.date) -> Iterator[Named]:
    """The units of projects with a red light, and those whose weekly reports are missing."""
    for found in late_projects(zone, as_of):
        if found.is_red and found.unit:
            yield Named(found.unit, found.text, OF_A_RED_LIGHT, found.project)
    for found in silent_units(zone, as_of):
        if found.unit:
            yield Named(found.unit, found.text, OF_SILENCE)
