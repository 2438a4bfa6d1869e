"""Papers of meetings as Word documents."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from core import clock
from core.views import PortalView, RowMixin, download
from reports.papers import minutes_document
from reports.views.sheet import DOCX
from supervision.models import Meeting, MeetingItem
from zones import rules


class MeetingWord(RowMixin, PortalView):
    """The minutes; written down like every file that leaves the portal."""

    policy = rules.member
    queryset = Meeting.objects.select_related("zone")

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        meeting: Any = self.row
        items = list(MeetingItem.objects.of_meeting(meeting).in_hearing_order().select_related("unit", "project"))
        stream = minutes_document(meeting, items, author=str(request.user), moment=clock.now())
        meeting.zone.record_download(user=request.user, what=_("minutes"), about=str(meeting), rows=len(items))
        response = download(stream, f"{meeting.zone}-{_('minutes')}-{meeting}.docx")
        response["Content-Type"] = DOCX
        return response
