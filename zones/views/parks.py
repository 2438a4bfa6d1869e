"""The parks of the zone."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists import exchange
from core.views import EditView, HistoryView, ListView
from zones import rules
from zones.filtersets import ParkFilterSet
from zones.forms import ParkForm
from zones.models import Park
from zones.tables import ParkTable
from zones.views.administration import BackMixin, RemovalView, RowPage, button

PARKS = gettext_lazy("Parks")


class ParkList(BackMixin, ListView):
    policy = rules.administrator
    queryset = Park.objects.select_related("parent")
    register = "parks"
    table_class = ParkTable
    filterset_class = ParkFilterSet
    title = PARKS
    intro = gettext_lazy("The parts of the zone, each with its leading industry.")

    def get_queryset(self) -> Any:
        return super().get_queryset().in_tree_order()

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.administrator(self.request.user, self.request.zone)
        return [exchange(self.register, decision), button(self.request, _("New park"), "zones:park_new", "plus")]


class OfParks(BackMixin):
    policy = rules.administrator
    queryset = Park.objects.select_related("zone")
    back_to = "zones:park_list"
    back_label = PARKS


class EditPark(OfParks, RowPage, EditView):
    kind = "park"
    form_class = ParkForm
    template_name = "zones/row_edit.html"
    new_title = gettext_lazy("New park")


class ParkHistory(OfParks, HistoryView):
    pass


class RemovePark(OfParks, RemovalView):
    warning = gettext_lazy("A park to which enterprises, projects or other parks belong stays.")
