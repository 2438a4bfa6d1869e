"""The dashboard, and the way from the bare address to where each person works."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core import clock
from core.periods import Week
from core.views import PortalView, download
from projects import actions
from reports import charts, dashboard
from reports.dashboard_workbook import dashboard_workbook
from returns.models import Return
from supervision.models import Issue
from zones import rules
from zones.choices import Role, Subject
from zones.lights import Rules
from zones.models import RuleSet


class Home(PortalView):
    """Officers begin with their week, everybody else with the dashboard."""

    policy = rules.member

    def get(self, request: HttpRequest) -> HttpResponse:
        works_on_site = request.user.role_in(request.zone) == Role.OFFICER
        return redirect("projects:my_week" if works_on_site else "reports:dashboard")


class Dashboard(PortalView):
    """One page: what is promised, what is reached, what is late, who is silent."""

    policy = rules.member
    template_name = "reports/dashboard.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.page(self.seen())

    def seen(self) -> dict[str, Any]:
        """What the page shows."""
        zone, as_of = self.request.zone, self.as_of
        week = zone.rhythm().reporting_week(as_of)
        actions.ensure_week(zone=zone, week=week, as_of=as_of)
        return self.get_context(zone, as_of, week, RuleSet.in_force(zone, as_of))

    def get_context(self, zone: Any, as_of: Any, week: Week, in_force: Rules) -> dict[str, Any]:
        targets = dashboard.target_lines(zone, as_of, in_force)
        lights = dashboard.light_rows(zone, as_of, in_force)
        parks = dashboard.park_lines(zone, as_of, lights)
        return {
            "rules": in_force,
            **dashboard.about_targets(targets, in_force),
            "parks": parks,
            "units": dashboard.unit_counts(zone, as_of, in_force, lights),
            "has_unit_lights": bool(in_force.of(Subject.UNIT)),
            "scale_year": as_of.year - 1,
            "lights": dashboard.light_counts(parks),
            "milestones": dashboard.milestone_counts(zone, as_of, in_force),
            "since_meeting": dashboard.since_meeting(zone, as_of),
            "late": dashboard.late_milestones(zone, as_of),
            "coming": dashboard.coming_milestones(zone, as_of, in_force),
            "instructions": dashboard.open_instructions(zone, as_of),
            "week": dashboard.week_summary(zone, week),
            "missing": dashboard.missing_reports(zone, week),
            "works": dashboard.work_lines(zone),
            "issues": Issue.objects.in_zone(zone).counts(as_of),
            "returns": Return.objects.in_zone(zone).newest_month(as_of.year),
            **charts.dashboard_charts(targets, parks),
        }


class DashboardDownload(Dashboard):
    """The page as a workbook, with its short lists whole; written down like every file that leaves the portal."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        given = {"zone": request.zone, "user": request.user, "as_of": self.as_of, "now": clock.now()}
        stream, rows = dashboard_workbook(self.seen(), **given)
        request.zone.record_download(user=request.user, what=_("Dashboard"), about=str(self.as_of), rows=rows)
        return download(stream, f"{request.zone}-{_('Dashboard')}-{self.as_of}.xlsx")
