"""One stretch of writing on one device, which is stored again and again while it goes on.

Every state of it that is sent carries the same token and a rising turn, and both are noted in the history of the row.
So a device whose last answer was lost on the way does not stand in conflict with itself, and a state that arrives late
does not undo a later one. What anybody else wrote in between is a conflict as ever (core.edit).
"""

import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Self

from django.db import models

from core.history import noted

MAX_TURN = 10**9


@dataclass(frozen=True, slots=True)
class Writing:
    token: str
    turn: int

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self | None:
        """The writing that a posted form belongs to; None for a form that no script has sent."""
        token, turn = str(data.get("writing", "")), str(data.get("turn", ""))
        if not (turn.isascii() and turn.isdigit() and int(turn[:12]) <= MAX_TURN):
            return None
        try:
            return cls(str(uuid.UUID(token)), int(turn))
        except ValueError:
            return None

    def is_later(self, row: models.Model, version: int) -> bool | None:
        """Whether all that was written to ``row`` since ``version`` are earlier states of this writing.

        False when a later one of it, or this very one, is stored already; None when anybody else wrote too. One query.
        """
        events: Any = type(row).pgh_event_model.objects  # type: ignore[attr-defined]
        since = list(events.filter(pgh_obj=row.pk, version__gt=version).values_list("pgh_context", flat=True))
        turns = [words.get("turn", 0) for words in since if words and words.get("writing") == self.token]
        if not since or len(turns) != len(since):
            return None
        return max(turns) < self.turn


def noting(writing: Writing | None) -> AbstractContextManager[None]:
    """What is written inside carries the writing it came from, if it came from one."""
    return noted(writing=writing.token, turn=writing.turn) if writing else nullcontext()
