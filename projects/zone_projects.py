"""The projects of a zone as a page of proposed rows needs them: by name, by number, as choices, with their first days."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from projects.actions import same_words
from projects.models import Milestone, Project
from projects.project_names import Named, Register, split
from zones.models import Zone


@dataclass(frozen=True, slots=True)
class Held:
    """What the ledger holds of a proposed row: the promise, and whether it only has the date that a plan replaces."""

    milestone: int
    is_replaced: bool = False


class ZoneProjects:
    """Read once for a page; one query, and one for the first days."""

    def __init__(self, projects: Any, zone: Zone) -> None:
        self.rows: list[Project] = list(projects.in_zone(zone).select_related("owner").order_by("name__pinyin", "pk"))
        for project in self.rows:
            project.zone = zone
        self.by_pk = {project.pk: project for project in self.rows}
        self.by_name = {same_words(project.name): project for project in reversed(self.rows)}
        self.register = Register(Named(row.pk, (row.name, *split(row.aliases)), _firm(row)) for row in self.rows)

    def choices(self) -> list[tuple[str, str]]:
        return [(str(project.pk), project.name) for project in self.rows]

    def named(self, name: str) -> Project | None:
        """By its full name, as typed."""
        return self.by_name.get(same_words(name))

    @cached_property
    def first_days(self) -> dict[int, datetime.date]:
        return Project.objects.filter(pk__in=self.by_pk).first_days()

    def refusal(self, project: Project, due: datetime.date) -> str:
        """Why a promise cannot be due on a day; of a new project no first day is known."""
        return project.refuse_day(due, self.first_days.get(project.pk))


def _firm(project: Project) -> tuple[str, ...]:
    return (project.owner.name, *split(project.owner.aliases)) if project.owner else ()


class Ledgers:
    """What the ledgers of some projects hold, by project and words. One query."""

    def __init__(self, projects: Iterable[int]) -> None:
        self.promises: dict[tuple[int, str], list[tuple[int, set[datetime.date]]]] = {}
        for pk, project, text, *days in Milestone.objects.dates_of(set(projects)):
            self.promises.setdefault((project, same_words(text)), []).append((pk, set(days)))

    def held(self, project: int | None, text: str, due: Any, replaced: Any = None) -> Held | None:
        """The promise with these words and this date, else the one with the date that is replaced."""
        known = self.promises.get((project, same_words(text)), []) if project else []
        same = next((Held(pk) for pk, days in known if due in days), None)
        return same or next((Held(pk, is_replaced=True) for pk, days in known if replaced and replaced in days), None)
