"""Works and their packages as workbooks; a new work is of an infrastructure project that the register has already."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from core.imports import Import
from infrastructure.forms import WORK_FIELDSETS, PackageForm, WorkForm
from infrastructure.models import Work, WorkPackage
from infrastructure.tables import PackageTable, WorkTable
from projects.models import Project


class PackageImport(Import):
    code = "packages"
    title = _("Packages of works")
    queryset = WorkPackage.objects.select_related("zone", "parent")
    form_class = PackageForm
    fields = tuple(PackageForm.Meta.fields)
    unique = ()
    key = ("name", "year")
    table_class = PackageTable
    only_shown = ("parent",)  # without its year there
    examples = {"name": "道路工程", "year": "2015", "stated_count": "12"}


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
