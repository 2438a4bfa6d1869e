"""The weekly brief: a page, a Word document and a workbook of one week."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from core import clock
from core.periods import Week
from core.views import PortalView, download
from projects import actions
from reports.brief import BY_PARK, BY_UNIT, Brief, occasion_of, week_brief
from reports.brief.paper import brief_document
from reports.brief.workbook import brief_workbook
from reports.models import PaperLooks
from reports.views.sheet import DOCX
from zones import rules


class OfWeek(PortalView):
    """A week that is open or over, of the person's own zone. The newest one is opened by whoever looks at it first."""

    policy = rules.member

    def read(self, text: str) -> Brief | None:
        """None of a week that was never opened. Raises: Http404."""
        zone: Any = self.request.zone  # type: ignore[attr-defined]
        self.newest = zone.rhythm().reporting_week(self.as_of)
        try:
            self.week = Week.parse(text) if text else self.newest
        except ValueError:
            raise Http404(_("There is no such week.")) from None
        if self.week > self.newest:
            raise Http404(_("This week is not open for its reports yet."))
        if self.week == self.newest:
            actions.ensure_week(zone=zone, week=self.week, as_of=self.as_of)
        occasion = occasion_of(zone, self.week, clock.now())
        return week_brief(occasion) if occasion.opened else None

    @property
    def by(self) -> str:
        return BY_PARK if self.request.GET.get("by") == BY_PARK else BY_UNIT


class WeekBrief(OfWeek):
    """The page: what is wrong first, under the headings of units or parks."""

    template_name = "reports/brief.html"

    def get(self, request: HttpRequest, week: str = "") -> HttpResponse:
        brief = self.read(week)
        around = {
            "week": self.week,
            "earlier": self.week.shift(-1) if brief else None,  # before the first opened week there is none
            "later": self.week.shift(1) if self.week < self.newest else None,
            "by": self.by,
        }
        told = {"occasion": brief.occasion, "chapters": brief.shown(self.by)} if brief else {}
        return self.page({"title": _("Weekly brief"), "brief": brief, **around, **told})


class BriefFile(OfWeek):
    """A file of the brief; written down like every file that leaves the portal."""

    def found(self, week: str) -> Brief:
        brief = self.read(week)
        if brief is None:
            raise Http404(_("This week was not opened for reporting."))
        return brief

    def record(self, rows: int) -> str:
        """Logs the download; the file's name without its ending."""
        zone: Any = self.request.zone  # type: ignore[attr-defined]
        what = _("weekly brief")
        zone.record_download(user=self.request.user, what=what, about=str(self.week), rows=rows)
        return f"{zone}-{what}-{self.week}"


class BriefWord(BriefFile):
    def get(self, request: HttpRequest, week: str) -> HttpResponseBase:
        brief = self.found(week)
        looks = PaperLooks.objects.of_zone(request.zone)
        stream = brief_document(brief, by=self.by, author=str(request.user), looks=looks)
        response = download(stream, f"{self.record(brief.rows)}.docx")
        response["Content-Type"] = DOCX
        return response


class BriefWorkbook(BriefFile):
    def get(self, request: HttpRequest, week: str) -> HttpResponseBase:
        stream, rows = brief_workbook(self.found(week), by=self.by, author=str(request.user))
        return download(stream, f"{self.record(rows)}.xlsx")
