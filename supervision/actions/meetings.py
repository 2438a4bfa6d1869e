"""The life of a meeting: its agenda, its minutes, and the issues that its decisions become."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from supervision.actions.issues import assign_issue, confirm_issue, raise_issue
from supervision.agenda import Found, agenda
from supervision.choices import Outcome
from supervision.models import Issue, Meeting, MeetingItem
from zones.models import User, Zone


class TooEarlyError(ValueError):
    """Minutes were to be closed before the meeting; the message is for whoever did it."""


@transaction.atomic
def open_meeting(*, meeting: Meeting, as_of: datetime.date) -> Meeting:
    """Store the unsaved ``meeting`` under the next number of its kind and year, with the agenda of ``as_of``."""
    Zone.objects.in_zone(meeting.zone).locked().get()
    meeting.year = meeting.held_on.year
    meeting.number = Meeting.objects.next_number(meeting.zone, meeting.year, kind=meeting.kind)
    meeting.save(force_insert=True)
    prepare_agenda(meeting=meeting, as_of=as_of)
    return meeting


@transaction.atomic
def prepare_agenda(*, meeting: Meeting, as_of: datetime.date) -> tuple[int, int]:
    """Look again what the meeting must hear: how many matters came, and how many went because they are settled.

    What somebody has written to stays as it is. Closed minutes stay as they are.
    """
    meeting = Meeting.objects.locked().get(pk=meeting.pk)
    if meeting.is_closed:
        return 0, 0
    found = {each.about: each for each in agenda(meeting.zone, as_of) if each.about not in meeting.taken_off}
    kept = {item.about: item for item in MeetingItem.objects.of_meeting(meeting).exclude(about="")}
    gone = [item.pk for item in kept.values() if item.about not in found and not item.is_written]
    MeetingItem.objects.filter(pk__in=gone).delete()
    new = []
    for place, (about, each) in enumerate(found.items(), start=1):
        if about not in kept:
            new.append(_item(meeting, each, place))
        elif not kept[about].is_written:
            _refresh(kept[about], each, place)
    MeetingItem.objects.bulk_create(new)
    return len(new), len(gone)


def _item(meeting: Meeting, each: Found, place: int) -> MeetingItem:
    about = {"subject": each.subject, "about": each.about, "position": place, "text": each.text, "category": each.category}
    return MeetingItem(meeting=meeting, project=each.project, unit=each.unit, issue=each.issue, **about)


def _refresh(item: MeetingItem, each: Found, place: int) -> None:
    """The words of a matter as they are today; what did not change is not written."""
    if (item.text, item.position) != (each.text, place):
        item.text, item.position = each.text, place
        item.save()


@transaction.atomic
def write_minute(*, item: MeetingItem) -> MeetingItem:
    """Store what the meeting made of a matter, or its words put right; from now on the agenda leaves it alone."""
    item.is_written = True
    item.save()
    return item


@transaction.atomic
def add_item(*, item: MeetingItem) -> MeetingItem:
    """Store the unsaved matter that somebody brings before the meeting, as the last one."""
    item.position = MeetingItem.objects.of_meeting(item.meeting).next_position()
    item.save(force_insert=True)
    return item


@transaction.atomic
def drop_item(*, item: MeetingItem) -> bool:
    """Take a matter off the agenda, which does not bring it again; minutes that were closed meanwhile keep it.

    The history keeps it too.
    """
    meeting = Meeting.objects.locked().get(pk=item.meeting_id)
    if meeting.is_closed:
        return False
    if item.about:
        meeting.taken_off = [*meeting.taken_off, item.about]
        meeting.save()
    item.delete()
    return True


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User, on: datetime.date) -> int:
    """Close the minutes. Every decision becomes an issue, or changes the one it is about; how many these are.

    An issue past its deadline keeps that one: an extension is asked for before it. What was settled on the spot is an issue
    too, settled by the meeting: so it is counted. An issue that was reported done goes back to the unit with a decision; whoever
    reported it done does not settle it here either. Minutes that are closed already stay as they are.

    Raises: TooEarlyError before the day of the meeting.
    """
    meeting = Meeting.objects.locked().get(pk=meeting.pk)
    if meeting.is_closed:
        return 0
    if meeting.held_on > on:
        raise TooEarlyError(_("The meeting is held on %(day)s; its minutes are closed then.") % {"day": meeting.held_on})
    followed = list(MeetingItem.objects.of_meeting(meeting).followed().in_hearing_order().select_related("issue", "meeting__zone"))
    for item in followed:
        _follow(item, by, meeting.held_on)
    meeting.closed_by, meeting.closed_on = by, on
    meeting.save()
    return len(followed)


def _follow(item: MeetingItem, by: User, day: datetime.date) -> None:
    if item.issue is None:
        about: dict[str, Any] = {"text": item.text, "category": item.category, "project": item.project}
        owner: dict[str, Any] = {"unit": item.unit, "due_on": item.due_on or day}
        item.issue = raise_issue(issue=Issue(zone=item.zone, **about, **owner), by=by, on=day)
        item.save()
    else:
        item.issue = Issue.objects.select_for_update(of=("self",)).get(pk=item.issue_id)
    issue = item.issue
    is_settled = item.outcome == Outcome.SETTLED
    if issue.is_settled or (is_settled and issue.done_by_id == by.pk):
        return
    issue.unit = item.unit
    if not issue.is_overdue(day):
        issue.due_on = item.due_on or issue.due_on or day
    if is_settled:
        issue.outcome = item.decision
        confirm_issue(issue=issue, is_settled=True, by=by, on=max(day, issue.raised_on))
    elif issue.is_done:
        issue.note = item.decision
        confirm_issue(issue=issue, is_settled=False, by=by, on=day)
    else:
        assign_issue(issue=issue)
