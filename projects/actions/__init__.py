"""What is written in several tables at once: each action is one transaction, keyword-only, named by its verb."""

from projects.actions.bulk import (
    MOST_ROWS,
    AlreadyUndoneError,
    BulkStep,
    RefusedRowsError,
    add_note,
    mark_met,
    move_due_dates,
    set_unit_of,
    undo_change,
)
from projects.actions.calendar import open_feed, renew_feed
from projects.actions.leaders import answer_instruction
from projects.actions.ledger import OutdatedPromiseError, add_milestone, drop_milestone, move_due_date
from projects.actions.photos import About, Sent, Upload, add_photo, add_photos, remove_photo, store_with_files
from projects.actions.plans import Entered, OutdatedPlanError, ProjectExistsError, digest, enter_plan
from projects.actions.promises import NewPromise, known_promises, same_words, words_of, write_promises
from projects.actions.registers import PlanMove, investment_of, reach_stage, set_above_scale_years, store_investment
from projects.actions.reminders import mark_seen, remind_by_hand, send_due_reminders
from projects.actions.reviews import (
    OutdatedReviewError,
    OutdatedReviewsError,
    ProposalError,
    Word,
    accept_reports,
    move_access,
    review_report,
)
from projects.actions.templates import take_standard
from projects.actions.weeks import Said, WeekNotOpenError, check_week, ensure_week, last_given, open_week, store_report

__all__ = [
    "MOST_ROWS",
    "About",
    "AlreadyUndoneError",
    "BulkStep",
    "Entered",
    "NewPromise",
    "OutdatedPlanError",
    "OutdatedPromiseError",
    "OutdatedReviewError",
    "OutdatedReviewsError",
    "PlanMove",
    "ProjectExistsError",
    "ProposalError",
    "RefusedRowsError",
    "Said",
    "Sent",
    "Upload",
    "WeekNotOpenError",
    "Word",
    "accept_reports",
    "add_milestone",
    "add_note",
    "add_photo",
    "add_photos",
    "answer_instruction",
    "check_week",
    "digest",
    "drop_milestone",
    "ensure_week",
    "enter_plan",
    "investment_of",
    "known_promises",
    "last_given",
    "mark_met",
    "mark_seen",
    "move_access",
    "move_due_date",
    "move_due_dates",
    "open_feed",
    "open_week",
    "reach_stage",
    "remind_by_hand",
    "remove_photo",
    "renew_feed",
    "review_report",
    "same_words",
    "send_due_reminders",
    "set_above_scale_years",
    "set_unit_of",
    "store_investment",
    "store_report",
    "store_with_files",
    "take_standard",
    "undo_change",
    "words_of",
    "write_promises",
]
