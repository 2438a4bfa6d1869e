"""Word documents in the form of Chinese official papers (GB/T 9704-2012). The only file that knows python-docx.

A4, margins 37/35/28/26 mm, title 小标宋 2号, body 仿宋 3号 on lines of exactly 28.95 pt (22 on a page), headings 黑体, 楷体,
仿宋, the page's number 4号 between dashes, outside. Fonts may be missing on a machine: each is named with what may stand in.
"""

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from core.validators import writable

SONG, FANG, HEI, KAI, BIAO = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
STAND_INS = {  # what a program takes where the font is missing; the first is on every Windows
    BIAO: "华文中宋,宋体,SimSun",
    FANG: "仿宋,FangSong,STFangsong",
    KAI: "楷体,KaiTi,STKaiti",
    HEI: "SimHei,Microsoft YaHei",
    SONG: "SimSun,Songti SC",
}
HAN = "一二三四五六七八九十"
MARGINS = (37, 35, 28, 26)  # mm: top, bottom, left, right
LINE, GRID = 28.95, 579  # of the body: points, and twentieths of a point
TEXT_WIDTH = 156  # mm between the margins


@dataclass(frozen=True, slots=True)
class Face:
    """A paragraph style: font, size in points, exact line in points (0: as high as what stands in it), how it is set."""

    name: str
    font: str
    size: float
    line: float = LINE
    align: str = "both"
    indent: bool = False  # the first line, by two characters
    bold: bool = False
    space: tuple[float, float] = (0, 0)  # points above and below
    level: int = 0  # of a heading
    on_grid: bool = True


FACES = [
    Face("Normal", FANG, 16),
    Face("Title", BIAO, 22, 33, "center", on_grid=False),
    Face("Subtitle", KAI, 14, 22, "center", on_grid=False),
    Face("heading 1", HEI, 16, indent=True, level=1),
    Face("heading 2", KAI, 16, indent=True, level=2),
    Face("heading 3", FANG, 16, indent=True, bold=True, level=3),
    Face("Body Text", FANG, 16, indent=True),
    Face("Signature", FANG, 16, align="right"),
    Face("footer", SONG, 14, 0, on_grid=False),
    Face("Table Head", HEI, 10.5, 14, "center", on_grid=False),
    Face("Table Text", FANG, 10.5, 14, "left", on_grid=False),
    Face("List Head", HEI, 9, 11.5, "center", on_grid=False),
    Face("List Text", FANG, 9, 11.5, "left", on_grid=False),
    Face("List Centre", FANG, 9, 11.5, "center", on_grid=False),
    Face("Picture", FANG, 9, 0, "center", on_grid=False),
    Face("caption", FANG, 9, 12, "center", on_grid=False),
    Face("Gap", FANG, 5, 8, on_grid=False),
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in mm, and the style of its cells."""

    head: str
    width: float
    style: str = "List Text"


def han(number: int) -> str:
    """1 to 99 as Chinese papers count their parts: 九, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    return f"{HAN[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{HAN[ones - 1] if ones else ''}"


class Paper:
    """One document, written from top to bottom. ``looks`` are an office's own (reports.paper_reading), else the standard's."""

    def __init__(self, *, title: str, author: str, moment: datetime.datetime, looks: Mapping[str, Any] | None = None) -> None:
        self.document: Any = Document()
        given = looks or {}
        own = {face.name: replace(face, **given.get("faces", {}).get(face.name, {})) for face in FACES}
        _write_styles(self.document, list(own.values()))
        _write_settings(self.document)
        _drop_parts(self.document)
        section = self.document.sections[0]
        _write_page(section, given.get("margins", MARGINS))
        _write_number(section.footer, odd=True)
        _write_number(section.even_page_footer, odd=False)
        about = self.document.core_properties
        about.title, about.language = writable(title)[:255], "zh-CN"
        about.author = about.last_modified_by = writable(author)[:255]
        about.comments, about.created, about.modified, about.revision = "", moment, moment, 1

    def write(self, text: Any, style: str = "Body Text") -> None:
        """A paragraph; line ends in the text stay line ends."""
        _fill(self.document.add_paragraph(style=style), text)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> None:
        """Rows under their headings, which are repeated on every page; no row is torn in two."""
        table = self._table([column.width for column in columns])
        _repeat(_row(table, [column.head for column in columns], ["List Head"] * len(columns)))
        for row in rows:
            table._tbl.append(_plain_row(columns, row))

    def facts(self, pairs: Sequence[tuple[str, Any]], long: Sequence[tuple[str, Any]]) -> None:
        """Names beside values, two pairs in a row; those of ``long`` take a row each."""
        table = self._table([26, 52, 26, 52])
        filled = [*pairs, ("", "")] if len(pairs) % 2 else list(pairs)
        styles = ["Table Head", "Table Text"] * 2
        for left, right in zip(filled[::2], filled[1::2], strict=True):
            _row(table, [*left, *right], styles)
        for name, value in long:
            cells = _row(table, [name, "", "", ""], styles)
            merged = cells[1].merge(cells[3])
            for spare in merged.paragraphs[1:]:
                spare._element.getparent().remove(spare._element)
            _fill(merged.paragraphs[0], value)

    def pictures(self, pictures: Sequence[tuple[bytes, str]], height: float) -> None:
        """JPEGs beside each other with their captions; at most ``height`` mm high. One without bytes leaves its place empty."""
        table = self._table([TEXT_WIDTH / len(pictures)] * len(pictures), lines=False)
        row, captions = table.add_row().cells, table.add_row().cells
        for cell, caption, (data, words) in zip(row, captions, pictures, strict=True):
            cell.paragraphs[0].style = "Picture"
            if not data:
                continue
            drawn = cell.paragraphs[0].add_run().add_picture(io.BytesIO(data))
            scale = min(Mm(TEXT_WIDTH / len(pictures) - 4) / drawn.width, Mm(height) / drawn.height)
            drawn.width, drawn.height = int(drawn.width * scale), int(drawn.height * scale)
            drawn._inline.docPr.set("descr", writable(words))
            caption.paragraphs[0].style = "caption"
            _fill(caption.paragraphs[0], words)
        for each in table.rows:
            _whole(each)

    def save(self) -> io.BytesIO:
        if self.document.element.body[-2].tag == qn("w:tbl"):
            self.write("", "Gap")  # Word wants a paragraph behind the last table
        stream = io.BytesIO()
        self.document.save(stream)
        stream.seek(0)
        return stream

    def _table(self, widths: Sequence[float], *, lines: bool = True) -> Any:
        table = self.document.add_table(rows=0, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        edge = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if lines else 'w:val="nil"'
        edges = "".join(f"<w:{side} {edge}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        properties = table._tbl.tblPr
        properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))
        margins = "".join(f'<w:{side} w:w="{60 if side in {"left", "right"} else 10}" w:type="dxa"/>' for side in SIDES)
        properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
        _in_order(properties, TABLE_ORDER)
        return table


SIDES = ("top", "left", "bottom", "right")
TABLE_ORDER = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")


def _in_order(element: Any, order: Sequence[str]) -> None:
    """Word refuses children that stand in another order than the standard's."""
    children = sorted(element, key=lambda child: order.index(child.tag.rpartition("}")[2]))
    for child in children:
        element.remove(child)
        element.append(child)


def _row(table: Any, values: Sequence[Any], styles: Sequence[str]) -> Any:
    row = table.add_row()
    _whole(row)
    cells = row.cells
    for cell, value, style, column in zip(cells, values, styles, table.columns, strict=True):
        cell.width = column.width
        cell.paragraphs[0].style = style
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
        _fill(cell.paragraphs[0], value)
    return cells


def _plain_row(columns: Sequence[Column], values: Sequence[Any]) -> Any:
    """What :func:`_row` writes, as one piece: cell by cell a row takes ten times as long."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(Mm(column.width).twips)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style_id(column.style)}"/></w:pPr>{_run(value)}</w:p></w:tc>'
        for column, value in zip(columns, values, strict=True)
    )
    return parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")


def _run(text: Any) -> str:
    clean = escape(writable(str(text))).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">').replace("\t", " ")
    return f'<w:r><w:t xml:space="preserve">{clean}</w:t></w:r>' if clean else ""


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _repeat(cells: Any) -> None:
    cells[0]._tc.getparent().get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _fill(paragraph: Paragraph, text: Any) -> None:
    clean = writable(str(text))
    if clean:
        paragraph.add_run(clean)


# --- the form of the page, once for each document ---------------------------------------------------


def _write_page(section: Any, margins: Sequence[float]) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(GRID))


def _write_number(footer: Any, *, odd: bool) -> None:
    """— 1 —: on the right of odd pages and the left of even ones, one character from the edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = "footer"
    side, align = ("right", "right") if odd else ("left", "left")
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="280"/>'))
    properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="{align}"/>'))
    paragraph.add_run("— ")
    field = '<w:fldSimple {} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field.format(nsdecls("w"))))
    paragraph.add_run(" —")


def _write_styles(document: Any, faces: Sequence[Face]) -> None:
    """The document's own styles in the place of the template's, no font by way of a theme."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        styles.remove(style)
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(defaults, parse_xml(DEFAULTS))
    for xml in (*PLAIN_STYLES, *(_style(face) for face in faces)):
        styles.append(parse_xml(xml))


def _fonts(name: str) -> str:
    """One font for all writings: quotation marks and dashes are Chinese ones, whatever a program takes them for."""
    return " ".join(f'w:{slot}="{name}"' for slot in ("ascii", "hAnsi", "eastAsia", "cs")) + ' w:hint="eastAsia"'


def style_id(name: str) -> str:
    return name.title().replace(" ", "")


def _style(face: Face) -> str:
    default = ' w:default="1"' if face.name == "Normal" else ""
    rule, line = ("exact", round(face.line * 20)) if face.line else ("auto", 240)
    above, below = (round(points * 20) for points in face.space)
    keep = "<w:keepNext/>" if face.level else ""
    grid = "" if face.on_grid else '<w:snapToGrid w:val="0"/>'
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{round(face.size * 40)}"/>' if face.indent else ""
    outline = f'<w:outlineLvl w:val="{face.level - 1}"/>' if face.level else ""
    size = round(face.size * 2)
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{default} w:styleId="{style_id(face.name)}">'
        f'<w:name w:val="{face.name}"/>{"" if default else BASED}<w:qFormat/>'
        f'<w:pPr>{keep}{grid}<w:spacing w:before="{above}" w:after="{below}" w:line="{line}" w:lineRule="{rule}"/>'
        f'{indent}<w:jc w:val="{face.align}"/>{outline}</w:pPr>'
        f'<w:rPr><w:rFonts {_fonts(face.font)}/>{"<w:b/>" if face.bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )


BASED = '<w:basedOn w:val="Normal"/>'
DEFAULTS = (
    f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr><w:rFonts {_fonts(FANG)}/>"
    '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
)
PLAIN_STYLES = [
    f'<w:style {nsdecls("w")} w:type="{kind}" w:default="1" w:styleId="{name.replace(" ", "")}">'
    f'<w:name w:val="{name}"/><w:semiHidden/></w:style>'
    for kind, name in (("character", "Default Paragraph Font"), ("table", "Normal Table"), ("numbering", "No List"))
]


def _write_settings(document: Any) -> None:
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    language = settings.element.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # otherwise Word opens it as a document of an older release


def _drop_parts(document: Any) -> None:
    """The template's styles for an older Word, its picture, and its fonts, in whose place ours are named."""
    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            part.drop_rel(key)
            part.rels.pop(key, None)
        elif relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = _font_table()
    package = part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.rels.pop(key)


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{stand_ins}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, stand_ins in STAND_INS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()
