"""An exported list beside the same list as it is now: for lists that tell what happened, which no workbook writes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from core.excel import LAST_DAY, Cell, Content, Row, WorkbookError, day_of
from core.excel.text import heading_key
from core.imports.cells import plain
from core.imports.check import HEAD_ROWS, Change
from core.imports.words import LISTED, NUMBER, PAGE, stamp_of


@dataclass(frozen=True, slots=True)
class Difference:
    name: str
    changes: list[Change]


@dataclass(slots=True)
class Comparison:
    """Rows of the workbook that stand there as they did, that say something else now, and that are there no more."""

    same: int = 0
    changed: list[Difference] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Exported:
    """``heads`` are the columns by their headings, ``rows`` those below by their number."""

    heads: dict[str, tuple[str, int]]
    rows: dict[str, Row]

    @classmethod
    def of(cls, book: Content) -> "Exported":
        """Raises: WorkbookError."""
        rows = book.rows
        technical = heading_key(str(NUMBER))
        for row in rows[:HEAD_ROWS]:
            labels = {heading_key(said(cell)): (said(cell).split("\n")[0], column) for column, cell in row.cells.items()}
            if technical in labels:
                break
        else:
            raise WorkbookError(_("This is no list that was exported here: the hidden numbers of its rows are missing."))
        _label, number = labels.pop(technical)
        below = [each for each in rows if each.number > row.number and each.value(number) is not None]
        return cls(labels, {said(each.cells[number]): each for each in below})


def page_of(book: Content, zone: object) -> str:
    """The address of the list that the workbook was exported from. Raises: WorkbookError."""
    stamp = book.stamp
    own = stamp_of(zone, PAGE)
    if not (stamp.startswith(own) and stamp.endswith(LISTED)):
        raise WorkbookError(
            _("This is no exported list of your zone that can be compared. The export of a register is sent to its register.")
        )
    return stamp.removeprefix(own).removesuffix(LISTED)


def compare(then: Content, now: Content, *, days: Collection[str] = ()) -> Comparison:
    """Two exports of one list, row by row; ``days`` are the headings of columns with days or moments. Raises: WorkbookError."""
    before, after = Exported.of(then), Exported.of(now)
    found, keys = Comparison(), set(map(heading_key, days))
    for number, row in before.rows.items():
        cells = [cell for _column, cell in sorted(row.cells.items())]
        name = next((cell.value for cell in cells if isinstance(cell.value, str) and cell.value), number)
        if number not in after.rows:
            found.gone.append(name)
        elif changes := list(differences(before, row, after, after.rows[number], keys)):
            found.changed.append(Difference(name, changes))
        else:
            found.same += 1
    return found


def differences(before: Exported, old: Row, after: Exported, new: Row, days: Collection[str]) -> Iterator[Change]:
    """The cells of the columns that both have."""
    for key, (label, column) in before.heads.items():
        if key in after.heads:
            then, now = old.cells.get(column), new.cells.get(after.heads[key][1])
            if said(then) != said(now):
                yield Change(label, *(said(cell, is_day=key in days) or None for cell in (then, now)))


def said(cell: Cell | None, *, is_day: bool = False) -> str:
    """What a cell says, as text; numbers without idle zeros, or as a day."""
    if cell is None or cell.value is None:
        return ""
    if is_day and isinstance(cell.value, Decimal) and 1 <= cell.value <= LAST_DAY:
        return day_of(cell.value, is_1904=cell.is_1904).isoformat()
    return plain(cell.value) if isinstance(cell.value, Decimal) else cell.value.strip()
