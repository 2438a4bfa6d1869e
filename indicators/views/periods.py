"""When months open, fall due and lock, and the register of exceptions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Allowed
from core.listing import small_number
from core.views import EditView, HistoryView, ListView, PortalView
from indicators.choices import PeriodForm, PeriodState
from indicators.filtersets import PeriodExceptionFilterSet
from indicators.forms import PeriodExceptionForm, PeriodRuleForm
from indicators.models import PeriodException, PeriodRule
from indicators.period_lines import period_lines
from indicators.tables import PeriodExceptionTable
from indicators.views.figures import FIRST_YEAR, LAST_YEAR
from zones import rules


class PeriodsPage(PortalView):
    """The twelve months of a year with their days, for every form, and the exceptions that are open today."""

    policy = rules.member
    template_name = "indicators/periods.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        zone = request.zone
        year = small_number(request.GET.get("year", ""), self.as_of.year, FIRST_YEAR, LAST_YEAR)
        context = {
            "title": _("Reporting periods of %(year)s") % {"year": year},
            "year": year,
            "forms": [(form, period_lines(PeriodRule.locks(zone, form), year, self.as_of)) for form in PeriodForm],
            "rules": PeriodRule.objects.in_zone(zone),
            "exceptions": PeriodException.objects.in_zone(zone).open_on(self.as_of).select_related("park", "granted_by"),
            "may_set": rules.administrator(request.user, zone),
            "state_css": PeriodState.css(),
        }
        return self.page(context)


class PeriodRuleEdit(EditView):
    policy = rules.administrator
    queryset = PeriodRule.objects.select_related("zone")
    form_class = PeriodRuleForm
    template_name = "zones/row_edit.html"
    new_title = gettext_lazy("New rule of the periods")

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.as_of.year}

    def page(self, context: dict[str, Any] | None = None, **others: Any) -> HttpResponse:
        url = reverse("indicators:period_rule_history", args=[self.row.pk]) if self.row else ""
        return super().page({"history_url": url, **(context or {})}, **others)

    def back(self) -> str:
        return reverse("indicators:periods")


class PeriodRuleHistory(HistoryView):
    policy = rules.member
    queryset = PeriodRule.objects.all()


class ExceptionList(ListView):
    policy = rules.member
    queryset = PeriodException.objects.all()
    table_class = PeriodExceptionTable
    filterset_class = PeriodExceptionFilterSet
    title = gettext_lazy("Exceptions from locks")
    intro = gettext_lazy("Months that were opened again: for which park, for which days, why and by whom.")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_is_open(self.as_of)

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.administrator(self.request.user, self.request.zone)
        return [
            {"label": _("New exception"), "url": reverse("indicators:exception_new"), "icon": "plus", "decision": decision},
            {"label": _("Reporting periods"), "url": reverse("indicators:periods"), "icon": "calendar-due", "decision": Allowed},
        ]


class ExceptionEdit(EditView):
    policy = rules.administrator
    queryset = PeriodException.objects.select_related("zone", "park")
    form_class = PeriodExceptionForm
    template_name = "zones/row_edit.html"
    new_title = gettext_lazy("New exception")

    def new_row(self) -> PeriodException:
        return PeriodException(zone=self.request.zone, granted_by=self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.as_of.year, "first_day": self.as_of, "last_day": self.as_of}

    def page(self, context: dict[str, Any] | None = None, **others: Any) -> HttpResponse:
        url = reverse("indicators:exception_history", args=[self.row.pk]) if self.row else ""
        return super().page({"history_url": url, **(context or {})}, **others)

    def success_url(self, row: PeriodException) -> str:
        return reverse("indicators:exception_list")

    def back(self) -> str:
        return reverse("indicators:exception_list")


class ExceptionHistory(HistoryView):
    policy = rules.member
    queryset = PeriodException.objects.all()
