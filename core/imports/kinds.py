"""What a register says of itself to be exchanged with Excel."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models

from core.access import Decision, Policy
from core.excel.text import heading_key
from core.forms import RowForm, ScopedForm, field_value
from core.imports.cells import Codec
from core.imports.settled import settled
from core.imports.words import stamp_of
from core.tables import BaseTable


class Import:
    """One kind of row that goes out as a workbook and comes back (``imports.py`` of each app).

    ``fields`` are fields of ``form_class``, one column each; its rules are the rules of the sheet. ``unique`` names those of
    which two rows of one workbook may not say the same, ``key`` those by which a row without a number is known again.
    ``fixed`` are columns that a stored row never changes in a workbook, and why; ``kept`` are boxes of the form without a
    column, which stay as they are stored. ``examples`` are shown on the sheet of explanations.

    ``table_class`` is the list of the register, whose export comes back too: its columns are the fields of the same names, but
    for those of ``only_shown``. ``beside`` are headings of columns behind the others that are never read.

    ``takes_new`` is False where the portal makes the rows. ``policy`` says who exchanges the register; without one it is who keeps
    the registers of the zone. ``options_class`` is a form that is asked for when the rows are stored; see :meth:`take`.
    """

    do_not_call_in_templates = True  # lists of registers hold the classes

    code: str
    title: Any
    queryset: ClassVar[models.QuerySet]
    form_class: ClassVar[type[RowForm]]
    fields: tuple[str, ...]
    unique: ClassVar[tuple[str, ...]] = ("name",)
    key: ClassVar[tuple[str, ...]] = ("name",)
    fixed: ClassVar[tuple[str, ...]] = ()
    fixed_words: ClassVar[Any] = ""
    kept: ClassVar[tuple[str, ...]] = ()
    examples: ClassVar[dict[str, str]] = {}
    table_class: ClassVar[type[BaseTable] | None] = None
    only_shown: ClassVar[tuple[str, ...]] = ()
    beside: ClassVar[tuple[Any, ...]] = ()
    takes_new: ClassVar[bool] = True
    policy: ClassVar[Policy | None] = None
    options_class: ClassVar[type[ScopedForm] | None] = None

    def __init__(self, *, user: Any, zone: Any, as_of: datetime.date) -> None:
        self.user, self.zone, self.as_of = user, zone, as_of
        boxes = self.boxes()
        self.codecs = {name: Codec.of(boxes[name], name) for name in self.fields}
        self.checked_class = settled(self.form_class, boxes)

    @classmethod
    def of(cls, code: str, **who: Any) -> "Import":
        """The register that a code names; there may be several of a class. Raises: KeyError."""
        return cls(**who)

    @classmethod
    def title_of(cls, code: str) -> str:
        return str(cls.title)

    @classmethod
    def page_of(cls, code: str) -> str:
        """The page that the workbook belongs to; "" for the list of all registers."""
        return ""

    @property
    def stamp(self) -> str:
        return stamp_of(self.zone, self.code)

    def listed(self) -> dict[str, str]:
        """What the headings of the list mean, as they are compared: a field, or "" for a column that only shows something."""
        if self.table_class is None:
            return {}
        columns, read = self.table_class.base_columns, set(self.fields) - set(self.only_shown)
        groups = {heading_key(self.table_class.group_title(group)): "" for group in self.table_class.groups().values()}
        return groups | {heading_key(str(column.verbose_name)): name if name in read else "" for name, column in columns.items()}

    def rows(self) -> Any:
        """The rows that the person may see, of this zone, with what every column prints."""
        return self.queryset.all().visible_to(self.user).in_zone(self.zone)  # type: ignore[attr-defined]

    def rows_to_fill_in(self, asked: Mapping[str, str]) -> Any:
        """The rows of the workbook that is downloaded; ``asked`` is the query of the address."""
        return self.rows()

    def prepare(self, rows: list[Any]) -> None:
        """Told all rows once, under lock if they are, before any of them is asked about."""

    def take(self, options: dict[str, Any]) -> None:
        """Told what was chosen when the rows are stored (``options_class``), before they are checked once more."""

    def new_row(self) -> models.Model:
        return self.queryset.model(zone=self.zone)

    def form_arguments(self) -> dict[str, Any]:
        """What the form needs besides the person and the zone."""
        return {}

    def boxes(self) -> dict[str, Any]:
        """The box of every column, with its choices for this person and zone."""
        return self.form_class(instance=self.new_row(), **self.given()).fields

    def given(self) -> dict[str, Any]:
        return {"user": self.user, "zone": self.zone, **self.form_arguments()}

    def form(self, row: Any, data: Any) -> RowForm:
        """The form of a row of the workbook; ``data`` holds rows where the page would send their numbers."""
        return self.checked_class(data, instance=row, **self.given())

    def access(self, row: Any) -> Decision:
        """Whether the person may change a stored row."""
        return row.edit_access(self.user)

    def by_number(self, rows: Iterable[Any]) -> dict[str, Any]:
        """The rows by the numbers that a workbook may name them with."""
        return {str(row.pk): row for row in rows}

    def downloaded(self, stored: Any, number: str, version: str) -> Any:
        """The row as it was when the workbook was downloaded; None when nobody knows. One query."""
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            return None
        return stored.pgh_event_model.objects.filter(pgh_obj_id=stored.pk, version=int(version)).last()

    def stored(self, row: Any) -> dict[str, Any]:
        """What a stored row holds of every column."""
        return {name: field_value(row, name) for name in self.fields}

    def shown_beside(self, row: Any) -> list[Any]:
        """What a stored row shows in the columns of ``beside``."""
        return []

    def remark(self, form: RowForm) -> str:
        """What the preview says of a checked row beside what it changes."""
        return ""

    def checked(self, form: RowForm) -> Any:
        """What is kept of a row that was checked, until it is stored: the form without its boxes, which are most of it."""
        form.fields.clear()
        form._bound_fields_cache.clear()  # type: ignore[attr-defined]
        return form

    def save(self, checked: Any) -> None:
        """Store one checked row, as the page of a row does."""
        checked.save()

    def save_rest(self) -> None:
        """Told after the last row: for what is stored for many rows at once."""
