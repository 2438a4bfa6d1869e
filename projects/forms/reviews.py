"""The reviewer's word on a weekly report."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.formfields import TextField
from core.forms import ScopedForm
from core.validators import one_line
from projects.actions import Word, move_access
from projects.choices import ReportSection
from projects.models import MilestoneWeek, WeeklyReport

GRANT, DECLINE = "grant", "decline"


class ReviewForm(ScopedForm):
    """A comment for each section, a decision for each proposed date, a note; ``version`` is that of the copy that was read."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    note = TextField(label=_("Note of the review"), required=False, max_length=300, validators=[one_line])

    def __init__(self, *args: Any, report: WeeklyReport, entries: Sequence[MilestoneWeek], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report, self.entries = report, entries
        self.asked = [entry for entry in entries if entry.is_asked]
        self.initial["version"] = report.version
        for section in ReportSection:
            words = _("Comment: %(section)s") % {"section": section.label}
            self.fields[f"comment-{section}"] = TextField(label=words, required=False, max_length=300, validators=[one_line])
        choices = [(GRANT, pgettext_lazy("verb", "Move to this date")), (DECLINE, pgettext_lazy("verb", "Decline"))]
        for entry in self.asked:
            field = forms.ChoiceField(label=str(entry.milestone), choices=choices, required=False, widget=forms.RadioSelect)
            self.fields[f"decision-{entry.pk}"] = field

    @property
    def accepts(self) -> bool:
        return self.data.get("accept") == "yes"

    @property
    def is_outdated(self) -> bool:
        return self.cleaned_data.get("version") != self.report.version

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.accepts:
            if not given.get("note") and "note" not in self.errors:
                self.add_error("note", _("Nothing was done: sending a report back needs a note."))
            return given
        for entry in self.asked:
            decision = given.get(f"decision-{entry.pk}")
            if not decision:
                self.add_error(f"decision-{entry.pk}", _("decide on the proposed date first"))
            elif decision == GRANT and not (access := move_access(entry)):
                self.add_error(f"decision-{entry.pk}", access.reason)
        return given

    def word(self) -> Word:
        given = self.cleaned_data
        comments = {str(section): given[f"comment-{section}"] for section in ReportSection if given[f"comment-{section}"]}
        grants = {entry.pk: given[f"decision-{entry.pk}"] == GRANT for entry in self.asked if given[f"decision-{entry.pk}"]}
        return Word(given["version"], self.accepts, given["note"], comments, grants)

    def field_of(self, entry: int) -> str:
        return f"decision-{entry}"

    def decision_of(self, entry: MilestoneWeek) -> forms.BoundField | None:
        name = self.field_of(entry.pk)
        return self[name] if name in self.fields else None
