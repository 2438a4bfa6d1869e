"""The brief of a week (周报简报) for the early meeting: read once, shown on a page, in Word and in Excel alike."""

from collections import Counter as Counts
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import history
from projects.choices import ChangeKind, ReportState
from projects.comparison import by_kind
from projects.ledger_changes import LedgerChange, LedgerChanges, TooManyWritesError, changes_between
from projects.models import Photo
from reports.brief.occasion import Occasion
from reports.brief.rows import Chapter, Counter, Order, Picture, Row, Section, Shown
from reports.brief.sections import TOLD, Tables
from reports.brief.then import Then
from zones.choices import Light
from zones.models import RuleSet, Zone

OF_A_PROJECT = 3  # photos that a brief shows of one project, the newest ones
BY_UNIT, BY_PARK = "unit", "park"


@dataclass(frozen=True)
class Brief:
    """What the meeting hears. ``then`` is the zone as it stood; nothing in ``chapters`` is of a later day but the marks of
    reports that were given later."""

    occasion: Occasion
    zone_name: str
    then: Then
    chapters: tuple[Chapter, ...]
    pictures: list[Picture]
    reports: int
    is_incomplete: bool  # too much was written in the week for its changes to be told

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {section.key: section for chapter in self.chapters for section in chapter.sections}

    def order(self, by: str) -> Order:
        known, nothing = (self.then.units, _("Without a unit")) if by == BY_UNIT else (self.then.parks, _("Without a park"))
        names = {pk: name for pk, (_position, name) in sorted(known.items(), key=lambda pair: (pair[1][0], pair[0]))}
        return Order(names, nothing, by)

    def shown(self, by: str) -> list[tuple[Chapter, list[Shown]]]:
        """Every chapter with its tables under the headings of units or parks."""
        order = self.order(by)
        return [(each, [Shown(section, section.groups(order)) for section in each.sections]) for each in self.chapters]

    @property
    def rows(self) -> int:
        return sum(len(section.rows) for section in self.sections.values())

    @cached_property
    def counters(self) -> list[Counter]:
        """The first screen: what is wrong, then what was reached."""
        found = self.sections
        overdue, lights = found["overdue"].rows, found["lights"].rows
        longest = max((row.cells[3].value for row in overdue), default=0)
        silent = sum(row.cells[2].is_bad for row in found["missing"].rows)
        order = [str(each) for each in Light.worst_first()]
        worse = sum(order.index(row.cells[2].light) < order.index(row.cells[1].light) for row in lights)
        words = _("promises overdue, the oldest by %(days)s d")
        late = sum(row.cells[5].is_bad for row in found["instructions"].rows)
        unanswered = _("instructions unanswered, %(overdue)s overdue") % {"overdue": late} if late else _("instructions unanswered")
        slipped = sum((row.cells[5].value or 0) > 0 for row in found["moves"].rows)
        told = [
            ("overdue", len(overdue), words % {"days": longest} if overdue else pgettext("count", "promises overdue"), True),
            ("problems", len(found["problems"].rows), _("reports with problems"), True),
            ("instructions", len(found["instructions"].rows), unanswered, True),
            ("moves", slipped, _("promises slipped"), True),
            ("missing", silent, _("of %(total)s reports missing") % {"total": self.reports}, True),
            ("lights", worse, _("lights turned worse"), True),
            ("met", len(found["met"].rows), _("promises met"), False),
            ("due", len(found["due"].rows), _("due in the next two weeks"), False),
        ]
        return [Counter(key, count, words, bad and count > 0) for key, count, words, bad in told]


def week_brief(occasion: Occasion) -> Brief:
    """At most thirty-two queries, whatever the zone's size; 27 by the portal's own light rules."""
    then = Then(occasion.zone, occasion.moment, occasion.as_of, occasion.week.monday)
    changes, told = _changes(occasion)
    tables = Tables(occasion, then, told)
    silent = [row for row in then.reports.values() if row.state not in ReportState.given()]
    late = [row for row in then.reports.values() if row.submitted_at and row.submitted_at > row.due_at]
    officers = then.officers({row.project_id for row in (*silent, *late)})
    asked = then.instructions()
    people = {row.given_by_id for row in asked} | {pk for each in officers.values() for pk in each}
    names = then.people(people)
    later = then.given_later(row.pgh_obj_id for row in silent) if occasion.is_fixed else {}
    met = then.reported_met({one.milestone_id for _line, one in told if one.kind == ChangeKind.MET})
    stuck = (tables.overdue(), tables.problems(), tables.instructions(asked, names))
    chapters = (
        Chapter("stuck", _("What is stuck"), stuck),
        Chapter("moved", _("What slipped"), (tables.moves(others(changes)), tables.proposals())),
        Chapter("silent", _("Weekly reports"), (tables.missing(officers, names, later),)),
        Chapter("lit", _("Lights"), (_lights(occasion, then, tables),)),
        Chapter("kept", _("What was met"), (tables.met(met),)),
        Chapter("coming", _("What is due"), (tables.due(),)),
        Chapter("sums", _("Investment and workers"), (tables.money(),)),
    )
    ((name,),) = history.values_at(Zone, occasion.moment, [occasion.zone.pk], "name").values()
    return Brief(occasion, name, then, chapters, _pictures(then, tables), len(then.reports), changes is None)


def _changes(occasion: Occasion) -> tuple[LedgerChanges | None, list[tuple[Any, LedgerChange]]]:
    """What changed in the ledger, None when it is too much; and the lines that are told, with their words."""
    try:
        changes = changes_between(occasion.period)
    except TooManyWritesError:
        return None, []
    lines = [line for line in changes.net if line.kind in TOLD]
    return changes, list(zip(lines, changes.told(lines), strict=True))


def others(changes: LedgerChanges | None) -> str:
    """What else changed in the ledger, in numbers."""
    kinds = by_kind(line for line in (changes.net if changes else ()) if line.kind not in TOLD)
    words = pgettext("list", "; ").join(f"{kind.label} {count}" for kind, count in kinds.items())
    return _("Also in the ledger: %(changes)s.") % {"changes": words} if words else ""


def _lights(occasion: Occasion, then: Then, tables: Tables) -> Section:
    """Against the last meeting's; each day by the rules that were known then."""
    period, zone = occasion.period, occasion.zone
    if occasion.since >= occasion.today:
        return tables.lights({}, {})
    earlier = Then(zone, period.start, occasion.since, occasion.week.shift(-1).monday)
    before = earlier.lights(RuleSet.in_force(zone, occasion.since, known=period.start))
    return tables.lights(before, then.lights(RuleSet.in_force(zone, occasion.as_of, known=occasion.moment)))


def _pictures(then: Then, tables: Tables) -> list[Picture]:
    """The newest of each project, in the order of projects."""
    states = {row.pgh_obj_id: row.state for row in then.reports.values()}
    found, taken = [], Counts[int]()
    for row in reversed(then.pictures()):
        if taken[row.project_id] < OF_A_PROJECT:
            taken[row.project_id] += 1
            found.append(row)
    stored = Photo.objects.in_bulk([row.pgh_obj_id for row in found])
    place = {pk: number for number, pk in enumerate(then.projects)}
    found.sort(key=lambda row: (place[row.project_id], row.shown_at, row.pgh_obj_id))
    return [_picture(row, tables.row(row.project_id), then, states, stored) for row in found]


def _picture(row: Any, whose: Row, then: Then, states: dict[int, str], stored: dict[int, Photo]) -> Picture:
    unaccepted = row.report_id is not None and states.get(row.report_id) != ReportState.ACCEPTED
    name = then.projects[row.project_id].name
    return Picture(whose, name, stored.get(row.pgh_obj_id), row.shown_at, row.caption, unaccepted, row.is_generated)
