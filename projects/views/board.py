"""The board of a week: who has reported and who has not, how punctual everybody has been, and reminding by hand."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, excel
from core.listing import MAX_PAGE, address, nearby, small_number
from core.periods import Week
from core.views import PortalView, download
from projects import actions, board, policies
from projects.board_tables import BoardTable, KeptTable
from projects.forms import BoardForm, RecordForm
from projects.forms.board import code
from zones import rules

LINES = 200  # reports on a page of the record


class OfWeek(PortalView):
    """A page of one week of the zone, the newest one by default, which the first visit opens."""

    policy = rules.member

    def read(self, text: str) -> board.Board:
        """Raises: Http404 for a week that does not exist."""
        zone, now = self.request.zone, clock.now()  # type: ignore[attr-defined]
        newest = zone.rhythm().reporting_week(self.as_of)
        try:
            self.week = Week.parse(text) if text else newest
        except ValueError:
            raise Http404(_("There is no such week.")) from None
        self.later = self.week.shift(1) if self.week < newest else None
        if self.week == newest:
            actions.ensure_week(zone=zone, week=newest, as_of=self.as_of)
        return board.Board(zone=zone, monday=self.week.monday, now=now, is_over=self.week < newest)


class WeekBoard(OfWeek):
    """By unit or by person: how far each report is, who is asked for it, what was given late, who was reminded."""

    template_name = "projects/week_board.html"
    title = gettext_lazy("Who has not reported")

    def get(self, request: HttpRequest, week: str = "") -> HttpResponseBase:
        told = self.read(week)
        form = BoardForm(request.GET, board=told, user=request.user, zone=request.zone)  # type: ignore[attr-defined]
        scope = form.of_whom(told.lines)
        lines = [line for line in scope if board.shown_as(line, form.chosen_state)]
        if request.GET.get("export") == "xlsx" and form.is_valid():
            return self.export(form, lines)
        groups = form.own_only(told.by_person(scope)) if form.by_person else told.by_unit(scope)
        context = self.get_context(told, form, lines) | board.counts(scope)
        return self.page({"form": form, "groups": board.showing(groups, form.chosen_state), "lines": lines, **context})

    def get_context(self, told: board.Board, form: BoardForm, lines: list[board.Line]) -> dict[str, Any]:
        user, zone = self.request.user, self.request.zone  # type: ignore[attr-defined]
        ready = [line.report for line in lines if line.report.state == "submitted"]
        return {
            "title": self.title,
            "week": self.week,
            "board": told,
            "earlier": self.week.shift(-1),
            "later": self.later,
            "table": BoardTable(lines),
            "by_person": form.by_person,
            "filtered": form.is_valid() and any(form.cleaned_data[name] for name in ("unit", "state", "person")),
            "may_review": {report.pk for report in ready if report.reviewer_access(user)},
            "may_remind": policies.reminds(user, zone) if not told.is_fixed and told.opened else None,
            "own_unit": user.unit_id_in(zone),
            "keeps": bool(rules.keeper(user, zone)),
            "nobody": code(None),
        }

    def export(self, form: BoardForm, lines: list[board.Line]) -> HttpResponseBase:
        zone, user = self.request.zone, self.request.user  # type: ignore[attr-defined]
        about = form.described()
        notices = [
            _("Filter: %(filter)s") % {"filter": about or _("none")},
            _("As of %(day)s, exported by %(user)s") % {"day": self.as_of, "user": user},
        ]
        title = f"{self.title} {self.week}"
        stream, count = excel.list_workbook(title=f"{zone} {title}", notices=notices, table=BoardTable(lines), records=lines)
        zone.record_download(user=user, what=title, about=about, rows=count)
        return download(stream, f"{title}-{self.as_of}.xlsx")


class WeekRecord(OfWeek):
    """The reports behind a share given in time and behind a streak: those of the last weeks, each as of its deadline."""

    template_name = "projects/week_record.html"
    title = gettext_lazy("Reports given in time")

    def get(self, request: HttpRequest, week: str) -> HttpResponse:
        told = self.read(week)
        form = RecordForm(request.GET, board=told, user=request.user, zone=request.zone)  # type: ignore[attr-defined]
        chosen = form.chosen(told)
        page = Paginator(chosen, LINES).get_page(small_number(request.GET.get("page", ""), 1, 1, MAX_PAGE))
        rows = board.told(told, page.object_list)
        table = KeptTable(rows)
        return self.page(
            {
                "title": self.title,
                "week": self.week,
                "form": form,
                "rows": chosen,
                "table": table,
                "headers": table.headers(),
                "body": table.body(rows),
                "record": board.punctuality((row.monday, row.on_time) for row in chosen),
                "page": page,
                "pages": [(number, address(request.GET, page=number)) for number in nearby(page)],
            }
        )
