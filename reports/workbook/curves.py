"""Curves: how punctually projects reported and what they had invested, week by week; figures month by month."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from core import units
from core.excel import Chart, Column, Formula, Sheet
from core.periods import ONE_DAY, Week
from indicators.pictures import Picture, pictures
from projects.choices import ReportState
from projects.models import WeeklyReport
from reports.workbook.frame import BLANK, Layout, Pack, begin, number_column
from reports.workbook.summary import split

WEEKS_WIDE, TABLE_WIDE, MONTHS_WIDE = 9, 5, 11  # columns
HIGH = 17  # rows of a chart of weeks


# --- weeks -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week. ``invested`` is what the projects had invested of the year by then, each by its last report, in 万元;
    ``told`` is how many projects it is the sum of.
    """

    week: Week
    asked: int
    on_time: int
    given: int
    workers: int | None
    invested: Decimal | None
    told: int


def week_lines(pack: Pack) -> Iterator[WeekLine]:
    """The weeks of the year and of the plan's year that were opened by the pack's day. One query.

    Investment starts anew with the year in which a week ends, because reports tell of one year.
    """
    first, last = datetime.date(pack.year, 1, 1) - 6 * ONE_DAY, datetime.date(pack.next_year, 12, 31) - 6 * ONE_DAY
    reports = WeeklyReport.objects.in_zone(pack.zone).of_weeks_between(first, min(last, pack.as_of)).with_state_then()
    shown = reports.order_by("monday", "project_id").only("project_id", "monday", "state", "completed_wan", "workers")
    known: dict[int, Decimal] = {}
    year = 0
    for monday, found in groupby(shown, key=lambda report: report.monday):
        week = Week(monday)
        known, year = ({}, week.sunday.year) if week.sunday.year != year else (known, year)
        yield week_line(week, list(found), known)


def week_line(week: Week, reports: list[Any], known: dict[int, Decimal]) -> WeekLine:
    """``known`` holds what every project said last, and learns what these reports say."""
    given = [report for report in reports if report.state in ReportState.given()]
    known |= {report.project_id: report.completed_wan for report in given if report.completed_wan is not None}
    workers = [report.workers for report in given if report.workers is not None]
    return WeekLine(
        week,
        asked=len(reports),
        on_time=sum(report.state_then in ReportState.given() for report in reports),
        given=len(given),
        workers=sum(workers) if workers else None,
        invested=sum(known.values()) if known else None,
        told=len(known),
    )


def week_layout() -> Layout:
    reports = _("Weekly reports")
    return Layout(
        {
            "week": Column(_("Week"), "centre", width=12),
            "monday": Column(_("Monday"), "date", width=13),
            "asked": number_column(_("asked for"), group=reports, width=12),
            "on_time": number_column(_("given in time"), group=reports, width=12),
            "given": number_column(_("given by now"), group=reports, width=12),
            "share": number_column(_("share in time"), "%", group=reports, places=1, width=12),
            "workers": number_column(_("Workers on site"), _("persons"), width=14),
            "invested": number_column(_("Invested since January"), _("× 10,000 yuan"), width=18),
            "told": number_column(_("Projects that report it"), width=14),
        }
    )


def write_weeks(pack: Pack, sheet: Sheet) -> int:
    columns, lines = week_layout(), list(week_lines(pack))
    notices = [
        _("In time is what stood there at the deadline. Investment is as reported by the projects, each by its last report."),
    ]
    begin(sheet, pack.title(_("weekly reports, as of %(day)s") % {"day": pack.as_of}), len(columns), notices)
    columns.write_head(sheet, freeze=1)
    if not lines:
        sheet.line(_("No week was opened."), len(columns))
        return 0
    first = sheet.next_row
    for line in lines:
        sheet.row(week_row(columns, sheet, line))
    last, below = sheet.next_row - 1, sheet.next_row + 1
    sheet.area(first - 2, last)
    share = [(columns.at("share"), _("share in time"))]
    money = [(columns.at("invested"), _("Invested since January"))]
    for title, series, unit, left, right in (
        (_("Reported in time, by week"), share, "%", 0, 5),
        (_("Investment as reported, by week"), money, _("× 10,000 yuan"), 5, WEEKS_WIDE),
    ):
        chart = Chart(title, columns.at("week"), series, first, last, kind="line", unit=unit, labelled=False)
        sheet.chart(chart, at=(left, below), to=(right, below + HIGH))
    return len(lines)


def week_row(columns: Layout, sheet: Sheet, line: WeekLine) -> list[Any]:
    asked, on_time = (sheet.cell(columns.at(key), sheet.next_row) for key in ("asked", "on_time"))
    share = units.rounded(Decimal(line.on_time) * 100 / line.asked, 1)
    return columns.values(
        week=str(line.week),
        monday=line.week.monday,
        asked=line.asked,
        on_time=line.on_time,
        given=line.given,
        share=Formula(f"ROUND({on_time}/{asked}*100,1)", share),
        workers=line.workers,
        invested=BLANK if line.invested is None else line.invested,
        told=line.told,
    )


# --- months ------------------------------------------------------------------------------------
def month_layout(one: Picture) -> Layout:
    unit = one.indicator.unit
    return Layout(
        {
            "month": Column(_("Through month"), "centre", width=14),
            "value": number_column(str(one.year), unit, width=16),
            "expected": number_column(_("Target"), unit, width=16),
            "before": number_column(str(one.year - 1), unit, width=16),
            "growth": number_column(_("Published growth"), "%", width=16),
        }
    )


def write_months(pack: Pack, sheet: Sheet) -> int:
    """Cumulative figures of the year and of the plan's year by month: the figure, the target's path, the year before.

    What is not reported stays empty: programs draw a word as zero.
    """
    begin(sheet, pack.title(_("cumulative figures by month, as of %(day)s") % {"day": pack.as_of}), MONTHS_WIDE)
    sheet.keep(1)
    judged = [line.indicator for line in split(pack.figures)[0]]
    shown = [one for year in (pack.year, pack.next_year) for one in pictures(pack.zone, year, judged) if not one.is_sparse]
    for one in shown:
        write_picture(month_layout(one), sheet, one)
    if not shown:
        sheet.line(_("No indicator has figures of several months."), MONTHS_WIDE)
    return sum(len(one.points) for one in shown)


def write_picture(columns: Layout, sheet: Sheet, one: Picture) -> None:
    """One indicator's year: the table on the left, its curves on the right."""
    sheet.line(f"{one.indicator.name} {one.year}", MONTHS_WIDE, "subtitle")
    columns.write_head(sheet)
    top, first = sheet.next_row - 1, sheet.next_row
    for point in one.points:
        values = (point.value, point.expected, point.last_year, point.published)
        sheet.row([point.month, *(BLANK if value is None else value for value in values)])
    last = sheet.next_row - 1
    names = {"value": str(one.year), "expected": _("Target"), "before": str(one.year - 1)}
    told = {"value": one.newest, "expected": one.target, "before": any(point.last_year is not None for point in one.points)}
    series = [(columns.at(key), name) for key, name in names.items() if told[key]]
    chart = Chart(f"{one.indicator.name} {one.year}", 0, series, first, last, kind="line", unit=one.indicator.unit, labelled=False)
    sheet.chart(chart, at=(TABLE_WIDE, top), to=(MONTHS_WIDE, last + 1))
    sheet.blank()
