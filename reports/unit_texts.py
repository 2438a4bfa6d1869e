"""Asking units for their paragraphs of a year's report, reminding them, and taking what they write."""

import datetime
import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from projects.actions.reminders import OF_ONE_MESSAGE
from reports.choices import TextState
from reports.models import UnitText, YearSnapshot
from zones.models import Membership, Unit, Zone

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_units(*, zone: Zone, year: int, units: Iterable[Unit], question: str, due_on: datetime.date) -> int:
    """Ask each of ``units`` that is not asked for the year yet; how many these are."""
    Zone.objects.in_zone(zone).locked().get()
    asked = set(UnitText.objects.in_zone(zone).of_year(year).values_list("unit_id", flat=True))
    new = [UnitText(zone=zone, year=year, unit=unit, question=question, due_on=due_on) for unit in units if unit.pk not in asked]
    return len(UnitText.objects.bulk_create(new))


def is_frozen(zone: Zone, year: int) -> bool:
    """Whether the year's report takes nothing over any more."""
    return YearSnapshot.objects.in_zone(zone).of_year(year).exists()


@transaction.atomic
def give_text(*, text: UnitText, by: Any, on: datetime.date) -> UnitText:
    """Store what a unit wrote. What a keeper edits stays given by whom it was."""
    if not text.is_given:
        text.given_by, text.given_on = by, on
    text.state, text.note = TextState.GIVEN, ""
    text.save()
    return text


@transaction.atomic
def send_back(*, text: UnitText) -> UnitText:
    """The unit is asked again, with the note of what is to be changed; what it wrote stays, and out of the report."""
    text.state = TextState.RETURNED
    text.save()
    return text


@transaction.atomic
def withdraw(*, text: UnitText) -> None:
    """The unit is not asked any more. The history keeps what it wrote."""
    text.delete()


def remind(*, zone: Zone, year: int, today: datetime.date) -> tuple[int, int]:
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
    sent, connection = 0, get_connection()
    for member in people:
        if not member.user.email:
            continue
        text = by_unit[member.unit_id]
        words = _("%(zone)s asks %(unit)s for its part of the annual report %(year)s by %(day)s: %(question)s")
        given = {"zone": zone, "unit": text.unit, "year": text.year, "day": text.due_on, "question": text.question}
        link = f"\n{settings.PORTAL_URL}{reverse('reports:text_edit', args=[text.pk])}" if settings.PORTAL_URL else ""
        subject = _("Part of the annual report %(year)s") % {"year": text.year}
        try:
            EmailMessage(subject, f"{words % given}{link}", to=[member.user.email], connection=connection).send()
        except (*OF_ONE_MESSAGE, ValueError) as error:
            logger.warning("e-mail refused: %s", type(error).__name__)
            continue
        except OSError as error:
            logger.error("no e-mail is sent: %s", type(error).__name__)
            break
        sent += 1
    return sent
