"""All statements of a zone's year in one list, and what people decided about those that fail.

Every app says what its own rows state; here they come together: the year's figures, the next year's targets, the works
and the ledger of the plan that the same report makes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.statements import Statement, worst_first
from indicators import statements as of_figures
from indicators.overview import Overview, overview
from infrastructure import statements as of_works
from infrastructure.models import Work, WorkPackage
from projects import statements as of_ledger
from reports.models import FindingDecision
from zones.models import Zone

ABOVE_SCALE = "gsqy"  # the code of the standard indicator; see indicators.presets


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement with what was decided about it, if anything was; ``decision`` may be of other sides than today's."""

    statement: Statement
    decision: FindingDecision | None = None

    @property
    def fails(self) -> bool:
        return self.statement.holds is False

    @property
    def is_decided(self) -> bool:
        """Whether somebody decided about just these two sides."""
        return self.decision is not None and self.decision.still_holds(self.statement)

    @property
    def is_open(self) -> bool:
        return self.fails and not self.is_decided

    @property
    def is_back(self) -> bool:
        """Decided about once, but the data have changed since."""
        return self.is_open and self.decision is not None

    @property
    def is_accepted(self) -> bool:
        return self.is_decided and self.decision is not None and self.decision.is_accepted


def statements(zone: Zone, year: int) -> list[Statement]:
    """What the report of ``year`` and its plan for the next year state, what fails first. Some twenty queries."""
    years = (year, year + 1)
    works = Work.objects.in_zone(zone).of_years(*years).with_facts()
    packages = WorkPackage.objects.in_zone(zone).of_years(*years).with_works()
    return of_rows(zone, overview(zone, year), works, packages)


def of_rows(zone: Zone, view: Overview, works: Iterable[Work], packages: Iterable[WorkPackage]) -> list[Statement]:
    """The same from rows that are at hand."""
    found = [*of_figures.statements(zone, view), *of_works.statements(works, packages)]
    found += of_ledger.statements(zone, view.year, view.next_year)
    return worst_first([*found, *of_ledger.registers(zone), *of_list(zone, view)])


def of_list(zone: Zone, view: Overview) -> list[Statement]:
    """The above-scale list against the zone's own figure of it, where there is one."""
    line = next((line for line in view.lines if line.indicator.code == ABOVE_SCALE and line.whole_year is not None), None)
    if line is None:
        return []
    return [of_ledger.above_scale(zone, view.year, line.whole_year, line.figure.get_absolute_url())]


def with_decisions(zone: Zone, found: Iterable[Statement]) -> list[Finding]:
    """One query more."""
    decisions = FindingDecision.objects.in_zone(zone).by_key()
    return [Finding(statement, decisions.get(statement.key)) for statement in found]


def findings(zone: Zone, year: int) -> list[Finding]:
    return with_decisions(zone, statements(zone, year))


def finding(zone: Zone, year: int, rule: str, about: str) -> Finding | None:
    """The finding of that key, whether it fails or not; None when nothing of the kind is stated."""
    return next((one for one in findings(zone, year) if one.statement.key == (rule, about)), None)


def tally(found: Iterable[Finding]) -> dict[str, int]:
    """How many are ``open``, ``decided``, ``holds`` and ``unknown``."""
    rows = list(found)
    return {
        "open": sum(one.is_open for one in rows),
        "decided": sum(one.fails and one.is_decided for one in rows),
        "holds": sum(one.statement.holds is True for one in rows),
        "unknown": sum(one.statement.holds is None for one in rows),
    }


def shown(found: Iterable[Finding], show: Any) -> list[Finding]:
    """Those that the page shows: ``open``, ``decided``, ``holds``, ``unknown``, or all that fail."""
    tests = {
        "open": lambda one: one.is_open,
        "decided": lambda one: one.fails and one.is_decided,
        "holds": lambda one: one.statement.holds is True,
        "unknown": lambda one: one.statement.holds is None,
    }
    return [one for one in found if tests.get(show, lambda one: one.fails)(one)]
