"""Files without rows and rows without files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from pghistory.models import Event

# A file is written before its row: a younger one may belong to an upload that is under way.
IN_FLIGHT = 3600  # seconds


@dataclass(frozen=True, slots=True)
class MediaState:
    """Names below MEDIA_ROOT: ``orphans`` have no row, ``missing`` are named by a row and are not there."""

    stored: int
    orphans: list[str]
    missing: list[str]


def referenced() -> set[str]:
    """The names that rows hold, over all models; histories repeat those of rows that are gone and do not count."""
    fields = [
        (model, field.name)
        for model in apps.get_models()
        if not issubclass(model, Event)
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]
    return {name for model, field in fields for name in _names(model, field)}


def _names(model: Any, field: str) -> set[str]:
    return set(model._base_manager.exclude(**{field: ""}).values_list(field, flat=True))


def media_state(now: float) -> MediaState:
    """What is on the disk against what the rows say; ``now`` in seconds of the clock that files are stamped with.

    Files are listed first: a row that is stored meanwhile finds its file.
    """
    root = Path(settings.MEDIA_ROOT)
    stored = {str(path.relative_to(root).as_posix()): path for path in root.rglob("*") if path.is_file()}
    named = referenced()
    orphans = [name for name, path in stored.items() if name not in named and path.stat().st_mtime < now - IN_FLIGHT]
    missing = [name for name in named - stored.keys() if not (root / name).is_file()]
    return MediaState(len(stored), sorted(orphans), sorted(missing))
