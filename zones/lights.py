"""What a light rule says of measured values. Pure: Decimals in, lights and reasons out; None is "cannot be computed"."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zones.choices import CatchUp, Light, Measure, Subject


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of a rule: from which value of a measure on something turns yellow and red.

    A limit of None means that the colour does not occur. ``yellow_at``: the limit itself is yellow already (at least),
    otherwise only what is worse. Units are those of Measure.units; shares are in percent (50 is half).
    """

    subject: str
    measure: str
    yellow: Decimal | None = None
    yellow_at: bool = True
    red: Decimal | None = None
    red_at: bool = True
    catch_up: str = CatchUp.CLEARS
    excusable: bool = True
    yellow_consequence: str = ""
    red_consequence: str = ""
    wording: str = ""

    def light(self, value: Decimal | int | None, *, made_up: bool = False) -> Light:
        """The light of one measured value; ``made_up`` tells that there were misses which were made up afterwards."""
        if value is None:
            return Light.NONE
        if self._reached(value, self.red, self.red_at):
            return Light.RED
        lasting = made_up and self.catch_up == CatchUp.STAYS
        return Light.YELLOW if lasting or self._reached(value, self.yellow, self.yellow_at) else Light.GREEN

    def _reached(self, value: Decimal | int, limit: Decimal | None, at: bool) -> bool:
        if limit is None:
            return False
        if self.measure in Measure.smaller_is_worse():
            return value <= limit if at else value < limit
        return value >= limit if at else value > limit

    def consequence(self, light: str) -> str:
        return {Light.YELLOW: self.yellow_consequence, Light.RED: self.red_consequence}.get(Light(light), "")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one zone and year as they were in force on a day. See also zones.models.RuleSet."""

    year: int
    edition: int = 0  # 0: the portal's own, nobody has decided yet
    name: str = ""
    due_soon_days: int = 14
    valid_from: datetime.date | None = None
    clauses: tuple[Clause, ...] = field(default=())
    pk: int | None = None

    def of(self, subject: str) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.subject == subject)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what led to a light: what it is, its value (a day, a number, words), and the page it is from."""

    label: Any
    value: Any
    unit: Any = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a clause's measure gives for one thing; None is "cannot be computed", and then there is no light."""

    value: Decimal | int | None
    made_up: bool = False
    facts: tuple[Fact, ...] = ()


NOTHING = Measured(None)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a light burns: the clause, the measured value, and what led to it as the page prints it."""

    clause: Clause
    value: Decimal | int | None
    light: Light
    made_up: bool = False
    excused_by: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def consequence(self) -> str:
        return self.clause.consequence(self.light)


def judge(clause: Clause, measured: Measured, excused_by: str = "") -> Reason:
    """The clause's word on a measured value. An approved excuse of the whole thing clears yellow and red, where it counts."""
    light = clause.light(measured.value, made_up=measured.made_up)
    excused = bool(excused_by) and clause.excusable and light in Light.warning()
    return Reason(
        clause,
        measured.value,
        Light.GREEN if excused else light,
        made_up=measured.made_up,
        excused_by=excused_by if excused else "",
        facts=measured.facts,
    )


@dataclass(frozen=True, slots=True)
class Why:
    """A light on a day with everything that it follows from."""

    rules: Rules
    as_of: datetime.date
    reasons: tuple[Reason, ...] = ()

    @property
    def light(self) -> Light:
        return verdict(self.reasons)

    @property
    def deciding(self) -> list[Reason]:
        """The reasons of a red or yellow light, and those that an excuse has cleared."""
        return [each for each in self.reasons if each.excused_by or (each.light == self.light and each.light in Light.warning())]


def worst(lights: Iterable[str]) -> Light:
    """The worst of several lights; NONE without any."""
    found = {Light(light) for light in lights}
    return next((light for light in Light.worst_first() if light in found), Light.NONE)


def verdict(reasons: Iterable[Reason]) -> Light:
    """The light that follows from all reasons: each clause speaks for itself, the worst counts."""
    return worst(reason.light for reason in reasons)


def behind(whole: Decimal, actual: Decimal, months: int, measure: str) -> Decimal | None:
    """By how much the cumulative ``actual`` is behind what ``months`` of the year let expect of ``whole``.

    SHARE_BEHIND is in percent of the expectation, POINTS_BEHIND in percentage points of the whole; negative is ahead.
    One division of exact products, so that a limit that is met exactly is met. With nothing expected yet nothing is
    behind; None without a whole above zero. See also querysets.measures.behind.
    """
    if whole <= 0:
        return None
    missing = (whole * months - actual * 12) * 100
    base = whole * months if measure == Measure.SHARE_BEHIND else whole * 12
    return missing / base if base else Decimal(0)


def behind_expected(whole: Decimal, actual: Decimal, expected: Decimal, measure: str) -> Decimal | None:
    """The same against an expectation of its own instead of the elapsed months."""
    if whole <= 0:
        return None
    missing = (expected - actual) * 100
    base = expected if measure == Measure.SHARE_BEHIND else whole
    return missing / base if base else Decimal(0)


def overdue_clause(subject: str) -> Clause:
    """The portal's own: overdue is yellow, by more than thirty days red."""
    return Clause(subject, Measure.DAYS_OVERDUE, yellow=Decimal(1), red=Decimal(30), red_at=False)


def shipped(year: int) -> Rules:
    """The rules of a zone that has decided on none."""
    return Rules(year, clauses=(overdue_clause(Subject.MILESTONE), overdue_clause(Subject.PROJECT)))
