"""Meetings, bulletins and tours of the year: what became of their matters, who was named for what, who was ahead."""

from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.excel import Column, Formula, Sheet
from reports.workbook.frame import Layout, Pack, begin, generated, number_column, running
from supervision.choices import BulletinKind
from supervision.models import Ballot, BulletinEntry, Meeting, Tour, TourStop
from supervision.results import results, units_by_points

COUNTS = ("matters", "heard", "decided", "settled")


def meetings_layout() -> Layout:
    return Layout(
        {
            "no": running(),
            "meeting": Column(_("Meeting"), width=24),
            "held": Column(_("Held on"), "date", width=12),
            "chair": Column(_("Chaired by"), "wrap", width=18),
            "matters": number_column(_("Matters"), width=10),
            "heard": number_column(_("Heard"), width=10),
            "decided": number_column(_("Decided"), width=10),
            "settled": number_column(_("Settled on the spot"), width=12),
            "closed": Column(_("Minutes closed on"), "date", width=14),
            "generated": Column(_("Kind of data"), "centre", width=10),
        }
    )


def write_meetings(pack: Pack, sheet: Sheet) -> int:
    """A row for each meeting; the sums are live."""
    columns = meetings_layout()
    found = list(Meeting.objects.in_zone(pack.zone).of_year(pack.year).with_counts().order_by("held_on", "pk"))
    begin(sheet, pack.title(_("meetings of %(year)s") % {"year": pack.year}), len(columns))
    columns.write_head(sheet, freeze=2)
    if not found:
        sheet.line(_("No meeting was held in this year."), len(columns))
        return 0
    first = sheet.next_row
    for number, row in enumerate(found, start=1):
        counts = {name: getattr(row, name) for name in COUNTS}
        about = {"meeting": row.name, "held": row.held_on, "chair": row.chair, "closed": row.closed_on}
        sheet.row(columns.values(no=number, **about, **counts, generated=generated(row)))
    last = sheet.next_row - 1
    sheet.area(first - 1, last)
    sums = {name: columns.total(sheet, name, [Decimal(getattr(row, name)) for row in found], first, last) for name in COUNTS}
    sheet.row(columns.values(meeting=_("%(count)s meetings") % {"count": len(found)}, **sums), "total")
    return len(found)


def bulletins_layout() -> Layout:
    return Layout(
        {
            "bulletin": Column(_("Bulletin"), "wrap", width=34),
            "kind": Column(_("Kind"), "centre", width=14),
            "issued": Column(_("Issued on"), "date", width=12),
            "unit": Column(pgettext("column", "Unit"), "wrap", width=22),
            "project": Column(_("Project"), "wrap", width=20),
            "text": Column(_("For what"), "wrap", width=46),
            "points": number_column(_("Points"), width=8),
            "state": Column(_("Answer of the unit"), "centre", width=16),
            "excuse": Column(_("Excused, because"), "wrap", width=24),
            "generated": Column(_("Kind of data"), "centre", width=10),
        }
    )


def write_bulletins(pack: Pack, sheet: Sheet) -> int:
    """A row for each unit named; below the units with the live sum of their points, the best first."""
    columns = bulletins_layout()
    rows = BulletinEntry.objects.in_zone(pack.zone).of_year(pack.year).issued()
    found = list(rows.select_related("bulletin", "unit", "project").order_by("bulletin__number", "position", "pk"))
    begin(sheet, pack.title(_("bulletins of %(year)s") % {"year": pack.year}), len(columns))
    columns.write_head(sheet, freeze=1)
    if not found:
        sheet.line(_("No bulletin was issued in this year."), len(columns))
        return 0
    first = sheet.next_row
    for entry in found:
        sheet.row(
            columns.values(
                bulletin=entry.bulletin.name,
                kind=entry.bulletin.get_kind_display(),
                issued=entry.bulletin.issued_on,
                unit=entry.unit.name,
                project=str(entry.project or ""),
                text=entry.text,
                points=entry.signed_points,
                state=entry.get_state_display(),
                excuse=entry.excuse,
                generated=generated(entry.bulletin),
            )
        )
    last = sheet.next_row - 1
    sheet.area(first - 1, last)
    write_points(pack, sheet, columns, (first, last))
    return len(found)


def write_points(pack: Pack, sheet: Sheet, columns: Layout, place: tuple[int, int]) -> None:
    sheet.line(_("Points of the units"), len(columns), "section")
    names, points = (sheet.span(columns.at(key), *place) for key in ("unit", "points"))
    words = {kind.value: kind.label for kind in BulletinKind}
    for row in units_by_points(pack.zone, pack.year):
        told = "，".join(f"{words[kind]} {row[kind]}" for kind in words if row[kind])
        here = sheet.cell(columns.at("unit"), sheet.next_row)
        total = Formula(f"SUMIF({names},{here},{points})", row["points"])
        ranked = _("rank %(rank)s") % {"rank": row["rank"]}
        sheet.row(columns.values(bulletin=ranked, unit=row["unit__name"], text=told, points=total))


def tours_layout() -> Layout:
    return Layout(
        {
            "tour": Column(_("Inspection tour"), "wrap", width=28),
            "held": Column(_("Held on"), "date", width=12),
            "group": Column(_("Group"), width=18),
            "rank": Column(_("Rank"), "centre", width=8),
            "project": Column(_("Project"), "wrap", width=24),
            "unit": Column(pgettext("column", "Unit"), "wrap", width=22),
            "difficulty": number_column(_("Difficulty"), places=2, width=10),
            "ballots": number_column(_("Ballots"), width=10),
            "score": number_column(_("Score"), places=2, width=10),
            "gap": Column(_("Where it falls behind, and why"), "wrap", width=40),
            "generated": Column(_("Kind of data"), "centre", width=10),
        }
    )


def write_tours(pack: Pack, sheet: Sheet) -> int:
    """The stops of the year's closed tours, ranked within their groups; scores of open ones are not told."""
    columns = tours_layout()
    begin(sheet, pack.title(_("inspection tours of %(year)s") % {"year": pack.year}), len(columns))
    columns.write_head(sheet, freeze=1)
    tours = Tour.objects.in_zone(pack.zone).of_year(pack.year).closed()
    stops = list(TourStop.objects.of_tours(tours).select_related("tour", "project__unit").in_route_order())
    if not stops:
        sheet.line(_("No inspection tour was closed in this year."), len(columns))
        return 0
    ballots = list(Ballot.objects.of_tours(tours))
    first = sheet.next_row
    for tour, own in groupby(stops, key=lambda stop: stop.tour):
        for group, found in results(own, ballots):
            for each in found:
                project = each.stop.project
                sheet.row(
                    columns.values(
                        tour=str(tour),
                        held=tour.held_on,
                        group=group,
                        rank=each.rank,
                        project=project.name,
                        unit=str(project.unit or ""),
                        difficulty=each.stop.difficulty,
                        ballots=each.counted,
                        score=each.score,
                        gap=each.stop.gap,
                        generated=generated(tour),
                    )
                )
    sheet.area(first - 1, sheet.next_row - 1)
    return len(stops)
