"""Pictures that lie, break off, carry more than dots, or would fill the memory; and what is left of good ones."""

import contextlib
import io
import struct
import subprocess
import sys
import time
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image, ImageCms, TiffImagePlugin

from core.images import MAX_BYTES, read_picture
from core.picture_headers import MAX_PIXELS, header_of
from tests.factories import encoded

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def halves(mode: str = "RGB", size: tuple = (60, 40)) -> Image.Image:
    """Red above, blue below."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (0, size[1] // 2, size[0], size[1]))
    return picture.convert(mode)


def refusal(data: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as found:
        read_picture(data)
    return found.value


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def is_near(dot: tuple, colour: tuple) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(dot, colour, strict=True))


def png(width: int, height: int, *chunks: tuple[bytes, bytes], end: bytes = b"") -> bytes:
    """A PNG that claims a size, with no dots in it unless ``end`` brings some."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*each) for each in chunks) + (end or chunk(b"IDAT", b"\x78\x9c"))


def exif(orientation: int = 1, *, place: bool = True) -> Image.Exif:
    """What a phone writes: a turn, a time, a place, and the phone's name."""
    words = Image.Exif()
    words[0x0112], words[0x010F] = orientation, "SECRETPHONE"
    inner = words.get_ifd(0x8769)
    inner[0x9003], inner[0x9011] = "2015:06:10 08:30:00", "+08:00"
    if place:
        part = TiffImagePlugin.IFDRational
        axis = (part(35), part(42), part(4443, 1000))
        words.get_ifd(0x8825).update({1: "N", 2: axis, 3: "E", 4: (part(115), part(5), part(0))})
    return words


# --- what is accepted -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "LA"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
def test_every_kind_of_picture_becomes_a_plain_jpeg_of_the_same_size(kind, mode):
    source = halves("L").convert("I;16") if mode == "I;16" else halves(mode)
    picture = read_picture(encoded(source, kind))
    stored = opened(picture.image)
    assert (stored.format, stored.mode, stored.size) == ("JPEG", "RGB", (60, 40))
    assert (picture.width, picture.height) == (60, 40)
    if mode in {"RGB", "RGBA", "CMYK", "P"}:
        assert is_near(stored.getpixel((30, 5)), (255, 0, 0))
        assert is_near(stored.getpixel((30, 35)), (0, 0, 255))


def test_sixteen_bit_greys_keep_their_brightness():
    white, grey = Image.new("I;16", (20, 20), 65535), Image.new("I;16", (20, 20), 32768)
    assert is_near(opened(read_picture(encoded(white, "PNG")).image).getpixel((9, 9)), (255, 255, 255))
    assert is_near(opened(read_picture(encoded(grey, "PNG")).image).getpixel((9, 9)), (128, 128, 128))


def test_what_is_transparent_becomes_white():
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    assert is_near(opened(read_picture(encoded(clear, "PNG")).image).getpixel((9, 9)), (255, 255, 255))
    palette = Image.new("P", (20, 20), 0)
    palette.putpalette([255, 0, 0] * 256)
    assert is_near(opened(read_picture(encoded(palette, "PNG", transparency=0)).image).getpixel((9, 9)), (255, 255, 255))


@pytest.mark.parametrize(("size", "shown"), [((5000, 2500), (2000, 1000)), ((1000, 3000), (667, 2000)), ((1999, 10), (1999, 10))])
def test_the_longest_side_is_two_thousand_dots_and_that_of_the_thumbnail_480(size, shown):
    picture = read_picture(encoded(Image.new("RGB", size, "green")))
    assert (picture.width, picture.height) == shown == opened(picture.image).size
    assert max(opened(picture.thumbnail).size) == 480


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_turn_of_the_camera_ends_upright(orientation):
    """The picture is turned as the camera would have stored it, and read back red above, blue below."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose values that make the stored picture
    turned = halves().transpose(Image.Transpose(undo[orientation])) if orientation > 1 else halves()
    stored = opened(read_picture(encoded(turned, exif=exif(orientation))).image)
    assert stored.size == (60, 40)
    assert is_near(stored.getpixel((30, 4)), (255, 0, 0))
    assert is_near(stored.getpixel((30, 36)), (0, 0, 255))


def test_a_wide_colour_space_is_converted_and_its_profile_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    stored = opened(read_picture(encoded(halves(), icc_profile=profile)).image)
    assert "icc_profile" not in stored.info
    assert is_near(stored.getpixel((30, 4)), (255, 0, 0))  # a profile that does not fit is ignored
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert "icc_profile" not in opened(read_picture(encoded(halves(), icc_profile=srgb)).image).info
    assert read_picture(encoded(halves(), icc_profile=b"no profile")).width == 60


def test_nothing_of_the_file_but_its_dots_is_kept():
    """EXIF, place, comment, XMP, a web page and an archive behind the end: all of it is in the file, none in what is stored."""
    data = encoded(halves(), exif=exif(6), comment=b"SECRETCOMMENT", xmp=b"<x:xmpmeta>SECRETXMP</x:xmpmeta>")
    data += b"<script>SECRETTAIL</script>" + b"PK\x03\x04SECRETZIP"
    assert data.count(b"SECRET") == 5
    picture = read_picture(data, keep_origin=True)
    for stored in (picture.image, picture.thumbnail):
        assert b"SECRET" not in stored
        assert b"Exif" not in stored
        assert stored.endswith(b"\xff\xd9")
        assert dict(opened(stored).getexif()) == {}
        assert opened(stored).size in {(40, 60)}


# --- time and place ---------------------------------------------------------------------------------


def test_time_and_place_are_read_only_when_the_person_agreed():
    data = encoded(halves(), exif=exif())
    silent, told = read_picture(data).origin, read_picture(data, keep_origin=True).origin
    assert (silent.taken_at, silent.latitude, silent.longitude) == (None, None, None)
    assert told.taken_at.isoformat() == "2015-06-10T08:30:00+08:00"
    assert (told.latitude, told.longitude) == (Decimal("35.701234"), Decimal("115.083333"))


@pytest.mark.parametrize(
    "moment",
    ["0000:00:00 00:00:00", "1901:01:01 00:00:00", "9999:12:31 23:59:59", "2015-06-10", "", "2015:02:30 08:00:00", "\x00" * 19],
)
def test_an_impossible_time_is_none(moment):
    words = exif()
    words.get_ifd(0x8769).update({0x9003: moment, 0x9011: ""})
    assert read_picture(encoded(halves(), exif=words), keep_origin=True).origin.taken_at is None


def test_a_time_without_a_zone_is_that_of_the_portal():
    words = exif()
    words.get_ifd(0x8769)[0x9011] = ""
    assert read_picture(encoded(halves(), exif=words), keep_origin=True).origin.taken_at.isoformat() == "2015-06-10T08:30:00+08:00"


@pytest.mark.parametrize(
    "degrees", [((91, 1), (0, 1), (0, 1)), ((1, 1), (0, 1)), ((1, 0), (0, 1), (0, 1)), ((1, 1), (0, 0), (0, 1))]
)
def test_an_impossible_place_is_none(degrees):
    words = exif()
    words.get_ifd(0x8825)[2] = tuple(TiffImagePlugin.IFDRational(*part) for part in degrees)
    origin = read_picture(encoded(halves(), exif=words), keep_origin=True).origin
    assert (origin.latitude, origin.longitude) == (None, None)
    assert origin.taken_at is not None


def test_south_and_west_are_negative():
    words = exif()
    words.get_ifd(0x8825).update({1: "S", 3: "W"})
    origin = read_picture(encoded(halves(), exif=words), keep_origin=True).origin
    assert (origin.latitude, origin.longitude) == (Decimal("-35.701234"), Decimal("-115.083333"))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_camera_words_do_not_spoil_the_picture():
    data = encoded(halves(), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert read_picture(data, keep_origin=True).width == 60


# --- what is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b'<?xml version="1.0"?>\n<!-- x --><svg/>', "SVG"),
        (b"%PDF-1.7", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        (b"II*\x00", "TIFF"),
        (b"MM\x00*", "TIFF"),
        (b"\x00\x00\x01\x00\x01\x00", "ICO"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1", "HEIC"),
        (b"\x00\x00\x00\x1cftypavif", "AVIF"),
        (b"BM\x00\x00", "BMP"),
        (b"GIF89a", "GIF"),
        (b"PK\x03\x04", "archive"),
        (b"\x00\x00\x00\x18ftypmp42", "video"),
        (b"<!doctype html><html>", "web page"),
    ],
)
def test_what_is_no_photo_is_named_and_says_what_to_do(beginning, name):
    error = refusal(beginning + bytes(200))
    assert error.code == "foreign"
    assert f"{name}: " in error.messages[0]
    assert any(word in error.messages[0] for word in ("JPEG", "picture"))


@pytest.mark.parametrize("data", [b"\x00" * 100, b"hello", b"\xff\xd8", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_cannot_be_told_is_refused(data):
    assert refusal(data).code == "foreign"


def test_an_empty_file_is_refused():
    assert refusal(b"").code == "empty"


def test_a_file_of_more_than_fifteen_megabytes_is_refused_with_both_numbers():
    error = refusal(encoded(halves()) + bytes(MAX_BYTES))
    assert error.code == "too_large"
    assert "15.0 MB" in error.messages[0]
    assert "at most 15 MB" in error.messages[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_was_cut_off_is_refused(kind):
    noise = Image.effect_noise((400, 300), 90).convert("RGB")
    data = encoded(noise, kind)
    for share in (0.3, 0.6, 0.9):
        assert refusal(data[: int(len(data) * share)]).code in {"truncated", "damaged"}


def test_a_cut_jpeg_says_that_it_was_not_sent_completely():
    data = encoded(Image.effect_noise((400, 300), 90).convert("RGB"))
    assert "send it again" in refusal(data[: len(data) // 2]).messages[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_file_is_refused_or_read_and_never_a_fault(kind):
    """Every sixteenth byte of a small file turned round, one at a time."""
    data = encoded(halves(), kind)
    for place in range(0, len(data), 16):
        broken = bytearray(data)
        broken[place] ^= 0xFF
        with contextlib.suppress(ValidationError):
            assert read_picture(bytes(broken), keep_origin=True).width > 0


# --- bombs ------------------------------------------------------------------------------------------


def webp_canvas(width: int, height: int, frames: int = 0) -> bytes:
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + bytes([2, 0, 0, 0]) + canvas + (b"ANMF" + struct.pack("<I", 16) + bytes(16)) * frames
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def jpeg_of(width: int, height: int) -> bytes:
    return encoded(halves())[:2] + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + bytes(9) + b"\xff\xda"


BOMBS = {
    "a PNG of 300 megapixels": png(20_000, 15_000),
    "a PNG of 2^62 dots": png(2**31 - 1, 2**31 - 1),
    "a moving PNG of a hundred frames": png(1000, 1000, (b"acTL", struct.pack(">II", 100, 0))),
    "a JPEG of 4,294 megapixels": jpeg_of(65_535, 65_535),
    "a WebP of 268 megapixels": webp_canvas(16_383, 16_383),
    "a moving WebP of fifty frames": webp_canvas(1000, 1000, 50),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_picture_that_claims_more_than_forty_megapixels_is_refused_by_its_head(bomb):
    error = refusal(BOMBS[bomb])
    assert error.code == "too_many_pixels"
    assert "at most 40" in error.messages[0]


def test_a_bomb_costs_neither_time_nor_memory():
    """In a process of its own, which says how much memory the refusal took."""
    code = (
        "import resource, sys, time\n"
        "from django.conf import settings\n"
        "from django.core.exceptions import ValidationError\n"
        "settings.configure(USE_I18N=False)\n"
        "from core.images import read_picture\n"
        "data = sys.stdin.buffer.read()\n"
        "before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()\n"
        "try:\n    read_picture(data)\nexcept ValidationError as error:\n    print(error.code)\n"
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    for bomb in BOMBS.values():
        done = subprocess.run([sys.executable, "-c", code], input=bomb, cwd=ROOT, capture_output=True, timeout=60)
        refused, measured = done.stdout.decode().splitlines()
        seconds, kilobytes = (float(part) for part in measured.split())
        assert refused == "too_many_pixels"
        assert seconds < 0.5
        assert kilobytes < 50_000


def test_a_picture_of_exactly_forty_megapixels_is_judged_by_its_dots():
    assert header_of(png(8000, 5000)).pixels == MAX_PIXELS
    assert refusal(png(8000, 5000)).code in {"truncated", "damaged"}
    assert refusal(png(8000, 5001)).code == "too_many_pixels"


@pytest.mark.parametrize(
    "data",
    [
        png(10, 10, *[(b"tEXt", b"")] * 200_000),
        b"\xff\xd8" + b"\xff\xfe\x00\x02" * 1_000_000,
        webp_canvas(10, 10) + (b"JUNK" + struct.pack("<I", 0)) * 500_000,
        b"\xff\xd8" + b"\xff" * 2_000_000,
        encoded(halves()) + b"\xff\xda" * 200,
    ],
    ids=["chunks", "segments", "parts", "filling", "scans"],
)
def test_a_head_of_endless_parts_is_given_up(data):
    start = time.perf_counter()
    assert refusal(data).code == "damaged"
    assert time.perf_counter() - start < 0.5


def test_a_text_in_a_png_that_unpacks_to_gigabytes_is_not_unpacked():
    packed = zlib.compress(bytes(200 * 1024 * 1024), 9)
    rest = encoded(halves(), "PNG")[33:]
    bomb = png(60, 40, (b"zTXt", b"Comment\x00\x00" + packed), (b"iCCP", b"profile\x00\x00" + packed), end=rest)
    start = time.perf_counter()
    with contextlib.suppress(ValidationError):
        assert read_picture(bomb).width == 60
    assert time.perf_counter() - start < 2


def test_of_a_moving_picture_the_first_frame_is_taken():
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue", "green")]
    for kind in ("PNG", "WEBP"):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        assert header_of(data).frames == 3
        assert is_near(opened(read_picture(data).image).getpixel((25, 25)), (255, 0, 0))


def test_of_a_phone_s_double_picture_the_first_is_taken():
    """A JPEG with a second one behind it (MPO), as phones write them for depth and brightness."""
    stream = io.BytesIO()
    halves().save(stream, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "green")])
    stored = opened(read_picture(stream.getvalue()).image)
    assert is_near(stored.getpixel((30, 5)), (255, 0, 0))
    assert stored.format == "JPEG"
    assert getattr(stored, "n_frames", 1) == 1
