"""Publishing: a number is never written over, the next edition stands beside it."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.models import DataStatus
from indicators import paths
from indicators.choices import PeriodForm, Split
from indicators.locks import LockedError, Locks
from indicators.models import CheckRule, Figure, Indicator, PeriodRule, Target, TargetStep
from indicators.presets import STANDARDS
from zones.models import Zone

PLACES = 4  # decimals that a step is kept with


def figure_refusal(figure: Figure, today: datetime.date, locks: Locks | None = None) -> str:
    """Why the unsaved ``figure`` may not be published on a day; "" when it may. Four queries, unless ``locks`` are given."""
    locks = locks or PeriodRule.locks(figure.zone, PeriodForm.FIGURES)
    is_final = figure.status in DataStatus.final()
    return locks.refusal(figure.year, figure.through_month, today=today, park=figure.park, is_final=is_final)


@transaction.atomic
def publish_edition(*, figure: Figure, after: int, by: Any, today: datetime.date, locks: Locks | None = None) -> Figure:
    """Store the unsaved ``figure`` as the edition that follows ``after`` (0: as the first one), entered by ``by``.

    Raises: LockedError for a period that is not open on ``today``; IntegrityError when somebody else has published that
    edition in the meantime.
    """
    if refusal := figure_refusal(figure, today, locks):
        raise LockedError(refusal)
    figure.edition = after + 1
    figure.entered_by = by
    figure.save(force_insert=True)
    return figure


@transaction.atomic
def set_target(*, target: Target, after: int, targets: Any = None) -> Target:
    """Store the unsaved ``target`` beside the one of edition ``after`` (0: as the first one), which keeps its date and reason.

    A revision takes the path of the one before over, in proportion; ``targets`` says which one that is (indicators.editions).
    Raises: IntegrityError when somebody else has revised the target in the meantime.
    """
    before = next(iter((targets or Target.objects).same_series(target)), None) if after else None
    target.edition = after + 1
    if before:
        target.split = before.split
    target.save(force_insert=True)
    if before:
        steps = paths.scaled(before.steps, before.value, target.value, PLACES)
        TargetStep.objects.bulk_create([TargetStep(target=target, month=month, value=value) for month, value in steps.items()])
    return target


@transaction.atomic
def split_target(*, target: Target, split: str, steps: Mapping[int, Decimal]) -> Target:
    """Spread a target over its months: evenly, by last year's shape, or by ``steps`` (month -> cumulative value).

    By last year's shape the steps are kept as they are today: a later revision of last year's figures changes no path.
    Raises: ValueError when last year has no shape.
    """
    if split == Split.LAST_YEAR:
        steps = paths.by_last_year(target.value or Decimal(0), last_year(target), PLACES)
        if not steps:
            raise ValueError(_("last year has no cumulative figures up to December"))
    target.split = split
    target.save()
    kept = {} if split == Split.EVEN else dict(steps)
    target.path.exclude(month__in=kept).delete()
    stored = {step.month: step for step in target.path.all()}
    for month, value in kept.items():
        if month not in stored:
            TargetStep.objects.create(target=target, month=month, value=value)
        elif stored[month].value != value:
            stored[month].value = value
            stored[month].save(update_fields=["value"])
    return target


def last_year(target: Target) -> dict[int, Decimal]:
    """Last year's cumulative figures of the zone by month. One query."""
    rows = Figure.objects.of_indicator(target.indicator_id).of_zone().of_year(target.year - 1).cumulative().current().reported()
    return dict(rows.values_list("through_month", "value"))


@transaction.atomic
def add_standards(*, zone: Zone) -> int:
    """Add the shipped indicators that the zone has neither by code nor by name; how many they were."""
    Zone.objects.in_zone(zone).locked().get()
    known = Indicator.objects.in_zone(zone)
    by_code, names = {row.code: row for row in known}, {row.name for row in known}
    position, count = max((row.position for row in by_code.values()), default=0), 0
    for standard in STANDARDS:
        if standard.code in by_code or standard.name in names:
            continue
        whole = by_code.get(standard.part_of)
        position, count = position + 1, count + 1
        fields = {name: getattr(standard, name) for name in ("code", "name", "unit", "places", "definition", "legal_source")}
        given = {**fields, "growth_basis": standard.basis, "part_of": whole, "position": position, **standard.more}
        by_code[standard.code] = Indicator.objects.create(zone=zone, **given)
    return count


@transaction.atomic
def continue_indicator(*, indicator: Indicator, successor: Indicator) -> Indicator:
    """Store the unsaved ``successor``, which begins where ``indicator`` ends: their figures are never chained.

    An indicator without an end is closed with the year before.
    """
    successor.save()
    if successor.valid_from and indicator.valid_to is None:
        indicator.valid_to = successor.valid_from - 1
        indicator.save()
    return successor


@transaction.atomic
def remove_rule(*, rule: CheckRule) -> None:
    """Take a rule out of use for good. Its history stays, and so do decisions about what it found."""
    rule.delete()
