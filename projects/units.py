"""The units side by side: their projects by light, their promises of the month, their own light."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import Case, CharField, DecimalField, Field, IntegerField, Value, When
from django.utils.translation import pgettext

from projects import lights
from projects.choices import Outcome
from projects.querysets import measures
from projects.querysets.units import promises_by_month, unit_counts
from zones.choices import Light
from zones.light_words import reason_words
from zones.lights import Rules, Why


@dataclass(slots=True)
class UnitLine:
    """What one unit answers for on a day. ``every`` and ``counted`` are its promises by month, the latter without the
    excused ones."""

    rules: Rules
    as_of: datetime.date
    every: dict[int, Counter[str]] = field(default_factory=dict)
    counted: dict[int, Counter[str]] = field(default_factory=dict)
    projects: Counter[str] = field(default_factory=Counter)

    def add(self, month: int, key: str, is_excused: bool, count: int) -> None:
        if key in Light.values:
            self.projects[key] += count
            return
        self.every.setdefault(month, Counter())[key] += count
        if not is_excused:
            self.counted.setdefault(month, Counter())[key] += count

    @property
    def facts(self) -> lights.UnitFacts:
        return lights.UnitFacts(self.every, self.counted, self.projects[Light.RED] if self.projects else None)

    @property
    def why(self) -> Why:
        return lights.of_unit(self.rules, self.facts, self.as_of)

    @property
    def month(self) -> Counter[str]:
        """The promises of the last complete month by their outcome."""
        return self.every.get(lights.shared_month(self.as_of), Counter())

    @property
    def kept(self) -> int:
        return self.month[Outcome.KEPT]

    @property
    def not_kept(self) -> int:
        """Promises of the month that were not met by their date, those included that were made up."""
        return self.month.total() - self.kept

    @property
    def share(self) -> Decimal | None:
        """Percent of the month's promises that were met by their date; None without promises in it."""
        return Decimal(self.kept * 100) / self.month.total() if self.month.total() else None

    @property
    def missed(self) -> int:
        """Open promises whose date has passed, of any month."""
        return sum(month[Outcome.MISSED] for month in self.every.values())


Row = tuple[int | None, int, str, bool, int]  # unit, month or 0, outcome or light, excused, how many


def unit_lines(zone: Any, as_of: datetime.date, rules: Rules, projects: Iterable[Row] | None = None) -> dict[int, UnitLine]:
    """The units of a zone that answer for something, by id. One query; ``projects`` by light may be counted already."""
    rows = unit_counts(zone, as_of, rules) if projects is None else chain(promises_by_month(zone, as_of), projects)
    lines: dict[int, UnitLine] = {}
    for unit, month, key, is_excused, count in rows:
        if unit is not None:
            lines.setdefault(unit, UnitLine(rules, as_of)).add(month, key, is_excused, count)
    return lines


def with_lines(queryset: Any, lines: Mapping[int, UnitLine]) -> Any:
    """Units with what was counted of each: ``light``, ``reason``, ``red``, ``yellow``, ``green``, ``kept``, ``not_kept``,
    ``share`` (percent) and ``missed``; and ``severity`` to order by. No query: the values stand in the next one."""

    def of_each(field: Field, value: Callable[[UnitLine], Any], default: Any) -> Case:
        whens = [When(pk=pk, then=Value(value(line), output_field=field)) for pk, line in lines.items()]
        return Case(*whens, default=Value(default, output_field=field), output_field=field)

    opened = {pk: line.why for pk, line in lines.items()}
    counts = {
        "red": lambda line: line.projects[Light.RED],
        "yellow": lambda line: line.projects[Light.YELLOW],
        "green": lambda line: line.projects[Light.GREEN],
        "kept": lambda line: line.kept,
        "not_kept": lambda line: line.not_kept,
        "missed": lambda line: line.missed,
    }
    words = [When(pk=pk, then=Value(in_words(why))) for pk, why in opened.items()]
    found = queryset.annotate(
        light=Case(
            *(When(pk=pk, then=Value(why.light)) for pk, why in opened.items()), default=Value(Light.NONE), output_field=CharField()
        ),
        reason=Case(*words, default=Value(""), output_field=CharField()),
        share=of_each(DecimalField(max_digits=9, decimal_places=4), lambda line: line.share, None),
        **{name: of_each(IntegerField(), value, 0) for name, value in counts.items()},
    )
    return found.alias(severity=measures.severity())


def in_words(why: Why) -> str:
    """The reasons of a red or yellow light in one line."""
    return pgettext("list", "; ").join(reason_words(each) for each in why.deciding)
