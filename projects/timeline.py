"""The ledger of one project as a drawing: a row for each promise, its first date above what became of it. Pure."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from core.periods import ONE_DAY, month_end
from projects import gantt_svg
from projects.choices import Zoom
from projects.gantt import Axis, Mark, Sheet, place


@dataclass(frozen=True, slots=True)
class Timeline:
    """The promises in their order, placed on whole months."""

    sheet: Sheet
    rows: list[Mark]

    @property
    def grid(self) -> SafeString:
        return gantt_svg.grid(self.sheet)

    @property
    def head(self) -> SafeString:
        return gantt_svg.head(self.sheet)

    @property
    def body(self) -> SafeString:
        return gantt_svg.promises(self.sheet, self.rows)


def draw(milestones: Sequence[Any], as_of: datetime.date, soon: int) -> Timeline | None:
    """The drawing of ``milestones``; None without any. ``soon`` in days. See also gantt.place."""
    if not milestones:
        return None
    axis = months_of(milestones, as_of)
    rows = [place(milestone, axis, as_of, soon) for milestone in milestones]
    return Timeline(Sheet(axis, axis, Zoom.ALL, as_of), rows)


def months_of(milestones: Sequence[Any], as_of: datetime.date) -> Axis:
    """The months from the first to the last day of any promise, and the one of ``as_of`` when it is not far from them or
    a promise is overdue."""
    days = [day for m in milestones for day in (m.window_start, m.due_date, m.baseline_date, m.actual_date) if day]
    overdue = any(m.actual_date is None and m.scored_date < as_of for m in milestones)
    first, last = min(days).replace(day=1), month_end(max(days))
    if overdue or first <= as_of <= last + 31 * ONE_DAY:
        last = max(last, month_end(as_of))
    return Axis(first, last)
