"""What a meeting must hear, found in the registers: the agenda of the early meeting (早会) prepares itself.

A matter is found by a name of its own (``project:12``): it stands on an agenda once, and is counted from one to the next.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.periods import Week
from projects.models import Instruction, Milestone, Project, WeeklyReport
from supervision.choices import AgendaPart, IssueCategory
from supervision.models import Issue
from zones.choices import Light
from zones.models import RuleSet, Unit, Zone

LONGEST = 300  # characters of a matter


@dataclass(frozen=True, slots=True)
class Found:
    """One matter: under what it is heard, what it was found by, in words without its project's name, and whom it concerns."""

    subject: AgendaPart
    about: str
    text: str
    project: Project | None = None
    unit: Unit | None = None
    issue: Issue | None = None
    category: str = IssueCategory.OTHER
    is_red: bool = False  # a project's light


def agenda(zone: Zone, as_of: datetime.date) -> list[Found]:
    """The matters that ``zone`` has on ``as_of``, in the order of hearing. Seven queries by the portal's own light rules."""
    return [*late_projects(zone, as_of), *issues(zone, as_of), *silent_units(zone, as_of), *instructions(zone, as_of)]


def late_projects(zone: Zone, as_of: datetime.date) -> Iterator[Found]:
    """A project with overdue promises or a red light, the oldest promise first."""
    late: dict[int, list[Milestone]] = {}
    for promise in Milestone.objects.in_zone(zone).overdue(as_of).order_by("due_date", "pk"):
        late.setdefault(promise.project_id, []).append(promise)
    projects = Project.objects.in_zone(zone).with_light(as_of, RuleSet.in_force(zone, as_of)).select_related("unit")
    found = {project.pk: project for project in projects if project.pk in late or project.light == Light.RED}
    for pk in sorted(found, key=lambda pk: (late[pk][0].due_date if pk in late else as_of, pk)):
        project, promises = found[pk], late.get(pk, [])
        words = [str(Light(project.light).label)]
        if promises:
            count, first = len(promises), promises[0]
            told = _("%(count)s promises overdue") % {"count": count}
            days = {"text": first.text[:120], "day": first.due_date, "days": (as_of - first.due_date).days}
            words += [told, _("the oldest “%(text)s”, due %(day)s, %(days)s days late") % days]
        text = "，".join(words)[:LONGEST]
        about = {"category": IssueCategory.PACE, "is_red": project.light == Light.RED}
        yield Found(AgendaPart.PROJECT, f"project:{pk}", text, project, project.unit, **about)


def issues(zone: Zone, as_of: datetime.date) -> Iterator[Found]:
    """Every issue that is not settled, those past their deadline first."""
    rows = Issue.objects.in_zone(zone).unsettled().raised_until(as_of).select_related("project", "unit")
    for issue in sorted(rows, key=lambda row: (not row.is_overdue(as_of), row.raised_on, row.pk)):
        state = _("overdue") if issue.is_overdue(as_of) else str(issue.get_state_display())
        told = {"text": issue.text[:220], "state": state, "days": issue.age_days(as_of)}
        words = _("%(text)s (%(state)s, open for %(days)s days)") % told
        about = {"unit": issue.unit, "issue": issue, "category": issue.category}
        yield Found(AgendaPart.ISSUE, f"issue:{issue.pk}", words[:LONGEST], issue.project, **about)


def silent_units(zone: Zone, as_of: datetime.date) -> Iterator[Found]:
    """The units that have not given the weekly reports of the week that is due."""
    week = zone.rhythm().reporting_week(as_of)
    for unit, names in missing(zone, week):
        told = {"unit": unit or _("Without a unit"), "count": len(names), "week": week, "names": "、".join(names)}
        words = _("%(unit)s: %(count)s weekly reports of %(week)s are missing: %(names)s") % told
        yield Found(AgendaPart.SILENT, f"unit:{unit.pk if unit else 0}", words[:LONGEST], unit=unit)


def missing(zone: Zone, week: Week) -> list[tuple[Unit | None, list[str]]]:
    """The units with the projects whose reports of a week are missing. One query."""
    rows = WeeklyReport.objects.in_zone(zone).of_week(week.monday).missing().select_related("project__unit")
    by_unit: dict[Any, tuple[Unit | None, list[str]]] = {}
    for row in rows.order_by("project__unit__position", "project__unit", "project"):
        by_unit.setdefault(row.project.unit_id, (row.project.unit, []))[1].append(row.project.name)
    return list(by_unit.values())


def instructions(zone: Zone, as_of: datetime.date) -> Iterator[Found]:
    """Leaders' instructions that nobody has answered, the most urgent first."""
    rows = Instruction.objects.in_zone(zone).unanswered().given_until(as_of).select_related("project__unit", "given_by")
    for row in rows.most_urgent_first():
        words = _("%(by)s (%(day)s): %(text)s") % {"by": row.given_by, "day": row.given_on, "text": row.text[:200]}
        yield Found(AgendaPart.INSTRUCTION, f"instruction:{row.pk}", words[:LONGEST], row.project, row.project.unit)
