"""The working days of a year, and the zone's own corrections of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import workdays
from core.lists import exchange
from core.views import EditView, HistoryView, ListView, PortalView
from zones import rules, week_words, working_days
from zones.filtersets import CalendarDayFilterSet
from zones.models import CalendarDay
from zones.tables import CalendarDayTable
from zones.views.administration import BackMixin, RemovalView, RowPage, button
from zones.week_forms import CalendarDayForm

CORRECTIONS = gettext_lazy("Corrections of the calendar")


class CalendarYear(PortalView):
    """Twelve months with the days off, the weekends that are worked, and what this zone has corrected."""

    policy = rules.member
    template_name = "zones/calendar_year.html"

    def get(self, request: HttpRequest, year: int | None = None) -> HttpResponse:
        shown = self.as_of.year if year is None else year
        if not working_days.FIRST_YEAR <= shown <= working_days.LAST_YEAR:
            raise Http404(_("There is no calendar of this year."))
        return self.page({"year": shown, **self.get_context(shown)})

    def get_context(self, year: int) -> dict[str, Any]:
        rhythm = self.request.zone.rhythm()
        return {
            "months": working_days.months(year, rhythm.known, self.as_of),
            "weekdays": week_words.SHORT,
            "corrections": CalendarDay.objects.in_zone(self.request.zone).of_year(year).order_by("day"),
            "moved": working_days.moved_weeks(year, rhythm),
            "coming": week_words.coming_week(rhythm, self.as_of),
            "is_published": bool(workdays.special(year)),
            "is_provisional": year in workdays.PROVISIONAL,
            "published_years": (min(workdays.ANNOUNCED), max(workdays.ANNOUNCED)),
            "earlier": year - 1 if year > working_days.FIRST_YEAR else None,
            "later": year + 1 if year < working_days.LAST_YEAR else None,
            "may_correct": rules.administrator(self.request.user, self.request.zone),
        }


class CalendarDayList(BackMixin, ListView):
    policy = rules.administrator
    queryset = CalendarDay.objects.all()
    register = "calendar"
    table_class = CalendarDayTable
    filterset_class = CalendarDayFilterSet
    title = CORRECTIONS
    intro = gettext_lazy("Days that are worked or off in this zone, whatever was published. Open weeks keep their deadline.")
    back_to = "zones:calendar_year"
    back_label = gettext_lazy("Working days")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.administrator(self.request.user, self.request.zone)
        return [exchange(self.register, decision), button(self.request, _("New correction"), "zones:calendar_new", "plus")]


class OfCalendarDays(BackMixin):
    policy = rules.administrator
    queryset = CalendarDay.objects.select_related("zone")
    back_to = "zones:calendar_list"
    back_label = CORRECTIONS


class EditCalendarDay(OfCalendarDays, RowPage, EditView):
    kind = "calendar"
    form_class = CalendarDayForm
    template_name = "zones/row_edit.html"
    new_title = gettext_lazy("New correction")


class CalendarDayHistory(OfCalendarDays, HistoryView):
    pass


class RemoveCalendarDay(OfCalendarDays, RemovalView):
    warning = gettext_lazy("The day is again what was published for it. Open weeks keep their deadline.")
