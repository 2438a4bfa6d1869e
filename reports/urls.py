from django.urls import path

from reports.views import annual, archive, brief, checks, dashboard, sheet, workbook

app_name = "reports"
urlpatterns = [
    path("", dashboard.Home.as_view(), name="home"),
    path("dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("brief/", brief.WeekBrief.as_view(), name="week_brief"),
    path("brief/<str:week>/", brief.WeekBrief.as_view(), name="week_brief_of"),
    path("brief/<str:week>/word/", brief.BriefWord.as_view(), name="week_brief_word"),
    path("brief/<str:week>/workbook/", brief.BriefWorkbook.as_view(), name="week_brief_workbook"),
    path("projects/<int:pk>/sheet/", sheet.ProjectSheetPage.as_view(), name="project_sheet"),
    path("projects/<int:pk>/sheet/word/", sheet.ProjectSheetWord.as_view(), name="project_sheet_word"),
    path("checks/", checks.ChecksPage.as_view(), name="checks"),
    path("checks/<int:year>/<str:rule>/<str:about>/", checks.FindingPage.as_view(), name="finding"),
    path("checks/<int:year>/<str:rule>/<str:about>/decide/", checks.DecisionNew.as_view(), name="decision_new"),
    path("checks/decisions/<int:pk>/edit/", checks.DecisionEdit.as_view(), name="decision_edit"),
    path("checks/decisions/<int:pk>/answer/", checks.DecisionAnswer.as_view(), name="decision_answer"),
    path("checks/decisions/<int:pk>/drop/", checks.DecisionDrop.as_view(), name="decision_drop"),
    path("checks/decisions/<int:pk>/history/", checks.DecisionHistory.as_view(), name="decision_history"),
    path("year/", workbook.YearPage.as_view(), name="year_workbook"),
    path("year/<int:year>/workbook/", workbook.YearDownload.as_view(), name="year_download"),
    path("year/<int:year>/report/", annual.AnnualPage.as_view(), name="annual_of"),
    path("year/<int:year>/report/begin/", annual.AnnualBegin.as_view(), name="annual_begin"),
    path("year/<int:year>/report/freeze/", annual.AnnualFreeze.as_view(), name="annual_freeze"),
    path("year/<int:year>/report/word/", annual.AnnualWord.as_view(), name="annual_word"),
    path("documents/", archive.DocumentList.as_view(), name="document_list"),
    path("documents/new/", archive.DocumentNew.as_view(), name="document_new"),
    path("documents/<int:pk>/file/", archive.DocumentFile.as_view(), name="document_file"),
    path("year/sections/new/", annual.AnnualSectionEdit.as_view(), name="annual_section_new"),
    path("year/sections/<int:pk>/edit/", annual.AnnualSectionEdit.as_view(), name="annual_section_edit"),
    path("year/sections/<int:pk>/drop/", annual.AnnualSectionDrop.as_view(), name="annual_section_drop"),
    path("year/sections/<int:pk>/history/", annual.AnnualSectionHistory.as_view(), name="annual_section_history"),
    path("year/notes/new/", workbook.YearNoteEdit.as_view(), name="year_note_new"),
    path("year/notes/<int:pk>/edit/", workbook.YearNoteEdit.as_view(), name="year_note_edit"),
    path("year/notes/<int:pk>/drop/", workbook.YearNoteDrop.as_view(), name="year_note_drop"),
    path("year/notes/<int:pk>/history/", workbook.YearNoteHistory.as_view(), name="year_note_history"),
]
