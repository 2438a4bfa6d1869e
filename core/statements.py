"""Statements about stored numbers that can be false: ``left operator right`` within a tolerance. Pure.

Every app says what its own rows state; nothing here corrects a number. A statement that fails is a finding, and a named
person decides about it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import units

Text = str | Promise
EXACTLY = Decimal(0)


class Operator(models.TextChoices):
    """How the two sides should stand to each other."""

    EQUAL = "=", "="
    AT_MOST = "<=", "≤"
    AT_LEAST = ">=", "≥"


class Priority(models.TextChoices):
    """How much a finding weighs."""

    HIGH = "high", _("important")
    NORMAL = "normal", _("ordinary")
    LOW = "low", _("hint")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.HIGH: "red", cls.NORMAL: "orange", cls.LOW: "secondary"}

    @property
    def rank(self) -> int:
        return [Priority.HIGH, Priority.NORMAL, Priority.LOW].index(self)


@dataclass(frozen=True, slots=True)
class Statement:
    """Two numbers in ``unit`` that should agree. None on a side is "not reported": the statement is neither true nor false.

    ``rule`` is the key of the rule and ``about`` that of the row it speaks of; both together name the statement for life,
    whatever its words and numbers are. ``subject`` names the row, ``words`` say how the sides come about.
    """

    rule: str
    title: Text
    about: str
    subject: str
    words: str
    left: Decimal | None
    right: Decimal | None
    unit: Text = ""
    operator: Operator = Operator.EQUAL
    tolerance: Decimal = EXACTLY
    priority: Priority = Priority.NORMAL
    url: str = ""
    verdict: bool | None = None  # of a rule that knows better than the two sides, such as a growth that was rounded

    @property
    def difference(self) -> Decimal | None:
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def holds(self) -> bool | None:
        """None when a side is missing."""
        if self.difference is None or self.verdict is not None:
            return self.verdict
        return agree(self.difference, self.operator, self.tolerance)

    @property
    def key(self) -> tuple[str, str]:
        return self.rule, self.about

    @property
    def fingerprint(self) -> str:
        """The same as long as both sides are: a decision about the statement holds no longer than that."""
        sides = [None if side is None else format(side.normalize(), "f") for side in (self.left, self.right)]
        return hashlib.sha256(repr((self.operator.value, *sides)).encode()).hexdigest()[:32]

    @property
    def printed_left(self) -> str:
        return printed(self.left)

    @property
    def printed_right(self) -> str:
        return printed(self.right)

    @property
    def printed_difference(self) -> str:
        """With its sign; – when a side is missing."""
        if self.difference is None:
            return units.NOT_REPORTED
        sign = "" if not self.difference else "+" if self.difference > 0 else "−"
        return sign + printed(abs(self.difference))

    def as_json(self) -> dict[str, Any]:
        """With numbers as JSON has them; None for what is not reported."""
        return {
            "rule": self.rule,
            "subject": self.subject,
            "statement": self.words,
            "left": plain(self.left),
            "right": plain(self.right),
            "difference": plain(self.difference),
            "unit": str(self.unit),
            "holds": self.holds,
        }


def agree(difference: Decimal, operator: Operator, tolerance: Decimal) -> bool:
    """Whether ``left - right`` is what the operator wants, within the tolerance."""
    if operator == Operator.AT_MOST:
        return difference <= tolerance
    if operator == Operator.AT_LEAST:
        return difference >= -tolerance
    return abs(difference) <= tolerance


def printed(value: Decimal | None) -> str:
    """At most two decimals, without trailing zeros; – when not reported."""
    return units.number(None if value is None else units.rounded(value, 2))


def plain(value: Decimal | None) -> int | float | None:
    """To at most four decimals; a whole number without any."""
    if value is None:
        return None
    short = units.rounded(value, 4)
    return int(short) if short == short.to_integral_value() else float(short)


def worst_first(statements: Iterable[Statement]) -> list[Statement]:
    """What fails before what cannot be told and what holds; each by weight, then in the order given."""
    places = {False: 0, None: 1, True: 2}
    return sorted(statements, key=lambda one: (places[one.holds], one.priority.rank))
