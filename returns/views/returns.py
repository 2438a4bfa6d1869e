"""One return, the returns of one enterprise, and the items that are asked for."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import history
from core.access import Allowed
from core.lists import exchange
from core.views import ActionView, DetailView, EditView, HistoryView, ListView, PortalView
from projects.models import Enterprise
from returns import actions, policies
from returns.choices import ReturnState
from returns.enterprise import series, year_table
from returns.filtersets import ReturnItemFilterSet
from returns.forms import ReturnItemForm, SendBackForm
from returns.grid import Month
from returns.models import Return, ReturnItem, ReturnValue
from returns.querysets import with_returns_for
from returns.tables import ReturnItemTable
from returns.views.base import asked_year
from zones import rules

RETURNS = Return.objects.select_related("enterprise__zone", "enterprise__park", "submitted_by", "reviewed_by")


class ReturnDetail(DetailView):
    """One return with its doubts, and what may be done with it."""

    policy = policies.statistician
    queryset = RETURNS
    template_name = "returns/return_detail.html"

    def get_context(self) -> dict[str, Any]:
        row, user = self.row, self.request.user
        month = Month.load(row.zone, row.year, row.month, [row])
        locked = month.locks.refusal(row.year, row.month, today=self.as_of, park=row.enterprise.park)
        dates = month.locks.dates(row.year, row.month)
        return {
            "lines": series(row, month),
            "locked": locked,
            "was_late": bool(dates) and row.was_late(dates.due),
            "may_edit": row.edit_access(user),
            "may_review": row.review_access(user),
            "state_css": ReturnState.css(),
        }


class ReturnHistory(HistoryView):
    """The return's own changes and those of its values in one line."""

    policy = policies.statistician
    queryset = RETURNS

    def get_changes(self) -> list[history.Change]:
        names = dict(ReturnItem.objects.in_zone(self.row.zone).values_list("pk", "name"))
        own = history.Part(Return, {"pgh_obj": self.row.pk})
        values = history.Part(ReturnValue, {"report": self.row.pk}, name=lambda event: names.get(event.item_id, ""))
        return history.timeline([own, values])


class ReturnAccept(ActionView):
    policy = policies.reviews
    queryset = RETURNS

    def act(self, row: Return, **others: Any) -> str:
        count = actions.accept_returns(rows=[row], by=self.request.user)
        return _("Accepted: %(row)s") % {"row": row} if count else _("It is not handed in, so it was not accepted.")


class ReturnSendBack(EditView):
    policy = policies.reviews
    queryset = RETURNS
    form_class = SendBackForm

    def form_arguments(self) -> dict[str, Any]:
        return {"today": self.as_of}

    def save(self, form: Any) -> Return:
        note = form.cleaned_data["review_note"]
        return actions.send_back(report=form.instance, note=note, by=self.request.user, today=self.as_of)


class EnterpriseReturns(DetailView):
    """What one enterprise reported in a year, month by month, beside the year before."""

    policy = policies.statistician
    queryset = Enterprise.objects.select_related("park", "zone")
    template_name = "returns/enterprise.html"

    def rows(self) -> Any:
        return with_returns_for(self.request.user, super().rows())

    def get_context(self) -> dict[str, Any]:
        year = asked_year(self.request, self.as_of)
        items = list(ReturnItem.objects.in_zone(self.row.zone).valid_in(year))
        mine = Return.objects.visible_to(self.request.user).of_enterprise(self.row)
        return {
            "title": _("Returns of %(enterprise)s") % {"enterprise": self.row},
            "year": year,
            "items": items,
            "lines": year_table(mine, items, year),
            "state_css": ReturnState.css(),
        }


class ItemList(ListView):
    policy = rules.member
    queryset = ReturnItem.objects.select_related("indicator", "part_of")
    register = "items"
    table_class = ReturnItemTable
    filterset_class = ReturnItemFilterSet
    template_name = "returns/item_list.html"
    title = gettext_lazy("Items of the return")
    intro = gettext_lazy("What every above-scale enterprise reports each month.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            exchange(self.register, decision),
            {"label": _("New item"), "url": reverse("returns:item_new"), "icon": "plus", "decision": decision},
            {"label": _("Monthly returns"), "url": reverse("returns:board"), "icon": "table", "decision": Allowed},
        ]

    def get_context(self) -> dict[str, Any]:
        return {"may_keep": rules.keeper(self.request.user, self.request.zone)}


class ItemStandards(PortalView):
    """Take over the shipped items that the zone lacks."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        count = actions.add_standard_items(zone=request.zone)
        messages.success(request, _("Items added: %(count)s") % {"count": count})
        return redirect("returns:item_list")


class ItemEdit(EditView):
    policy = rules.keeper
    queryset = ReturnItem.objects.select_related("zone")
    form_class = ReturnItemForm
    template_name = "zones/row_edit.html"
    new_title = gettext_lazy("New item")

    def page(self, context: dict[str, Any] | None = None, **others: Any) -> HttpResponse:
        url = reverse("returns:item_history", args=[self.row.pk]) if self.row else ""
        return super().page({"history_url": url, **(context or {})}, **others)

    def success_url(self, row: ReturnItem) -> str:
        return reverse("returns:item_list")

    def back(self) -> str:
        return reverse("returns:item_list")


class ItemHistory(HistoryView):
    policy = rules.member
    queryset = ReturnItem.objects.all()
