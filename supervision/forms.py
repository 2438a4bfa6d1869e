"""Forms of issues, meetings, bulletins and tours."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.formfields import AmountField
from core.forms import RowForm, dress
from supervision.choices import AgendaPart, BulletinKind, IssueState, Outcome
from supervision.models import Ballot, Bulletin, BulletinEntry, Issue, Meeting, MeetingItem, Tour, TourStop


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

    needed = ("outcome",)

    class Meta:
        model = Issue
        fields = ["outcome"]


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


class MeetingForm(RowForm):
    """When and where a meeting is held, and who came. The kind and the day make its number and do not change."""

    class Meta:
        model = Meeting
        fields = ["kind", "held_on", "place", "chair", "attendance", "absence", "remark"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["kind"], self.fields["held_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.is_closed:  # since the right was asked
            self.add_error(None, ValidationError(_("The minutes of this meeting are closed."), code="closed"))
        return cleaned


class OfOpenMinutes(RowForm):
    """Forms of a matter: nothing is written into minutes that were closed meanwhile."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if Meeting.objects.locked().get(pk=self.instance.meeting_id).is_closed:
            self.add_error(None, ValidationError(_("The minutes of this meeting are closed."), code="closed"))
        return cleaned


class MatterForm(OfOpenMinutes):
    """A matter that somebody brings before the meeting."""

    class Meta:
        model = MeetingItem
        fields = ["text", "category", "project", "unit"]


class MinuteForm(OfOpenMinutes):
    """What the meeting made of a matter."""

    class Meta:
        model = MeetingItem
        fields = ["text", "category", "outcome", "decision", "unit", "due_on"]

    fieldsets = [(_("Matter"), ["text", "category"]), (_("What the meeting made of it"), ["outcome", "decision", "unit", "due_on"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.subject == AgendaPart.ISSUE:
            del self.fields["category"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome, due, day = cleaned.get("outcome"), cleaned.get("due_on"), self.instance.meeting.held_on
        if outcome in Outcome.followed():
            for name in ("decision", "unit"):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, _("needed for what is decided or settled"))
        if outcome != Outcome.DECIDED or "due_on" in self.errors:
            return cleaned
        if not due:
            self.add_error("due_on", _("a decision says by when"))
        elif due < day:
            self.add_error("due_on", ValidationError(_("must not be before the meeting"), code="past"))
        return cleaned


class BulletinForm(RowForm):
    """What a bulletin is and says; criticism names the day by which things are put right."""

    class Meta:
        model = Bulletin
        fields = ["kind", "title", "text", "rectify_by"]

    def __init__(self, *args: Any, as_of: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, is_praise = cleaned.get("rectify_by"), cleaned.get("kind") == BulletinKind.PRAISE
        if is_praise and day:
            self.add_error("rectify_by", _("praise leaves nothing to put right"))
        elif not is_praise and not day and "rectify_by" not in self.errors:
            self.add_error("rectify_by", _("say by when things are put right"))
        elif day and day < self.as_of and "rectify_by" in self.changed_data:
            self.add_error("rectify_by", ValidationError(_("must not be in the past"), code="past"))
        if self.instance.number:  # since the right was asked
            self.add_error(None, ValidationError(_("This bulletin is issued: it can only be withdrawn."), code="issued"))
        return cleaned


class BulletinNewForm(BulletinForm):
    """A new one may begin with the units that the registers name."""

    is_drafted = forms.BooleanField(
        label=_("Begin with the red or black list"),
        required=False,
        initial=True,
        help_text=_("praise: units that kept all promises of the last month; criticism: red lights and missing weekly reports"),
    )


class EntryForm(RowForm):
    """A unit on a draft. ``excuse`` tells why it counts no points."""

    class Meta:
        model = BulletinEntry
        fields = ["unit", "project", "text", "points", "excuse"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not Bulletin.objects.locked().get(pk=self.instance.bulletin_id).is_draft:
            self.add_error(None, ValidationError(_("This bulletin is issued: it can only be withdrawn."), code="issued"))
        return cleaned


class WithdrawForm(RowForm):
    """Why a bulletin is taken back."""

    needed = ("reason",)

    class Meta:
        model = Bulletin
        fields = ["reason"]


class RectifyForm(RowForm):
    """What a unit has put right."""

    needed = ("rectification",)

    class Meta:
        model = BulletinEntry
        fields = ["rectification"]


class EntryConfirmForm(ConfirmForm):
    """Right, or sent back with a note."""

    is_settled = forms.TypedChoiceField(
        label=_("Confirmation"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("put right")), ("no", _("not put right, back to the unit"))],
    )

    class Meta:
        model = BulletinEntry
        fields = ["note"]


class TourForm(RowForm):
    """A tour; its rubric stays as it is once somebody has judged by it."""

    class Meta:
        model = Tour
        fields = ["name", "held_on", "route", "rubric"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["held_on"]
            if Ballot.objects.of_tour(self.instance).exists():
                del self.fields["rubric"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.is_closed:  # since the right was asked
            self.add_error(None, ValidationError(_("This tour is closed."), code="closed"))
        return cleaned


class OfOpenTour(RowForm):
    """Forms of what is judged: nothing is written once the tour was closed meanwhile."""

    def tour_id(self) -> int:
        return self.instance.tour_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.tour = Tour.objects.locked().get(pk=self.tour_id())
        if self.tour.is_closed:
            self.add_error(None, ValidationError(_("This tour is closed."), code="closed"))
        return cleaned


class StopForm(OfOpenTour):
    class Meta:
        model = TourStop
        fields = ["project", "group", "difficulty", "seen", "gap"]


class OfBallot(OfOpenTour):
    def tour_id(self) -> int:
        return self.instance.stop.tour_id


class BallotForm(OfBallot):
    """A mark for each criterion of the tour's rubric, as on paper."""

    class Meta:
        model = Ballot
        fields = ["remark"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = self.instance.stop.tour.criteria
        given = [*self.instance.marks, *[None] * len(self.criteria)]
        remark = self.fields.pop("remark")
        for place, criterion in enumerate(self.criteria):
            label = f"{criterion.name} ({criterion.weight}%)"
            limits = {"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 1}
            field = self.fields[f"mark_{place}"] = AmountField(label=label, **limits)
            dress(field)
            self.initial[f"mark_{place}"] = given[place]
        self.fields["remark"] = remark

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.tour.rubric != self.instance.stop.tour.rubric:  # since the form was made
            self.add_error(None, ValidationError(_("The rubric was changed in the meantime; please judge anew."), code="rubric"))
        return cleaned

    def marks(self) -> list[str]:
        return [str(self.cleaned_data[f"mark_{place}"]) for place in range(len(self.criteria))]

    def stored(self, row: Any) -> dict[str, Any]:
        return super().stored(row) | {f"mark_{place}": Decimal(mark) for place, mark in enumerate(row.marks)}

    def proposed(self) -> dict[str, Any]:
        names = ["remark", *(f"mark_{place}" for place in range(len(self.criteria)))]
        return {name: self.cleaned_data.get(name) for name in names}


class VoidForm(OfBallot):
    """Why a ballot does not count."""

    needed = ("void_reason",)

    class Meta:
        model = Ballot
        fields = ["void_reason"]
