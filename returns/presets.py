"""The items that above-scale enterprises usually report each month; a zone takes over those that it lacks."""

from decimal import Decimal
from typing import Any

CUMULATIVE = "累计数"
# Limits are asked about and refuse nothing: no single firm of a county's zone is beyond them.
STANDARDS: tuple[dict[str, Any], ...] = (
    {"code": "zcz", "name": "工业总产值", "unit": "万元", "high": Decimal(3_000_000), "definition": "按现价计算的累计数"},
    {
        "code": "yysr",
        "name": "主营业务收入",
        "unit": "万元",
        "high": Decimal(3_000_000),
        "figure": "zyywsr",
        "valid_to": 2018,
        "definition": "累计数；2019年起改报营业收入",
    },
    {
        "code": "yysr2019",
        "name": "营业收入",
        "unit": "万元",
        "high": Decimal(3_000_000),
        "figure": "yysr",
        "valid_from": 2019,
        "definition": CUMULATIVE,
    },
    {
        "code": "zjz",
        "name": "工业增加值",
        "unit": "万元",
        "part_of": "zcz",
        "high": Decimal(1_000_000),
        "figure": "gszjz",
        "definition": CUMULATIVE,
    },
    {"code": "ss", "name": "税金", "unit": "万元", "high": Decimal(500_000), "figure": "ssj", "definition": "上缴税金的累计数"},
    {
        "code": "lr",
        "name": "利润总额",
        "unit": "万元",
        "is_signed": True,
        "low": Decimal(-100_000),
        "high": Decimal(500_000),
        "definition": "累计数，可以为负",
    },
    {
        "code": "cy",
        "name": "期末从业人员",
        "unit": "人",
        "places": 0,
        "is_cumulative": False,
        "high": Decimal(20_000),
        "figure": "cyry",
        "definition": "月末实有人数",
    },
    {"code": "yd", "name": "用电量", "unit": "万千瓦时", "high": Decimal(200_000), "definition": CUMULATIVE},
    {"code": "tz", "name": "完成投资", "unit": "万元", "high": Decimal(500_000), "definition": "固定资产投资的累计数"},
)
