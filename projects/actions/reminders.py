"""Reminding of reports that are not given: written down first, then sent.

A reminder is claimed in a transaction of its own, in which the person's reports are looked at once more under lock; only when
it is committed anything leaves the portal. Of two commands at once one claims it. Whoever dies between the claim and the
sending leaves a reminder that stands in the portal and says of the other ways that they failed; it is not sent again.
"""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone

from core.post import Post
from projects import robots
from projects.choices import Delivery, ReminderKind
from projects.models import Reminder, ReportingWeek, WeeklyReport
from projects.reminders import ONE_HOUR, Message, Owing, due_kind, group_head, my_week_address, owing
from zones.models import Membership, User, Zone

logger = logging.getLogger("portal.reminders")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A reminder that is written down and not sent yet."""

    reminder: Reminder
    message: Message
    email: str
    reports: tuple[int, ...]


def send_due_reminders(*, zone: Zone, now: datetime.datetime) -> list[Reminder]:
    """Send what is due in the zone's newest week and has not been sent. May be run as often as one likes."""
    week = ReportingWeek.objects.in_zone(zone).order_by("-monday").first()
    kind = due_kind(zone=zone, due_at=week.due_at, now=now) if week else None
    if week is None or kind is None:
        return []
    told = set(Reminder.objects.in_zone(zone).of_week(week.monday).of_kind(kind).values_list("user_id", flat=True))
    owed = owing(zone=zone, monday=week.monday, heads_too=kind == ReminderKind.AFTER, today=timezone.localtime(now).date())
    return send(zone=zone, week=week, kind=kind, people=[one for one in owed if one.user not in told], now=now)


def remind_by_hand(
    *, week: ReportingWeek, now: datetime.datetime, by: User, unit: int | None = None, person: int | None = None
) -> list[Reminder]:
    """Remind everybody of the zone who owes a report, or those who owe one of ``unit``, or one ``person``; never the sender.

    Each is told of all that they owe. Whoever was reminded by hand within the hour is left in peace.
    """
    owed = owing(zone=week.zone, monday=week.monday, heads_too=now >= week.due_at, today=timezone.localtime(now).date())
    people = [one for one in owed if one.user != by.pk and person in {None, one.user} and (unit is None or unit in one.units)]
    return send(zone=week.zone, week=week, kind=ReminderKind.BY_HAND, people=people, now=now, by=by)


def send(
    *, zone: Zone, week: ReportingWeek, kind: str, people: Iterable[Owing], now: datetime.datetime, by: User | None = None
) -> list[Reminder]:
    """Claim and send the reminders of these people; returns those that were claimed. Not inside a transaction."""
    claimed = []
    with Post() as post:
        for one in people:
            try:
                found = claim_reminder(zone=zone, week=week, kind=kind, one=one, now=now, by=by)
            except OperationalError as error:  # a report is being written for longer than we wait: the next run asks again
                logger.warning("reminder not claimed: %s", str(error).splitlines()[:1])
                continue
            if found is not None:
                send_by_email(post, found)
                claimed.append(found)
    send_to_group(zone, [each for each in claimed if each.reminder.by_robot])
    return [each.reminder for each in claimed]


@transaction.atomic
def claim_reminder(
    *, zone: Zone, week: ReportingWeek, kind: str, one: Owing, now: datetime.datetime, by: User | None
) -> Claimed | None:
    """Write the reminder down, if the person may sign in, still owes something and has none of this kind.

    The ways out of the portal are noted as failed until they have succeeded.
    """
    member = Membership.objects.in_zone(zone).active().of_person(one.user).select_related("user").locked().first()
    reports: Any = WeeklyReport.objects.filter(pk__in=one.reports).missing().of_reporting_projects()
    owed = list(reports.select_related("project").order_by("pk").select_for_update(of=("self",), no_key=True))
    if member is None or not owed:
        return None
    of_person = Reminder.objects.in_zone(zone).of_person(member.user)
    if kind == ReminderKind.BY_HAND and of_person.by_hand_since(now - ONE_HOUR).exists():
        return None
    values = {
        "report_count": len(owed),
        "sent_at": now,
        "by": by,
        "by_email": Delivery.FAILED if zone.remind_by_email and member.user.email else Delivery.NONE,
        "by_robot": Delivery.FAILED if zone.robot and zone.robot_url else Delivery.NONE,
    }
    key = {"zone": zone, "user": member.user, "monday": week.monday, "kind": kind}
    if kind == ReminderKind.BY_HAND:
        reminder, is_new = Reminder.objects.create(**key, **values), True
    else:
        reminder, is_new = Reminder.objects.get_or_create(**key, defaults=values)
    projects = tuple(report.project.name for report in owed)
    message = Message(zone, week, kind, member.user.name, projects, by.name if by else "")
    return Claimed(reminder, message, member.user.email, tuple(report.pk for report in owed)) if is_new else None


def send_by_email(post: Post, claimed: Claimed) -> None:
    message = claimed.message
    if claimed.reminder.by_email and post.send(to=claimed.email, subject=message.subject, text=message.text):
        note(claimed.reminder, by_email=Delivery.SENT)


def send_to_group(zone: Zone, claimed: list[Claimed]) -> None:
    """The lines of all people together, in as few messages as hold them, so that a group is not flooded.

    Sending the e-mails has taken its time: whoever has given everything since is not named.
    """
    reports = WeeklyReport.objects.filter(pk__in=[pk for each in claimed for pk in each.reports])
    missing = set(reports.missing().values_list("pk", flat=True))
    named = [each for each in claimed if missing & set(each.reports)]
    for each in claimed:
        if each not in named:
            note(each.reminder, by_robot=Delivery.NONE)
    if not named:
        return
    lines = [each.message.line for each in named]
    for text, own in robots.pieces(group_head(named[0].message), lines, my_week_address()):
        try:
            robots.send_text(zone.robot_url, text)
        except robots.RobotError as error:
            logger.warning("reminder to the group failed: %s", error)
        else:
            for each in named[own.start : own.stop]:
                note(each.reminder, by_robot=Delivery.SENT)


def note(reminder: Reminder, **outcome: str) -> None:
    for name, value in outcome.items():
        setattr(reminder, name, value)
    reminder.save(update_fields=[*outcome, "updated_at"])


def mark_seen(*, reminder: Reminder, now: datetime.datetime) -> int:
    """The person has seen a reminder and all earlier ones; returns how many were not seen before."""
    own = Reminder.objects.in_zone(reminder.zone_id).of_person(reminder.user)
    return own.unseen().up_to(reminder.pk).update(seen_at=now)
