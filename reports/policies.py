"""Policies of findings (core.access)."""

from typing import Any

from core.access import Decision


def answers(user: Any, decision: Any) -> Decision:
    return decision.answer_access(user)
