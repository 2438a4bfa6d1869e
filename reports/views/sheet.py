"""One project on one page, to be printed or taken along as a Word document."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from core import clock
from core.views import DetailView, PortalView, RowMixin, download
from projects.models import Project
from reports.sheet import project_sheet
from reports.sheet_word import sheet_document
from zones import rules

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class OfSheet(RowMixin):
    """The project with everything of it that the sheet tells."""

    queryset = Project.objects.select_related("zone", "park", "unit", "owner", "leader").prefetch_related("officers")

    def rows(self) -> Any:
        return super().rows().with_investment(self.as_of)  # type: ignore[attr-defined]


class ProjectSheetPage(OfSheet, DetailView):
    policy = rules.member
    template_name = "reports/project_sheet.html"

    def get_context(self) -> dict[str, Any]:
        return {"sheet": project_sheet(self.row, self.as_of)}


class ProjectSheetWord(OfSheet, PortalView):
    """The document itself; written down like every file that leaves the portal."""

    policy = rules.member

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        sheet, what = project_sheet(self.row, self.as_of), _("project sheet")
        stream = sheet_document(sheet, author=str(request.user), moment=clock.now())
        self.row.zone.record_download(user=request.user, what=what, about=str(self.row), rows=len(sheet.promises))
        response = download(stream, f"{self.row}-{what}-{self.as_of}.docx")
        response["Content-Type"] = DOCX
        return response
