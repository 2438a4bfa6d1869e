"""What the page of a work prints: facts with their units, the drawing, and the history of all its rows."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import history, units
from core.history import TECHNICAL, Change, FieldChange
from infrastructure import drawing
from infrastructure.choices import WorkKind
from infrastructure.drawing import CrossSection, Part
from infrastructure.models import CrossSectionPart, RoadSegment, Work, WorkshopTenant

SIZES: dict[str, list[tuple[str, Any]]] = {
    "road": [("length_m", _("%(n)s m")), ("red_line_width_m", _("%(n)s m"))],
    "waterplant": [("capacity_wan_t", _("%(n)s × 10,000 t/day")), ("network_km", _("%(n)s km of pipes"))],
    "housing": [("flats", _("%(n)s flats")), ("floor_area_m2", _("%(n)s m²"))],
    "powerstation": [("voltage_kv", _("%(n)s kV"))],
    "publicity": [("billboards", _("%(n)s billboards")), ("panels", _("%(n)s panels")), ("monuments", _("%(n)s monuments"))],
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated fact; an empty ``value`` is not reported."""

    label: str
    value: str
    unit: Any = ""


def facts(row: models.Model | None) -> list[Fact]:
    """The columns of a facts row as people read them."""
    if row is None:
        return []
    columns = [column for column in row._meta.concrete_fields if column.name not in TECHNICAL and not column.is_relation]
    return [Fact(str(column.verbose_name), _shown(row, column), getattr(column, "unit", "")) for column in columns]


def _shown(row: models.Model, column: models.Field) -> str:
    value = getattr(row, column.attname)
    if isinstance(value, Decimal | int):
        return units.number(value)
    return str(dict(column.flatchoices).get(value, value) or "")


def size(work: Work) -> str:
    """How large the work is, in the numbers of its kind: ``790 × 50 m``, ``500 flats, 25,000 m²``; "" when not stated."""
    row = work.facts
    if row is None:
        return ""
    numbers = [(getattr(row, name), words) for name, words in SIZES[WorkKind.facts()[work.kind]]]
    stated = [words % {"n": units.number(value)} for value, words in numbers if value is not None]
    return (" × " if work.kind == WorkKind.ROAD else " · ").join(stated)


def cross_section(work: Work) -> CrossSection | None:
    """The drawing of a road; None for other works and for roads without parts."""
    if work.kind != WorkKind.ROAD or work.facts is None:
        return None
    parts = [Part(part.kind, str(part), part.width_m, part.sides) for part in work.facts.parts.all()]
    return drawing.cross_section(parts, work.facts.red_line_width_m)


def work_changes(work: Work, limit: int = 200) -> list[Change]:
    """The changes of the work, of its facts and of the rows below them, removed ones too, newest first."""
    found = [*_of_row(work, limit), *_of_rows(WorkshopTenant, work=work.pk)]
    if work.facts is not None:
        found += _of_row(work.facts, limit)
    if work.kind == WorkKind.ROAD and work.facts is not None:
        found += [*_of_rows(CrossSectionPart, road=work.facts.pk), *_of_rows(RoadSegment, road=work.facts.pk)]
    return sorted(found, key=lambda change: change.moment, reverse=True)[:limit]


def _of_row(row: models.Model, limit: int) -> list[Change]:
    return [
        dataclasses.replace(change, fields=_made_or_gone(row, change) or change.fields) for change in history.changes(row, limit)
    ]


def _of_rows(model: type[models.Model], **parent: int) -> Iterator[Change]:
    """The changes of every row that the parent has or had, each under the row's last name. One query and one per row."""
    events = model.pgh_event_model.objects.filter(**parent).order_by("pgh_id")  # type: ignore[attr-defined]
    for event in {event.id: event for event in events}.values():
        columns = [column.attname for column in model._meta.concrete_fields]
        row = model(**{name: getattr(event, name) for name in columns})
        for change in history.changes(row):
            named = [dataclasses.replace(one, label=f"{row}: {one.label}") for one in change.fields]
            yield dataclasses.replace(change, fields=_made_or_gone(row, change) or named)


def _made_or_gone(row: models.Model, change: Change) -> list[FieldChange]:
    """What a row's making or removal says in the history of the work; nothing for other changes."""
    if change.kind == "insert":
        return [FieldChange(str(row._meta.verbose_name), "", row)]
    return [FieldChange(str(row._meta.verbose_name), row, "")] if change.kind == "delete" else []
