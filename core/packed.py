"""Zipped office files (.xlsx, .docx) behind limits that hold before anything is unpacked.

What is refused is told by the kind of error; the reader of each kind of file says it in its own words.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

LARGEST_FILE = 10 * 1024 * 1024  # bytes, packed
MOST_ENTRIES, LARGEST_UNPACKED, LARGEST_RATIO = 200, 50 * 1024 * 1024, 100
SMALL_ENTRY = 16 * 1024  # bytes; below it the ratio says nothing
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}  # for lxml's parsers
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError),
    *(NotImplementedError, RuntimeError, OSError, EOFError, ValueError, KeyError),
)


class PackedError(ValueError):
    """A file is not read. Readers derive their own errors from it, with a message for whoever sent the file."""


class TooLargeError(PackedError):
    """It unpacks to more than is read."""


class StrangeError(PackedError):
    """It holds what no office program writes."""


class BrokenError(PackedError):
    """It is damaged, or only partly there."""


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The file for reading. What turns out to be broken while it is read is a BrokenError, too.

    Raises: TooLargeError, StrangeError, BrokenError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            check(packed.infolist())
            yield packed
    except PackedError:
        raise
    except BROKEN as error:
        raise BrokenError from error


def check(entries: list[zipfile.ZipInfo]) -> None:
    """Raises: TooLargeError, StrangeError for what would grow beyond bounds."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise TooLargeError
    if any(entry.file_size > max(SMALL_ENTRY, entry.compress_size * LARGEST_RATIO) for entry in entries):
        raise StrangeError


def tree(packed: zipfile.ZipFile, name: str, most: int = LARGEST_UNPACKED) -> Any:
    """A part of at most ``most`` bytes as a tree. Raises: TooLargeError, StrangeError; inside of :func:`opened` a missing part is
    a BrokenError."""
    if packed.getinfo(name).file_size > most:
        raise TooLargeError
    content = packed.read(name)
    refuse_definitions(content)
    return etree.fromstring(content, etree.XMLParser(**SAFE))


def refuse_definitions(content: bytes) -> None:
    """Raises: StrangeError for a part that defines entities: they can grow without bounds or name files."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise StrangeError
