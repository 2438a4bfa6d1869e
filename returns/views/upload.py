"""A month's workbook read back: what it changes is shown first, then stored, all or none."""

import base64
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.excel import LARGEST_FILE, WorkbookError
from core.forms import UploadForm
from core.imports import given_back
from core.views import download
from indicators.locks import LockedError
from returns import actions, workbook
from returns.forms import ConfirmForm, MarkForm
from returns.views.base import OfMonth

LARGEST_MARKED = 1024 * 1024  # bytes of a workbook that travels with its page
HOLDS = 24 * 3600  # seconds between the preview and its confirmation


class MonthUpload(OfMonth):
    """Both steps are one address; the rows that were read travel signed in the form."""

    template_name = "returns/upload.html"

    def get(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        return self.ask(UploadForm(**self.person()))

    def post(self, request: HttpRequest, year: int, month: int) -> HttpResponseBase:
        if request.POST.get("step") in {"confirm", "mark"}:
            return self.confirm() if request.POST["step"] == "confirm" else self.mark()
        form = UploadForm(request.POST, request.FILES, **self.person())
        return self.read(form) if form.is_valid() else self.ask(form)

    def person(self) -> dict[str, Any]:
        return {"user": self.request.user, "zone": self.request.zone}

    @property
    def salt(self) -> str:
        return f"returns.{self.request.user.pk}.{self.request.zone.pk}.{self.words()}"

    def ask(self, form: UploadForm, **context: Any) -> HttpResponse:
        title = _("Read a workbook: returns of %(month)s") % {"month": self.words()}
        around = {"title": title, "year": self.year, "month": self.number, "of_park": self.of_park}
        return self.page({"form": form, **around, **context})

    def read(self, form: UploadForm) -> HttpResponse:
        data = form.cleaned_data["file"].read(LARGEST_FILE + 1)
        try:
            reading = self.reading(data)
        except WorkbookError as error:
            form.add_error("file", str(error))
            return self.ask(form)
        signed = "" if reading.faults else signing.dumps(reading.as_rows(), salt=self.salt, compress=True)
        confirm = ConfirmForm(initial={"rows": signed}, **self.person())
        context = {"counts": workbook.count_words(reading), "confirm": confirm, "mark": self.mark_form(data, reading)}
        return self.ask(form, reading=reading, **context)

    def reading(self, data: bytes) -> workbook.Reading:
        """Raises: WorkbookError."""
        rows = list(self.mine().editable_by(self.request.user).with_enterprise())
        return workbook.read(data, self.month_of(rows), rows, **self.who())

    def mark_form(self, data: bytes, reading: workbook.Reading) -> MarkForm | None:
        """The workbook travels with the page: of returns nothing is kept that is not stored. None for a large one."""
        if not reading.faults or len(data) > LARGEST_MARKED:
            return None
        book = signing.dumps(base64.b64encode(data).decode(), salt=f"{self.salt}.book")
        return MarkForm(initial={"book": book}, **self.person())

    def mark(self) -> HttpResponseBase:
        """The workbook itself with its faults marked, as it is judged now."""
        try:
            data = base64.b64decode(signing.loads(self.request.POST.get("book", ""), salt=f"{self.salt}.book", max_age=HOLDS))
            reading = self.reading(data)
            stream = given_back(data, reading.faults, reading.header)
        except (signing.BadSignature, WorkbookError) as error:
            again = _("Nothing was stored. Read the workbook again.")
            messages.error(self.request, str(error) if isinstance(error, WorkbookError) else again)
            return HttpResponseRedirect(self.request.path + self.of_park)
        about = f"{self.words()}{self.of_park}"
        self.request.zone.record_download(user=self.request.user, what=_("marked workbook"), about=about, rows=len(reading.faults))
        return download(stream, f"{_('marked workbook')}-{self.words()}.xlsx")

    def confirm(self) -> HttpResponse:
        form = ConfirmForm(self.request.POST, **self.person())
        back = HttpResponseRedirect(reverse("returns:month", args=[self.year, self.number]) + self.of_park)
        if not form.is_valid():
            messages.error(self.request, _("Nothing was stored. Read the workbook again."))
            return back
        given = form.cleaned_data
        try:
            rows = signing.loads(given["rows"], salt=self.salt, max_age=HOLDS)
            found = self.mine().editable_by(self.request.user)
            kept = {"note": given["note"], "submit": given["submit"], **self.stored_with()}
            count = actions.import_returns(found=found, rows=rows, **kept)
        except signing.BadSignature:
            messages.error(self.request, _("Nothing was stored. Read the workbook again."))
        except actions.OutdatedReturnError as error:
            words = _("Nothing was stored: %(firms)s changed since the workbook was read. Download and fill it in again.")
            messages.error(self.request, words % {"firms": error})
        except (LockedError, actions.UnexplainedError) as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("Rows stored: %(count)s") % {"count": count})
        return back
