"""Packages of works: what a plan states for several works together, against the works."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists import exchange
from core.views import DetailView, EditView, HistoryView, ListView
from infrastructure import findings
from infrastructure.filtersets import PackageFilterSet
from infrastructure.forms import PackageForm
from infrastructure.models import WorkPackage
from infrastructure.tables import PackageTable
from zones import rules


class PackageList(ListView):
    policy = rules.member
    queryset = WorkPackage.objects.with_works()
    register = "packages"
    table_class = PackageTable
    filterset_class = PackageFilterSet
    template_name = "infrastructure/list.html"
    title = gettext_lazy("Packages of works")
    intro = gettext_lazy("What a plan states for several works together, checked against the works.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("Works"), "url": reverse("infrastructure:work_list"), "icon": "road", "decision": True},
            exchange(self.register, decision),
            {"label": _("New package"), "url": reverse("infrastructure:package_new"), "icon": "plus", "decision": decision},
        ]


class PackageDetail(DetailView):
    policy = rules.member
    queryset = WorkPackage.objects.with_works()
    template_name = "infrastructure/package_detail.html"

    def get_context(self) -> dict[str, Any]:
        works, parts = list(self.row.works.all()), list(self.row.parts.all())
        return {
            "groups": ([(None, works)] if works else []) + [(part, list(part.works.all())) for part in parts],
            "checks": findings.package_checks(self.row),
            "may_edit": self.row.edit_access(self.request.user),
        }


class PackageEdit(EditView):
    """A new package, or a change of one."""

    policy = rules.keeper
    queryset = WorkPackage.objects.select_related("zone")
    form_class = PackageForm
    new_title = gettext_lazy("New package")

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.as_of.year}

    def back(self) -> str:
        return self.row.get_absolute_url() if self.row else reverse("infrastructure:package_list")


class PackageHistory(HistoryView):
    policy = rules.member
    queryset = WorkPackage.objects.all()
