"""The generic views. Every view declares its ``policy`` (core.access); a system check refuses one without.

Out of scope is 404, in scope without the right is 403 with the reason, before sign-in is the sign-in page.
"""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from core import access, clock, edit, excel, history
from core.filtersets import BaseFilterSet
from core.forms import RowForm
from core.listing import ListQuery
from core.lists import COUNTERS, FILTERS, Counter, Listing, coming_back, tick_box
from core.querysets import ScopedQuerySet
from core.refusals import forbidden, sign_in
from core.tables import BaseTable

MAX_ROW_ID = 2**63 - 1


class PortalView(View):
    """Sign-in, scope and right of every page; ``self.as_of`` is the day it shows."""

    policy: ClassVar[access.Policy]
    template_name: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.as_of = clock.today()
        policy = type(self).policy
        if not request.user.is_authenticated and policy is not access.anyone:
            return sign_in(request)
        decision = policy(request.user, self.get_target())
        if not decision:
            return forbidden(request, decision.reason)
        return super().dispatch(request, *args, **kwargs)

    def get_target(self) -> Any:
        """What the policy is asked about: the zone, or the row of a page about one row."""
        return self.request.zone  # type: ignore[attr-defined]

    def page(self, context: dict[str, Any] | None = None, *, template: str = "", status: int = 200) -> HttpResponse:
        return render(self.request, template or self.template_name, {"as_of": self.as_of, **(context or {})}, status=status)


class RowMixin:
    """Finds the one row of the page among those the person may see. Raises: Http404."""

    queryset: ClassVar[models.QuerySet]
    row: Any = None

    def rows(self) -> ScopedQuerySet:
        return self.queryset.all().visible_to(self.request.user)  # type: ignore[attr-defined]

    def get_target(self) -> Any:
        pk = self.kwargs["pk"]  # type: ignore[attr-defined]
        self.row = self.rows().filter(pk=pk).first() if pk <= MAX_ROW_ID else None
        if self.row is None:
            raise Http404(_("There is no such page, or it is not of your zone."))
        return self.row


class ListView(PortalView):
    """Search, filters, order, columns, page size, export: all of it in the address."""

    queryset: ClassVar[ScopedQuerySet]
    table_class: ClassVar[type[BaseTable]]
    filterset_class: ClassVar[type[BaseFilterSet]]
    template_name = "generic/list.html"
    title: ClassVar[Any] = ""
    intro: ClassVar[Any] = ""
    counters: ClassVar[tuple[Counter, ...]] = ()
    register = ""  # the code of the register (core.imports) that the list's export can be sent back to
    may_tick = ""  # what of a row says whether the person may choose it; "" where nobody chooses any

    def get_queryset(self) -> models.QuerySet:
        return self.queryset.all().visible_to(self.request.user).in_zone(self.request.zone)  # type: ignore[attr-defined]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        filterset = self.filterset_class(request.GET, self.get_queryset(), request=request, as_of=self.as_of)
        given: dict[str, Any] = {"sortable": self.sortable(), "counters": self.counters, "tick": tick_box(self.may_tick)}
        self.listing = listing = Listing(self.table_class, filterset, request.GET, **given)
        if request.GET.get("export") in excel.LIST_FORMS and filterset.is_valid():
            return self.export(listing.table, filterset)
        if getattr(request, "htmx", False) and listing.asks_for(COUNTERS):
            return self.page({"counted": listing.counted()}, template="generic/_counters.html")
        if getattr(request, "htmx", False) and listing.asks_for(FILTERS):
            return self.page({"filter": filterset}, template="generic/_filter_fields.html")
        return self.answer(listing.table, filterset, listing.page, listing.query, set(listing.shown))

    def sortable(self) -> list[str]:
        return [name for name, column in self.table_class.base_columns.items() if column.orderable is not False]

    def answer(self, table: BaseTable, filterset: BaseFilterSet, page: Any, query: ListQuery, shown: set[str]) -> HttpResponse:
        own = {"title": self.title, "intro": self.intro, "filter": filterset, "actions": self.get_actions(), **self.get_context()}
        htmx: Any = getattr(self.request, "htmx", False)
        context = self.listing.context() | self.saved_views() | own
        response = self.page(context, template="generic/_list.html" if htmx and not htmx.boosted else "")
        response["Vary"] = "HX-Request, Cookie"
        return response

    def get_context(self) -> dict[str, Any]:
        return {}

    def get_actions(self) -> list[dict[str, Any]]:
        """Buttons of the page: dicts of ``label``, ``url``, ``icon`` and ``decision``."""
        return []

    def saved_views(self) -> dict[str, Any]:
        """By what the views of this list are found that the person or the zone keeps under names; they are read when opened."""
        match = self.request.resolver_match
        return {} if match is None or match.kwargs else {"view_page": match.view_name, "view_query": self.listing.kept()}

    def export(self, table: BaseTable, filterset: BaseFilterSet) -> HttpResponseBase:
        """The list as it stands: same scope, filter, order and columns, with notice lines, and logged."""
        zone, user = self.request.zone, self.request.user  # type: ignore[attr-defined]
        records, about, group = table.data.data, filterset.described(), self.listing.group
        notices = [
            _("Filter: %(filter)s") % {"filter": about or _("none")},
            _("As of %(day)s, exported by %(user)s") % {"day": self.as_of, "user": user},
        ]
        rows: Any = {"table": table, "records": records, "group": group}
        form = self.request.GET["export"]
        book: Any = {"title": f"{zone} {self.title}", "notices": notices, **coming_back(self.register, zone, self.request)}
        stream, count = excel.list_csv(**rows) if form == "csv" else excel.list_workbook(**book, **rows)
        zone.record_download(user=user, what=str(self.title), about=about, rows=count)
        return download(stream, f"{self.title}-{self.as_of}.{form}")


def download(stream: Any, filename: str) -> FileResponse:
    return FileResponse(stream, as_attachment=True, filename=excel.safe_filename(filename))


class DetailView(RowMixin, PortalView):
    """One row's page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page({"row": self.row, "title": self.row, **self.get_context()})

    def get_context(self) -> dict[str, Any]:
        return {}


class HistoryView(RowMixin, PortalView):
    """Who changed what, when, from what to what."""

    template_name = "generic/history.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page({"row": self.row, "changes": self.get_changes(), **self.get_context()})

    def get_changes(self) -> list[history.Change]:
        return history.changes(self.row, limit=200)

    def get_context(self) -> dict[str, Any]:
        return {}


class EditView(RowMixin, PortalView):
    """A new row (no ``pk`` in the address) or a change of one; see core.edit for what cannot be lost."""

    form_class: ClassVar[type[RowForm]]
    template_name = "generic/edit.html"
    new_title: ClassVar[Any] = ""

    def get_target(self) -> Any:
        self.row = None
        return super().get_target() if "pk" in self.kwargs else self.get_parent()

    def get_parent(self) -> Any:
        """What a new row belongs to, which the policy is asked about."""
        return self.request.zone  # type: ignore[attr-defined]

    def get_initial(self) -> dict[str, Any]:
        return {}

    def new_row(self) -> models.Model:
        """An unsaved row with what the form does not ask: the zone, or the parent."""
        return self.queryset.model(zone=self.request.zone)  # type: ignore[attr-defined]

    def build(self, instance: Any) -> RowForm:
        posted = self.request.POST if self.request.method == "POST" else None
        initial = self.get_initial() if instance is None else None
        row: Any = instance or self.new_row()
        given = {"instance": row, "initial": initial, "user": self.request.user, "zone": row.zone}
        return self.form_class(posted, **given, **self.form_arguments())

    def form_arguments(self) -> dict[str, Any]:
        """What the form needs besides the person and the zone."""
        return {}

    def get(self, request: HttpRequest, pk: int | None = None, **parents: Any) -> HttpResponse:
        return self.answer(self.build(self.row))

    def post(self, request: HttpRequest, pk: int | None = None, **parents: Any) -> HttpResponse:
        try:
            outcome = edit.save_form(queryset=self.rows(), pk=pk, build=self.build, save=self.save)
        except self.queryset.model.DoesNotExist:
            raise Http404(_("This row was deleted in the meantime.")) from None
        if outcome.row is not None:
            return self.stored(outcome.row)
        return self.answer(outcome.form, conflict=outcome.conflict, status=409 if outcome.conflict else 200)

    def stored(self, row: Any) -> HttpResponse:
        messages.success(self.request, _("Saved: %(row)s") % {"row": row})
        return HttpResponseRedirect(self.success_url(row))

    def save(self, form: RowForm) -> models.Model:
        return form.save()

    def success_url(self, row: Any) -> str:
        return row.get_absolute_url()

    def answer(self, form: RowForm, *, conflict: tuple = (), status: int = 200) -> HttpResponse:
        title = self.row or self.new_title
        return self.page(
            {"form": form, "row": self.row, "title": title, "conflict": conflict, "cancel": self.back()}, status=status
        )

    def back(self) -> str:
        return self.row.get_absolute_url() if self.row else "/"


class ActionView(RowMixin, PortalView):
    """One verb on one row, by POST; ``act`` returns the sentence that confirms it."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, **others: Any) -> HttpResponse:
        messages.success(request, self.act(self.row, **others))
        return HttpResponseRedirect(self.success_url(self.row))

    def act(self, row: Any, **others: Any) -> str:
        raise NotImplementedError

    def success_url(self, row: Any) -> str:
        return row.get_absolute_url()
