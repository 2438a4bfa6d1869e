"""Setting a year's target and revising it; the old one keeps its date and reason."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import history
from core.access import Allowed
from core.listing import small_number
from core.lists import exchange
from core.views import EditView, HistoryView, ListView
from indicators import paths
from indicators.actions import last_year, set_target, split_target
from indicators.filtersets import TargetFilterSet
from indicators.forms import SplitForm, TargetForm
from indicators.models import Target, TargetStep
from indicators.tables import TargetTable
from indicators.views.base import NextEdition, OfIndicator
from indicators.views.figures import FIRST_YEAR, LAST_YEAR
from zones import rules


class TargetList(ListView):
    policy = rules.member
    queryset = Target.objects.select_related("indicator")
    table_class = TargetTable
    filterset_class = TargetFilterSet
    register = "targets"
    title = gettext_lazy("Targets")
    intro = gettext_lazy("What the zone set out to reach, in the newest edition; revised ones stay and the filter shows them.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("Figures"), "url": reverse("indicators:figure_list"), "icon": "chart-bar", "decision": Allowed},
            {"label": _("New target"), "url": reverse("indicators:indicator_list"), "icon": "plus", "decision": decision},
            exchange(self.register, decision),
        ]


class TargetNew(OfIndicator):
    policy = rules.keeper
    queryset = Target.objects.all()
    form_class = TargetForm

    def get_parent(self) -> Any:
        indicator = super().get_parent()
        self.new_title = _("New target: %(indicator)s") % {"indicator": indicator}
        return indicator

    def get_initial(self) -> dict[str, Any]:
        return {"year": small_number(self.request.GET.get("year", ""), self.as_of.year, FIRST_YEAR, LAST_YEAR)}

    def save(self, form: Any) -> Target:
        return set_target(target=form.instance, after=0)


class TargetRevision(NextEdition):
    policy = rules.keeper
    queryset = Target.objects.select_related("indicator__zone")
    form_class = TargetForm

    def get_parent(self) -> Any:
        target = super().get_parent()
        self.new_title = _("Revise the target: %(target)s") % {"target": target}
        return target

    def new_row(self) -> Target:
        return Target(indicator=self.newest.indicator, year=self.newest.year)

    def get_initial(self) -> dict[str, Any]:
        newest = self.newest
        kept = {name: getattr(newest, name) for name in ("value", "stated_growth", "source")}
        return {**kept, "replaces": newest.edition, "set_on": self.as_of}

    def save(self, form: Any) -> Target:
        return set_target(target=form.instance, after=form.cleaned_data["replaces"])


class TargetSplit(EditView):
    """Spread a target over its months; the page shows what each way would expect."""

    policy = rules.keeper
    queryset = Target.objects.select_related("indicator__zone").with_path()
    form_class = SplitForm
    template_name = "indicators/target_split.html"

    def save(self, form: Any) -> Target:
        return split_target(target=form.instance, split=form.cleaned_data["split"], steps=form.steps)

    def page(self, context: dict[str, Any] | None = None, **others: Any) -> HttpResponse:
        target = self.row
        shape = paths.by_last_year(target.value or Decimal(0), last_year(target), target.indicator.places + 1)
        even = paths.evenly(target.value or Decimal(0), target.indicator.places + 1)
        lines = [(month, even[month], shape.get(month)) for month in even]
        return super().page({"lines": lines, "has_shape": bool(shape), **(context or {})}, **others)


class TargetHistory(HistoryView):
    """The target's own changes and those of its path in one line."""

    policy = rules.member
    queryset = Target.objects.select_related("indicator__zone")

    def get_changes(self) -> list[history.Change]:
        own = history.Part(Target, {"pgh_obj": self.row.pk})
        steps = history.Part(TargetStep, {"target": self.row.pk}, name=lambda event: str(event.month))
        return history.timeline([own, steps])
