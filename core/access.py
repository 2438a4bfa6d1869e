"""Answers to "may this person do that?": Allowed, or Denied with the reason that is shown to them.

A policy is a function ``(user, target) -> Decision``; the target is a zone for lists and forms of new rows,
and the row itself for everything about one row. Out of scope is 404 (the row is not in the visible set), in
scope without the right is 403 with the reason; the same reason is the tooltip of the disabled button.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


Allowed = Decision(allowed=True)


def Denied(reason: str | Promise) -> Decision:  # noqa: N802  (reads as the counterpart of Allowed)
    return Decision(allowed=False, reason=reason)


Policy = Callable[[Any, Any], Decision]


def anyone(user: Any, target: Any) -> Decision:
    """For the pages before sign-in only."""
    return Allowed


def signed_in(user: Any, target: Any) -> Decision:
    """For the pages about oneself: password, language, choice of zone."""
    return Allowed
