from django.urls import path

from supervision.views import issues

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
]
