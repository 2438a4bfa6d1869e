"""The week: opened, written, reviewed."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from core.periods import Week
from projects.choices import Outlook, ReportState
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


@transaction.atomic
def store_report(
    *,
    report: WeeklyReport,
    outlooks: Mapping[int, tuple[str, datetime.date | None, str]],
    by: User,
    now: datetime.datetime,
    submit: bool,
) -> WeeklyReport:
    """Keep a draft, or hand the report in; ``outlooks`` maps milestone id to outlook, day met and note.

    A milestone that is reported met gets its actual date with the submission; taking the word back before the report
    is accepted, even in a draft, takes the date back. A milestone without an outlook is one that nothing is said of.
    """
    handed_in = report.submitted_at is not None
    if submit:
        report.state, report.submitted_at, report.submitted_by = ReportState.SUBMITTED, now, by
        report.reviewed_by, report.review_note = None, ""
    report.save()
    said = {row.milestone_id: row for row in report.milestone_weeks.all()}
    for milestone in Milestone.objects.filter(pk__in={*outlooks, *said}, project=report.project).order_by("pk").select_for_update():
        before = said.get(milestone.pk)
        met_on = _say(report, milestone, before, outlooks.get(milestone.pk))
        reported = before.met_on if before and handed_in else None
        if submit and met_on:
            _set_actual_date(milestone, met_on)
        elif reported and reported != met_on and milestone.actual_date == reported:
            _set_actual_date(milestone, None)
    return report


def _say(
    report: WeeklyReport, milestone: Milestone, before: MilestoneWeek | None, said: tuple[str, datetime.date | None, str] | None
) -> datetime.date | None:
    """Store what the report says of a milestone now; returns the day on which it was met, if it says so."""
    if said is None:
        if before:
            before.delete()
        return None
    outlook, met_on, note = said
    met_on = met_on if outlook == Outlook.MET else None
    defaults = {"outlook": outlook, "met_on": met_on, "note": note}
    MilestoneWeek.objects.update_or_create(report=report, milestone=milestone, defaults=defaults)
    return met_on


def _set_actual_date(milestone: Milestone, day: datetime.date | None) -> None:
    if milestone.actual_date != day:
        milestone.actual_date = day
        milestone.save(update_fields=["actual_date", "updated_at"])


def last_given(*, project: Project, before: datetime.date) -> WeeklyReport | None:
    """The newest submitted or accepted report of an earlier week, which the new one starts from."""
    return project.weekly_reports.given().filter(monday__lt=before).order_by("-monday").first()
