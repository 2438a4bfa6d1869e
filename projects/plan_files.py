"""Files that hold a plan as prose: plain text in the encodings of Chinese offices, and Word's .docx; told by content.

Everything else is refused with a sentence that says what the file is and what to do.
"""

import codecs
import io
import re
import zipfile
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from lxml import etree

from core.packed import LARGEST_FILE, LARGEST_UNPACKED, SAFE, BrokenError, PackedError, StrangeError, TooLargeError, opened
from projects.plan_text import LONGEST_TEXT

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAIN_PART = re.compile(r"word/document\d*\.xml")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


class PlanFileError(PackedError):
    """The file cannot be read as a plan; the message is for the person who sent it."""


def read_plan_file(name: str, data: bytes) -> str:
    """The text of a plan file; ``name`` only helps to tell an old Word file from another one.

    Tables come as one line a row, with a tab between the cells. Raises: PlanFileError.
    """
    if not data.strip():
        _refuse(_("The file is empty. Send the plan's text, or a Word document (.docx)."))
    if len(data) > LARGEST_FILE:
        _refuse(_("The file is larger than 10 MB. Send the text alone, without pictures."))
    if data.startswith(b"PK"):
        text = _word_text(data)
    else:
        _refuse_foreign(name, data)
        text = _plain_text(data)
    if not text.strip():
        _refuse(_("There is no text in the file. Send the plan's text, not a picture of it."))
    return text


def _refuse(message: str) -> NoReturn:
    raise PlanFileError(message)


def _refuse_foreign(name: str, data: bytes) -> None:
    """Names the kinds of files that people send by mistake."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            _refuse(_("The document is protected by a password. Save it without one and send it again."))
        if name.lower().endswith((".xls", ".et")):
            _refuse(_("This is an old Excel workbook. Copy the plan's text into a Word document (.docx) or a text file."))
        _refuse(_("This is an old Word document (.doc). Open it, save it as .docx and send that."))
    if data.lstrip()[:5] == b"%PDF-":
        _refuse(_("This is a PDF. Copy its text into a text file or a Word document (.docx) and send that."))
    if data.startswith(b"{\\rtf"):
        _refuse(_("This is a rich text file (.rtf). Open it, save it as .docx and send that."))
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM6", b"II*\x00", b"MM\x00*", b"RIFF")):
        _refuse(_("This is a picture. Send the plan's text or a Word document (.docx)."))
    if re.match(rb"\s*<(?:!doctype html|html|\?xml)", data[:200], re.IGNORECASE):
        _refuse(_("This is a web page or an XML file. Copy its text into a text file and send that."))


# --- plain text ------------------------------------------------------------------------------------
def _plain_text(data: bytes) -> str:
    text = _decoded(data)
    if text is None or "\x00" in text or len(_CONTROLS.findall(text)) * 100 > len(text):
        _refuse(_("This is no text file. Send the plan's text (UTF-8 or GB18030) or a Word document (.docx)."))
    return text


def _decoded(data: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or GB18030; UTF-8 with a few broken characters keeps the others."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    exact = _strictly(data, "utf-8-sig")
    if exact is not None:
        return exact
    mended = data.decode("utf-8-sig", errors="replace")
    if mended.count("\ufffd") * 200 < len(mended):
        return mended
    return _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


# --- Word ------------------------------------------------------------------------------------------
def _word_text(data: bytes) -> str:
    try:
        with opened(data) as packed, packed.open(_main_part(packed)) as stream:
            return _Document().read(io.BytesIO(stream.read(LARGEST_UNPACKED)))
    except TooLargeError:
        _refuse(_("The document unpacks to more than is read here. Send the text alone, without pictures."))
    except StrangeError:
        _refuse(_("The document holds what no Word writes; it is not read. Save it anew as .docx."))
    except BrokenError:
        _refuse(_("The file is damaged or only partly there. Send it again, or save it anew as .docx."))


def _main_part(packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The part with the document's text. Raises: PlanFileError for other things in a zip."""
    entries = packed.infolist()
    found = next((entry for entry in entries if _MAIN_PART.fullmatch(entry.filename)), None)
    if found is None:
        if any(entry.filename.startswith("xl/") for entry in entries):
            _refuse(_("This is an Excel workbook. Copy the plan's text into a Word document (.docx) or a text file."))
        _refuse(_("This is an archive or another kind of document. Send the plan's text or a Word document (.docx)."))
    if found.flag_bits & 1:
        _refuse(_("The document is protected by a password. Save it without one and send it again."))
    return found


class _Document:
    """The main part of a .docx being read as a stream: a line for each paragraph, and for each row of a table."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.words: list[str] = []
        self.rows: list[list[list[str]]] = []  # open rows of (nested) tables: cells, each a list of paragraphs
        self.unseen = 0  # depth inside of what is deleted or said twice
        self.length = 0

    def read(self, stream: io.BytesIO) -> str:
        """Raises: StrangeError for a document type definition, lxml's XMLSyntaxError, PlanFileError for too much text."""
        for event, element in etree.iterparse(stream, events=("start", "end"), **SAFE):
            if event == "start" and element.getparent() is None and element.getroottree().docinfo.doctype:
                raise StrangeError
            tag = element.tag.replace(_STRICT, _WORD) if isinstance(element.tag, str) else ""
            (self._open if event == "start" else self._close)(tag, element)
        return "\n".join(self.lines)

    def _open(self, tag: str, element: Any) -> None:
        if tag in {_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom"}:
            self.unseen += 1
        elif tag == f"{_WORD}tr":
            self.rows.append([])
        elif tag == f"{_WORD}tc" and self.rows:
            self.rows[-1].append([])

    def _close(self, tag: str, element: Any) -> None:
        if tag in {_FALLBACK, f"{_WORD}del", f"{_WORD}moveFrom"}:
            self.unseen -= 1
        elif tag == f"{_WORD}t":
            self._say(element.text or "")
        elif tag == f"{_WORD}tab" and element.getparent().tag.endswith("}r"):
            self._say("\t")
        elif tag in {f"{_WORD}br", f"{_WORD}cr"}:
            self._say("\n")
        elif tag == f"{_WORD}p":
            self._put("".join(self.words))
            self.words = []
            self._free(element)
        elif tag == f"{_WORD}tr" and self.rows:
            cells = ["；".join(filter(None, map(str.strip, cell))).replace("\n", "；") for cell in self.rows.pop()]
            self._put("\t".join(cells))
            self._free(element)

    def _say(self, words: str) -> None:
        if self.unseen:
            return
        self.length += len(words)
        if self.length > LONGEST_TEXT:
            _refuse(_("The document holds more than a million characters. Send the plan in parts."))
        self.words.append(words)

    def _put(self, line: str) -> None:
        """A paragraph's or a row's text: into the open cell, else a line of its own."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(line)
        elif not self.rows:
            self.lines.append(line)

    def _free(self, element: Any) -> None:
        """Gives back the memory of what has been read."""
        parent = element.getparent()
        element.clear(keep_tail=False)
        while parent is not None and element.getprevious() is not None:
            del parent[0]
