"""Books and sheets: titles, two-level headings, typed rows, links, charts, and a print-ready page."""

import io
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from core.excel import charts
from core.excel.cells import LETTERS, CellWriter, Column, Formula, Link, lines_needed, shown_width
from core.excel.stream import StreamSheet
from core.excel.styles import BODY_FONT, Styles, normal_font
from core.excel.text import range_name, safe_text, sheet_name, text_width

PAPER = {"A3": 8, "A4": 9}
SAMPLE = 300  # rows that decide the widths; the rest streams through
NARROWEST, WIDEST, HEADING = 6, 42, 12
LINE_HEIGHT, ROW_HEIGHT = 14.0, 18.0  # points, at 10 point type
UNWRAPPED = (Formula, Link)
Row = tuple[list[Any], list[Column], str, Any]  # values, columns, role, height (points, or a function that gives them)


class Book:
    """A workbook being written. Use as a context manager: nothing stays on the disk when writing fails.

    ``stamp`` is kept unseen in the file's keywords.
    ``missing`` is what null prints in number and date cells ("–"); by default the cell stays empty.
    """

    def __init__(self, *, title: str, author: str = "", missing: str = "", stamp: str = "") -> None:
        self.book = Workbook(write_only=True)
        self.book.properties.keywords = stamp or None
        self.book.properties.title = safe_text(title)
        self.book.properties.creator = safe_text(author) or "zoneportal"
        self.book.calculation.fullCalcOnLoad = True
        self.book._named_styles["Normal"].font = normal_font()  # decides widths and heights of every sheet
        self.writer = CellWriter(Styles(self.book), missing)
        self.sheets: list[Sheet] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            for sheet in self.sheets:
                sheet.stream.discard()

    def sheet(self, name: str, *, paper: str = "A4", footer: str = "", one_page: bool = False) -> "Sheet":
        """A new sheet behind the others; its ``name`` is cleaned and made unique. ``one_page`` prints it on one."""
        clean = sheet_name(name, {sheet.name for sheet in self.sheets})
        sheet = Sheet(self, clean, paper=paper, footer=footer, one_page=one_page)
        self.sheets.append(sheet)
        return sheet

    def save(self) -> io.BytesIO:
        for sheet in self.sheets:
            sheet.finish()
        out = io.BytesIO()
        self.book.save(out)
        out.seek(0)
        return out


class Sheet:
    """One sheet, written from top to bottom. Rows before the first flush decide the column widths."""

    def __init__(self, book: Book, name: str, *, paper: str, footer: str, one_page: bool) -> None:
        self.book, self.name = book, name
        self.stream = StreamSheet(book.book, name)
        book.book._add_sheet(self.stream)
        self.next_row = 1
        self.columns: list[Column] = []
        self._waiting: list[Row] = []
        self._widths: list[float] = []
        self._links: list[tuple[str, str]] = []
        self._area = ""
        self._flushed = False
        self._set_up_page(paper, footer, pages_high=1 if one_page else 0)

    # --- rows ----------------------------------------------------------------------------------
    def title(self, text: str, span: int) -> None:
        """The sheet's title across ``span`` columns."""
        self._across(text, "title", span, height=30)

    def line(self, text: str, span: int, role: str = "notice") -> None:
        """A line of text across ``span`` columns: notice, subtitle, or another role of core.excel.styles."""
        self._across(text, role, span, height=0)

    def blank(self) -> None:
        self._add([], [], "plain")

    def header(self, columns: Sequence[Column], *, freeze: int | None = None) -> None:
        """Headings, two rows deep when any column has a group; ``freeze`` names how many columns stay in view.

        The first frozen header is repeated on every printed page.
        """
        self.columns = list(columns)
        first, heads = self.next_row, [replace(column, kind="centre") for column in columns]
        grouped = any(column.group for column in columns)
        if grouped:
            before = [None, *(column.group for column in columns)]
            groups = ["" if c.group == left else safe_text(c.group) for c, left in zip(columns, before, strict=False)]
            self._add([group if c.group else c.heading for c, group in zip(columns, groups, strict=True)], heads, "header", 20)
            self._merge_groups(first)
        self._add(
            [c.heading if c.group or not grouped else "" for c in columns], heads, "header", lambda: self._header_height(heads)
        )
        if freeze is not None:
            self.keep(first, columns=freeze)

    def keep(self, first: int, *, columns: int = 0) -> None:
        """What is written so far stays in view; the rows from ``first`` on are repeated on every printed page."""
        self.stream.freeze_panes = f"{LETTERS[columns]}{self.next_row}"
        self.stream.print_title_rows = f"{first}:{self.next_row - 1}"

    def row(self, values: Sequence[Any], role: str = "body") -> None:
        """One row under the last header. Roles: body, subtotal, total."""
        self._add(list(values), self.columns, role)

    def cell(self, column: int, row: int) -> str:
        """``C5`` for column 2 (counted from 0) and row 5."""
        return f"{LETTERS[column]}{row}"

    def span(self, column: int, first: int, last: int, *, outside: bool = False) -> str:
        """``C5:C9``; with the sheet's name when the formula stands ``outside`` of it."""
        cells = f"{LETTERS[column]}{first}:{LETTERS[column]}{last}"
        fixed = f"${LETTERS[column]}${first}:${LETTERS[column]}${last}"
        return f"{quote_sheetname(self.name)}!{fixed}" if outside else cells

    def filter(self, first: int, last: int) -> None:
        """Filter arrows on header row ``first``, down to row ``last``."""
        self.stream.auto_filter.ref = f"A{first}:{LETTERS[len(self.columns) - 1]}{last}"
        self.area(first, last)

    def area(self, first: int, last: int) -> None:
        """The rows that the sheet's name stands for in formulas (名称管理器): the headings in row ``first``, down to ``last``."""
        self._area = f"{quote_sheetname(self.name)}!$A${first}:${LETTERS[len(self.columns) - 1]}${last}"

    def chart(self, chart: charts.Chart, *, at: tuple[int, int], to: tuple[int, int]) -> None:
        """A native chart between the upper left corners of two cells: column counted from 0, row from 1."""
        drawn = charts.build(self.stream, chart)
        drawn.anchor = charts.anchor(at, to)
        self.stream.add_chart(drawn)

    # --- how it gets there ---------------------------------------------------------------------
    def _add(self, values: list[Any], columns: list[Column], role: str, height: Any = 0) -> None:
        row = (values, columns, role, height)
        self._links += [(f"{LETTERS[i]}{self.next_row}", value.sheet) for i, value in enumerate(values) if type(value) is Link]
        self.next_row += 1
        if self._flushed:
            self._write(self.next_row - 1, row)
            return
        self._waiting.append(row)
        if len(self._waiting) >= SAMPLE:
            self._flush()

    def _across(self, text: str, role: str, span: int, height: float) -> None:
        column = Column("", kind="wrap")
        number = self.next_row
        self._add([text] + [None] * (span - 1), [column] * span, role, height or (lambda: self._across_height(text, span)))
        if span > 1:
            self.stream.merged_cells.add(f"A{number}:{LETTERS[span - 1]}{number}")

    def _across_height(self, text: str, span: int) -> float:
        return max(LINE_HEIGHT * lines_needed(safe_text(text), sum(self._widths[:span])) + 2, ROW_HEIGHT)

    def _header_height(self, columns: list[Column]) -> float:
        deepest = max(lines_needed(c.heading, width) for c, width in zip(columns, self._widths, strict=False))
        return max(LINE_HEIGHT * deepest + 4, 22)

    def _merge_groups(self, row: int) -> None:
        """A group spans its columns; a column without one spans both rows."""
        start = 0
        for index, column in enumerate(self.columns):
            following = self.columns[index + 1].group if index + 1 < len(self.columns) else None
            if not column.group:
                self.stream.merged_cells.add(f"{LETTERS[index]}{row}:{LETTERS[index]}{row + 1}")
                start = index + 1
            elif following != column.group:
                if index > start:
                    self.stream.merged_cells.add(f"{LETTERS[start]}{row}:{LETTERS[index]}{row}")
                start = index + 1

    def _flush(self) -> None:
        self._flushed = True
        self._widths = self._measure()
        for letter, width in zip(LETTERS, self._widths, strict=False):
            self.stream.column_dimensions[letter].width = width
        for letter, column in zip(LETTERS, self.columns, strict=False):
            if column.is_hidden:
                self.stream.column_dimensions[letter].hidden = True
        for number, row in enumerate(self._waiting, 1):
            self._write(number, row)
        self._waiting = []

    def _write(self, number: int, row: Row) -> None:
        values, columns, role, height = row
        points = height() if callable(height) else height
        fixed = bool(points)
        points = points or self._wrapped_height(values, columns)
        self.stream.put(self.book.writer.row(number, values, columns, role, points, fixed=fixed))

    def _wrapped_height(self, values: list[Any], columns: list[Column]) -> float:
        """Programs differ in whether they fit rows to wrapped text when opening a book: do it here; 0 for one line."""
        lines = [
            lines_needed(str(value), width)
            for value, column, width in zip(values, columns, self._widths, strict=False)
            if column.kind == "wrap" and value and type(value) not in UNWRAPPED
        ]
        deepest = max(lines, default=1)
        return LINE_HEIGHT * deepest + 3 if deepest > 1 else 0

    def _measure(self) -> list[float]:
        """Widths from headings and sampled rows; lines that run across do not count."""
        widths: dict[int, float] = {}
        for values, columns, role, _height in self._waiting:
            if role not in {"header", "body", "subtotal", "total"}:
                continue
            for index, (value, column) in enumerate(zip(values, columns, strict=False)):
                wanted = min(text_width(value), HEADING) if role == "header" else shown_width(value, column)
                wanted = column.width or min(max(wanted + 2, NARROWEST), WIDEST)
                widths[index] = max(widths.get(index, 0), wanted)
        return [widths[index] for index in sorted(widths)]

    def finish(self) -> None:
        """Writes what waits, and the links."""
        if not self._flushed:
            self._flush()
        if self._area:
            names = self.book.book.defined_names
            name = range_name(self.name, names)
            names[name] = DefinedName(name, attr_text=self._area)
        for ref, target in self._links:
            self.stream.add_link(Hyperlink(ref=ref, location=f"{quote_sheetname(target)}!A1", display=target))

    def _set_up_page(self, paper: str, footer: str, pages_high: int) -> None:
        """Landscape, one page wide, as many pages high as it takes, with page numbers."""
        stream = self.stream
        stream.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        stream.page_setup.orientation = "landscape"
        stream.page_setup.paperSize = PAPER[paper]
        stream.page_setup.fitToWidth, stream.page_setup.fitToHeight = 1, pages_high
        stream.print_options.horizontalCentered = True
        stream.sheet_format.defaultRowHeight, stream.sheet_format.customHeight = ROW_HEIGHT, True
        margins = stream.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.3
        foot = stream.oddFooter
        foot.left.text = safe_text(footer).replace("&", "&&")[:100]
        foot.center.text = _("Page &P of &N")
        foot.right.text = self.name.replace("&", "&&")
        for part in (foot.left, foot.center, foot.right):
            part.font, part.size = BODY_FONT, 9
