"""The filters of the lists of issues, meetings, bulletins, what these say, and tours."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.filtersets import BaseFilterSet, DayFilter, ScopedChoiceFilter, WholeFilter
from projects.models import Project
from supervision.choices import AgendaPart, BulletinKind, BulletinState, EntryState, IssueCategory, IssueState, MeetingKind, Outcome
from supervision.models import Bulletin, BulletinEntry, Issue, Meeting, MeetingItem, Tour
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


class MeetingFilterSet(BaseFilterSet):
    search_fields = ("chair", "place", "remark")
    kind = django_filters.ChoiceFilter(choices=MeetingKind.choices, label=_("Kind"))
    year = WholeFilter(label=_("Year"), min_value=1950, max_value=2100)
    open = django_filters.ChoiceFilter(choices=[("yes", _("not closed yet"))], method="by_open", label=_("Minutes"))

    class Meta:
        model = Meeting
        fields = ["kind", "year"]

    def by_open(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.open()


class MinuteFilterSet(BaseFilterSet):
    search_fields = ("text", "decision", "project__name")
    outcome = django_filters.ChoiceFilter(choices=Outcome.choices, label=pgettext_lazy("meeting", "Outcome"))
    subject = django_filters.ChoiceFilter(choices=AgendaPart.choices, label=_("Heard under"))
    unit = ScopedChoiceFilter(queryset=Unit.objects.all(), label=_("Responsible unit"))
    project = ScopedChoiceFilter(queryset=Project.objects.all(), label=_("Project"), hidden=True)
    since = DayFilter(field_name="meeting__held_on", lookup_expr="gte", label=_("Held since"))

    class Meta:
        model = MeetingItem
        fields = ["outcome", "subject"]


class BulletinFilterSet(BaseFilterSet):
    search_fields = ("title", "text")
    kind = django_filters.ChoiceFilter(choices=BulletinKind.choices, label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=BulletinState.choices, label=pgettext_lazy("bulletin", "State"))
    year = WholeFilter(label=_("Year"), min_value=1950, max_value=2100)

    class Meta:
        model = Bulletin
        fields = ["kind", "state", "year"]


class EntryFilterSet(BaseFilterSet):
    search_fields = ("text", "rectification", "project__name", "bulletin__title")
    kind = django_filters.ChoiceFilter(field_name="bulletin__kind", choices=BulletinKind.choices, label=_("Kind"))
    unit = ScopedChoiceFilter(queryset=Unit.objects.all(), label=pgettext_lazy("column", "Unit"))
    state = django_filters.ChoiceFilter(choices=EntryState.choices, label=_("Answer of the unit"))
    year = WholeFilter(field_name="bulletin__year", label=_("Year"), min_value=1950, max_value=2100)

    class Meta:
        model = BulletinEntry
        fields = ["state"]


class TourFilterSet(BaseFilterSet):
    search_fields = ("name", "route")
    year = WholeFilter(label=_("Year"), min_value=1950, max_value=2100)

    class Meta:
        model = Tour
        fields = ["year"]
