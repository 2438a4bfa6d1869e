"""What is written in several tables at once, by what it is about."""

from reports.actions.findings import answer_finding, decide, take_decision_back
from reports.actions.texts import ask_units, give_text, remind_units, send_text_back, withdraw_text
from reports.actions.years import (
    IssuedError,
    begin_report,
    drop_looks,
    drop_note,
    drop_section,
    freeze_year,
    issue,
    take_looks,
    thaw_year,
)

__all__ = [
    "IssuedError",
    "answer_finding",
    "ask_units",
    "begin_report",
    "decide",
    "drop_looks",
    "drop_note",
    "drop_section",
    "freeze_year",
    "give_text",
    "issue",
    "remind_units",
    "send_text_back",
    "take_decision_back",
    "take_looks",
    "thaw_year",
    "withdraw_text",
]
