"""The filters of works and packages."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filtersets import BaseFilterSet, ScopedChoiceFilter, WholeFilter
from infrastructure.choices import WorkKind
from infrastructure.models import Work, WorkPackage
from projects.choices import Stage
from zones.models import Unit


class WorkFilterSet(BaseFilterSet):
    search_fields = ("project__name", "project__aliases", "road__from_place", "road__to_place", "situation", "wording")
    kind = django_filters.ChoiceFilter(choices=WorkKind.choices, label=_("Kind of work"))
    year = WholeFilter(field_name="plan_year", label=_("Year"), min_value=1950, max_value=2100)
    unit = ScopedChoiceFilter(field_name="project__unit", queryset=Unit.objects.all(), label=_("Responsible unit"))
    stage = django_filters.ChoiceFilter(field_name="project__stage", choices=Stage.choices, label=_("Stage"))

    class Meta:
        model = Work
        fields = ["kind"]


class PackageFilterSet(BaseFilterSet):
    search_fields = ("name", "wording", "remark")
    year = WholeFilter(label=_("Year"), min_value=1950, max_value=2100)

    class Meta:
        model = WorkPackage
        fields: list[str] = []
