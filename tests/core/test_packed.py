"""What a packed office file may be before anything of it is unpacked."""

import io
import zipfile

import pytest

from core.packed import MOST_ENTRIES, BrokenError, PackedError, StrangeError, TooLargeError, opened, tree


def zipped(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def test_an_ordinary_file_is_read():
    with opened(zipped({"a.xml": "<a>安</a>".encode()})) as packed:
        assert tree(packed, "a.xml").text == "安"


@pytest.mark.parametrize(
    ("parts", "how", "error"),
    [
        ({f"{number}": b"" for number in range(MOST_ENTRIES + 1)}, zipfile.ZIP_DEFLATED, TooLargeError),
        ({"a": bytes(51 * 1024 * 1024)}, zipfile.ZIP_STORED, TooLargeError),
        ({"a": bytes(5 * 1024 * 1024)}, zipfile.ZIP_DEFLATED, StrangeError),
        ({"a": bytes(20 * 1024)}, zipfile.ZIP_DEFLATED, StrangeError),
    ],
    ids=["many", "large", "dense", "small and dense"],
)
def test_what_would_grow_is_refused_before_it_is_unpacked(parts, how, error):
    with pytest.raises(error), opened(zipped(parts, how)):
        raise AssertionError


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + bytes(40), zipped({"a.xml": b"<a/>"})[:60]])
def test_a_broken_file_is_told(data):
    with pytest.raises(BrokenError), opened(data):
        raise AssertionError


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<!--" + b" " * 5000 + b"--><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", StrangeError),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", StrangeError),
        (b"<a>", BrokenError),
        (b"", BrokenError),
    ],
)
def test_a_part_that_is_no_plain_xml_is_told(content, error):
    with pytest.raises(error), opened(zipped({"a.xml": content})) as packed:
        tree(packed, "a.xml")


def test_a_part_that_is_larger_than_is_read_is_told():
    with pytest.raises(TooLargeError), opened(zipped({"a.xml": b"<a>" + b"x" * 50 + b"</a>"})) as packed:
        tree(packed, "a.xml", most=50)


def test_a_missing_part_is_a_broken_file_and_a_reader_s_own_error_stays_its_own():
    class OwnError(PackedError):
        pass

    with pytest.raises(BrokenError), opened(zipped({})) as packed:
        tree(packed, "a.xml")
    with pytest.raises(OwnError), opened(zipped({})):
        raise OwnError
