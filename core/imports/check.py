"""A workbook read against a register: every cell is checked before anything is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from core.excel import MOST_ROWS, Row, WorkbookError, letters, read_workbook
from core.excel.text import heading_key, name_key
from core.forms import RowForm, field_value
from core.imports.cells import Codec, plain
from core.imports.kinds import Import
from core.imports.words import FAULTS, LISTED, MARK, NUMBER, VERSION
from core.progress import track

HEAD_ROWS = 12  # within which the headings are looked for
NO_ROW = re.compile(r"(合|总|小)计([^\w].*)?|(注|备注|说明)\d*[:：].*", re.DOTALL)  # totals, and notes below the table
MOST_FAULTS = 2_000  # after which the rest is not told


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell; ``at`` is "" for the sheet as a whole. ``column`` counts from 0."""

    row: int
    column: int
    words: str

    @property
    def at(self) -> str:
        return f"{letters(self.column)}{self.row}" if self.row else ""


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    old: Any
    new: Any


@dataclass(slots=True)
class Line:
    """One row of the workbook; ``checked`` is what is kept of a row that is to be written (Import.checked), None for one that
    stays."""

    number: int
    name: str
    is_new: bool = False
    checked: Any = None
    changes: list[Change] = field(default_factory=list)
    remark: str = ""


@dataclass(slots=True)
class Reading:
    """``questions`` are headings that nobody knows while columns are missing; ``skipped`` the numbers of rows left out."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    missing: list[Codec] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    header: int = 0
    is_foreign: bool = False  # it names rows that are not of this zone

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.checked is not None]

    @property
    def counts(self) -> dict[str, int]:
        """Rows that are new, changed and the same, and cells that are wrong."""
        new, faulty = sum(line.is_new for line in self.changed), {fault.row for fault in self.faults}
        same = sum(line.checked is None and line.number not in faulty for line in self.lines)
        return {"new": new, "changed": len(self.changed) - new, "same": same, "wrong": len(self.faults)}

    @property
    def is_clean(self) -> bool:
        return not self.faults and not self.questions


def check(kind: Import, data: bytes, mapping: dict[str, str] | None = None, *, locked: bool = False) -> Reading:
    """Every row by the rules of the register's form. ``mapping`` says what unknown headings mean: a field, or "" for none.

    ``locked`` keeps the stored rows from changing until the transaction ends.

    Raises: WorkbookError for a file that is no such workbook.
    """
    book = read_workbook(data)
    reading = Reading()
    if book.stamp.startswith("zoneportal;") and book.stamp.removesuffix(LISTED) != kind.stamp:
        raise_foreign(book.stamp, kind)
    columns = Columns.find(kind, book.rows, mapping or {}, is_list=book.stamp.endswith(LISTED))
    reading.questions, reading.missing, reading.header = columns.unknown, columns.missing(kind), columns.header
    Checker(kind, columns, reading, book.merged, locked=locked).run([row for row in book.rows if row.number > columns.header])
    return reading


def raise_foreign(stamp: str, kind: Import) -> NoReturn:
    if stamp.split(";")[1] == kind.zone.code:
        raise WorkbookError(_("This workbook is of another register. Download the one of “%(title)s”.") % {"title": kind.title})
    raise WorkbookError(_("This workbook was downloaded for another zone; nothing of it is read."))


@dataclass(slots=True)
class Columns:
    """Where the fields stand, found by their headings wherever these are."""

    header: int
    fields: dict[str, int]
    unknown: list[str]
    number: int | None = None
    version: int | None = None

    @classmethod
    def find(cls, kind: Import, rows: list[Row], mapping: dict[str, str], *, is_list: bool) -> "Columns":
        """In the export of a list the headings are the list's; elsewhere those of the register, or the list's for its fields.

        Raises: WorkbookError.
        """
        listed = kind.listed()
        labels = {heading_key(codec.label): name for name, codec in kind.codecs.items()}
        beside = {heading_key(str(words)): "" for words in kind.beside}
        names = listed if is_list else {key: name for key, name in listed.items() if name} | beside | labels
        technical = {heading_key(str(words)) for words in (MARK, NUMBER, VERSION, FAULTS)}
        for row in rows[:HEAD_ROWS]:
            keys = [heading_key(str(cell.value)) for cell in row.cells.values() if isinstance(cell.value, str)]
            if len(names.keys() & set(keys)) >= min(2, len(names)):
                break
        else:
            raise WorkbookError(_("The headings were not found. Fill in the workbook that can be downloaded here."))
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise WorkbookError(_("A heading stands there twice: %(head)s") % {"head": twice[0]})
        found: dict[str, int] = {}
        unknown, special = [], {}
        for column, cell in row.cells.items():
            words = str(cell.value)
            key = heading_key(words)
            if key in technical:
                special[key] = column
            elif key in names:
                found |= {names[key]: column} if names[key] else {}
            elif mapping.get(key) in kind.codecs:
                found.setdefault(mapping[key], column)
            elif key not in mapping:
                unknown.append(words.split("\n")[0])
        asked = unknown if len(found) < len(kind.codecs) else []
        return cls(row.number, found, asked, special.get(heading_key(str(NUMBER))), special.get(heading_key(str(VERSION))))

    def missing(self, kind: Import) -> list[Codec]:
        return [codec for name, codec in kind.codecs.items() if name not in self.fields]

    @property
    def first(self) -> int:
        return min(self.fields.values(), default=0)


class Checker:
    """Goes through the rows of one workbook."""

    def __init__(self, kind: Import, columns: Columns, reading: Reading, merged: list[tuple[int, int]], *, locked: bool) -> None:
        rows = list(kind.rows().select_for_update(of=("self",)) if locked else kind.rows())
        kind.prepare(rows)
        self.kind, self.columns, self.reading = kind, columns, reading
        self.merged = {row for first, last in merged for row in range(first, min(last, MOST_ROWS) + 1)}
        self.known = kind.by_number(rows)
        words = [(row, self.stored_words(row)) for row in rows]
        self.by_key = {self.key_of(said): row for row, said in words}
        self.taken = {name: {name_key(said[name]): row for row, said in words if said[name]} for name in kind.unique}
        self.seen: set[Any] = set()

    def run(self, rows: list[Row]) -> None:
        for row in track(rows):
            if self.is_no_row(row):
                self.reading.skipped.append(row.number)
            elif len(self.reading.faults) <= MOST_FAULTS:
                self.read(row)
        if not self.reading.lines and not self.reading.faults:
            self.reading.faults.append(Fault(0, 0, _("There is no row below the headings.")))

    def is_no_row(self, row: Row) -> bool:
        """Totals, notes below the table, and rows without anything in a column of the register."""
        if self.number_of(row):
            return False
        texts = [str(row.value(column) or "") for column in self.columns.fields.values()]
        first = next((str(cell.value).strip() for cell in row.cells.values() if cell.value is not None), "")
        return not any(texts) or NO_ROW.fullmatch(name_key(first)) is not None

    def number_of(self, row: Row) -> str:
        return str(row.value(self.columns.number) or "").strip() if self.columns.number is not None else ""

    def fault(self, row: Row, words: str, column: int | None = None) -> None:
        self.reading.faults.append(Fault(row.number, self.columns.first if column is None else column, words))

    def read(self, row: Row) -> None:
        number = self.number_of(row)
        stored = self.known.get(number)
        if row.is_hidden:
            self.fault(row, _("the row is hidden; show it, or delete it"))
        elif row.number in self.merged:
            self.fault(row, _("cells of this row are merged; each row needs its own"))
        elif number and stored is None:
            self.reading.is_foreign = True
            self.fault(row, _("there is no row with the number %(number)s in your zone") % {"number": number[:20]})
        else:
            self.line(row, number, stored)

    def stored_words(self, row: Any) -> dict[str, str]:
        holds = self.kind.stored(row)
        return {name: self.kind.codecs[name].stored_says(holds[name]) for name in {*self.kind.key, *self.kind.unique}}

    def key_of(self, said: dict[str, str]) -> tuple[str, ...]:
        """By what a row without a number is known again; empty where the workbook lacks one of its columns."""
        if not set(self.kind.key) <= said.keys():
            return ()
        codecs = self.kind.codecs
        return tuple(name_key(said[name] or codecs[name].stored_says(codecs[name].default)) for name in self.kind.key)

    def once(self, key: Any) -> bool:
        is_first = key not in self.seen
        self.seen.add(key)
        return is_first

    def line(self, row: Row, number: str, stored: Any) -> None:
        """One row of the register: which one it is, what it changes of it, and whether that may be."""
        before = len(self.reading.faults)
        failed: set[str] = set()
        said = dict(self.spelled(row, failed))
        stored = stored or self.by_key.get(self.key_of(said))
        self.check_doubles(row, stored, said)
        holds = self.kind.stored(stored) if stored is not None else {}
        changes = self.differences(row, number, stored, holds, said) if stored is not None else said
        self.check_rights(row, stored, changes)
        name = str(stored) if stored is not None else next((said[each] for each in self.kind.fields if said.get(each)), "")
        line = Line(row.number, name, is_new=stored is None)
        if changes or failed:
            form = self.checked(row, stored, holds, changes, failed)
            line.changes = list(self.told(holds, changes, stored))
            if len(self.reading.faults) == before:
                line.remark = self.kind.remark(form)
                line.checked = self.kind.checked(form)
        self.reading.lines.append(line)

    def told(self, holds: dict[str, Any], changes: dict[str, str], stored: Any) -> Iterator[Change]:
        """What the preview shows; of a new row what it says."""
        for name, words in changes.items():
            if stored is not None or words:
                codec = self.kind.codecs[name]
                yield Change(codec.label, codec.written(holds.get(name)), words or None)

    def check_rights(self, row: Row, stored: Any, changes: dict[str, str]) -> None:
        """What the person may not change of a stored row, and what nobody changes in a workbook."""
        if stored is None or not changes:
            return
        if not (decision := self.kind.access(stored)):
            self.fault(row, str(decision.reason))
        for name in self.kind.fixed:
            if name in changes:
                self.fault(row, str(self.kind.fixed_words), self.columns.fields[name])

    def spelled(self, row: Row, failed: set[str]) -> Iterator[tuple[str, str]]:
        """Field and what its cell says; a cell without a value is a fault and one of the ``failed``."""
        for name, column in self.columns.fields.items():
            try:
                yield name, self.kind.codecs[name].said(row.cells.get(column))
            except ValidationError as error:
                failed.add(name)
                self.fault(row, " ".join(error.messages), column)

    def check_doubles(self, row: Row, stored: Any, said: dict[str, str]) -> None:
        """What two rows may not both say, of the workbook or of the register, and one row that stands there twice."""
        twice = _("“%(words)s” stands in two rows of this workbook")
        key = self.key_of(said)
        if stored is not None and not self.once(("row", stored.pk)):
            self.fault(row, _("this row stands there twice"))
            return
        if stored is None and key and not self.once(("key", key)):
            column = self.columns.fields[self.kind.key[0]]
            self.fault(row, twice % {"words": said[self.kind.key[0]]}, column)
            return
        for name in self.kind.unique:
            words = said.get(name)
            if not words:
                continue
            column = self.columns.fields[name]
            if not self.once((name, name_key(words))):
                self.fault(row, twice % {"words": words}, column)
            elif self.taken[name].get(name_key(words), stored) != stored:
                self.fault(row, _("“%(words)s” is in the register already") % {"words": words}, column)

    def differences(self, row: Row, number: str, stored: Any, holds: dict[str, Any], said: dict[str, str]) -> dict[str, str]:
        """What the workbook changes of a stored row. A cell that was changed in both since the download is a fault.

        A row without a number was not downloaded: what it says is new, and an empty cell for which the page of a new row
        has a proposal says nothing.
        """
        codecs = self.kind.codecs
        now = {name: codecs[name].stored_says(holds[name]) for name in said}
        different = {name: words for name, words in said.items() if words != now[name]}
        if not number:
            different = {name: words for name, words in different.items() if words or not codecs[name].default}
        version = str(row.value(self.columns.version) or "") if self.columns.version is not None else ""
        if not different or not number or (number, version) == (str(stored.pk), str(stored.version)):
            return different
        base = self.kind.downloaded(stored, number, version)
        for name in list(different):
            then = codecs[name].stored_says(getattr(base, name)) if base is not None and hasattr(base, name) else None
            if then is not None and different[name] == then:
                del different[name]  # only somebody else changed it
            elif then != now[name]:
                words = _("changed meanwhile to “%(now)s”; take it over, or download the workbook again")
                self.fault(row, words % {"now": now[name] or _("empty")}, self.columns.fields[name])
        return different

    def checked(self, row: Row, stored: Any, holds: dict[str, Any], changes: dict[str, str], failed: set[str]) -> RowForm:
        """The form of the row, filled with what is stored and what the row changes; its errors are faults of the cells.

        What is wrong already (``failed``) is told once; rules about several cells wait until each of them has a value.
        """
        data: MultiValueDict = MultiValueDict()
        for name, codec in self.kind.codecs.items():
            value = sent(holds.get(name)) if stored is not None else codec.default
            if name in changes and (stored is not None or changes[name]):
                try:
                    value = codec.posted(changes[name])
                except ValidationError as error:
                    failed.add(name)
                    self.fault(row, " ".join(error.messages), self.columns.fields[name])
            put(data, name, value)
        for name in self.kind.kept if stored is not None else ():
            put(data, name, sent(field_value(stored, name)))
        data["version"] = str(stored.version) if stored is not None else "0"
        form = self.kind.form(stored if stored is not None else self.kind.new_row(), data)
        for name, errors in form.errors.items():
            if name not in failed and (name in form.fields or not failed):
                words = self.no_choice(form, name, changes) or " ".join(map(str, errors))
                self.fault(row, words, self.columns.fields.get(name))
        return form

    def no_choice(self, form: RowForm, name: str, changes: dict[str, str]) -> str:
        """Of a choice that this row in particular does not have, in the words of the cell; "" for other errors."""
        if name not in self.kind.codecs or not form.has_error(name, "invalid_choice"):
            return ""
        codec = Codec.of(form.fields[name], name)
        said = changes.get(name) or self.kind.codecs[name].written(form.data.get(name))
        return codec.none_of(str(said))


def put(data: MultiValueDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        data.setlist(name, value)
    elif value is not None and value != "":
        data[name] = value


def sent(value: Any) -> Any:
    """A stored value as the box takes it: rows as they are, everything else as a browser would send it back."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, set):
        return "、".join(map(str, sorted(value)))
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, Model | list) or value is None else str(value)
