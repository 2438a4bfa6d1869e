"""What the reflection tests walk over: every list of the portal, its table and filters, and every form."""

from typing import Any

from django.test import RequestFactory

from core import clock
from core.checks import patterns
from core.views import EditView, ListView


def of_class(base: type, *, of_a_row: bool = True) -> dict[str, type]:
    """The view classes below ``base`` by the name of their address; without those of a row only addresses without a number."""
    entries = {name: entry for name, entry in patterns() if of_a_row or not entry.pattern.converters}
    views = {name: getattr(entry.callback, "view_class", None) for name, entry in entries.items()}
    return {name: view for name, view in views.items() if view is not None and issubclass(view, base)}


LISTS: dict[str, type[ListView]] = of_class(ListView, of_a_row=False)
EDITS: dict[str, type[EditView]] = of_class(EditView)


def view_of(name: str, *, user: Any, zone: Any, query: dict[str, str] | None = None) -> Any:
    """The list view of an address as a request would set it up, without answering it."""
    request = RequestFactory().get("/", query or {})
    request.user, request.zone, request.htmx = user, zone, False
    view = LISTS[name]()
    view.setup(request)
    view.as_of = clock.today()
    return view


def table_of(view: Any, *, columns: list[str] | None = None, order_by: tuple[str, ...] | None = None) -> Any:
    """The table of a list with all its columns, or those named, over all its rows."""
    names = list(view.table_class.base_columns)
    chosen = columns or names
    related = view.table_class.related(chosen)
    rows = view.get_queryset()
    rows = rows.select_related(*related) if related else rows
    return view.table_class(rows, order_by=order_by, exclude=[name for name in names if name not in chosen])


def filters_of(view: Any) -> Any:
    """The filterset of a list for its own query."""
    return view.filterset_class(view.request.GET, view.get_queryset(), request=view.request, as_of=view.as_of)


def payload(form: Any) -> dict[str, Any]:
    """What a browser sends back from a form: every field's value, no unticked boxes."""
    values = {name: form[name].value() for name in form.fields}
    sent = {
        name: [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value for name, value in values.items()
    }
    return {name: "" if value is None else value for name, value in sent.items() if value is not False}
