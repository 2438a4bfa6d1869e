"""Reminders: sent by hand from the board, seen by whom they reach, listed for the keepers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.access import Denied
from core.periods import Week
from core.views import ActionView, ListView, PortalView, forbidden
from projects import actions, policies
from projects.board_tables import ReminderTable
from projects.filtersets import ReminderFilterSet
from projects.forms import RemindForm
from projects.models import Reminder, ReportingWeek
from zones import rules

OTHER_UNIT = gettext_lazy("A unit head reminds the people of the own unit's reports.")


class WeekRemind(PortalView):
    """Remind everybody, a unit or one person; of the newest week only."""

    policy = policies.reminds
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, week: str) -> HttpResponse:
        try:
            asked = Week.parse(week)
        except ValueError:
            raise Http404(_("There is no such week.")) from None
        zone: Any = request.zone  # type: ignore[attr-defined]
        form = RemindForm(request.POST)
        chosen = form.cleaned_data if form.is_valid() else {"unit": -1, "person": None}
        if not rules.keeper(request.user, zone):
            own = request.user.unit_id_in(zone)  # type: ignore[union-attr]
            if chosen["unit"] not in {None, own}:
                return forbidden(request, Denied(OTHER_UNIT).reason)
            chosen["unit"] = own
        messages.success(request, self.remind(zone, asked, chosen))
        return HttpResponseRedirect(reverse("projects:week_board_of", args=[asked]))

    def remind(self, zone: Any, asked: Week, chosen: dict[str, Any]) -> str:
        opened = ReportingWeek.objects.in_zone(zone).up_to(asked.monday).select_related("zone").first()
        if asked != zone.rhythm().reporting_week(self.as_of) or opened is None or opened.monday != asked.monday:
            return _("Nothing was done: only the week that is open for reporting is reminded of.")
        sent = actions.remind_by_hand(week=opened, now=clock.now(), by=self.request.user, **chosen)
        if not sent:
            return _("Nobody was reminded: nothing is missing, or the reminder is less than an hour old.")
        return _("Reminded: %(people)s") % {"people": "、".join(reminder.user.name for reminder in sent)}


class ReminderSeen(ActionView):
    """“Seen”: the banner goes. Somebody else's reminder does not exist."""

    policy = rules.member
    queryset = Reminder.objects.select_related("zone", "user")

    def rows(self) -> Any:
        return super().rows().of_person(self.request.user)

    def act(self, row: Any) -> str:
        actions.mark_seen(reminder=row, now=clock.now())
        return _("Noted. What is missing stays in “my week”.")

    def success_url(self, row: Any) -> str:
        address = self.request.POST.get("next", "")
        allowed = url_has_allowed_host_and_scheme(address, {self.request.get_host()}, require_https=self.request.is_secure())
        return address if allowed and address.startswith("/") else reverse("projects:my_week")


class ReminderList(ListView):
    policy = policies.reads_reminders
    queryset = Reminder.objects.select_related("user", "by")
    table_class = ReminderTable
    filterset_class = ReminderFilterSet
    title = gettext_lazy("Reminders")
    intro = gettext_lazy("Who was reminded of reports that are not given: when, why, on which ways, and whether they saw it.")

    def get_context(self) -> dict[str, Any]:
        return {"back": reverse("projects:week_board"), "back_label": _("Who has not reported")}
