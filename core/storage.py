"""Files that people send: written whole or not at all, and gone again when the row that they belong to is not stored."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
PART = ".part"


class WholeFileStorage(FileSystemStorage):
    """A file appears under its name when all of it is on the disk; what was broken off leaves nothing.

    Raises: OSError, with an errno of FULL_DISK when there is no room.
    """

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}{PART}")
        file = part.open("xb")
        try:
            with file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)
        return name


class FilesOfARow:
    """The files of one row while both are being written."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def write(self, name: str, data: bytes) -> str:
        """Raises: OSError."""
        stored = default_storage.save(name, ContentFile(data))
        self.names.append(stored)
        return stored


@contextlib.contextmanager
def kept_with_row() -> Iterator[FilesOfARow]:
    """Files written inside are removed again when the block is left by any exception: of the disk, the database, the server.

    The block must hold the whole transaction. What a killed process leaves, ``manage.py check_media`` finds.
    """
    files, is_stored = FilesOfARow(), False
    try:
        yield files
        is_stored = True
    finally:
        if not is_stored:
            remove_files(files.names)


def remove_files(names: list[str]) -> None:
    """What is gone already is no fault, and a disk that refuses leaves a file for check_media to find."""
    for name in filter(None, names):
        with contextlib.suppress(OSError):
            default_storage.delete(name)
