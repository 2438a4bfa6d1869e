"""The timeline of all projects as an address asks for it: filters, period, headings, order, page. Reads the database.

projects.gantt places what is read here, projects.gantt_svg draws it.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.listing import MAX_PAGE, small_number
from projects import gantt, gantt_svg
from projects.choices import Grouping, Kind, RowOrder, Stage, Zoom
from projects.filtersets import PeriodForm, TimelineFilterSet
from projects.models import Milestone
from projects.tables import TimelineTable
from zones.lights import Rules

PAGE = 300  # projects


def rank_of(pk: int | None, position: int | None) -> tuple:
    """Rows in their own order, those without one last."""
    return pk is None, position or 0, pk or 0


KEYS: dict[str, Callable[[Any], tuple[tuple, str]]] = {
    Grouping.PARK: lambda p: (rank_of(p.park_id, p.park__position), p.park__name or _("No park stated")),
    Grouping.UNIT: lambda p: (rank_of(p.unit_id, p.unit__position), p.unit__name or _("Without a unit")),
    Grouping.STAGE: lambda p: ((Stage.values.index(p.stage),), str(Stage(p.stage).label)),
    Grouping.KIND: lambda p: ((Kind.values.index(p.kind),), str(Kind(p.kind).label)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for besides filters and period. Unknown words are the default: an old link never breaks."""

    group: Grouping
    order: RowOrder
    zoom: Zoom
    table: bool
    page: int

    @classmethod
    def read(cls, data: QueryDict) -> "Asked":
        def choice(name: str, default: Any) -> Any:
            kind: type[TextChoices] = type(default)
            return kind(data[name]) if data.get(name) in kind.values else default

        return cls(
            group=choice("group", Grouping.PARK),
            order=choice("order", RowOrder.NAME),
            zoom=choice("zoom", Zoom.YEAR),
            table=data.get("view") == "table",
            page=small_number(data.get("page", ""), 1, 1, MAX_PAGE),
        )


class Chart:
    """One request's timeline. Nothing is read before it is asked for; one query for the projects, one for the promises."""

    def __init__(self, data: QueryDict, projects: Any, *, request: Any, as_of: datetime.date, rules: Rules) -> None:
        """``projects``: those that the person may see in the zone; ``rules`` give their lights."""
        self.asked, self.as_of, self.rules = Asked.read(data), as_of, rules
        self.filter = TimelineFilterSet(data, projects.with_light(as_of, rules), request=request, as_of=as_of)
        self.period = PeriodForm(data)

    @cached_property
    def is_valid(self) -> bool:
        """Whether filters and period can be read; if not, there are no rows."""
        return all([self.filter.is_valid(), self.period.is_valid()])

    @cached_property
    def sheet(self) -> gantt.Sheet:
        """What is drawn on; needs valid filters."""
        return gantt.Sheet(self.period.axis(self.as_of), self.period.phone_axis(self.as_of), self.asked.zoom, self.as_of)

    @cached_property
    def groups(self) -> list[gantt.Group]:
        projects = self.filter.qs.as_rows(self.asked.order) if self.is_valid else []
        return gantt.grouped(projects, KEYS[self.asked.group])

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @cached_property
    def pages(self) -> list[list[gantt.Group]]:
        return gantt.pages(self.groups, PAGE)

    @property
    def page(self) -> int:
        """The page that is shown, counted from 1: the last one when more was asked for."""
        return min(self.asked.page, len(self.pages))

    @cached_property
    def marks(self) -> dict[int, list[gantt.Mark]]:
        """The promises of the page by project, placed: all of which a desk or a phone shows anything."""
        pks = [project.pk for group in self.pages[self.page - 1] for project in group.projects]
        axis, days = self.sheet.axis, self.sheet.all_days
        found = defaultdict(list)
        for promise in Milestone.objects.of_projects(pks).between(days.first, days.last, self.as_of).as_marks():
            found[promise.project_id].append(gantt.place(promise, axis, self.as_of, self.rules.due_soon_days))
        return found

    @cached_property
    def rows(self) -> list[tuple[gantt.Group, list[gantt.Row]]]:
        """The page as it is drawn."""
        if not self.is_valid:
            return []
        sign = self.sheet.sign
        return [
            (group, [gantt.row(project, self.marks.get(project.pk, ()), sign) for project in group.projects])
            for group in self.pages[self.page - 1]
        ]

    def drawing(self) -> dict[str, SafeString]:
        """``grid``, ``head`` and ``body`` for templates/projects/_timeline_chart.html."""
        sheet = self.sheet
        return {"grid": gantt_svg.grid(sheet), "head": gantt_svg.head(sheet), "body": gantt_svg.body(sheet, self.rows)}

    def table(self, *, every_page: bool = False) -> TimelineTable:
        """The same promises as a table, in the order of the drawing; of all pages for a workbook."""
        shown = self.groups if every_page else self.pages[self.page - 1]
        place = {project.pk: number for number, project in enumerate(project for group in shown for project in group.projects)}
        found = Milestone.objects.of_projects(place).between(self.sheet.axis.first, self.sheet.axis.last, self.as_of)
        ordered = (
            found.with_standing(self.as_of, self.rules.due_soon_days)
            .with_light(self.as_of, self.rules)
            .select_related("project")
            .order_by("due_date", "pk")
        )
        return TimelineTable(sorted(ordered, key=lambda promise: place[promise.project_id]))
