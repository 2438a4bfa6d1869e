"""Issued documents: the list, issuing one, and the file as it went out."""

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.views import EditView, ListView, PortalView, RowMixin, download
from reports import actions
from reports.filtersets import IssuedDocumentFilterSet
from reports.forms import IssueDocumentForm
from reports.models import IssuedDocument
from reports.tables import IssuedDocumentTable
from reports.views.workbook import asked_year
from reports.years import finished_year
from zones import rules


class DocumentList(ListView):
    policy = rules.member
    queryset = IssuedDocument.objects.without_content()
    table_class = IssuedDocumentTable
    filterset_class = IssuedDocumentFilterSet
    title = gettext_lazy("Issued documents")
    intro = gettext_lazy("Annual reports and year-end workbooks as they went out: with number, frozen values and fingerprint.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [{"label": _("Issue a document"), "url": reverse("reports:document_new"), "icon": "plus", "decision": decision}]


class DocumentNew(EditView):
    """Makes a document of a frozen year, and keeps it."""

    policy = rules.keeper
    queryset = IssuedDocument.objects.without_content()
    form_class = IssueDocumentForm
    new_title = gettext_lazy("Issue a document")

    def get_initial(self) -> dict[str, Any]:
        return {"year": asked_year(self.request, finished_year(self.as_of))}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except actions.IssuedError as error:  # somebody let the year go a moment ago
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("reports:document_new"))

    def save(self, form: Any) -> IssuedDocument:
        return actions.issue(document=form.instance, by=self.request.user, now=clock.now())

    def back(self) -> str:
        return reverse("reports:document_list")


class DocumentFile(RowMixin, PortalView):
    """The bytes that were issued; each download is written down."""

    policy = rules.member
    queryset = IssuedDocument.objects.select_related("zone")

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        row = self.row
        row.zone.record_download(user=request.user, what=str(row), about=row.sha256, rows=1)
        return download(io.BytesIO(bytes(row.content)), row.filename)
