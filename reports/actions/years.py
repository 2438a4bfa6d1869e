"""A year as a whole: its notes, the sections and looks of its report, freezing it, and what is issued of it."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reports.annual.patterns import STANDARD
from reports.archive import NOT_FROZEN, frozen, made
from reports.models import AnnualSection, IssuedDocument, PaperLooks, YearNote, YearSnapshot
from zones.models import Zone


@transaction.atomic
def drop_note(*, note: YearNote) -> None:
    """Take a note out of the year. The history keeps its words."""
    note.delete()


@transaction.atomic
def take_looks(*, zone: Zone, filename: str, looks: dict[str, Any]) -> PaperLooks:
    """The zone's papers look like a document of its own from now on; what was issued stays as it is."""
    Zone.objects.in_zone(zone).locked().get()
    row = PaperLooks.objects.in_zone(zone).first() or PaperLooks(zone=zone)
    row.filename, row.looks = filename[:120], looks
    row.save()
    return row


@transaction.atomic
def drop_looks(*, zone: Zone) -> None:
    """The zone's papers follow the standard again."""
    PaperLooks.objects.in_zone(zone).delete()


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


def freeze_year(*, zone: Zone, year: int, by: Any, today: datetime.date) -> YearSnapshot:
    """Keep the year's values and its workbook as they are now. A frozen year stays as it is: the first click counts.

    Raises: RuntimeError inside a transaction; see core.moments.
    """
    kept = YearSnapshot.objects.of(zone, year)
    snapshot = kept.first() or frozen(zone=zone, year=year, by=by, today=today)
    if snapshot.pk:
        return snapshot
    with transaction.atomic():
        Zone.objects.in_zone(zone).locked().get()
        found = kept.first()
        if found is None:
            snapshot.save(force_insert=True)
        return found or snapshot


class IssuedError(ValueError):
    """A year of which documents were issued stays frozen, and none is issued of a year that follows the registers."""


@transaction.atomic
def thaw_year(*, zone: Zone, year: int) -> None:
    """Let the report follow the registers again. The history keeps what was frozen.

    Raises: IssuedError when a document of the year was issued.
    """
    Zone.objects.in_zone(zone).locked().get()
    if IssuedDocument.objects.in_zone(zone).of_year(year).exists():
        raise IssuedError(_("Documents of this year were issued: its values stay as they were frozen."))
    YearSnapshot.objects.of(zone, year).delete()


@transaction.atomic
def issue(*, document: IssuedDocument, by: Any, now: datetime.datetime) -> IssuedDocument:
    """Make the unsaved ``document`` of a frozen year and keep it for good.

    Raises: IssuedError when the year is not frozen, or was before workbooks were.
    """
    Zone.objects.in_zone(document.zone).locked().get()  # the year is not let go meanwhile
    snapshot = YearSnapshot.objects.of(document.zone, document.year).having_workbook().first()
    if snapshot is None:
        raise IssuedError(NOT_FROZEN)
    document.snapshot = snapshot
    made(document, by=by, now=now).save(force_insert=True)
    return document
