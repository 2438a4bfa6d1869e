"""What an uploaded file is, told from its first bytes, and how many dots it claims, before anything decodes it. Pure."""

import struct
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_PIXELS = 40_000_000  # over all frames
MAX_PARTS = 10_000  # chunks or segments in front of the picture itself; each is a step in Python
MAX_SCANS = 100  # of a progressive JPEG; cameras write about ten, and each costs a pass over the whole picture

AS_JPEG = gettext_lazy("open it and save it as JPEG or PNG")
AS_PICTURE = gettext_lazy("take a picture of the screen, or export it as JPEG or PNG")
CAMERA = gettext_lazy("choose “most compatible” (JPEG) in the camera's settings, or save it as JPEG")
NO_PICTURE = gettext_lazy("choose a picture: JPEG, PNG or WebP")

# Name, how the file begins (offset, bytes), what to do. The first that fits counts.
FOREIGN: list[tuple[Any, tuple[tuple[int, bytes], ...], Any]] = [
    ("GIF", ((0, b"GIF8"),), AS_JPEG),
    ("BMP", ((0, b"BM"),), AS_JPEG),
    ("ICO", ((0, b"\0\0\1\0"), (0, b"\0\0\2\0")), AS_JPEG),
    ("Photoshop", ((0, b"8BPS"),), AS_JPEG),
    ("JPEG 2000", ((0, b"\0\0\0\x0cjP  "), (0, b"\xff\x4f\xff\x51")), AS_JPEG),
    ("JPEG XL", ((0, b"\xff\x0a"), (0, b"\0\0\0\x0cJXL ")), AS_JPEG),
    ("TIFF", ((0, b"II*\0"), (0, b"MM\0*"), (0, b"II+\0"), (0, b"MM\0+")), CAMERA),
    ("AVIF", ((4, b"ftypavi"),), CAMERA),
    ("HEIC", tuple((4, b"ftyp" + brand) for brand in (b"hei", b"hev", b"mif1", b"msf1")), CAMERA),
    (gettext_lazy("video"), ((4, b"ftyp"), (4, b"moov"), (8, b"AVI "), (0, b"\x1aE\xdf\xa3")), AS_PICTURE),
    ("PDF", ((0, b"%PDF"),), AS_PICTURE),
    ("EPS", ((0, b"%!PS"), (0, b"\xc5\xd0\xd3\xc6")), AS_PICTURE),
    (
        gettext_lazy("Office document or archive"),
        ((0, b"PK"), (0, b"\xd0\xcf\x11\xe0"), (0, b"Rar!"), (0, b"7z\xbc\xaf")),
        NO_PICTURE,
    ),
]
MARKUP = [("SVG", b"<svg", AS_PICTURE), (gettext_lazy("web page"), b"<html", NO_PICTURE), ("XML", b"<?xml", NO_PICTURE)]


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture's head says of it: the format's name, size in pixels, number of frames."""

    kind: str
    width: int
    height: int
    frames: int = 1

    @property
    def pixels(self) -> int:
        return self.width * self.height * self.frames


def kind_of(data: bytes) -> str:
    """JPEG, PNG or WEBP by content; "" for anything else, whatever its name says."""
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    return "WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def refuse_foreign(data: bytes) -> None:
    """Nothing for a JPEG, PNG or WebP. Raises: ValidationError that names what it is instead, and what to do."""
    if kind_of(data):
        return
    if not data:
        raise ValidationError(_("is empty; send it again"), code="empty")
    name, advice = _foreign_name(data)
    if name:
        raise ValidationError(_("is no photo but %(kind)s: %(advice)s") % {"kind": name, "advice": advice}, code="foreign")
    raise ValidationError(_("is not a picture that the portal reads: %(advice)s") % {"advice": NO_PICTURE}, code="foreign")


def _foreign_name(data: bytes) -> tuple[Any, Any]:
    for name, beginnings, advice in FOREIGN:
        if any(data[offset : offset + len(begin)] == begin for offset, begin in beginnings):
            return name, advice
    head = data[:4096].lower()
    found = next(((name, advice) for name, tag, advice in MARKUP if tag in head), None)
    return found or ("", "")


def header_of(data: bytes) -> Header:
    """The size that the picture claims. Raises: ValidationError when its head cannot be read."""
    kind = kind_of(data)
    try:
        header = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}[kind](data)
    except (struct.error, IndexError, KeyError):
        header = None
    if header is None or not header.pixels:
        raise ValidationError(_("is damaged; open it and save it anew as JPEG"), code="damaged")
    return header


def _png(data: bytes) -> Header | None:
    length, name, width, height = struct.unpack_from(">I4sII", data, 8)
    if name != b"IHDR" or length != 13:
        return None
    place, frames = 33, 1
    for _part in range(MAX_PARTS):
        length, name = struct.unpack_from(">I4s", data, place)
        if name == b"acTL":
            frames = max(struct.unpack_from(">I", data, place + 8)[0], 1)
        if name == b"IDAT":
            return Header("PNG", width, height, frames)
        place += 12 + length
    return None


def _webp(data: bytes) -> Header | None:
    name = data[12:16]
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    if name == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return Header("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if name != b"VP8X":
        return None
    width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    place, frames = 30, 0
    for _part in range(MAX_PARTS):
        if place + 8 > len(data):
            return Header("WEBP", width, height, max(frames, 1))
        name, length = struct.unpack_from("<4sI", data, place)
        frames += name == b"ANMF"
        place += 8 + length + length % 2
    return None


def _jpeg(data: bytes) -> Header | None:
    """The first frame header in front of the first scan; a picture of too many scans counts as unreadable."""
    if data.count(b"\xff\xda") > MAX_SCANS:
        return None
    place = 2
    for _part in range(MAX_PARTS):
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker == 0xFF:  # a filling byte
            place += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return Header("JPEG", width, height)
        if marker in {0xD9, 0xDA}:
            return None
        alone = marker == 0x01 or 0xD0 <= marker <= 0xD7
        place += 2 if alone else 2 + struct.unpack_from(">H", data, place + 2)[0]
    return None
