"""The back door."""

from django.contrib import admin

from infrastructure import models


@admin.register(models.Work)
class WorkAdmin(admin.ModelAdmin):
    list_display = ("project", "kind", "plan_year", "package")
    list_filter = ("kind", "plan_year")
    list_select_related = ("project", "package")
    raw_id_fields = ("project",)
    search_fields = ("project__name",)


@admin.register(models.WorkPackage)
class WorkPackageAdmin(admin.ModelAdmin):
    list_display = ("name", "year", "zone")
    list_filter = ("year",)


@admin.register(models.Road, models.WaterPlant, models.Housing, models.PowerStation, models.Publicity)
class FactsAdmin(admin.ModelAdmin):
    list_select_related = ("work__project",)
    raw_id_fields = ("work",)


@admin.register(models.CrossSectionPart, models.RoadSegment)
class OfRoadAdmin(admin.ModelAdmin):
    list_display = ("__str__", "road", "position")
    list_select_related = ("road__work__project",)
    raw_id_fields = ("road",)


@admin.register(models.WorkshopTenant)
class WorkshopTenantAdmin(admin.ModelAdmin):
    list_display = ("name", "work", "hall_state", "workshop_state")
    list_select_related = ("work__project",)
    raw_id_fields = ("work", "enterprise")
