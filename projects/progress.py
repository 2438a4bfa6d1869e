"""Arithmetic of the ledger and the week. Pure: dates and Decimals in; None is "cannot be computed", never 0."""

import datetime
from decimal import Decimal

from projects.choices import InstructionStanding, ReportStanding, ReportState, Standing

DUE_SOON_DAYS = 14


def slip(baseline: datetime.date, due: datetime.date) -> int:
    """Days by which the promise was moved: current due date minus baseline; negative when moved forward."""
    return (due - baseline).days


def lateness(due: datetime.date, actual: datetime.date | None, as_of: datetime.date) -> int:
    """Days by which the promise was or is broken: actual date (or ``as_of`` while open) minus due date, at least 0."""
    return max(((actual or as_of) - due).days, 0)


def standing(due: datetime.date, actual: datetime.date | None, as_of: datetime.date, soon: int = DUE_SOON_DAYS) -> Standing:
    """How a milestone stands: overdue begins the day after ``due``, the date that counts; ``soon`` in days."""
    if actual is not None:
        return Standing.MET_LATE if actual > due else Standing.MET
    if as_of > due:
        return Standing.OVERDUE
    return Standing.DUE_SOON if (due - as_of).days <= soon else Standing.AHEAD


def counted_date(counted: datetime.date, moved_to: datetime.date, asked_on: datetime.date) -> datetime.date:
    """The date that counts after a move: an extension asked for after the deadline that counted is recorded only."""
    return counted if asked_on > counted else moved_to


def completion(actual: Decimal | None, target: Decimal | None) -> Decimal | None:
    """Share of a target that is reached; None without a target or with a target of zero."""
    return actual / target if actual is not None and target else None


def gap_points(actual_share: Decimal | None, expected_share: Decimal) -> Decimal | None:
    """超/欠 percentage points against the elapsed-time expectation: positive is ahead."""
    return None if actual_share is None else (actual_share - expected_share) * 100


def report_standing(state: str, due_at: datetime.datetime, now: datetime.datetime) -> ReportStanding:
    """See also WeeklyReportQuerySet.with_standing. A report is due on the day before its deadline passes."""
    if state != ReportState.OPEN:
        return ReportStanding(state)
    if now > due_at:
        return ReportStanding.OVERDUE
    return ReportStanding.DUE if due_at - now <= datetime.timedelta(days=1) else ReportStanding.NOT_DUE


def instruction_standing(
    answer_by: datetime.date | None, answered_on: datetime.date | None, as_of: datetime.date
) -> InstructionStanding:
    """How an instruction stands: overdue begins the day after ``answer_by``; without such a day nothing is ever late.

    See also InstructionQuerySet.with_standing.
    """
    late = answer_by is not None and (answered_on or as_of) > answer_by
    if answered_on is not None:
        return InstructionStanding.ANSWERED_LATE if late else InstructionStanding.ANSWERED
    return InstructionStanding.OVERDUE if late else InstructionStanding.OPEN
