from django.contrib import admin

from reports.models import YearNote


@admin.register(YearNote)
class YearNoteAdmin(admin.ModelAdmin):
    list_display = ["title", "zone", "year", "kind", "position", "is_generated"]
    list_filter = ["zone", "year", "kind"]
    search_fields = ["title", "text"]
