"""What is shown of the board of a week."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm
from projects.board import BY_PERSON, BY_UNIT, Board, Group, Line
from projects.choices import BoardState

NOBODY = "none"  # as the address calls what no unit answers for, and what nobody is asked for
GROUPS = [("missing", _("missing")), ("given", _("given")), ("late", _("given late")), ("never", _("not given to this day"))]

KEPT = [("yes", _("given in time")), ("no", _("not given in time"))]


def code(key: int | None) -> str:
    """The key of a group of the board as the address has it."""
    return NOBODY if key is None else str(key)


class BoardForm(ScopedForm):
    """Of which unit and in which state; ``by`` groups, ``person`` comes with the links of a person's numbers."""

    unit = forms.ChoiceField(label=_("Responsible unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *GROUPS, *BoardState.choices])
    by = forms.ChoiceField(required=False, choices=[(BY_UNIT, ""), (BY_PERSON, "")], widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("Who is asked"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, board: Board, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: Any = self.fields
        units = [(code(pk), name) for pk, name in board.units.items()]
        people = [(code(pk), name) for pk, name in board.names.items()]
        fields["unit"].choices = [("", _("All")), *units, (NOBODY, _("Without a unit"))]
        fields["person"].choices = [("", ""), *people, (NOBODY, _("Nobody"))]

    @property
    def by_person(self) -> bool:
        return self.is_valid() and self.cleaned_data["by"] == BY_PERSON

    def of_whom(self, lines: list[Line]) -> list[Line]:
        """Those of the unit and person that are asked for, in any state; none when the filter cannot be read."""
        return [line for line in lines if self._wants(line)] if self.is_valid() else []

    def own_only(self, groups: list[Group]) -> list[Group]:
        """Of one person's reports the group of that person, without those who are asked for some of them too."""
        person = self.cleaned_data["person"] if self.is_valid() else ""
        return [group for group in groups if person in {"", code(group.key)}]

    @property
    def chosen_state(self) -> str:
        return self.cleaned_data["state"] if self.is_valid() else ""

    def _wants(self, line: Line) -> bool:
        unit, person = self.cleaned_data["unit"], self.cleaned_data["person"]
        return unit in {"", code(line.unit)} and (not person or person in [code(pk) for pk in line.people or (None,)])

    def described(self) -> str:
        """The chosen filters in words, for the notice lines of an export."""
        fields: Any = self.fields
        chosen = ((fields[name], self.cleaned_data[name]) for name in ("unit", "person", "state"))
        return "; ".join(f"{field.label}: {dict(field.choices)[value]}" for field, value in chosen if value)


class RecordForm(ScopedForm):
    """Of whom the reports of the last weeks are shown, and which of them."""

    unit = forms.ChoiceField(label=_("Responsible unit"), required=False)
    person = forms.ChoiceField(label=_("Who is asked"), required=False)
    kept = forms.ChoiceField(
        label=_("By the deadline"),
        required=False,
        choices=[("", _("All")), ("yes", _("given in time")), ("no", _("not given in time"))],
    )

    def __init__(self, data: Any, *, board: Board, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fields: Any = self.fields
        names = {"unit": (board.units, _("Without a unit")), "person": (board.names, _("Nobody"))}
        for name, (known, nobody) in names.items():
            fields[name].choices = [("", _("All")), *((code(pk), words) for pk, words in known.items()), (NOBODY, nobody)]

    def chosen(self, board: Board) -> list[Any]:
        if not self.is_valid():
            return []
        unit, person, kept = (self.cleaned_data[name] for name in ("unit", "person", "kept"))
        return [
            row
            for row in board.kept
            if unit in {"", code(row.unit)}
            and (not person or person in [code(pk) for pk in row.people or (None,)])
            and (not kept or row.on_time == (kept == "yes"))
        ]


class RemindForm(forms.Form):
    """Whom to remind by hand: everybody of the zone, of a unit, or one person."""

    unit = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
