"""The forms of the year's notes and of decisions about findings."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.formfields import DayField, PastedField, TextField
from core.forms import RowForm, ScopedForm
from reports.annual.draft import names_in
from reports.annual.values import values_of
from reports.archive import NOT_FROZEN
from reports.choices import DecisionState
from reports.models import AnnualSection, FindingDecision, IssuedDocument, UnitText, YearNote, YearSnapshot
from zones.choices import Role
from zones.models import Unit

FROZEN = _("The year is frozen: its report takes nothing over any more.")
YEAR = re.compile(r"19[5-9]\d|20\d\d", re.ASCII)


class YearNoteForm(RowForm):
    fieldsets = [("", ["kind", "year", "position"]), (_("What is told"), ["title", "text", "source"])]

    class Meta:
        model = YearNote
        fields = ["kind", "year", "position", "title", "text", "source"]
        field_classes = {"text": PastedField}


class DecisionForm(RowForm):
    """What a keeper decides: accepted with a reason, or sent with a question."""

    class Meta:
        model = FindingDecision
        fields = ["state", "sent_to", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state.value, state.label) for state in DecisionState.given()]
        people: Any = self.fields["sent_to"].queryset
        self.fields["sent_to"].queryset = people.with_role_in(self.zone, set(Role.values))
        self.fields["sent_to"].help_text = _("only when it is sent to somebody")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == DecisionState.SENT and not cleaned.get("sent_to") and "sent_to" not in self.errors:
            self.add_error("sent_to", _("say to whom it is sent"))
        return cleaned


class FindingAnswerForm(RowForm):
    """What the person asked says to a finding."""

    needed = ("answer",)

    class Meta:
        model = FindingDecision
        fields = ["answer"]


class AnnualSectionForm(RowForm):
    """A section of the annual report. Names in braces have to be values of its year."""

    fieldsets = [("", ["year", "position", "level", "heading"]), (_("Text"), ["text"])]

    class Meta:
        model = AnnualSection
        fields = ["year", "position", "level", "heading", "text"]
        field_classes = {"text": PastedField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read: dict[int, dict[str, str]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        year = cleaned.get("year")
        for name in ("heading", "text") if year else ():
            unknown = [each for each in names_in(cleaned.get(name) or "") if each not in self.values(year)]
            if unknown:
                words = _("There is no value with the name %(names)s. The names stand beside the form.")
                self.add_error(name, ValidationError(words, code="name", params={"names": "、".join(unknown)}))
        return cleaned

    def values(self, year: int) -> dict[str, str]:
        """The values of a year, read once."""
        if year not in self.read:
            self.read[year] = values_of(self.zone, year)
        return self.read[year]

    def known(self) -> dict[str, str]:
        """The values of the year that the form shows, by their names."""
        year = str(self["year"].value() or "")
        return self.values(int(year)) if YEAR.fullmatch(year) else {}


class PaperForm(ScopedForm):
    """A Word document of the office's own."""

    file = forms.FileField(label=_("Word document (.docx)"))


class AskUnitsForm(ScopedForm):
    """Which units are asked for their part of the report, what, and until when."""

    units = forms.ModelMultipleChoiceField(Unit.objects.all(), label=_("Units"), widget=forms.CheckboxSelectMultiple)
    question = TextField(
        label=_("What is asked"), max_length=300, initial=_("what was done this year, and what is planned for the next")
    )
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, year: int, asked: set[int], as_of: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.as_of = year, as_of
        units: Any = self.fields["units"]
        units.queryset = units.queryset.exclude(pk__in=asked)
        units.initial = list(units.queryset)

    def clean_due_on(self) -> datetime.date:
        day = self.cleaned_data["due_on"]
        if day < self.as_of:
            raise ValidationError(_("this day has passed already"))
        return day

    def clean(self) -> dict[str, Any]:
        if YearSnapshot.objects.of(self.zone, self.year).exists():
            self.add_error(None, FROZEN)
        return self.cleaned_data


class UnitTextForm(RowForm):
    """What a unit writes; pasted text keeps its paragraphs and lists."""

    needed = ("text",)

    class Meta:
        model = UnitText
        fields = ["text"]
        field_classes = {"text": PastedField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 14

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if YearSnapshot.objects.of(self.instance.zone, self.instance.year).exists():
            self.add_error(None, FROZEN)
        return cleaned


class ReturnTextForm(RowForm):
    """Why a unit's text is sent back."""

    needed = ("note",)

    class Meta:
        model = UnitText
        fields = ["note"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.given_by_id is None:
            self.add_error(None, _("There is nothing to send back yet."))
        if YearSnapshot.objects.of(self.instance.zone, self.instance.year).exists():
            self.add_error(None, FROZEN)
        return cleaned


class IssueDocumentForm(RowForm):
    """A document of a year is made, numbered and kept."""

    class Meta:
        model = IssuedDocument
        fields = ["year", "kind", "number"]

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not YearSnapshot.objects.of(self.zone, year).having_workbook().exists():
            raise ValidationError(NOT_FROZEN, code="not_frozen")
        return year
