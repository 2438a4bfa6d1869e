"""The demonstration: the zone of the 2014 report, a second zone beside it, and the accounts to look at them with.

What the report says stands in data/*.json and is stored as said, contradictions included. What it does not say and a
demonstration needs (firms up to its 106, weekly reports, outcomes, pictures, this year's figures) is generated and marked.
"""

import pghistory
from django.db import transaction
from django.utils.translation import gettext

from core.history import Origin
from zoneportal.demo import (
    bulk,
    bulletins,
    figures,
    findings,
    history,
    issues,
    leaders,
    ledger,
    meetings,
    notes,
    registers,
    reminders,
    returns,
    second_zone,
    templates,
    tours,
    unit_texts,
    weeks,
    works,
    zones_people,
)
from zoneportal.demo.zones_people import SIGN_IN_WITH, Account, accounts
from zones.models import User, Zone

__all__ = ["SIGN_IN_WITH", "Account", "ForeignDataError", "accounts", "load"]


class ForeignDataError(Exception):
    """The database holds something that is not of the demonstration; the message says what."""


@transaction.atomic
def load() -> bool:
    """Write the demonstration; False when it is there already, and then nothing is written.

    Raises: ForeignDataError when the database holds zones or people that are not of the demonstration.
    """
    is_there = Zone.objects.filter(is_demo=True).exists()
    refuse_foreign(is_there=is_there)
    if not is_there:
        with pghistory.context(origin=Origin.COMMAND, name="setup_demo"):
            grounds = zones_people.build()
            of_work = (registers, works, ledger, templates, weeks, reminders, leaders)
            of_the_year = (figures, returns, notes, findings, issues, meetings, bulletins, tours, unit_texts)
            for part in (*of_work, *of_the_year):
                part.build(grounds["xian"])
            second_zone.build(grounds["er"])
            history.build(grounds)
            bulk.build(grounds["xian"])
    return not is_there


def refuse_foreign(*, is_there: bool) -> None:
    """Before the demonstration is there, any zone and any person is foreign; afterwards those outside its zones.

    Raises: ForeignDataError, naming what was found.
    """
    zone = Zone.objects.filter(is_demo=False).first()
    if zone:
        raise ForeignDataError(gettext("zone %(code)s (%(name)s)") % {"code": zone.code, "name": zone.name})
    strangers = User.objects.exclude(memberships__zone__is_demo=True)
    if is_there:  # the installation's own administrator may be added to a demonstration
        strangers = strangers.exclude(username__in=zones_people.usernames()).filter(is_superuser=False)
    stranger = strangers.first()
    if stranger:
        raise ForeignDataError(gettext("person %(code)s (%(name)s)") % {"code": stranger.username, "name": stranger.name})
