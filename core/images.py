"""Pictures: checked before they are decoded, turned upright, shrunk, and written anew from their dots.

The only file that knows PIL. What is stored is a JPEG that this file has written: nothing of what was uploaded but the
colours of its dots gets through, no EXIF, no comment, no second file behind the end.
"""

import contextlib
import datetime
import io
import math
import struct
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageDraw, ImageFont

from core.picture_headers import MAX_PIXELS, header_of, refuse_foreign
from core.validators import FIRST_DAY, LAST_DAY

MAX_BYTES = 15 * 1024 * 1024
FULL, THUMBNAIL, QUALITY = 2000, 480, 82  # longest sides in pixels; JPEG quality
TURNS = {  # EXIF orientation: what makes the picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION, EXIF, GPS, TAKEN, TAKEN_OFFSET = 0x0112, 0x8769, 0x8825, 0x9003, 0x9011
# What PIL raises for files that lie about themselves; none of it is a fault of the portal.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, AttributeError, struct.error)
FONTS = [
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
]
# A picture of forty megapixels takes up to 300 MB while it is decoded: one at a time in each process.
DECODING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when a picture was taken, as its file says; None where it does not. Degrees of WGS 84."""

    taken_at: datetime.datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture written anew: both sizes as JPEG, the size of the larger one in pixels."""

    image: bytes
    thumbnail: bytes
    width: int
    height: int
    origin: Origin


def read_picture(data: bytes, *, keep_origin: bool = False) -> Picture:
    """``data`` of a JPEG, PNG or WebP as the portal stores it; of several frames the first one.

    Time and place are read only with ``keep_origin``. Raises: ValidationError, with advice for the person who sent it.
    """
    if len(data) > MAX_BYTES:
        found = {"size": f"{len(data) / 1024**2:.1f}", "limit": MAX_BYTES // 1024**2}
        raise ValidationError(_("has %(size)s MB; at most %(limit)s MB can be sent") % found, code="too_large")
    refuse_foreign(data)
    header = header_of(data)
    if header.pixels > MAX_PIXELS:
        found = {"found": math.ceil(header.pixels / 1_000_000), "limit": MAX_PIXELS // 1_000_000}
        raise ValidationError(_("has %(found)s megapixels; at most %(limit)s can be read") % found, code="too_many_pixels")
    with DECODING, _readable():
        return _write_anew(Image.open(io.BytesIO(data), formats=[header.kind]), keep_origin)


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (*BROKEN, Image.DecompressionBombError) as error:
        if "truncated" in str(error):
            raise ValidationError(
                _("ends too early: it was not sent or saved completely; send it again"), code="truncated"
            ) from None
        raise ValidationError(_("is damaged; open it and save it anew as JPEG"), code="damaged") from None


def _write_anew(opened: Image.Image, keep_origin: bool) -> Picture:
    exif = _exif(opened)
    turn = TURNS.get(exif.get(ORIENTATION, 1))
    image = _resizable(opened)
    image.thumbnail((FULL, FULL), Image.Resampling.LANCZOS, reducing_gap=1.5)
    image = _plain(image)
    if turn is not None:
        image = image.transpose(turn)
    small = image.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    origin = _origin(exif) if keep_origin else Origin()
    return Picture(_jpeg(image), _jpeg(small), image.width, image.height, origin)


def _exif(opened: Image.Image) -> dict[int, Any]:
    """The EXIF entries of a picture with their sub-directories; broken EXIF is none."""
    try:
        exif = opened.getexif()
        return {**exif, EXIF: exif.get_ifd(EXIF), GPS: exif.get_ifd(GPS)}
    except BROKEN:
        return {}


def _resizable(image: Image.Image) -> Image.Image:
    """In a mode in which dots can be mixed: sixteen-bit greys in eight, palettes in their colours."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"P", "PA", "LA", "La", "RGBa", "1"}:
        clear = image.mode != "1" and (image.mode != "P" or "transparency" in image.info)
        return image.convert("RGBA" if clear else "RGB")
    return image


def _plain(image: Image.Image) -> Image.Image:
    """Red, green and blue of the sRGB space, transparent parts on white, and nothing besides."""
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        ground.info = image.info
        image = ground
    profile = image.info.get("icc_profile")
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, *BROKEN):  # an unreadable profile is none
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    plain = image.convert("RGB")
    plain.info = {}  # PIL would write an old comment again
    return plain


def _jpeg(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return stream.getvalue()


def _origin(exif: dict[int, Any]) -> Origin:
    place = exif.get(GPS, {})
    latitude, longitude = _degrees(place, 1, "S", 90), _degrees(place, 3, "W", 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Origin(_moment(exif.get(EXIF, {})), latitude, longitude)


def _moment(entries: dict[int, Any]) -> datetime.datetime | None:
    """When the shutter opened, in the portal's time zone unless the camera says which one."""
    text, offset = str(entries.get(TAKEN, "")).strip("\x00 "), str(entries.get(TAKEN_OFFSET, "")).strip("\x00 ")
    with contextlib.suppress(ValueError, OverflowError):
        return sensible(datetime.datetime.strptime(f"{text}{offset}", "%Y:%m:%d %H:%M:%S%z"))
    with contextlib.suppress(ValueError, OverflowError):
        found = datetime.datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the camera's own wall clock
        return sensible(timezone.make_aware(found))
    return None


def sensible(moment: datetime.datetime) -> datetime.datetime | None:
    """None for a moment outside 1950–2100, which would break lists and exports."""
    return moment if FIRST_DAY < moment.date() < LAST_DAY else None


def _degrees(place: dict[int, Any], ref: int, negative: str, limit: int) -> Decimal | None:
    """Degrees, minutes and seconds of one axis as degrees to six places."""
    try:
        whole, minutes, seconds = (float(part) for part in place[ref + 1])
        value = whole + minutes / 60 + seconds / 3600
    except BROKEN:
        return None
    if not math.isfinite(value) or not 0 <= value <= limit:
        return None
    sign = -1 if str(place.get(ref, "")).strip("\x00 ").upper() == negative else 1
    return Decimal(f"{sign * value:.6f}")


# --- drawing, for the demonstration's pictures ------------------------------------------------------

Shape = tuple[str, Sequence[Any], str]  # "rectangle", "polygon" or "line" with its points, or a text's place; then the colour


def drawing(size: tuple[int, int], ground: str, shapes: Sequence[Shape], texts: Sequence[tuple[int, int, int, str]] = ()) -> bytes:
    """A plain drawing as PNG. ``texts`` are (x, y, height in pixels, words); without a Chinese font they are left out."""
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    for kind, points, colour in shapes:
        if kind == "line":
            draw.line(points, fill=colour, width=4)
        else:
            getattr(draw, kind)(points, fill=colour)
    font = next((path for path in FONTS if Path(path).exists()), "")
    for x, y, height, words in texts if font else ():
        draw.text((x, y), words, fill="#1b2433", font=ImageFont.truetype(font, height))
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=1)
    return stream.getvalue()
