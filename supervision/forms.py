"""Forms of issues."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from supervision.choices import IssueState
from supervision.models import Issue


class IssueForm(RowForm):
    """Raising an issue, and assigning it. An extension is asked for before the deadline."""

    class Meta:
        model = Issue
        fields = ["text", "category", "project", "unit", "due_on"]

    fieldsets = [(_("Problem"), ["text", "category", "project"]), (_("Who settles it by when"), ["unit", "due_on"])]

    def __init__(self, *args: Any, as_of: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of
        if self.instance.report_id:
            del self.fields["project"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        unit, due = cleaned.get("unit"), cleaned.get("due_on")
        if self.errors:
            return cleaned
        if bool(unit) != bool(due):
            self.add_error("due_on" if unit else "unit", _("a unit and a deadline belong together"))
        elif not unit and self.instance.state != IssueState.RAISED:
            self.add_error("unit", _("an issue that is assigned keeps a unit and a deadline"))
        stored = self.initial.get("due_on") if self.instance.pk else None
        if due and due != stored:
            self.check_deadline(due, stored)
        return cleaned

    def check_deadline(self, due: datetime.date, stored: datetime.date | None) -> None:
        if due < self.as_of:
            self.add_error("due_on", ValidationError(_("must not be in the past"), code="past"))
        elif stored and stored < self.as_of:
            text = _("the deadline of %(day)s has passed; an extension is asked for before it")
            self.add_error("due_on", ValidationError(text, code="late", params={"day": stored}))


class DoneForm(RowForm):
    """What the unit has done."""

    class Meta:
        model = Issue
        fields = ["outcome"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = True


class ConfirmForm(RowForm):
    """Settled, or sent back with a note."""

    is_settled = forms.TypedChoiceField(
        label=_("Confirmation"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("settled")), ("no", _("not settled, back to the unit"))],
    )

    class Meta:
        model = Issue
        fields = ["note"]

    fieldsets = [("", ["is_settled", "note"])]

    def stored(self, row: Any) -> dict[str, Any]:
        return {"note": row.note, "is_settled": row.is_settled}

    def proposed(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in ("note", "is_settled")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_settled") is False and not cleaned.get("note"):
            self.add_error("note", _("say what is missing"))
        return cleaned
