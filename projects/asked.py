"""Who is asked for the weekly report of a project, now or at any moment that the history knows.

The officers assigned to the project; where nobody is, the head of its unit. Told by the histories of assignments and
memberships, now as then: the board of an old week and that of this one go the same way.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.history import DELETE
from projects.models import ProjectOfficer
from zones.choices import Role
from zones.models import Membership, Zone


class Write(NamedTuple):
    """One write of a row that ties a person to something: ``person`` is None when it ties nobody (any more)."""

    row: int
    moment: datetime.datetime
    key: int | None
    person: int | None


@dataclass(frozen=True, slots=True)
class Span:
    person: int
    start: datetime.datetime
    end: datetime.datetime | None

    def holds(self, moment: datetime.datetime) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)


def spans(writes: Iterable[Write]) -> dict[int, list[Span]]:
    """From when until when whom, by what they were tied to. Pure; the writes come in their order."""
    found: dict[int, list[Span]] = {}
    running: dict[int, Write] = {}
    for write in writes:
        before = running.pop(write.row, None)
        if before is not None and before.key is not None and before.person is not None:
            found.setdefault(before.key, []).append(Span(before.person, before.moment, write.moment))
        if write.person is not None:
            running[write.row] = write
    for write in running.values():
        if write.key is not None and write.person is not None:
            found.setdefault(write.key, []).append(Span(write.person, write.moment, None))
    return found


def at(found: list[Span], moment: datetime.datetime | None) -> tuple[int, ...]:
    """The people of the spans that hold at a moment (None: now), each once, in the order in which they came."""
    holding = [span for span in found if (span.end is None if moment is None else span.holds(moment))]
    return tuple(dict.fromkeys(span.person for span in sorted(holding, key=lambda span: span.start)))


class Asked:
    """The officers and unit heads of one zone through time. Two queries, over the writes of assignments and memberships."""

    def __init__(self, zone: Zone) -> None:
        assigned: Any = ProjectOfficer.pgh_event_model.objects.filter(project__zone=zone)  # type: ignore[attr-defined]
        columns = ("pgh_obj_id", "pgh_label", "pgh_created_at")
        self.officers = spans(
            Write(row, moment, project, None if label == DELETE else user)
            for row, label, moment, project, user in assigned.order_by("pgh_id").values_list(*columns, "project_id", "user_id")
        )
        members: Any = Membership.pgh_event_model.objects.filter(zone=zone).order_by("pgh_id")  # type: ignore[attr-defined]
        written = list(members.values_list(*columns, "unit_id", "user_id", "role"))
        self.heads = spans(
            Write(row, moment, unit, user if label != DELETE and role == Role.UNIT_HEAD else None)
            for row, label, moment, unit, user, role in written
        )
        self.begins = min((moment for _row, _label, moment, *_others in written), default=None)

    def known(self, moment: datetime.datetime | None) -> datetime.datetime | None:
        """``moment``, or None (now) where the zone's history is younger: of then nothing is known."""
        return moment if moment and self.begins and self.begins <= moment else None

    def officers_of(self, project: int, moment: datetime.datetime | None) -> tuple[int, ...]:
        return at(self.officers.get(project, []), self.known(moment))

    def heads_of(self, unit: int | None, moment: datetime.datetime | None) -> tuple[int, ...]:
        return at(self.heads.get(unit, []), self.known(moment)) if unit else ()

    def people(self, project: int, unit: int | None, moment: datetime.datetime | None) -> tuple[int, ...]:
        """Ids of who is asked for the report of ``project``, which ``unit`` answers for."""
        return self.officers_of(project, moment) or self.heads_of(unit, moment)
