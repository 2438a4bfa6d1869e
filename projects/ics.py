"""Due dates as a calendar file (iCalendar, RFC 5545). Pure; the only place that knows the icalendar library.

A promise is an all-day event over its window. Its identity follows from its row, so that a calendar program replaces it
when it changes; its sequence is the row's version.
"""

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration, vText

from core.periods import ONE_DAY
from core.validators import REFUSED
from projects import unreviewed
from projects.choices import Standing
from projects.progress import lateness, slip, standing
from projects.tables import due_words

MET_FOR = 60  # days for which a kept promise stays in the calendar
MOST = 2_000  # events of one file, the notice among them
REMIND = datetime.timedelta(days=2, hours=15)  # before the due day begins: nine o'clock on the third day before
ASK_AGAIN = datetime.timedelta(hours=6)
MET = "✓ "


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. ``end`` is the day after its last one; ``reminder``: time from the first day's beginning, None for none."""

    uid: str
    start: datetime.date
    end: datetime.date
    summary: str
    description: str
    url: str
    modified: datetime.datetime
    sequence: int
    reminder: datetime.timedelta | None


def one_line(text: str) -> str:
    """Text as calendar programs take it: no control characters, no line ends."""
    return " ".join(REFUSED.sub(" ", text).split())


def entry(promise: Any, *, as_of: datetime.date, soon: int, site: str) -> Entry:
    """The event of one promise; ``site`` begins the address of its page, ``soon`` in days."""
    state = standing(promise.scored_date, promise.actual_date, as_of, soon)
    project, is_open = promise.project, promise.actual_date is None
    due = promise.due_date
    return Entry(
        uid=f"{uuid.uuid5(promise.submission, 'due date')}@zoneportal",
        start=promise.window_start,
        end=due + ONE_DAY,
        summary=one_line(f"{'' if is_open else MET}{project.name}：{promise.text}"),
        description="\n".join(one_line(line) for line in lines(promise, state, as_of)),
        url=f"{site}{promise.get_absolute_url()}",
        modified=promise.updated_at,
        sequence=promise.version,
        reminder=(due - promise.window_start) - REMIND if is_open else None,
    )


def lines(promise: Any, state: Standing, as_of: datetime.date) -> Iterable[str]:
    """How the promise stands, its date in the words of the plan, its first date, the day it was kept."""
    late = lateness(promise.scored_date, promise.actual_date, as_of)
    yield " · ".join([str(state.label), *([_("%(days)s days late") % {"days": late}] if late else [])])
    yield " ".join([_("due %(day)s") % {"day": promise.due_date}, due_words(promise)]).strip()
    if moved := slip(promise.baseline_date, promise.due_date):
        yield _("baseline %(day)s, slip %(days)s days") % {"day": promise.baseline_date, "days": f"{moved:+d}"}
    if promise.actual_date:
        yield unreviewed.noted(_("met on %(day)s") % {"day": promise.actual_date}, promise.met_unreviewed)


def notice(shown: int, total: int, as_of: datetime.date, moment: datetime.datetime) -> Entry:
    """An event of ``as_of`` that says what was left out."""
    text = _("Only %(shown)s of %(total)s due dates are in this calendar, those due last") % {"shown": shown, "total": total}
    return Entry("notice@zoneportal", as_of, as_of + ONE_DAY, text, text, "", moment, 0, None)


def fingerprint(name: str, entries: list[Entry]) -> str:
    """The same for the same calendar: what a program sends back to ask whether anything changed."""
    return hashlib.sha256(repr((name, entries)).encode()).hexdigest()[:32]


def write(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar called ``name`` as a file."""
    calendar = Calendar()
    calendar.add("prodid", "-//zoneportal//due dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(one_line(name)))
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for each in entries:
        calendar.add_component(event(each))
    return calendar.to_ical()


def event(entry: Entry) -> Event:
    """All-day and transparent: a due date occupies nobody's day."""
    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", entry.modified)
    made.add("last-modified", entry.modified)
    made.add("sequence", entry.sequence)
    made.add("dtstart", entry.start)
    made.add("dtend", entry.end)
    made.add("summary", entry.summary)
    made.add("description", entry.description)
    made.add("status", "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    if entry.url:
        made.add("url", entry.url)
    if entry.reminder is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", entry.reminder)
        made.add_component(alarm)
    return made
