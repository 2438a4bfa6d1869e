from django.contrib import admin

from reports.models import AnnualSection, FindingDecision, IssuedDocument, PaperLooks, UnitText, YearNote, YearSnapshot


@admin.register(YearNote)
class YearNoteAdmin(admin.ModelAdmin):
    list_display = ["title", "zone", "year", "kind", "position", "is_generated"]
    list_filter = ["zone", "year", "kind"]
    search_fields = ["title", "text"]


@admin.register(FindingDecision)
class FindingDecisionAdmin(admin.ModelAdmin):
    list_display = ["subject", "zone", "year", "rule", "state", "decided_by"]
    list_filter = ["zone", "year", "state"]
    search_fields = ["subject", "words"]


@admin.register(AnnualSection)
class AnnualSectionAdmin(admin.ModelAdmin):
    list_display = ["heading", "zone", "year", "position"]
    list_filter = ["zone", "year"]


@admin.register(YearSnapshot)
class YearSnapshotAdmin(admin.ModelAdmin):
    list_display = ["year", "zone", "frozen_by", "created_at"]
    list_filter = ["zone"]


@admin.register(IssuedDocument)
class IssuedDocumentAdmin(admin.ModelAdmin):
    list_display = ["number", "zone", "year", "kind", "issued_by", "created_at"]
    list_filter = ["zone", "year", "kind"]


@admin.register(UnitText)
class UnitTextAdmin(admin.ModelAdmin):
    list_display = ["unit", "zone", "year", "state", "due_on", "given_by"]
    list_filter = ["zone", "year", "state"]


@admin.register(PaperLooks)
class PaperLooksAdmin(admin.ModelAdmin):
    list_display = ["filename", "zone", "updated_at"]
    list_filter = ["zone"]
