from django.contrib import admin

from supervision.models import Issue


@admin.register(Issue)
class IssueAdmin(admin.ModelAdmin):
    list_display = ["text", "zone", "year", "number", "category", "state", "unit", "due_on"]
    list_filter = ["zone", "state", "category"]
    search_fields = ["text"]
