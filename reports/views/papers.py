"""Papers of meetings and bulletins as Word documents."""

import io
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy

from core import clock
from core.views import PortalView, RowMixin, download
from reports.papers import bulletin_document, minutes_document
from reports.views.sheet import DOCX
from supervision.models import Bulletin, BulletinEntry, Meeting, MeetingItem
from zones import rules


class PaperOfRow(RowMixin, PortalView):
    """The Word document of one row; written down like every file that leaves the portal."""

    policy = rules.member
    what: ClassVar[Any]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        row: Any = self.row
        stream, rows = self.document(row, author=str(request.user), moment=clock.now())
        row.zone.record_download(user=request.user, what=str(self.what), about=str(row), rows=rows)
        response = download(stream, f"{row.zone}-{self.what}-{row}.docx")
        response["Content-Type"] = DOCX
        return response

    def document(self, row: Any, **signed: Any) -> tuple[io.BytesIO, int]:
        """The document and how many rows it tells."""
        raise NotImplementedError


class MeetingWord(PaperOfRow):
    queryset = Meeting.objects.select_related("zone")
    what = gettext_lazy("minutes")

    def document(self, row: Meeting, **signed: Any) -> tuple[io.BytesIO, int]:
        items = list(MeetingItem.objects.of_meeting(row).in_hearing_order().select_related("unit", "project"))
        return minutes_document(row, items, **signed), len(items)


class BulletinWord(PaperOfRow):
    queryset = Bulletin.objects.select_related("zone")
    what = gettext_lazy("bulletin")

    def document(self, row: Bulletin, **signed: Any) -> tuple[io.BytesIO, int]:
        entries = list(BulletinEntry.objects.of_bulletin(row).select_related("unit", "project"))
        return bulletin_document(row, entries, **signed), len(entries)
