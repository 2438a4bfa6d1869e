"""Tables: django-tables2 for columns, order and paging; rows joined from one plain function per column.

Stock tables2 resolves accessors, inspects signatures and merges attributes for every cell: 103 ms for 50 rows. Here
each column gives, once per page, a function ``record -> escaped text`` (:meth:`Column.writer`), and the body is joined
from these. The library's interface stays whole: ``columns``, ``render_…`` methods, ``linkify``, ordering,
``as_values`` and ``row.get_cell`` answer as ever, because ``render`` calls the same function.
"""

import copy
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import units
from core.listing import address

Writer = Callable[[Any], str]
EMPTY = mark_safe('<span class="text-secondary">–</span>')


def getter(path: str) -> Callable[[Any], Any]:
    """``owner__park__name`` as a function of the record; None where any step is None or missing."""
    steps = path.replace(".", "__").split("__")
    if len(steps) == 1:
        return attrgetter(path)

    def walk(record: Any) -> Any:
        try:
            for step in steps:
                if record is None:
                    return None
                record = getattr(record, step)
        except ObjectDoesNotExist:  # the other end of a one-to-one relation that nobody has entered
            return None
        return record

    return walk


def nothing(record: Any) -> str:
    return ""


def row_address(viewname: str, pk: str = "pk") -> Callable[[Any], str]:
    """The address of a record's page, resolving the URL once: ``viewname`` takes one number."""
    before, after = reverse(viewname, args=[987654321]).split("987654321")
    key = getter(pk)
    return lambda record: f"{before}{key(record)}{after}"


class Column(tables.Column):
    """Text. ``to`` names the page that the text leads to, ``unit`` stands in the header, ``pinyin`` the path of a
    Chinese name to order by."""

    kind = "text"  # how a workbook writes it: text, number, date
    css = ""

    def __init__(
        self, *args: Any, unit: str | Promise = "", to: str = "", to_pk: str = "pk", css: str = "", pinyin: str = "", **kwargs: Any
    ) -> None:
        order = {"order_by": (f"{pinyin}__pinyin",)} if pinyin else {}
        super().__init__(*args, **{"empty_values": (), **order, **kwargs})
        self.unit, self.to, self.to_pk = unit, to, to_pk
        self.css = f"{self.css} {css}".strip()

    def __deepcopy__(self, memo: Any) -> "Column":
        """The library copies all columns for every table; a column holds nothing that a table changes."""
        return copy.copy(self)

    def text(self, value: Any) -> str:
        """One present value as escaped HTML."""
        return conditional_escape(value)

    def plain(self, value: Any) -> Any:
        """One present value as a workbook keeps it."""
        return str(value)

    def writer(self, bound: Any) -> Writer:
        """``record -> escaped text`` of this column, settled for one table."""
        value, text = getter(str(bound.accessor)), self.text

        def write(record: Any) -> str:
            found = value(record)
            return EMPTY if found is None or found == "" else text(found)

        if not self.to:
            return write
        href, key = row_address(self.to, self.to_pk), getter(self.to_pk)
        return lambda record: f'<a href="{href(record)}">{write(record)}</a>' if key(record) is not None else EMPTY

    def reader(self, bound: Any) -> Callable[[Any], Any]:
        """``record -> value`` for a workbook; None stays None: not reported is never zero."""
        value, plain = getter(str(bound.accessor)), self.plain

        def read(record: Any) -> Any:
            found = value(record)
            return None if found is None or found == "" else plain(found)

        return read

    def render(self, record: Any, bound_column: Any) -> SafeString:  # the library's way in
        return mark_safe(self.writer(bound_column)(record))

    def value(self, record: Any, bound_column: Any) -> Any:
        return self.reader(bound_column)(record)


class NumberColumn(Column):
    """A number, right-aligned, thousands grouped; ``places`` fixes the decimals."""

    kind = "number"
    css = "num"

    def __init__(self, *args: Any, places: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def text(self, value: Any) -> str:
        return units.number(value, self.places)

    def plain(self, value: Any) -> Any:
        return value


class DateColumn(Column):
    kind = "date"
    css = "text-nowrap"

    def text(self, value: Any) -> str:
        return value.isoformat()[:10]

    def plain(self, value: Any) -> Any:
        return value


class MomentColumn(DateColumn):
    """A point in time, printed to the minute in the portal's time zone."""

    def text(self, value: Any) -> str:
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"

    def plain(self, value: Any) -> Any:
        return self.text(value)


class YesColumn(Column):
    def text(self, value: Any) -> str:
        return escape(_("yes")) if value else EMPTY

    def plain(self, value: Any) -> Any:
        return _("yes") if value else _("no")


class ChoiceColumn(Column):
    """A choice's words. A choices class with a ``css`` mapping (value -> badge suffix) makes it a badge."""

    css = "choice"

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices

    def words(self) -> dict[str, str]:
        return {str(key): str(label) for key, label in self.choices.choices}

    def writer(self, bound: Any) -> Writer:
        suffix = getattr(self.choices, "css", None)
        words = {
            key: f'<span class="badge badge-{suffix().get(key, "plain")}">{escape(word)}</span>' if suffix else escape(word)
            for key, word in self.words().items()
        }
        value = getter(str(bound.accessor))
        return lambda record: words.get(value(record), EMPTY)

    def reader(self, bound: Any) -> Callable[[Any], Any]:
        words, value = self.words(), getter(str(bound.accessor))
        return lambda record: words.get(value(record))


class LightColumn(ChoiceColumn):
    """A light: colour, shape and word together, so that it reads in black and white too."""

    def writer(self, bound: Any) -> Writer:
        words = {key: light_html(key, word) for key, word in self.words().items()}
        value = getter(str(bound.accessor))
        return lambda record: words.get(value(record), EMPTY)


def light_html(key: str, word: str) -> SafeString:
    return mark_safe(
        f'<span class="light light-{escape(key)}"><span class="light-dot" aria-hidden="true"></span>{escape(word)}</span>'
    )


@dataclass(frozen=True, slots=True)
class Header:
    name: str
    label: str
    unit: str
    css: str
    sort_url: str  # empty when the column cannot be ordered
    direction: str  # "", "ascending" or "descending", as aria-sort wants it


@dataclass(frozen=True, slots=True)
class Group:
    """Under what the rows of a list can stand together (``?group=``).

    Rows that agree in the paths of ``key`` are one group; ``order`` is what the groups are ordered by. A group is headed by
    what ``column`` says of its rows, or else by ``words`` of one of them under the name ``label``.
    """

    key: tuple[str, ...]
    order: tuple[Any, ...]
    column: str = ""
    label: str | Promise = ""
    words: Callable[[Any], str] = str


class BaseTable(tables.Table):
    """Base of every table of the portal; ``Meta.hidden`` names the columns that wait in the column choice, ``Meta.groups``
    the :class:`Group` by name. ``tick`` writes the leading cell of a record where rows can be chosen."""

    tick: Writer | None = None

    class Meta:
        empty_text = ""

    @classmethod
    def hidden_columns(cls) -> tuple[str, ...]:
        return tuple(getattr(cls.Meta, "hidden", ()))

    @classmethod
    def chosen(cls, asked: Iterable[str], *, for_file: bool = False) -> tuple[str, ...]:
        """The columns of a page: those asked for, else all that do not wait in the choice.

        On a page a value carries its mark; in a file the columns of ``Meta.along`` (name -> the values that it speaks of)
        go along with them, whatever was chosen.
        """
        names = list(asked) or [name for name in cls.base_columns if name not in cls.hidden_columns()]
        along: dict[str, tuple[str, ...]] = getattr(cls.Meta, "along", {}) if for_file else {}
        return (*names, *(mark for mark, values in along.items() if mark not in names and not set(values).isdisjoint(names)))

    @classmethod
    def groups(cls) -> dict[str, Group]:
        return getattr(cls.Meta, "groups", {})

    @classmethod
    def group_title(cls, group: Group) -> str:
        return str(cls.base_columns[group.column].verbose_name if group.column else group.label)

    @classmethod
    def group_writers(cls, group: Group) -> tuple[Writer, Callable[[Any], Any]]:
        """What heads a group on a page, and what a workbook says of it."""
        if not group.column:
            return lambda record: escape(group.words(record)), group.words
        column = cls.base_columns[group.column]
        bound = SimpleNamespace(accessor=column.accessor or group.column)
        return column.writer(bound), column.reader(bound)

    def headers(self, data: Any = None) -> list[Header]:
        """The headings; ``data`` is the request's query, for links that keep it. Without it nothing sorts."""
        return [self._header(bound, data) for bound in self.columns]

    def _header(self, bound: Any, data: Any) -> Header:
        ordered = bound.is_ordered
        descending = ordered and bound.order_by_alias.is_descending
        sort_url = ""
        if data is not None and bound.orderable:
            sort_url = address(data, sort=bound.name if descending or not ordered else f"-{bound.name}", page=None)
        direction = ("descending" if descending else "ascending") if ordered else ""
        return Header(bound.name, str(bound.header), str(getattr(bound.column, "unit", "")), bound.column.css, sort_url, direction)

    @classmethod
    def related(cls, shown: Iterable[str]) -> list[str]:
        """The relations that the columns named ``shown`` read, to be joined in one query and no others."""
        paths = {str(cls.base_columns[name].accessor or name).replace(".", "__").rpartition("__")[0] for name in shown}
        return sorted(path for path in paths if path)

    def writers(self) -> list[tuple[str, Writer]]:
        """Opening tag and cell writer of every visible column."""
        return [(self._cell_tag(bound), self._writer(bound)) for bound in self.columns]

    def _cell_tag(self, bound: Any) -> str:
        css = f' class="{escape(bound.column.css)}"' if bound.column.css else ""
        label = f"{bound.header} {getattr(bound.column, 'unit', '')}".strip()
        return f'<td{css} data-label="{escape(label)}">'

    def _writer(self, bound: Any) -> Writer:
        """A ``render_name`` method wins over the column, as in the library; its signature is read once."""
        method = getattr(self, f"render_{bound.name}", None)
        if method is None:
            return bound.column.writer(bound)
        wanted = inspect.signature(method).parameters
        value = getter(str(bound.accessor))
        fixed = {
            name: part for name, part in (("column", bound.column), ("bound_column", bound), ("table", self)) if name in wanted
        }
        if "value" in wanted and "record" in wanted:
            return lambda record: conditional_escape(method(record=record, value=value(record), **fixed))
        if "value" in wanted:
            return lambda record: conditional_escape(method(value=value(record), **fixed))
        return lambda record: conditional_escape(method(record=record, **fixed))

    def body(self, records: Iterable[Any] | None = None, heading: Callable[[Any], str] | None = None) -> SafeString:
        """The rows of the current page (or of ``records``) as one string; ``heading`` writes what stands above a record."""
        if records is None:
            records = self.page.object_list.data if getattr(self, "page", None) else self.data.data
        writers, tick, above = self.writers(), self.tick or nothing, heading or nothing
        return mark_safe(
            "".join(
                [
                    f"{above(record)}<tr>{tick(record)}{''.join([f'{tag}{write(record)}</td>' for tag, write in writers])}</tr>"
                    for record in records
                ]
            )
        )

    def headings(self, group: Group, counts: dict[tuple[Any, ...], int]) -> Callable[[Any], str]:
        """``record -> heading`` above the first record of each group, with the number of all its rows; else ""."""
        write, _read = self.group_writers(group)
        parts, last = [getter(path) for path in group.key], [None]
        span = len(self.columns) + bool(self.tick)

        def above(record: Any) -> str:
            key: Any = tuple([part(record) for part in parts])
            if key == last[0]:
                return ""
            last[0] = key
            count = f'<span class="unit">{units.number(counts.get(key))}</span>'
            return f'<tr class="group"><th colspan="{span}" scope="rowgroup">{write(record)}{count}</th></tr>'

        return above

    def export_rows(
        self, records: Iterable[Any], *, before: Iterable[Callable[[Any], Any]] = (), behind: Iterable[Callable[[Any], Any]] = ()
    ) -> Iterator[list[Any]]:
        """Typed values of every visible column for ``records``, for a workbook; others are read before and behind them."""
        readers = [*before, *(self._reader(bound) for bound in self.columns), *behind]
        for record in records:
            yield [read(record) for read in readers]

    def _reader(self, bound: Any) -> Callable[[Any], Any]:
        method = getattr(self, f"value_{bound.name}", None)
        if method is not None:
            return lambda record: method(record=record)
        return bound.column.reader(bound)
