"""Forms for many rows: what a row belongs to was chosen by its words already, so that no row asks the database for it.

With the forms of the pages, which ask six times a row, the check of 5,000 projects took 30 s; see bench/imports.py.
"""

from typing import Any

from django import forms

from core.forms import RowForm


class Settled(forms.Field):
    """A choice that was made already: takes rows, not their numbers."""

    def __init__(self, box: forms.Field, *, is_many: bool) -> None:
        widget = forms.MultipleHiddenInput if is_many else forms.HiddenInput
        super().__init__(required=box.required, label=box.label, help_text=box.help_text, widget=widget)


class SettledForm(RowForm):
    """Of a register's form whose choices of rows are settled; these are not looked up once more."""

    def _get_validation_exclusions(self) -> set[str]:
        chosen = {name for name, field in self.fields.items() if isinstance(field, Settled)}
        return super()._get_validation_exclusions() | chosen  # type: ignore[misc]


def settled(form_class: type[RowForm], boxes: dict[str, Any]) -> type[RowForm]:
    """``form_class`` with every choice of a row among ``boxes`` (its fields by name) settled."""
    rows = {name: box for name, box in boxes.items() if isinstance(box, forms.ModelChoiceField)}
    chosen = {name: Settled(box, is_many=isinstance(box, forms.ModelMultipleChoiceField)) for name, box in rows.items()}
    return type(form_class)(form_class.__name__, (SettledForm, form_class), {"__module__": form_class.__module__, **chosen})
