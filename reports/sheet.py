"""One project on one page (项目情况表): what a leader wants to know of it, for paper and for Word."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects import why
from projects.choices import Standing
from projects.models import Instruction, Milestone, Photo, Project, WeeklyReport
from projects.units import in_words
from zones.choices import Light
from zones.lights import Why
from zones.models import RuleSet


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """The facts of the page, as of a day. ``project`` carries this year's investment (ProjectQuerySet.with_investment).

    ``report`` is the newest one that was handed in. ``pictures`` are the first and the last one, or the only one.
    """

    project: Any
    as_of: datetime.date
    light: Light
    why: str
    promises: list[Milestone]
    report: WeeklyReport | None
    instructions: list[Instruction]
    pictures: list[Photo]

    @property
    def day(self) -> str:
        """The day it shows, as papers write it: 2015年6月16日."""
        return date_format(self.as_of, pgettext("date format", "Y-m-d"))

    @property
    def unreviewed(self) -> bool:
        """Nobody has accepted the newest report yet."""
        return self.report is not None and self.report.is_unreviewed


def project_sheet(project: Project, as_of: datetime.date) -> ProjectSheet:
    """The sheet of a project that was read with its relations and ``with_investment``. Eight queries, and the rules' own."""
    in_force = RuleSet.in_force(project.zone, as_of)
    promises = list(project.milestones.with_standing(as_of, in_force.due_soon_days).order_by("due_date", "pk"))
    for promise in promises:
        promise.standing = Standing(promise.standing)  # with its words
    opened = why.of_project(project, as_of, in_force, promises, project.excuses.on(as_of))
    pictures = project.photos.select_related("report").in_order_of_time()
    first, last = pictures.first(), pictures.last()
    return ProjectSheet(
        project=project,
        as_of=as_of,
        light=opened.light,
        why=reasons(opened),
        promises=promises,
        report=project.weekly_reports.given().order_by("-monday").first(),
        instructions=list(project.instructions.unanswered().select_related("given_by").most_urgent_first()),
        pictures=[photo for photo in dict.fromkeys((first, last)) if photo],
    )


def reasons(opened: Why) -> str:
    """The light in words: what decides it, or that nothing does."""
    if opened.light == Light.NONE:
        return _("Nothing that the light rules measure, so no light.")
    return in_words(opened) or _("No limit of the light rules is reached.")
