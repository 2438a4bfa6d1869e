"""Ledger rows that are proposed and not yet entered: from a plan's words, from a template, from another project. Pure."""

import datetime
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.periods import Precision, Relation, window
from projects.choices import BuildingKind, Phase

WORDING_LENGTH = 300
JOINED = re.compile(r"[、,，;；\n]+")
KINDS = [  # by what its name says; the first that fits
    (re.compile("道路|管网|厂区"), BuildingKind.SITE),
    (re.compile("设备|生产线"), BuildingKind.EQUIPMENT),
    (re.compile("宿舍|住宿|公寓"), BuildingKind.DORMITORY),
    (re.compile("餐厅|食堂"), BuildingKind.CANTEEN),
    (re.compile("科研|研发|检测"), BuildingKind.RESEARCH),
    (re.compile("办公"), BuildingKind.OFFICE),
    (re.compile("库"), BuildingKind.WAREHOUSE),
    (re.compile("厂房|车间"), BuildingKind.WORKSHOP),
]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row as it is offered. ``name`` is what the text calls the project; ``start`` and ``end`` are its words in it."""

    text: str
    due: datetime.date
    precision: str = Precision.DAY
    window_start: datetime.date | None = None
    relation: str = Relation.BY
    phase: str = Phase.OTHER
    whole_project: bool = False
    buildings: tuple[str, ...] = ()
    name: str = ""
    wording: str = ""
    flags: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    replaced: datetime.date | None = None

    def initial(self) -> dict[str, Any]:
        """As the form of a row shows it."""
        shown = ("text", "due", "precision", "relation", "phase", "whole_project", "start", "end", "replaced")
        values = {name: getattr(self, name) for name in shown}
        return values | {
            "window_start": self.window_start if self.precision == Precision.RANGE else None,
            "buildings": "、".join(self.buildings),
            "wording": " ".join(self.wording.split())[:WORDING_LENGTH],
            "flags": ",".join(self.flags),
        }


def of_reading(milestones: Iterable[Any]) -> list[Proposal]:
    """What projects.plan_text has read."""
    return [
        Proposal(
            name=found.project,
            text=found.text,
            due=found.due,
            window_start=found.window_start,
            precision=found.precision,
            relation=found.relation,
            phase=found.phase,
            buildings=tuple(found.objects),
            wording=found.wording,
            flags=tuple(str(flag) for flag in found.flags),
            start=found.start,
            end=found.end,
            replaced=found.replaced_due,
        )
        for found in milestones
    ]


def of_template(steps: Iterable[Any], start: datetime.date) -> list[Proposal]:
    """A template's steps from a day on; a step by the month is due when the month that it falls into is over."""
    rows = []
    for step in steps:
        due = start + datetime.timedelta(days=step.days)
        last = window(due, step.precision)[1]
        known = {"text": step.text, "phase": step.phase, "whole_project": step.whole_project}
        rows.append(Proposal(due=last, precision=step.precision, **known))
    return rows


def of_ledger(promises: Iterable[Any], shift: int) -> list[Proposal]:
    """Another project's promises, ``shift`` days later: their present dates, without what became of them."""
    by = datetime.timedelta(days=shift)
    return [
        Proposal(
            text=promise.text,
            due=window(promise.due_date + by, promise.precision, start=promise.window_start + by)[1],
            window_start=promise.window_start + by,
            precision=promise.precision,
            relation=promise.relation,
            phase=promise.phase,
            whole_project=promise.whole_project,
            buildings=tuple(building.name for building in promise.buildings.all()),
        )
        for promise in promises
    ]


def building_names(typed: str) -> tuple[str, ...]:
    """The names in a box of buildings, each once."""
    return tuple(dict.fromkeys(name.strip() for name in JOINED.split(typed) if name.strip()))


def building_kind(name: str) -> str:
    """What a new building is, by its name."""
    return next((kind for words, kind in KINDS if words.search(name)), BuildingKind.OTHER)


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a text that belong to a row (its number), or were left out for a reason."""

    start: int
    end: int
    row: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text with everything that speaks of it; plain where nothing does."""

    text: str
    number: int
    rows: tuple[int, ...] = ()
    reason: str = ""


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The text cut where words of a row begin or end. Spans may overlap, and may lie outside the text."""
    limits = [Span(max(0, s.start), min(len(text), s.end), s.row, s.reason) for s in spans]
    inside = sorted((s for s in limits if s.start < s.end), key=lambda s: s.start)
    cuts = sorted({0, len(text), *(s.start for s in inside), *(s.end for s in inside)})
    cut, waiting, open_spans = [], list(reversed(inside)), []
    for number, (first, last) in enumerate(itertools.pairwise(cuts)):
        open_spans = [s for s in open_spans if s.end > first]
        while waiting and waiting[-1].start <= first:
            open_spans.append(waiting.pop())
        rows = tuple(sorted(s.row for s in open_spans if s.row is not None))
        reason = next((s.reason for s in open_spans if s.row is None), "")
        cut.append(Piece(text[first:last], number, rows, "" if rows else reason))
    return cut
