"""Asking units for their paragraphs of a year's report, reminding them, and taking what they write."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.post import Post
from reports.choices import TextState
from reports.models import UnitText
from zones.models import Membership, Unit, Zone


@transaction.atomic
def ask_units(*, zone: Zone, year: int, units: Iterable[Unit], question: str, due_on: datetime.date) -> int:
    """Ask each of ``units`` that is not asked for the year yet; how many these are."""
    Zone.objects.in_zone(zone).locked().get()
    asked = set(UnitText.objects.in_zone(zone).of_year(year).values_list("unit_id", flat=True))
    new = [UnitText(zone=zone, year=year, unit=unit, question=question, due_on=due_on) for unit in units if unit.pk not in asked]
    return len(UnitText.objects.bulk_create(new))


@transaction.atomic
def give_text(*, text: UnitText, by: Any, on: datetime.date) -> UnitText:
    """Store what a unit wrote. What a keeper edits stays given by whom it was."""
    if not text.is_given:
        text.given_by, text.given_on = by, on
    text.state, text.note = TextState.GIVEN, ""
    text.save()
    return text


@transaction.atomic
def send_text_back(*, text: UnitText) -> UnitText:
    """The unit is asked again, with the note of what is to be changed; what it wrote stays, and out of the report."""
    text.state = TextState.RETURNED
    text.save()
    return text


@transaction.atomic
def withdraw_text(*, text: UnitText) -> None:
    """The unit is not asked any more. The history keeps what it wrote."""
    text.delete()


def remind_units(*, zone: Zone, year: int, today: datetime.date) -> tuple[int, int]:
    """Remind the units that owe their text; how many units these are, and to how many people an e-mail went.

    Everybody of the unit finds it under “My week” anyway; who has an address is written to, if the zone sends e-mail.
    """
    with transaction.atomic():
        owed = list(UnitText.objects.in_zone(zone).of_year(year).owed().select_related("unit").select_for_update(of=("self",)))
        UnitText.objects.filter(pk__in=[text.pk for text in owed]).update(reminded_on=today)
    return len(owed), write_to(zone, owed) if zone.remind_by_email else 0


def write_to(zone: Zone, owed: list[UnitText]) -> int:
    """One e-mail to each person of the units; a server that is away is asked once."""
    by_unit = {text.unit_id: text for text in owed}
    people = Membership.objects.in_zone(zone).active().of_units(by_unit).with_person()
    words = _("%(zone)s asks %(unit)s for its part of the annual report %(year)s by %(day)s: %(question)s")
    sent = 0
    with Post() as post:
        for member in people:
            if not member.user.email:
                continue
            text = by_unit[member.unit_id]
            given = {"zone": zone, "unit": text.unit, "year": text.year, "day": text.due_on, "question": text.question}
            link = f"\n{settings.PORTAL_URL}{reverse('reports:text_edit', args=[text.pk])}" if settings.PORTAL_URL else ""
            subject = _("Part of the annual report %(year)s") % {"year": text.year}
            sent += post.send(to=member.user.email, subject=subject, text=f"{words % given}{link}")
    return sent
