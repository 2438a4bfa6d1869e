"""Enterprises, projects, promises and weekly reports as workbooks."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import clock
from core.access import Decision
from core.forms import RowForm
from core.imports import Import
from core.imports.settled import settled
from core.periods import Week
from projects.forms import EnterpriseForm, MilestoneForm, MilestoneTextForm, ProjectForm
from projects.forms.week_rows import WeekRowForm
from projects.models import Enterprise, Milestone, Project, WeeklyReport
from projects.tables import EnterpriseTable, MilestoneTable, ProjectTable, WeeklyReportTable


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
        known = Project.objects.select_related("zone").prefetch_related("stage_entries")  # what a new promise is judged by
        projects = known.visible_to(self.user).in_zone(self.zone)
        chosen = forms.ModelChoiceField(projects, label=Milestone._meta.get_field("project").verbose_name)
        return {"project": chosen, **MilestoneForm(instance=Milestone(project=projects.first()), **self.given()).fields}

    def form(self, row: Any, data: Any) -> RowForm:
        """A stored promise keeps its date, whatever form it has; a new one is of the project that its row names."""
        if row.pk:
            return self.text_class(data, instance=row, **self.given())
        row = Milestone(project=data.get("project"))
        return self.checked_class(data, instance=row, **self.given())


class WeekImport(Import):
    """What projects reported of a week; a changed row is handed in. Weeks are opened by the portal, never by a workbook."""

    code = "weeks"
    title = _("Weekly reports")
    queryset = WeeklyReport.objects.select_related("project__zone", "project__unit").prefetch_related(
        "milestone_weeks", "project__officers"
    )
    form_class = WeekRowForm
    fields = (
        *("project", "monday", "progress", "completed_wan", "workers", "problems", "next_plan"),
        *("no_change", "no_change_reason"),
    )
    unique = ()
    key = ("project", "monday")
    fixed = key
    fixed_words = _("a report keeps its project and week")
    takes_new = False
    table_class = WeeklyReportTable
    examples = {"progress": "三层主体完成", "completed_wan": "1200", "workers": "45"}

    def rows(self) -> Any:
        """Of this year and the last, which is as far as anybody corrects."""
        first = Week.of(datetime.date(self.as_of.year - 1, 1, 1)).monday
        return super().rows().of_weeks_between(first, self.as_of).with_previous().order_by("-monday", "project_id")

    def rows_to_fill_in(self, asked: Mapping[str, str]) -> Any:
        """Those that are not accepted yet."""
        return self.rows().editable_by(self.user)

    def new_row(self) -> WeeklyReport:
        return WeeklyReport(project=Project(zone=self.zone), monday=self.as_of)

    def boxes(self) -> dict[str, Any]:
        projects = Project.objects.visible_to(self.user).in_zone(self.zone)
        chosen = forms.ModelChoiceField(projects, label=WeeklyReport._meta.get_field("project").verbose_name)
        monday = WeeklyReport._meta.get_field("monday").formfield()
        return {"project": chosen, "monday": monday, **super().boxes()}

    @cached_property
    def given_reports(self) -> dict[int, WeeklyReport]:
        """What earlier weeks said, by number. One query."""
        earlier = WeeklyReport.objects.in_zone(self.zone).named_by(self.rows().order_by().values("previous_pk"))
        return {report.pk: report for report in earlier}

    def form_arguments(self) -> dict[str, Any]:
        return {"previous": None, "now": clock.now()}

    def form(self, row: Any, data: Any) -> RowForm:
        previous = self.given_reports.get(row.previous_pk) if row.pk else None
        return self.checked_class(data, instance=row, **{**self.given(), "previous": previous})

    def access(self, row: WeeklyReport) -> Decision:
        return row.write_access(self.user)
