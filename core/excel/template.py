"""A workbook to be filled in: choices to pick from, notes at the headings, locked headings, a sheet that explains.

The first columns are a mark (⚠ where something is wrong), and hidden number and version of the row.
"""

import io
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.protection import SheetProtection

from core.excel.cells import Column
from core.excel.styles import Look, alignment, border, fill, font, number_format
from core.excel.text import looks_like_formula, safe_text, sheet_name, text_width

SPARE_ROWS = 500  # below the last one, with choices and unlocked
CHOICES = "_choices"
TECHNICAL = 3  # mark, number, version
NARROWEST, WIDEST = 10, 40


@dataclass(frozen=True, slots=True)
class Explained:
    """A column with what the sheet of explanations says of it; ``choices`` are the words it takes, if only some."""

    column: Column
    note: str = ""
    is_required: bool = False
    choices: Sequence[str] = ()
    example: str = ""


@dataclass(slots=True)
class Template:
    """``heads`` are the headings of mark, number and version."""

    title: str
    stamp: str
    heads: Sequence[str]
    columns: Sequence[Explained]
    notices: Sequence[str] = ()
    _dressed: dict[tuple[Look, bool], Any] = field(default_factory=dict)
    _widths: dict[int, float] = field(default_factory=dict)

    def save(self, rows: Iterable[Sequence[Any]]) -> io.BytesIO:
        """The workbook with ``rows`` (number, version, then a value for each column)."""
        book, self._dressed = Workbook(), {}
        book.properties.title, book.properties.keywords = safe_text(self.title), self.stamp
        sheet = book.active
        sheet.title = sheet_name(self.title, set())
        head = self.write_head(sheet)
        last = head
        for last, values in enumerate(rows, head + 1):
            self.write_row(sheet, last, values)
        self.prepare(sheet, head, last + SPARE_ROWS, last)
        self.explain(book)
        self.offer(book, sheet, head + 1, last + SPARE_ROWS)
        out = io.BytesIO()
        book.save(out)
        out.seek(0)
        return out

    def dress(self, cell: Any, look: Look, *, is_open: bool = False) -> None:
        """The looks of a cell; an open one can be written in.

        They are copied from the first cell of the kind, as openpyxl's users do for want of a public way: set one by one they
        cost ten times as much.
        """
        kind = look, is_open
        if kind in self._dressed:
            cell._style = copy(self._dressed[kind])
            return
        cell.font, cell.alignment, cell.border, cell.fill = font(look), alignment(look), border(look), fill(look)
        cell.number_format, cell.protection = number_format(look), Protection(locked=not is_open)
        self._dressed[kind] = copy(cell._style)

    def write_head(self, sheet: Any) -> int:
        """Title, notices and headings; the number of the row with the headings."""
        self.put(sheet, 1, TECHNICAL + 1, self.title, Look("title")).alignment = alignment(Look("plain"))
        for number, notice in enumerate(self.notices, 2):
            self.put(sheet, number, TECHNICAL + 1, notice, Look("notice")).alignment = alignment(Look("plain"))
        sheet.row_dimensions[1].height = 28
        head = len(self.notices) + 2
        for column, words in enumerate(self.heads, 1):
            self.put(sheet, head, column, words, Look("header"))
        for column, each in enumerate(self.columns, TECHNICAL + 1):
            cell = self.put(sheet, head, column, each.column.heading + (" *" if each.is_required else ""), Look("header"))
            if each.note:
                cell.comment = Comment(safe_text(each.note), "zoneportal", width=260, height=90)
            self._widen(column, max(text_width(each.column.heading), text_width(each.example)))
        lines = 1 + any("\n" in each.column.heading for each in self.columns)
        sheet.row_dimensions[head].height = 4 + 14 * lines
        return head

    def put(self, sheet: Any, row: int, column: int, value: Any, look: Look, *, is_open: bool = False) -> Any:
        cell = sheet.cell(row, column)
        cell.value = safe_text(value) if isinstance(value, str) else value
        self.dress(cell, look, is_open=is_open)
        if isinstance(value, str) and looks_like_formula(value):
            cell.data_type, cell.quotePrefix = "s", True
        return cell

    def write_row(self, sheet: Any, number: int, values: Sequence[Any]) -> None:
        for column, value in enumerate((None, *values[:2]), 1):  # unlocked too: rows with locked cells are not sorted
            self.put(sheet, number, column, value, Look("body"), is_open=True)
        for column, (each, value) in enumerate(zip(self.columns, values[2:], strict=True), TECHNICAL + 1):
            self.put(sheet, number, column, value, self.look(each, value), is_open=True)
            if isinstance(value, str):
                self._widen(column, text_width(value))

    def _widen(self, column: int, width: int) -> None:
        """Each column as wide as its widest text, within limits."""
        self._widths[column] = max(self._widths.get(column, NARROWEST), min(width + 4, WIDEST))

    def look(self, each: Explained, value: Any) -> Look:
        places = max(-value.normalize().as_tuple().exponent, 0) if hasattr(value, "as_tuple") else 0
        return Look("body", each.column.kind, min(places, 6) if each.column.kind == "number" else 0)

    def prepare(self, sheet: Any, head: int, end: int, last: int) -> None:
        """Frozen and locked headings, hidden columns, filter arrows, unlocked room for new rows."""
        sheet.column_dimensions["A"].width = 4
        for column, width in self._widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = width
        for letter in "BC":
            sheet.column_dimensions[letter].hidden = True
        sheet.freeze_panes = sheet.cell(head + 1, TECHNICAL + 2)
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(TECHNICAL + len(self.columns))}{max(last, head + 1)}"
        sheet.print_title_rows = f"{head}:{head}"
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for row in range(last + 1, end + 1):
            self.write_row(sheet, row, [None] * (len(self.columns) + 2))
        allowed = dict.fromkeys(
            ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"), False
        )
        sheet.protection = SheetProtection(sheet=True, **allowed)

    def explain(self, book: Any) -> None:
        sheet = book.create_sheet(_("How to fill it in"))
        heads = [_("Column"), _("Needed"), _("What belongs there"), _("Choices"), _("Example")]
        for column, (words, width) in enumerate(zip(heads, (24, 8, 50, 50, 24), strict=True), 1):
            self.put(sheet, 1, column, words, Look("header"))
            sheet.column_dimensions[get_column_letter(column)].width = width
        for row, each in enumerate(self.columns, 2):
            choices = "、".join(each.choices[:30]) + ("…" if len(each.choices) > 30 else "")
            texts = [each.column.heading.replace("\n", ""), _("yes") if each.is_required else "", each.note, choices, each.example]
            for column, words in enumerate(texts, 1):
                self.put(sheet, row, column, words, Look("body", "wrap"))
        sheet.freeze_panes = "A2"

    def offer(self, book: Any, sheet: Any, first: int, last: int) -> None:
        """The choices on a hidden sheet, and the arrows that offer them."""
        offered = [(column, each) for column, each in enumerate(self.columns, TECHNICAL + 1) if each.choices]
        if not offered:
            return
        hidden = book.create_sheet(CHOICES)
        hidden.sheet_state = "hidden"
        for place, (column, each) in enumerate(offered, 1):
            for row, words in enumerate(each.choices, 1):
                self.put(hidden, row, place, words, Look("body"))
            letter = get_column_letter(place)
            rule = DataValidation(type="list", formula1=f"'{CHOICES}'!${letter}$1:${letter}${len(each.choices)}", allow_blank=True)
            rule.errorStyle, rule.showErrorMessage = "warning", True
            rule.error = _("This is none of the choices.")
            sheet.add_data_validation(rule)
            name = get_column_letter(column)
            rule.add(f"{name}{first}:{name}{last}")
