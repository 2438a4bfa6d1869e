"""Enterprises, projects and promises as workbooks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from core.imports import Import
from core.imports.settled import settled
from projects.forms import EnterpriseForm, MilestoneForm, MilestoneTextForm, ProjectForm
from projects.models import Enterprise, Milestone, Project
from projects.tables import EnterpriseTable, MilestoneTable, ProjectTable


class EnterpriseImport(Import):
    code = "enterprises"
    title = _("Enterprises")
    queryset = Enterprise.objects.select_related("park", "zone").prefetch_related("above_scale_years")
    form_class = EnterpriseForm
    fields = (
        *("name", "aliases", "park", "industry_code", "credit_code"),
        *("is_producing", "producing_since", "years", "source", "remark"),
    )
    unique = ("name", "credit_code")
    table_class = EnterpriseTable
    examples = {"name": "某某家具有限公司", "industry_code": "C21", "producing_since": "2014-06-16", "years": "2013、2014"}

    def stored(self, row: Any) -> dict[str, Any]:
        plain = {name: getattr(row, name) for name in self.fields if name != "years"}
        return {**plain, "years": {entry.year for entry in row.above_scale_years.all()}}


class ProjectImport(Import):
    code = "projects"
    title = _("Projects")
    queryset = Project.objects.select_related("zone", "owner", "park", "unit", "leader").prefetch_related("officers")
    form_class = ProjectForm
    fields = (
        *("name", "aliases", "kind", "owner", "park", "code", "unit", "leader", "officers"),
        *("total_wan", "started_year", "situation", "source", "remark"),
    )
    unique = ("name", "code")
    table_class = ProjectTable
    examples = {"name": "某某家具生产线", "total_wan": "12000", "started_year": "2014"}


class MilestoneImport(Import):
    """New promises with their dates; of those that stand only what may be corrected without moving the date."""

    code = "milestones"
    title = _("Milestones")
    queryset = Milestone.objects.select_related("project__zone", "unit").prefetch_related("buildings")
    form_class = MilestoneForm
    fields = (
        *("project", "text", "phase", "whole_project", "unit", "due_date", "precision", "relation", "window_start"),
        *("wording", "doubt", "source", "remark"),
    )
    unique = ()
    key = ("project", "text", "due_date")
    fixed = ("project", "due_date", "precision", "relation", "window_start")
    fixed_words = _("a promise is moved in the portal, with its reason; here it stays")
    kept = ("buildings",)
    table_class = MilestoneTable
    only_shown = ("unit",)
    examples = {"text": "办公楼竣工", "due_date": "2015-09-30"}

    def __init__(self, **who: Any) -> None:
        super().__init__(**who)
        self.text_class = settled(MilestoneTextForm, self.boxes())

    def new_row(self) -> Milestone:
        return Milestone(project=Project(zone=self.zone))

    def boxes(self) -> dict[str, Any]:
        projects = Project.objects.visible_to(self.user).in_zone(self.zone)
        chosen = forms.ModelChoiceField(projects, label=Milestone._meta.get_field("project").verbose_name)
        return {"project": chosen, **MilestoneForm(instance=Milestone(project=projects.first()), **self.given()).fields}

    def form(self, row: Any, data: Any) -> RowForm:
        """A stored promise keeps its date, whatever form it has; a new one is of the project that its row names."""
        if row.pk:
            return self.text_class(data, instance=row, **self.given())
        row = Milestone(project=data.get("project"))
        return self.checked_class(data, instance=row, **self.given())
