"""How an office's own Word document looks: fonts, sizes, lines and margins of the styles that our papers use.

Nothing of the file is kept but these few words and numbers: a document may carry macros, links and other people's text.
"""

import re
from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _

from core.packed import PackedError, opened, tree
from reports.word import FACES, MARGINS, Face

LARGEST_FILE, LARGEST_PART = 5 * 1024 * 1024, 10 * 1024 * 1024  # bytes
READ = ("Normal", "Title", "Subtitle", "heading 1", "heading 2", "heading 3", "Body Text")
MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALIGNED = {
    "both": "both",
    "distribute": "both",
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
}
FONT = re.compile(r"[\w \-.]{1,40}")


class PaperError(PackedError):
    """The file cannot be read as a Word document; the message is for the person who sent it."""


def read_paper(data: bytes) -> dict[str, Any]:
    """``faces`` by the name of their style and ``margins`` in mm (top, bottom, left, right), as :class:`reports.word.Paper` takes
    them. A style that the document does not have stays as it is.

    Raises: PaperError.
    """
    if len(data) > LARGEST_FILE:
        raise PaperError(_("The file is larger than %(size)s MB.") % {"size": LARGEST_FILE // 1024**2})
    try:
        with opened(data) as packed:
            styles, document = (tree(packed, name, LARGEST_PART) for name in ("word/styles.xml", "word/document.xml"))
    except PackedError:
        raise PaperError(_("This is no Word document (.docx).")) from None
    by_name = {name_of(style): style for style in styles.iter(f"{MAIN}style")}
    by_id = {style.get(f"{MAIN}styleId"): style for style in styles.iter(f"{MAIN}style")}
    known = {face.name: face for face in FACES}
    faces = {name: face_of(known[name], chain(by_name[name], by_id, styles)) for name in READ if name in by_name}
    if "Body Text" not in faces and "Normal" in faces:  # most offices write their text in it
        faces["Body Text"] = replace(faces["Normal"], name="Body Text", indent=True)
    return {"faces": {name: as_json(face) for name, face in faces.items()}, "margins": margins_of(document)}


def name_of(style: Any) -> str:
    found = style.find(f"{MAIN}name")
    name = "" if found is None else found.get(f"{MAIN}val", "")
    return next((known for known in READ if known.lower() == name.lower()), name)


def chain(style: Any, by_id: dict[str, Any], styles: Any) -> list[Any]:
    """The style, those it is based on, and the document's defaults: the first that says something counts."""
    found = []
    while style is not None and style not in found:
        found.append(style)
        based = style.find(f"{MAIN}basedOn")
        style = None if based is None else by_id.get(based.get(f"{MAIN}val"))
    return [*found, *styles.iter(f"{MAIN}rPrDefault"), *styles.iter(f"{MAIN}pPrDefault")]


def first(styles: list[Any], tag: str, name: str) -> str:
    """The attribute of the first element that has it; "" for none."""
    for style in styles:
        for element in style.iter(f"{MAIN}{tag}"):
            if element.get(f"{MAIN}{name}"):
                return element.get(f"{MAIN}{name}")
    return ""


def number(text: str, low: float, high: float, *, by: float) -> float | None:
    """What ``text`` says in units of which ``by`` make one; None for nothing and for what no paper has."""
    if not re.fullmatch(r"-?\d{1,6}", text):
        return None
    value = int(text) / by
    return value if low <= value <= high else None


def face_of(face: Face, styles: list[Any]) -> Face:
    font = first(styles, "rFonts", "eastAsia") or first(styles, "rFonts", "ascii")
    size = number(first(styles, "sz", "val"), 5, 72, by=2)
    rule = first(styles, "spacing", "lineRule")
    line = number(first(styles, "spacing", "line"), 6, 100, by=20) if rule in {"exact", "atLeast"} else None
    space = tuple(number(first(styles, "spacing", side), 0, 100, by=20) or 0 for side in ("before", "after"))
    bold = next((element for style in styles for element in style.iter(f"{MAIN}b")), None)
    indents = [number(first(styles, "ind", side), 0, 10_000, by=1) for side in ("firstLineChars", "firstLine")]
    return replace(
        face,
        font=font if FONT.fullmatch(font) else face.font,
        size=size or face.size,
        line=line or face.line,
        align=ALIGNED.get(first(styles, "jc", "val"), face.align),
        indent=any(indents) if any(each is not None for each in indents) else face.indent,
        bold=face.bold if bold is None else bold.get(f"{MAIN}val", "1") not in {"0", "false", "off"},
        space=space if any(space) else face.space,
    )


def margins_of(document: Any) -> list[float]:
    """Of the last section, in mm."""
    found = list(document.iter(f"{MAIN}pgMar"))
    if not found:
        return list(MARGINS)
    sides = (number(found[-1].get(f"{MAIN}{side}", ""), 5, 80, by=1440 / 25.4) for side in ("top", "bottom", "left", "right"))
    return [round(given, 1) if given else usual for given, usual in zip(sides, MARGINS, strict=True)]


def as_json(face: Face) -> dict[str, Any]:
    kept = ("font", "size", "line", "align", "indent", "bold", "space")
    return {name: value for name, value in asdict(face).items() if name in kept}
