"""Works for tests, and the seven roads of the 2015 plan as it states them."""

from decimal import Decimal
from itertools import count
from typing import Any

from infrastructure.models import CrossSectionPart, Housing, Road, RoadSegment, Work, WorkPackage, WorkshopTenant
from tests import factories

number = count(1)

# name, from, to, length m, red line m, parts (kind, width, sides), land 亩, budget 万元
NARROW = [("carriageway", 16, 1), ("footway", 5, 2)]
ROADS_2015 = [
    (
        "南环路东延",
        "人和大道",
        "东环路",
        790,
        50,
        [("carriageway", 24, 1), ("green", 4, 2), ("non_motor", 3, 2), ("footway", 6, 2)],
        60,
        830,
    ),
    ("东环路", "人民路", "南环路", 2100, 60, [("carriageway", 24, 1), ("green", 6, 2), ("shared", 12, 2)], 189, 2100),
    ("黄河路建设工程", "和义路", "建设路", 1470, 30, NARROW, 66, 1120),
    ("和义路北延工程", "康王路", "朝阳路", 750, 30, NARROW, 34, 570),
    ("建设路", "乾坤路", "朝阳路", 1000, 30, NARROW, 45, 760),
    ("姚庄村北东西路", "人和大道", "将军路", 740, 30, NARROW, 33, 560),
    ("姚庄村北南北路", "东西路", "金水路", 379, 20, [("carriageway", 12, 1), ("footway", 4, 2)], 12, 200),
]


def work(*, zone: Any, kind: str = "road", name: str = "", unit: Any = None, **fields: Any) -> Work:
    project = factories.project(zone=zone, name=name or f"测试工程{next(number)}", kind="infrastructure", unit=unit)
    return Work.objects.create(project=project, kind=kind, **{"plan_year": 2015, **fields})


def road(*, zone: Any, length_m: Any = 1000, red_line_width_m: Any = 30, parts: Any = NARROW, **fields: Any) -> Work:
    found = work(zone=zone, kind="road", **fields)
    facts = Road.objects.create(
        work=found, from_place="甲路", to_place="乙路", length_m=length_m, red_line_width_m=red_line_width_m
    )
    for position, (kind, width, sides) in enumerate(parts):
        CrossSectionPart.objects.create(road=facts, kind=kind, width_m=Decimal(str(width)), sides=sides, position=position)
    return Work.objects.with_facts().get(pk=found.pk)


def segment(*, work: Work, **fields: Any) -> RoadSegment:
    return RoadSegment.objects.create(road=work.road, **{"from_place": "甲路", "to_place": "丙路", **fields})


def housing(*, zone: Any, facts: dict[str, Any], **fields: Any) -> Work:
    found = work(zone=zone, kind="housing", **fields)
    Housing.objects.create(work=found, **facts)
    return found


def tenant(*, work: Work, **fields: Any) -> WorkshopTenant:
    return WorkshopTenant.objects.create(work=work, **{"name": f"测试家具{next(number)}", **fields})


def package(*, zone: Any, **fields: Any) -> WorkPackage:
    return WorkPackage.objects.create(zone=zone, **{"year": 2015, "name": f"测试工程包{next(number)}", **fields})


def roads_of_2015(zone: Any, package: WorkPackage | None = None) -> list[Work]:
    """The seven roads; 东环路 with its two segments."""
    found = []
    for name, start, end, length, width, parts, land, budget in ROADS_2015:
        one = road(
            zone=zone,
            name=name,
            length_m=length,
            red_line_width_m=width,
            parts=parts,
            land_mu=land,
            budget_wan=budget,
            package=package,
        )
        Road.objects.filter(work=one).update(from_place=start, to_place=end)
        found.append(one)
    segment(work=found[1], from_place="人民路", to_place="安康路", length_m=900, budget_wan=900)
    segment(work=found[1], from_place="安康路", to_place="南环路", length_m=1200, budget_wan=1200, position=1)
    return list(Work.objects.with_facts().filter(pk__in=[one.pk for one in found]).order_by("pk"))
