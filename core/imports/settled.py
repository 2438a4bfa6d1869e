"""Forms for many rows: what a row belongs to was chosen by its words already, so that no row asks the database for it.

With the forms of the pages, which ask six times a row, the check of 5,000 projects took 30 s; see bench/imports.py.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import BaseConstraint, CheckConstraint, Model

from core.forms import RowForm
from core.imports.conditions import surely


class Settled(forms.Field):
    """A choice that was made already: takes rows, not their numbers. What may not be chosen the form's ``clean`` says."""

    def __init__(self, box: forms.Field, *, is_many: bool) -> None:
        widget = forms.MultipleHiddenInput if is_many else forms.HiddenInput
        super().__init__(required=box.required, label=box.label, help_text=box.help_text, widget=widget)


class SettledForm(RowForm):
    """Of a register's form whose choices of rows are settled; these are not looked up once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None

    def _get_validation_exclusions(self) -> set[str]:
        chosen = {name for name, field in self.fields.items() if isinstance(field, Settled)}
        return super()._get_validation_exclusions() | chosen  # type: ignore[misc]

    def _post_clean(self) -> None:
        """What surely holds is not asked of the database."""
        row: Any = self.instance
        row.get_constraints = lambda: list(doubtful(row))
        try:
            super()._post_clean()  # type: ignore[misc]
        finally:
            del row.get_constraints

    def _save_m2m(self) -> None:
        """Relations that stay as they are cost no query."""
        for field in self._meta.model._meta.many_to_many:
            if field.name in self.cleaned_data and self._is_same(field.name):
                del self.cleaned_data[field.name]
        super()._save_m2m()  # type: ignore[misc]

    def _is_same(self, name: str) -> bool:
        wanted = {each.pk for each in self.cleaned_data[name]}
        return wanted == (set() if self.is_new else {each.pk for each in getattr(self.instance, name).all()})


def doubtful(row: Any) -> Iterator[tuple[type[Model], list[BaseConstraint]]]:
    """The constraints of a row but for those that it surely keeps, as Model.get_constraints gives them."""
    for model, several in type(row).get_constraints(row):
        yield model, [each for each in several if not (isinstance(each, CheckConstraint) and surely(each.condition, row))]


def settled(form_class: type[RowForm], boxes: dict[str, Any]) -> type[RowForm]:
    """``form_class`` with every choice of a row among ``boxes`` (its fields by name) settled."""
    rows = {name: box for name, box in boxes.items() if isinstance(box, forms.ModelChoiceField)}
    chosen = {name: Settled(box, is_many=isinstance(box, forms.ModelMultipleChoiceField)) for name, box in rows.items()}
    return type(form_class)(form_class.__name__, (SettledForm, form_class), {"__module__": form_class.__module__, **chosen})
