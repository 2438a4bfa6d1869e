"""From stored rows to the checks and quotients of engineering.py. Reads prefetched rows, writes nothing."""

from decimal import Decimal

from infrastructure import engineering
from infrastructure.choices import Rule, WorkKind
from infrastructure.engineering import MU, WAN, Check, Quotient
from infrastructure.models import Road, Work, WorkPackage


def work_checks(work: Work) -> list[Check]:
    """The statements about one work that can be false; wants :meth:`WorkQuerySet.with_facts`."""
    return road_checks(work, work.facts) if work.kind == WorkKind.ROAD and work.facts else []


def road_checks(work: Work, road: Road) -> list[Check]:
    parts, segments = list(road.parts.all()), list(road.segments.all())
    checks = []
    if parts:
        checks.append(engineering.cross_section([(part.width_m, part.sides) for part in parts], road.red_line_width_m))
    if work.land_mu is not None:
        checks.append(engineering.road_land(road.length_m, road.red_line_width_m, work.land_mu))
    if segments:
        checks.append(engineering.segment_lengths([segment.length_m for segment in segments], road.length_m))
        checks.append(engineering.segment_budgets([segment.budget_wan for segment in segments], work.budget_wan))
    return checks


def work_quotients(work: Work) -> list[Quotient]:
    facts = work.facts
    if facts is None:
        return []
    if work.kind == WorkKind.ROAD:
        return engineering.road_quotients(work.budget_wan, facts.length_m)
    if work.kind == WorkKind.HOUSING:
        return engineering.housing_quotients(
            budget_wan=work.budget_wan,
            floor_area_m2=facts.floor_area_m2,
            blocks=facts.blocks,
            flats=facts.flats,
            persons=facts.persons,
        )
    return []


def package_checks(package: WorkPackage) -> list[Check]:
    """What the plan states for the works together, against the works; wants :meth:`PackageQuerySet.with_works`."""
    works, parts = list(package.works.all()), list(package.parts.all())
    checks = []
    if package.stated_count is not None:
        counts = [len(works)] if works or not parts else []
        checks.append(engineering.package_count([*(len(part.works.all()) for part in parts), *counts], package.stated_count))
    if package.stated_land_mu is not None and not parts:
        lands = [(str(work), work.land_mu) for work in works]
        areas = [(str(work), _area(work)) for work in works]
        checks.append(engineering.package_sum(Rule.PACKAGE_LAND, MU, lands, package.stated_land_mu))
        checks.append(engineering.package_area(areas, package.stated_land_mu))
    if package.stated_investment_wan is not None:
        budgets = [*((part.name, part.stated_investment_wan) for part in parts), *((str(work), work.budget_wan) for work in works)]
        if any(value is not None for _name, value in budgets):
            checks.append(engineering.package_sum(Rule.PACKAGE_BUDGET, WAN, budgets, package.stated_investment_wan))
    return checks


def _area(work: Work) -> Decimal | None:
    road = work.facts if work.kind == WorkKind.ROAD else None
    return engineering.area_mu(road.length_m, road.red_line_width_m) if road else None
