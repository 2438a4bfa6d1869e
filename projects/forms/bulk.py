"""What can be done to many promises at once: which rows were ticked, and a form for each kind of step."""

import datetime
import re
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.formfields import DayField, TextField, WholeField
from core.forms import ScopedForm
from projects import actions
from projects.choices import BulkKind, RevisionReason
from projects.models import BulkChange
from zones import rules
from zones.models import Unit

TICK = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,9}))?")
FARTHEST = 1830  # days; a move of more than five years is another plan


def read_ticks(texts: Iterable[str]) -> dict[int, int | None]:
    """Ids and versions from ``12.1,15.3``; a missing version, or two for one id, is None. What is no number is no row."""
    ticked: dict[int, int | None] = {}
    for text in texts:
        for part in text.split(","):
            if found := TICK.fullmatch(part.strip()):
                pk, version = int(found[1]), int(found[2]) if found[2] else None
                ticked[pk] = version if ticked.get(pk, version) == version else None
    return ticked


def read_token(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


class BulkForm(ScopedForm):
    """Base of the forms of a step; :meth:`write` does it. Raises there: RefusedRowsError."""

    kind: ClassVar[BulkKind]

    def __init__(self, *args: Any, as_of: datetime.date, **kwargs: Any) -> None:
        self.as_of = as_of
        super().__init__(*args, prefix=self.kind.value, **kwargs)

    def come(self, name: str) -> datetime.date:
        if self.cleaned_data[name] > self.as_of:
            raise ValidationError(_("this day has not come yet"))
        return self.cleaned_data[name]

    def write(self, step: actions.BulkStep) -> BulkChange:
        raise NotImplementedError


class UnitOfManyForm(BulkForm):
    kind = BulkKind.UNIT
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Responsible unit"), required=False, empty_label=_("the project's own unit")
    )

    def write(self, step: actions.BulkStep) -> BulkChange:
        return actions.set_unit_of(step=step, unit=self.cleaned_data["unit"])


class MoveManyForm(BulkForm):
    """The same reason for all of them; see also MoveForm, whose rules these are."""

    kind = BulkKind.MOVE
    days = WholeField(
        label=_("Move by"),
        unit=_("days"),
        min_value=-FARTHEST,
        max_value=FARTHEST,
        help_text=_("with a minus sign: earlier. A month, quarter or other window becomes the one that holds its moved middle"),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=RevisionReason.choices)
    explanation = TextField(label=_("Explanation"), max_length=300)
    approved_by = TextField(label=_("Approved by"), max_length=60)
    asked_on = DayField(
        label=_("Asked for on"),
        help_text=_("where it was asked for after the deadline, the earlier date goes on to count"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["asked_on"] = self.as_of
        self.fields["asked_on"].disabled = not rules.keeper(self.user, self.zone)

    def clean_days(self) -> int:
        if not self.cleaned_data["days"]:
            raise ValidationError(_("nothing moves by 0 days"))
        return self.cleaned_data["days"]

    def clean_asked_on(self) -> datetime.date:
        return self.come("asked_on")

    def write(self, step: actions.BulkStep) -> BulkChange:
        return actions.move_due_dates(step=step, **self.cleaned_data)


class MeetManyForm(BulkForm):
    kind = BulkKind.MET
    actual_date = DayField(label=_("Actual date"), help_text=_("the day on which all of them were kept"))

    def clean_actual_date(self) -> datetime.date:
        return self.come("actual_date")

    def write(self, step: actions.BulkStep) -> BulkChange:
        return actions.mark_met(step=step, actual=self.cleaned_data["actual_date"])


class NoteToManyForm(BulkForm):
    kind = BulkKind.NOTE
    note = TextField(
        label=_("Note"), max_length=1000, widget=forms.Textarea, help_text=_("is written below what the remarks hold already")
    )

    def write(self, step: actions.BulkStep) -> BulkChange:
        return actions.add_note(step=step, note=self.cleaned_data["note"].replace("\r\n", "\n"))


BULK_FORMS: list[type[BulkForm]] = [MoveManyForm, UnitOfManyForm, MeetManyForm, NoteToManyForm]
