"""The ledger's past: as it stood on a day, what changed between two days, and the history of one promise."""

import datetime
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, history
from core.formfields import DayField
from core.listing import MAX_PAGE, OWN, address, nearby, small_number
from core.periods import ONE_WEEK
from core.views import MAX_ROW_ID, HistoryView, ListView, PortalView, RowMixin, download
from projects import exports, ledger_changes, ledger_history, weeks
from projects.comparison import by_kind
from projects.filtersets import LedgerOnFilterSet, ProjectLedgerOnFilterSet
from projects.forms import ChangesForm
from projects.forms.history import STEPS
from projects.models import Milestone, Project
from projects.past_tables import LedgerChangeTable, LedgerOnTable
from zones import rules
from zones.models import RuleSet

LINES = 200  # changes on a page


class LedgerOn(ListView):
    """The ledger as it stood at the end of ``?on=``; today and later are the ledger of now."""

    policy = rules.member
    table_class = LedgerOnTable
    filterset_class = LedgerOnFilterSet
    template_name = "projects/ledger_on.html"
    title = gettext_lazy("Ledger on a past day")
    project: Project | None = None
    count = 0

    def get_queryset(self) -> QuerySet:
        """``as_of`` becomes the day shown. An unreadable day shows no rows, with the filter's message."""
        zone, today = self.request.zone, clock.today()  # type: ignore[attr-defined]
        self.day = asked_day(self.request, today)
        self.as_of = min(self.day, today)
        soon = RuleSet.in_force(zone, self.as_of).due_soon_days
        return ledger_history.ledger_on(zone, self.day, today=today, soon=soon, project=self.project)

    def answer(self, table: Any, filterset: Any, page: Any, query: Any, shown: set[str]) -> HttpResponse:
        self.count = page.paginator.count
        return super().answer(table, filterset, page, query, shown)

    def get_context(self) -> dict[str, Any]:
        given, today = self.request.GET, clock.today()
        others = [(name, value) for name, value in given.items() if value and name not in {"on", "page", "export"}]
        begins = None if self.count else ledger_history.begins_on(self.request.zone, self.project)  # type: ignore[attr-defined]
        return {
            "list_note": "projects/_as_it_stood.html",
            "project": self.project,
            "day": self.day,
            "past": self.day < today,
            "future": self.day > today,
            "kept": others,
            **dict.fromkeys(("filtered", "filters_open"), any(name not in OWN for name, _value in others)),
            "everything": address(given, **{name: None for name, _value in others}),
            "list_empty": self.why_empty(begins),
            **days_around(self.as_of, today),
        }

    def why_empty(self, begins: datetime.date | None) -> str:
        if begins and self.day < begins:
            return _("The history begins on %(begins)s: of this day the portal knows nothing.") % {"begins": begins}
        return _("The ledger held no promise on this day.")


def asked_day(request: HttpRequest, today: datetime.date) -> datetime.date:
    try:
        return DayField(required=False).clean(request.GET.get("on", "")) or today
    except ValidationError:
        return today


def days_around(day: datetime.date, today: datetime.date) -> dict[str, Any]:
    """The days that are one click away."""
    later = day + ONE_WEEK
    return {
        "earlier": day - ONE_WEEK,
        "later": later if later <= today else None,
        "friday": weeks.last_friday(today),
        "month_ends": weeks.month_ends_before(today, 4),
        "meetings": weeks.meetings_before(today, 8),
    }


class ProjectLedgerOn(LedgerOn):
    """The same of one project, in its own zone: a person of several may have chosen another."""

    filterset_class = ProjectLedgerOnFilterSet

    def get_target(self) -> Project:
        self.project = visible_project(self.request.user, self.kwargs["pk"])
        self.request.zone = self.project.zone  # type: ignore[attr-defined]
        return self.project

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return super().get(request)


def visible_project(user: Any, pk: int) -> Project:
    """Raises: Http404."""
    found = Project.objects.select_related("zone").visible_to(user).filter(pk=pk).first() if pk <= MAX_ROW_ID else None
    if found is None:
        raise Http404(_("There is no such page, or it is not of your zone."))
    return found


class LedgerChanges(PortalView):
    """What became of the promises between two days: both ends compared, or every change."""

    policy = rules.member
    template_name = "projects/ledger_changes.html"
    title = gettext_lazy("What changed in the ledger")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = ChangesForm(request.GET, as_of=self.as_of, user=request.user, zone=request.zone)  # type: ignore[attr-defined]
        changes = self.read(form) if form.is_valid() else None
        if changes is not None and request.GET.get("export") == "xlsx":
            return self.export(form, changes)
        return self.page({"title": self.title, "form": form, **(self.get_context(form, changes) if changes else {})})

    def read(self, form: ChangesForm) -> ledger_changes.LedgerChanges | None:
        given, zone = form.cleaned_data, self.request.zone  # type: ignore[attr-defined]
        period = ledger_changes.Period(zone, given["since"], given["until"], self.as_of, given["project"])
        try:
            found = ledger_changes.changes_between(period)
        except ledger_changes.TooManyWritesError:
            form.add_error(None, _("Too much was written between these days. Choose fewer days, or one project."))
            return None
        return found.of(park=getattr(given["park"], "pk", None), unit=getattr(given["unit"], "pk", None))

    def get_context(self, form: ChangesForm, changes: ledger_changes.LedgerChanges) -> dict[str, Any]:
        given, query = form.cleaned_data, self.request.GET
        lines = changes.steps if given["show"] == STEPS else changes.net
        asked = [line for line in lines if given["kind"] in {"", line.kind}]
        page = Paginator(asked, LINES).get_page(small_number(query.get("page", ""), 1, 1, MAX_PAGE))
        told = changes.told(page.object_list)
        table = LedgerChangeTable.showing(LedgerChangeTable.on_page, told)
        grouped = groupby(told, key=lambda line: line.project_id)
        return {
            "given": given,
            "changes": changes,
            "counts": by_kind(lines),
            "total": len(lines),
            "page": page,
            "pages": [(number, address(query, page=number)) for number in nearby(page)],
            "table": table,
            "headers": table.headers(),
            "groups": [(rows[0], table.body(rows)) for rows in (list(group) for _pk, group in grouped)],
            "begins": None if lines else ledger_history.begins_on(self.request.zone, given["project"]),  # type: ignore[attr-defined]
        }

    def export(self, form: ChangesForm, changes: ledger_changes.LedgerChanges) -> HttpResponseBase:
        zone, user = self.request.zone, self.request.user  # type: ignore[attr-defined]
        about = form.described()
        notices = [
            _("Filter: %(filter)s") % {"filter": about},
            _("As of %(day)s, exported by %(user)s") % {"day": self.as_of, "user": user},
        ]
        stream, count = exports.changes_workbook(title=f"{zone} {self.title}", notices=notices, changes=changes)
        zone.record_download(user=user, what=str(self.title), about=about, rows=count)
        return download(stream, f"{self.title}-{form.cleaned_data['since']}-{form.cleaned_data['until']}.xlsx")


class StandingOrDropped(RowMixin):
    """A page about a promise that may have been dropped: ``row`` is None then, and its project is asked for the right."""

    queryset = Milestone.objects.select_related("project__zone")
    last: Any = None  # what the history knew of it at the end

    def get_target(self) -> Any:
        pk = self.kwargs["pk"]  # type: ignore[attr-defined]
        user = self.request.user  # type: ignore[attr-defined]
        self.row = self.rows().filter(pk=pk).first() if pk <= MAX_ROW_ID else None
        if self.row is None:
            self.last = history.last_known(Milestone, pk) if pk <= MAX_ROW_ID else None
            return visible_project(user, self.last.project_id if self.last else 0)
        return self.row


class MilestoneHistory(StandingOrDropped, HistoryView):
    policy = rules.member

    def get_changes(self) -> list[history.Change]:
        return ledger_history.milestone_changes(self.kwargs["pk"])

    def get_context(self) -> dict[str, Any]:
        if self.row is not None:
            return {}
        project = visible_project(self.request.user, self.last.project_id)
        return {"row": self.last.text, "gone_from": project}
