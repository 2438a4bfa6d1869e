"""A list as its address asks for it: rows, columns, order, groups, counters, page. See core.views.ListView."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _

from core.excel import LIST_FORMS
from core.filtersets import BaseFilterSet
from core.imports.words import LISTED, NUMBER, PAGE, VERSION, stamp_of
from core.listing import OWN, PAGE_SIZES, ListQuery, address, nearby
from core.tables import BaseTable, Writer

LONGEST_PAGE = 900  # characters of an address that a workbook is stamped with
COUNTERS, FILTERS = "counters", "filters"  # ?part= of a list: its counters alone, its filters opened


def exchange(code: str, decision: Any) -> dict[str, Any]:
    """The button above a list that leads to its register as a workbook (core.imports)."""
    return {
        "label": _("With Excel"),
        "url": reverse("exchange:import_new", args=[code]),
        "icon": "file-spreadsheet",
        "decision": decision,
    }


def coming_back(code: str, zone: Any, request: Any) -> dict[str, Any]:
    """What lets the export of a list be sent back to its register: the zone's stamp, and hidden number and version of a row.

    Without a register (``code``) it is compared with the same list as it is then: the stamp says which one that is.
    """
    number = {str(NUMBER): attrgetter("pk")}
    if code:
        return {"stamp": f"{stamp_of(zone, code)}{LISTED}", "hidden": {**number, str(VERSION): attrgetter("version")}}
    page = request.path + address(request.GET, page=None, per_page=None, export=None, part=None)
    return {"stamp": f"{stamp_of(zone, PAGE + page)}{LISTED}", "hidden": number} if len(page) <= LONGEST_PAGE else {}


@dataclass(frozen=True, slots=True)
class Counter:
    """A number above a list and the way to its rows: ``given`` are the values of filters, ``counted`` is what they mean, as a
    column or annotation and its value.

    Without any it stands for all rows. ``css`` is a badge's suffix.
    """

    label: str | Promise
    given: tuple[tuple[str, str], ...] = ()
    counted: tuple[str, Any] | None = None
    css: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    label: str | Promise
    count: int | None  # None while nobody has counted
    url: str
    css: str
    is_current: bool


class Listing:
    """The rows of a filterset under the columns of a table. Queries are made when they are needed, each once."""

    def __init__(
        self,
        table_class: type[BaseTable],
        filterset: BaseFilterSet,
        data: QueryDict,
        *,
        sortable: Iterable[str],
        counters: tuple[Counter, ...] = (),
        tick: Writer | None = None,
    ) -> None:
        names = list(table_class.base_columns)
        self.filterset, self.data, self.counters = filterset, data, counters
        self.query = ListQuery.read(data, orderable=list(sortable), columns=names, groups=table_class.groups())
        self.counter_names = {name for counter in counters for name, _value in counter.given}
        self.shown = table_class.chosen(self.query.columns, for_file=data.get("export") in LIST_FORMS)
        self.group = table_class.groups().get(self.query.group)
        heads = self.group.column if self.group else ""  # it stands above the rows, not in them
        drawn = [name for name in self.shown if name != heads] or list(self.shown)
        self.rows = filterset.qs if filterset.is_valid() else filterset.queryset.none()
        related = table_class.related([*drawn, *([heads] if heads else [])])
        rows = self.rows.select_related(*related) if related else self.rows
        self.table = table_class(rows, order_by=self.query.sort or None, exclude=[name for name in names if name not in drawn])
        self.table.tick = tick
        ordered = self.table.data.data.query.order_by or rows.model._meta.ordering  # which grouped rows would lose
        first = self.group.order if self.group else ()
        self.table.data.data = self.table.data.data.order_by(*first, *ordered, "pk")

    def asks_for(self, part: str) -> bool:
        return self.data.get("part") == part

    @cached_property
    def page(self) -> Page:
        """The page asked for, or the last."""
        paginator = Paginator(self.table.data.data, self.query.per_page)
        try:
            return paginator.page(self.query.page)
        except EmptyPage:
            return paginator.page(paginator.num_pages)

    def counted(self) -> list[Counted]:
        """The counters over what the other filters leave. One query."""
        return self.quick(self.tally(self.filterset.without(self.counter_names))) if self.filterset.is_valid() else []

    def quick(self, tally: Mapping[tuple[str, Any] | None, int] | None = None) -> list[Counted]:
        """The ways of the counters, with the numbers of ``tally`` if there is one.

        A page comes without: counting a computed column of all rows takes longer than showing fifty of them.
        """
        if not self.filterset.is_valid():
            return []
        names = self.counter_names
        chosen = {name: self.data[name] for name in names if self.data.get(name)}
        cleared: dict[str, Any] = dict.fromkeys([*names, "page", "part"])
        return [
            Counted(
                counter.label,
                None if tally is None else tally[counter.counted],
                address(self.data, **(cleared | dict(counter.given))),
                counter.css,
                chosen == dict(counter.given),
            )
            for counter in self.counters
        ]

    def tally(self, rows: QuerySet) -> Tally[tuple[str, Any] | None]:
        """How many rows have each value that is counted, and under None all. One query: the rows grouped by these columns,
        because a filtered count for each would repeat a computed column as often in the SQL."""
        keys = list(dict.fromkeys(counter.counted[0] for counter in self.counters if counter.counted))
        tally: Tally[tuple[str, Any] | None] = Tally()
        for *values, count in rows.order_by().values_list(*keys).annotate(rows_of_values=Count("pk")):
            tally[None] += count
            for pair in zip(keys, values, strict=True):
                tally[pair] += count
        return tally

    def group_counts(self) -> dict[tuple[Any, ...], int]:
        """How many rows each group has on all pages, by key. One query of a grouped list, none of another."""
        if self.group is None:
            return {}
        rows: QuerySet = self.rows.order_by().values_list(*self.group.key).annotate(rows_of_group=Count("pk"))
        return {tuple(key): count for *key, count in rows}

    def context(self) -> dict[str, Any]:
        """What templates/generic/list.html prints of a list besides its filter: rows, headings, pages, columns, addresses."""
        data, table, page = self.data, self.table, self.page
        heading = table.headings(self.group, self.group_counts()) if self.group and page.paginator.count else None
        columns = table.base_columns.items()
        asked = {name for name, value in data.items() if value and name not in OWN}
        return {
            "filtered": bool(asked),
            "filters_open": bool(asked - self.counter_names) or self.asks_for(FILTERS),  # what a counter shows needs no open box
            "filters_here": self.filterset.is_bound or self.asks_for(FILTERS),
            "filters_url": address(data, part=FILTERS),
            "headers": table.headers(data),
            "body": table.body(page.object_list, heading),
            "page": page,
            "pages": [(number, address(data, page=number)) for number in nearby(page)],
            "sizes": [(size, address(data, per_page=size, page=None), size == self.query.per_page) for size in PAGE_SIZES],
            "columns": [(name, column.verbose_name, name in self.shown) for name, column in columns],
            "sort": ",".join(self.query.sort),
            "groups": [(name, table.group_title(group), name == self.query.group) for name, group in table.groups().items()],
            "counted": self.quick(),
            "counting_url": address(data, part=COUNTERS, page=None),
            "export_url": address(data, export="xlsx", page=None),
            "csv_url": address(data, export="csv", page=None),
        }

    def kept(self) -> str:
        """The address as a saved view keeps it: filters, order, columns and groups; neither a page nor what nobody reads."""
        known = (OWN | set(self.filterset.base_filters)) - {"page", "export", "part"}
        return address(self.data, **{name: None for name in self.data if name not in known}).removeprefix("?")


def tick_box(may: str) -> Writer | None:
    """The leading cell of rows that can be chosen: ``may`` is the attribute that says whether the person may change one."""
    if not may:
        return None

    def write(record: Any) -> str:
        if not getattr(record, may):
            return '<td class="tick"></td>'
        value = f'value="{record.pk}.{record.version}" aria-label="{escape(record)}"'
        return f'<td class="tick"><input class="form-check-input" type="checkbox" name="rows" form="ticked" {value}></td>'

    return write
