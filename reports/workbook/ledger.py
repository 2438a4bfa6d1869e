"""The milestone ledger of a year, and how its promises fall on months and units."""

import calendar
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Chart, Column, Formula, Sheet, quoted
from core.periods import Precision, Relation
from projects import unreviewed
from projects.choices import Phase, Standing
from projects.models import Milestone
from reports.workbook.frame import BLANK, Layout, Pack, Place, begin, generated, number_column, running, word

OPEN = (Standing.OVERDUE, Standing.DUE_SOON, Standing.AHEAD)
SHOWN = (Standing.MET, Standing.MET_LATE, *OPEN)
COLOURS = ("4B8B5C", "D08A1D", "B23A3A", "E3C34A", "9DB4CC")  # in the order of SHOWN


def layout() -> Layout:
    due, days = _("Due"), _("days")
    return Layout(
        {
            "no": running(),
            "project": Column(_("Project"), "wrap", width=17),
            "park": Column(_("Park"), width=12),
            "unit": Column(_("Responsible unit"), "wrap", width=20),
            "text": Column(_("Promise"), "wrap", width=32),
            "buildings": Column(_("Buildings"), "wrap", width=20),
            "phase": Column(_("Phase"), "centre", width=12),
            "start": Column(_("window begins"), "date", group=due, width=12),
            "due": Column(_("last day"), "date", group=due, width=12),
            "precision": Column(_("precision"), "centre", group=due, width=9),
            "relation": Column(_("relation"), "centre", group=due, width=7),
            "baseline": Column(_("Baseline"), "date", width=12),
            "actual": Column(_("Actual date"), "date", width=12),
            "review": Column(_("Review"), "centre", width=9),
            "standing": Column(_("Standing"), "centre", width=10),
            "slip": number_column(_("Slip"), days, width=8),
            "lateness": number_column(_("Lateness"), days, width=8),
            "revisions": number_column(_("Revisions"), width=8),
            "wording": Column(_("Words of the plan"), "wrap", width=32),
            "doubt": Column(_("Doubt"), "wrap", width=22),
            "remark": Column(_("Remark"), "wrap", width=25),
            "generated": Column(_("Kind of data"), "centre", width=10),
        }
    )


def rows(pack: Pack, year: int) -> list[Milestone]:
    """The promises of ``year``, project by project."""
    found = Milestone.objects.in_zone(pack.zone).of_year(year).with_standing(pack.as_of, pack.rules.due_soon_days)
    related = found.select_related("project__park", "project__unit").prefetch_related("buildings")
    return list(related.order_by("project__kind", "project__park__position", "project_id", "due_date", "pk"))


def write_next_ledger(pack: Pack, sheet: Sheet) -> int:
    found = rows(pack, pack.next_year)
    pack.notes["ledger"] = found
    pack.places["ledger"] = write_ledger(pack, sheet, pack.next_year, found)
    return len(found)


def write_this_ledger(pack: Pack, sheet: Sheet) -> int:
    found = rows(pack, pack.year)
    write_ledger(pack, sheet, pack.year, found)
    return len(found)


def write_ledger(pack: Pack, sheet: Sheet, year: int, found: list[Milestone]) -> Place:
    columns = layout()
    standing = _("Standing as of %(day)s. A promise is broken the day after its window's last day.") % {"day": pack.as_of}
    slip = _("Slip is measured from the baseline, the first agreed date.")
    begin(sheet, pack.title(_("milestone ledger of %(year)s") % {"year": year}), len(columns), [f"{standing} {slip}"])
    columns.write_head(sheet, freeze=2)
    first = sheet.next_row
    for number, milestone in enumerate(found, 1):
        sheet.row(milestone_row(pack, columns, milestone, number))
    last = max(sheet.next_row - 1, first)
    if found:
        write_totals(sheet, columns, found, first, last)
        sheet.filter(first - 1, last)
    return Place(sheet, columns, first, last)


def milestone_row(pack: Pack, columns: Layout, milestone: Any, number: int) -> list[Any]:
    project = milestone.project
    return columns.values(
        no=number,
        project=project.name,
        park=project.park or BLANK,
        unit=unit_name(milestone),
        text=milestone.text,
        buildings="、".join(str(building) for building in milestone.buildings.all()),
        phase=word(Phase, milestone.phase),
        start=milestone.window_start,
        due=milestone.due_date,
        precision=word(Precision, milestone.precision),
        relation=word(Relation, milestone.relation),
        baseline=milestone.baseline_date,
        actual=milestone.actual_date,
        review=unreviewed.word(milestone.met_unreviewed),
        standing=word(Standing, milestone.standing),
        slip=milestone.slip_days,
        lateness=milestone.lateness_days(pack.as_of),
        revisions=milestone.revision_count,
        wording=milestone.wording,
        doubt=milestone.doubt,
        remark=milestone.remark,
        generated=generated(milestone),
    )


def unit_name(milestone: Milestone) -> str:
    return milestone.project.unit.name if milestone.project.unit else _("no unit")


def write_totals(sheet: Sheet, columns: Layout, found: list[Milestone], first: int, last: int) -> None:
    """How many promises, how many met, how many overdue: live."""
    met = sum(milestone.actual_date is not None for milestone in found)
    promises = Formula(f"COUNTA({sheet.span(columns.at('text'), first, last)})", len(found))
    kept = Formula(f"COUNT({sheet.span(columns.at('actual'), first, last)})", met)
    sheet.row(columns.values(project=_("Promises"), text=promises, actual=kept, baseline=_("of which met")), "total")


# --- months and units --------------------------------------------------------------------------
def board_layout(first: Column) -> Layout:
    counts = {standing.value: number_column(standing.label, width=13) for standing in SHOWN}
    return Layout(
        {
            "name": first,
            "all": number_column(_("Promises"), width=13),
            **counts,
            "kept": number_column(_("Share met"), "%", places=1, width=13),
        }
    )


def write_months(pack: Pack, sheet: Sheet) -> int:
    """Counted live from the ledger: by month of the last day, then by responsible unit."""
    months = board_layout(Column(_("Month"), "centre", width=30))
    begin(
        sheet,
        pack.title(_("promises of %(year)s by month and unit, as of %(day)s") % {"year": pack.next_year, "day": pack.as_of}),
        len(months),
    )
    months.write_head(sheet, freeze=1)
    ledger, first = pack.notes["ledger"], sheet.next_row
    for month in range(1, 13):
        found = [milestone for milestone in ledger if milestone.due_date.month == month]
        write_counts(sheet, months, month_words(pack.next_year, month), in_month(pack, month), found, pack)
    write_sums(sheet, months, first, ledger)
    series = [(months.at(standing), str(standing.label)) for standing in SHOWN]
    title = _("Promises by month and standing")
    sheet.blank()
    write_units(pack, sheet, ledger)
    chart, here = Chart(title, 0, series, first, first + 11, kind="stacked", colours=COLOURS), sheet.next_row + 1
    sheet.chart(chart, at=(0, here), to=(len(months), here + 18))
    return 12


def month_words(year: int, month: int) -> str:
    return f"{year}-{month:02d}"


def in_month(pack: Pack, month: int) -> str:
    """The condition that a row of the ledger falls due in the month."""
    due = pack.places["ledger"].span("due")
    last = calendar.monthrange(pack.next_year, month)[1]
    return f"({due}>=DATE({pack.next_year},{month},1))*({due}<=DATE({pack.next_year},{month},{last}))"


def write_counts(sheet: Sheet, columns: Layout, name: str, condition: str, found: Iterable[Any], pack: Pack) -> None:
    found = list(found)
    standing, here = pack.places["ledger"].span("standing"), sheet.next_row
    by_standing = Counter(milestone.standing for milestone in found)
    cells: dict[str, Any] = {
        value.value: Formula(f"SUMPRODUCT({condition}*({standing}={quoted(value.label)}))", by_standing[value]) for value in SHOWN
    }
    cells["all"] = Formula(f"SUM({sheet.cell(columns.at(SHOWN[0]), here)}:{sheet.cell(columns.at(SHOWN[-1]), here)})", len(found))
    sheet.row(columns.values(name=name, kept=kept(sheet, columns, by_standing), **cells))


def kept(sheet: Sheet, columns: Layout, counts: Counter) -> Formula | str:
    """The share of promises that are met, in percent; blank where nothing was promised."""
    total, here = sum(counts.values()), sheet.next_row
    if not total:
        return BLANK
    on_time, late, everything = (sheet.cell(columns.at(key), here) for key in (Standing.MET, Standing.MET_LATE, "all"))
    value = units.rounded(Decimal(counts[Standing.MET] + counts[Standing.MET_LATE]) * 100 / total, 1)
    return Formula(f"ROUND(({on_time}+{late})/{everything}*100,1)", value)


def write_sums(sheet: Sheet, columns: Layout, first: int, found: list[Any]) -> None:
    last, counts = sheet.next_row - 1, Counter(milestone.standing for milestone in found)
    cells = {value.value: Formula(f"SUM({sheet.span(columns.at(value), first, last)})", counts[value]) for value in SHOWN}
    cells["all"] = Formula(f"SUM({sheet.span(columns.at('all'), first, last)})", len(found))
    sheet.row(columns.values(name=_("Total"), kept=kept(sheet, columns, counts), **cells), "total")


def write_units(pack: Pack, sheet: Sheet, ledger: list[Any]) -> None:
    columns = board_layout(Column(_("Responsible unit"), "text", width=30))
    columns.write_head(sheet)
    first, span = sheet.next_row, pack.places["ledger"].span("unit")
    by_position = sorted(ledger, key=lambda milestone: milestone.project.unit.position if milestone.project.unit else 10**6)
    for name in dict.fromkeys(unit_name(milestone) for milestone in by_position):
        condition = f"({span}=${sheet.cell(0, sheet.next_row)})"
        write_counts(sheet, columns, name, condition, (milestone for milestone in ledger if unit_name(milestone) == name), pack)
    if ledger:
        write_sums(sheet, columns, first, ledger)


def this_year_has_promises(pack: Pack) -> bool:
    return Milestone.objects.in_zone(pack.zone).of_year(pack.year).exists()
