"""Whatever is pasted: places stay true, time stays linear, limits are named."""

import random
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from projects.plan_text import LONGEST_TEXT, TextTooLongError, dates, folding, read
from tests.projects.plan_reading import REPORT, reading, said

PIECES = (
    "顿丘二期 物华食品项目 厂房 办公楼 1、2号厂房 三栋车间、库房 设备 完成 竣工 试生产 主体封顶 3月31日前 4月30前 6月底 "
    "12月中旬 元月 一季度 年底前 2015年 明年2月 五一前 春节前 9月15日-25日 8—12月 每周二 X月底前 2月30日 由6月份提前至4月份 "
    "近期 力争 已 2014年 月底前 等 ， 。 ； 、 ： \n "
    "（ ） 《 》 “ ” 1. （一） ① 工作总结 工作计划 \u200b \u202e \x00 \ud800 \ufeff 𠮷 １２ ① 🏗 \t . - / 0 十 全部 的 责任单位"
).split(" ")
PLANS = st.lists(st.one_of(st.sampled_from([*PIECES, " ", "\n"]), st.text(max_size=3)), max_size=60).map("".join)


def check_places(text: str) -> None:
    found = reading(text)
    for each in found.milestones:
        assert text[each.start : each.end] == each.wording
        assert each.text
        assert each.window_start <= each.due
    for each in found.skipped:
        assert text[each.start : each.end] == each.text
        assert each.text


@given(PLANS)
@settings(max_examples=300, deadline=None)
def test_every_wording_stands_where_it_says(text):
    check_places(text)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text):
    check_places(text)


@given(
    st.integers(0, len(REPORT)), st.sampled_from(["\u200b", "\u202e", "\u2066", "\x00", "\ufeff", "\u00ad", "\x1b", " ", "\u3000"])
)
@settings(max_examples=60, deadline=None)
def test_a_character_that_is_not_seen_changes_no_promise(place, unseen):
    """But for a blank between two Latin letters or numbers: 1 2月 may be another month than 12月."""
    parted = REPORT[max(place - 1, 0) : place + 1]
    assume(unseen not in {" ", "\u3000"} or not (len(parted) == 2 and parted.isascii() and parted.isalnum()))
    spoilt = REPORT[:place] + unseen + REPORT[place:]
    plain = [(each.project, each.due, each.relation) for each in PLAIN]
    assert [(each.project, each.due, each.relation) for each in reading(spoilt).milestones] == plain


PLAIN = reading(REPORT).milestones

LONG = {
    "dates in one sentence": "顿丘二期" + "".join(f"{i % 12 + 1}月{i % 28 + 1}日前完成{i}号厂房主体," for i in range(4000)),
    "dates side by side": "、".join(["3月底"] * 10_000) + "完成主体",
    "digits": "6月" + "1" * 100_000 + "日前完成",
    "numerals": "二〇一" * 30_000,
    "list marks": "6月底前完成" + "、" * 100_000,
    "numbers": "6月底前" + "1、" * 50_000 + "号厂房竣工",
    "tasks": "6月底前" + "厂房竣工、" * 10_000,
    "clauses": "6月底前竣工" + ";厂房竣工" * 10_000,
    "open brackets": "(" * 100_000 + "6月底前竣工",
    "brackets": "6月底前竣工" + "()" * 50_000,
    "quotes": '"' * 100_000 + "五一前竣工",
    "title marks": "《" * 50_000 + "项目》" * 10_000,
    "buildings": "厂房" * 50_000 + "6月底前竣工",
    "promises to be kept": "力争" * 50_000 + "6月底前完成主体",
    "masked": "X" * 100_000 + "月底前",
    "recurring": "每1月" * 30_000,
    "blanks": " " * 100_000 + "6月底前竣工",
    "cells": "a\t" * 50_000,
    "lines": "\n1." * 50_000,
    "a list": "3月底前:\n" + "1.完成围墙;\n" * 8_000,
    "unseen": "\u200b" * 100_000 + "6月底前竣工",
    "anything": "".join(
        random.Random(1).choices("年月日底前完成厂房1234567890、，。；：（）《》项目工程 一二十\n\t的每X-至", k=100_000)
    ),
}


@pytest.mark.parametrize("kind", LONG)
def test_time_grows_with_the_length_and_not_faster(kind):
    """A machine reads 100,000 characters in about a second; ten times that is allowed for a busy one."""
    started = time.process_time()
    check_places(LONG[kind])
    assert time.process_time() - started < 10


def test_a_hundred_kilobytes_are_read_in_a_second_or_so():
    text = REPORT * (100_000 // len(REPORT.encode()) + 1)
    started = time.process_time()
    assert len(reading(text).milestones) == 78 * 7
    assert time.process_time() - started < 5


def test_doubling_the_text_doubles_the_work():
    """Counted by the characters that are looked at as tasks, not by the clock."""
    once, twice = reading(REPORT), reading(REPORT + "\n" + REPORT)
    assert len(twice.milestones) == 2 * len(once.milestones)
    assert sum(map(len, (each.wording for each in twice.milestones))) == 2 * sum(
        map(len, (each.wording for each in once.milestones))
    )


def test_wordings_stay_short_under_one_date():
    text = "3月底前:\n" + "1.完成围墙施工;\n" * 1000
    assert max(len(each.wording) for each in reading(text).milestones) <= 320


def test_dates_side_by_side_share_a_task_up_to_a_dozen():
    promises = reading("、".join(["3月底"] * 50) + "完成主体、设备进场").milestones
    assert 1 <= len(promises) <= 26


def test_a_text_above_the_limit_is_refused():
    with pytest.raises(TextTooLongError, match="1000000"):
        reading("厂" * (LONGEST_TEXT + 1))
    with pytest.raises(ValueError, match="5000000"):
        reading("6月底前竣工。".ljust(5_000_000))


@pytest.mark.parametrize("year", [0, -1, 1949, 2101, 10_000])
def test_a_year_out_of_range_is_refused(year):
    with pytest.raises(ValueError, match=str(year)):
        read("6月底前竣工。", year=year)


@pytest.mark.parametrize("year", [1950, 2100])
def test_the_first_and_the_last_year_are_read(year):
    (promise,) = read("顿丘二期明年" * (year == 1950) + "顿丘二期6月底前竣工。", year=year).milestones
    assert promise.due.year - year in {0, 1}
    assert [each.reason for each in read("后年6月底前竣工。", year=2100).skipped] == ["impossible_date"]


@pytest.mark.parametrize(
    "text",
    [
        "6\u200b月底前竣工",
        "6月\u202e底前竣工",
        "6月底前\x00竣工",
        "\ufeff6月底前竣工",
        "6月底前竣\u00ad工",
        "６⽉底前竣工",
    ],
)
def test_invisible_and_look_alike_characters_do_not_hide_a_date(text):
    assert said(text)[0][1:] == ("0630", "竣工")


def test_lines_end_in_every_way():
    for end in ("\n", "\r\n", "\r", "\u2028", "\x0b", "\x0c", "\x85"):
        assert said(f"顿丘二期{end}6月底前竣工{end}9月底前投产") == [("顿丘二期", "0630", "竣工"), ("顿丘二期", "0930", "投产")]


def test_arabic_indic_digits_are_no_digits():
    assert reading("٦月底前竣工").milestones == ()


def test_nothing_is_looked_for_where_no_date_can_begin():
    """The letters with which dates begin are named once more for speed: every way to write one begins with one of them."""
    openings = folding.fold("".join(dates._OPENINGS)).chars
    for each in dates.find(folding.fold(REPORT + "".join(LONG.values())[:50_000]).chars):
        assert each.start >= 0
    for feast in dates.NAMES:
        assert feast[0] in openings
