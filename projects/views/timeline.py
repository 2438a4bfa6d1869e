"""All projects on one timeline, as a drawing and as a table."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from core import excel
from core.listing import address
from core.views import PortalView, download
from projects.chart import Chart
from projects.choices import Grouping, RowOrder, Zoom
from projects.models import Project
from zones import rules
from zones.models import RuleSet


class Timeline(PortalView):
    policy = rules.member
    template_name = "projects/timeline.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user, zone = request.user, request.zone  # type: ignore[attr-defined]
        projects = Project.objects.visible_to(user).in_zone(zone)
        in_force = RuleSet.in_force(zone, self.as_of)
        self.chart = Chart(request.GET, projects, request=request, as_of=self.as_of, rules=in_force)
        if request.GET.get("export") == "xlsx" and self.chart.is_valid:
            return self.export()
        htmx: Any = getattr(request, "htmx", False)
        response = self.page(self.get_context(), template="projects/_timeline_page.html" if htmx and not htmx.boosted else "")
        response["Vary"] = "HX-Request, Cookie"
        return response

    def get_context(self) -> dict[str, Any]:
        chart, data = self.chart, self.request.GET
        shown: dict[str, Any] = {}
        if chart.is_valid:
            shown = {"table": chart.table()} if chart.asked.table else chart.drawing()
            shown |= {"periods": periods(data, chart), "pages": pages(data, chart)}
        return {
            "title": _("Timeline"),
            "chart": chart,
            "filter": chart.filter,
            "filtered": any(data.get(name) for name in chart.filter.base_filters),
            "groupings": [(each, each == chart.asked.group) for each in Grouping],
            "orders": [(each, each == chart.asked.order) for each in RowOrder],
            "zooms": [(each, address(data, zoom=each), each == chart.asked.zoom) for each in Zoom],
            "faces": [(address(data, view=None), address(data, view="table"))],
            "today_url": address(data, **{"from": None, "to": None, "page": None}),
            "export_url": address(data, export="xlsx", page=None),
            **shown,
        }

    def export(self) -> HttpResponseBase:
        """The promises in the order of the drawing, of all its pages, with notice lines, and logged."""
        zone, user, axis = self.request.zone, self.request.user, self.chart.sheet.axis  # type: ignore[attr-defined]
        title = _("Timeline")
        about = "; ".join(part for part in (self.chart.filter.described(), f"{axis.first} – {axis.last}") if part)
        notices = [
            _("Filter: %(filter)s") % {"filter": about},
            _("As of %(day)s, exported by %(user)s") % {"day": self.as_of, "user": user},
        ]
        table = self.chart.table(every_page=True)
        stream, count = excel.list_workbook(title=f"{zone} {title}", notices=notices, table=table, records=table.data.data)
        zone.record_download(user=user, what=title, about=about, rows=count)
        return download(stream, f"{title}-{self.as_of}.xlsx")


def periods(data: Any, chart: Chart) -> list[dict[str, Any]]:
    """The ways to earlier and later: at a desk by the length of the period, on a phone by that of its own."""

    def way(step: int) -> dict[str, Any]:
        found = {"desk": chart.sheet.axis.shifted(step), "phone": chart.sheet.phone.shifted(step)}
        return {name: axis and address(data, **{"from": axis.first, "to": axis.last}, page=None) for name, axis in found.items()}

    return [way(-1), way(1)]


def pages(data: Any, chart: Chart) -> list[dict[str, Any]]:
    """The pages by the headings on them; none when all projects stand on one."""
    if len(chart.pages) == 1:
        return []
    names = [[group.name for group in groups] for groups in chart.pages]
    return [
        {"number": number, "url": address(data, page=number), "names": each, "current": number == chart.page}
        for number, each in enumerate(names, 1)
    ]
