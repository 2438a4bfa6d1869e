"""Indicators, figures and targets for tests."""

from decimal import Decimal
from itertools import count
from typing import Any

from indicators.choices import GrowthBasis
from indicators.models import Figure, Indicator, Target
from tests import factories

number = count(1)


def indicator(*, zone: Any, **fields: Any) -> Indicator:
    n = next(number)
    values = {"code": f"I{n}", "name": f"测试指标{n}", "unit": "亿元", "position": n}
    return Indicator.objects.create(zone=zone, **{**values, **fields})


def figure(*, indicator: Indicator, value: Any, year: int = 2014, **fields: Any) -> Figure:
    growth = fields.pop("growth", None)
    value = None if value is None else Decimal(str(value))
    growth = None if growth is None else Decimal(str(growth))
    return Figure.objects.create(indicator=indicator, value=value, year=year, growth=growth, **{"status": "flash", **fields})


def target(*, indicator: Indicator, value: Any, stated: Any = None, year: int = 2015, **fields: Any) -> Target:
    stated = None if stated is None else Decimal(str(stated))
    return Target.objects.create(indicator=indicator, value=Decimal(str(value)), stated_growth=stated, year=year, **fields)


def seed_figures(zone: Any) -> dict[str, Indicator]:
    """The figures of the report's first section, as published, with next year's targets."""
    comparable, head = GrowthBasis.COMPARABLE, GrowthBasis.COUNT
    rows = [
        ("zyywsr", "主营业务收入", "亿元", 0, GrowthBasis.NOMINAL, 145, 20.8, 180, 24),
        ("gdzctz", "固定资产投资", "亿元", 1, GrowthBasis.NOMINAL, 116, 13.7, 130, 12),
        ("gszjz", "规模以上工业增加值", "亿元", 1, comparable, 33.4, 15.3, 41, 23),
        ("cyry", "从业人员", "人", 0, head, 29800, 8.2, 26180, 10),
    ]
    made = {}
    for position, (code, name, unit, places, basis, value, growth, aim, stated) in enumerate(rows, 1):
        definition = {"code": code, "name": name, "unit": unit, "places": places, "growth_basis": basis}
        made[code] = indicator(zone=zone, position=position * 10, **definition)
        figure(indicator=made[code], value=value, growth=growth, status="flash" if code == "cyry" else "estimate")
        target(indicator=made[code], value=aim, stated=stated)
    made["gyxm"] = indicator(zone=zone, code="gyxm", name="工业项目投资", places=1, part_of=made["gdzctz"], position=90)
    figure(indicator=made["gyxm"], value=108.1, status="estimate")
    made["rqqy"] = indicator(zone=zone, code="rqqy", name="入区企业", unit="家", growth_basis=head, position=50)
    figure(indicator=made["rqqy"], value=106)
    for position, (name, value) in enumerate([("家具园", 62), ("食品园", 27), ("环保科技园", 17)]):
        figure(indicator=made["rqqy"], park=factories.park(zone=zone, name=name, position=position), value=value)
    made["tax"] = indicator(zone=zone, code="ssj", name="税金", unit="", position=60)
    return made
