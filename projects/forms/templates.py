"""Forms of ledger templates, and of what a ledger is made from: a template, or another project."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formfields import DayField, WholeField
from core.forms import RowForm, ScopedForm
from core.periods import Precision
from projects.models import LedgerTemplate, Project, TemplateStep
from projects.proposals import Proposal, of_ledger, of_template
from projects.zone_projects import Ledgers

FARTHEST = 36_500  # days


class LedgerTemplateForm(RowForm):
    class Meta:
        model = LedgerTemplate
        fields = ["name", "kind", "remark"]


class TemplateStepForm(RowForm):
    """A step of a template. A range of days has no length in a template, so it is not offered."""

    class Meta:
        model = TemplateStep
        fields = ["position", "text", "phase", "days", "precision", "whole_project"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["precision"]
        choices.choices = [choice for choice in choices.choices if choice[0] != Precision.RANGE]


class FromTemplateForm(ScopedForm):
    """Which template, from which day on."""

    template = forms.ModelChoiceField(label=gettext_lazy("Ledger template"), queryset=LedgerTemplate.objects.all())
    start = DayField(label=gettext_lazy("Start of the project"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def proposals(self) -> list[Proposal]:
        """Raises: OverflowError beyond the calendar."""
        return of_template(self.cleaned_data["template"].steps.all(), self.cleaned_data["start"])

    def about(self) -> str:
        return f"{self.cleaned_data['template']} · {self.cleaned_data['start']}"

    def kinds(self) -> dict[str, str]:
        """What kinds of buildings the names are known to be."""
        return {}


class CopyForm(ScopedForm):
    """Which project's promises, and how much later: by days, by a day for the first one, or by the projects' own starts."""

    source = forms.ModelChoiceField(label=gettext_lazy("Promises of the project"), queryset=Project.objects.all())
    start = DayField(
        label=gettext_lazy("The first one falls due on"),
        required=False,
        help_text=gettext_lazy("empty: later by the days beside this, or as much as this project began later than that one"),
    )
    shift = WholeField(
        label=gettext_lazy("or later by"), required=False, min_value=-FARTHEST, max_value=FARTHEST, unit=gettext_lazy("days")
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        sources: Any = self.fields["source"]
        sources.queryset = sources.queryset.with_ledger().exclude(pk=project.pk).order_by("name__pinyin", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("start") and given.get("shift") is not None:
            self.add_error("shift", _("give the day or the days, not both"))
        elif given.get("source") and not self.errors:
            self._settle(given)
        return given

    def _settle(self, given: dict[str, Any]) -> None:
        self.promises = list(given["source"].milestones.prefetch_related("buildings").order_by("due_date", "pk"))
        if given.get("start") and self.promises:
            given["shift"] = (given["start"] - self.promises[0].due_date).days
        elif given.get("shift") is None:
            own, other = self.project.first_day(), given["source"].first_day()
            if own is None or other is None:
                self.add_error("start", _("the start of one of the projects is not known: give a day or the days"))
            else:
                given["shift"] = (own - other).days

    def proposals(self) -> list[Proposal]:
        """Raises: OverflowError beyond the calendar."""
        return of_ledger(self.promises, self.cleaned_data["shift"])

    def about(self) -> str:
        return f"{self.cleaned_data['source']} · {self.cleaned_data['shift']:+d}"

    def kinds(self) -> dict[str, str]:
        return dict(self.cleaned_data["source"].buildings.values_list("name", "kind"))


class OfOneProject:
    """Proposed rows that are all of one project."""

    def __init__(self, rows: Any, project: Project) -> None:
        self.rows, self.project = rows, project
        self.errors: list[str] = []
        if not rows.is_bound:
            ledger = Ledgers([project.pk])
            for row in rows.forms:
                row.held = ledger.held(project.pk, row.initial["text"], row.initial["due"])
                row.initial["take"] = row.held is None

    def is_valid(self) -> bool:
        """Each row by itself, then by the zone's closed years and the project's first day."""
        sound, first = self.rows.is_valid(), self.project.first_day()
        for row in self.rows.taken():
            due: datetime.date | None = getattr(row, "cleaned_data", {}).get("due")
            refusal = self.project.refuse_day(due, first) if due else ""
            if refusal:
                row.add_error("due", refusal)
        if sound and not self.rows.taken():
            self.errors = [_("No row is ticked.")]
        return sound and not self.errors and not self.rows.faulty()

    def numbered(self) -> list[tuple[int, Any]]:
        return list(enumerate(self.rows.forms))

    def promises(self, kinds: dict[str, str], source: str) -> list[Any]:
        return [row.promise(self.project, kinds, source) for row in self.rows.taken()]
