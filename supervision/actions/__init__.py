"""What is written in several tables at once, by what it is about."""

from supervision.actions.bulletins import (
    acknowledge_entry,
    add_entry,
    confirm_entry,
    drop_entry,
    issue_bulletin,
    open_bulletin,
    rectify_entry,
    withdraw_bulletin,
)
from supervision.actions.issues import assign_issue, confirm_issue, lines_of, raise_issue, report_done, take_issue
from supervision.actions.meetings import (
    TooEarlyError,
    add_item,
    close_meeting,
    drop_item,
    open_meeting,
    prepare_agenda,
    write_minute,
)
from supervision.actions.tours import add_stop, cast_ballot, close_tour, open_tour

__all__ = [
    "TooEarlyError",
    "acknowledge_entry",
    "add_entry",
    "add_item",
    "add_stop",
    "assign_issue",
    "cast_ballot",
    "close_meeting",
    "close_tour",
    "confirm_entry",
    "confirm_issue",
    "drop_entry",
    "drop_item",
    "issue_bulletin",
    "lines_of",
    "open_bulletin",
    "open_meeting",
    "open_tour",
    "prepare_agenda",
    "raise_issue",
    "rectify_entry",
    "report_done",
    "take_issue",
    "withdraw_bulletin",
    "write_minute",
]
