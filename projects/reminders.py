"""Who is to be reminded of reports that are not given, of which kind, and what the messages say."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.periods import ONE_WEEK, Week
from projects.choices import ReminderKind
from projects.models import ReportingWeek, WeeklyReport
from zones.choices import Role
from zones.models import Deputy, Membership, Zone

ONE_HOUR = datetime.timedelta(hours=1)


def due_kind(*, zone: Zone, due_at: datetime.datetime, now: datetime.datetime) -> ReminderKind | None:
    """The kind of reminder that is due at ``now`` by the zone's settings: one at most, the latest; a week later none. Pure."""
    if now >= due_at:
        return ReminderKind.AFTER if zone.remind_after and now < due_at + ONE_WEEK else None
    if zone.remind_hours_before and now >= due_at - zone.remind_hours_before * ONE_HOUR:
        return ReminderKind.BEFORE
    return ReminderKind.OPENING if zone.remind_at_opening else None


@dataclass(slots=True)
class Owing:
    """A person and the reports that they are asked for and that are not given."""

    user: int
    reports: list[int] = field(default_factory=list)
    units: set[int | None] = field(default_factory=set)


def owing(*, zone: Zone, monday: datetime.date, heads_too: bool, today: datetime.date) -> list[Owing]:
    """Who owes reports of a week: the officers of the project; where it has none who may sign in, the heads of its unit.

    After the deadline ``heads_too``: they are told of all that their unit owes. Who stands in for one of them ``today`` is told
    of the same reports as well. Only members of the zone who may sign in. Four queries.
    """
    members = list(Membership.objects.in_zone(zone).active().values_list("user_id", "role", "unit_id"))
    active = {user for user, _role, _unit in members}
    heads: dict[int | None, list[int]] = {}
    for user, role, unit in members:
        if role == Role.UNIT_HEAD:
            heads.setdefault(unit, []).append(user)
    found: dict[int, Owing] = {}
    missing: Any = WeeklyReport.objects.in_zone(zone).of_week(monday).missing().of_reporting_projects()
    for report in missing.select_related("project").prefetch_related("project__assignments").order_by("project_id"):
        officers = [each.user_id for each in report.project.assignments.all() if each.user_id in active]
        unit = report.project.unit_id
        told = [*officers, *heads.get(unit, ())] if heads_too or not officers else officers
        for user in dict.fromkeys(told):
            one = found.setdefault(user, Owing(user))
            one.reports.append(report.pk)
            one.units.add(unit)
    return with_deputies(list(found.values()), zone, {user for user, role, _unit in members if role in Role.standing_in()}, today)


def with_deputies(owed: list[Owing], zone: Zone, may: set[int], today: datetime.date) -> list[Owing]:
    """Those who owe and those of ``may`` who stand in for them, each once; no deputy of a deputy."""
    principals = {one.user: one for one in owed}
    found = {one.user: Owing(one.user, [*one.reports], {*one.units}) for one in owed}
    for principal, deputy in Deputy.objects.in_zone(zone).on(today).order_by("pk").values_list("principal_id", "deputy_id"):
        if principal in principals and deputy in may:
            one = found.setdefault(deputy, Owing(deputy))
            one.reports += [pk for pk in principals[principal].reports if pk not in one.reports]
            one.units |= principals[principal].units
    return list(found.values())


# --- the messages --------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Message:
    """What one person is told: the projects whose reports are missing."""

    zone: Zone
    week: ReportingWeek
    kind: str
    name: str
    projects: tuple[str, ...]
    by: str = ""

    def context(self) -> dict[str, Any]:
        week, due = Week(self.week.monday), timezone.localtime(self.week.due_at)
        return {
            "zone": self.zone.name,
            "year": week.year,
            "number": week.number,
            "first": f"{week.monday.month}月{week.monday.day}日",
            "last": f"{week.sunday.month}月{week.sunday.day}日",
            "due": f"{due.month}月{due.day}日{due:%H:%M}",
            "kind": self.kind,
            "name": self.name,
            "projects": self.projects,
            "count": len(self.projects),
            "by": self.by,
            "link": my_week_address(),
        }

    @property
    def subject(self) -> str:
        return render_to_string("projects/reminder_subject.txt", self.context()).strip()

    @property
    def text(self) -> str:
        return render_to_string("projects/reminder_mail.txt", self.context()).strip()

    @property
    def line(self) -> str:
        """As the group reads it."""
        return f"{self.name}：{'、'.join(self.projects[:5])}{'等' if len(self.projects) > 5 else ''}（{len(self.projects)}个项目）"


def group_head(message: Message) -> str:
    """What the group reads above the lines of the people; any of their messages says it."""
    return render_to_string("projects/reminder_group.txt", message.context()).strip()


def my_week_address() -> str:
    """The link of messages; "" unless the site's own address is given."""
    return f"{settings.PORTAL_URL}{reverse('projects:my_week')}" if settings.PORTAL_URL else ""
