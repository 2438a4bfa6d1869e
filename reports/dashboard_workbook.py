"""The dashboard as one workbook: its numbers, and every row of which the page shows the first ones."""

import datetime
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import units
from core.excel import Book, Chart, Column, Formula, Sheet, write_table
from core.tables import BaseTable
from projects.choices import Standing
from projects.models import Instruction, Milestone, WeeklyReport
from projects.tables import InstructionTable, MilestoneTable, WeeklyReportTable
from reports.dashboard import SinceMeeting
from reports.workbook.frame import Layout
from supervision.models import Issue
from supervision.tables import IssueTable
from zones.choices import Light
from zones.lights import Rules

COLOURS = {Light.RED: "B23A3A", Light.YELLOW: "E3C34A", Light.GREEN: "4B8B5C", Light.NONE: "9DB4CC"}
List = tuple[str, type[BaseTable], Any]


def dashboard_workbook(
    seen: dict[str, Any], *, zone: Any, user: Any, as_of: datetime.date, now: datetime.datetime
) -> tuple[io.BytesIO, int]:
    """``seen`` is what the page shows (reports.views.dashboard); and how many rows the workbook has."""
    title = _("%(zone)s: dashboard of %(day)s") % {"zone": zone, "day": as_of}
    with Book(title=title, author=str(user), missing="–") as book:
        counted = [
            in_short(book.sheet(_("In short")), title, seen),
            targets(book.sheet(_("Targets"), footer=str(zone)), title, seen),
            parks(book.sheet(_("Parks"), footer=str(zone)), title, seen),
            of_units(book.sheet(_("Units"), footer=str(zone)), title, seen),
            works(book.sheet(_("Works"), footer=str(zone)), title, seen),
        ]
        for name, table_class, rows in lists(zone, user, as_of, now, seen):
            shown = table_class.chosen((), for_file=True)
            table = table_class(rows, exclude=[each for each in table_class.base_columns if each not in shown])
            sheet = book.sheet(name, paper="A3", footer=str(zone))
            counted.append(write_table(sheet, f"{title} · {name}", table, rows))
        return book.save(), sum(counted)


def lists(zone: Any, user: Any, as_of: datetime.date, now: datetime.datetime, seen: dict[str, Any]) -> Iterator[List]:
    """The lists that the page begins, whole, with the columns that their own pages show."""
    in_force: Rules = seen["rules"]
    ledger = Milestone.objects.visible_to(user).in_zone(zone).with_responsible().with_moved()
    ledger = ledger.with_standing(as_of, in_force.due_soon_days).with_light(as_of, in_force).select_related("project__park")
    late, soon = ledger.overdue(as_of), ledger.due_soon(as_of, in_force.due_soon_days)
    for standing, found in ((Standing.OVERDUE, late), (Standing.DUE_SOON, soon)):
        yield str(standing.label), MilestoneTable, found.order_by("due_date", "pk")
    reports = WeeklyReport.objects.visible_to(user).in_zone(zone).of_week(seen["week"].week.monday).missing()
    yield _("Reports missing"), WeeklyReportTable, reports.with_standing(now).for_board()
    asked = Instruction.objects.visible_to(user).in_zone(zone).unanswered().with_standing(as_of)
    yield (
        _("Instructions"),
        InstructionTable,
        asked.select_related("project__unit", "project__park", "given_by", "answered_by").most_urgent_first(),
    )
    issues = Issue.objects.visible_to(user).in_zone(zone).unsettled().with_overdue(as_of).order_by("due_on", "number")
    yield _("Issues"), IssueTable, issues.select_related("project", "unit", "raised_by", "settled_by")


def in_short(sheet: Sheet, title: str, seen: dict[str, Any]) -> int:
    """The counters of the page."""
    milestones, week, instructions, issues = (seen[name] for name in ("milestones", "week", "instructions", "issues"))
    counters: list[tuple[str, int]] = [
        *((f"{light.label} {_('projects')}", count) for light, count in seen["lights"]),
        (_("promises overdue"), milestones["overdue"]),
        (_("promises due soon"), milestones["due_soon"]),
        (_("of %(total)s reports of %(week)s missing") % {"total": week.total, "week": week.week}, week.missing),
        (_("instructions unanswered"), instructions.total),
        (_("issues not settled"), issues["open"]),
        (_("targets behind the elapsed time"), seen["targets_behind"]),
        *of_returns(seen["returns"]),
        *of_meeting(seen["since_meeting"]),
    ]
    return rows_of(sheet, title, [Column(pgettext("brief", "What"), width=50), Column(_("Number"), "number", width=12)], counters)


def of_returns(month: dict[str, int] | None) -> list[tuple[str, int]]:
    """Of the newest opened month, as on the page; none before any."""
    if month is None:
        return []
    words = _("monthly returns of month %(month)s handed in, of %(expected)s")
    return [(words % {"month": month["month"], "expected": month["expected"]}, month["given"])]


def of_meeting(since: SinceMeeting) -> list[tuple[str, int]]:
    """What became of the ledger since the last early meeting, by kind."""
    words = _("since the early meeting of %(day)s: %(kind)s")
    return [(words % {"day": since.day, "kind": kind.label}, count) for kind, count in (since.counts or {}).items()]


def rows_of(sheet: Sheet, title: str, columns: list[Column], rows: Iterable[Any]) -> int:
    """Title, headings and rows; how many rows."""
    sheet.title(title, len(columns))
    sheet.header(columns, freeze=1)
    first = sheet.next_row
    for row in rows:
        sheet.row(list(row))
    sheet.area(first - 1, max(sheet.next_row - 1, first))
    return sheet.next_row - first


def percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else units.rounded(share * 100, 1)


def targets_layout() -> Layout:
    return Layout(
        {
            "indicator": Column(_("Indicator"), width=30),
            "unit": Column(_("Unit"), "centre", width=9),
            "target": Column(_("Target"), "number", width=12),
            "actual": Column(_("Actual"), "number", width=12),
            "months": Column(_("Months"), "centre", width=9),
            "share": Column(pgettext("share", "Completed"), "number", unit="%", places=1, width=12),
            "expected": Column(_("Expected by elapsed time"), "number", unit="%", places=1, width=14),
            "gap": Column(_("Ahead or behind"), "number", unit=_("points"), places=1, width=14),
            "light": Column(_("Light"), "centre", width=9),
        }
    )


def targets(sheet: Sheet, title: str, seen: dict[str, Any]) -> int:
    """Shares in percent, live; the gap is in points."""
    layout = targets_layout()
    columns = list(layout.columns.values())
    count = rows_of(sheet, title, columns, (target_row(line, sheet, layout) for line in seen["targets"]))
    if count:
        first = sheet.next_row - count
        series = [(layout.at(key), str(layout.columns[key].title)) for key in ("share", "expected")]
        chart = Chart(_("Targets"), 0, series, first, first + count - 1, unit="%")
        sheet.chart(chart, at=(0, first + count + 1), to=(len(columns), first + count + 19))
    return count


def target_row(line: Any, sheet: Sheet, layout: Layout) -> list[Any]:
    """The next row of the sheet."""
    figure, share, expected = line.figure, percent(line.share), percent(line.expected)
    gap = None if line.gap is None else units.rounded(share - expected, 1)
    target, actual, part, whole = (sheet.cell(layout.at(key), sheet.next_row) for key in ("target", "actual", "share", "expected"))
    return layout.values(
        indicator=line.target.indicator.name,
        unit=line.target.indicator.unit,
        target=line.target.value,
        actual=figure.value if figure else None,
        months=f"1–{figure.through_month}" if figure else "",
        share=None if share is None else Formula(f"ROUND({actual}/{target}*100,1)", share),
        expected=expected,
        gap=None if gap is None else Formula(f"{part}-{whole}", gap),
        light="" if line.light == Light.NONE else str(Light(line.light).label),
    )


def parks(sheet: Sheet, title: str, seen: dict[str, Any]) -> int:
    money = _("× 10,000 yuan")
    columns = [
        Column(_("Park"), width=18),
        *(Column(light.label, "number", group=_("Projects by light"), width=9) for light in Light),
        Column(_("Enterprises"), "number", width=10),
        Column(_("Above scale %(year)s") % {"year": seen["scale_year"]}, "number", width=12),
        Column(_("Producing"), "number", width=10),
        Column(_("Planned this year"), "number", unit=money, width=15),
        Column(_("Completed this year"), "number", unit=money, width=15),
        Column(_("of which unreviewed"), "number", unit=money, width=15),
        Column(_("Share"), "number", unit="%", places=1, width=9),
    ]
    lines = [
        [
            line.name or _("no park"),
            *(line.lights.get(light, 0) for light in Light),
            *(line.enterprises, line.above_scale, line.producing, line.planned, line.completed, line.unreviewed),
            percent(line.share),
        ]
        for line in seen["parks"]
    ]
    count = rows_of(sheet, title, columns, lines)
    if count:
        first = sheet.next_row - count
        series = [(place, str(light.label)) for place, light in enumerate(Light, 1)]
        colours = [COLOURS.get(light, "9DB4CC") for light in Light]
        chart = Chart(_("Projects by light"), 0, series, first, first + count - 1, kind="stacked", colours=colours)
        sheet.chart(chart, at=(0, first + count + 1), to=(8, first + count + 19))
    return count


def of_units(sheet: Sheet, title: str, seen: dict[str, Any]) -> int:
    columns = [
        Column(_("Unit"), width=26),
        Column(_("Light"), "centre", width=9),
        *(Column(light.label, "number", group=_("Projects by light"), width=9) for light in Light),
        Column(_("Promises of the month met"), "number", width=14),
        Column(_("Not met by their date"), "number", width=14),
        Column(_("Share met"), "number", unit="%", places=1, width=10),
        Column(_("Promises overdue"), "number", width=12),
    ]
    rows = (
        [
            each.unit.name,
            "" if each.why.light == Light.NONE else str(Light(each.why.light).label),
            *(each.line.projects.get(light, 0) for light in Light),
            *(each.line.kept, each.line.not_kept, units.rounded(each.line.share, 1) if each.line.share is not None else None),
            each.line.missed,
        ]
        for each in seen["units"]
    )
    return rows_of(sheet, title, columns, rows)


def works(sheet: Sheet, title: str, seen: dict[str, Any]) -> int:
    """The infrastructure works by kind with the numbers that say how large they are; – is not reported."""
    numbers = {
        "length_m": (_("Length"), _("m")),
        "capacity_wan_t": (_("Capacity"), _("10,000 t/day")),
        "flats": (_("Flats"), _("flats")),
        "persons": (_("Persons"), _("persons")),
        "budget_wan": (_("Budget"), _("× 10,000 yuan")),
    }
    columns = [
        Column(_("Kind"), width=24),
        Column(_("Works"), "number", width=10),
        *(Column(name, "number", unit=unit, width=14) for name, unit in numbers.values()),
    ]
    rows = ([str(line.kind.label), line.count, *(line.numbers[f"{key}_sum"] for key in numbers)] for line in seen["works"])
    return rows_of(sheet, title, columns, rows)
