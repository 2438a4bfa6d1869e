"""The back door. Figures and targets are read there: their editions are entered in the portal only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from indicators.models import CheckRule, Figure, Indicator, PeriodException, PeriodRule, Target


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ["name", "zone", "code", "unit", "growth_basis", "is_assessed"]
    list_filter = ["zone", "growth_basis"]
    search_fields = ["name", "code"]


@admin.register(Figure)
class FigureAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "park", "year", "through_month", "edition", "value", "status"]
    list_filter = ["indicator__zone", "year", "status"]
    search_fields = ["indicator__name"]


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "year", "edition", "value", "stated_growth", "set_on"]
    list_filter = ["indicator__zone", "year"]
    search_fields = ["indicator__name"]


@admin.register(CheckRule)
class CheckRuleAdmin(admin.ModelAdmin):
    list_display = ["name", "zone", "left", "operator", "right", "priority", "is_active"]
    list_filter = ["zone", "priority"]
    search_fields = ["name"]


@admin.register(PeriodRule)
class PeriodRuleAdmin(admin.ModelAdmin):
    list_display = ["zone", "form", "year", "opens_day", "due_day", "lock_day"]
    list_filter = ["zone", "form"]


@admin.register(PeriodException)
class PeriodExceptionAdmin(admin.ModelAdmin):
    list_display = ["zone", "form", "year", "month", "park", "first_day", "last_day"]
    list_filter = ["zone", "form"]
