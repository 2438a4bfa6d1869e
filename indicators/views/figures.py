"""The year's overview, the list of figures, one figure with its editions, and entering them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Allowed
from core.listing import small_number
from core.lists import exchange
from core.models import DataStatus
from core.periods import ONE_DAY
from core.views import DetailView, HistoryView, ListView, PortalView
from indicators.actions import publish_edition
from indicators.choices import WHOLE_YEAR, next_statuses
from indicators.filtersets import FigureFilterSet
from indicators.forms import FigureForm, figure_words
from indicators.lights import judged_on
from indicators.models import Figure, Target
from indicators.overview import Line, overview
from indicators.tables import FigureTable
from indicators.views.base import NextEdition, OfIndicator
from zones import rules
from zones.models import RuleSet

FIRST_YEAR, LAST_YEAR = 1950, 2100


class OverviewPage(PortalView):
    """All indicators of a year: figure, growth, targets, parks, and what does not fit together."""

    policy = rules.member
    template_name = "indicators/overview.html"

    def get(self, request: HttpRequest, year: int | None = None) -> HttpResponse:
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        years = Figure.objects.years(request.zone)
        shown = year or (years[0] if years else self.as_of.year)
        context = {
            "overview": overview(request.zone, shown, RuleSet.in_force(request.zone, judged_on(shown, self.as_of))),
            "years": sorted({*years, shown}),
            "title": _("Figures of %(year)s") % {"year": shown},
        }
        return self.page({**context, "may_keep": rules.keeper(request.user, request.zone), "status_css": DataStatus.css()})


class FigureList(ListView):
    policy = rules.member
    queryset = Figure.objects.select_related("indicator", "park", "entered_by")
    table_class = FigureTable
    filterset_class = FigureFilterSet
    register = "figures"
    title = gettext_lazy("Figures")
    intro = gettext_lazy("Every published figure, in its newest edition; earlier editions stay and can be shown with the filter.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("Year by year"), "url": reverse("indicators:overview"), "icon": "chart-bar", "decision": Allowed},
            {"label": _("Targets"), "url": reverse("indicators:target_list"), "icon": "target", "decision": Allowed},
            {"label": _("New figure"), "url": reverse("indicators:indicator_list"), "icon": "plus", "decision": decision},
            exchange(self.register, decision),
        ]


class FigureDetail(DetailView):
    """One edition of a figure with the others, its growth, its parks and its targets."""

    policy = rules.member
    queryset = Figure.objects.select_related("indicator__zone", "park", "entered_by").with_year_before()
    template_name = "indicators/figure_detail.html"

    def get_context(self) -> dict[str, Any]:
        figure = self.row
        parts = [] if figure.park_id else list(Figure.objects.parts_of(figure))
        line = Line(figure.indicator, figure.year, figure, {part.park_id: part for part in parts})
        if not figure.park_id:
            line.aim(Target.objects.of_indicator(figure.indicator).current().of_years(figure.year, figure.year + 1))
        editions = list(Figure.objects.same_series(figure).select_related("entered_by"))
        return {
            "title": figure_words(figure),
            "line": line,
            "before": Figure.objects.same_series(figure, year=figure.year - 1).first(),
            "part_row": line.over_parks([part.park for part in parts if part.park.parent_id is None]),
            "editions": editions,
            "newest": editions[0],
            "may_edit": figure.edit_access(self.request.user),
            "status_css": DataStatus.css(),
        }


class FigureHistory(HistoryView):
    policy = rules.member
    queryset = Figure.objects.select_related("indicator__zone")


class FigureNew(OfIndicator):
    """The first edition of a period; the period that ended last is proposed, or the one in the address."""

    policy = rules.keeper
    queryset = Figure.objects.all()
    form_class = FigureForm

    def get_parent(self) -> Any:
        indicator = super().get_parent()
        self.new_title = _("New figure: %(indicator)s") % {"indicator": indicator}
        return indicator

    def get_initial(self) -> dict[str, Any]:
        ended = self.as_of.replace(day=1) - ONE_DAY
        year = small_number(self.request.GET.get("year", ""), 0, FIRST_YEAR, LAST_YEAR)
        return {"year": year or ended.year, "through_month": WHOLE_YEAR if year else ended.month}

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}

    def save(self, form: Any) -> Figure:
        return publish_edition(figure=form.instance, after=0, by=self.request.user, today=self.as_of)


class FigureEdition(NextEdition):
    """The next edition of a figure: firmer status, or a revision with its remark."""

    policy = rules.keeper
    queryset = Figure.objects.select_related("indicator__zone", "park")
    form_class = FigureForm

    def get_parent(self) -> Any:
        figure = super().get_parent()
        self.new_title = _("New edition: %(figure)s") % {"figure": figure_words(figure)}
        return figure

    def new_row(self) -> Figure:
        newest = self.newest
        series = {name: getattr(newest, name) for name in ("indicator", "park", "year", "kind", "through_month")}
        return Figure(**series)

    def get_initial(self) -> dict[str, Any]:
        newest = self.newest
        kept = {name: getattr(newest, name) for name in ("value", "growth", "qualifier", "source")}
        return {**kept, "replaces": newest.edition, "status": self.form_arguments()["statuses"][0]}

    def form_arguments(self) -> dict[str, Any]:
        return {"statuses": next_statuses([edition.status for edition in self.editions]), "as_of": self.as_of}

    def save(self, form: Any) -> Figure:
        after = form.cleaned_data["replaces"]
        return publish_edition(figure=form.instance, after=after, by=self.request.user, today=self.as_of)
