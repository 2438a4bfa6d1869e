"""A plan's text: pasted or sent as a file, then its proposed rows under the names that the text calls projects."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import TEXT_LENGTH
from core.formfields import TextField, WholeField
from core.forms import ScopedForm
from core.validators import drop_invisible, one_line
from projects import actions, plan_files
from projects.choices import Kind
from projects.forms.proposals import MAX_ROWS, ProposalRowSet, row_set
from projects.models import PlanText, Project
from projects.project_names import How, Match, key
from projects.proposals import Proposal
from projects.zone_projects import Ledgers, ZoneProjects
from zones.models import Unit

NEW = "new"


class PlanTextForm(ScopedForm):
    """What is to be read. The year is that of the heading: the dates of a plan do not say it."""

    title = TextField(label=gettext_lazy("Title"), required=False, max_length=120, validators=[one_line])
    year = WholeField(label=gettext_lazy("Year of the plan"), min_value=1950, max_value=2100)
    text = TextField(label=gettext_lazy("Text of the plan"), required=False, max_length=TEXT_LENGTH, widget=forms.Textarea)
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        help_text=gettext_lazy("Word (.docx) or text (.txt); it is read once and not kept"),
        widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs.update(rows=14)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        text, file = given.get("text"), given.get("file")
        if text and file:
            self.add_error("file", _("paste the text or choose a file, not both"))
        elif file:
            given["text"] = self._file_text(file)
        elif not text and not self.errors:
            self.add_error("text", _("paste the text of the plan, or choose a file"))
        return given

    def _file_text(self, file: Any) -> str:
        """The words of a file; what is wrong with it stands at its box."""
        if file.size > plan_files.LARGEST_FILE:
            limit = {"limit": plan_files.LARGEST_FILE // 1024**2}
            self.add_error("file", _("the file is larger than %(limit)s MB") % limit)
            return ""
        try:
            return self.fields["text"].clean(plan_files.read_plan_file(file.name, file.read()))
        except (plan_files.PlanFileError, forms.ValidationError) as error:
            self.add_error("file", error if isinstance(error, forms.ValidationError) else str(error))
            return ""


class PlanHead(ScopedForm):
    """What all rows of a text share. ``seen`` is the version of the stored text when the page was made."""

    title = TextField(required=False, max_length=120, validators=[one_line], widget=forms.HiddenInput)
    year = WholeField(min_value=1950, max_value=2100)
    text = TextField(max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"hidden": True}))
    seen = WholeField(required=False, min_value=0, max_value=2_000_000_000)
    submission = forms.UUIDField()
    new_all = forms.BooleanField(label=gettext_lazy("Make a new project of every name that the register lacks"), required=False)
    new_kind = forms.ChoiceField(label=gettext_lazy("Kind of the new projects"), choices=Kind.choices, initial=Kind.INDUSTRIAL)
    new_unit = forms.ModelChoiceField(
        label=gettext_lazy("Their responsible unit"), queryset=Unit.objects.all(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("year", "seen", "submission"):
            self.fields[name].widget = forms.HiddenInput()


class NameForm(forms.Form):
    """A name in the text, and the project it means: one of the register, or a new one."""

    name = TextField(required=False, max_length=300, widget=forms.HiddenInput)
    project = forms.ChoiceField(label=gettext_lazy("Project"), required=False)
    new_name = TextField(label=gettext_lazy("Name of the new project"), required=False, max_length=120, validators=[one_line])

    def __init__(self, *args: Any, register: ZoneProjects, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        choices = [("", _("– choose –")), (NEW, _("a new project")), *register.choices()]
        self.fields["project"].choices = choices  # type: ignore[attr-defined]

    @cached_property
    def match(self) -> Match:
        return self.register.register.find(str(self["name"].value() or ""))

    @property
    def how(self) -> str:
        return self.match.how if self["name"].value() else How.SIMILAR

    def candidates(self) -> str:
        """The projects that the name may mean."""
        return "、".join(self.register.by_pk[pk].name for pk in self.match.found)


NameSet: Any = formset_factory(NameForm, formset=BaseFormSet, extra=0, max_num=MAX_ROWS, absolute_max=MAX_ROWS)


class PlanProposals:
    """The page of proposed rows: head, names and rows, judged together and row by row."""

    def __init__(self, head: PlanHead, names: Any, rows: Any, register: ZoneProjects) -> None:
        self.head, self.names, self.rows, self.register = head, names, rows, register
        self.chosen: dict[int, Project] = {}
        self.made: dict[str, Project] = {}

    @classmethod
    def posted(cls, data: Any, register: ZoneProjects, **who: Any) -> "PlanProposals":
        names = NameSet(data, prefix="names", form_kwargs={"register": register})
        return cls(PlanHead(data, **who), names, ProposalRowSet(data), register)

    @classmethod
    def read(cls, head: PlanHead, proposals: Sequence[Proposal], register: ZoneProjects) -> "PlanProposals":
        """Unbound: every row ticked but those that the ledger holds."""
        names = list(dict.fromkeys(row.name for row in proposals))
        matched = {name: register.register.find(name).project for name in names}
        ledgers = Ledgers(pk for pk in matched.values() if pk)
        held = [ledgers.held(matched[row.name], row.text, row.due, row.replaced) for row in proposals]
        initial = [{"name": name, "project": matched[name] or "", "new_name": name[:120]} for name in names]
        named = NameSet(initial=initial, prefix="names", form_kwargs={"register": register})
        rows = row_set(proposals, [found is None for found in held], [names.index(row.name) for row in proposals])
        for row, found in zip(rows.forms, held, strict=True):
            row.held = found
        return cls(head, named, rows, register)

    def renewed(self, plan: PlanText) -> "PlanProposals":
        """The posted page against the text as it stands now: what the ledger holds meanwhile is not ticked."""
        data = self.head.data.copy()
        data["seen"], data["submission"] = str(plan.version), str(uuid.uuid4())
        ledgers = Ledgers(project.pk for project in self.chosen.values() if project.pk)
        for row in self.rows.taken():
            given = row.cleaned_data
            if ledgers.held(self.chosen[id(row)].pk, given["text"], given["due"]):
                data.pop(f"{row.prefix}-take", None)
        again = PlanProposals.posted(data, self.register, user=self.head.user, zone=self.head.zone)
        again.is_valid()
        return again

    def groups(self) -> list[tuple[Any, list[tuple[int, Any]]]]:
        """The rows with their places under their names; rows of no name of the page come last."""
        under: dict[int, list[tuple[int, Any]]] = {place: [] for place in range(len(self.names.forms))}
        for place, row in enumerate(self.rows.forms):
            group = str(row["group"].value())
            under.setdefault(int(group) if group.isdecimal() and int(group) in under else -1, []).append((place, row))
        return [(self.names.forms[number] if number >= 0 else None, rows) for number, rows in under.items()]

    def unknown(self) -> list[str]:
        """The names that are offered as new projects."""
        return [str(form["name"].value()) for form in self.names.forms if form.how == How.UNKNOWN]

    def faulty_names(self) -> list[Any]:
        return [form for form in self.names.forms if form.errors]

    def is_valid(self) -> bool:
        """Every part by itself, then what the register and the zone have to say."""
        sound = [self.head.is_valid(), self.names.is_valid(), self.rows.is_valid()]
        if all(sound[:2]):
            for row in self.rows.taken():
                self._judge(row)
        if not self.rows.taken() and self.rows.is_valid():
            self.head.add_error(None, _("No row is ticked."))
        parts = (self.head.errors, *self.names.errors, *(row.errors for row in self.rows.forms), self.rows.non_form_errors())
        return all(sound) and not any(parts)

    def _judge(self, row: Any) -> None:
        project, due = self._project_of(row), getattr(row, "cleaned_data", {}).get("due")
        if project is None:
            return
        self.chosen[id(row)] = project
        refusal = self.register.refusal(project, due) if due else ""
        if refusal:
            row.add_error("due", refusal)

    def _project_of(self, row: Any) -> Project | None:
        """Named at the row, else chosen for its group; the error stands where it is corrected."""
        other, group = row.cleaned_data.get("other"), row.cleaned_data.get("group")
        if other:
            found = self.register.named(other) or self.made.get(key(other))
            if not found:
                row.add_error("other", _("no project of this name is registered"))
            return found
        if group is None or group >= len(self.names.forms):
            row.add_error("other", _("name the project"))
            return None
        return self._project_of_name(self.names.forms[group])

    def _project_of_name(self, form: NameForm) -> Project | None:
        chosen = form.cleaned_data.get("project", "")
        if not chosen and self.head.cleaned_data["new_all"] and form.how == How.UNKNOWN:
            chosen = NEW
        if chosen == NEW:
            return self._new(form)
        if not chosen and not form.errors:
            form.add_error("project", _("choose the project, or make it a new one"))
        return self.register.by_pk.get(int(chosen)) if chosen else None

    def _new(self, form: NameForm) -> Project | None:
        """One new project for all names that mean it."""
        name = form.cleaned_data.get("new_name") or ""
        if not name or self.register.named(name):
            if not form.errors:
                form.add_error(
                    "new_name", _("this project is registered: choose it") if name else _("the new project needs a name")
                )
            return None
        head = self.head.cleaned_data
        fresh = Project(zone=self.head.zone, name=name, kind=head["new_kind"], unit=head["new_unit"], source=head["title"])
        return self.made.setdefault(key(name), fresh)

    def plan(self, by: Any) -> PlanText:
        """The text to be kept; of a valid page."""
        head = self.head.cleaned_data
        text = drop_invisible(head["text"])
        words = {name: head[name] for name in ("year", "title", "submission")}
        return PlanText(zone=self.head.zone, text=text, digest=actions.digest(text), confirmed_by=by, **words)

    def enter(self, by: Any) -> actions.Entered:
        """Raises: OutdatedPlanError, ProjectExistsError."""
        head = self.head.cleaned_data
        source = head["title"]
        promises = [row.promise(self.chosen[id(row)], {}, source) for row in self.rows.taken()]
        return actions.enter_plan(plan=self.plan(by), seen=head["seen"] or 0, projects=list(self.made.values()), promises=promises)
