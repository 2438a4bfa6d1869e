"""How far a long request is, for the page that waits for it.

The page makes up a number for its request and asks for it meanwhile (static/js/busy.js); under that number the request notes how
far it is. In small files, because nobody sees what an open transaction writes and the workers share nothing else.
"""

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Each = TypeVar("Each")
PAUSE = 0.3  # seconds between two notes
FORGOTTEN = 3600  # seconds after which the file of a killed request is removed


class Note:
    """The file of one request."""

    def __init__(self, path: Path) -> None:
        self.path, self.last = path, 0.0

    def write(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self.last < PAUSE:
            return
        self.last = now
        half = self.path.with_suffix(".half")
        with suppress(OSError):  # a full disk ends no import
            half.write_text(json.dumps({"done": done, "total": total}))
            half.replace(self.path)


current: ContextVar[Note | None] = ContextVar("current", default=None)


def path_of(user: Any, token: uuid.UUID) -> Path:
    return settings.PROGRESS_ROOT / f"{user.pk}-{token}.json"


@contextmanager
def shown(user: Any, token: uuid.UUID) -> Iterator[None]:
    """What is tracked inside is noted for ``user`` under ``token``."""
    settings.PROGRESS_ROOT.mkdir(parents=True, exist_ok=True)
    forget()
    note = Note(path_of(user, token))
    before = current.set(note)
    try:
        yield
    finally:
        current.reset(before)
        note.path.unlink(missing_ok=True)


def forget() -> None:
    for path in settings.PROGRESS_ROOT.iterdir():
        with suppress(OSError):  # somebody else removes it at the same time
            if path.stat().st_mtime < time.time() - FORGOTTEN:
                path.unlink()


def track(rows: Sequence[Each]) -> Iterator[Each]:
    """The rows one by one; how many are done is noted, if anybody waits for it."""
    note = current.get()
    for done, row in enumerate(rows):
        if note is not None:
            note.write(done, len(rows))
        yield row
    if note is not None:
        note.write(len(rows), len(rows))


def read(user: Any, token: uuid.UUID) -> dict[str, int]:
    """``done`` and ``total`` of a request of ``user``; empty when it has not begun, or is over."""
    try:
        return json.loads(path_of(user, token).read_text())
    except (OSError, ValueError):
        return {}


class TrackedView:
    """A page whose form may take long: it sends the number under which the page asks meanwhile."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = super().dispatch  # type: ignore[misc]
        try:
            token = uuid.UUID(request.POST.get("progress", "") if request.method == "POST" else "")
        except ValueError:
            return answer(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return answer(request, *args, **kwargs)
        with shown(request.user, token):
            return answer(request, *args, **kwargs)
