"""What a check found, as far as pages show it: kept with the workbook, so that looking at it checks nothing again."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.imports.cells import plain
from core.imports.check import Change, Fault, Reading

SHOWN = 200  # changed rows; the workbook holds all


class Missing(NamedTuple):
    """A field without a column."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    name: str
    is_new: bool
    changes: list[Change]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """``changed`` are the first rows that are new or changed, ``changed_count`` how many there are. See also check.Reading."""

    changed: list[ShownLine] = field(default_factory=list)
    changed_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    header: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.faults and not self.questions

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Preview":
        """From what :func:`kept` made of a reading."""
        rows = {name: kept.get(name, []) for name in ("changed", "faults", "missing")}
        return cls(
            changed=[
                ShownLine(name, new, [Change(*each) for each in changes], *said) for name, new, changes, *said in rows["changed"]
            ],
            changed_count=kept.get("changed_count", 0),
            faults=[Fault(*fault) for fault in rows["faults"]],
            questions=kept.get("questions", []),
            missing=[Missing(*each) for each in rows["missing"]],
            skipped=kept.get("skipped", []),
            header=kept.get("header", 0),
        )


def kept(reading: Reading) -> dict[str, Any]:
    """A reading as JSON has it."""
    changed = reading.changed
    return {
        "changed": [[line.name, line.is_new, list(map(printed, line.changes)), line.remark] for line in changed[:SHOWN]],
        "changed_count": len(changed),
        "faults": [[fault.row, fault.column, str(fault.words)] for fault in reading.faults],
        "questions": reading.questions,
        "missing": [[codec.name, codec.label] for codec in reading.missing],
        "skipped": reading.skipped,
        "header": reading.header,
    }


def printed(change: Change) -> list[str | None]:
    old, new = (None if value is None else plain(value) for value in (change.old, change.new))
    return [change.label, old, new]
