"""The life of an issue; each step is one transaction."""

import datetime
from typing import Any

from django.db import transaction

from supervision.choices import IssueState
from supervision.models import Issue
from zones.models import User, Zone


@transaction.atomic
def raise_issue(*, issue: Issue, by: User, on: datetime.date, after: int = 0) -> Issue:
    """Store the unsaved ``issue`` under the year's next number; with a unit and a deadline it is assigned at once.

    ``after`` is the newest number when the caller's transaction has given it: nobody else gives one before it ends.
    """
    if not after:
        Zone.objects.in_zone(issue.zone).locked().get()
        after = Issue.objects.next_number(issue.zone, on.year) - 1
    issue.year, issue.number = on.year, after + 1
    issue.raised_by, issue.raised_on = by, on
    issue.state = IssueState.ASSIGNED if issue.unit_id and issue.due_on else IssueState.RAISED
    issue.save(force_insert=True)
    return issue


@transaction.atomic
def assign_issue(*, issue: Issue) -> Issue:
    """Store unit, deadline, words and category; one that was only raised is assigned now."""
    if issue.state == IssueState.RAISED and issue.unit_id and issue.due_on:
        issue.state = IssueState.ASSIGNED
    issue.save()
    return issue


@transaction.atomic
def take_issue(*, issue: Issue) -> Issue:
    """The unit has signed for it."""
    issue.state = IssueState.IN_HAND
    issue.save()
    return issue


@transaction.atomic
def report_done(*, issue: Issue, by: User) -> Issue:
    """The unit says what it has done; somebody else confirms."""
    issue.state, issue.done_by, issue.note = IssueState.DONE, by, ""
    issue.save()
    return issue


@transaction.atomic
def confirm_issue(*, issue: Issue, is_settled: bool, by: User, on: datetime.date) -> Issue:
    """Settled (销号), or back to the unit with a note; so is one that was settled too early."""
    if is_settled:
        issue.state, issue.settled_by, issue.settled_on = IssueState.SETTLED, by, on
    else:
        issue.state, issue.done_by, issue.settled_by, issue.settled_on = IssueState.IN_HAND, None, None, None
    issue.save()
    return issue


def lines_of(report: Any) -> list[str]:
    """The problems of a weekly report, one a line."""
    return [line.strip() for line in report.problems.splitlines() if line.strip()]
