"""The tables of a brief, each from the zone as it stood."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.periods import ONE_DAY, Week, months_elapsed
from core.units import rounded
from projects import progress
from projects.choices import ChangeKind, InstructionStanding, Outlook, Proposal, ReportState
from projects.ledger_changes import MOVES, LedgerChange
from projects.ledger_history import reason_words
from projects.units import in_words
from reports.brief.occasion import Occasion
from reports.brief.rows import Cell, Column, Row, Section, days, signed_number
from reports.brief.then import Money, Then
from zones.choices import Light
from zones.lights import Why

SOON = 14  # days: what is due in the next two weeks
DATE = 19.5  # mm: a date in one line
MOVED = {*MOVES, ChangeKind.DROPPED, ChangeKind.UNMET}
TOLD = {*MOVED, ChangeKind.MET}


def project_column(width: float = 22) -> Column:
    return Column(_("Project"), "wrap", width=width)


class Tables:
    """What the tables share: the zone ``then``, what reports said of promises, and the changes of the ledger."""

    def __init__(self, occasion: Occasion, then: Then, told: Sequence[tuple[Any, LedgerChange]]) -> None:
        self.occasion, self.then, self.told = occasion, then, told
        self.given = {pk: row for pk, row in then.reports.items() if row.state in ReportState.given()}
        by_report = {row.pgh_obj_id: row for row in self.given.values()}
        self.said = [(by_report[row.report_id], row) for row in then.entries(by_report)]
        self.outlooks = {row.milestone_id: (report, row) for report, row in self.said}

    # --- whose a line is -----------------------------------------------------------------------------
    def row(self, project: int, *cells: Cell, unit: int | None = None) -> Row:
        of = self.then.projects[project]
        return Row(project, of.park_id, unit or of.unit_id, (Cell(of.name), *cells))

    def of_promise(self, promise: Any, *cells: Cell) -> Row:
        return self.row(promise.project_id, Cell(promise.text), *cells, unit=self.then.responsible(promise))

    def outlook(self, promise: int) -> Cell:
        """What this week's report says of a promise."""
        report, row = self.outlooks.get(promise, (None, None))
        if report is None:
            return Cell(None)
        words = pgettext("list", "; ").join(part for part in (str(Outlook(row.outlook).label), row.note) if part)
        return Cell(words, unaccepted(report))

    # --- what is stuck -------------------------------------------------------------------------------
    def overdue(self) -> Section:
        as_of = self.occasion.as_of
        late = [each for each in self.then.promises.values() if each.actual_date is None and each.scored_date < as_of]
        columns = (
            project_column(),
            Column(_("Promise"), "wrap", width=36),
            Column(_("Date that counts"), "date", width=DATE),
            Column(_("Days overdue"), "number", width=12),
            Column(_("The week's report"), "wrap", width=47, is_long=True),
        )
        rows = [
            self.of_promise(each, Cell(each.scored_date), Cell((as_of - each.scored_date).days, is_bad=True), self.outlook(pk))
            for pk, each in ((each.pgh_obj_id, each) for each in late)
        ]
        return Section("overdue", _("Overdue promises"), columns, rows, _("No promise is overdue."))

    def problems(self) -> Section:
        columns = (project_column(), Column(_("Problem"), "wrap", width=114, is_long=True))
        told = [row for row in self.given.values() if row.problems.strip()]
        rows = [self.row(row.project_id, Cell(row.problems.strip(), unaccepted(row))) for row in told]
        return Section("problems", _("Problems of the reports"), columns, rows, _("No report names a problem."))

    def instructions(self, found: Sequence[Any], names: dict[int, str]) -> Section:
        as_of = self.occasion.as_of
        columns = (
            project_column(),
            Column(_("Instruction"), "wrap", width=36, is_long=True),
            Column(_("Given by"), width=14),
            Column(_("Given on"), "date", width=DATE),
            Column(_("Answer by"), "date", width=DATE),
            Column(_("Standing"), width=13),
            Column(_("Waiting"), "number", _("days"), width=13),
        )
        rows = []
        for each in found:
            standing = progress.instruction_standing(each.answer_by, None, as_of)
            late = standing == InstructionStanding.OVERDUE
            cells = (each.text, names.get(each.given_by_id, ""), each.given_on, each.answer_by)
            waiting = Cell((as_of - each.given_on).days)
            rows.append(self.row(each.project_id, *map(Cell, cells), Cell(str(standing.label), is_bad=late), waiting))
        return Section("instructions", _("Instructions unanswered"), columns, rows, _("Every instruction is answered."))

    # --- what moved ----------------------------------------------------------------------------------
    def moves(self, note: str) -> Section:
        columns = (
            project_column(20),
            Column(_("Promise"), "wrap", width=28),
            Column(_("Change"), width=11),
            Column(_("Old date"), "date", width=DATE),
            Column(_("New date"), "date", width=DATE),
            Column(_("Days"), "number", width=9),
            Column(_("Reason"), "wrap", width=18, is_long=True),
            Column(_("Approved by"), "wrap", width=12),
        )
        rows = [
            self.of_promise(
                line.promise,
                *map(Cell, (str(one.kind.label), one.old, one.new)),
                days(one.days),
                *map(Cell, (one.why, one.approved_by)),
            )
            for line, one in self.told
            if one.kind in MOVED
        ]
        return Section("moves", _("Promises moved or dropped"), columns, rows, _("No promise was moved or dropped."), note)

    def proposals(self) -> Section:
        columns = (
            project_column(20),
            Column(_("Promise"), "wrap", width=30),
            Column(_("Due"), "date", width=DATE),
            Column(_("Proposed"), "date", width=DATE),
            Column(_("Days"), "number", width=9),
            Column(_("Reason"), "wrap", width=26, is_long=True),
            Column(_("Decision"), width=13),
        )
        rows = []
        for report, row in self.said:
            promise = self.then.promises.get(row.milestone_id)
            if row.proposed_date is None or promise is None:
                continue
            why = Cell(reason_words(row.proposed_reason, row.note), unaccepted(report))
            decision = str(Proposal(row.proposal or Proposal.ASKED).label)
            step = days(progress.slip(promise.due_date, row.proposed_date))
            cells = (Cell(promise.due_date), Cell(row.proposed_date, unaccepted(report)), step, why, Cell(decision))
            rows.append(self.of_promise(promise, *cells))
        return Section("proposals", _("Dates proposed in the reports"), columns, rows, _("No report proposes a date."))

    # --- the other tables ----------------------------------------------------------------------------
    def missing(self, officers: dict[int, list[int]], names: dict[int, str], later: dict[int, datetime.datetime]) -> Section:
        columns = (
            project_column(40),
            Column(_("People"), "wrap", width=36),
            Column(_("State"), width=22),
            Column(pgettext("report", "Given on"), "moment", width=30),
        )
        rows = []
        for report in self.then.reports.values():
            late = report.submitted_at is not None and report.submitted_at > report.due_at
            people = Cell("、".join(names.get(pk, "") for pk in officers.get(report.project_id, ())))
            if report.project_id not in self.given:
                given = later.get(report.pgh_obj_id)
                told = _("later given on %(moment)s") % {"moment": Cell(given).words} if given else ""
                state = Cell(str(ReportState(report.state).label), is_bad=True)
                rows.append(self.row(report.project_id, people, state, Cell(given, text=told)))
            elif late:
                rows.append(self.row(report.project_id, people, Cell(_("given late")), Cell(report.submitted_at)))
        rows.sort(key=lambda row: not row.cells[2].is_bad)
        empty = _("Every report was given in time.") if self.then.reports else _("No report was asked for by then.")
        return Section("missing", _("Who did not report, and who was late"), columns, rows, empty)

    def lights(self, before: dict[int, Why], after: dict[int, Why]) -> Section:
        columns = (
            project_column(40),
            Column(_("Before"), width=20),
            Column(pgettext("light", "Now"), width=20),
            Column(_("Reason"), "wrap", width=60, is_long=True),
        )
        order = [str(each) for each in Light.worst_first()]
        changed = [pk for pk in self.then.projects if pk in before and before[pk].light != after[pk].light]
        changed.sort(key=lambda pk: order.index(after[pk].light))
        rows = [self.row(pk, lamp(before[pk].light), lamp(after[pk].light), Cell(in_words(after[pk]))) for pk in changed]
        return Section("lights", _("Lights changed"), columns, rows, _("No light changed."))

    def met(self, unaccepted_dates: Iterable[tuple[int, datetime.date]]) -> Section:
        waiting = set(unaccepted_dates)
        columns = (
            project_column(30),
            Column(_("Promise"), "wrap", width=54),
            Column(_("Date that counts"), "date", width=DATE),
            Column(_("Met on"), "date", width=22),
            Column(_("Days"), "number", width=11),
        )
        rows = []
        for line, one in self.told:
            if one.kind == ChangeKind.MET:
                actual = Cell(one.new, (one.milestone_id, one.new) in waiting)
                rows.append(self.of_promise(line.promise, Cell(line.promise.scored_date), actual, days(one.days)))
        return Section("met", _("Promises met"), columns, rows, _("No promise was met."))

    def due(self) -> Section:
        as_of, until = self.occasion.as_of, self.occasion.as_of + SOON * ONE_DAY
        columns = (
            project_column(),
            Column(_("Promise"), "wrap", width=36),
            Column(_("Date that counts"), "date", width=DATE),
            Column(_("Days left"), "number", width=12),
            Column(_("The week's report"), "wrap", width=47, is_long=True),
        )
        soon = [row for row in self.then.promises.values() if row.actual_date is None and as_of <= row.scored_date <= until]
        rows = [
            self.of_promise(row, Cell(row.scored_date), Cell((row.scored_date - as_of).days), self.outlook(row.pgh_obj_id))
            for row in soon
        ]
        return Section("due", _("Due in the next two weeks"), columns, rows, _("Nothing is due in the next two weeks."))

    def money(self) -> Section:
        year, wan = self.occasion.year, _("× 10,000 yuan")
        newest = {pk: row for pk, row in self.then.before.items() if Week(row.monday).sunday.year == year} | self.given
        sums, months = self.then.money(year, newest), months_elapsed(self.occasion.as_of, year)
        columns = (
            project_column(20),
            Column(_("Planned"), "number", wan, width=15),
            Column(_("Expected by elapsed time"), "number", wan, width=14),
            Column(_("Self-reported"), "number", wan, width=17),
            Column(_("Last week"), "number", wan, width=17),
            Column(_("Increase"), "number", wan, width=13),
            Column(_("Gap"), "number", wan, width=14),
            Column(_("Workers"), "number", _("persons"), width=13),
            Column(_("Last week"), "number", _("persons"), width=13),
        )
        asked = [pk for pk in self.then.projects if pk in sums or pk in self.then.reports]
        rows = [self.row(pk, *self.sums_of(pk, sums.get(pk, Money(None, None, False)), months)) for pk in asked]
        title, empty = _("Investment of %(year)s and workers") % {"year": year}, _("No project has a plan or a report.")
        return Section("money", title, columns, rows, empty, summed=tuple(range(1, len(columns))))

    def sums_of(self, project: int, money: Money, months: int) -> list[Cell]:
        """Planned, expected (in whole 万元), self-reported, last week, increase, gap; workers, and those of last week."""
        report, last = self.given.get(project), self.then.before.get(project)
        same_year = last is not None and Week(last.monday).sunday.year == self.occasion.year
        earlier = last.completed_wan if last and same_year else None
        now, seen = money.completed, last is not None and last.state != ReportState.ACCEPTED
        expected = None if money.planned is None else rounded(money.planned * months / 12, 0)
        gap: Decimal | None = None if now is None or expected is None else now - expected
        more = report.completed_wan - earlier if report and report.completed_wan is not None and earlier is not None else None
        return [
            Cell(money.planned),
            Cell(expected),
            Cell(now, money.is_unreviewed),
            Cell(earlier, seen),
            Cell(more, text=signed_number(more)),
            Cell(gap, text=signed_number(gap), is_bad=gap is not None and gap < 0),
            Cell(report.workers if report else None, report is not None and unaccepted(report)),
            Cell(last.workers if last else None, seen),
        ]


def unaccepted(report: Any) -> bool:
    return report.state != ReportState.ACCEPTED


def lamp(light: Light) -> Cell:
    return Cell(str(light.label), light=str(light))
