"""Enterprises and projects as workbooks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports import Import
from projects.forms import EnterpriseForm, ProjectForm
from projects.models import Enterprise, Project


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
    examples = {"name": "某某家具生产线", "total_wan": "12000", "started_year": "2014"}
