"""The indicators: list, definition with all figures and targets, editing the definition."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lists import exchange
from core.views import DetailView, EditView, HistoryView, ListView, PortalView
from indicators.actions import add_standards, continue_indicator
from indicators.charts import years_chart
from indicators.filtersets import IndicatorFilterSet
from indicators.forms import IndicatorForm
from indicators.lights import of_target
from indicators.models import Figure, Indicator, Target
from indicators.tables import EditionTable, IndicatorTable
from indicators.views.base import OfIndicator
from zones import rules
from zones.choices import Subject
from zones.lights import Rules, Why
from zones.models import RuleSet
from zones.views.lights import LightPage

MAX_FIGURES = 100  # on the indicator's own page; the list has them all


class IndicatorList(ListView):
    policy = rules.member
    queryset = Indicator.objects.select_related("part_of").with_latest_figure()
    register = "indicators"
    table_class = IndicatorTable
    filterset_class = IndicatorFilterSet
    template_name = "indicators/indicator_list.html"
    title = gettext_lazy("Indicators")
    intro = gettext_lazy("What the zone counts. Open an indicator to enter its figures and targets.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        made = {"label": _("New indicator"), "url": reverse("indicators:indicator_new"), "icon": "plus", "decision": decision}
        return [exchange(self.register, decision), made]

    def get_context(self) -> dict[str, Any]:
        return {"may_keep": rules.keeper(self.request.user, self.request.zone)}


class IndicatorDetail(DetailView):
    policy = rules.member
    queryset = Indicator.objects.select_related("zone", "part_of")
    template_name = "indicators/indicator_detail.html"

    def get_context(self) -> dict[str, Any]:
        indicator = self.row
        of_it = Figure.objects.of_indicator(indicator)
        figures = of_it.select_related("park", "entered_by").with_is_newest().in_time()
        targets = list(Target.objects.of_indicator(indicator).with_is_newest().order_by("-year", "-edition"))
        yearly = list(of_it.of_zone().whole_years().current().with_year_before())
        return {
            "title": str(indicator),
            "table": EditionTable(figures[:MAX_FIGURES]),
            "figure_count": of_it.count(),
            "limit": MAX_FIGURES,
            "targets": targets,
            "why": target_why(indicator, RuleSet.in_force(indicator.zone, self.as_of), self.as_of, self.as_of),
            "chart": years_chart(indicator, yearly, targets),
            "may_edit": indicator.edit_access(self.request.user),
        }


def target_why(indicator: Indicator, in_force: Rules, day: datetime.date, today: datetime.date) -> Why:
    """The light of the year's target, on a past day from the figures of months that were over then. Two queries at most."""
    if not in_force.of(Subject.INDICATOR):
        return Why(in_force, day)
    target = Target.objects.of_indicator(indicator).current().of_year(day.year).with_path().first()
    figures = Figure.objects.of_indicator(indicator).of_zone().cumulative().current().reported().of_year(day.year).in_time()
    return of_target(in_force, indicator, target, (figures if day == today else figures.over_by(day)).first(), day)


class IndicatorLight(LightPage):
    """The light of the target of the day's year."""

    policy = rules.member
    queryset = Indicator.objects.select_related("zone")

    def why(self, day: datetime.date, rules: Rules) -> Why:
        return target_why(self.row, rules, day, self.as_of)


class IndicatorEdit(EditView):
    policy = rules.keeper
    queryset = Indicator.objects.select_related("zone")
    form_class = IndicatorForm
    new_title = gettext_lazy("New indicator")

    def back(self) -> str:
        return self.row.get_absolute_url() if self.row else reverse("indicators:indicator_list")


class IndicatorContinue(OfIndicator):
    """A successor with another definition from a year on; its form begins with the old one's."""

    policy = rules.keeper
    queryset = Indicator.objects.select_related("zone")
    form_class = IndicatorForm

    def get_parent(self) -> Any:
        indicator = super().get_parent()
        self.new_title = _("Continue with another definition: %(indicator)s") % {"indicator": indicator}
        return indicator

    def new_row(self) -> Indicator:
        return Indicator(zone=self.indicator.zone)

    def get_initial(self) -> dict[str, Any]:
        kept = {name: getattr(self.indicator, name) for name in IndicatorForm.Meta.fields if name not in {"code", "valid_to"}}
        return {**kept, "valid_from": (self.indicator.valid_to or self.as_of.year) + 1}

    def save(self, form: Any) -> Indicator:
        return continue_indicator(indicator=self.indicator, successor=form.instance)


class IndicatorStandards(PortalView):
    """Take over the shipped indicators that the zone lacks."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        count = add_standards(zone=request.zone)
        messages.success(request, _("Indicators added: %(count)s") % {"count": count})
        return redirect("indicators:indicator_list")


class IndicatorHistory(HistoryView):
    policy = rules.member
    queryset = Indicator.objects.all()
