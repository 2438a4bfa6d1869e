"""A month's returns as a workbook, to be filled in and read back: every cell is checked before anything is written."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import units
from core.excel import Book, Column, WorkbookError, read_rows
from core.excel.text import name_key
from core.formfields import read_number
from core.imports.check import Fault
from core.imports.words import MARK, NUMBER, VERSION
from returns.forms import ReturnForm
from returns.grid import Month
from returns.models import Return, ReturnItem

BLANKS = {"", "-", "–", "—", "－"}  # not reported
HEAD_ROWS = 12  # within which the headings are looked for


# --- out -----------------------------------------------------------------------------------------
def template(month: Month, rows: Iterable[Return], *, title: str, notices: Iterable[str]) -> tuple[io.BytesIO, int]:
    """What is stored of the month, to be filled in, and how many rows it has."""
    heads = [Column(MARK, "centre", width=4), Column(NUMBER, "centre", is_hidden=True), Column(VERSION, "centre", is_hidden=True)]
    heads += [Column(_("Enterprise"), width=34), Column(_("Park"), width=14), Column(_("State"), "centre", width=10)]
    heads += [Column(item.name, "number", unit=item.unit, width=14) for item in month.items]
    heads.append(Column(_("Explanation"), "wrap", width=30))
    with Book(title=title) as book:
        sheet = book.sheet(title, paper="A3")
        sheet.title(title, len(heads))
        for notice in notices:
            sheet.line(notice, len(heads))
        sheet.header(heads, freeze=4)
        first = sheet.next_row
        for row in rows:
            values = [month.value(row, item) for item in month.items]
            park = row.enterprise.park or ""
            sheet.row(["", row.pk, row.version, row.enterprise.name, str(park), row.get_state_display(), *values, row.note])
        sheet.filter(first - 1, max(sheet.next_row - 1, first))
        return book.save(), sheet.next_row - first


# --- in ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Change:
    item: ReturnItem
    old: Decimal | None
    new: Decimal | None


@dataclass(slots=True)
class Line:
    """What a row of the workbook changes in its return; ``doubts`` are the words of what is to be explained.

    ``note`` is the explanation that the row gives, ``stored_note`` the one that is stored.
    """

    report: Return
    values: dict[int, Decimal | None]
    note: str
    stored_note: str
    changes: list[Change] = field(default_factory=list)
    doubts: str = ""

    @property
    def numbers(self) -> dict[int, str | None]:
        return {item: None if value is None else f"{value:f}" for item, value in self.values.items()}

    @property
    def is_changed(self) -> bool:
        """Whether the row says anything that is not stored; a word that explains is something, too."""
        return bool(self.changes) or self.note != self.stored_note

    @property
    def is_new(self) -> bool:
        return bool(self.changes) and all(change.old is None for change in self.changes)


@dataclass(slots=True)
class Reading:
    """A workbook that was read: nothing is stored while there is a fault. ``header`` is the row of the headings."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    header: int = 0

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.is_changed]

    @property
    def new_count(self) -> int:
        return sum(line.is_new for line in self.lines)

    @property
    def same_count(self) -> int:
        return len(self.lines) - len(self.changed)

    @property
    def doubtful(self) -> list[Line]:
        return [line for line in self.changed if line.doubts]

    def as_rows(self) -> list[Any]:
        """What is stored after the confirmation, as JSON has it: number, version, values, explanation, doubts."""
        return [[line.report.pk, line.report.version, line.numbers, line.note, line.doubts] for line in self.changed]


class Sheet:
    """The rows of a sheet below the headings, whose columns are found by their words wherever they stand."""

    def __init__(self, data: bytes, items: Iterable[ReturnItem]) -> None:
        """Raises: WorkbookError for a file that is no such workbook."""
        rows = read_rows(data)
        wanted = {name_key(item.name): item for item in items}
        for head in rows[:HEAD_ROWS]:
            words = {heading(cell): column for column, cell in head.cells.items() if cell.value is not None}
            if name_key(str(NUMBER)) in words and wanted.keys() & words.keys():
                break
        else:
            raise WorkbookError(_("The headings were not found. Fill in the workbook that was downloaded for this month."))
        [(name, count)] = Counter(map(heading, head.cells.values())).most_common(1)
        if count > 1:
            raise WorkbookError(_("A heading stands there twice: %(head)s") % {"head": name})
        self.header = head.number
        self.number, self.version = words[name_key(str(NUMBER))], words.get(name_key(str(VERSION)))
        self.note, self.firm = words.get(name_key(_("Explanation"))), words.get(name_key(_("Enterprise")))
        self.items = {words[name]: item for name, item in wanted.items() if name in words}
        self.rows = [row for row in rows if row.number > head.number]

    @property
    def place(self) -> int:
        """The column of what is wrong with a row as a whole: one that shows."""
        return self.number if self.firm is None else self.firm


def heading(cell: Any) -> str:
    return name_key(str(cell.value).split("\n")[0])


def read(data: bytes, month: Month, rows: Iterable[Return], **who: Any) -> Reading:
    """Every row checked by the rules of the form. ``rows`` are those the person may write. Raises: WorkbookError."""
    sheet = Sheet(data, month.items)
    reading = Reading(header=sheet.header)
    known, seen = {str(row.pk): row for row in rows}, set()
    for row in sheet.rows:
        number = row.value(sheet.number)
        if number is None:
            continue
        report = known.get(str(number))
        place = row.number, sheet.place
        if report is None:
            reading.faults.append(Fault(*place, _("no return of this month with the number %(number)s") % {"number": number}))
        elif report.pk in seen:
            reading.faults.append(Fault(*place, _("this enterprise stands there twice")))
        elif row.is_hidden:
            reading.faults.append(Fault(*place, _("the row is hidden; show it, or delete it")))
        else:
            seen.add(report.pk)
            read_line(reading, sheet, row, report, month, who)
    if not seen and not reading.faults:
        reading.faults.append(Fault(0, 0, _("There is no row with a number below the headings.")))
    return reading


def read_line(reading: Reading, sheet: Sheet, row: Any, report: Return, month: Month, who: dict[str, Any]) -> None:
    """One return: its cells read, then checked together as in the grid."""
    faults = list(strange(sheet, row, report))
    values: dict[int, Decimal | None] = {}
    for column, item in sheet.items.items():
        try:
            values[item.pk] = number_in(row.cells.get(column))
        except ValidationError as error:
            faults.append(Fault(row.number, column, f"{item}: {' '.join(error.messages)}"))
    stored_note = report.note  # the form writes into the return that it checks
    note = str(row.value(sheet.note) or "").strip() if sheet.note is not None else stored_note
    if not faults:
        form = check(report, values, note, month, who)
        places = {f"i{item.pk}": column for column, item in sheet.items.items()}
        for name, errors in form.errors.items():
            label = form[name].label if name in form.fields else report.enterprise
            faults.append(Fault(row.number, places.get(name, sheet.place), f"{label}: {' '.join(errors)}"))
        line = Line(report, values, note, stored_note)
        line.changes = [
            Change(item, month.value(report, item), values[item.pk])
            for item in month.items
            if item.pk in values and month.value(report, item) != values[item.pk]
        ]
        line.doubts = "；".join(f"{cell.item}：{cell.doubts}" for cell in form.cells() if cell.doubts)
        reading.lines.append(line)
    reading.faults += faults


def strange(sheet: Sheet, row: Any, report: Return) -> Iterator[Fault]:
    """A row that is not of the return it names, or that was stored since the workbook was downloaded."""
    firm = row.cells.get(sheet.firm) if sheet.firm is not None else None
    if firm and name_key(str(firm.value)) != name_key(report.enterprise.name):
        params = {"number": report.pk, "firm": report.enterprise}
        yield Fault(row.number, sheet.place, _("the number %(number)s belongs to %(firm)s") % params)
    version = row.cells.get(sheet.version) if sheet.version is not None else None
    if version is None or str(version.value) != str(report.version):
        words = _("%(firm)s was changed since this workbook was downloaded; download it again")
        yield Fault(row.number, sheet.place, words % {"firm": report.enterprise})


def number_in(cell: Any) -> Decimal | None:
    """The number of a cell; None for what is not reported. Raises: ValidationError."""
    if cell is None:
        return None
    if cell.fault:
        raise ValidationError(cell.fault)
    if isinstance(cell.value, Decimal):
        return cell.value
    text = str(cell.value or "").strip()
    return None if text in BLANKS else read_number(text)


def check(report: Return, values: dict[int, Decimal | None], note: str, month: Month, who: dict[str, Any]) -> ReturnForm:
    """The form of the grid, filled with what the row says."""
    given = {f"i{item.pk}": values.get(item.pk, month.value(report, item)) for item in month.items}
    data = {name: "" if value is None else f"{value:f}" for name, value in given.items()}
    form = ReturnForm({**data, "note": note, "version": str(report.version)}, instance=report, month=month, **who)
    form.full_clean()
    return form


def count_words(reading: Reading) -> str:
    """``new 12, changed 31, same 5``."""
    words = _("new %(new)s, changed %(changed)s, same %(same)s, wrong %(wrong)s")
    changed = len(reading.changed) - reading.new_count
    numbers = {"new": reading.new_count, "changed": changed, "same": reading.same_count, "wrong": len(reading.faults)}
    return words % {name: units.number(value) for name, value in numbers.items()}
