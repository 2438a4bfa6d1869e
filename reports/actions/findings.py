"""Deciding about findings of the checks."""

import datetime
from typing import Any

from django.db import transaction

from core.statements import Statement
from reports.choices import DecisionState
from reports.models import FindingDecision


@transaction.atomic
def decide(*, decision: FindingDecision, statement: Statement, by: Any, on: datetime.date) -> FindingDecision:
    """Store what a keeper decided about a finding, with its two sides as they are now. An earlier answer is of the past."""
    decision.rule, decision.about = statement.key
    decision.fingerprint = statement.fingerprint
    decision.subject, decision.statement = statement.subject[:200], statement.words
    decision.decided_by, decision.decided_on = by, on
    if decision.is_accepted:
        decision.sent_to = None
    decision.answer = ""
    decision.save()
    return decision


@transaction.atomic
def answer_finding(*, decision: FindingDecision) -> FindingDecision:
    """Store the answer of the person asked; a keeper decides then."""
    decision.state = DecisionState.ANSWERED if decision.answer else DecisionState.SENT
    decision.save()
    return decision


@transaction.atomic
def take_decision_back(*, decision: FindingDecision) -> None:
    """The finding is open again. The history keeps what was decided."""
    decision.delete()
