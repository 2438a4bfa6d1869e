"""What a bulk change did to each of its rows, in words: before and after, and what has become of the row since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import history
from projects.models import BulkChange, BulkRow, Milestone
from zones.models import Unit

SHOWN = ("unit_id", "due_date", "actual_date", "remark")  # the columns that a step changes, without those that follow


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """``milestone`` is the promise of today, None when it was dropped; ``fault`` why it cannot be taken back."""

    pk: int
    text: str
    project: str
    milestone: Milestone | None
    old: str
    new: str
    since: str


def changed_rows(change: BulkChange, faults: Mapping[int, str] | None = None) -> list[ChangedRow]:
    """The rows of a change in its order. Four queries. What a row was afterwards is told by its history."""
    kept = list(change.rows.all())
    pks = [row.milestone_id for row in kept]
    there = Milestone.objects.select_related("project").in_bulk(pks)
    events = _after(kept)
    units = dict(Unit.objects.in_zone(change.zone).values_list("pk", "name"))
    lost = {pk: history.last_known(Milestone, pk) for pk in pks if pk not in there and pk not in events}
    return [
        _row(row, there.get(row.milestone_id), events.get(row.milestone_id) or lost.get(row.milestone_id), units, faults or {})
        for row in kept
    ]


def _after(kept: list[BulkRow]) -> dict[int, Any]:
    """The event of each row that the change has written. One query."""
    versions = {row.milestone_id: row.version_after for row in kept}
    events: Any = Milestone.pgh_event_model.objects  # type: ignore[attr-defined]
    found = events.filter(pgh_obj__in=versions, version__in=set(versions.values())).select_related("project")
    return {event.pgh_obj_id: event for event in found if event.version == versions[event.pgh_obj_id]}


def _row(kept: BulkRow, row: Milestone | None, event: Any, units: Mapping[int, str], faults: Mapping[int, str]) -> ChangedRow:
    told = event or row
    before = kept.before or {}
    names = [name for name in SHOWN if name in before]
    new = [_words(name, getattr(told, name, None), units) for name in names]
    if "due_date" in names and told is not None and before.get("scored_date") == told.scored_date.isoformat():
        new.append(_("the earlier date goes on to count"))
    if kept.before is None and told is not None:
        new = [told.due_date.isoformat()]
    return ChangedRow(
        pk=kept.milestone_id,
        text=(row or told).text if told else f"#{kept.milestone_id}",
        project=str(told.project) if told else "",
        milestone=row,
        old=pgettext("list", "; ").join(_words(name, before[name], units) for name in names),
        new=pgettext("list", "; ").join(new),
        since=faults.get(kept.milestone_id) or _since(kept, row),
    )


def _since(kept: BulkRow, row: Milestone | None) -> str:
    if row is None:
        return _("it was dropped since")
    return "" if row.version == kept.version_after else _("it was changed since")


def _words(name: str, value: Any, units: Mapping[int, str]) -> str:
    if name == "unit_id":
        return units.get(value, "–") if value else _("the project's own unit")
    return str(value) if value else "–"
