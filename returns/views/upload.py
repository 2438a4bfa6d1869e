"""A month's workbook read back: what it changes is shown first, then stored, all or none."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.excel import LARGEST_FILE, WorkbookError
from core.forms import UploadForm
from indicators.locks import LockedError
from returns import actions, workbook
from returns.forms import ConfirmForm
from returns.views.base import OfMonth

HOLDS = 24 * 3600  # seconds between the preview and its confirmation


class MonthUpload(OfMonth):
    """Both steps are one address; the rows that were read travel signed in the form."""

    template_name = "returns/upload.html"

    def get(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        return self.ask(UploadForm(**self.person()))

    def post(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        if request.POST.get("step") == "confirm":
            return self.confirm()
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
        file = form.cleaned_data["file"]
        rows = list(self.mine().editable_by(self.request.user).with_enterprise())
        try:
            data = file.read(LARGEST_FILE + 1)
            reading = workbook.read(data, self.month_of(rows), rows, **self.who())
        except WorkbookError as error:
            form.add_error("file", str(error))
            return self.ask(form)
        signed = "" if reading.faults else signing.dumps(reading.as_rows(), salt=self.salt, compress=True)
        confirm = ConfirmForm(initial={"rows": signed}, **self.person())
        return self.ask(form, reading=reading, counts=workbook.count_words(reading), confirm=confirm)

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
