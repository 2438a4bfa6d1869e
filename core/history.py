"""A row's history: how it stood on a day, and who changed what, when, why and through what.

The rows come from triggers (django-pghistory), so that bulk and SQL writes are in it too. Each write leaves one event with
the row as it was afterwards (a deletion: as it was before) and a context: ``user`` and ``name`` of the person, ``origin``
(see :class:`Origin`), where the write gives one ``reason`` and ``explanation``, and ``generated`` in a demonstration.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Any

import pghistory
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

TECHNICAL = {"id", "version", "submission", "created_at", "updated_at"}
INSERT, UPDATE, DELETE = "insert", "update", "delete"


class Origin(models.TextChoices):
    """Through what a write came. Whoever writes by another way than a form says so with :func:`noted`."""

    FORM = "form", pgettext_lazy("origin", "form")  # a page of one row; what zones.middleware notes of every request
    GRID = "grid", pgettext_lazy("origin", "grid")  # a table in which many rows are typed
    BULK = "bulk", pgettext_lazy("origin", "bulk change")  # one step on many chosen rows, and its taking back
    IMPORT = "import", pgettext_lazy("origin", "import")  # rows read from a workbook or a text
    FEED = "feed", pgettext_lazy("origin", "interface")  # another program, by an address of the portal
    COMMAND = "command", pgettext_lazy("origin", "command")  # manage.py

    @classmethod
    def words(cls, origin: str) -> str:
        """In the reader's language; what came past the portal's own ways, by SQL, carries no origin."""
        known = cls._value2member_map_.get(origin)
        return str(known.label) if known else origin or _("directly in the database")  # type: ignore[attr-defined]


def tracked(*, without: tuple[str, ...] = (), by_day: tuple[str, ...] | None = None) -> Any:
    """The class decorator of every model with history: inserts, updates and deletes, with their context.

    ``without`` names fields that no history may keep, such as password hashes. ``by_day`` is for models whose rows are
    read as they stood on a day, and gives their history the indexes for it; it names the parents that narrow such a reading.
    """
    state = [models.Index(fields=[*(by_day or ()), "pgh_obj", "pgh_id", "pgh_created_at"])]
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]
        exclude=list(without),
        meta=None if by_day is None else {"indexes": [*state, models.Index(fields=["pgh_created_at"])]},
    )


@contextmanager
def noted(**words: Any) -> Iterator[None]:
    """What is written inside keeps ``words`` (``origin``, ``reason`` …) beside what the request has said of itself."""
    with pghistory.context() as current:
        before = dict(current.metadata)
        current.metadata.update(words)
        try:
            yield
        finally:
            current.metadata.clear()
            current.metadata.update(before)


# --- rows on a day -------------------------------------------------------------------------------
def newest(model: type[models.Model], before: datetime.datetime | None, **scope: Any) -> models.QuerySet:
    """The newest event of each row of ``model`` before a moment (None: up to now), deletions included.

    ``scope`` narrows by what a row keeps for life, such as its parent. The order of writes is that of their numbers:
    a moment is the beginning of its transaction. One statement, of event rows with the columns of the model; order them by
    ``pgh_obj_id`` and not by ``pgh_obj``, which would join the row of today and lose those that are gone.
    """
    events: models.QuerySet = model.pgh_event_model.objects.all()  # type: ignore[attr-defined]
    then = events.filter(**scope) if before is None else events.filter(pgh_created_at__lt=before, **scope)
    numbers = then.order_by().values("pgh_obj").annotate(newest=models.Max("pgh_id")).values("newest")
    return events.filter(pk__in=numbers)


def rows_at(model: type[models.Model], before: datetime.datetime | None, **scope: Any) -> models.QuerySet:
    """The rows that there were, as they stood: see :func:`newest`."""
    return newest(model, before, **scope).exclude(pgh_label=DELETE)


def value_at(model: type[models.Model], before: Any, pk: Any, name: str, *, or_first: bool = False) -> Any:
    """One column of another row as it stood, for an annotation; ``pk`` is an OuterRef, ``before`` a moment or an OuterRef to one.

    Null before the row's history begins, unless ``or_first`` takes the value that it begins with.
    """
    events: models.QuerySet = model.pgh_event_model.objects.filter(pgh_obj=pk)  # type: ignore[attr-defined]
    if before is None:
        events = events.order_by("-pgh_id")
    elif or_first:
        events = events.alias(turn=_or_first(before)).order_by("turn")  # an ordering alone would not resolve an OuterRef
    else:
        events = events.filter(pgh_created_at__lt=before).order_by("-pgh_id")
    return models.Subquery(events.values(name)[:1])


def _or_first(before: Any) -> models.Case:
    """Orders events: the newest of those before a moment, then the oldest of the others."""
    then = models.When(pgh_created_at__lt=before, then=-models.F("pgh_id"))
    return models.Case(then, default=models.F("pgh_id"), output_field=models.BigIntegerField())


def values_at(model: type[models.Model], before: datetime.datetime | None, pks: Iterable[Any], *names: str) -> dict[Any, tuple]:
    """Some columns of many rows by id as they stood at a moment (None: now), also of rows that are gone by now.

    Of a row whose history is younger: what it begins with. One query.
    """
    order: Any = models.F("pgh_id").desc() if before is None else _or_first(before)
    events = model.pgh_event_model.objects.filter(pgh_obj__in=list(pks)).order_by("pgh_obj_id", order)  # type: ignore[attr-defined]
    found = events.distinct("pgh_obj_id").values_list("pgh_obj_id", *names)
    return {pk: tuple(values) for pk, *values in found}


def between(model: type[models.Model], start: datetime.datetime, end: datetime.datetime | None, **scope: Any) -> models.QuerySet:
    """The events from ``start`` to before ``end`` (None: up to now) in the order of writing."""
    events: models.QuerySet = model.pgh_event_model.objects.filter(pgh_created_at__gte=start, **scope)  # type: ignore[attr-defined]
    return (events if end is None else events.filter(pgh_created_at__lt=end)).order_by("pgh_id")


def last_known(model: type[models.Model], pk: int) -> Any | None:
    """The newest event of one row, which may be its deletion; None if there never was such a row."""
    return model.pgh_event_model.objects.filter(pgh_obj=pk).order_by("-pgh_id").first()  # type: ignore[attr-defined]


# --- changes -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One write of one row. ``user`` is the name as it was then, ``origin`` a value of Origin or "".

    ``subject`` names the row where changes of several stand together.
    """

    moment: datetime.datetime
    kind: str
    user: str
    origin: str
    fields: list[FieldChange] = field(default_factory=list)
    subject: str = ""
    why: str = ""
    is_generated: bool = False

    @property
    def origin_words(self) -> str:
        return Origin.words(self.origin)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows whose changes stand in a timeline: those of ``model`` that ``scope`` selects, deleted ones too.

    ``name`` calls an event's row by its name, without one the row is the page's own; ``why`` reads the reason from an event.
    """

    model: type[models.Model]
    scope: dict[str, Any]
    name: Callable[[Any], str] | None = None
    why: Callable[[Any], str] | None = None


def explained(event: Any) -> str:
    """The explanation that was given with a write."""
    return (event.pgh_context or {}).get("explanation", "")


def changes(instance: models.Model, limit: int = 50, why: Callable[[Any], str] = explained) -> list[Change]:
    """The newest ``limit`` changes of one row, newest first. One query, and one for each kind of row that it refers to."""
    model = type(instance)
    events = list(model.pgh_event_model.objects.filter(pgh_obj=instance.pk).order_by("-pgh_id")[: limit + 1])  # type: ignore[attr-defined]
    shown = [_change(model, before, event, why) for event, before in zip(events, [*events[1:], None], strict=True)]
    return _named([change for change in shown if change.kind != UPDATE or change.fields][:limit])


def timeline(parts: Iterable[Part], limit: int = 200) -> list[Change]:
    """The changes of the rows of several models in one line, newest first.

    One query for each part, and one for each kind of row that is referred to.
    """
    found: list[tuple[datetime.datetime, int, Change]] = []
    for part in parts:
        events = part.model.pgh_event_model.objects.filter(**part.scope).order_by("pgh_obj_id", "pgh_id")  # type: ignore[attr-defined]
        for _pk, group in groupby(events, key=lambda event: event.pgh_obj_id):
            rows = list(group)
            subject = f"{part.model._meta.verbose_name} “{part.name(rows[-1])}”" if part.name else ""
            for before, event in pairwise([None, *rows]):
                change = _change(part.model, before, event, part.why or explained)
                if change.kind != UPDATE or change.fields:
                    found.append((change.moment, event.pgh_id, replace(change, subject=subject)))
    found.sort(key=lambda one: one[:2], reverse=True)
    return _named([change for _moment, _number, change in found[:limit]])


def _change(model: type[models.Model], before: Any, event: Any, why: Callable[[Any], str]) -> Change:
    said = event.pgh_context or {}
    return Change(
        moment=event.pgh_created_at,
        kind=event.pgh_label,
        user=said.get("name", ""),
        origin=said.get("origin", ""),
        fields=list(_differences(model, before, event)) if event.pgh_label == UPDATE and before else [],
        why=why(event),
        is_generated=bool(said.get("generated")),
    )


@dataclass(frozen=True, slots=True)
class _Reference:
    """A foreign key's value until :func:`_named` puts the row in its place."""

    model: type[models.Model]
    pk: Any


def _differences(model: type[models.Model], before: Any, after: Any) -> Iterator[FieldChange]:
    for column in model._meta.concrete_fields:
        if column.name in TECHNICAL or not hasattr(after, column.attname):
            continue
        old, new = getattr(before, column.attname), getattr(after, column.attname)
        if old != new:
            yield FieldChange(str(column.verbose_name), shown(column, old), shown(column, new))


def shown(column: Any, value: Any) -> Any:
    """A stored value as people read it."""
    if value is None or value == "":
        return ""
    if column.is_relation:
        return _Reference(column.related_model, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return dict(column.flatchoices).get(value, value)


def _named(found: list[Change]) -> list[Change]:
    """With the rows that foreign keys referred to, as they are called now; those that are gone by their number."""
    asked: dict[type[models.Model], set[Any]] = {}
    for change in found:
        for value in (value for one in change.fields for value in (one.old, one.new) if isinstance(value, _Reference)):
            asked.setdefault(value.model, set()).add(value.pk)
    known = {model: model._base_manager.in_bulk(list(pks)) for model, pks in asked.items()}

    def name(value: Any) -> Any:
        return known[value.model].get(value.pk, f"#{value.pk}") if isinstance(value, _Reference) else value

    return [replace(c, fields=[FieldChange(one.label, name(one.old), name(one.new)) for one in c.fields]) for c in found]
