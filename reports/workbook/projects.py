"""The project register: who builds what, how far it is, and the three kinds of investment side by side."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.excel import Column, Sheet
from projects import unreviewed
from projects.choices import Kind, Stage
from projects.models import Project, WeeklyReport
from reports.workbook.frame import BLANK, Layout, Pack, begin, generated, number_column, running, word
from zones.choices import Light

INVESTMENT = ("planned", "completed", "accepted")


def layout(pack: Pack) -> Layout:
    wan = _("× 10,000 yuan")
    years = {"this": pack.year, "next": pack.next_year}
    money = {
        f"{kind}_{key}": number_column(title, wan, group=_("Investment in %(year)s") % {"year": year}, width=11)
        for key, year in years.items()
        for kind, title in zip(
            INVESTMENT, (_("planned"), _("completed, self-reported"), _("accepted by the statistics office")), strict=True
        )
    }
    return Layout(
        {
            "no": running(),
            "name": Column(_("Project"), width=24),
            "kind": Column(_("Kind"), "centre", width=10),
            "owner": Column(_("Owner"), "wrap", width=18),
            "park": Column(_("Park"), width=12),
            "unit": Column(_("Responsible unit"), "wrap", width=22),
            "leader": Column(_("Leader in charge"), "wrap", width=12),
            "officers": Column(_("Field officers"), "wrap", width=25),
            "stage": Column(_("Stage"), "centre", width=10),
            "light": Column(_("Light"), "centre", width=9),
            "started": Column(_("Year of start"), "centre", width=8),
            "total": number_column(_("Total investment"), wan, width=12),
            **money,
            "review": Column(_("Self-reported: review"), "centre", width=9),
            "situation": Column(_("Situation at the end of %(year)s") % {"year": pack.year}, "wrap", width=40),
            "generated": Column(_("Kind of data"), "wrap", width=16),
        }
    )


def rows(pack: Pack) -> list[Project]:
    found = Project.objects.in_zone(pack.zone).with_light(pack.as_of, pack.rules).with_investment(reporting_day(pack))
    related = found.select_related("owner", "park", "unit", "leader").prefetch_related("officers", "investment_years")
    return list(related.order_by("kind", "park__position", "unit__position", "pk"))


def reporting_day(pack: Pack) -> datetime.date:
    """The day up to which the next year's weekly reports count: at most its last."""
    return min(pack.as_of, datetime.date(pack.next_year, 12, 31))


def write_projects(pack: Pack, sheet: Sheet) -> int:
    columns, found = layout(pack), rows(pack)
    notices = [
        _("Planned, self-reported and statistically accepted investment are three figures and never agree; – is not reported."),
        _("Light and self-reported investment of the running year as of %(day)s.") % {"day": pack.as_of},
    ]
    begin(sheet, pack.title(_("project register, %(year)s") % {"year": pack.year}), len(columns), notices)
    columns.write_head(sheet, freeze=2)
    first, money, made_up = sheet.next_row, [investment(pack, project) for project in found], generated_weeks(pack)
    for number, (project, amounts) in enumerate(zip(found, money, strict=True), 1):
        marks = {"generated": mark(pack, project, made_up), "review": review(pack, project, amounts)}
        sheet.row(project_row(columns, project, number, amounts, marks))
    last = sheet.next_row - 1
    if found:
        write_totals(sheet, columns, money, first, last)
        sheet.filter(first - 1, last)
    return len(found)


def generated_weeks(pack: Pack) -> set[int]:
    """Projects whose self-reported investment of the running year comes from a generated weekly report."""
    given = WeeklyReport.objects.in_zone(pack.zone).given().reported_in_year(reporting_day(pack))
    last = given.order_by("project_id", "-monday").distinct("project_id")
    return {report.project_id for report in last if report.is_generated}


def mark(pack: Pack, project: Any, made_up: set[int]) -> str:
    """Whether the project, or only its investment, was made up for the demonstration."""
    entries = [entry for entry in project.investment_years.all() if entry.year in (pack.year, pack.next_year)]
    if project.is_generated or not (project.pk in made_up or any(entry.is_generated for entry in entries)):
        return generated(project)
    return _("investment generated")


def project_row(columns: Layout, project: Any, number: int, amounts: dict[str, Any], marks: dict[str, str]) -> list[Any]:
    return columns.values(
        no=number,
        name=project.name,
        kind=word(Kind, project.kind),
        owner=project.owner or BLANK,
        park=project.park or BLANK,
        unit=project.unit or BLANK,
        leader=project.leader or BLANK,
        officers="、".join(str(officer) for officer in project.officers.all()),
        stage=word(Stage, project.stage),
        light=word(Light, project.light),
        started=str(project.started_year or ""),
        situation=project.situation,
        **marks,
        **amounts,
    )


def investment(pack: Pack, project: Any) -> dict[str, Any]:
    """All amounts of one project, in 万元. The running year's self-reported one is the last weekly report's."""
    by_year = {entry.year: entry for entry in project.investment_years.all()}
    amounts: dict[str, Any] = {"total": project.total_wan}
    for key, year in (("this", pack.year), ("next", pack.next_year)):
        entry = by_year.get(year)
        amounts |= {f"{kind}_{key}": getattr(entry, f"{kind}_wan") if entry else None for kind in INVESTMENT}
        if reporting_day(pack).year == year and amounts[f"completed_{key}"] is None:
            amounts[f"completed_{key}"] = project.completed_wan
    return amounts


def review(pack: Pack, project: Any, amounts: dict[str, Any]) -> str:
    """The mark of a running year's self-reported investment that comes from a report nobody has accepted yet."""
    years = {pack.year: "this", pack.next_year: "next"}
    entries = {entry.year: entry for entry in project.investment_years.all()}
    year = reporting_day(pack).year
    entered = entries[year].completed_wan if year in entries else None
    reported = year in years and entered is None and amounts[f"completed_{years[year]}"] is not None
    return unreviewed.word(reported and project.completed_unreviewed)


def write_totals(sheet: Sheet, columns: Layout, money: list[dict[str, Any]], first: int, last: int) -> None:
    """Sums, and under them how many projects reported the number that the sum is made of."""
    values = {key: [amounts[key] for amounts in money] for key in money[0]}
    sums = {key: columns.total(sheet, key, column, first, last) for key, column in values.items()}
    sheet.row(columns.values(name=_("Total"), **sums), "total")
    counts = {key: columns.reported(sheet, key, column, first, last) for key, column in values.items()}
    sheet.row(columns.values(name=_("Projects that report it"), **counts), "subtotal")
