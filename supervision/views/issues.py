"""Issues: the list, one of them, raising one by itself or from a line of a weekly report, and its steps."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import history
from core.access import Allowed
from core.lists import exchange
from core.views import ActionView, DetailView, EditView, HistoryView, ListView
from projects.models import WeeklyReport
from supervision import actions, policies
from supervision.choices import IssueState
from supervision.filtersets import IssueFilterSet
from supervision.forms import ConfirmForm, DoneForm, IssueForm
from supervision.models import Issue, MeetingItem
from supervision.tables import IssueTable
from zones import rules

ISSUES = Issue.objects.select_related("zone", "project__unit", "unit", "raised_by", "done_by", "settled_by", "report")


class IssueList(ListView):
    policy = rules.member
    queryset = Issue.objects.all()
    table_class = IssueTable
    filterset_class = IssueFilterSet
    register = "issues"
    title = gettext_lazy("Issues")
    intro = gettext_lazy("Problems with a responsible unit and a deadline, until somebody else confirms that they are settled.")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_overdue(self.as_of)

    def get_actions(self) -> list[dict[str, Any]]:
        decision = policies.raises(self.request.user, self.request.zone)
        return [
            {"label": _("New issue"), "url": reverse("supervision:issue_new"), "icon": "plus", "decision": decision},
            {"label": _("Meetings"), "url": reverse("supervision:meeting_list"), "icon": "users-group", "decision": Allowed},
            exchange(self.register, rules.keeper(self.request.user, self.request.zone)),
        ]


class IssueDetail(DetailView):
    policy = rules.member
    queryset = ISSUES
    template_name = "supervision/issue_detail.html"

    def get_context(self) -> dict[str, Any]:
        issue, user = self.row, self.request.user
        return {
            "is_overdue": issue.is_overdue(self.as_of),
            "age": issue.age_days(self.as_of),
            "may_assign": issue.assign_access(user),
            "may_work": issue.work_access(user),
            "may_settle": issue.settle_access(user),
            "state_css": IssueState.css(),
            "heard": list(MeetingItem.objects.of_issue(issue).select_related("meeting")),
            "changes": history.changes(issue, limit=20),
        }


class IssueHistory(HistoryView):
    policy = rules.member
    queryset = Issue.objects.all()


class WithDay(EditView):
    """Forms that are told the day."""

    queryset = ISSUES

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}


class IssueNew(WithDay):
    policy = policies.raises
    form_class = IssueForm
    new_title = gettext_lazy("New issue")

    def save(self, form: Any) -> Issue:
        return actions.raise_issue(issue=form.instance, by=self.request.user, on=self.as_of)

    def back(self) -> str:
        return reverse("supervision:issue_list")


class IssueFromReport(WithDay):
    """One line of a weekly report's problems becomes an issue of its project; the unit is the project's own."""

    policy = policies.raises
    form_class = IssueForm
    new_title = gettext_lazy("A problem becomes an issue")

    def get_parent(self) -> Any:
        """Raises: Http404 for a report that is not to be seen, or has no such line."""
        found = WeeklyReport.objects.visible_to(self.request.user).select_related("project__zone", "project__unit")
        report = found.filter(pk=self.kwargs["report"]).first() if self.kwargs["report"] < 2**63 else None
        if report is None or self.kwargs["line"] >= len(actions.lines_of(report)):
            raise Http404(_("There is no such page, or it is not of your zone."))
        self.report = report
        return report

    def new_row(self) -> Issue:
        report = self.report
        return Issue(zone=report.zone, project=report.project, report=report, line=self.kwargs["line"])

    def get_initial(self) -> dict[str, Any]:
        return {"text": actions.lines_of(self.report)[self.kwargs["line"]][:300], "unit": self.report.project.unit}

    def save(self, form: Any) -> Issue:
        return actions.raise_issue(issue=form.instance, by=self.request.user, on=self.as_of)

    def back(self) -> str:
        return self.report.get_absolute_url()


class IssueEdit(WithDay):
    policy = policies.assigns
    form_class = IssueForm

    def save(self, form: Any) -> Issue:
        return actions.assign_issue(issue=form.instance)


class IssueTake(ActionView):
    """The responsible unit signs for it."""

    policy = policies.works
    queryset = ISSUES

    def act(self, row: Issue, **others: Any) -> str:
        actions.take_issue(issue=row)
        return _("In hand: %(issue)s") % {"issue": row}


class IssueDone(EditView):
    policy = policies.works
    queryset = ISSUES
    form_class = DoneForm

    def save(self, form: Any) -> Issue:
        return actions.report_done(issue=form.instance, by=self.request.user)


class IssueConfirm(EditView):
    policy = policies.settles
    queryset = ISSUES
    form_class = ConfirmForm

    def save(self, form: Any) -> Issue:
        is_settled = form.cleaned_data["is_settled"]
        return actions.confirm_issue(issue=form.instance, is_settled=is_settled, by=self.request.user, on=self.as_of)
