"""The ledger as the history tells it: how it stood on a day, and who changed what in a project.

See also projects.ledger_changes, which says what happened to it between two days.
"""

import datetime
from typing import Any

from django.db.models import BigIntegerField, DateField, Exists, F, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from core import clock, history
from core.history import Change, Part
from projects.choices import ReportState, RevisionReason, Stage
from projects.models import Building, Excuse, InvestmentYear, Milestone, MilestoneWeek, Project, Revision, StageEntry, WeeklyReport
from projects.querysets.ledger import standing_on
from zones.models import Park, Unit, Zone


def before(day: datetime.date, today: datetime.date) -> datetime.datetime | None:
    """Up to which moment the history of ``day`` goes: its end; None, which is now, for today and later."""
    return None if day >= today else clock.end_of(day)


def begins_on(zone: Zone, project: Project | None = None) -> datetime.date | None:
    """The first day of which the history knows anything, of a zone or of one project; None without any. One query."""
    events: Any = Project.pgh_event_model.objects.filter(zone=zone)  # type: ignore[attr-defined]
    events = events.filter(pgh_obj=project.pk) if project else events
    first = events.aggregate(first=Min("pgh_created_at"))["first"]
    return clock.day_of(first) if first else None


# --- as it stood on a day ------------------------------------------------------------------------
def ledger_on(zone: Zone, day: datetime.date, *, today: datetime.date, soon: int, project: Project | None = None) -> QuerySet:
    """The promises of ``zone``, or of one ``project``, as they stood at the end of ``day``: event rows with the columns
    of a milestone.

    Adds ``as_of`` (the day shown), ``standing``, ``project_name``, ``park_then``, ``unit_then`` (ids; the promise's own unit,
    else its project's), ``park_name``, ``unit_name``, ``is_there`` (it stands today) and ``met_unreviewed`` (its actual date came
    from a report that nobody had accepted then); ``park_position`` and
    ``unit_position`` are there to order by.
    Names are those of the day, for parks and units of a younger history their first ones. ``soon`` in days.
    """
    moment, shown = before(day, today), min(day, today)
    own = {"pgh_obj": project.pk} if project else {}
    projects = history.rows_at(Project, moment, **own).filter(zone=zone).values("pgh_obj")
    of_it = OuterRef("project_id")
    promises = history.rows_at(Milestone, moment, project__in=projects).annotate(
        as_of=Value(shown, DateField()),
        standing=standing_on(shown, soon),
        project_name=history.value_at(Project, moment, of_it, "name"),
        park_then=history.value_at(Project, moment, of_it, "park"),
        unit_then=Coalesce(F("unit_id"), history.value_at(Project, moment, of_it, "unit"), output_field=BigIntegerField()),
        is_there=Exists(Milestone.objects.filter(pk=OuterRef("pgh_obj"))),
        met_unreviewed=met_unreviewed_at(moment),
    )
    kinds = (("park", Park), ("unit", Unit))
    named = promises.annotate(**{f"{kind}_name": name_at(model, moment, f"{kind}_then") for kind, model in kinds})
    named = named.alias(**{f"{kind}_position": of_today(model, f"{kind}_then", "position") for kind, model in kinds})
    return named.order_by("due_date", "pgh_obj_id")


def met_unreviewed_at(moment: datetime.datetime | None) -> Exists:
    """Whether the actual date was the word of a weekly report that nobody had accepted by a moment (None: by now).

    See also querysets.ledger.met_unreviewed, which says the same of today.
    """
    events: Any = MilestoneWeek.pgh_event_model.objects.all()  # type: ignore[attr-defined]
    of_it = events.filter(milestone=OuterRef(OuterRef("pgh_obj_id")))
    known = of_it if moment is None else of_it.filter(pgh_created_at__lt=moment)
    newest = known.order_by().values("pgh_obj").annotate(newest=Max("pgh_id")).values("newest")
    said = events.filter(pk__in=newest, met_on=OuterRef("actual_date")).exclude(pgh_label=history.DELETE)
    state = history.value_at(WeeklyReport, moment, OuterRef("report_id"), "state")
    return Exists(said.annotate(state_then=state).exclude(state_then=ReportState.ACCEPTED))


def name_at(model: Any, moment: datetime.datetime | None, key: str) -> Any:
    """What a park or a unit was called at a moment; of a younger history what it was called at first."""
    return history.value_at(model, moment, OuterRef(key), "name", or_first=True)


def of_today(model: Any, key: str, name: str) -> Subquery:
    return Subquery(model.objects.filter(pk=OuterRef(key)).order_by().values(name)[:1])


def names_at(model: Any, zone: Zone, moment: datetime.datetime | None) -> dict[int, str]:
    """What the parks or units of a zone were called at a moment, by id, in the order of the lists."""
    called = name_at(model, moment, "pk")
    return dict(model.objects.in_zone(zone).annotate(called=called).values_list("pk", "called"))


# --- who changed what ----------------------------------------------------------------------------
def why(event: Any) -> str:
    """The reason that a write gave in its context."""
    said = event.pgh_context or {}
    return reason_words(said.get("reason", ""), said.get("explanation", ""))


def reason_words(reason: str, explanation: str) -> str:
    label = str(dict(RevisionReason.choices).get(reason, reason)) if reason else ""
    return " · ".join(part for part in (label, explanation) if part)


def of_revision(event: Any) -> str:
    return reason_words(event.reason, event.explanation)


def project_changes(project: Project) -> list[Change]:
    """The changes of a project and of everything that its ledger consists of, dropped promises too, newest first."""
    own = {"project": project.pk}
    promises = Milestone.pgh_event_model.objects.filter(**own).values("pgh_obj")  # type: ignore[attr-defined]
    parts = [
        Part(Project, {"pgh_obj": project.pk}, name=lambda event: event.name, why=why),
        Part(Milestone, own, name=lambda event: event.text, why=why),
        Part(Revision, {"milestone__in": promises}, name=dates_of, why=of_revision),
        Part(Building, own, name=lambda event: event.name),
        Part(Excuse, own, name=lambda event: f"{event.first_day} – {event.last_day}", why=of_revision),
        Part(StageEntry, own, name=lambda event: str(Stage(event.stage).label)),
        Part(InvestmentYear, own, name=lambda event: str(event.year)),
    ]
    return history.timeline(parts)


def milestone_changes(milestone: int, limit: int = 200) -> list[Change]:
    """The changes of one promise and of its date, whether it still stands or not. Two queries, and one for units."""
    revisions = Part(Revision, {"milestone": milestone}, name=dates_of, why=of_revision)
    return history.timeline([Part(Milestone, {"pgh_obj": milestone}, why=why), revisions], limit)


def dates_of(event: Any) -> str:
    return f"{event.old_date} → {event.new_date}"
