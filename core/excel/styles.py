"""The looks of a workbook: named styles, made once for each book and shared by all its cells."""

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

BODY_FONT, HEAD_FONT = "宋体", "黑体"  # on every office machine; other systems put their own Chinese font in their place
INK, ACCENT, LINE = "FF1F2937", "FF1D4E89", "FFB6BEC9"
FILLS = {"header": "FFE4EBF3", "subtotal": "FFF1F4F8", "total": "FFDCE6F1", "section": "FFF1F4F8"}
MAX_PLACES = 6


@dataclass(frozen=True, slots=True)
class Look:
    """What distinguishes one named style: the row's role and the cell's kind."""

    role: str = "body"  # body, header, subtotal, total, section, title, subtitle, notice, label
    kind: str = "text"  # text, wrap, centre, number, date, moment, link
    places: int = 0

    @property
    def name(self) -> str:
        return f"portal {self.role} {self.kind}{self.places or ''}"


def number_format(look: Look) -> str:
    if look.kind == "number":  # a space keeps numbers, and the – for none of them, off the line
        number = "#,##0" + ("." + "0" * look.places if look.places else "")
        return f"{number}_ ;-{number}_ ;{number}_ ;@_ "
    if look.kind == "text" and look.role == "body":
        return "@"  # what is typed over it stays as typed: codes, 1-2
    return {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}.get(look.kind, "General")


def font(look: Look) -> Font:
    if look.role == "title":
        return Font(name=HEAD_FONT, size=16, bold=True, color=INK)
    if look.role == "subtitle":
        return Font(name=HEAD_FONT, size=12, bold=True, color=ACCENT)
    if look.role == "notice":
        return Font(name=BODY_FONT, size=9, color="FF5B6573")
    if look.kind == "link":
        return Font(name=BODY_FONT, size=10, color=ACCENT, underline="single")
    head = look.role in {"header", "section", "total", "subtotal", "label"}
    return Font(name=HEAD_FONT if look.role == "header" else BODY_FONT, size=10, bold=head, color=INK)


def normal_font() -> Font:
    """The font of cells without a style; it decides what a column's width means."""
    return Font(name=BODY_FONT, size=10, color=INK)


def alignment(look: Look) -> Alignment:
    if look.role == "header":
        return Alignment(horizontal="center", vertical="center", wrap_text=True)
    if look.role == "title":
        return Alignment(horizontal="center", vertical="center", wrap_text=True)
    across = {"number": "right", "date": "center", "moment": "center", "centre": "center"}.get(look.kind, "left")
    return Alignment(horizontal=across, vertical="center", wrap_text=look.kind == "wrap" or look.role == "notice")


def border(look: Look) -> Border:
    if look.role in {"title", "subtitle", "notice", "plain"}:
        return Border()
    side = Side(style="thin", color=LINE)
    return Border(left=side, right=side, top=side, bottom=side)


def fill(look: Look) -> PatternFill:
    colour = FILLS.get(look.role)
    return PatternFill("solid", fgColor=colour) if colour else PatternFill()


class Styles:
    """Style numbers of one book by look; each look becomes one named style when it is first used."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._ids: dict[tuple[str, str, int, bool], str] = {}
        self._named: dict[Look, NamedStyle] = {}

    def number(self, role: str, kind: str, places: int = 0, quoted: bool = False) -> str:
        """The style's number as the file writes it; ``quoted`` keeps text that begins like a formula text when edited."""
        key = (role, kind, places, quoted)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = self._make(Look(role, kind, places), quoted)
        return found

    def _make(self, look: Look, quoted: bool) -> str:
        if look not in self._named:
            self._named[look] = NamedStyle(
                name=look.name,
                font=font(look),
                fill=fill(look),
                border=border(look),
                alignment=alignment(look),
                number_format=number_format(look),
            )
        cell = WriteOnlyCell(self._book.worksheets[0])
        cell.style = self._named[look]
        if quoted:
            cell.quotePrefix = True
        return str(cell.style_id)
