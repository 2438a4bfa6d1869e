"""An exported list beside what it would be today."""

from copy import copy
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _

from core.excel import LARGEST_FILE, WorkbookError, read_workbook
from core.forms import UploadForm
from core.imports import compare, page_of
from core.tables import DateColumn, MomentColumn
from core.views import ListView, PortalView
from zones import rules

SHOWN = 200  # changed rows, and rows that are gone


class ListComparison(PortalView):
    """Nothing is stored; the list is read again with the rights of who asks."""

    policy = rules.member
    template_name = "exchange/comparison.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.ask(UploadForm(user=request.user, zone=request.zone))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, user=request.user, zone=request.zone)
        if not form.is_valid():
            return self.ask(form)
        data = form.cleaned_data["file"].read(LARGEST_FILE + 1)
        try:
            then = read_workbook(data)
            page = urlsplit(page_of(then, request.zone))
            match = self.list_at(page.path)
            now = read_workbook(self.today(match, page))
            return self.ask(form, found=compare(then, now, days=days_of(match.func.view_class)))  # type: ignore[attr-defined]
        except WorkbookError as error:
            form.add_error("file", str(error))
            return self.ask(form)

    def ask(self, form: UploadForm, **context: Any) -> HttpResponse:
        return self.page({"title": _("Compare an exported list"), "form": form, "shown": SHOWN, **context})

    def list_at(self, path: str) -> ResolverMatch:
        """The list at an address. Raises: WorkbookError."""
        try:
            match = resolve(path)
        except Resolver404:
            match = None
        if match is None or not issubclass(getattr(match.func, "view_class", object), ListView):
            raise WorkbookError(_("There is no such list any more."))
        return match

    def today(self, match: ResolverMatch, page: SplitResult) -> bytes:
        """The same list with the same filters as a workbook of now. Raises: WorkbookError for one that may not be seen."""
        request = copy(self.request)
        request.method, request.path, request.resolver_match = "GET", page.path, match
        request.GET = QueryDict(page.query, mutable=True)  # type: ignore[assignment]
        request.GET["export"] = "xlsx"
        answer = match.func(request, *match.args, **match.kwargs)
        if not isinstance(answer, FileResponse):
            raise WorkbookError(_("You may not see this list, or its filter is not understood any more."))
        return answer.getvalue()


def days_of(view: type[ListView]) -> list[str]:
    """The headings of the columns that hold days and moments."""
    columns = view.table_class.base_columns.values()
    return [str(column.verbose_name) for column in columns if isinstance(column, DateColumn | MomentColumn)]
