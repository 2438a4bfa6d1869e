"""One row of the week's grid: the form of the week without its promises, and with what its cells show."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.edit import Difference
from core.history import Origin, noted
from core.units import NOT_REPORTED, number
from projects.forms.weeks import WeeklyReportForm
from projects.models import Milestone, MilestoneWeek, WeeklyReport

COLUMNS = tuple(WeeklyReportForm.Meta.fields)
FEW_LINES = {"progress", "problems", "next_plan"}


@dataclass(frozen=True, slots=True)
class Cell:
    """``before`` is last week's value, ``theirs`` what somebody else stored meanwhile; "" where they did not."""

    name: str
    box: forms.BoundField
    before: str
    theirs: str = ""


def shown(value: Any) -> str:
    """Words as they are, numbers as everywhere, – for nothing."""
    return value or NOT_REPORTED if isinstance(value, str) else number(value) if isinstance(value, Decimal | int) else NOT_REPORTED


def own_data(data: Any, prefix: str | None, pk: int | None) -> dict[str, Any] | None:
    """What was sent of one row. Of many rows the one whose Submit was pressed is handed in, every other is a draft."""
    if data is None:
        return None
    if not prefix:
        return {name: data.get(name) for name in data}
    own = {name: value for name, value in data.items() if name.startswith(f"{prefix}-")}
    return own if data.get("submit") == str(pk) else {**own, "draft": "yes"}


class GridRowForm(WeeklyReportForm):
    """The same rules and the same action as the form of the week. What was said of promises stays as it is.

    A report that is handed in is changed by its own Submit only, never by a draft that was stored in passing. ``seen`` is
    the fingerprint of what the row showed, so that of many rows sent at once only those that were touched are stored.
    """

    def __init__(self, data: Any = None, *args: Any, instance: WeeklyReport, prefix: str | None = None, **kwargs: Any) -> None:
        self.is_typed = data is not None
        super().__init__(own_data(data, prefix, instance.pk), *args, instance=instance, prefix=prefix, **kwargs)
        self.is_draft = "draft" in self.data
        if self.is_bound:
            own: Any = self.data
            own.update({self.add_prefix(name): self.initial.get(name) for name in self._said_names()})
        for place, name in enumerate(COLUMNS):
            attrs = {"data-col": place, "aria-labelledby": f"project-{instance.pk} column-{name}"}
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.update(attrs, **({"rows": 2} if name in FEW_LINES else {}))

    def _milestones(self) -> list[Milestone]:
        """The grid shows none; a row that is stored keeps what was said of them."""
        return super()._milestones() if self.is_typed else []

    def _said_rows(self) -> Iterable[MilestoneWeek]:
        """Read for all rows at once (projects.grid.load); no row shows a move."""
        return self.instance.milestone_weeks.all()

    def _said_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith("m") and "-" in name]

    def fingerprint(self) -> str:
        values = [str(self[name].value() or "").replace("\r\n", "\n") for name in COLUMNS]
        return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:24]

    @property
    def seen(self) -> str:
        """What goes along with the row: the fingerprint of what it showed before anybody wrote in it."""
        return str(self.data.get(self.add_prefix("seen"), "")) if self.is_bound else self.fingerprint()

    @property
    def is_touched(self) -> bool:
        """Whether somebody wrote in the row since it was shown."""
        return self.seen != self.fingerprint()

    @property
    def extra(self) -> list[tuple[str, str]]:
        """The hidden boxes of the row: name and value."""
        return [(self.add_prefix("version"), str(self["version"].value() or "")), (self.add_prefix("seen"), self.seen)]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        is_current = given.get("version") == self.instance.version
        if self.is_draft and self.instance.is_given and is_current and self._differs(given):
            self.add_error(None, _("This report is handed in: press “Submit” in its row to change it."))
        return given

    def _differs(self, given: dict[str, Any]) -> bool:
        return any((getattr(self.instance, name) or None) != (given.get(name) or None) for name in COLUMNS)

    def save(self, commit: bool = True) -> WeeklyReport:
        if self.is_draft and self.instance.is_given:
            return self.instance
        with noted(origin=Origin.GRID):
            return super().save(commit)

    def cells(self, conflict: tuple[Difference, ...] = ()) -> list[Cell]:
        theirs = {each.label: shown(each.stored) for each in conflict}
        return [Cell(name, self._box(name), self._before(name), theirs.get(self.name_of(name))) for name in COLUMNS]

    def _box(self, name: str) -> forms.BoundField:
        """With what Escape brings back, where that is not what stands in the box."""
        box = self[name]
        if self.is_bound:
            kept = self.fields[name].prepare_value(self.initial.get(name))
            self.fields[name].widget.attrs["data-stored"] = "" if kept is None or kept is False else str(kept)
        return box

    def _before(self, name: str) -> str:
        found = getattr(self.previous, name, None)
        return str(_("no change")) if found is True else "" if found is None or found is False or found == "" else shown(found)

    def row_errors(self) -> list[str]:
        """What is wrong with the row and no cell of it: of promises, which the full form shows, with their names."""
        found = [str(error) for error in self.non_field_errors()]
        return found + [
            f"{self.name_of(name)}: {' '.join(self.errors[name])}" for name in self._said_names() if name in self.errors
        ]
