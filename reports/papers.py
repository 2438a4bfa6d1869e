"""Papers of the office's rhythm in the form of official ones: the minutes of a meeting, a bulletin."""

import datetime
import io
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.brief.paper import numbered
from reports.models import PaperLooks
from reports.word import Paper
from supervision.choices import AgendaPart, Outcome
from supervision.models import Bulletin, BulletinEntry, Meeting, MeetingItem


def long_day(day: datetime.date) -> str:
    """2015年6月16日."""
    return date_format(day, pgettext("date format of papers", "j F Y"))


def minutes_document(meeting: Meeting, items: list[MeetingItem], *, author: str, moment: datetime.datetime) -> io.BytesIO:
    """The minutes (会议纪要): who met, every matter with its decision under its heading, and what comes again.

    ``items`` are in the order of hearing.
    """
    title = _("%(zone)s: minutes of the %(kind)s") % {"zone": meeting.zone, "kind": meeting.get_kind_display()}
    paper = Paper(title=title, author=author, moment=moment, looks=PaperLooks.objects.of_zone(meeting.zone))
    paper.write(title, "Title")
    paper.write(_("〔%(year)s〕 no. %(number)s") % {"year": meeting.year, "number": meeting.number}, "Subtitle")
    if not meeting.is_closed:
        paper.write(_("Draft: the minutes are not closed yet."), "Subtitle")
    for name, value in about(meeting):
        if value:
            paper.write(_("%(name)s: %(value)s") % {"name": name, "value": value})
    heard = [item for item in items if item.outcome != Outcome.OPEN]
    place = 0
    for part in AgendaPart:
        found = [item for item in heard if item.subject == part]
        if found:
            paper.write(_("%(number)s. %(title)s") % numbered(place, str(part.label)), "heading 1")
            place += 1
            for number, item in enumerate(found, start=1):
                write_matter(paper, number, item)
    if meeting.remark:
        paper.write(_("%(number)s. %(title)s") % numbered(place, _("What else was said")), "heading 1")
        place += 1
        write_lines(paper, meeting.remark)
    again = [item for item in items if item.outcome == Outcome.OPEN]
    if again:
        paper.write(_("%(number)s. %(title)s") % numbered(place, _("To be heard at the next meeting")), "heading 1")
        for number, item in enumerate(again, start=1):
            paper.write(f"{number}. {item.words}")
    return paper.save()


def about(meeting: Meeting) -> list[tuple[str, Any]]:
    return [
        (_("Day"), long_day(meeting.held_on)),
        (pgettext("meeting", "Place"), meeting.place),
        (_("Chaired by"), meeting.chair),
        (_("Who attended"), "、".join(meeting.attendance.splitlines())),
        (_("Who was absent, and why"), "；".join(meeting.absence.splitlines())),
    ]


def write_matter(paper: Paper, number: int, item: MeetingItem) -> None:
    paper.write(f"{number}. {item.words}")
    if item.decision:
        write_lines(paper, _("Decision: %(decision)s") % {"decision": item.decision})
    if item.outcome == Outcome.SETTLED:
        paper.write(_("Settled on the spot, responsible: %(unit)s.") % {"unit": item.unit})
    elif item.outcome == Outcome.DECIDED and item.due_on:
        paper.write(_("Responsible: %(unit)s; by %(day)s.") % {"unit": item.unit, "day": long_day(item.due_on)})


def write_lines(paper: Paper, text: str) -> None:
    """Each line a paragraph of its own."""
    for line in text.splitlines():
        if line.strip():
            paper.write(line.strip())


def bulletin_document(bulletin: Bulletin, entries: list[BulletinEntry], *, author: str, moment: datetime.datetime) -> io.BytesIO:
    """The bulletin (通报): its number, its opening words, a unit a paragraph, excused ones apart, and the signature."""
    paper = Paper(title=bulletin.title, author=author, moment=moment, looks=PaperLooks.objects.of_zone(bulletin.zone))
    paper.write(bulletin.title, "Title")
    kind = bulletin.get_kind_display()
    if bulletin.number:
        told = {"kind": kind, "year": bulletin.year, "number": bulletin.number}
        paper.write(_("%(kind)s 〔%(year)s〕 no. %(number)s") % told, "Subtitle")
    else:
        paper.write(_("%(kind)s (draft)") % {"kind": kind}, "Subtitle")
    if bulletin.reason:
        paper.write(_("Withdrawn: %(reason)s") % {"reason": bulletin.reason}, "Subtitle")
    write_lines(paper, bulletin.text)
    counted = [entry for entry in entries if not entry.excuse]
    for number, entry in enumerate(counted, start=1):
        paper.write(f"{number}. {told_of(entry)}")
    excused = [entry for entry in entries if entry.excuse]
    if excused:
        paper.write(_("Excused:"))
        for number, entry in enumerate(excused, start=1):
            paper.write(f"{number}. {told_of(entry)}（{entry.excuse}）")
    if bulletin.rectify_by:
        paper.write(_("The units named put this right and report it by %(day)s.") % {"day": long_day(bulletin.rectify_by)})
    paper.write("", "Body Text")
    paper.write(bulletin.zone, "Signature")
    if bulletin.issued_on:
        paper.write(long_day(bulletin.issued_on), "Signature")
    return paper.save()


def told_of(entry: BulletinEntry) -> str:
    project = f"{entry.project}：" if entry.project else ""
    return _("%(unit)s: %(text)s") % {"unit": entry.unit, "text": f"{project}{entry.text}"}
