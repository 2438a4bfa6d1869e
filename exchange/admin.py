from django.contrib import admin

from exchange.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    list_display = ["filename", "zone", "kind", "user", "state", "created_at"]
    list_filter = ["zone", "kind", "state"]
