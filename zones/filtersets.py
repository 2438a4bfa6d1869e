"""The filters of the administration's lists."""

import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filtersets import BaseFilterSet, DayFilter, ScopedChoiceFilter, WholeFilter
from zones.choices import Industry, Preset, Role
from zones.models import CalendarDay, Deputy, DownloadEntry, Membership, Park, RuleSet, Unit, User

YES_NO = [("yes", _("yes")), ("no", _("no"))]


class PersonFilterSet(BaseFilterSet):
    search_fields = ("user__name", "user__username", "user__email", "unit__name", "unit__aliases")
    role = django_filters.ChoiceFilter(choices=Role.choices, label=_("Role"))
    unit = ScopedChoiceFilter(queryset=Unit.objects.all(), label=_("Unit"))
    active = django_filters.ChoiceFilter(choices=YES_NO, method="by_active", label=_("May sign in"))

    class Meta:
        model = Membership
        fields = ["role"]

    def by_active(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.active() if value == "yes" else queryset.disabled()


class UnitFilterSet(BaseFilterSet):
    search_fields = ("name", "aliases", "duty")
    parent = ScopedChoiceFilter(queryset=Unit.objects.all(), label=_("Superior unit"))

    class Meta:
        model = Unit
        fields: list[str] = []


class ParkFilterSet(BaseFilterSet):
    search_fields = ("name",)
    industry = django_filters.ChoiceFilter(choices=Industry.choices, label=_("Leading industry"))
    parent = ScopedChoiceFilter(queryset=Park.objects.all(), label=_("Part of"))

    class Meta:
        model = Park
        fields = ["industry"]


class CalendarDayFilterSet(BaseFilterSet):
    search_fields = ("name",)
    year = WholeFilter(label=_("Year"), min_value=1950, max_value=2100, method="by_year")
    worked = django_filters.ChoiceFilter(choices=YES_NO, method="by_worked", label=_("Working day"))

    class Meta:
        model = CalendarDay
        fields: list[str] = []

    def by_year(self, queryset: Any, name: str, value: int) -> QuerySet:
        return queryset.of_year(value)

    def by_worked(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.worked() if value == "yes" else queryset.off()


class DeputyFilterSet(BaseFilterSet):
    search_fields = ("deputy__name", "principal__name", "remark")
    deputy = ScopedChoiceFilter(queryset=User.objects.all(), label=_("Deputy"))
    principal = ScopedChoiceFilter(queryset=User.objects.all(), label=_("Stands in for"))
    today = django_filters.ChoiceFilter(choices=YES_NO, method="by_today", label=_("Today"))

    class Meta:
        model = Deputy
        fields: list[str] = []

    def by_today(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.on(self.as_of) if value == "yes" else queryset.not_on(self.as_of)


class DownloadFilterSet(BaseFilterSet):
    search_fields = ("what", "about", "user__name")
    user = ScopedChoiceFilter(queryset=User.objects.all(), label=_("Person"))
    since = DayFilter(method="by_since", label=_("From"))
    until = DayFilter(method="by_until", label=_("To"))

    class Meta:
        model = DownloadEntry
        fields: list[str] = []

    def by_since(self, queryset: Any, name: str, value: datetime.date) -> QuerySet:
        return queryset.since(value)

    def by_until(self, queryset: Any, name: str, value: datetime.date) -> QuerySet:
        return queryset.until(value)


class RuleSetFilterSet(BaseFilterSet):
    search_fields = ("name", "source", "remark")
    year = WholeFilter(label=_("Year"), min_value=1950, max_value=2100)
    preset = django_filters.ChoiceFilter(choices=Preset.choices, label=_("Published rule"))
    in_force = django_filters.ChoiceFilter(choices=YES_NO, method="by_in_force", label=_("In force today"))

    class Meta:
        model = RuleSet
        fields = ["preset"]

    def by_in_force(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_in_force=value == "yes")
