"""The project's sheet as a Word document."""

import datetime
import io
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.units import number
from projects import unreviewed
from reports.models import PaperLooks
from reports.sheet import ProjectSheet
from reports.word import Column, Paper

MANY = 10  # promises; beyond these the pictures are lower, so that fifteen still stand on one page
PICTURE_HEIGHT, LOW_PICTURE_HEIGHT = 36, 26  # mm


def sheet_document(sheet: ProjectSheet, *, author: str, moment: datetime.datetime) -> io.BytesIO:
    title = _("%(project)s: project sheet") % {"project": sheet.project}
    paper = Paper(title=title, author=author, moment=moment, looks=PaperLooks.objects.of_zone(sheet.project.zone))
    paper.write(title, "Title")
    paper.write(_("%(zone)s, as of %(day)s") % {"zone": sheet.project.zone, "day": sheet.day}, "Subtitle")
    paper.write(_("Light: %(light)s. %(why)s") % {"light": sheet.light.label, "why": sheet.why})
    paper.facts(facts(sheet), [*investment(sheet), *week(sheet), *instructions(sheet)])
    paper.write("", "Gap")
    if sheet.promises:
        paper.table(ledger_columns(), [ledger_row(*numbered) for numbered in enumerate(sheet.promises, start=1)])
    else:
        paper.write(_("No promise is entered yet."), "Table Text")
    pictures = [(data, words) for data, words in map(picture, sheet.pictures) if data]
    if pictures:
        paper.write("", "Gap")
        paper.pictures(pictures, PICTURE_HEIGHT if len(sheet.promises) <= MANY else LOW_PICTURE_HEIGHT)
    return paper.save()


def or_dash(value: Any) -> str:
    return "–" if value is None or value == "" else str(value)


def marked(value: Any, is_unreviewed: bool) -> str:
    """A number or text of a weekly report, with the word while nobody has accepted it."""
    text = or_dash(value) if isinstance(value, str) else number(value)
    if value is None or value == "" or not is_unreviewed:
        return text
    return unreviewed.noted(text, is_unreviewed)


def facts(sheet: ProjectSheet) -> list[tuple[str, str]]:
    project = sheet.project
    total = "–" if project.total_wan is None else _("%(n)s × 10,000 yuan") % {"n": number(project.total_wan)}
    return [
        (_("Owner"), or_dash(project.owner)),
        (_("Park"), or_dash(project.park)),
        (_("Responsible unit"), or_dash(project.unit)),
        (_("Leader in charge"), or_dash(project.leader)),
        (_("Field officers"), or_dash("、".join(str(officer) for officer in project.officers.all()))),
        (_("Stage"), str(project.get_stage_display())),
        (_("Total investment"), total),
        (_("Workers on site"), marked(sheet.report.workers if sheet.report else None, sheet.unreviewed)),
    ]


def investment(sheet: ProjectSheet) -> list[tuple[str, str]]:
    """The three figures of the year, which never agree."""
    project, words = sheet.project, _("planned %(planned)s, self-reported %(reported)s, accepted %(accepted)s (× 10,000 yuan)")
    reported = marked(project.completed_wan, project.completed_unreviewed)
    figures = {"planned": number(project.planned_wan), "reported": reported, "accepted": number(project.accepted_wan)}
    return [(_("Investment of %(year)s") % {"year": sheet.as_of.year}, words % figures)]


def week(sheet: ProjectSheet) -> list[tuple[str, str]]:
    """The newest report: how far it is, what stands in the way, what comes next."""
    report = sheet.report
    if report is None:
        return [(_("Weekly report"), _("No week has been reported yet."))]
    state = unreviewed.word(sheet.unreviewed) or str(report.get_state_display())
    told = {"week": report.week, "state": state, "text": or_dash(report.progress)}
    found = [(_("Weekly report"), _("%(week)s (%(state)s): %(text)s") % told)]
    found.append((_("Open problems"), marked(report.problems, sheet.unreviewed)))
    return [*found, (_("Plan for next week"), marked(report.next_plan, sheet.unreviewed))] if report.next_plan else found


def instructions(sheet: ProjectSheet) -> list[tuple[str, str]]:
    if not sheet.instructions:
        return []
    words = _("%(by)s (%(day)s): %(text)s")
    lines = [words % {"by": row.given_by, "day": row.given_on, "text": row.text} for row in sheet.instructions]
    return [(_("Instructions unanswered"), "\n".join(lines))]


def ledger_columns() -> list[Column]:
    return [
        Column(_("No."), 9, "List Centre"),
        Column(_("Promise"), 56),
        Column(_("Baseline"), 19, "List Centre"),
        Column(_("Due"), 19, "List Centre"),
        Column(_("Actual date"), 19, "List Centre"),
        Column(_("Standing"), 16, "List Centre"),
        Column(_("Slip (days)"), 9, "List Centre"),
        Column(_("Moved (times)"), 9, "List Centre"),
    ]


def ledger_row(running: int, promise: Any) -> list[str]:
    slip = f"{promise.slip_days:+d}" if promise.slip_days else "0"
    return [
        str(running),
        promise.text,
        promise.baseline_date.isoformat(),
        promise.due_date.isoformat(),
        unreviewed.noted(promise.actual_date.isoformat(), promise.met_unreviewed) if promise.actual_date else "–",
        str(promise.standing.label),
        slip,
        str(promise.revision_count),
    ]


def picture(photo: Any) -> tuple[bytes, str]:
    """The small file of a photo with its caption; no bytes when the file is missing."""
    notes = [word for word in (unreviewed.word(photo.is_unreviewed), _("generated") if photo.is_generated else "") if word]
    words = f"{timezone.localtime(photo.shown_at):%Y-%m-%d} {photo.caption}{''.join(f'（{note}）' for note in notes)}"
    try:
        with photo.thumbnail.open("rb") as file:
            return file.read(), words
    except OSError:
        return b"", words
