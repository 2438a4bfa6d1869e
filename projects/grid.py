"""The rows of the week's grid: reports with what stands around their boxes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from core.edit import Difference
from core.periods import Week
from projects import reviews
from projects.forms import GridRowForm
from projects.forms.grid import COLUMNS, Cell
from projects.models import WeeklyReport


@dataclass(slots=True)
class Row:
    """``form`` is None for a report that is closed; ``refusal`` says why nothing can be stored in the row any more."""

    report: Any
    form: GridRowForm | None = None
    conflict: tuple[Difference, ...] = ()
    refusal: Any = ""
    said: str = ""  # what has just become of it
    cells: list[Cell] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.form:
            self.cells = self.form.cells(self.conflict)

    @property
    def before(self) -> WeeklyReport | None:
        return self.report.before

    @property
    def is_unsaved(self) -> bool:
        """What was typed stands in the row and nowhere else."""
        return bool(self.conflict or self.refusal or (self.form and self.form.errors))

    @property
    def by_hand(self) -> str:
        """Why leaving the row does not store it; "" if it does."""
        if self.conflict:
            return _(
                "Somebody else changed this row meanwhile; both versions stand in it. Store yours with a button, or take theirs."
            )
        if self.refusal:
            return str(self.refusal)
        return _("Changed, but not sent: this report is handed in, press “Submit” in its row.") if self.report.is_given else ""


def load(found: Any) -> list[WeeklyReport]:
    """The reports of a queryset ``for_grid``, each with ``before``, the last given one of its project. Six queries."""
    reports = list(found)
    earlier = WeeklyReport.objects.in_bulk({report.previous_pk for report in reports if report.previous_pk})
    for report in reports:
        report.before = earlier.get(report.previous_pk)
    reviews.attach(reports)
    prefetch_related_objects(reports, "milestone_weeks", "project__officers")  # as the form and the rights read them
    return reports


def heads() -> list[tuple[str, str, str]]:
    """Name, words and unit of each column of boxes."""
    fields = [(name, WeeklyReport._meta.get_field(name)) for name in COLUMNS]
    return [(name, str(of.verbose_name), str(getattr(of, "unit", ""))) for name, of in fields]  # type: ignore[union-attr]


def owed(mine: Any, week: Week) -> list[tuple[Week, int]]:
    """The older weeks of which reports are missing, and how many. One query."""
    return [(Week(monday), count) for monday, count in mine.owed_by_week().items() if monday != week.monday]


def read_numbers(values: Iterable[str]) -> list[int] | None:
    """The reports that were sent, each once; None where a number cannot be read."""
    sent = list(dict.fromkeys(values))
    if not all(each.isascii() and each.isdigit() and len(each) <= 18 for each in sent):
        return None
    return [int(each) for each in sent]
