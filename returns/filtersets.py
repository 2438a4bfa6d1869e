"""The filters of the list of items."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filtersets import BaseFilterSet, WholeFilter
from returns.models import ReturnItem


class ReturnItemFilterSet(BaseFilterSet):
    search_fields = ("name", "code", "definition")
    year = WholeFilter(method="by_year", label=_("Asked for in the year"), min_value=1950, max_value=2100)

    class Meta:
        model = ReturnItem
        fields: list[str] = []

    def by_year(self, queryset: Any, name: str, value: int) -> QuerySet:
        return queryset.valid_in(value)
