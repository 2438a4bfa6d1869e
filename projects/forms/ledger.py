"""Forms of the milestone ledger."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.formfields import DayField, TextField
from core.forms import RowForm
from core.periods import Precision, window
from projects.actions import add_milestone, move_due_date
from projects.choices import RevisionReason
from projects.models import Milestone, Project
from zones import rules


def refuse_day(project: Project, due: datetime.date) -> str:
    """Why a promise of ``project`` cannot be due on a day: a closed ledger, or before the project; "" when it can. One query."""
    return project.refuse_day(due, project.first_day())


class MilestoneForm(RowForm):
    """A new promise. The window's first day is asked for ranges only; every other window follows from the date."""

    window_start = DayField(label=_("Window begins"), required=False, help_text=_("only for a range of days"))
    fieldsets = [
        (pgettext_lazy("heading", "Promise"), ["text", "phase", "whole_project", "buildings", "unit"]),
        (_("Due"), ["due_date", "precision", "relation", "window_start"]),
        (_("Where it stands"), ["wording", "doubt", "source", "remark"]),
    ]

    class Meta:
        model = Milestone
        fields = [
            "text",
            "phase",
            "whole_project",
            "buildings",
            "unit",
            "due_date",
            "precision",
            "relation",
            "window_start",
            "wording",
            "doubt",
            "source",
            "remark",
        ]
        widgets = {"buildings": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.project.buildings.all()
        self.fields["buildings"].queryset = own  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        due, precision, start = given.get("due_date"), given.get("precision"), given.get("window_start")
        if precision == Precision.RANGE and due and not start:
            self.add_error("window_start", _("a range needs its first day"))
        elif due and precision:
            self._widen(due, precision, start)
        return given

    def _widen(self, due: Any, precision: str, start: Any) -> None:
        """The window that holds the day: 2015-06-15 promised by the month's end is due on 2015-06-30."""
        first = start if precision == Precision.RANGE else None
        try:
            self.cleaned_data["window_start"], self.cleaned_data["due_date"] = window(due, precision, start=first)
        except ValueError:
            self.add_error("window_start", _("the window begins after its end"))
            return
        refusal = refuse_day(self.instance.project, self.cleaned_data["due_date"])
        if refusal:
            self.add_error("due_date", refusal)

    def save(self, commit: bool = True) -> Milestone:
        return add_milestone(milestone=self.instance, buildings=list(self.cleaned_data["buildings"]))


class MilestoneTextForm(RowForm):
    """What may be corrected without moving the date."""

    class Meta:
        model = Milestone
        fields = ["text", "phase", "whole_project", "buildings", "unit", "wording", "doubt", "source", "remark"]
        widgets = {"buildings": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["buildings"].queryset = self.instance.project.buildings.all()  # type: ignore[attr-defined]


class MeetForm(RowForm):
    """The day on which the promise was kept; empty takes it back."""

    class Meta:
        model = Milestone
        fields = ["actual_date", "remark"]

    def __init__(self, *args: Any, as_of: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of

    def clean_actual_date(self) -> Any:
        actual = self.cleaned_data["actual_date"]
        if actual and actual > self.as_of:
            raise ValidationError(_("this day has not come yet"))
        return actual


class MoveForm(RowForm):
    """A new due date with its reason; the baseline stays.

    A move that was asked for after the deadline is recorded, and the earlier date goes on to count. Only the keepers may
    say that it was asked for on an earlier day than today: those whose promise it is could make it punctual.
    """

    reason = forms.ChoiceField(label=_("Reason"), choices=RevisionReason.choices)
    explanation = TextField(label=_("Explanation"), max_length=300)
    approved_by = TextField(label=_("Approved by"), max_length=60)
    asked_on = DayField(label=_("Asked for on"), help_text=_("asked for after the deadline, the earlier date goes on to count"))

    class Meta:
        model = Milestone
        fields = ["due_date", "precision"]

    def __init__(self, *args: Any, as_of: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of
        self.before = (self.instance.due_date, self.instance.precision)
        self.initial["asked_on"] = as_of
        self.fields["asked_on"].disabled = not rules.keeper(self.user, self.instance)

    def clean_asked_on(self) -> datetime.date:
        asked = self.cleaned_data["asked_on"]
        if asked > self.as_of:
            raise ValidationError(_("this day has not come yet"))
        return asked

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        due, precision = given.get("due_date"), given.get("precision")
        if precision == Precision.RANGE:
            self.add_error("precision", _("a moved date is a day or one of the other windows"))
        elif due and precision:
            self.instance.window_start, given["due_date"] = window(due, precision)
            # A stale copy with this date is the same form sent twice, and core.edit settles that.
            if (given["due_date"], precision) == self.before and given.get("version") == self.instance.version:
                self.add_error("due_date", _("this is the date it has already"))
            elif refusal := refuse_day(self.instance.project, given["due_date"]):
                self.add_error("due_date", refusal)
        return given

    def save(self, commit: bool = True) -> Milestone:
        given = self.cleaned_data
        move_due_date(
            milestone=self.instance,
            to=given["due_date"],
            precision=given["precision"],
            reason=given["reason"],
            explanation=given["explanation"],
            approved_by=given["approved_by"],
            by=self.user,
            asked_on=given["asked_on"],
        )
        return self.instance
