"""Workbooks in: the cells of the first visible sheet as they stand, behind limits that hold before anything is unpacked.

A reader of its own: openpyxl believes what a file says of its size, and one cell at XFD1048576 costs it 1.7 GB. Cells come
as text or Decimal, never as a guess; a formula as the value that was stored with it. Everything that no office program
writes is refused with a sentence for whoever sent it.
"""

import datetime
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from core.packed import LARGEST_FILE, SAFE, BrokenError, PackedError, StrangeError, TooLargeError, opened, refuse_definitions, tree
from core.validators import writable

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 20_000, 100, 32_767
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MOST_DIGITS, LONGEST_STAMP = 15, 1000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
DAY_ZERO, DAY_ZERO_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
LAST_DAY = 73_415  # 2100-12-31 in the 1900 system
KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"


class WorkbookError(PackedError):
    """The file cannot be read as a workbook; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``value`` is text, a Decimal, or None; ``fault`` says what keeps the cell from having one.

    ``is_1904`` tells from which day the serial numbers of the workbook are counted.
    """

    at: str
    value: str | Decimal | None
    fault: str = ""
    is_1904: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells by column from 0; ``number`` as the program shows it."""

    number: int
    cells: dict[int, Cell] = field(default_factory=dict)
    is_hidden: bool = False

    def value(self, column: int) -> str | Decimal | None:
        cell = self.cells.get(column)
        return cell.value if cell else None


@dataclass(slots=True)
class Content:
    """The first visible sheet: its rows that hold anything, the first and last rows of its merged areas, and ``stamp``: what
    whoever made the workbook keeps in its keywords."""

    rows: list[Row] = field(default_factory=list)
    merged: list[tuple[int, int]] = field(default_factory=list)
    stamp: str = ""


def refuse(message: str) -> NoReturn:
    raise WorkbookError(message)


def day_of(serial: Decimal, *, is_1904: bool = False) -> datetime.date:
    """The day of a spreadsheet's serial number; the time of day is dropped. Raises: ValidationError."""
    if not 1 <= serial <= LAST_DAY:
        raise ValidationError(_("the number %(number)s is no date; write one like 2015-06-16") % {"number": serial})
    return (DAY_ZERO_1904 if is_1904 else DAY_ZERO) + datetime.timedelta(days=int(serial))


def read_rows(data: bytes) -> list[Row]:
    """The rows of the first visible sheet that hold anything. Raises: WorkbookError."""
    return read_workbook(data).rows


def read_workbook(data: bytes) -> Content:
    """The first visible sheet. Raises: WorkbookError."""
    if not data.strip():
        refuse(_("The file is empty."))
    if len(data) > LARGEST_FILE:
        refuse(_("The file is larger than 10 MB."))
    if not data.startswith(b"PK"):
        refuse(told(data))
    try:
        with opened(data) as packed:
            check(set(packed.namelist()))
            return _content(packed)
    except TooLargeError:
        refuse(_("The workbook is too large when unpacked. Keep only the sheet that is asked for."))
    except StrangeError:
        refuse(_("The workbook holds what no office program writes; it is not read."))
    except BrokenError:
        refuse(_("The workbook is damaged or only partly there. Save it anew as .xlsx and send that."))


def told(data: bytes) -> str:
    """What a file is that is no workbook."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _("This is an old workbook (.xls), or one with a password. Save it as .xlsx without a password.")
    if data.lstrip()[:5] == b"%PDF-":
        return _("This is a PDF. Send the workbook (.xlsx).")
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return _("This is a picture. Send the workbook (.xlsx).")
    if re.match(rb"\s*<", data[:200]):
        return _("This is a web page or an XML file. Save it as .xlsx and send that.")
    return _("This is no workbook, perhaps a text file (.csv). Open it, save it as .xlsx and send that.")


def check(names: set[str]) -> None:
    """Raises: WorkbookError for other things in a zip."""
    if "mimetype" in names:
        refuse(_("This is an OpenDocument file (.ods). Save it as .xlsx and send that."))
    if "xl/vbaProject.bin" in names:
        refuse(_("This workbook holds macros (.xlsm). Save it as .xlsx and send that."))
    if "xl/workbook.xml" not in names:
        refuse(_("This is no Excel workbook. Send the .xlsx that was filled in."))


def _content(packed: zipfile.ZipFile) -> Content:
    name, shared = sheet_part(packed), shared_texts(packed)
    with packed.open(name) as stream:
        refuse_definitions(stream.read(4096))
    properties = tree(packed, "xl/workbook.xml").find(f"{MAIN}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    found, count = Content(stamp=keywords(packed)), 0
    tags = (f"{MAIN}row", f"{MAIN}mergeCell")
    with packed.open(name) as stream:
        for _event, element in etree.iterparse(stream, tag=tags, **SAFE):
            if element.tag == tags[1]:
                found.merged += merged_rows(element.get("ref", ""))
                continue
            row = read_row(element, count + 1, shared, is_1904=is_1904)
            count = row.number
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            if count > MOST_ROWS:
                refuse(_("The sheet has more than %(count)s rows.") % {"count": MOST_ROWS})
            if row.cells:
                found.rows.append(row)
    return found


def keywords(packed: zipfile.ZipFile) -> str:
    if "docProps/core.xml" not in packed.namelist():
        return ""
    return (tree(packed, "docProps/core.xml").findtext(KEYWORDS) or "")[:LONGEST_STAMP]


def merged_rows(ref: str) -> Iterator[tuple[int, int]]:
    """First and last row of ``A3:B4``; nothing for an area that is none."""
    first, _colon, last = ref.partition(":")
    ends = [REFERENCE.fullmatch(first), REFERENCE.fullmatch(last)]
    if ends[0] and ends[1]:
        yield int(ends[0][2]), int(ends[1][2])


def sheet_part(packed: zipfile.ZipFile) -> str:
    """The file of the first sheet that is not hidden."""
    sheets = tree(packed, "xl/workbook.xml").iter(f"{MAIN}sheet")
    links = {link.get("Id"): link.get("Target") for link in tree(packed, "xl/_rels/workbook.xml.rels")}
    for sheet in sheets:
        target = links.get(sheet.get(LINK), "")
        if sheet.get("state", "visible") == "visible" and target:
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    return refuse(_("The workbook has no visible sheet."))


def shared_texts(packed: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in packed.namelist():
        return []
    return [text_of(entry) for entry in tree(packed, "xl/sharedStrings.xml").iter(f"{MAIN}si")]


def text_of(element: Any) -> str:
    """The runs of a text without its phonetic guides."""
    parts = [run.text or "" for run in element.iter(f"{MAIN}t") if run.getparent().tag != f"{MAIN}rPh"]
    return unescaped("".join(parts))[:LONGEST_TEXT]


def unescaped(text: str) -> str:
    """Programs write a character as _x000D_ that XML cannot hold, and the _ of a text that looks like that as _x005F_."""
    return writable(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)) if "_x" in text else text


def read_row(element: Any, expected: int, shared: list[str], *, is_1904: bool) -> Row:
    given = element.get("r", str(expected))
    if not (given.isascii() and given.isdigit() and len(given) <= 7):
        refuse(_("The workbook numbers its rows in a way that no office program does; it is not read."))
    number, cells, column = int(given), {}, -1
    for cell in element.iter(f"{MAIN}c"):
        found = REFERENCE.fullmatch(cell.get("r", ""))
        column = column_of(found[1]) if found else column + 1
        if column >= MOST_COLUMNS:
            refuse(_("The sheet has more than %(count)s columns.") % {"count": MOST_COLUMNS})
        read = read_cell(cell, f"{letters(column)}{number}", shared)
        if read.value not in (None, "") or read.fault:
            cells[column] = replace(read, is_1904=True) if is_1904 else read
    return Row(number, cells, is_hidden=element.get("hidden") in {"1", "true"})


def column_of(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters(column: int) -> str:
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_cell(cell: Any, at: str, shared: list[str]) -> Cell:
    kind, raw = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    if kind == "inlineStr":
        return Cell(at, text_of(cell))
    if raw is None:
        is_formula = cell.find(f"{MAIN}f") is not None
        return Cell(at, None, _("a formula without a value; open the workbook and save it") if is_formula else "")
    if kind == "s":
        place = int(raw) if raw.isdigit() and len(raw) < 9 else len(shared)
        return Cell(at, shared[place]) if place < len(shared) else Cell(at, None, _("the text is missing in the file"))
    if kind == "e":
        return Cell(at, None, _("the cell shows the error %(error)s") % {"error": raw[:20]})
    if kind in {"str", "b", "d"}:
        return Cell(at, unescaped(raw)[:LONGEST_TEXT])
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return Cell(at, None, _("no number"))
    if not value.is_finite() or value.adjusted() >= MOST_DIGITS:
        return Cell(at, None, _("no number"))
    return Cell(at, kept_digits(value))


def kept_digits(value: Decimal) -> Decimal:
    """The number as spreadsheets keep it: 15 digits, although they write 17."""
    kept = round(value, MOST_DIGITS - 1 - max(value.adjusted(), 0)).normalize()
    return Decimal(f"{kept:f}")  # 10 and not 1E+1
