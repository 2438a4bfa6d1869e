"""Writing what belongs to the year as a whole, and deciding about findings."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.statements import Statement
from reports.annual.patterns import STANDARD
from reports.annual.values import values_of
from reports.archive import made
from reports.choices import DecisionState
from reports.models import AnnualSection, FindingDecision, IssuedDocument, YearNote, YearSnapshot
from zones.models import Zone


@transaction.atomic
def drop_note(*, note: YearNote) -> None:
    """Take a note out of the year. The history keeps its words."""
    note.delete()


@transaction.atomic
def begin_report(*, zone: Zone, year: int) -> int:
    """Store the standard sections of a year's report where there are none yet; how many they were."""
    Zone.objects.in_zone(zone).locked().get()
    if AnnualSection.objects.in_zone(zone).of_year(year).exists():
        return 0
    rows = [
        AnnualSection(zone=zone, year=year, position=place, level=level, heading=heading, text=text)
        for place, (level, heading, text) in enumerate(STANDARD, start=1)
    ]
    return len(AnnualSection.objects.bulk_create(rows))


@transaction.atomic
def drop_section(*, section: AnnualSection) -> None:
    """Take a section out of the report. The history keeps its words."""
    section.delete()


@transaction.atomic
def freeze_year(*, zone: Zone, year: int, by: Any) -> YearSnapshot:
    """Keep the year's values as they are now. A frozen year stays as it is: the first click counts."""
    Zone.objects.in_zone(zone).locked().get()
    found = YearSnapshot.objects.in_zone(zone).of_year(year).first()
    return found or YearSnapshot.objects.create(zone=zone, year=year, values=values_of(zone, year), frozen_by=by)


class IssuedError(ValueError):
    """A year of which documents were issued stays frozen."""


@transaction.atomic
def thaw_year(*, zone: Zone, year: int) -> None:
    """Let the report follow the registers again. The history keeps what was frozen.

    Raises: IssuedError when a document of the year was issued.
    """
    if IssuedDocument.objects.in_zone(zone).of_year(year).exists():
        raise IssuedError(_("Documents of this year were issued: its values stay as they were frozen."))
    YearSnapshot.objects.in_zone(zone).of_year(year).delete()


@transaction.atomic
def issue(*, document: IssuedDocument, by: Any, now: datetime.datetime, today: datetime.date) -> IssuedDocument:
    """Make the unsaved ``document`` and keep it for good; its year is frozen with it, if nobody did."""
    document.snapshot = freeze_year(zone=document.zone, year=document.year, by=by)
    made(document, by=by, now=now, today=today).save(force_insert=True)
    return document


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
