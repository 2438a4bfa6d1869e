"""The life of a bulletin: drafted from the lists, issued under a number, answered unit by unit, at most withdrawn."""

import datetime

from django.db import transaction

from supervision.choices import BulletinState, EntryState
from supervision.models import Bulletin, BulletinEntry
from supervision.red_and_black import named
from zones.models import User, Zone


@transaction.atomic
def open_bulletin(*, bulletin: Bulletin, as_of: datetime.date, is_drafted: bool) -> Bulletin:
    """Store the unsaved ``bulletin``; with ``is_drafted`` with the entries that the red or the black list proposes."""
    bulletin.save(force_insert=True)
    found = named(bulletin.zone, bulletin.kind, as_of) if is_drafted else []
    BulletinEntry.objects.bulk_create(
        BulletinEntry(bulletin=bulletin, position=place, unit=each.unit, project=each.project, text=each.text, points=each.points)
        for place, each in enumerate(found, start=1)
    )
    return bulletin


@transaction.atomic
def add_entry(*, entry: BulletinEntry) -> BulletinEntry:
    """Store the unsaved entry as the last one of its bulletin."""
    entry.position = BulletinEntry.objects.of_bulletin(entry.bulletin).next_position()
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def drop_entry(*, entry: BulletinEntry) -> bool:
    """Take a unit off a draft; what is issued meanwhile keeps it. The history keeps it too."""
    if not Bulletin.objects.locked().get(pk=entry.bulletin_id).is_draft:
        return False
    entry.delete()
    return True


@transaction.atomic
def issue_bulletin(*, bulletin: Bulletin, by: User, on: datetime.date) -> Bulletin:
    """Give the draft the year's next number. One that is issued already, or names nobody, stays as it is."""
    Zone.objects.in_zone(bulletin.zone).locked().get()
    bulletin = Bulletin.objects.locked().get(pk=bulletin.pk)
    if not bulletin.is_draft or not bulletin.entries.exists():
        return bulletin
    bulletin.year, bulletin.number = on.year, Bulletin.objects.next_number(bulletin.zone, on.year)
    bulletin.state, bulletin.issued_by, bulletin.issued_on = BulletinState.ISSUED, by, on
    bulletin.save()
    return bulletin


@transaction.atomic
def withdraw_bulletin(*, bulletin: Bulletin, on: datetime.date) -> Bulletin:
    """Take it back with its reason: it keeps its number, and its points count no more."""
    bulletin.state, bulletin.withdrawn_on = BulletinState.WITHDRAWN, bulletin.withdrawn_on or on
    bulletin.save()
    return bulletin


@transaction.atomic
def acknowledge_entry(*, entry: BulletinEntry, by: User, on: datetime.date) -> BulletinEntry:
    """The unit has read it; said once more, it changes nothing."""
    if entry.is_waiting:
        entry.state, entry.acknowledged_by, entry.acknowledged_on = EntryState.ACKNOWLEDGED, by, on
        entry.save()
    return entry


@transaction.atomic
def rectify_entry(*, entry: BulletinEntry, by: User, on: datetime.date) -> BulletinEntry:
    """The unit says what it has put right; so it has read it too."""
    if entry.acknowledged_on is None:
        entry.acknowledged_by, entry.acknowledged_on = by, on
    entry.state, entry.rectified_by, entry.rectified_on, entry.note = EntryState.RECTIFIED, by, on, ""
    entry.save()
    return entry


@transaction.atomic
def confirm_entry(*, entry: BulletinEntry, is_right: bool, by: User, on: datetime.date) -> BulletinEntry:
    """It is right; or back to the unit with a note of what is missing."""
    if is_right:
        entry.state, entry.confirmed_by, entry.confirmed_on = EntryState.CONFIRMED, by, on
    else:
        entry.state, entry.rectified_by, entry.rectified_on = EntryState.ACKNOWLEDGED, None, None
        entry.confirmed_by, entry.confirmed_on = None, None
    entry.save()
    return entry
