"""Forms about the ledger's past: between which days, and why a promise is dropped."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.formfields import DayField, TextField
from core.forms import ScopedForm
from projects.choices import ChangeKind, RevisionReason
from projects.models import Project
from projects.weeks import last_meeting
from zones.models import Park, Unit

NAMES = {"since": "from", "until": "to"}  # as the address calls them
NET, STEPS = "net", "steps"


class ChangesForm(ScopedForm):
    """From which day to which, of which park, unit or project. Days that are not given: from the last meeting to today."""

    since = DayField(label=_("From"))
    until = DayField(label=_("To"))
    park = forms.ModelChoiceField(Park.objects.all(), label=_("Park"), required=False, empty_label=_("All"))
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Responsible unit"), required=False, empty_label=_("All"))
    project = forms.ModelChoiceField(Project.objects.all(), label=_("Project"), required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=ChangeKind.choices, label=_("Change"), required=False, widget=forms.HiddenInput)
    show = forms.ChoiceField(
        choices=[(NET, _("both ends compared")), (STEPS, _("every change"))],
        label=_("Show"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Any, *, as_of: datetime.date, **kwargs: Any) -> None:
        self.as_of, given = as_of, data.copy()
        for name, day in (("from", last_meeting(as_of)), ("to", as_of)):
            if not given.get(name, "").strip():
                given[name] = day.isoformat()
        super().__init__(given, **kwargs)

    def add_prefix(self, field_name: str) -> str:
        return NAMES.get(field_name, field_name)

    def clean_since(self) -> datetime.date:
        return self._come("since")

    def clean_until(self) -> datetime.date:
        return self._come("until")

    def _come(self, name: str) -> datetime.date:
        if self.cleaned_data[name] > self.as_of:
            raise ValidationError(_("this day has not come yet"))
        return self.cleaned_data[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("since", _("the first day comes after the last"))
        return given

    def described(self) -> str:
        """The days and the chosen filters in words, for the notice lines of an export."""
        given = self.cleaned_data
        chosen = [
            (field.label, given[name]) for name, field in self.fields.items() if given.get(name) and name not in {"kind", "show"}
        ]
        return "; ".join(f"{label}: {value}" for label, value in chosen)


class DropForm(ScopedForm):
    """Why a promise is taken out of the ledger. The version is that of the copy which the person has seen."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *RevisionReason.choices])
    explanation = TextField(label=_("Explanation"), max_length=300)
