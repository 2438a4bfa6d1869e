"""Somebody's own workbook given back with what is wrong in it: cells coloured, with a comment, and a column of faults."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from core.excel.reading import WorkbookError

WRONG = PatternFill("solid", fgColor="FFFFC7CE")
INK = Font(color="FF9C0006", bold=True)
LONGEST = 2_000  # characters of one comment
LARGEST_UNPACKED = 25 * 1024 * 1024  # bytes: openpyxl takes seven times as much


@dataclass(frozen=True, slots=True)
class Mark:
    """``column`` counts from 0, ``row`` as the program shows it."""

    row: int
    column: int
    words: str


def marked(data: bytes, marks: Iterable[Mark], *, header: int, heading: str, mark: str) -> io.BytesIO:
    """The workbook that was read (within the limits of core.excel.reading) with its faults; everything else stays.

    ``heading`` names the column of the faults, ``mark`` heads the first column and stands in the rows that have any.
    Raises: WorkbookError for one that is too large to be written anew.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
            raise WorkbookError(_("The workbook is too large to be marked. Its faults stand on the page."))
    book = load_workbook(io.BytesIO(data))
    sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
    heads = {str(cell.value or ""): cell.column for cell in sheet[header]} if header else {}
    last = max((column for words, column in heads.items() if words and words != heading), default=sheet.max_column)
    place = heads.get(heading) or last + 1
    has_mark = mark in heads
    clear(sheet, header, place, heads.get(mark))
    by_row: dict[int, list[str]] = {}
    for each in marks:
        by_row.setdefault(each.row, []).append(f"{get_column_letter(each.column + 1)}：{each.words}" if each.row else each.words)
        if each.row:
            cell = sheet.cell(each.row, each.column + 1)
            before = f"{cell.comment.text}\n" if cell.fill == WRONG and cell.comment else ""
            cell.fill, cell.comment = WRONG, Comment((before + each.words)[:LONGEST], "zoneportal", width=280, height=110)
    if header:
        sheet.cell(header, place, heading).font = INK
        sheet.column_dimensions[get_column_letter(place)].width = 60
        for row, words in by_row.items():
            if row:
                sheet.cell(row, place, "；".join(words)).font = INK
                if has_mark:
                    sheet.cell(row, heads[mark], mark).font = INK
        sheet.auto_filter.ref = f"A{header}:{get_column_letter(place)}{max(sheet.max_row, header + 1)}"
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def clear(sheet: object, header: int, place: int, mark: int | None) -> None:
    """Takes the marks of an earlier time away; of the cells that there are, because iterating over rows makes all others."""
    for cell in list(sheet._cells.values()):  # type: ignore[attr-defined]
        if cell.row > header and cell.column in {place, mark}:
            cell.value = None
        if cell.row > header and cell.fill == WRONG:
            cell.fill, cell.comment = PatternFill(), None
