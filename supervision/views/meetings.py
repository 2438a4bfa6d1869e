"""Meetings: the list, one with its agenda and minutes, bringing a matter, and what was decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Allowed
from core.views import ActionView, DetailView, EditView, HistoryView, ListView
from projects.weeks import next_meeting
from supervision import actions, policies
from supervision.choices import AgendaPart, Outcome
from supervision.filtersets import MeetingFilterSet, MinuteFilterSet
from supervision.forms import MatterForm, MeetingForm, MinuteForm
from supervision.models import Meeting, MeetingItem
from supervision.tables import MeetingTable, MinuteTable
from supervision.views.parents import of_address
from zones import rules

MEETINGS = Meeting.objects.select_related("zone", "closed_by")
ITEMS = MeetingItem.objects.select_related("meeting__zone", "project", "unit", "issue")


class MeetingList(ListView):
    policy = rules.member
    queryset = Meeting.objects.with_counts()
    table_class = MeetingTable
    filterset_class = MeetingFilterSet
    title = gettext_lazy("Meetings")
    intro = gettext_lazy("Early meetings and dispatch meetings: their agenda prepares itself, decisions are followed as issues.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            {"label": _("New meeting"), "url": reverse("supervision:meeting_new"), "icon": "plus", "decision": decision},
            {"label": _("Issues"), "url": reverse("supervision:issue_list"), "icon": "flag", "decision": Allowed},
            {"label": _("Bulletins"), "url": reverse("supervision:bulletin_list"), "icon": "message", "decision": Allowed},
            {"label": _("Inspection tours"), "url": reverse("supervision:tour_list"), "icon": "map-pin", "decision": Allowed},
            {"label": _("Decisions"), "url": reverse("supervision:minute_list"), "icon": "list-details", "decision": Allowed},
        ]


class MinuteList(ListView):
    """What was heard at all meetings, to be filtered by outcome and unit."""

    policy = rules.member
    queryset = MeetingItem.objects.with_carried()
    table_class = MinuteTable
    filterset_class = MinuteFilterSet
    title = gettext_lazy("What meetings decided")
    intro = gettext_lazy("Every matter that was heard, with its decision and how far the issue is that it became.")


class MeetingDetail(DetailView):
    """The agenda and the minutes: the matters in the order of hearing."""

    policy = rules.member
    queryset = MEETINGS
    template_name = "supervision/meeting_detail.html"

    def get_context(self) -> dict[str, Any]:
        meeting, user = self.row, self.request.user
        items = list(ITEMS.of_meeting(meeting).with_carried().in_hearing_order())
        parts = [(part, [item for item in items if item.subject == part]) for part in AgendaPart]
        return {
            "parts": [(part, found) for part, found in parts if found],
            "told": [
                f"{outcome.label} {count}" for outcome in Outcome if (count := sum(item.outcome == outcome for item in items))
            ],
            "may_edit": meeting.edit_access(user),
            "may_propose": meeting.propose_access(user),
        }


class MeetingHistory(HistoryView):
    policy = rules.member
    queryset = Meeting.objects.all()


class MeetingNew(EditView):
    policy = rules.keeper
    queryset = MEETINGS
    form_class = MeetingForm
    new_title = gettext_lazy("New meeting")

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": next_meeting(self.as_of)}

    def save(self, form: Any) -> Meeting:
        return actions.open_meeting(meeting=form.instance, as_of=self.as_of)

    def back(self) -> str:
        return reverse("supervision:meeting_list")


class MeetingEdit(EditView):
    policy = rules.edits
    queryset = MEETINGS
    form_class = MeetingForm


class MeetingPrepare(ActionView):
    """Looks again what the meeting must hear."""

    policy = rules.edits
    queryset = MEETINGS

    def act(self, row: Meeting, **others: Any) -> str:
        new, gone = actions.prepare_agenda(meeting=row, as_of=self.as_of)
        return _("Agenda: %(new)s new matters, %(gone)s are settled.") % {"new": new, "gone": gone}


class MeetingClose(ActionView):
    """Asks once, saying what will become of the matters."""

    policy = rules.edits
    queryset = MEETINGS
    http_method_names = ["get", "post", "options"]
    template_name = "supervision/meeting_close.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        items = list(ITEMS.of_meeting(self.row).in_hearing_order())
        unheard = [item for item in items if item.outcome == Outcome.OPEN]
        followed = [item for item in items if item.outcome in Outcome.followed()]
        return self.page({"row": self.row, "title": _("Close the minutes"), "unheard": unheard, "followed": followed})

    def post(self, request: HttpRequest, pk: int, **others: Any) -> HttpResponse:
        try:
            return super().post(request, pk, **others)
        except actions.TooEarlyError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.row.get_absolute_url())

    def act(self, row: Meeting, **others: Any) -> str:
        count = actions.close_meeting(meeting=row, by=self.request.user, on=self.as_of)
        return _("Minutes closed: %(count)s decisions are followed as issues.") % {"count": count}


class MatterNew(EditView):
    """A matter that a clerk or the head of a unit brings."""

    policy = policies.proposes
    queryset = ITEMS
    form_class = MatterForm
    new_title = gettext_lazy("Bring a matter before the meeting")

    def get_parent(self) -> Meeting:
        self.meeting = of_address(MEETINGS, self.request.user, self.kwargs["meeting"])
        return self.meeting

    def new_row(self) -> MeetingItem:
        return MeetingItem(meeting=self.meeting)

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        return {"unit": user.unit_id_in(self.meeting.zone)}

    def save(self, form: Any) -> MeetingItem:
        return actions.add_item(item=form.instance)

    def back(self) -> str:
        return self.meeting.get_absolute_url()


class MinuteEdit(EditView):
    """What the meeting made of one matter."""

    policy = rules.edits
    queryset = ITEMS
    form_class = MinuteForm

    def save(self, form: Any) -> MeetingItem:
        return actions.write_minute(item=form.instance)


class MinuteDrop(ActionView):
    """Takes a matter off the agenda; the history keeps it."""

    policy = rules.edits
    queryset = ITEMS

    def act(self, row: MeetingItem, **others: Any) -> str:
        if actions.drop_item(item=row):
            return _("Off the agenda: %(matter)s") % {"matter": row}
        return _("The minutes of this meeting are closed.")

    def success_url(self, row: MeetingItem) -> str:
        return row.meeting.get_absolute_url()


class MinuteHistory(HistoryView):
    policy = rules.member
    queryset = ITEMS
