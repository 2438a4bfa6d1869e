"""The indicators that a zone is judged by, as the statistical rules define them; a zone takes over those that it lacks.

Main-business revenue (主营业务收入) ended with 2018 and operating revenue (营业收入) begins in 2019: two codes, never chained.
"""

from dataclasses import dataclass, field
from typing import Any

from indicators.choices import Aggregation, GrowthBasis

NO_JANUARY = {"has_january": False}
AT_THE_END = {"over_time": Aggregation.LATEST}


@dataclass(frozen=True, slots=True)
class Standard:
    """One shipped definition; ``part_of`` is the code of its whole. The words are those of the statistical rules."""

    code: str
    name: str
    unit: str
    definition: str
    legal_source: str
    basis: str = GrowthBasis.NOMINAL
    places: int = 2
    part_of: str = ""
    more: dict[str, Any] = field(default_factory=dict)


SURVEY = "国家统计局《一套表统计调查制度》"
INVESTMENT = "国家统计局《固定资产投资统计报表制度》"
STANDARDS = (
    Standard(
        "zyywsr",
        "主营业务收入",
        "亿元",
        "规模以上工业企业主营业务收入，累计数；2018年后改为营业收入，两者不衔接",
        SURVEY,
        more={**NO_JANUARY, "valid_to": 2018, "is_assessed": True},
    ),
    Standard(
        "yysr",
        "营业收入",
        "亿元",
        "规模以上工业企业营业收入，累计数；2019年起，与主营业务收入不衔接",
        SURVEY,
        more={**NO_JANUARY, "valid_from": 2019, "is_assessed": True},
    ),
    Standard(
        "gdzctz",
        "固定资产投资",
        "亿元",
        "计划总投资500万元及以上项目的完成投资，只有累计数",
        INVESTMENT,
        more={**NO_JANUARY, "is_assessed": True},
    ),
    Standard("gyxmtz", "工业投资", "亿元", "固定资产投资中的工业项目投资", INVESTMENT, part_of="gdzctz", more=NO_JANUARY),
    Standard(
        "gszjz",
        "规模以上工业增加值",
        "亿元",
        "增速按可比价计算，不得由两年现价数推算",
        SURVEY,
        GrowthBasis.COMPARABLE,
        more={**NO_JANUARY, "is_assessed": True},
    ),
    Standard("ssj", "税收", "亿元", "入区企业实缴税金，累计数", "税务部门入库数", more={"is_assessed": True}),
    Standard(
        "cyry",
        "从业人员期末人数",
        "人",
        "报告期末的实有人数",
        SURVEY,
        GrowthBasis.COUNT,
        0,
        more={**AT_THE_END, "is_assessed": True},
    ),
    Standard(
        "pjry",
        "从业人员平均人数",
        "人",
        "报告期内平均拥有的人数，与期末人数是两个指标",
        SURVEY,
        GrowthBasis.COUNT,
        0,
        more={"over_time": Aggregation.AVERAGE},
    ),
    Standard(
        "yyxm",
        "亿元以上项目",
        "个",
        "总投资一亿元及以上的在建项目个数",
        INVESTMENT,
        GrowthBasis.COUNT,
        0,
        more={**AT_THE_END, "is_assessed": True},
    ),
    Standard(
        "xztc",
        "新增投产企业",
        "家",
        "当年新投产的企业数",
        "产业集聚区统计",
        GrowthBasis.COUNT,
        0,
    ),
    Standard(
        "gsqy",
        "规模以上企业",
        "家",
        "年主营业务收入2000万元及以上的工业企业，名单一年一定",
        SURVEY,
        GrowthBasis.COUNT,
        0,
        more=AT_THE_END,
    ),
)
