"""The week: my reports, the form, the board of who has not reported, the review."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.periods import Week
from core.views import ActionView, DetailView, ListView, PortalView
from projects import actions, policies, weeks
from projects.choices import ReportState
from projects.filtersets import WeeklyReportFilterSet
from projects.forms import ReviewForm
from projects.models import Instruction, ReportingWeek, WeeklyReport
from projects.tables import WeeklyReportTable
from projects.views.phone import KeptOnDevice
from zones import rules
from zones.models import RuleSet


class MyWeek(KeptOnDevice, PortalView):
    """What is due from me: leaders' instructions, my projects of the reporting week, and older weeks that I still owe."""

    policy = rules.member
    template_name = "projects/my_week.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now, week = clock.now(), weeks.reporting_week(self.as_of)
        opened = actions.ensure_week(zone=request.zone, week=week)
        in_force = RuleSet.in_force(request.zone, self.as_of)
        mine = WeeklyReport.objects.in_zone(request.zone).of_person(request.user)
        mine = mine.with_standing(now).with_ledger_state(self.as_of, in_force.due_soon_days)
        reports = list(mine.of_week(week.monday).order_by("project_id"))
        asked = Instruction.objects.in_zone(request.zone).asked_of(request.user).with_standing(self.as_of)
        return self.page(
            {
                "week": week,
                "due_at": opened.due_at,
                "reports": reports,
                "asked": asked.select_related("project", "given_by").most_urgent_first(),
                "given": sum(report.is_given for report in reports),
                "owed": mine.missing().of_weeks_before(week.monday).order_by("monday", "project_id")[:20],
            }
        )


class WeekBoard(PortalView):
    """Who has reported and who has not, by unit."""

    policy = rules.member
    template_name = "projects/week_board.html"

    def get(self, request: HttpRequest, week: str = "") -> HttpResponse:
        newest = weeks.reporting_week(self.as_of)
        try:
            shown = Week.parse(week) if week else newest
        except ValueError:
            raise Http404(_("There is no such week.")) from None
        if shown == newest:
            actions.ensure_week(zone=request.zone, week=shown)
        reports = list(WeeklyReport.objects.in_zone(request.zone).of_week(shown.monday).with_standing(clock.now()).for_board())
        return self.page(
            {
                "week": shown,
                "opened": ReportingWeek.objects.filter(zone=request.zone, monday=shown.monday).first(),
                "units": by_unit(reports, request.user),
                "earlier": shown.shift(-1),
                "later": shown.shift(1) if shown < newest else None,
                **totals(reports),
            }
        )


def totals(reports: Any) -> dict[str, int]:
    states = [report.state for report in reports]
    return {
        "total": len(states),
        "given": sum(state in ReportState.given() for state in states),
        "missing": sum(state in ReportState.missing() for state in states),
        "accepted": sum(state == ReportState.ACCEPTED for state in states),
        "late": sum(report.was_late for report in reports),
    }


def by_unit(reports: Any, user: Any) -> list[dict[str, Any]]:
    """The board's blocks: unit, its reports with the missing ones first, and whether ``user`` reviews them."""
    blocks: dict[Any, list[Any]] = {}
    for report in reports:
        blocks.setdefault(report.project.unit, []).append(report)
    ordered = sorted(blocks.items(), key=lambda block: (block[0] is None, block[0].position if block[0] else 0))
    return [
        {
            "unit": unit,
            "reports": sorted(rows, key=lambda report: report.is_given),
            "may_review": rows[0].project.review_access(user),
            **totals(rows),
        }
        for unit, rows in ordered
    ]


class ReportList(ListView):
    policy = rules.member
    queryset = WeeklyReport.objects.select_related("project__unit", "submitted_by")
    table_class = WeeklyReportTable
    filterset_class = WeeklyReportFilterSet
    title = gettext_lazy("Weekly reports")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_standing(clock.now())


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
            "said": report.milestone_weeks.select_related("milestone"),
            "photos": report.photos.select_related("project", "milestone").in_order_of_time(),
            "may_edit": report.project.edit_access(user),
            "may_write": report.write_access(user),
            "may_review": report.review_access(user),
        }


class ReportReview(ActionView):
    """Accept a report, or send it back with a note."""

    policy = policies.reviews
    queryset = WeeklyReport.objects.select_related("project__zone").prefetch_related("project__officers")

    def act(self, row: Any) -> str:
        form = ReviewForm(self.request.POST, user=self.request.user, zone=row.zone)
        accept = self.request.POST.get("accept") == "yes"
        if not form.is_valid() or not (accept or form.cleaned_data["note"]):
            return _("Nothing was done: sending a report back needs a note.")
        given = form.cleaned_data
        try:
            actions.review_report(report=row, version=given["version"], accept=accept, note=given["note"], by=self.request.user)
        except actions.OutdatedReviewError:
            return _("Nothing was done: the report has changed in the meantime. Read it again: %(row)s") % {"row": row}
        return _("Accepted: %(row)s") % {"row": row} if accept else _("Sent back: %(row)s") % {"row": row}
