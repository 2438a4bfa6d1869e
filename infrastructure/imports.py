"""Works as workbooks; a new one is of an infrastructure project that the register has already."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from core.imports import Import
from infrastructure.forms import WORK_FIELDSETS, WorkForm
from infrastructure.models import Work
from infrastructure.tables import WorkTable
from projects.models import Project


class WorkImport(Import):
    code = "works"
    title = _("Works")
    queryset = Work.objects.select_related("project__zone", "package")
    form_class = WorkForm
    fields = ("project", *(name for _title, names in WORK_FIELDSETS for name in names))
    unique = ("project",)
    key = ("project",)
    fixed = ("project",)
    fixed_words = _("a work stays with its project")
    table_class = WorkTable
    examples = {"plan_year": "2015", "budget_wan": "830"}

    def new_row(self) -> Work:
        return Work(project=Project(zone=self.zone))

    def boxes(self) -> dict[str, Any]:
        projects = Project.objects.visible_to(self.user).in_zone(self.zone).infrastructure()
        return {"project": forms.ModelChoiceField(projects, label=Work._meta.get_field("project").verbose_name), **super().boxes()}

    def form(self, row: Any, data: Any) -> RowForm:
        return super().form(row if row.pk else Work(project=data.get("project")), data)
