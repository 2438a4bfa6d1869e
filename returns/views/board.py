"""The year's months: who has not returned, and the way into a month. The totals of a year."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from core.views import PortalView, download
from indicators.choices import PeriodForm, PeriodState
from indicators.models import PeriodRule
from returns import actions, policies
from returns.board import board
from returns.models import ReturnItem
from returns.total_tables import Table, tables, totals_workbook
from returns.totals import Reader, totals
from returns.views.base import asked_year
from zones import rules


class ReturnsBoard(PortalView):
    """Completeness and punctuality by month and park. Statisticians open the months from here."""

    policy = rules.member
    template_name = "returns/board.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        zone, year = request.zone, asked_year(request, self.as_of)
        may_see = policies.statistician(request.user, zone)
        if may_see and year == self.as_of.year:  # at the first visit, where no command did it before
            actions.open_months(zone=zone, year=year, today=self.as_of)
        locks = PeriodRule.locks(zone, PeriodForm.RETURNS)
        own = request.user.park_id_in(zone)
        context = {
            "title": _("Monthly returns of %(year)s") % {"year": year},
            "year": year,
            "board": board(zone, year, locks, self.as_of, None if own is None else [own]),
            "may_see": may_see,
            "may_keep": rules.keeper(request.user, zone),
            "state_css": PeriodState.css(),
        }
        return self.page(context)


class TotalsPage(PortalView):
    """The totals of a year by month and park, as far as they tell of no single enterprise; also as a workbook."""

    policy = rules.member
    template_name = "returns/totals.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        zone, year = request.zone, asked_year(request, self.as_of)
        reader = Reader.of(request.user, zone)
        found = tables(totals(zone, year), list(ReturnItem.objects.in_zone(zone).valid_in(year)), zone, reader)
        if request.GET.get("export") == "xlsx":
            return self.export(found, year)
        context = {
            "title": _("Totals of the returns of %(year)s") % {"year": year},
            "year": year,
            "tables": found,
            "reader": reader,
            "has_hidden": any(table.has_hidden for table in found),
            "may_see": policies.statistician(request.user, zone),
        }
        return self.page(context)

    def export(self, found: list[Table], year: int) -> HttpResponseBase:
        zone, title = self.request.zone, _("totals of the returns %(year)s") % {"year": year}
        stream, rows = totals_workbook(found, title=f"{zone} {title}", as_of=self.as_of, author=str(self.request.user))
        zone.record_download(user=self.request.user, what=title, about=f"{year}", rows=rows)
        return download(stream, f"{zone}-{title}.xlsx")
