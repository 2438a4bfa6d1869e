from django.contrib import admin

from supervision.models import Ballot, Bulletin, BulletinEntry, Issue, Meeting, MeetingItem, Tour, TourStop


@admin.register(Issue)
class IssueAdmin(admin.ModelAdmin):
    list_display = ["text", "zone", "year", "number", "category", "state", "unit", "due_on"]
    list_filter = ["zone", "state", "category"]
    search_fields = ["text"]


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    list_display = ["held_on", "zone", "kind", "year", "number", "closed_on"]
    list_filter = ["zone", "kind"]


@admin.register(MeetingItem)
class MeetingItemAdmin(admin.ModelAdmin):
    list_display = ["text", "meeting", "subject", "outcome", "unit", "due_on"]
    list_filter = ["outcome"]
    search_fields = ["text", "decision"]


@admin.register(Bulletin)
class BulletinAdmin(admin.ModelAdmin):
    list_display = ["title", "zone", "kind", "state", "year", "number", "issued_on"]
    list_filter = ["zone", "kind", "state"]


@admin.register(BulletinEntry)
class BulletinEntryAdmin(admin.ModelAdmin):
    list_display = ["text", "bulletin", "unit", "points", "state"]
    list_filter = ["state"]
    search_fields = ["text"]


@admin.register(Tour)
class TourAdmin(admin.ModelAdmin):
    list_display = ["name", "zone", "year", "number", "held_on", "closed_on"]
    list_filter = ["zone"]


@admin.register(TourStop)
class TourStopAdmin(admin.ModelAdmin):
    list_display = ["project", "tour", "group", "difficulty"]


@admin.register(Ballot)
class BallotAdmin(admin.ModelAdmin):
    list_display = ["stop", "judge", "void_reason"]
