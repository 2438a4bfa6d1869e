"""The year: its notes, and its workbook in one click."""

from itertools import groupby
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.listing import small_number
from core.views import ActionView, EditView, HistoryView, PortalView, download
from reports import actions
from reports.archive import workbook_title, year_pack
from reports.choices import NoteKind
from reports.forms import YearNoteForm
from reports.models import YearNote, YearSnapshot
from reports.years import finished_year, workbook_years
from zones import rules

FIRST, LAST = 1950, 2100


def asked_year(request: HttpRequest, default: int) -> int:
    return small_number(request.GET.get("year", ""), default, FIRST, LAST)


class YearPage(PortalView):
    """Choose a year, read and complete its notes, take the workbook."""

    policy = rules.member
    template_name = "reports/year.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        zone, year = request.zone, asked_year(request, finished_year(self.as_of))
        found = YearNote.objects.in_zone(zone).of_year(year).in_report_order()
        context = {
            "title": _("Year %(year)s") % {"year": year},
            "year": year,
            "years": sorted({*workbook_years(zone, self.as_of), year}, reverse=True),
            "groups": [(NoteKind(kind), list(notes)) for kind, notes in groupby(found, key=lambda note: note.kind)],
            "new_url": f"{reverse('reports:year_note_new')}?year={year}",
            "snapshot": YearSnapshot.objects.of(zone, year).deferring_workbook().having_workbook().first(),
            "may_write": rules.keeper(request.user, zone),
        }
        return self.page(context)


class YearDownload(PortalView):
    """The workbook itself; written down like every file that leaves the portal."""

    policy = rules.member

    def get(self, request: HttpRequest, year: int) -> FileResponse:
        if not FIRST <= year <= LAST:
            raise Http404(_("There is no workbook of such a year."))
        zone, title = request.zone, workbook_title(year)
        stream, rows = year_pack(zone=zone, year=year, by=request.user, today=self.as_of)
        zone.record_download(user=request.user, what=title, about=f"{year}", rows=rows)
        return download(stream, f"{zone}-{title}.xlsx")


class YearNoteEdit(EditView):
    policy = rules.keeper
    queryset = YearNote.objects.select_related("zone")
    form_class = YearNoteForm
    template_name = "reports/year_note_edit.html"
    new_title = gettext_lazy("New note of the year")

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        kinds = {"kind": kind} if kind in NoteKind.values else {}
        return {"year": asked_year(self.request, finished_year(self.as_of)), **kinds}

    def back(self) -> str:
        return super().back() if self.row else f"{reverse('reports:year_workbook')}?year={self.get_initial()['year']}"


class YearNoteDrop(ActionView):
    policy = rules.keeper
    queryset = YearNote.objects.select_related("zone")

    def act(self, row: YearNote, **others: Any) -> str:
        actions.drop_note(note=row)
        return _("Deleted: %(row)s") % {"row": row}


class YearNoteHistory(HistoryView):
    policy = rules.member
    queryset = YearNote.objects.select_related("zone")
