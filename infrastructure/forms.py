"""Forms of works, their facts and packages. The facts of each kind are a form of their own, because each is a table."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from infrastructure.choices import WorkKind
from infrastructure.models import (
    CrossSectionPart,
    Housing,
    PowerStation,
    Publicity,
    Road,
    RoadSegment,
    WaterPlant,
    Work,
    WorkPackage,
    WorkshopTenant,
)
from infrastructure.querysets import without_work
from projects.models import Enterprise, Project
from zones.models import Park, Unit

PROJECT_FIELDS = ["name", "unit", "park", "owner"]
WORK_FIELDSETS: list[tuple[Any, list[str]]] = [
    (_("Work"), ["kind", "plan_year", "package"]),
    (_("Land and money"), ["land_mu", "budget_wan", "budget_kind", "budget_scope", "budget_excludes"]),
    (_("Situation"), ["situation", "completed_on", "completed_words"]),
    (_("Source"), ["wording", "source", "remark"]),
]
PACKAGE_FIELDSETS: list[tuple[Any, list[str]]] = [
    (_("Package"), ["name", "year", "parent"]),
    (_("As the plan states it"), ["stated_count", "stated_land_mu", "stated_investment_wan", "investment_worded"]),
    (_("What the money covers"), ["budget_scope", "budget_excludes", "opened_land_mu", "opened_land_worded"]),
    (_("Source"), ["wording", "source", "remark"]),
]


class WorkForm(RowForm):
    fieldsets = WORK_FIELDSETS

    class Meta:
        model = Work
        fields = [name for _title, names in WORK_FIELDSETS for name in names]


class NewWorkForm(WorkForm):
    """A work of a project that is in the register already, or of a new one."""

    project = forms.ModelChoiceField(
        Project.objects.all(),
        required=False,
        label=_("Project in the register"),
        help_text=_("or leave it empty and name a new one"),
    )
    name = Project._meta.get_field("name").formfield(required=False, label=_("Name of the new project"))
    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, label=_("Responsible unit"))
    park = forms.ModelChoiceField(Park.objects.all(), required=False, label=_("Park"))
    owner = forms.ModelChoiceField(Enterprise.objects.all(), required=False, label=_("Owner"))
    fieldsets = [(_("Project of the work"), ["project", *PROJECT_FIELDS]), *WORK_FIELDSETS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow("project", without_work)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        project, name = data.get("project"), data.get("name")
        if bool(project) == bool(name) and not {"project", "name"} & set(self.errors):
            self.add_error("project", _("choose a project of the register, or name a new one: one of the two"))
        elif name:
            self._check_name()
        return data

    def _check_name(self) -> None:
        """The limits of a project's name, and that the register does not have it yet."""
        try:
            Project(zone=self.zone, name=self.cleaned_data["name"]).full_clean()
        except ValidationError as error:
            self.add_error("name", error.messages[0])

    def new_project(self) -> dict[str, Any]:
        """The fields of the project to be made."""
        return {"zone": self.zone, **{name: self.cleaned_data[name] for name in PROJECT_FIELDS}}


class PackageForm(RowForm):
    fieldsets = PACKAGE_FIELDSETS

    class Meta:
        model = WorkPackage
        fields = [name for _title, names in PACKAGE_FIELDSETS for name in names]


class RoadForm(RowForm):
    class Meta:
        model = Road
        fields = ["from_place", "to_place", "length_m", "red_line_width_m"]


class WaterPlantForm(RowForm):
    class Meta:
        model = WaterPlant
        fields = ["capacity_wan_t", "network_km", "service_km2", "design_life_years"]


class HousingForm(RowForm):
    class Meta:
        model = Housing
        fields = ["floor_area_m2", "blocks", "storeys", "flats", "persons", "flat_kind"]


class PowerStationForm(RowForm):
    class Meta:
        model = PowerStation
        fields = ["voltage_kv"]


class PublicityForm(RowForm):
    class Meta:
        model = Publicity
        fields = ["place", "billboards", "panels", "monuments", "renewed"]


FACT_FORMS: dict[str, type[RowForm]] = {
    "road": RoadForm,
    "waterplant": WaterPlantForm,
    "housing": HousingForm,
    "powerstation": PowerStationForm,
    "publicity": PublicityForm,
}


def facts_form(kind: str) -> type[RowForm] | None:
    """The form of the facts of a kind of work; None for kinds without any."""
    return FACT_FORMS.get(WorkKind.facts().get(kind, ""))


class PartForm(RowForm):
    class Meta:
        model = CrossSectionPart
        fields = ["kind", "name", "width_m", "sides", "position"]


class SegmentForm(RowForm):
    class Meta:
        model = RoadSegment
        fields = ["from_place", "to_place", "length_m", "budget_wan", "position"]


class TenantForm(RowForm):
    class Meta:
        model = WorkshopTenant
        fields = ["name", "enterprise", "hall_state", "workshop_state", "wording", "position"]
