"""What is written in several tables at once: each action is one transaction, keyword-only, named by its verb."""

from projects.actions.calendar import open_feed, renew_feed
from projects.actions.leaders import answer_instruction
from projects.actions.ledger import OutdatedPromiseError, add_milestone, drop_milestone, move_due_date
from projects.actions.photos import About, Sent, Upload, add_photo, add_photos, remove_photo, store_with_files
from projects.actions.promises import NewPromise, known_promises, same_words, write_promises
from projects.actions.registers import PlanMove, investment_of, reach_stage, set_above_scale_years, store_investment
from projects.actions.weeks import OutdatedReviewError, Said, ensure_week, last_given, open_week, review_report, store_report

__all__ = [
    "About",
    "NewPromise",
    "OutdatedPromiseError",
    "OutdatedReviewError",
    "PlanMove",
    "Said",
    "Sent",
    "Upload",
    "add_milestone",
    "add_photo",
    "add_photos",
    "answer_instruction",
    "drop_milestone",
    "ensure_week",
    "investment_of",
    "known_promises",
    "last_given",
    "move_due_date",
    "open_feed",
    "open_week",
    "reach_stage",
    "remove_photo",
    "renew_feed",
    "review_report",
    "same_words",
    "set_above_scale_years",
    "store_investment",
    "store_report",
    "store_with_files",
    "write_promises",
]
