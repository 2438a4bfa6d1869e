"""Doubts about a promise, and what is no promise at all."""

import datetime

import pytest

from projects.plan_text import Flag, SkipReason
from tests.projects.plan_reading import day, one, reading, reasons, said

FLAGGED = {
    "4月30前设备进场": {Flag.DAY_MISSING},
    "10月30日前:开始试生产": {Flag.STRAY_MARK},
    "10月30日前；完成主体": {Flag.STRAY_MARK},
    "6月底前三栋厂房、库房完工": {Flag.AMBIGUOUS_COUNT},
    "6月底前三栋厂房及办公楼完工": set(),
    "6月底前完成餐厅、住宿等": {Flag.OPEN_LIST},
    "6月底前完成高等学校厂房建设": set(),
    "6月底前一号厂房正试投入生产": {Flag.UNCLEAR_STAGE},
    "6月底前正试生产": {Flag.UNCLEAR_STAGE},
    "6月底前正式投产": set(),
    "力争6月底前完成主体": {Flag.VAGUE},
    "6月底前争取完成主体": {Flag.VAGUE},
    "6月底前尽快完成主体": {Flag.VAGUE},
    "6月前完成主体": {Flag.BEFORE_UNCLEAR},
    "2016年前完成主体": {Flag.BEFORE_UNCLEAR},
    "二季度前完成主体": {Flag.BEFORE_UNCLEAR},
    "国庆节前完成主体": {Flag.FESTIVAL},
    "中秋节前完成主体": {Flag.FESTIVAL, Flag.LUNAR},
    "元旦前完成主体": {Flag.FESTIVAL, Flag.YEAR_UNCLEAR},
}


def test_a_doubt_is_flagged():
    assert {text: {Flag(flag) for flag in one(f"顿丘二期{text}。").flags} for text in FLAGGED} == FLAGGED


def test_a_promise_without_a_project_says_so():
    assert one("6月底前完成主体。").flags == ("no_project",)


def test_the_same_task_twice_is_flagged_on_both_and_kept():
    text = "物华食品5月底3号厂房设备进场。6月底三号车间设备进厂。春韵食品6月底3号厂房设备进场。"
    promises = reading(text).milestones
    assert [each.flags for each in promises] == [("duplicate",), ("duplicate",), ()]


def test_one_task_under_two_dates_is_asked_about_once_for_each():
    promises = reading("中坤电器1、2号厂房分别于3月底、6月底前完成主体。").milestones
    assert [(each.due, each.flags, each.objects) for each in promises] == [
        (day("0331"), ("several_dates",), ("1号厂房", "2号厂房")),
        (day("0630"), ("several_dates",), ("1号厂房", "2号厂房")),
    ]


@pytest.mark.parametrize(
    ("text", "project", "task", "due", "replaced"),
    [
        ("物华食品项目主体完工时间由6月份提前至4月份。", "物华食品", "主体完工", "0430", "0630"),
        ("物华食品将试生产由6月30日推迟到8月30日。", "物华食品", "试生产", "0830", "0630"),
        ("原定5月底完工的办公楼推迟至7月底完工。", "", "办公楼完工", "0731", "0531"),
        ("主体工程原计划6月底完工，现调整为8月底完工。", "", "主体工程完工", "0831", "0630"),
        ("三净食品四栋厂房正式投产时间调整为9月底。", "三净食品", "四栋厂房正式投产", "0930", None),
    ],
)
def test_a_replan_keeps_the_old_date_where_the_text_names_it(text, project, task, due, replaced):
    promise = one(text)
    assert (promise.project, promise.text, promise.due) == (project, task, day(due))
    assert promise.replaced_due == (day(replaced) if replaced else None)
    assert "replan" in promise.flags


SKIPPED = {
    "顿丘二期2月30日前完成主体": SkipReason.IMPOSSIBLE_DATE,
    "每周二召开调度会": SkipReason.RECURRING,
    "每月28日15点前报送进度": SkipReason.RECURRING,
    "每季度末组织观摩": SkipReason.RECURRING,
    "每年6月底前完成年检": SkipReason.RECURRING,
    "美松爱家项目近期开始安装设备": SkipReason.VAGUE,
    "全友家居项目尽快完成设备安装": SkipReason.VAGUE,
    "力争早日投产": SkipReason.VAGUE,
    "尽快完成拆迁": SkipReason.VAGUE,
    "X月底前完成主体": SkipReason.MASKED,
    "××月××日前完成主体": SkipReason.MASKED,
    "6月X日前完成主体": SkipReason.MASKED,
    "某月底前完成主体": SkipReason.MASKED,
    "已于3月底前完成主体": SkipReason.HISTORY,
    "3月底前已完成主体": SkipReason.HISTORY,
    "2014年6月完成了主体": SkipReason.HISTORY,
    "去年6月底完成主体": SkipReason.HISTORY,
    "该项目于2014年10月开工": SkipReason.HISTORY,
    "截至3月底，已完成投资3.2亿元": SkipReason.HISTORY,
    "根据3月10日会议要求": SkipReason.HISTORY,
    "预计全年固定资产投资可完成130亿元": SkipReason.INDICATOR,
    "月底前完成征地": SkipReason.MONTH_UNKNOWN,
    "三个月内完成征地": SkipReason.RELATIVE,
    "20个工作日内办结施工许可": SkipReason.RELATIVE,
    "本周五前报方案": SkipReason.RELATIVE,
    "春节后开工": SkipReason.OPEN_ENDED,
    "顿丘二期6月底前": SkipReason.NO_TASK,
    "实施时间：2015年3月至2015年10月": SkipReason.NO_TASK,
    "要求9月底完成": SkipReason.NO_TASK,
    "6月底前完成" + "厂房" * 200: SkipReason.TOO_LONG,
}


def test_what_is_no_promise_is_skipped_with_its_reason():
    for text, reason in SKIPPED.items():
        found = reading(f"{text}。")
        assert found.milestones == (), text
        assert [each.reason for each in found.skipped] == [reason], text
        assert all(each.text in text for each in found.skipped)


@pytest.mark.parametrize("opening", ["尽快", "抓紧", "要尽早", "近期"])
def test_a_vague_task_does_not_take_the_date_of_the_task_before_it(opening):
    found = reading(f"顿丘二期3月31日前完成基础；{opening}完成拆迁。")
    assert [each.text for each in found.milestones] == ["完成基础"]
    assert [(each.text, each.reason) for each in found.skipped] == [(f"{opening.removeprefix('要')}完成拆迁", SkipReason.VAGUE)]


def test_every_flag_and_every_reason_has_a_case_here():
    flags = {flag for found in FLAGGED.values() for flag in found}
    assert set(Flag) - flags == {Flag.NO_PROJECT, Flag.DUPLICATE, Flag.SEVERAL_DATES, Flag.REPLAN, Flag.MONTH_MISSING}
    assert set(SkipReason) == set(SKIPPED.values())


def test_a_summary_promises_only_what_is_still_to_come():
    text = (
        "一、2014年工作总结\n顿丘二期于4月底竣工。物华食品正在装修，12月底竣工。春韵食品计划12月中旬试生产。\n"
        "二、2015年工作计划\n顿丘二期4月底扩建。"
    )
    assert said(text) == [("物华食品", "20141231", "竣工"), ("春韵食品", "20141220", "试生产"), ("顿丘二期", "0430", "扩建")]
    assert reasons(text) == ["history"]


def test_a_date_of_last_year_is_open_when_the_plan_was_written_before_it():
    text = "2014年12月底前完成立项。"
    assert reasons(text) == ["history"]
    assert said(text, as_of=datetime.date(2014, 11, 1)) == [("", "20141231", "完成立项")]


def test_a_refused_date_governs_nothing():
    assert said("2月30日前完成主体；完成装修。") == []
    assert said("每月底前报送进度，完成装修；6月底前竣工。") == [("", "0630", "竣工")]
