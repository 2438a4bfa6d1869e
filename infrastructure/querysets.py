"""The domain's verbs on works: whose they are, which kind, with which facts, and how much there is of each."""

from typing import Any, Self

from django.db.models import Count, Prefetch, Q, Sum

from infrastructure.choices import WorkKind
from projects.choices import Kind
from projects.querysets import KeptQuerySet, ProjectQuerySet


class PackageQuerySet(KeptQuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def of_years(self, *years: int) -> Self:
        return self.filter(year__in=years)

    def with_works(self) -> Self:
        """Adds the works and the parts with theirs, for the checks: three queries."""
        from infrastructure.models import Work, WorkPackage

        works = Work.objects.select_related("project__zone", "project__unit", "road").order_by("id")
        parts = WorkPackage.objects.prefetch_related(Prefetch("works", works)).order_by("id")
        return self.select_related("zone", "parent").prefetch_related(Prefetch("works", works), Prefetch("parts", parts))


class WorkQuerySet(KeptQuerySet):
    scope_path = "project__zone"

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def roads(self) -> Self:
        return self.of_kind(WorkKind.ROAD)

    def housing(self) -> Self:
        return self.of_kind(WorkKind.HOUSING)

    def water_plants(self) -> Self:
        return self.filter(kind__in=(WorkKind.WASTEWATER, WorkKind.RECLAIMED))

    def of_year(self, year: int) -> Self:
        """Works of the plan or report of ``year``."""
        return self.filter(plan_year=year)

    def of_years(self, *years: int) -> Self:
        return self.filter(plan_year__in=years)

    def with_project(self) -> Self:
        """Joins what every page prints: zone, unit, owner, package. No query of its own."""
        return self.select_related("project__zone", "project__unit", "project__owner", "package")

    def with_facts(self) -> Self:
        """Adds the facts of every kind: joined tables, and one query each for cross-sections and segments of roads."""
        tables = sorted(set(WorkKind.facts().values()))
        return self.with_project().select_related(*tables).prefetch_related("road__parts", "road__segments")

    def with_tenants(self) -> Self:
        """Adds the tenants of standard workshops: two queries."""
        return self.prefetch_related("tenants__enterprise")

    def by_kind(self) -> Any:
        """One dict for each kind: ``kind`` and the numbers of :meth:`at_a_glance`. One query."""
        return self.order_by("kind").values("kind").annotate(count=Count("pk"), **SUMS)

    def at_a_glance(self) -> dict[str, Any]:
        """The works in numbers: ``count``, and for each number ``…_sum`` and ``…_silent``. One query.

        A sum is None when no work reports the number, never 0; ``…_silent`` counts the works that should and do not.
        *Unit:* ``budget_wan`` 万元, ``land_mu`` 亩 and ``length_m`` 米 (roads), ``floor_area_m2`` 平方米, ``flats`` 套 and
        ``persons`` 人 (housing), ``capacity_wan_t`` 万吨/日 (water).
        """
        return self.aggregate(count=Count("pk"), **SUMS)


def without_work(projects: ProjectQuerySet) -> ProjectQuerySet:
    """Infrastructure projects whose engineering facts nobody has entered yet."""
    return projects.filter(kind=Kind.INFRASTRUCTURE, work__isnull=True)


class OfWorkQuerySet(KeptQuerySet):
    scope_path = "work__project__zone"

    def of_work(self, work: Any) -> Self:
        return self.filter(work=work)


class OfRoadQuerySet(KeptQuerySet):
    scope_path = "road__work__project__zone"

    def of_work(self, work: Any) -> Self:
        return self.filter(road__work=work)


ROADS, HOMES, WATER = (WorkKind.ROAD,), (WorkKind.HOUSING,), (WorkKind.WASTEWATER, WorkKind.RECLAIMED)
NUMBERS: dict[str, tuple[str, tuple[str, ...]]] = {  # name: path, the kinds that are asked for it
    "budget_wan": ("budget_wan", tuple(WorkKind.values)),
    "land_mu": ("land_mu", ROADS),
    "length_m": ("road__length_m", ROADS),
    "floor_area_m2": ("housing__floor_area_m2", HOMES),
    "flats": ("housing__flats", HOMES),
    "persons": ("housing__persons", HOMES),
    "capacity_wan_t": ("waterplant__capacity_wan_t", WATER),
}
SUMS = {f"{name}_sum": Sum(path, filter=Q(kind__in=kinds)) for name, (path, kinds) in NUMBERS.items()} | {
    f"{name}_silent": Count("pk", filter=Q(**{f"{path}__isnull": True}, kind__in=kinds)) for name, (path, kinds) in NUMBERS.items()
}
