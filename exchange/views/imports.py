"""A register as a workbook: downloaded, sent back, looked at, stored."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core import clock
from core.excel import LARGEST_FILE, WorkbookError, safe_filename
from core.forms import ScopedForm, UploadForm
from core.imports import Import, given_back, template
from core.progress import TrackedView
from core.views import DetailView, PortalView, download
from exchange import actions, policies
from exchange.choices import RunState
from exchange.forms import HeadingsForm
from exchange.kinds import KINDS, Register, class_of, kind_of
from exchange.models import ImportRun
from returns.imports import code_of
from returns.models import Return
from zones import rules

SENT = 50  # of the workbooks that were sent before


class OfKind(PortalView):
    """Pages of one register."""

    policy = policies.sends

    def get_target(self) -> Register:
        """Raises: Http404."""
        register = Register(self.kwargs["code"], self.request.zone)
        try:
            class_of(register.code)
        except KeyError:
            raise Http404(_("There is no such register.")) from None
        return register

    @cached_property
    def kind(self) -> Import:
        return kind_of(self.kwargs["code"], user=self.request.user, zone=self.request.zone, as_of=self.as_of)


class ImportHome(PortalView):
    """All registers with their workbooks, and what was sent before."""

    policy = rules.keeper
    template_name = "exchange/home.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        runs = ImportRun.objects.in_zone(request.zone).visible_to(request.user).without_content().select_related("user")
        sent = [(run, Register(run.kind, request.zone)) for run in runs[:SENT]]
        registers = [Register(code, request.zone) for code in [*KINDS, *self.newest_month()]]
        shown = [register for register in registers if policies.sends(request.user, register)]
        context = {"title": _("Exchange with Excel"), "registers": shown, "sent": sent, "state_css": RunState.css()}
        return self.page(context)

    def newest_month(self) -> list[str]:
        """The code of the newest month's returns, if there are any."""
        row = Return.objects.in_zone(self.request.zone).visible_to(self.request.user).first()
        return [code_of(row.year, row.month)] if row else []


class ImportTemplate(OfKind):
    """The register as it stands, to be filled in."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        kind = self.kind
        title = f"{request.zone} {kind.title}"
        rows = list(kind.rows_to_fill_in(request.GET))
        stream = template(kind, rows, title=title)
        request.zone.record_download(
            user=request.user, what=_("workbook to fill in: %(title)s") % {"title": kind.title}, about="", rows=len(rows)
        )
        return download(stream, f"{title}-{self.as_of}.xlsx")


class ImportNew(TrackedView, OfKind):
    """Sends a workbook; its check is a page of its own."""

    template_name = "exchange/upload.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.ask(UploadForm(user=request.user, zone=request.zone))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, user=request.user, zone=request.zone)
        if not form.is_valid():
            return self.ask(form)
        file = form.cleaned_data["file"]
        data = file.read(LARGEST_FILE + 1)
        run, reading = actions.receive(kind=self.kind, data=data, filename=safe_filename(file.name))
        if reading is None:
            form.add_error("file", run.told)
            return self.ask(form)
        return HttpResponseRedirect(run.get_absolute_url())

    def ask(self, form: UploadForm) -> HttpResponse:
        register = self.get_target()
        title = _("%(register)s from a workbook") % {"register": register.title}
        return self.page({"title": title, "register": register, "form": form})


class ImportDetail(TrackedView, DetailView):
    """What a workbook would change; storing it, and saying what its headings mean."""

    policy = policies.handles
    queryset = ImportRun.objects.select_related("zone", "user")
    template_name = "exchange/import_detail.html"

    @cached_property
    def kind(self) -> Import:
        return kind_of(self.row.kind, user=self.row.user, zone=self.row.zone, as_of=self.as_of)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.row.is_running:
            self.row = actions.settle(run=self.row)
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.row.is_open and {"headings", "again"} & request.POST.keys():
            return self.check_again()
        options = self.options(request.POST)
        if options is not None and not options.is_valid():
            return self.show(options=options)
        if not actions.begin(run=self.row):
            messages.error(request, _("This workbook is “%(state)s”.") % {"state": self.row.get_state_display()})
            return HttpResponseRedirect(self.row.get_absolute_url())
        chosen = options.cleaned_data if options else None
        self.row, reading = actions.finish(run=self.row, kind=self.kind, now=clock.now(), options=chosen)
        if not self.row.is_stored:
            return self.show()
        messages.success(request, _("Rows stored: %(count)s") % {"count": len(reading.changed)})
        return HttpResponseRedirect(self.row.get_absolute_url())

    def check_again(self) -> HttpResponse:
        form = self.headings(self.request.POST)
        if form is not None and not form.is_valid():
            return self.show(form)
        actions.check_again(run=self.row, kind=self.kind, answers=form.answers() if form else {})
        return HttpResponseRedirect(self.row.get_absolute_url())

    def headings(self, data: Any = None) -> HeadingsForm | None:
        preview = self.row.shown
        if not (self.row.is_open and preview.questions):
            return None
        return HeadingsForm(data, preview=preview, user=self.request.user, zone=self.row.zone)

    def options(self, data: Any = None) -> ScopedForm | None:
        """What the register asks for when it is stored."""
        options_class = class_of(self.row.kind).options_class
        return options_class(data, user=self.request.user, zone=self.row.zone) if options_class else None

    def show(self, form: HeadingsForm | None = None, *, options: ScopedForm | None = None) -> HttpResponse:
        context = {
            "title": self.row,
            "row": self.row,
            "register": Register(self.row.kind, self.row.zone),
            "preview": self.row.shown if self.row.is_open else None,
            "form": form or self.headings(),
            "options": options or self.options(),
            "state_css": RunState.css(),
        }
        return self.page(context)


class ImportMarked(ImportDetail):
    """The workbook itself with its faults marked."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        run, preview = self.row, self.row.shown
        if not run.is_open:
            raise Http404(_("The workbook is no longer kept."))
        try:
            stream = given_back(bytes(run.content), preview.faults, preview.header)
        except WorkbookError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(run.get_absolute_url())
        run.zone.record_download(user=request.user, what=_("marked workbook"), about=run.filename, rows=len(preview.faults))
        return download(stream, run.filename)
