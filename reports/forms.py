"""The forms of the year's notes and of decisions about findings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from reports.choices import DecisionState
from reports.models import FindingDecision, YearNote
from zones.choices import Role


class YearNoteForm(RowForm):
    fieldsets = [("", ["kind", "year", "position"]), (_("What is told"), ["title", "text", "source"])]

    class Meta:
        model = YearNote
        fields = ["kind", "year", "position", "title", "text", "source"]


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

    class Meta:
        model = FindingDecision
        fields = ["answer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
