"""The week: my reports, the form, the list, the review."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from core import clock
from core.lists import exchange
from core.views import DetailView, ListView, PortalView
from projects import actions, policies, reviews
from projects.filtersets import WeeklyReportFilterSet
from projects.models import Instruction, WeeklyReport
from projects.tables import WeeklyReportTable
from projects.views.phone import KeptOnDevice
from zones import rules
from zones.models import RuleSet


class MyWeek(KeptOnDevice, PortalView):
    """What is due from me: leaders' instructions, my projects of the reporting week, and older weeks that I still owe."""

    policy = rules.member
    template_name = "projects/my_week.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now, week = clock.now(), request.zone.rhythm().reporting_week(self.as_of)
        opened = actions.ensure_week(zone=request.zone, week=week, as_of=self.as_of)
        in_force = RuleSet.in_force(request.zone, self.as_of)
        mine = WeeklyReport.objects.in_zone(request.zone).of_person(request.user).with_principal(request.user)
        mine = mine.with_standing(now).with_ledger_state(self.as_of, in_force.due_soon_days)
        reports = list(mine.of_week(week.monday).order_by("project_id"))
        earlier = list(mine.missing().of_weeks_before(week.monday).order_by("monday", "project_id")[:20])
        reviews.attach([*reports, *earlier])
        asked = Instruction.objects.in_zone(request.zone).asked_of(request.user).with_standing(self.as_of)
        return self.page(
            {
                "week": week,
                "due_at": opened.due_at,
                "reports": reports,
                "asked": asked.select_related("project", "given_by").most_urgent_first(),
                "given": sum(report.is_given for report in reports),
                "listed": [report for report in reports if not report.is_returned],
                "returned": [report for report in [*reports, *earlier] if report.is_returned],
                "owed": [report for report in earlier if not report.is_returned],
                "texts": request.zone.unit_texts.asked_of(request.user).with_late(self.as_of),
                "findings": request.user.findings_to_answer.in_zone(request.zone).asked_of(request.user),
                "may_review": policies.reviewer(request.user, request.zone),
            }
        )


class ReportList(ListView):
    policy = rules.member
    register = "weeks"
    queryset = WeeklyReport.objects.select_related("project__unit", "submitted_by")
    table_class = WeeklyReportTable
    filterset_class = WeeklyReportFilterSet
    title = gettext_lazy("Weekly reports")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_standing(clock.now())

    def get_actions(self) -> list[dict[str, Any]]:
        return [exchange(self.register, rules.keeper(self.request.user, self.request.zone))]


class ReportDetail(DetailView):
    """One report, beside the one before it."""

    policy = rules.member
    queryset = WeeklyReport.objects.select_related(
        "project__zone", "project__unit", "submitted_by", "reviewed_by"
    ).prefetch_related("project__officers")
    template_name = "projects/report_detail.html"

    def get_context(self) -> dict[str, Any]:
        report, user = self.row, self.request.user
        return {
            "overdue": report.is_overdue(clock.now()),
            "previous": actions.last_given(project=report.project, before=report.monday),
            "said": report.milestone_weeks.select_related("milestone", "revision"),
            "rounds": reviews.rounds(report),
            "photos": report.photos.select_related("project", "milestone", "report").in_order_of_time(),
            "may_edit": report.project.report_access(user),
            "may_write": report.write_access(user),
            "may_review": report.review_access(user),
        }
