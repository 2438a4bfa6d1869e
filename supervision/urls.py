from django.urls import path

from supervision.views import issues, meetings

app_name = "supervision"
urlpatterns = [
    path("issues/", issues.IssueList.as_view(), name="issue_list"),
    path("issues/new/", issues.IssueNew.as_view(), name="issue_new"),
    path("issues/<int:pk>/", issues.IssueDetail.as_view(), name="issue_detail"),
    path("issues/<int:pk>/edit/", issues.IssueEdit.as_view(), name="issue_edit"),
    path("issues/<int:pk>/take/", issues.IssueTake.as_view(), name="issue_take"),
    path("issues/<int:pk>/done/", issues.IssueDone.as_view(), name="issue_done"),
    path("issues/<int:pk>/confirm/", issues.IssueConfirm.as_view(), name="issue_confirm"),
    path("issues/<int:pk>/history/", issues.IssueHistory.as_view(), name="issue_history"),
    path("reports/<int:report>/problems/<int:line>/issue/", issues.IssueFromReport.as_view(), name="issue_from_report"),
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/new/", meetings.MeetingNew.as_view(), name="meeting_new"),
    path("meetings/minutes/", meetings.MinuteList.as_view(), name="minute_list"),
    path("meetings/minutes/<int:pk>/edit/", meetings.MinuteEdit.as_view(), name="minute_edit"),
    path("meetings/minutes/<int:pk>/drop/", meetings.MinuteDrop.as_view(), name="minute_drop"),
    path("meetings/minutes/<int:pk>/history/", meetings.MinuteHistory.as_view(), name="minute_history"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/prepare/", meetings.MeetingPrepare.as_view(), name="meeting_prepare"),
    path("meetings/<int:pk>/close/", meetings.MeetingClose.as_view(), name="meeting_close"),
    path("meetings/<int:pk>/history/", meetings.MeetingHistory.as_view(), name="meeting_history"),
    path("meetings/<int:meeting>/matters/new/", meetings.MatterNew.as_view(), name="matter_new"),
]
