"""The filters of the list of issues."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.filtersets import BaseFilterSet, ScopedChoiceFilter
from projects.models import Project
from supervision.choices import IssueCategory, IssueState
from supervision.models import Issue
from zones.models import Unit


class IssueFilterSet(BaseFilterSet):
    search_fields = ("text", "outcome", "project__name")
    state = django_filters.ChoiceFilter(choices=IssueState.choices, label=pgettext_lazy("issue", "State"))
    open = django_filters.ChoiceFilter(
        choices=[("yes", _("not settled")), ("overdue", pgettext_lazy("issue", "Overdue"))],
        method="by_open",
        label=_("Not settled"),
    )
    category = django_filters.ChoiceFilter(choices=IssueCategory.choices, label=_("Category"))
    unit = ScopedChoiceFilter(queryset=Unit.objects.all(), label=_("Responsible unit"))
    project = ScopedChoiceFilter(queryset=Project.objects.all(), label=_("Project"), hidden=True)

    class Meta:
        model = Issue
        fields = ["state", "category"]

    def by_open(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.overdue(self.as_of) if value == "overdue" else queryset.unsettled()
