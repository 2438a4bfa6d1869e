"""A zone as it stood at a moment, read from the histories in a fixed number of queries.

Nothing here looks at the rows of today: what was renamed, moved, accepted, dropped or taken away since is what it was.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, Min, Q

from core import clock, history
from core.periods import ONE_DAY, ONE_WEEK, Week
from projects import lights
from projects.choices import Phase, ReportState, Stage
from projects.models import (
    Excuse,
    Instruction,
    InvestmentYear,
    Milestone,
    MilestoneWeek,
    Photo,
    Project,
    ProjectOfficer,
    StageEntry,
    WeeklyReport,
)
from projects.querysets.leaders import SHOWN_AT
from zones.choices import Measure, Subject
from zones.lights import Rules, Why
from zones.models import Park, Unit, User, Zone

PROJECT = ("pgh_obj_id", "name", "park_id", "unit_id", "stage")
PROMISE = ("pgh_obj_id", "project_id", "text", "unit_id", "whole_project", "phase", "due_date", "scored_date", "actual_date")
REPORT = (
    *("pgh_obj_id", "project_id", "monday", "due_at", "state", "submitted_at"),
    *("problems", "completed_wan", "workers"),
)
SUMS = ("project_id", "monday", "state", "completed_wan", "workers")
PICTURE = ("pgh_obj_id", "project_id", "report_id", "caption", "shown_at", "is_generated")


class Money(NamedTuple):
    """A project's investment of a year: planned, self-reported and whether nobody has accepted the latter, in 万元."""

    planned: Decimal | None
    completed: Decimal | None
    is_unreviewed: bool


class Then:
    """``zone`` at ``moment`` (None: now), judged by the day ``as_of``; reports up to the week that begins on ``monday``."""

    def __init__(self, zone: Zone, moment: datetime.datetime | None, as_of: datetime.date, monday: datetime.date) -> None:
        self.zone, self.moment, self.as_of, self.monday = zone, moment, as_of, monday

    def rows(self, model: Any, columns: Iterable[str], **scope: Any) -> Any:
        return history.rows_at(model, self.moment, **scope).values_list(*columns, named=True)

    # --- registers ---------------------------------------------------------------------------------
    @cached_property
    def projects(self) -> dict[int, Any]:
        """In the order of their names."""
        found = sorted(self.rows(Project, PROJECT, zone=self.zone), key=lambda row: row.name.encode("gb18030", "replace"))
        return {row.pgh_obj_id: row for row in found}

    @cached_property
    def parks(self) -> dict[int, tuple[int, str]]:
        """Position and name by id, also of those that are gone."""
        asked = {row.park_id for row in self.projects.values() if row.park_id}
        return history.values_at(Park, self.moment, asked, "position", "name")

    @cached_property
    def units(self) -> dict[int, tuple[int, str]]:
        asked = {row.unit_id for row in (*self.projects.values(), *self.promises.values()) if row.unit_id}
        return history.values_at(Unit, self.moment, asked, "position", "name")

    def people(self, pks: Iterable[int]) -> dict[int, str]:
        return {pk: name for pk, (name,) in history.values_at(User, self.moment, set(pks), "name").items()}

    def officers(self, projects: Iterable[int]) -> dict[int, list[int]]:
        """The people of projects, by project."""
        found: dict[int, list[int]] = {}
        rows = self.rows(ProjectOfficer, ("project_id", "user_id"), project__in=list(projects))
        for row in rows.order_by("pgh_obj_id"):
            found.setdefault(row.project_id, []).append(row.user_id)
        return found

    # --- the ledger --------------------------------------------------------------------------------
    @cached_property
    def promises(self) -> dict[int, Any]:
        """By due date."""
        rows = self.rows(Milestone, PROMISE, project__in=list(self.projects)).order_by("scored_date", "pgh_obj_id")
        return {row.pgh_obj_id: row for row in rows}

    def responsible(self, promise: Any) -> int | None:
        """The unit that answers for it: its own, else its project's."""
        return promise.unit_id or self.projects[promise.project_id].unit_id

    def entries(self, reports: Iterable[int]) -> list[Any]:
        """What reports said of promises."""
        columns = ("report_id", "milestone_id", "outlook", "note", "proposed_date", "proposed_reason", "proposal", "revision_id")
        return list(self.rows(MilestoneWeek, columns, report__in=list(reports)).order_by("pgh_obj_id"))

    def reported_met(self, promises: Iterable[int]) -> set[tuple[int, datetime.date]]:
        """Actual dates that are the word of a report which nobody had accepted. Two queries."""
        columns = ("report_id", "milestone_id", "met_on")
        found = list(self.rows(MilestoneWeek, columns, milestone__in=list(promises)).filter(met_on__isnull=False))
        states = history.values_at(WeeklyReport, self.moment, {row.report_id for row in found}, "state")
        return {(row.milestone_id, row.met_on) for row in found if states[row.report_id] != (ReportState.ACCEPTED,)}

    def instructions(self) -> list[Any]:
        """Those without an answer, the most urgent first."""
        columns = ("project_id", "text", "given_by_id", "given_on", "answer_by")
        found = self.rows(Instruction, columns, project__in=list(self.projects)).filter(answered_on__isnull=True)
        return list(found.order_by(F("answer_by").asc(nulls_last=True), "given_on", "pgh_obj_id"))

    # --- weekly reports ----------------------------------------------------------------------------
    def _reports_of(self, first: datetime.date, last: datetime.date) -> Any:
        return WeeklyReport.objects.in_zone(self.zone).filter(monday__range=(first, last)).values("pk")

    @cached_property
    def reports(self) -> dict[int, Any]:
        """The week's reports by project."""
        rows = self.rows(WeeklyReport, REPORT, pgh_obj__in=self._reports_of(self.monday, self.monday))
        return {row.project_id: row for row in rows.order_by("pgh_obj_id")}

    def given_later(self, reports: Iterable[int]) -> dict[int, datetime.datetime]:
        """When reports were handed in after the moment, for the first time since."""
        events: Any = WeeklyReport.pgh_event_model.objects  # type: ignore[attr-defined]
        later = events.filter(pgh_obj__in=list(reports), pgh_created_at__gte=self.moment, state__in=ReportState.given())
        return dict(later.order_by().values_list("pgh_obj").annotate(first=Min("submitted_at")))

    def last_given(self, first: datetime.date, last: datetime.date) -> dict[int, Any]:
        """The newest given report of each project between two Mondays."""
        rows = self.rows(WeeklyReport, SUMS, pgh_obj__in=self._reports_of(first, last)).filter(state__in=ReportState.given())
        return {row.project_id: row for row in rows.order_by("project_id", "-monday").distinct("project_id")}

    @cached_property
    def before(self) -> dict[int, Any]:
        """The last given report of each project before the week, of its year; at least of the week before."""
        first = min(first_monday(Week(self.monday).sunday.year), self.monday - ONE_WEEK)
        return self.last_given(first, self.monday - ONE_WEEK)

    # --- money -------------------------------------------------------------------------------------
    def money(self, year: int, reports: dict[int, Any]) -> dict[int, Money]:
        """By project, of those of which something is known; ``reports`` are the newest ones of the year. One query.

        See also ProjectQuerySet.with_investment.
        """
        columns = ("project_id", "planned_wan", "completed_wan")
        plans = {row.project_id: row for row in self.rows(InvestmentYear, columns, project__in=list(self.projects), year=year)}
        found = {}
        for project in (pk for pk in self.projects if pk in plans or pk in reports):
            plan, report = plans.get(project), reports.get(project)
            completed = report.completed_wan if report else plan.completed_wan if plan else None
            unreviewed = report is not None and report.state != ReportState.ACCEPTED
            found[project] = Money(plan.planned_wan if plan else None, completed, unreviewed)
        return found

    # --- lights ------------------------------------------------------------------------------------
    def lights(self, rules: Rules) -> dict[int, Why]:
        """Every project's light with its reasons, by the rules of the day. See also projects.why."""
        measured = {clause.measure for clause in rules.of(Subject.PROJECT)}
        own, whole = self._excused()
        promises: dict[int, list[lights.Promise]] = {}
        for row in self.promises.values():
            kept = row.actual_date if row.actual_date and row.actual_date <= self.as_of else None
            is_start = row.whole_project and row.phase == Phase.START
            excused_by = own.get(row.pgh_obj_id, "")
            promises.setdefault(row.project_id, []).append(lights.Promise(row.scored_date, kept, is_start, excused_by))
        money = self._money_of_day() if measured & Measure.of_investment() else {}
        started, listed = self._works() if Measure.MONTHS_UNLISTED in measured else ({}, set())
        found = {}
        for pk in self.projects:
            sums = money.get(pk, Money(None, None, False))
            facts = lights.Facts(
                tuple(promises.get(pk, ())), *sums, started_on=started.get(pk), is_listed=pk in listed, excused_by=whole.get(pk, "")
            )
            found[pk] = lights.of_project(rules, facts, self.as_of)
        return found

    def _excused(self) -> tuple[dict[int, str], dict[int, str]]:
        """Who approved the excuses that lasted on the day, by promise and by project."""
        columns = ("project_id", "milestone_id", "approved_by")
        rows = self.rows(Excuse, columns, project__in=list(self.projects))
        lasting = list(rows.filter(first_day__lte=self.as_of, last_day__gte=self.as_of).order_by("-pgh_obj_id"))
        own = {row.milestone_id: row.approved_by for row in lasting if row.milestone_id}
        return own, {row.project_id: row.approved_by for row in lasting if row.milestone_id is None}

    def _money_of_day(self) -> dict[int, Money]:
        first = first_monday(self.as_of.year)
        return self.money(self.as_of.year, self.last_given(first, max(first, self.monday)))

    def _works(self) -> tuple[dict[int, Any], set[int]]:
        """When the works began, and of which projects the statistics office has accepted something."""
        known = list(self.projects)
        started = self.rows(StageEntry, ("project_id", "reached_on"), project__in=known).filter(stage=Stage.STARTED)
        years = self.rows(InvestmentYear, ("project_id", "year"), project__in=known)
        accepted = years.filter(accepted_wan__isnull=False, year__lte=self.as_of.year)
        return {row.project_id: row.reached_on for row in started}, {row.project_id for row in accepted}

    # --- pictures ----------------------------------------------------------------------------------
    def pictures(self) -> list[Any]:
        """Those of the week's reports, and those without a report that were taken in it, oldest first."""
        start, end = (clock.end_of(self.monday + days * ONE_DAY) for days in (-1, 6))
        taken = Q(report__isnull=True, shown_at__gte=start, shown_at__lt=end)
        of_week = Q(report__in=[row.pgh_obj_id for row in self.reports.values()])
        found = history.rows_at(Photo, self.moment, project__in=list(self.projects)).annotate(shown_at=SHOWN_AT)
        return list(found.filter(of_week | taken).order_by("shown_at", "pgh_obj_id").values_list(*PICTURE, named=True))


def first_monday(year: int) -> datetime.date:
    """The first week that ends in a year. See also WeeklyReportQuerySet.reported_in_year."""
    return Week.of(datetime.date(year, 1, 1)).monday
