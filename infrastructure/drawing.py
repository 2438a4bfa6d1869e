"""A road's cross-section drawn to scale: where every strip lies. Pure; templates/infrastructure/_cross_section.html draws it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext

from core import units
from infrastructure.choices import PartKind, Sides

WIDTH = 720  # of the drawing, in its own units
MARGIN = 14
COLUMN = 190  # room for a name that runs downwards
LETTER = 22  # of the largest type used, on phones
GAP = "gap"


@dataclass(frozen=True, slots=True)
class Part:
    """A stated part: ``width_m`` once or on both sides."""

    kind: str
    name: str | Promise
    width_m: Decimal
    sides: int = Sides.BOTH


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip as it lies in the road, left to right; ``x`` and ``width`` in drawing units."""

    kind: str
    name: str | Promise
    width_m: Decimal
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def is_named(self) -> bool:
        """Whether the name fits; where it does not, the table beside the drawing has it."""
        return self.width > LETTER and letters(str(self.name)) * LETTER <= COLUMN

    @property
    def is_measured(self) -> bool:
        return self.width > letters(units.number(self.width_m)) * LETTER

    @property
    def words(self) -> str:
        if self.kind == GAP:
            return str(self.name)
        return gettext("%(part)s %(width)s m") % {"part": self.name, "width": units.number(self.width_m)}


@dataclass(frozen=True, slots=True)
class CrossSection:
    """The drawing: the strips, the stated red line, and what the two miss each other by."""

    strips: list[Strip]
    red_line_width_m: Decimal | None
    red_line: float  # its length in drawing units
    sum_m: Decimal
    gap_m: Decimal = Decimal(0)  # part of the red line that no stated part explains
    column: int = COLUMN
    left: int = MARGIN

    @property
    def red_line_end(self) -> float:
        return round(self.left + self.red_line, 2)

    @property
    def red_line_middle(self) -> float:
        return round(self.left + self.red_line / 2, 2)

    @property
    def words(self) -> str:
        """The drawing in words, for those who do not see it."""
        return "、".join(strip.words for strip in self.strips)


def letters(text: str) -> float:
    """How long a text is, in Chinese characters; a Latin letter or a digit is about half of one."""
    return sum(1 if char > "\u2e7f" else 0.55 for char in text)


def lay_out(parts: Iterable[Part]) -> list[Part]:
    """The parts as they lie from left to right: symmetrical, footways outside, the carriageway in the middle.

    The source names no order; this is the usual one. A single part that does not belong in the middle lies right.
    """
    order = PartKind.from_the_middle()
    ranked = sorted(parts, key=lambda part: order.index(part.kind))
    both = [part for part in ranked if part.sides == Sides.BOTH]
    middle = [part for part in ranked if part.sides != Sides.BOTH and part.kind in PartKind.of_the_middle()]
    right_only = [part for part in ranked if part.sides != Sides.BOTH and part.kind not in PartKind.of_the_middle()]
    right = sorted([*both, *right_only], key=lambda part: order.index(part.kind))
    return [*reversed(both), *middle, *right]


def cross_section(parts: Iterable[Part], red_line_width_m: Decimal | None) -> CrossSection | None:
    """Every strip to scale; None when no part is stated.

    What is missing to the red line is a strip of its own kind at the right end, because nobody says where it lies.
    """
    laid = lay_out(parts)
    if not laid:
        return None
    sum_m = sum((part.width_m for part in laid), Decimal(0))
    gap = max(Decimal(0), (red_line_width_m or sum_m) - sum_m)
    if gap:
        laid.append(Part(GAP, gettext("unexplained %(width)s m") % {"width": units.number(gap)}, gap, Sides.ONE))
    scale = (WIDTH - 2 * MARGIN) / float(sum_m + gap)
    strips, x = [], float(MARGIN)
    for part in laid:
        width = float(part.width_m) * scale
        strips.append(Strip(part.kind, part.name, part.width_m, round(x, 2), round(width, 2)))
        x += width
    red_line = round(float(red_line_width_m) * scale, 2) if red_line_width_m else 0.0
    return CrossSection(strips, red_line_width_m, red_line, sum_m, gap)
