"""The past of the demonstration: when its rows were entered, met, moved, corrected and dropped, and by whom.

One command has written everything a moment ago. Here the events are given the days of the story, those that led to the
rows of today are put before them, and each says in its context that it is generated. The histories are append-only: they
are rewritten with their triggers ignored, inside the transaction of the command and nowhere else.
"""

import copy
import datetime
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db.models import Case, DateTimeField, F, JSONField, Max, Min, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from core.history import DELETE, INSERT, UPDATE, Origin
from core.periods import ONE_DAY, Week, window
from projects import actions
from projects.models import (
    AboveScaleYear,
    Building,
    Enterprise,
    Excuse,
    Instruction,
    InvestmentYear,
    LedgerTemplate,
    Milestone,
    MilestoneBuilding,
    MilestoneWeek,
    Photo,
    Project,
    ProjectOfficer,
    Reminder,
    ReportComment,
    ReportingWeek,
    Revision,
    StageEntry,
    TemplateStep,
    WeeklyReport,
)
from projects.weeks import FRIDAY
from zoneportal.demo.source import GENERATED, TODAY, Ground, day, facts
from zones.models import CalendarDay, Deputy, Membership, Park, RuleClause, RuleSet, Unit, User, Zone
from zones.rhythm import PORTAL_ZONE

REGISTERS = [Zone, CalendarDay, Park, Unit, User, Membership, Deputy, RuleSet, RuleClause]
REGISTERS += [Enterprise, AboveScaleYear, Project, Building, ProjectOfficer, StageEntry, LedgerTemplate, TemplateStep]
FORWARD = "F"  # keys of the promises that 2014 made for the turn of the year
HANGING = [InvestmentYear, Milestone, MilestoneBuilding, MilestoneWeek, Reminder, ReportComment, ReportingWeek, Revision]
HANGING += [WeeklyReport, Excuse, Instruction, Photo]
DATED = [Milestone, Project, ReportComment, Revision, StageEntry]  # whose rows of today get their times from the story
TIMES = ["pgh_created_at", "created_at", "updated_at"]
KEEPER = {"xian": "clerk", "er": "er-clerk"}
Values = dict[str, Any]


def at(on: datetime.date, hour: int) -> datetime.datetime:
    return datetime.datetime.combine(on, datetime.time(hour, 20), PORTAL_ZONE)


FOUNDED = at(datetime.date(2014, 12, 1), 9)
REVIEWED_AFTER = datetime.timedelta(hours=3)
FORWARD_ENTERED = at(datetime.date(2014, 12, 1), 10)
ENTERED = at(datetime.date(2015, 1, 5), 10)


@dataclass(frozen=True, slots=True)
class Step:
    """One write of the story: when, what its context says, and what it changed of a row."""

    moment: datetime.datetime
    said: Values
    before: Values
    after: Values


def build(grounds: dict[str, Ground]) -> None:
    """Wants everything else of the demonstration; what the rows hold today does not change."""
    _dropped_promise(grounds["xian"])
    with rewriting():
        for model in REGISTERS:
            events_of(model).update(**dict.fromkeys(TIMES, FOUNDED))
        events_of(InvestmentYear).update(pgh_created_at=ENTERED)
        officers = _officers()
        for ground in grounds.values():
            _promises(ground, officers)
        _stages(grounds["xian"], officers)
        _parts_and_revisions()
        _weeks()
        _leaders(grounds["xian"])
        for model in DATED:
            _date_rows(model)


def rewriting() -> Any:
    """The histories of the story take changes, and the rows of today take times without an event or a new version.

    Few triggers by name and not all of them: each is asked for every row.
    """
    protections = [f"{model.pgh_event_model._meta.label}:append_only" for model in (*REGISTERS, *HANGING)]
    writes = [f"{model._meta.label}:{name}" for model in DATED for name in ("update_update", "raise_version")]
    return pgtrigger.ignore(*protections, *writes)


def events_of(model: Any) -> Any:
    return model.pgh_event_model.objects.all()


def said(person: User, **words: Any) -> Values:
    """The context of a write that a person made in the story."""
    return {"user": person.pk, "name": person.name, "origin": Origin.FORM, "generated": True, **words}


def _officers() -> dict[int, User]:
    """The officer of each project."""
    assigned = ProjectOfficer.objects.select_related("user").order_by("-pk")
    return {assignment.project_id: assignment.user for assignment in assigned}


# --- promises ------------------------------------------------------------------------------------
def _dropped_promise(ground: Ground) -> None:
    """A promise that stood for a month and is gone: there in the ledger of those days, and in no count of today."""
    row = facts("history")["dropped"]
    added_by, dropped_by = (ground.people[row[name][1]] for name in ("added", "dropped"))
    promise = Milestone(
        project=ground.projects[row["project"]],
        text=row["text"],
        phase=row["phase"],
        due_date=day(row["due"]),
        source=GENERATED,
        is_generated=True,
    )
    actions.add_milestone(milestone=promise, buildings=[])
    pk, reason = promise.pk, {"reason": row["reason"], "explanation": row["explanation"]}
    actions.drop_milestone(milestone=promise, version=promise.version, by=dropped_by, **reason)
    with rewriting():
        for label, name, words in ((INSERT, "added", said(added_by)), (DELETE, "dropped", said(dropped_by, **reason))):
            moment = at(datetime.date.fromisoformat(row[name][0]), 15)
            events_of(Milestone).filter(pgh_obj=pk, pgh_label=label).update(pgh_created_at=moment, pgh_context=words)


def _promises(ground: Ground, officers: dict[int, User]) -> None:
    """Entered on one day for the whole year, those of the year before earlier; then what happened to each."""
    keeper = ground.people[KEEPER[ground.zone.code]]
    revisions = {revision.milestone_id: revision for revision in Revision.objects.select_related("by")}
    stories = {}
    for key, milestone in ground.milestones.items():
        steps = [*_moved(revisions.get(milestone.pk)), *_met(milestone, officers), *_in_the_file(ground, key)]
        entered = FORWARD_ENTERED if key.startswith(FORWARD) else ENTERED
        stories[milestone.pk] = (Step(entered, said(keeper), {}, {}), sorted(steps, key=lambda step: step.moment))
    _tell(Milestone, stories)


def _moved(revision: Revision | None) -> list[Step]:
    if revision is None:
        return []
    start, _due = window(revision.old_date, revision.old_precision)
    new_start, _new = window(revision.new_date, revision.new_precision)
    old = {"due_date": revision.old_date, "scored_date": revision.old_date, "window_start": start}
    new = {"due_date": revision.new_date, "scored_date": revision.new_date, "window_start": new_start}
    precisions = {"precision": revision.old_precision}, {"precision": revision.new_precision}
    return [Step(at(revision.asked_on, 11), said(revision.by), old | precisions[0], new | precisions[1])]


def _met(milestone: Milestone, officers: dict[int, User]) -> list[Step]:
    """Noted by the officer on the Friday of the week in which it happened, on a week-end's day the same evening."""
    actual = milestone.actual_date
    if actual is None:
        return []
    noted = max(actual, Week.of(actual).monday + FRIDAY * ONE_DAY)
    moment = at(noted if noted < TODAY else actual, 17)
    return [Step(moment, said(officers[milestone.project_id]), {"actual_date": None}, {"actual_date": actual})]


def _in_the_file(ground: Ground, key: str) -> list[Step]:
    """Words that were put right, and a promise that was reported met and was not."""
    rows, steps = facts("history"), []
    if ground.zone.code != rows["zone"]:
        return []
    for row in rows["typed"].get(key, []):
        text, moment = ground.milestones[key].text, at(datetime.date.fromisoformat(row["put_right"]), 9)
        by = said(ground.people[row["by"]], explanation=row["explanation"])
        steps.append(Step(moment, by, {"text": row["typed"]}, {"text": text}))
    for row in rows["misreported"].get(key, []):
        met, back = (datetime.date.fromisoformat(row[name]) for name in ("met", "taken_back"))
        open_, kept = {"actual_date": None}, {"actual_date": met}
        corrected = said(ground.people[row["head"]], explanation=row["explanation"])
        steps += [Step(at(met, 17), said(ground.people[row["by"]]), open_, kept), Step(at(back, 16), corrected, kept, open_)]
    return steps


def _tell(model: Any, stories: dict[int, tuple[Step, list[Step]]]) -> None:
    """Makes the one event of each row its entry, with what it held before its later steps, and adds an event for each step."""
    entries = list(events_of(model).filter(pgh_obj__in=stories))
    added = []
    for event in entries:
        entry, later = stories[event.pgh_obj_id]
        for step in reversed(later):
            _set(event, step.before)
        _set(event, {"pgh_context": entry.said, **dict.fromkeys(TIMES, entry.moment)})
        state = event
        for step in later:
            state = copy.copy(state)
            state.pk, state._state.adding = None, True
            _set(state, {**step.after, "version": state.version + 1, "pgh_label": UPDATE, "pgh_context": step.said})
            added.append((step.moment, state))
    changed = {name for _entry, later in stories.values() for step in later for name in step.before}
    events = model.pgh_event_model.objects
    events.bulk_update(entries, [*TIMES, "pgh_context", *changed])
    added.sort(key=lambda one: one[0])
    events.bulk_create([event for _moment, event in added])
    for moment, event in added:  # new rows are given the time of their creation, whatever they say
        _set(event, {"pgh_created_at": moment, "created_at": stories[event.pgh_obj_id][0].moment, "updated_at": moment})
    events.bulk_update([event for _moment, event in added], TIMES)


def _set(event: Any, values: Values) -> None:
    for name, value in values.items():
        setattr(event, name, value)


# --- what hangs on them --------------------------------------------------------------------------
def _stages(ground: Ground, officers: dict[int, User]) -> None:
    """The stages that were reached in the story; before it every project stood where the report left it."""
    stated = {row["id"]: row["stage"] for row in (*facts("projects"), *facts("works")["works"])}
    stories, entry = {}, Step(FOUNDED, {"origin": Origin.COMMAND, "name": "setup_demo"}, {}, {})
    for key, (stage, on) in facts("outcomes")["stages"].items():
        project = ground.projects[key]
        reached = ground.milestones[on].actual_date if on in ground.milestones else day(on)
        moment, by = at(reached, 18), said(officers[project.pk])
        stories[project.pk] = (entry, [Step(moment, by, {"stage": stated[key]}, {"stage": stage})])
        written = events_of(StageEntry).filter(project=project, stage=stage)
        written.update(pgh_context=by, **dict.fromkeys(TIMES, moment))
    _tell(Project, stories)


def _parts_and_revisions() -> None:
    """A promise is entered with its buildings, and moved in one write with its revision."""
    promised = Subquery(events_of(Milestone).filter(pgh_obj=OuterRef("milestone"), pgh_label=INSERT).values("pgh_created_at")[:1])
    events_of(MilestoneBuilding).update(pgh_created_at=promised)
    for event in events_of(Revision).select_related("by"):
        written = events_of(Revision).filter(pk=event.pk)
        written.update(pgh_context=said(event.by), **dict.fromkeys(TIMES, at(event.asked_on, 11)))


def _weeks() -> None:
    """Weeks are opened by the command; a report is written when it is handed in, by who handed it in."""
    rows = ReportingWeek.objects.select_related("zone")
    rhythms = {row.zone_id: row.zone.rhythm() for row in rows}
    days = {row.monday: at(rhythms[row.zone_id].opening_day(Week(row.monday)), 8) for row in rows}
    opened = Case(*(When(monday=monday, then=Value(moment)) for monday, moment in days.items()), output_field=DateTimeField())
    events_of(ReportingWeek).update(pgh_created_at=opened)
    named = User.objects.filter(pk=OuterRef("submitted_by"))
    given = JSONObject(
        user=F("submitted_by"), name=Subquery(named.values("name")), origin=Value(Origin.FORM.value), generated=Value(True)
    )
    context = Case(When(submitted_by__isnull=False, then=given), default=F("pgh_context"), output_field=JSONField())
    events_of(WeeklyReport).update(pgh_created_at=Coalesce("submitted_at", opened), pgh_context=context)
    generated = {"origin": Origin.COMMAND, "command": "send_reminders", "generated": True}
    events_of(Reminder).update(pgh_created_at=F("sent_at"), pgh_context=generated)
    of_report = Subquery(WeeklyReport.objects.filter(pk=OuterRef("report")).values("submitted_at")[:1])
    events_of(MilestoneWeek).update(pgh_created_at=Coalesce(of_report, F("pgh_created_at")))
    for event in events_of(ReportComment).select_related("report", "by"):
        written = events_of(ReportComment).filter(pk=event.pk)
        written.update(pgh_context=said(event.by), **dict.fromkeys(TIMES, event.report.submitted_at + REVIEWED_AFTER))


def _date_rows(model: Any) -> None:
    """The rows of today were made and changed when their histories say, and count as many writes."""
    events = events_of(model).filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")

    def told(value: Any) -> Subquery:
        return Subquery(events.annotate(told=value).values("told"))

    model.objects.update(
        created_at=told(Min("pgh_created_at")), updated_at=told(Max("pgh_created_at")), version=told(Max("version"))
    )


def _leaders(ground: Ground) -> None:
    """Photos came in when they were taken, excuses when they began; instructions when they were given, and their answers
    afterwards."""
    for excuse in list(events_of(Excuse)):
        events_of(Excuse).filter(pk=excuse.pk).update(**dict.fromkeys(TIMES, at(excuse.first_day, 9)))
    events_of(Photo).update(pgh_created_at=F("taken_at"), created_at=F("taken_at"))
    for event in list(events_of(Instruction).filter(project__zone=ground.zone)):
        answer = {name: getattr(event, name) for name in ("answer", "answered_by_id", "answered_on")}
        _set(event, {"answer": "", "answered_by_id": None, "answered_on": None, **dict.fromkeys(TIMES, at(event.given_on, 15))})
        event.save()
        if answer["answered_on"]:
            event.pk, event._state.adding = None, True
            _set(event, {**answer, "pgh_label": UPDATE, "version": event.version + 1})
            event.save()
            moment = at(answer["answered_on"], 16)
            events_of(Instruction).filter(pk=event.pk).update(pgh_created_at=moment, updated_at=moment)
