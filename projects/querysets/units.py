"""What the units answer for, counted in one query: promises by month and outcome, projects by light."""

import datetime
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from projects.choices import Outcome
from projects.querysets import measures
from zones.lights import Rules


def outcome(as_of: datetime.date) -> Case:
    """What had become of a promise on a day. See also projects.choices.Outcome.of."""
    still_open = Q(actual_date__isnull=True) | Q(actual_date__gt=as_of)
    return Case(
        When(still_open & Q(scored_date__lt=as_of), then=Value(Outcome.MISSED)),
        When(still_open, then=Value(Outcome.AHEAD)),
        When(measures.AFTER_ITS_MONTH, then=Value(Outcome.AFTERWARDS)),
        When(measures.LATE, then=Value(Outcome.LATE)),
        default=Value(Outcome.KEPT),
        output_field=CharField(),
    )


def promises_by_month(zone: Any, as_of: datetime.date) -> QuerySet:
    """Rows of unit, month number, outcome, excused or not, how many. The unit is the promise's own, else its project's."""
    from projects.models import Milestone

    excused = Q(pk__in=measures.excused_promises(as_of)) | Q(project__in=measures.excused_projects(as_of))
    promises = Milestone.objects.in_zone(zone).order_by()
    told_apart = promises.annotate(
        responsible=Coalesce("unit", "project__unit"),
        month=Cast(measures.number_of_month("scored_date"), IntegerField()),
        key=outcome(as_of),
        excused=Case(When(excused, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )
    return told_apart.values_list("responsible", "month", "key", "excused").annotate(count=Count("pk"))


def projects_by_light(zone: Any, as_of: datetime.date, rules: Rules) -> QuerySet:
    """Rows of unit, 0, light, False, how many: in the shape of :func:`promises_by_month`."""
    from projects.models import Project

    projects = Project.objects.in_zone(zone).order_by().with_light(as_of, rules)
    shaped = projects.annotate(
        responsible=F("unit"), month=Value(0), key=F("light"), excused=Value(False, output_field=BooleanField())
    )
    return shaped.values_list("responsible", "month", "key", "excused").annotate(count=Count("pk"))


def unit_counts(zone: Any, as_of: datetime.date, rules: Rules) -> QuerySet:
    """Both together, in one query."""
    return promises_by_month(zone, as_of).union(projects_by_light(zone, as_of, rules), all=True)
