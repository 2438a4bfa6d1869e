"""The enterprise register."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists import exchange
from core.views import DetailView, EditView, HistoryView, ListView
from projects.filtersets import EnterpriseFilterSet
from projects.forms import EnterpriseForm
from projects.models import Enterprise
from projects.tables import EnterpriseTable
from zones import rules


class EnterpriseList(ListView):
    policy = rules.member
    queryset = Enterprise.objects.select_related("park")
    table_class = EnterpriseTable
    filterset_class = EnterpriseFilterSet
    template_name = "projects/enterprise_list.html"
    register = "enterprises"
    title = gettext_lazy("Enterprises")

    def scale_year(self) -> int:
        """The newest finished year: its above-scale list is fixed."""
        return self.as_of.year - 1

    def get_queryset(self) -> Any:
        return super().get_queryset().with_above_scale(self.scale_year()).annotate(project_count=Count("projects"))

    def get_context(self) -> dict[str, Any]:
        parks = Enterprise.objects.in_zone(self.request.zone).counts_by_park(self.scale_year())
        settled = [row for row in parks if row["park"]]
        return {
            "parks": parks,
            "settled": {name: sum(row[name] for row in settled) for name in ("total", "producing", "above_scale")},
        }

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("New enterprise"), "url": reverse("projects:enterprise_new"), "icon": "plus", "decision": decision},
            exchange(self.register, decision),
        ]


class EnterpriseDetail(DetailView):
    policy = rules.member
    queryset = Enterprise.objects.select_related("park", "zone")
    template_name = "projects/enterprise_detail.html"

    def get_context(self) -> dict[str, Any]:
        return {
            "projects": self.row.projects.select_related("unit"),
            "years": self.row.above_scale_years.all(),
            "may_edit": self.row.edit_access(self.request.user),
        }


class EnterpriseEdit(EditView):
    policy = rules.keeper
    queryset = Enterprise.objects.all()
    form_class = EnterpriseForm
    new_title = gettext_lazy("New enterprise")


class EnterpriseHistory(HistoryView):
    policy = rules.member
    queryset = Enterprise.objects.all()
