"""The filters of the figure and indicator lists."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filtersets import BaseFilterSet, ScopedChoiceFilter, WholeFilter
from core.models import DataStatus
from core.statements import Priority
from indicators.choices import GrowthBasis, PeriodForm, PeriodKind
from indicators.models import CheckRule, Figure, Indicator, PeriodException, Target
from zones.models import Park


class OfEditions(BaseFilterSet):
    """Without ``editions`` only the newest edition of each row is shown."""

    editions = django_filters.ChoiceFilter(
        choices=[("all", _("all editions"))], empty_label=_("newest only"), method="by_editions", label=_("Editions")
    )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows: Any = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["editions"] == "all" else rows.current()

    def by_editions(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """All editions are what the list starts from; see filter_queryset."""
        return queryset


class FigureFilterSet(OfEditions):
    search_fields = ("indicator__name", "indicator__code", "source", "signed_by", "remark")
    indicator = ScopedChoiceFilter(queryset=Indicator.objects.all(), label=_("Indicator"))
    year = WholeFilter(method="by_year", label=_("Year"), min_value=1950, max_value=2100)
    park = ScopedChoiceFilter(queryset=Park.objects.all(), null_label=_("whole zone"), label=_("Park"))
    kind = django_filters.ChoiceFilter(choices=PeriodKind.choices, label=_("Covers"))
    status = django_filters.ChoiceFilter(choices=DataStatus.choices, label=_("Status"))

    class Meta:
        model = Figure
        fields = ["kind", "status"]

    def by_year(self, queryset: Any, name: str, value: int) -> QuerySet:
        return queryset.of_year(value)


class TargetFilterSet(OfEditions):
    search_fields = ("indicator__name", "indicator__code", "source", "reason")
    indicator = ScopedChoiceFilter(queryset=Indicator.objects.all(), label=_("Indicator"))
    year = WholeFilter(label=_("Year"), min_value=1950, max_value=2100)

    class Meta:
        model = Target
        fields = ["year"]


class IndicatorFilterSet(BaseFilterSet):
    search_fields = ("name", "code", "definition", "legal_source")
    growth_basis = django_filters.ChoiceFilter(choices=GrowthBasis.choices, label=_("Growth basis"))
    assessed = django_filters.ChoiceFilter(choices=[("yes", _("yes"))], method="by_assessed", label=_("The zone is judged by it"))
    year = WholeFilter(method="by_year", label=_("Counted in the year"), min_value=1950, max_value=2100)

    class Meta:
        model = Indicator
        fields = ["growth_basis"]

    def by_assessed(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.assessed()

    def by_year(self, queryset: Any, name: str, value: int) -> QuerySet:
        return queryset.valid_in(value)


class CheckRuleFilterSet(BaseFilterSet):
    search_fields = ("name", "left", "right")
    priority = django_filters.ChoiceFilter(choices=Priority.choices, label=_("Weight"))

    class Meta:
        model = CheckRule
        fields = ["priority"]


class PeriodExceptionFilterSet(BaseFilterSet):
    search_fields = ("reason", "park__name", "granted_by__name")
    what = django_filters.ChoiceFilter(field_name="form", choices=PeriodForm.choices, label=_("What is reported"))
    year = WholeFilter(method="by_year", label=_("Year"), min_value=1950, max_value=2100)
    open = django_filters.ChoiceFilter(
        choices=[("yes", _("open today")), ("no", _("not open today"))], method="by_open", label=_("Open")
    )

    class Meta:
        model = PeriodException
        fields = ["year"]

    def by_year(self, queryset: Any, name: str, value: int) -> QuerySet:
        return queryset.of_year(value)

    def by_open(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.open_on(self.as_of) if value == "yes" else queryset.not_open_on(self.as_of)
