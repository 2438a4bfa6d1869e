"""Publishing: a number is never written over, the next edition stands beside it."""

from typing import Any

from django.db import transaction

from indicators.models import CheckRule, Figure, Target


@transaction.atomic
def publish_edition(*, figure: Figure, after: int, by: Any) -> Figure:
    """Store the unsaved ``figure`` as the edition that follows ``after`` (0: as the first one), entered by ``by``.

    Raises: IntegrityError when somebody else has published that edition in the meantime.
    """
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
