"""The form of proposed ledger rows: each is ticked, corrected and judged by itself, and what was typed stays."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formfields import DayField, TextField, WholeField
from core.periods import Precision, Relation, window
from core.validators import one_line
from projects import plan_words
from projects.actions import NewPromise
from projects.choices import Phase
from projects.models import Project
from projects.proposals import Proposal, building_kind, building_names
from projects.zone_projects import Held

MAX_ROWS = 600  # with 16 boxes each they stay below DATA_UPLOAD_MAX_NUMBER_FIELDS


def day_box() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class BuildingsField(TextField):
    """Names separated by 、; at most a line, each as long as a building's name may be. Raises: ValidationError."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        for name in building_names(value or ""):
            one_line(name)
        if any(len(name) > 80 for name in building_names(value or "")):
            raise forms.ValidationError(_("a building's name has at most 80 characters; separate them by 、"))


class ProposalRow(forms.Form):
    """One proposed promise. Nothing is asked of a row that is not ticked."""

    take = forms.BooleanField(label=gettext_lazy("Enter this row"), required=False)
    text = TextField(label=gettext_lazy("Promise"), max_length=200, validators=[one_line])
    due = DayField(label=gettext_lazy("Due"), widget=day_box())
    precision = forms.ChoiceField(label=gettext_lazy("Precision"), choices=Precision.choices)
    relation = forms.ChoiceField(label=gettext_lazy("By or at"), choices=Relation.choices)
    window_start = DayField(label=gettext_lazy("Window begins"), required=False, widget=day_box())
    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=Phase.choices)
    buildings = BuildingsField(label=gettext_lazy("Buildings"), required=False, max_length=300)
    whole_project = forms.BooleanField(label=gettext_lazy("Target of the whole project"), required=False)
    other = TextField(label=gettext_lazy("Another project"), required=False, max_length=120)
    group = WholeField(required=False, min_value=0, max_value=MAX_ROWS, widget=forms.HiddenInput)
    start = WholeField(required=False, min_value=0, max_value=2_000_000, widget=forms.HiddenInput)
    end = WholeField(required=False, min_value=0, max_value=2_000_000, widget=forms.HiddenInput)
    wording = TextField(required=False, max_length=300, validators=[one_line], widget=forms.HiddenInput)
    flags = TextField(required=False, max_length=200, widget=forms.HiddenInput)
    replaced = DayField(required=False, widget=forms.HiddenInput)
    held: Held | None = None
    piece: int | None = None  # of the text, where its words begin

    def __init__(self, *args: Any, words: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in words.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @cached_property
    def is_taken(self) -> bool:
        return bool(self["take"].value())

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.is_taken:
            self._errors = forms.utils.ErrorDict()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        due, precision, start = given.get("due"), given.get("precision"), given.get("window_start")
        if due and precision == Precision.RANGE and not start:
            self.add_error("window_start", _("a range needs its first day"))
        elif due and precision:
            self._widen(due, precision, start if precision == Precision.RANGE else None)
        return given

    def _widen(self, due: datetime.date, precision: str, start: datetime.date | None) -> None:
        try:
            self.cleaned_data["window_start"], self.cleaned_data["due"] = window(due, precision, start=start)
        except ValueError:
            self.add_error("window_start", _("the window begins after its end"))

    def value(self, name: str) -> Any:
        """What stands in a box, whether it was judged already or not."""
        return self.cleaned_data[name] if self.is_bound and name in getattr(self, "cleaned_data", {}) else self[name].value()

    def codes(self) -> list[str]:
        return [code for code in str(self["flags"].value() or "").split(",") if code in plan_words.FLAGS]

    def badges(self) -> list[plan_words.Words]:
        return plan_words.badges(self.codes())

    def moved(self) -> tuple[str, str] | None:
        """The old and the new date of a re-plan, as text."""
        old, new = self.value("replaced"), self.value("due")
        return (str(old), str(new)) if old else None

    def promise(self, project: Project, kinds: dict[str, str], source: str) -> NewPromise:
        """What is to be entered; of a valid row. ``kinds`` of buildings by name where they are known."""
        given = self.cleaned_data
        shared = ("text", "due", "precision", "relation", "phase", "whole_project", "wording")
        return NewPromise(
            project=project,
            window_start=given["window_start"] if given["precision"] == Precision.RANGE else None,
            buildings=tuple((name, kinds.get(name) or building_kind(name)) for name in building_names(given["buildings"])),
            doubt=plan_words.doubt(self.codes()),
            source=source,
            **{name: given[name] for name in shared},
        )


class ProposalRows(BaseFormSet):
    """The rows of one page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        selects = {"precision": Precision, "relation": Relation, "phase": Phase}
        words = {name: [(key, str(word)) for key, word in kind.choices] for name, kind in selects.items()}  # once, not per row
        super().__init__(*args, **{"prefix": "rows", "form_kwargs": {"words": words}, **kwargs})

    def taken(self) -> list[Any]:
        return [row for row in self.forms if row.is_taken]

    def faulty(self) -> list[tuple[int, Any]]:
        """The rows that need a correction, with their places."""
        return [(place, row) for place, row in enumerate(self.forms) if row.errors]


ProposalRowSet: Any = formset_factory(
    ProposalRow, formset=ProposalRows, extra=0, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
)


def row_set(proposals: Sequence[Proposal], taken: Iterable[bool], groups: Sequence[int] = ()) -> Any:
    """Unbound rows as they are proposed; ``groups`` gives each its place among the names of the text."""
    initial = [{**row.initial(), "take": take} for row, take in zip(proposals, taken, strict=True)]
    for row, group in zip(initial, groups, strict=False):
        row["group"] = group
    return ProposalRowSet(initial=initial)
