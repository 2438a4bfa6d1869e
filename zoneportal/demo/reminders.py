"""Generated reminders of the last weeks: who had not given everything when the week opened, before its deadline, after it."""

import datetime
from typing import Any

from core.periods import ONE_DAY, Week
from projects.choices import ReminderKind
from projects.models import Reminder, ReportingWeek, WeeklyReport
from zoneportal.demo.source import Ground, spread
from zoneportal.demo.weeks import HEAD_OF, LAST

WEEKS = 4
HOUR = datetime.timedelta(hours=1)


def build(ground: Ground) -> None:
    """Wants the weekly reports. Those of the last week after its deadline are not seen yet: they stand on every page."""
    units = {unit.pk: key for key, unit in ground.units.items()}
    rows = []
    for week in (LAST.shift(-back) for back in reversed(range(WEEKS))):
        opened = ReportingWeek.objects.get(zone=ground.zone, monday=week.monday)
        reports = WeeklyReport.objects.filter(project__zone=ground.zone, monday=week.monday).select_related("project")
        told = list(reports.prefetch_related("project__officers"))
        for kind, moment in moments(opened.due_at):
            owed: dict[Any, int] = {}
            for report in told:
                if report.submitted_at and report.submitted_at <= moment and report.state != "returned":
                    continue
                head = [ground.people[HEAD_OF[units[report.project.unit_id]]]] if kind == ReminderKind.AFTER else []
                for person in (*report.project.officers.all(), *head):
                    owed[person] = owed.get(person, 0) + 1
            rows += [reminder(ground, week, kind, moment, person, count) for person, count in owed.items()]
    Reminder.objects.bulk_create(rows)


def moments(due_at: datetime.datetime) -> list[tuple[ReminderKind, datetime.datetime]]:
    """When cron sent each kind."""
    return [
        (ReminderKind.OPENING, due_at - 3 * ONE_DAY - 10 * HOUR),
        (ReminderKind.BEFORE, due_at - ONE_DAY),
        (ReminderKind.AFTER, due_at),
    ]


def reminder(ground: Ground, week: Week, kind: str, moment: datetime.datetime, person: Any, count: int) -> Reminder:
    seen = None if week == LAST and kind == ReminderKind.AFTER else moment + spread(f"{person}{week}{kind}", 1, 9) * HOUR
    key = {"zone": ground.zone, "user": person, "monday": week.monday, "kind": kind}
    return Reminder(**key, report_count=count, sent_at=moment, seen_at=seen)
