"""The back door for superusers: what the portal's own pages do not change. History and triggers work here too."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from projects import models


class AboveScaleYearInline(admin.TabularInline):
    model = models.AboveScaleYear
    extra = 0


@admin.register(models.Enterprise)
class EnterpriseAdmin(admin.ModelAdmin):
    list_display = ("name", "zone", "park", "is_producing", "producing_since", "is_generated")
    list_filter = ("zone", "park", "is_producing", "is_generated")
    list_select_related = ("zone", "park")
    search_fields = ("name", "aliases", "credit_code")
    inlines = (AboveScaleYearInline,)


class OfficerInline(admin.TabularInline):
    model = models.ProjectOfficer
    raw_id_fields = ("user",)
    extra = 0


class StageEntryInline(admin.TabularInline):
    model = models.StageEntry
    extra = 0


class InvestmentYearInline(admin.TabularInline):
    model = models.InvestmentYear
    extra = 0


class BuildingInline(admin.TabularInline):
    model = models.Building
    extra = 0


@admin.register(models.Project)
class ProjectAdmin(admin.ModelAdmin):
    list_display = ("name", "zone", "unit", "stage", "kind", "is_generated")
    list_filter = ("zone", "stage", "kind", "unit")
    list_select_related = ("zone", "unit")
    raw_id_fields = ("owner", "leader")
    search_fields = ("name", "aliases", "code")
    inlines = (OfficerInline, StageEntryInline, InvestmentYearInline, BuildingInline)


class ReadOnlyInline(admin.TabularInline):
    """Rows that only an action writes."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RevisionInline(ReadOnlyInline):
    model = models.Revision


@admin.register(models.Milestone)
class MilestoneAdmin(admin.ModelAdmin):
    """New promises come through the portal, which computes window and baseline; dates are moved there, with a reason."""

    list_display = ("text", "project", "due_date", "precision", "baseline_date", "actual_date")
    list_filter = ("project__zone", "precision", "phase")
    list_select_related = ("project",)
    readonly_fields = ("project", "due_date", "window_start", "precision", "baseline_date")
    search_fields = ("text", "wording", "project__name")
    inlines = (RevisionInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class MilestoneWeekInline(ReadOnlyInline):
    model = models.MilestoneWeek


@admin.register(models.WeeklyReport)
class WeeklyReportAdmin(admin.ModelAdmin):
    """The place where an accepted report is opened again."""

    list_display = ("project", "monday", "state", "submitted_at", "submitted_by", "is_generated")
    list_filter = ("project__zone", "state", "monday")
    list_select_related = ("project", "submitted_by")
    readonly_fields = ("project", "monday")
    raw_id_fields = ("submitted_by", "reviewed_by")
    search_fields = ("project__name", "progress")
    inlines = (MilestoneWeekInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(models.ReportingWeek)
class ReportingWeekAdmin(admin.ModelAdmin):
    list_display = ("monday", "zone", "due_at")
    list_filter = ("zone",)
    list_select_related = ("zone",)


class BulkRowInline(ReadOnlyInline):
    model = models.BulkRow
    raw_id_fields = ("milestone",)


@admin.register(models.BulkChange)
class BulkChangeAdmin(admin.ModelAdmin):
    """To read only: a step is taken back in the portal."""

    list_display = ("created_at", "zone", "kind", "about", "row_count", "by", "undone_at")
    list_filter = ("zone", "kind")
    list_select_related = ("zone", "by")
    search_fields = ("about", "explanation", "by__name")
    inlines = (BulkRowInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
