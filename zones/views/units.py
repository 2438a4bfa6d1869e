"""The units of the zone, as a tree."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists import exchange
from core.views import EditView, HistoryView, ListView
from zones import rules
from zones.filtersets import UnitFilterSet
from zones.forms import UnitForm
from zones.models import Unit
from zones.tables import UnitTable
from zones.views.administration import BackMixin, RemovalView, RowPage, button

UNITS = gettext_lazy("Units")


class UnitList(BackMixin, ListView):
    policy = rules.administrator
    queryset = Unit.objects.select_related("parent")
    register = "units"
    table_class = UnitTable
    filterset_class = UnitFilterSet
    title = UNITS
    intro = gettext_lazy("The bodies that answer for work. Projects and people belong to them.")

    def get_queryset(self) -> Any:
        return super().get_queryset().in_tree_order().with_people().with_heads()

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.administrator(self.request.user, self.request.zone)
        return [exchange(self.register, decision), button(self.request, _("New unit"), "zones:unit_new", "plus")]


class OfUnits(BackMixin):
    policy = rules.administrator
    queryset = Unit.objects.select_related("zone")
    back_to = "zones:unit_list"
    back_label = UNITS


class EditUnit(OfUnits, RowPage, EditView):
    kind = "unit"
    form_class = UnitForm
    template_name = "zones/row_edit.html"
    new_title = gettext_lazy("New unit")


class UnitHistory(OfUnits, HistoryView):
    pass


class RemoveUnit(OfUnits, RemovalView):
    warning = gettext_lazy("A unit to which people, projects or other units belong stays.")
