"""The registers: stages, years, investments."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from projects.choices import Stage
from projects.models import (
    InvestmentYear,
    Project,
    StageEntry,
)
from zones.models import User


@transaction.atomic
def reach_stage(*, project: Project, stage: str, reached_on: datetime.date | None, note: str) -> Project:
    """Set the project's stage and keep the day on which it was reached; what is left empty stays as it was known."""
    project.stage = stage
    project.save()
    given = {name: value for name, value in (("reached_on", reached_on), ("note", note)) if value}
    StageEntry.objects.update_or_create(project=project, stage=Stage(stage), defaults=given)
    return project


@transaction.atomic
def set_above_scale_years(*, enterprise: Any, years: set[int]) -> None:
    """Make ``years`` the years in which the enterprise is in the above-scale list."""
    enterprise.above_scale_years.exclude(year__in=years).delete()
    known = set(enterprise.above_scale_years.values_list("year", flat=True))
    for year in sorted(years - known):
        enterprise.above_scale_years.create(year=year)


@dataclass(frozen=True, slots=True)
class PlanMove:
    """Why a year's planned investment was changed, and who approved it."""

    reason: str
    explanation: str
    approved_by: str
    asked_on: datetime.date
    by: User


@transaction.atomic
def store_investment(*, investment: InvestmentYear, planned_before: Decimal | None, move: PlanMove | None) -> InvestmentYear:
    """Store a year's figures; the first agreed plan becomes the baseline, a later plan leaves a revision.

    Raises: ValueError when an agreed plan changes without a reason.
    """
    if investment.baseline_wan is None:
        investment.baseline_wan = investment.planned_wan
    investment.save()
    if planned_before is None or planned_before == investment.planned_wan:
        return investment
    if move is None:
        raise ValueError("an agreed plan changes with a reason only")
    investment.revisions.create(
        old_wan=planned_before,
        new_wan=investment.planned_wan,
        reason=move.reason,
        explanation=move.explanation,
        approved_by=move.approved_by,
        asked_on=move.asked_on,
        by=move.by,
    )
    return investment


def investment_of(*, project: Project, year: int) -> InvestmentYear | None:
    return project.investment_years.filter(year=year).first()
