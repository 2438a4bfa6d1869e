"""Enterprises and projects: who may see and change what, what is late, what was invested."""

import datetime
from typing import Any, Self

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.db.models.lookups import Exact

from core.periods import ONE_DAY
from core.querysets import ScopedQuerySet, pinyin
from projects.choices import Kind, ReportState, RowOrder, Stage
from projects.querysets import measures
from projects.querysets.base import OfProjectQuerySet, of_projects_editable_by, zones_by_role
from zones.choices import Measure, Role, Subject
from zones.lights import Rules

ROW = (
    *("pk", "name", "stage", "kind", "light", "earliest_open"),
    *("park_id", "park__name", "park__position", "unit_id", "unit__name", "unit__position"),
)  # what the timeline says of a project
WAN = measures.WAN


def self_reported(reports: Any, entered: Any) -> Case:
    """The cumulative sum of the newest of ``reports``, and only where there is none the ``entered`` one: null stays null."""
    last = Subquery(reports.order_by("-monday").values("completed_wan")[:1], output_field=WAN)
    return Case(When(Exists(reports), then=last), default=entered, output_field=WAN)


def self_reported_unreviewed(reports: Any) -> Coalesce:
    """Whether the newest of ``reports``, whose sum self_reported takes, is one that nobody has accepted yet."""
    last = Subquery(reports.order_by("-monday").values("state")[:1])
    return Coalesce(Exact(last, Value(ReportState.SUBMITTED)), Value(False), output_field=BooleanField())


def year_investment(as_of: datetime.date) -> dict[str, Any]:
    """This year's three figures of an outer project, and the mark of the one, by the names that with_investment gives them."""
    from projects.models import InvestmentYear, WeeklyReport

    year = InvestmentYear.objects.filter(project=OuterRef("pk"), year=as_of.year)
    given = WeeklyReport.objects.filter(project=OuterRef("pk")).given().reported_in_year(as_of)
    planned, accepted, completed = (
        Subquery(year.values(name)[:1], output_field=WAN) for name in ("planned_wan", "accepted_wan", "completed_wan")
    )
    return {
        "planned_wan": planned,
        "accepted_wan": accepted,
        "completed_wan": self_reported(given, completed),
        "completed_unreviewed": self_reported_unreviewed(given),
    }


class InvestmentYearQuerySet(OfProjectQuerySet):
    def with_self_reported(self, as_of: datetime.date) -> Self:
        """Adds ``self_reported_wan``, what the weekly reports said last in that year, in 万元, and
        ``self_reported_unreviewed``, whether nobody has accepted that report yet. See also with_investment."""
        from projects.models import WeeklyReport

        sunday = ExpressionWrapper(F("monday") + 6 * ONE_DAY, output_field=DateField())
        given = WeeklyReport.objects.filter(project=OuterRef("project"), monday__lte=as_of).given()
        of_year = given.annotate(ends_in=ExtractYear(sunday)).filter(ends_in=OuterRef("year"))
        return self.annotate(
            self_reported_wan=self_reported(of_year, F("completed_wan")),
            self_reported_unreviewed=self_reported_unreviewed(of_year),
        )


class OfInvestmentQuerySet(OfProjectQuerySet):
    scope_path = "investment__project__zone"
    project_path = "investment__project__"


class EnterpriseQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The firms of one's zones; the clerk of a park sees those of the park and its parts only."""
        if user.is_superuser:
            return self
        whole = [zone for zone, membership in user.memberships_by_zone.items() if membership.role != Role.PARK_CLERK]
        parks = [each.park_id for each in user.memberships_by_zone.values() if each.role == Role.PARK_CLERK]
        seen = Q(zone__in=whole) | Q(park__in=parks) | Q(park__parent__in=parks) if parks else Q(zone__in=whole)
        return self.filter(seen)

    def editable_by(self, user: Any) -> Self:
        return self if user.is_superuser else self.filter(zone__in=zones_by_role(user, Role.keepers()))

    def above_scale(self, year: int) -> Self:
        """Members of that year's above-scale list (规上)."""
        return self.filter(above_scale_years__year=year)

    def with_above_scale(self, year: int) -> Self:
        """Adds ``is_above_scale``: bool."""
        from projects.models import AboveScaleYear

        return self.annotate(is_above_scale=Exists(AboveScaleYear.objects.filter(enterprise=OuterRef("pk"), year=year)))

    def producing(self) -> Self:
        return self.filter(is_producing=True)

    def counts_by_park(self, year: int) -> list[dict[str, Any]]:
        """Rows of ``park``, ``park__name``, ``total``, ``producing`` and ``above_scale`` (of ``year``), in the parks' order."""
        scale = Q(above_scale_years__year=year)
        rows = self.order_by("park__position", "park").values("park", "park__name")
        return list(
            rows.annotate(
                total=Count("pk", distinct=True),
                producing=Count("pk", filter=Q(is_producing=True), distinct=True),
                above_scale=Count("pk", filter=scale, distinct=True),
            )
        )


class ProjectQuerySet(ScopedQuerySet):
    project_path = ""

    def editable_by(self, user: Any) -> Self:
        """See also Project.edit_access."""
        return self if user.is_superuser else self.filter(of_projects_editable_by(user)).distinct()

    def first_days(self) -> dict[int, datetime.date]:
        """The first day that is known of each project of which one is known. One query. See also Project.first_day."""
        rows = self.order_by().values_list("pk", "started_year").annotate(first=Min("stage_entries__reached_on"))
        days = ((pk, [first, datetime.date(year, 1, 1) if year else None]) for pk, year, first in rows)
        return {pk: min(known) for pk, both in days if (known := [day for day in both if day])}

    def assigned_to(self, user: Any) -> Self:
        return self.filter(assignments__user=user)

    def industrial(self) -> Self:
        return self.filter(kind=Kind.INDUSTRIAL)

    def infrastructure(self) -> Self:
        return self.filter(kind=Kind.INFRASTRUCTURE)

    def reporting(self) -> Self:
        """Projects that report every week."""
        return self.filter(stage__in=Stage.reporting())

    def with_ledger(self) -> Self:
        """Only projects with promises."""
        from projects.models import Milestone

        return self.filter(Exists(Milestone.objects.filter(project=OuterRef("pk"))))

    def with_open_promise(self) -> Self:
        """Adds ``earliest_open``: the date that counts of the oldest promise still open (or None), and ``has_ledger``."""
        from projects.models import Milestone

        ledger = Milestone.objects.filter(project=OuterRef("pk"))
        oldest = ledger.filter(actual_date__isnull=True).order_by("scored_date").values("scored_date")[:1]
        return self.annotate(earliest_open=Subquery(oldest, output_field=DateField()), has_ledger=Exists(ledger))

    def with_light(self, as_of: datetime.date, rules: Rules) -> Self:
        """Adds ``light`` (Light value) by the rules in force. See also projects.lights.of_project."""
        clauses = {f"measure_{place}": clause for place, clause in enumerate(rules.of(Subject.PROJECT))}
        found = self.with_open_promise()
        if any(clause.measure in Measure.of_investment() for clause in clauses.values()):
            found = found.alias(**year_investment(as_of))
        found = found.alias(**{name: measures.MEASURES[clause.measure](clause, as_of) for name, clause in clauses.items()})
        parts = [measures.of_project(clause, name, as_of) for name, clause in clauses.items()]
        excused = Q(pk__in=measures.excused_projects(as_of))
        return found.annotate(light=measures.light(parts, excused)).alias(severity=measures.severity())

    def by_light(self, as_of: datetime.date, rules: Rules) -> dict[str, int]:
        """How many projects have each light. One query."""
        counted = self.order_by().with_light(as_of, rules).values("light").annotate(count=Count("pk"))
        return {row["light"]: row["count"] for row in counted}

    def of_unit(self, unit: Any) -> Self:
        return self.filter(unit=unit)

    def with_investment(self, as_of: datetime.date) -> Self:
        """Adds this year's ``planned_wan``, ``accepted_wan`` and ``completed_wan`` (see self_reported), in 万元, and
        ``completed_unreviewed``: bool, whether the last comes from a report that nobody has accepted yet."""
        return self.annotate(**year_investment(as_of))

    def as_rows(self, order: str) -> Self:
        """Rows of the columns named by ROW instead of models, in a RowOrder. Needs with_light."""
        by_park = F("park__position").asc(nulls_last=True), F("park_id").asc(nulls_last=True)
        first = (F("earliest_open").asc(nulls_last=True),) if order == RowOrder.OPEN else by_park
        return self.order_by(*first, pinyin("name"), "pk").values_list(*ROW, named=True)

    def behind_schedule(self, as_of: datetime.date) -> Self:
        """Projects with a broken promise that is still open."""
        return self.with_open_promise().filter(earliest_open__lt=as_of)
