from django.urls import path, register_converter

from projects.views import (
    calendar,
    enterprises,
    history,
    instructions,
    lights,
    milestones,
    phone,
    photos,
    projects,
    timeline,
    weeks,
)


class SizeConverter:
    """The two files of a photo."""

    regex = "thumb|full"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SizeConverter, "size")

app_name = "projects"
urlpatterns = [
    path("enterprises/", enterprises.EnterpriseList.as_view(), name="enterprise_list"),
    path("enterprises/new/", enterprises.EnterpriseEdit.as_view(), name="enterprise_new"),
    path("enterprises/<int:pk>/", enterprises.EnterpriseDetail.as_view(), name="enterprise_detail"),
    path("enterprises/<int:pk>/edit/", enterprises.EnterpriseEdit.as_view(), name="enterprise_edit"),
    path("enterprises/<int:pk>/history/", enterprises.EnterpriseHistory.as_view(), name="enterprise_history"),
    path("projects/", projects.ProjectList.as_view(), name="project_list"),
    path("projects/new/", projects.ProjectNew.as_view(), name="project_new"),
    path("projects/<int:pk>/", projects.ProjectDetail.as_view(), name="project_detail"),
    path("projects/<int:pk>/edit/", projects.ProjectEdit.as_view(), name="project_edit"),
    path("projects/<int:pk>/stage/", projects.ProjectStage.as_view(), name="project_stage"),
    path("projects/<int:pk>/history/", projects.ProjectHistory.as_view(), name="project_history"),
    path("projects/<int:pk>/light/", lights.ProjectLight.as_view(), name="project_light"),
    path("projects/<int:project>/excuses/new/", lights.ExcuseNew.as_view(), name="excuse_new"),
    path("projects/<int:pk>/ledger/", history.ProjectLedgerOn.as_view(), name="project_ledger_on"),
    path("projects/<int:project>/buildings/new/", projects.BuildingNew.as_view(), name="building_new"),
    path("projects/<int:project>/investments/new/", projects.InvestmentNew.as_view(), name="investment_new"),
    path("projects/<int:project>/milestones/new/", milestones.MilestoneNew.as_view(), name="milestone_new"),
    path("buildings/<int:pk>/edit/", projects.BuildingEdit.as_view(), name="building_edit"),
    path("excuses/<int:pk>/edit/", lights.ExcuseEdit.as_view(), name="excuse_edit"),
    path("excuses/<int:pk>/history/", lights.ExcuseHistory.as_view(), name="excuse_history"),
    path("investments/<int:pk>/edit/", projects.InvestmentEdit.as_view(), name="investment_edit"),
    path("milestones/", milestones.MilestoneList.as_view(), name="milestone_list"),
    path("milestones/<int:pk>/", milestones.MilestoneDetail.as_view(), name="milestone_detail"),
    path("milestones/<int:pk>/edit/", milestones.MilestoneEdit.as_view(), name="milestone_edit"),
    path("milestones/<int:pk>/met/", milestones.MilestoneMeet.as_view(), name="milestone_meet"),
    path("milestones/<int:pk>/due/", milestones.MilestoneMove.as_view(), name="milestone_move"),
    path("milestones/<int:pk>/light/", lights.MilestoneLight.as_view(), name="milestone_light"),
    path("timeline/", timeline.Timeline.as_view(), name="timeline"),
    path("calendar/", calendar.CalendarPage.as_view(), name="calendar"),
    path("calendar/file/", calendar.CalendarFile.as_view(), name="calendar_file"),
    path("calendar/feeds/", calendar.FeedNew.as_view(), name="feed_new"),
    path("calendar/feeds/<int:pk>/renewal/", calendar.FeedRenew.as_view(), name="feed_renew"),
    path("calendar/feeds/<int:pk>/removal/", calendar.FeedRemove.as_view(), name="feed_remove"),
    path("calendar/<str:token>.ics", calendar.Feed.as_view(), name="calendar_feed"),
    path("projects/<int:project>/instructions/new/", instructions.InstructionNew.as_view(), name="instruction_new"),
    path("instructions/", instructions.InstructionList.as_view(), name="instruction_list"),
    path("instructions/<int:pk>/", instructions.InstructionDetail.as_view(), name="instruction_detail"),
    path("instructions/<int:pk>/edit/", instructions.InstructionEdit.as_view(), name="instruction_edit"),
    path("instructions/<int:pk>/answer/", instructions.InstructionAnswer.as_view(), name="instruction_answer"),
    path("instructions/<int:pk>/history/", instructions.InstructionHistory.as_view(), name="instruction_history"),
    path("projects/<int:pk>/photos/", photos.ProjectPhotos.as_view(), name="project_photos"),
    path("projects/<int:pk>/photos/pair/", photos.PhotoPair.as_view(), name="photo_pair"),
    path("projects/<int:project>/photos/new/", photos.PhotoNew.as_view(), name="photo_new"),
    path("photos/<int:pk>/", photos.PhotoDetail.as_view(), name="photo_detail"),
    path("photos/<int:pk>/<size:size>/", photos.PhotoFile.as_view(), name="photo_file"),
    path("photos/<int:pk>/edit/", photos.PhotoEdit.as_view(), name="photo_edit"),
    path("photos/<int:pk>/removal/", photos.PhotoRemove.as_view(), name="photo_remove"),
    path("photos/<int:pk>/history/", photos.PhotoHistory.as_view(), name="photo_history"),
    path("units/lights/", lights.UnitLights.as_view(), name="unit_lights"),
    path("units/<int:pk>/light/", lights.UnitLight.as_view(), name="unit_light"),
    path("rules/effect/", lights.RulesEffect.as_view(), name="rules_effect"),
    path("milestones/<int:pk>/history/", history.MilestoneHistory.as_view(), name="milestone_history"),
    path("milestones/<int:pk>/drop/", milestones.MilestoneDrop.as_view(), name="milestone_drop"),
    path("ledger/", history.LedgerOn.as_view(), name="ledger_on"),
    path("ledger/changes/", history.LedgerChanges.as_view(), name="ledger_changes"),
    path("sw.js", phone.ServiceWorker.as_view(), name="service_worker"),
    path("weeks/mine/", weeks.MyWeek.as_view(), name="my_week"),
    path("weeks/", weeks.WeekBoard.as_view(), name="week_board"),
    path("weeks/<str:week>/", weeks.WeekBoard.as_view(), name="week_board_of"),
    path("reports/", weeks.ReportList.as_view(), name="report_list"),
    path("reports/<int:pk>/", weeks.ReportDetail.as_view(), name="report_detail"),
    path("reports/<int:pk>/write/", phone.ReportWrite.as_view(), name="report_write"),
    path("reports/<int:pk>/review/", weeks.ReportReview.as_view(), name="report_review"),
]
