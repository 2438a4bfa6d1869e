"""What is written in several tables at once, by what it is about."""

from supervision.actions.issues import assign_issue, confirm_issue, lines_of, raise_issue, report_done, take_issue
from supervision.actions.meetings import add_item, close_meeting, open_meeting, prepare_agenda

__all__ = [
    "add_item",
    "assign_issue",
    "close_meeting",
    "confirm_issue",
    "lines_of",
    "open_meeting",
    "prepare_agenda",
    "raise_issue",
    "report_done",
    "take_issue",
]
