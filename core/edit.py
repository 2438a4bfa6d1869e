"""Writing one row from a form without losing anybody's work.

Two people editing stale copies, even of different fields, is a conflict: the second sees both versions and keeps
what was typed. The same form sent twice (double click, F5, Back) creates and changes once.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.forms import RowForm


def form_kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a posted form, to be shown again when it cannot be stored; never a password or a secret."""
    technical = {"csrfmiddlewaretoken", "version", "submission", "seen", "row"}
    given = [(name, value) for name, value in request.POST.items() if value and name.rpartition("-")[2] not in technical]
    return [(name, value) for name, value in given if "password" not in name and "secret" not in name]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a conflict: its label, what is stored now, what was typed."""

    label: str
    stored: Any
    typed: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a posted form: ``row`` when it is stored, ``conflict`` when the copy was stale, else errors."""

    form: RowForm
    row: models.Model | None = None
    conflict: tuple[Difference, ...] = ()


Save = Callable[[RowForm], models.Model]


def save_form(*, queryset: models.QuerySet, pk: int | None, build: Callable[[Any], RowForm], save: Save) -> Outcome:
    """Store a posted form in one transaction.

    ``queryset`` is what the person may see, ``build`` makes the bound form for an instance (None for a new row),
    ``save`` stores a valid one. Raises: DoesNotExist when the row is gone.
    """
    form = build(None) if pk is None else None
    if form is not None:
        earlier = created_before(queryset, form)
        if earlier:
            return Outcome(form, row=earlier)
    try:
        with transaction.atomic():
            return _create(queryset, form, save) if form is not None else _change(queryset, pk, build, save)
    except IntegrityError as error:
        form = form or build(queryset.get(pk=pk))
        earlier = created_before(queryset, form)
        if earlier:
            return Outcome(form, row=earlier)
        form.full_clean()
        if form.is_valid():
            form.add_error(None, _taken(queryset.model, error))
        return Outcome(form)


def created_before(queryset: models.QuerySet, form: RowForm) -> models.Model | None:
    """The row that this very form has made already, if it has; never a row out of the person's sight."""
    try:
        token = uuid.UUID(str(form.data.get(form.add_prefix("submission"), "")))
    except ValueError:
        return None
    return queryset.filter(submission=token).first()


def _create(queryset: models.QuerySet, form: RowForm, save: Save) -> Outcome:
    if not form.is_valid():  # perhaps only because the same form was stored a moment ago, and the name is taken by itself
        return Outcome(form, row=created_before(queryset, form))
    form.instance.submission = form.cleaned_data["submission"] or uuid.uuid4()
    return Outcome(form, row=save(form))


def _change(queryset: models.QuerySet, pk: int | None, build: Callable[[Any], RowForm], save: Save) -> Outcome:
    row = queryset.select_for_update(of=("self",)).get(pk=pk)
    stored_version, stored = row.version, build(row).stored(row)
    form = build(row)
    valid = form.is_valid()
    if form.cleaned_data.get("version") == stored_version and stored_version:
        return Outcome(form, row=save(form) if valid else None)
    return _stale(form, queryset.get(pk=pk), stored, save if valid else None)


def _stale(form: RowForm, current: Any, stored: dict[str, Any], save: Save | None) -> Outcome:
    """Nothing to decide when both say the same; otherwise both versions, and the next save is against this one.

    ``save`` is None for a form with errors.
    """
    typed = form.proposed()
    different = tuple(
        Difference(form.name_of(name), form.words(name, stored[name]), form.words(name, typed.get(name)))
        for name in stored
        if comparable(stored[name]) != comparable(typed.get(name))
    )
    if save and not different:
        return Outcome(form, row=current if form.is_done(current) else save(form))
    is_later = form.is_later(current)
    if is_later is not None:  # nobody else wrote: a draft that is stored while it is typed
        return Outcome(form, row=(save(form) if save else None) if is_later else current)
    data: Any = form.data
    form.data = data = data.copy()
    data[form.add_prefix("version")] = str(current.version)
    return Outcome(form, conflict=different or (Difference(_("all fields"), current, ""),))


def comparable(value: Any) -> Any:
    if isinstance(value, models.QuerySet | list | tuple):
        return sorted(item.pk for item in value)
    return None if value == "" else value


def _taken(model: type[models.Model], error: IntegrityError) -> str:
    """The message of the constraint that the database refused, in its own words where it has some."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == broken:
            return str(constraint.get_violation_error_message())
    return _("this was stored by someone else at the same moment; please look and send it again")
