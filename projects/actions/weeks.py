"""The week: opened, written, reviewed."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from core.periods import Week
from projects.choices import Outlook, Proposal, ReportState
from projects.models import (
    Milestone,
    MilestoneWeek,
    Project,
    ReportingWeek,
    WeeklyReport,
)
from projects.stage_history import begins_after, reporting_at
from zones.models import User, Zone


class WeekNotOpenError(ValueError):
    """The week is not to be opened; ``newest`` is the newest one that is, ``first_day`` the zone's first with a project."""

    def __init__(self, week: Week, *, newest: Week | None = None, first_day: datetime.date | None = None) -> None:
        super().__init__(str(week))
        self.week, self.newest, self.first_day = week, newest, first_day


def check_week(*, zone: Zone, week: Week, as_of: datetime.date) -> None:
    """Raises: WeekNotOpenError for a week that has not opened yet, or ended before the zone's first project was entered."""
    newest = zone.rhythm().reporting_week(as_of)
    if week > newest:
        raise WeekNotOpenError(week, newest=newest)
    first_day = begins_after(zone, week.sunday, today=as_of)
    if first_day:
        raise WeekNotOpenError(week, first_day=first_day)


@transaction.atomic
def open_week(*, zone: Zone, week: Week, as_of: datetime.date) -> ReportingWeek:
    """Open one report for every project that reported weekly when the week ended; while it runs, for those of now.

    So an old week gets the same reports whenever it is opened. Doing it again adds what is missing only. The deadline is
    fixed at the first opening: a later change of the zone's settings or of its calendar leaves old weeks as they were.
    """
    opened = ReportingWeek.objects.filter(zone=zone, monday=week.monday).first()
    if opened is None:
        defaults = {"due_at": zone.rhythm().due_moment(week)}
        opened, _created = ReportingWeek.objects.get_or_create(zone=zone, monday=week.monday, defaults=defaults)
    projects = reporting_at(zone, week.sunday, today=as_of)
    fresh = [WeeklyReport(project_id=pk, monday=week.monday, due_at=opened.due_at) for pk in projects]
    WeeklyReport.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    return opened


def ensure_week(*, zone: Zone, week: Week, as_of: datetime.date) -> ReportingWeek:
    """``week`` as it was opened, now at the first visit if nobody did before; costs one query once it is open."""
    opened = ReportingWeek.objects.filter(zone=zone, monday=week.monday).first()
    return opened or open_week(zone=zone, week=week, as_of=as_of)


class Said(NamedTuple):
    """What a report says of one promise. A new date is proposed of one that will be late only; ``note`` explains it."""

    outlook: str
    met_on: datetime.date | None = None
    note: str = ""
    proposed_date: datetime.date | None = None
    proposed_reason: str = ""


@transaction.atomic
def store_report(
    *,
    report: WeeklyReport,
    outlooks: Mapping[int, Said],
    by: User,
    now: datetime.datetime,
    submit: bool,
) -> WeeklyReport:
    """Keep a draft, or hand the report in; ``outlooks`` maps milestone id to what is said of it.

    A milestone that is reported met gets its actual date with the submission; taking the word back before the report
    is accepted, even in a draft, takes the date back. A milestone without an outlook is one that nothing is said of.
    A new date is asked for with the submission; one that was decided on is not asked for again with the same words.
    """
    handed_in = report.submitted_at is not None
    if submit:
        report.state, report.submitted_at, report.submitted_by = ReportState.SUBMITTED, now, by
        report.reviewed_by, report.review_note = None, ""
    report.save()
    said = {row.milestone_id: row for row in report.milestone_weeks.all()}
    for milestone in Milestone.objects.filter(pk__in={*outlooks, *said}, project=report.project).order_by("pk").select_for_update():
        before = said.get(milestone.pk)
        said_now = outlooks.get(milestone.pk)
        met_on = said_now.met_on if said_now and said_now.outlook == Outlook.MET else None
        reported = before.met_on if before and handed_in else None
        _say(report, milestone, before, said_now, submit=submit)
        if submit and met_on:
            _set_actual_date(milestone, met_on)
        elif reported and reported != met_on and milestone.actual_date == reported:
            _set_actual_date(milestone, None)
    return report


def _say(report: WeeklyReport, milestone: Milestone, before: MilestoneWeek | None, said: Said | None, *, submit: bool) -> None:
    """Store what the report says of a milestone now, if that is not what it says already."""
    if said is None:
        if before:
            before.delete()
        return
    is_late, is_met = said.outlook == Outlook.LATE, said.outlook == Outlook.MET
    values = {
        "outlook": said.outlook,
        "met_on": said.met_on if is_met else None,
        "note": said.note,
        "proposed_date": said.proposed_date if is_late else None,
        "proposed_reason": said.proposed_reason if is_late else "",
    }
    row = before or MilestoneWeek(report=report, milestone=milestone)
    is_new = any(getattr(row, name) != value for name, value in values.items())
    proposal = _proposal(row, is_new, values["proposed_date"], submit)
    if before and not is_new and proposal == row.proposal:
        return
    for name, value in {**values, "proposal": proposal}.items():
        setattr(row, name, value)
    row.revision = row.revision if proposal == Proposal.GRANTED else None
    row.save()


def _proposal(row: MilestoneWeek, is_new: bool, day: datetime.date | None, submit: bool) -> str:
    """What becomes of a proposed day: a granted one stays granted, a declined one until something else is said."""
    if day is None:
        return ""
    if row.proposed_date == day and (row.proposal == Proposal.GRANTED or (row.proposal and not is_new)):
        return row.proposal
    return Proposal.ASKED if submit else ""


def _set_actual_date(milestone: Milestone, day: datetime.date | None) -> None:
    if milestone.actual_date != day:
        milestone.actual_date = day
        milestone.save(update_fields=["actual_date", "updated_at"])


def last_given(*, project: Project, before: datetime.date) -> WeeklyReport | None:
    """The newest submitted or accepted report of an earlier week, which the new one starts from."""
    return project.weekly_reports.given().filter(monday__lt=before).order_by("-monday").first()
