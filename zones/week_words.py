"""What the settings of the week come to, in words."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from core.periods import ONE_DAY
from zones.models.places import WEEKDAYS
from zones.rhythm import Rhythm

SHORT = [  # the heads of a month's columns
    pgettext_lazy("column", "Mon"),
    pgettext_lazy("column", "Tue"),
    pgettext_lazy("column", "Wed"),
    pgettext_lazy("column", "Thu"),
    pgettext_lazy("column", "Fri"),
    pgettext_lazy("column", "Sat"),
    pgettext_lazy("column", "Sun"),
]


def named(day: datetime.date) -> str:
    """A day with its weekday: Friday 2015-06-19."""
    return pgettext("day", "%(weekday)s %(day)s") % {"weekday": WEEKDAYS[day.weekday()][1], "day": day}


def coming_week(rhythm: Rhythm, as_of: datetime.date) -> str:
    """When the next week opens and is due, and why on other days than the settings say."""
    week = rhythm.coming_week(as_of)
    opens, due = rhythm.opening_day(week), rhythm.due_day(week)
    days = {"week": week, "opens": named(opens), "due": f"{named(due)} {rhythm.due_hour:02d}:00"}
    said = [_("The next week, %(week)s, opens on %(opens)s; its reports are due on %(due)s.") % days]
    for day, moved in ((week.monday + rhythm.opens_weekday * ONE_DAY, opens), (rhythm.set_due_day(week), due)):
        if day != moved:
            said.append(_("%(day)s is off.") % {"day": named(day)})
    return " ".join(said)
