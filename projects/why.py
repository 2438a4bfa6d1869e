"""From the rows of one project, promise or unit to its light and the reasons of it: what a page opens as "why"."""

import datetime
from collections.abc import Iterable
from typing import Any

from projects import lights
from projects.choices import Phase, Stage
from projects.models import Excuse, Milestone, Project
from projects.units import UnitLine, unit_lines
from zones.choices import Measure, Subject
from zones.lights import Rules, Why
from zones.models import Unit


def of_project(
    project: Project, as_of: datetime.date, rules: Rules, milestones: Iterable[Milestone], excuses: Iterable[Excuse]
) -> Why:
    """A project's light. ``milestones`` are all of the project, ``excuses`` those that last on the day."""
    return lights.of_project(rules, facts_of(project, as_of, rules, milestones, excuses), as_of)


def facts_of(
    project: Project, as_of: datetime.date, rules: Rules, milestones: Iterable[Milestone], excuses: Iterable[Excuse]
) -> lights.Facts:
    """What the rules ask of a project. Queries only for money (one) and statistics (two), if the rules measure them."""
    lasting = list(excuses)
    own = {excuse.milestone_id: excuse.approved_by for excuse in reversed(lasting) if excuse.milestone_id}
    measured = {clause.measure for clause in rules.of(Subject.PROJECT)}
    return lights.Facts(
        promises=tuple(promise(milestone, as_of, own.get(milestone.pk, "")) for milestone in milestones),
        excused_by=next((excuse.approved_by for excuse in lasting if excuse.milestone_id is None), ""),
        **(invested(project, as_of) if measured & Measure.of_investment() else {}),
        **(listed(project, as_of) if Measure.MONTHS_UNLISTED in measured else {}),
    )


def promise(milestone: Milestone, as_of: datetime.date, excused_by: str) -> lights.Promise:
    """The facts of a milestone as they were known on a day: what was kept later was open then."""
    kept = milestone.actual_date if milestone.actual_date and milestone.actual_date <= as_of else None
    is_start = milestone.whole_project and milestone.phase == Phase.START
    return lights.Promise(milestone.scored_date, kept, is_start, excused_by, milestone)


def invested(project: Project, as_of: datetime.date) -> dict[str, Any]:
    """Planned and self-reported investment of the year, in 万元, and whether the latter is unreviewed. One query."""
    found = Project.objects.filter(pk=project.pk).with_investment(as_of)
    return found.values("planned_wan", "completed_wan", "completed_unreviewed").get()


def listed(project: Project, as_of: datetime.date) -> dict[str, Any]:
    """When the works started, and whether the statistics office has accepted anything. Two queries."""
    started = project.stage_entries.filter(stage=Stage.STARTED).first()
    accepted = project.investment_years.filter(accepted_wan__isnull=False, year__lte=as_of.year).exists()
    return {"started_on": started.reached_on if started else None, "is_listed": accepted}


def of_promise(milestone: Milestone, as_of: datetime.date, rules: Rules, excuses: Iterable[Excuse]) -> Why:
    """A promise's light; ``excuses`` are those of its project that last on the day."""
    counting = (excuse for excuse in excuses if excuse.milestone_id in {None, milestone.pk})
    excused_by = next((excuse.approved_by for excuse in counting), "")
    return lights.of_promise(rules, promise(milestone, as_of, excused_by), as_of)


def unit_line(unit: Unit, as_of: datetime.date, rules: Rules) -> UnitLine:
    """What one unit answers for. One query."""
    return unit_lines(unit.zone, as_of, rules).get(unit.pk) or UnitLine(rules, as_of)
