"""Publishing: a number is never written over, the next edition stands beside it."""

import datetime
from typing import Any

from django.db import transaction

from core.models import DataStatus
from indicators.choices import PeriodForm
from indicators.locks import LockedError
from indicators.models import CheckRule, Figure, PeriodRule, Target


def figure_refusal(figure: Figure, today: datetime.date) -> str:
    """Why the unsaved ``figure`` may not be published on a day; "" when it may. Four queries."""
    locks = PeriodRule.locks(figure.zone, PeriodForm.FIGURES)
    is_final = figure.status in DataStatus.final()
    return locks.refusal(figure.year, figure.through_month, today=today, park=figure.park_id, is_final=is_final)


@transaction.atomic
def publish_edition(*, figure: Figure, after: int, by: Any, today: datetime.date) -> Figure:
    """Store the unsaved ``figure`` as the edition that follows ``after`` (0: as the first one), entered by ``by``.

    Raises: LockedError for a period that is not open on ``today``; IntegrityError when somebody else has published that
    edition in the meantime.
    """
    if refusal := figure_refusal(figure, today):
        raise LockedError(refusal)
    figure.edition = after + 1
    figure.entered_by = by
    figure.save(force_insert=True)
    return figure


@transaction.atomic
def set_target(*, target: Target, after: int) -> Target:
    """Store the unsaved ``target`` beside the one of edition ``after`` (0: as the first one), which keeps its date and reason.

    Raises: IntegrityError when somebody else has revised the target in the meantime.
    """
    target.edition = after + 1
    target.save(force_insert=True)
    return target


@transaction.atomic
def remove_rule(*, rule: CheckRule) -> None:
    """Take a rule out of use for good. Its history stays, and so do decisions about what it found."""
    rule.delete()
