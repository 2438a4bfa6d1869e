"""Text that every spreadsheet program takes: no control characters, no over-long cells, no accidental formulas."""

import re
import unicodedata
from collections.abc import Container

from core.validators import writable

CELL_LIMIT = 32_767  # UTF-16 units, Excel's own limit of one cell
NAME_LIMIT = 31  # of a sheet's name
FILE_LIMIT = 120
CUT = "…"

ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ would be read as "A"
UNIT_BEHIND = re.compile(r"(?<=.)\([^()]*\)$")
FORMULA_STARTS = frozenset("=+-@\t＝＋－＠")
WIDE = {"W", "F"}
NOT_IN_RANGE_NAMES = re.compile(r"\W")
LIKE_A_CELL = re.compile(r"[a-z]{1,3}\d+|r\d*c?\d*|c\d*", re.IGNORECASE)
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
NOT_IN_FILE_NAMES = frozenset('\\/:*?"<>|')


def safe_text(value: object) -> str:
    """``value`` as the text of one cell; a cut is marked with …"""
    text = writable(str(value))
    if "_x" in text:
        text = ESCAPE_LIKE.sub("_x005F_", text)
    return cut(text, CELL_LIMIT) if len(text) > CELL_LIMIT // 2 else text


def cut(text: str, limit: int) -> str:
    """At most ``limit`` UTF-16 units, as spreadsheet programs count, the last one … when something is missing."""
    if units(text) <= limit:
        return text
    text = text[: limit - 1]
    while units(text) > limit - 1:
        text = text[: -max((units(text) - limit + 1) // 2, 1)]
    return text + CUT


def units(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def looks_like_formula(text: str) -> bool:
    """Text that a program would take for a formula when someone edits the cell, full-width forms included."""
    return text[:1] in FORMULA_STARTS


def name_key(text: str) -> str:
    """By what names are compared: without blanks, line breaks, width and case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def heading_key(text: str) -> str:
    """By what headings are compared: like names, without the unit behind or below them and marks of duty."""
    return UNIT_BEHIND.sub("", name_key(text.split("\n")[0]).strip("*:"))


def text_width(text: str) -> int:
    """Width of the longest line in half-width characters; Chinese counts double."""
    return max((line_width(line) for line in text.split("\n")), default=0)


def line_width(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(char) in WIDE else 1 for char in line)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A sheet name that every program takes and that is not in ``taken`` (compared without regard to case)."""
    name = writable(wanted).translate(NOT_IN_SHEET_NAMES).replace("\t", " ").replace("\n", " ").strip(" '")
    name = cut(name, NAME_LIMIT) or "Sheet"
    name = f"{name}_" if name.casefold() == "history" else name  # Excel keeps this name for itself
    lower, candidate, number = {one.casefold() for one in taken}, name, 2
    while candidate.casefold() in lower:
        tail = f" ({number})"
        candidate, number = cut(name, NAME_LIMIT - len(tail)) + tail, number + 1
    return candidate


def range_name(wanted: str, taken: Container[str] = ()) -> str:
    """A name for cells that every program takes: letters, digits and _, never like a cell's own name (A1, R1C1)."""
    name = NOT_IN_RANGE_NAMES.sub("_", wanted)
    if not name[:1].isalpha() or LIKE_A_CELL.fullmatch(name):
        name = f"_{name}"
    while name in taken:
        name += "_"
    return name


def safe_filename(name: str) -> str:
    """A file name for every system: no paths, quotes, line breaks or leading dots."""
    kept = "".join(char for char in name if char.isprintable() and char not in NOT_IN_FILE_NAMES)
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 5:
        stem, ending, dot = kept, "", ""
    return f"{stem[:FILE_LIMIT].strip(' .') or 'export'}{dot}{ending}"
