"""The grid of the week for the desk: all my projects in one table, each row stored by itself."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, edit
from core.forms import RowForm
from core.listing import small_number
from core.periods import ONE_DAY, Week
from core.views import EditView, PortalView, forbidden
from projects import actions, grid, policies
from projects.forms import GridRowForm
from projects.forms.weeks import LOOK_AHEAD
from projects.grid import Row
from projects.models import ReportingWeek, WeeklyReport
from zones import rules

REPORTS = WeeklyReport.objects.select_related("project__zone", "project__unit")
PAGE = 100  # rows at a time: the heads of the largest units have more projects than one can type in one go


class GridPage(PortalView):
    """What the whole grid and one row of it have in common."""

    template_name = "projects/week_grid.html"

    def found(self, reports: Any, week: Week) -> Any:
        return reports.for_grid(self.request.user, clock.now(), week.sunday + LOOK_AHEAD * ONE_DAY)

    def form(self, report: Any, data: Any = None, *, instance: Any = None, prefix: str | None = "") -> GridRowForm:
        """``report`` is one of ``grid.load``, ``instance`` a copy that is to be written; its names begin with r and its number."""
        given = {"user": self.request.user, "zone": report.zone, "previous": report.before, "now": clock.now()}
        return GridRowForm(data, instance=instance or report, prefix=f"r{report.pk}" if prefix == "" else prefix, **given)

    def unwritten(self, report: Any, **about: Any) -> Row:
        """The row as it is stored; an accepted one is read only."""
        return Row(report, self.form(report) if report.is_unreviewed else None, **about)

    def whole(self, rows: list[Row], week: Week, **context: Any) -> HttpResponse:
        conflict = any(row.conflict for row in rows)
        told = {"rows": rows, "week": week, "heads": grid.heads(), **context}
        return self.page(told, status=HTTPStatus.CONFLICT if conflict else HTTPStatus.OK)


class WeekGrid(GridPage):
    """The rows of the reporting week, or with ``?week=`` of an older one. Sent as one form, each row is stored by itself."""

    policy = rules.member

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer({})

    def post(self, request: HttpRequest) -> HttpResponse:
        week, numbers = self.week(), grid.read_numbers(request.POST.getlist("row"))
        found = WeeklyReport.objects.in_zone(request.zone).visible_to(request.user).of_ids(numbers or [])
        reports = grid.load(self.found(found, week))
        if numbers is None or len(reports) < len(numbers):
            raise Http404(_("There is no such page, or it is not of your zone."))
        refused = [decision for report in reports if not (decision := report.project.report_access(request.user))]
        if refused:
            return forbidden(request, refused[0].reason)
        outcomes = {report.pk: self.store(report) for report in reports if self.is_sent(report)}
        failed = {pk: row for pk, row in outcomes.items() if row}
        if stored := len(outcomes) - len(failed):
            messages.success(request, _("Rows stored: %(count)s") % {"count": stored})
        return self.answer(failed) if failed else redirect(request.get_full_path())

    def is_sent(self, report: Any) -> bool:
        """Whether somebody wrote in the row, or pressed its Submit."""
        data = self.request.POST
        return data.get("submit") == str(report.pk) or self.form(report, data).is_touched

    def store(self, report: Any) -> Row | None:
        """None for a row that is stored; one that cannot be comes back with what was typed."""
        data, decision = self.request.POST, report.write_access(self.request.user)
        if not decision:
            return Row(report, self.form(report, data), refusal=decision.reason)
        mine = REPORTS.visible_to(self.request.user)
        outcome = edit.save_form(
            queryset=mine, pk=report.pk, build=lambda row: self.form(report, data, instance=row), save=lambda form: form.save()
        )
        return None if outcome.row else Row(report, outcome.form, outcome.conflict)  # type: ignore[arg-type]

    def week(self) -> Week:
        """Raises: Http404 for a week that does not exist or has not opened."""
        newest = self.request.zone.rhythm().reporting_week(self.as_of)
        try:
            shown = Week.parse(self.request.GET["week"]) if "week" in self.request.GET else newest
        except ValueError:
            raise Http404(_("There is no such week.")) from None
        if shown > newest:
            raise Http404(_("There is no such week."))
        if shown == newest:
            actions.ensure_week(zone=self.request.zone, week=shown, as_of=self.as_of)
        return shown

    def answer(self, failed: dict[int, Row]) -> HttpResponse:
        """The page, with the rows of ``failed`` as they were typed, even such as are no longer among mine."""
        week, zone = self.week(), self.request.zone
        mine = WeeklyReport.objects.in_zone(zone).of_person(self.request.user)
        number = small_number(self.request.GET.get("page", ""), 1, 1, 10_000)
        page = Paginator(self.found(mine.of_week(week.monday), week), PAGE).get_page(number)
        reports = grid.load(page.object_list)
        rows = [failed.pop(report.pk, None) or self.unwritten(report) for report in reports]
        opened = ReportingWeek.objects.filter(zone=zone, monday=week.monday).first()
        return self.whole([*rows, *failed.values()], week, opened=opened, owed=grid.owed(mine, week), page=page)


class ReportRow(GridPage, EditView):
    """One row of the grid: a script sends it when it is left, with the names that it has in the grid, and gets it back as it
    is now. Without a script it is a grid of one row."""

    policy = policies.writes
    queryset = REPORTS
    form_class = GridRowForm

    @property
    def is_script(self) -> bool:
        return bool(getattr(self.request, "htmx", False))

    def form_arguments(self) -> dict[str, Any]:
        previous = actions.last_given(project=self.row.project, before=self.row.monday)
        return {"previous": previous, "now": clock.now(), "prefix": f"r{self.row.pk}" if self.is_script else None}

    def stored(self, row: Any) -> HttpResponse:
        if not self.is_script:
            return super().stored(row)
        report = self.fresh()
        words = _("handed in at %(time)s") if report.is_given else _("kept as a draft at %(time)s")
        return self.one(self.unwritten(report, said=words % {"time": f"{clock.now():%H:%M}"}))

    def fresh(self) -> Any:
        return grid.load(self.found(self.rows().of_ids([self.row.pk]), self.row.week))[0]

    def answer(self, form: RowForm, *, conflict: tuple = (), status: int = HTTPStatus.OK) -> HttpResponse:
        row = Row(self.fresh(), form, conflict)  # type: ignore[arg-type]
        if self.is_script:
            return self.one(row, status=status)
        return self.whole([row], self.row.week, form=form)

    def one(self, row: Row, *, status: int = HTTPStatus.OK) -> HttpResponse:
        response = self.page({"row": row}, template="projects/_grid_row.html", status=status)
        response["Vary"] = "HX-Request, Cookie"
        return response

    def success_url(self, row: Any) -> str:
        return f"{reverse('projects:week_grid')}?week={row.week}"
