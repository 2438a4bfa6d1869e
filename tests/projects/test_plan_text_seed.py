"""The report of 2014, entry by entry: what a person entered from it by hand is what the reader finds in it."""

import datetime
import json
from collections import Counter
from pathlib import Path

import zoneportal.demo
from projects.plan_text import read
from tests.projects.plan_reading import REPORT, reading

DATA = Path(zoneportal.demo.__file__).parent / "data"
ENTERED = json.loads((DATA / "milestones.json").read_text("utf-8"))
OF_2015 = [row for row in ENTERED if row["id"].startswith("M")]
BEFORE = [row for row in ENTERED if row["id"].startswith("F")]
NAMES = {row["id"]: row["name"] for row in json.loads((DATA / "projects.json").read_text("utf-8"))} | {"I-JCZX": "家具检测中心"}
FOUND = reading(REPORT)
PLAN = REPORT[REPORT.index("四、2015年工作计划") :]


def entered(row):
    return NAMES[row["project"]], row["due"], row["precision"], row["relation"], row["text"], row["phase"]


def found(promise):
    return promise.project, promise.due.isoformat(), promise.precision, promise.relation, promise.text, promise.phase


def test_the_whole_report_gives_what_was_entered_by_hand():
    in_order_of_the_text = BEFORE + OF_2015
    assert [found(each) for each in FOUND.milestones] == [entered(row) for row in in_order_of_the_text]


def test_the_plan_alone_gives_seventy_three_tasks_of_fifty_six_entries_over_fourteen_names():
    alone = reading(PLAN).milestones
    assert [found(each) for each in alone] == [entered(row) for row in OF_2015]
    assert len(alone) == 73
    assert len({row["entry"] for row in OF_2015}) == 56
    assert len({each.project for each in alone}) == 14


def test_known_names_change_nothing_in_it():
    assert read(REPORT, year=2015, names=list(NAMES.values())).milestones == FOUND.milestones


def test_buildings_are_those_entered_by_hand():
    by_hand = [row.get("buildings", []) if row["id"] != "M55" else [] for row in BEFORE + OF_2015]
    assert [list(each.objects) for each in FOUND.milestones] == by_hand


def test_steel_without_a_building_names_none():
    """By hand the workshop was entered for 开始安装钢构: the words before it speak of one."""
    (steel,) = [each for each in FOUND.milestones if each.text == "开始安装钢构"]
    assert steel.objects == ()


def test_doubts_are_flagged():
    flagged = [(each.project, each.text, flag) for each in FOUND.milestones for flag in each.flags]
    assert flagged == [
        ("南方家居四期", "设备进场及试生产", "day_missing"),
        ("美松爱家", "一号厂房正试投入生产", "unclear_stage"),
        ("物华食品", "3、4、5、6号厂房设备进场", "duplicate"),
        ("物华食品", "3、4、5、6号厂房设备进场", "duplicate"),
        ("春韵食品", "开始试生产", "stray_mark"),
        ("宏康钢构", "开始建设办公楼及仓库、住宿、餐厅等", "open_list"),
        ("晟达建安", "另外三栋车间、库房土建开始施工", "ambiguous_count"),
        ("晟达建安", "三栋车间、库房完工", "ambiguous_count"),
        ("中坤电器", "三栋厂房、库房钢构主体吊装完成", "ambiguous_count"),
        ("中坤电器", "三栋厂房、库房、办公楼主体完工", "ambiguous_count"),
        ("中坤电器", "试生产", "day_missing"),
    ]


def test_what_is_skipped_is_named_with_its_reason():
    assert [(each.reason, each.text) for each in FOUND.skipped] == [
        ("history", "在一季度代表市迎接全省产业集聚区观摩活动和全省产业集聚区建设现场会上获得好评"),
        ("vague", "近期开始安装设备"),
        ("history", "4月底基础建设基本完成"),
        ("history", "于4月底竣工投用"),
        ("recurring", "每周二召开"),
        ("indicator", "预计全年固定资产投资可完成130亿元"),
    ]


def test_every_wording_stands_in_the_text_where_it_says():
    for each in [*FOUND.milestones, *FOUND.skipped]:
        words = each.wording if hasattr(each, "wording") else each.text
        assert REPORT[each.start : each.end] == words


def test_words_of_one_date_carry_the_date():
    second = next(each for each in FOUND.milestones if each.text == "餐厅竣工并投入使用")
    assert second.wording == "1月31日前设备进场安装并调试;餐厅竣工并投入使用"


def test_windows_follow_the_precision():
    windows = Counter((each.due - each.window_start).days for each in FOUND.milestones if each.precision != "day")
    assert windows == {0: 10, 9: 2, 10: 1, 30: 1}  # month ends, two middles of December, its last third, a January
    assert all(each.window_start == each.due for each in FOUND.milestones if each.precision == "day")


def test_the_year_of_the_section_counts():
    assert [each.due for each in FOUND.milestones[:5]] == [
        datetime.date(2014, 12, 20),
        datetime.date(2014, 12, 31),
        datetime.date(2014, 12, 20),
        datetime.date(2014, 12, 31),
        datetime.date(2015, 1, 31),
    ]
