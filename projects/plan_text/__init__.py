"""Reads a plan written as prose into proposed rows of the ledger: pure, without a clock or a database.

Nothing is saved unseen: a person confirms each row, which keeps the words it came from. docs/rules.md, "Plan texts".
"""

from projects.plan_text.reader import read
from projects.plan_text.terms import (
    LONGEST_TEXT,
    Flag,
    Promise,
    Reading,
    Skipped,
    SkipReason,
    TextTooLongError,
)

__all__ = ["LONGEST_TEXT", "Flag", "Promise", "Reading", "SkipReason", "Skipped", "TextTooLongError", "read"]
