"""Writing the file of a command: all of it or nothing."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import CommandError


def target(output: str, suffix: str) -> Path:
    """The file to write, whose name ends in ``suffix``. Raises: CommandError before any work is done."""
    path = Path(output).expanduser()
    if path.suffix.lower() != suffix:
        raise CommandError(f"--output must end in {suffix}, not {path.name or output!r}")
    if path.is_dir():
        raise CommandError(f"{path} is a folder")
    if not path.parent.is_dir():
        raise CommandError(f"There is no folder {path.parent}")
    return path


def write(path: Path, content: bytes) -> None:
    """All of it or nothing: an old file stays until the new one is complete."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise CommandError(f"Cannot write {path}: {error.strerror}") from None
