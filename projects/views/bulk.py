"""One step on many ticked promises, and what such steps have done."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.views import DetailView, ListView, PortalView, RowMixin
from projects import actions, policies
from projects.bulk_words import changed_rows
from projects.filtersets import BulkChangeFilterSet, MilestoneFilterSet
from projects.forms.bulk import BULK_FORMS, BulkForm, read_ticks, read_token
from projects.models import BulkChange, Milestone
from projects.tables import BulkChangeTable, ChangedRowTable, TickedTable
from projects.views.milestones import ledger_of
from zones import rules

Ticks = dict[int, int | None]


class MilestoneBulk(PortalView):
    """From the ticks of the list to one step on all of them; what is wrong with a row stands beside it."""

    policy = policies.changes_many
    template_name = "projects/milestone_bulk.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = self.ticked()
        if not 0 < len(ticked) <= actions.MOST_ROWS:
            return self.refuse(len(ticked))
        form = next((form for form in self.forms() if form.is_bound), None)
        if form is None or not form.is_valid():
            return self.answer(ticked, form)
        token = read_token(request.POST.get("submission", ""))
        step = actions.BulkStep(request.zone, request.user, ticked, self.as_of, token)
        try:
            change = form.write(step)
        except actions.RefusedRowsError as error:
            return self.answer(ticked, form, error.faults)
        messages.success(request, _("Changed: %(count)s promises. The step can be taken back here.") % {"count": change.row_count})
        return redirect(change)

    def ticked(self) -> Ticks:
        """The rows of the form, of the page or of the whole filter, without those that are to be left out."""
        given = self.request.POST
        match given.get("whole"):
            case "page":
                found = read_ticks(given.getlist("page_rows"))
            case "all":
                found = self.found()
            case _:
                found = read_ticks(given.getlist("rows"))
        without = read_ticks(given.getlist("without"))
        return {pk: version for pk, version in found.items() if pk not in without}

    def found(self) -> Ticks:
        """All that the list shows on its pages, as far as the person may change it; one more than can be changed at most."""
        rows = ledger_of(self.request, self.as_of)
        filterset = MilestoneFilterSet(QueryDict(self.request.POST.get("query", "")), rows, request=self.request, as_of=self.as_of)
        if not filterset.is_valid():
            return {}
        mine = filterset.qs.that_may_be_edited(self.request.user).order_by("due_date", "pk")
        return dict(mine.values_list("pk", "version")[: actions.MOST_ROWS + 1])

    def forms(self) -> list[BulkForm]:
        """A form for each kind; only that of the chosen one is bound."""
        about = {"user": self.request.user, "zone": self.request.zone, "as_of": self.as_of}
        chosen = self.request.POST.get("kind", "")
        return [each(self.request.POST if each.kind == chosen else None, **about) for each in BULK_FORMS]

    def answer(self, ticked: Ticks, form: BulkForm | None = None, faults: dict[int, str] | None = None) -> HttpResponse:
        rows = Milestone.objects.in_zone(self.request.zone).with_responsible().to_look_at(ticked)
        wrong_rows = wrong(ticked, rows, self.request.user) | (faults or {})
        table = TickedTable(rows, exclude=() if wrong_rows else ("fault",))
        table.faults = wrong_rows
        now = {row.pk: row.version for row in rows}
        context = {
            "title": _("Promises selected: %(count)s") % {"count": len(ticked)},
            "count": len(ticked),
            "forms": [form if form and form.kind == each.kind else each for each in self.forms()],
            "chosen": form.kind if form else "",
            "rows": ",".join(f"{pk}.{now.get(pk, 0)}" for pk in ticked),
            "table": table,
            "faulty": [(names(rows).get(pk, f"#{pk}"), reason) for pk, reason in table.faults.items()],
            "without": ",".join(map(str, table.faults)),
            "others": len(ticked) - len(table.faults),
            "submission": uuid.uuid4(),
            "query": self.query(),
            "asked": "kind" in self.request.POST,
        }
        return self.page(context, status=HTTPStatus.CONFLICT if faults else HTTPStatus.OK)

    def query(self) -> str:
        return QueryDict(self.request.POST.get("query", "")).urlencode()

    def refuse(self, count: int) -> HttpResponse:
        most = {"count": actions.MOST_ROWS}
        text = (
            _("More than %(count)s rows cannot be changed in one step. Narrow the filter.") if count else _("No rows are ticked.")
        )
        messages.error(self.request, text % most)
        return self.back()

    def back(self) -> HttpResponse:
        query = self.query() if self.request.method == "POST" else ""
        return redirect(f"{reverse('projects:milestone_list')}?{query}".removesuffix("?"))


def names(rows: Any) -> dict[int, str]:
    return {row.pk: f"{row.project} · {row.text}" for row in rows}


def wrong(ticked: Ticks, rows: Any, user: Any) -> dict[int, str]:
    """What is known to be wrong with ticked rows before anything is done."""
    there = {row.pk: row for row in rows}
    found = {pk: _("there is no such promise, or it was dropped") for pk in ticked if pk not in there}
    for pk, row in there.items():
        decision = row.edit_access(user)
        if not decision:
            found[pk] = str(decision.reason)
        elif ticked[pk] != row.version:
            found[pk] = _("it was changed since you ticked it; this is how it stands now")
    return found


class ChangeList(ListView):
    policy = rules.member
    queryset = BulkChange.objects.select_related("by")
    table_class = BulkChangeTable
    filterset_class = BulkChangeFilterSet
    title = gettext_lazy("Bulk changes")
    intro = gettext_lazy("Steps on many promises at once. Each is taken back as a whole, or not at all.")


class ChangePage(DetailView):
    policy = rules.member
    queryset = BulkChange.objects.select_related("by", "undone_by", "zone")
    template_name = "projects/change_detail.html"
    faults: dict[int, str] | None = None

    def get_context(self) -> dict[str, Any]:
        rows = changed_rows(self.row, self.faults)
        decision = self.row.undo_decision(self.request.user)
        return {"table": ChangedRowTable(rows), "touched": [row for row in rows if row.since], "may_undo": decision}


class ChangeUndo(RowMixin, PortalView):
    """Takes a step back, or says which rows stand in the way."""

    http_method_names = ["post", "options"]
    policy = policies.takes_back
    queryset = BulkChange.objects.select_related("zone")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.undo_change(change=self.row, by=request.user, at=clock.now())
        except actions.AlreadyUndoneError:
            messages.info(request, _("This change was taken back already."))
        except actions.RefusedRowsError as error:
            return self.refused(error.faults)
        else:
            messages.success(request, _("Taken back: %(change)s") % {"change": self.row})
        return redirect(self.row)

    def refused(self, faults: dict[int, str]) -> HttpResponse:
        """The page of the change with the rows that were touched since."""
        found = ChangePage()
        found.setup(self.request, pk=self.row.pk)
        found.as_of, found.faults = self.as_of, faults
        found.get_target()
        response = found.get(self.request, self.row.pk)
        response.status_code = HTTPStatus.CONFLICT
        return response
