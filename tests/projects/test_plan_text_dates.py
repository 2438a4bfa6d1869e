"""Every way in which plans write a date, with its exact window."""

import datetime
from itertools import pairwise

import pytest

from core.workdays import ANNOUNCED
from projects.plan_text import festivals
from tests.projects.plan_reading import day, one, reading, reasons, said

SHAPES = [  # words, first day, last day, precision, relation
    ("3月31日前", "0331", "0331", "day", "by"),
    ("3月31日", "0331", "0331", "day", "at"),
    ("3月31号之前", "0331", "0331", "day", "by"),
    ("元月10日以前", "0110", "0110", "day", "by"),
    ("六月三十日前", "0630", "0630", "day", "by"),
    ("６月３０日前", "0630", "0630", "day", "by"),
    ("6 月 30 日 前", "0630", "0630", "day", "by"),
    ("6月30日24时前", "0630", "0630", "day", "by"),
    ("6月30日（周二）前", "0630", "0630", "day", "by"),
    ("不迟于6月30日", "0630", "0630", "day", "by"),
    ("6月30日前后", "0630", "0630", "day", "at"),
    ("2015年6月30日前", "0630", "0630", "day", "by"),
    ("2016年6月30日前", "20160630", "20160630", "day", "by"),
    ("二〇一五年六月三十日前", "0630", "0630", "day", "by"),
    ("2015.6.30前", "0630", "0630", "day", "by"),
    ("2015-06-30前", "0630", "0630", "day", "by"),
    ("2015/6/30", "0630", "0630", "day", "at"),
    ("6/30前", "0630", "0630", "day", "by"),
    ("6.30前", "0630", "0630", "day", "by"),
    ("3月底", "0331", "0331", "month_end", "at"),
    ("2月末前", "0228", "0228", "month_end", "by"),
    ("五月底前", "0531", "0531", "month_end", "by"),
    ("2015.6底前", "0630", "0630", "month_end", "by"),
    ("15年6月底前", "0630", "0630", "month_end", "by"),
    ("明年2月底前", "20160229", "20160229", "month_end", "by"),
    ("12月中旬", "1211", "1220", "ten_day", "at"),
    ("十二月中旬", "1211", "1220", "ten_day", "at"),
    ("7月初", "0701", "0710", "ten_day", "at"),
    ("7月上旬前", "0701", "0710", "ten_day", "by"),
    ("9月下旬", "0921", "0930", "ten_day", "at"),
    ("2月下旬", "0221", "0228", "ten_day", "at"),
    ("6月中前", "0611", "0620", "ten_day", "by"),
    ("10月份", "1001", "1031", "month", "at"),
    ("元月份", "0101", "0131", "month", "at"),
    ("明年2月", "20160201", "20160229", "month", "at"),
    ("一季度", "0101", "0331", "quarter", "at"),
    ("第二季度", "0401", "0630", "quarter", "at"),
    ("二季度末前", "0401", "0630", "quarter", "by"),
    ("一季度末", "0101", "0331", "quarter", "at"),
    ("上半年", "0101", "0630", "half_year", "at"),
    ("下半年", "0701", "1231", "half_year", "at"),
    ("年中前", "0101", "0630", "half_year", "by"),
    ("年底前", "0101", "1231", "year", "by"),
    ("年末", "0101", "1231", "year", "at"),
    ("年内", "0101", "1231", "year", "at"),
    ("今年内", "0101", "1231", "year", "at"),
    ("全年", "0101", "1231", "year", "at"),
    ("2016年底前", "20160101", "20161231", "year", "by"),
    ("2015年年底前", "0101", "1231", "year", "by"),
    ("到2016年底", "20160101", "20161231", "year", "by"),
    ("明年底", "20160101", "20161231", "year", "at"),
    ("明年初", "20160101", "20160331", "quarter", "at"),
    ("9月15日-25日", "0915", "0925", "range", "at"),
    ("9月15-25日", "0915", "0925", "range", "at"),
    ("9月15日至10月20日", "0915", "1020", "range", "at"),
    ("自3月1日起至6月30日", "0301", "0630", "range", "at"),
    ("8—12月", "0801", "1231", "range", "at"),
    ("1至5月", "0101", "0531", "range", "at"),
    ("3月至6月底前", "0301", "0630", "range", "by"),
    ("11月至次年2月", "1101", "20160229", "range", "at"),
    ("三月下旬至四月中旬", "0321", "0420", "range", "at"),
    ("4月底5月初", "0430", "0510", "range", "at"),
    ("6月中下旬", "0611", "0630", "range", "at"),
    ("6月上半月", "0601", "0615", "range", "at"),
    ("一至三季度", "0101", "0930", "range", "at"),
    ("前三季度", "0101", "0930", "range", "at"),
    ("五一前", "0501", "0501", "day", "by"),
    ("“五一”前", "0501", "0501", "day", "by"),
    ("国庆节前", "1001", "1001", "day", "by"),
    ("十一前", "1001", "1001", "day", "by"),
    ("七一前", "0701", "0701", "day", "by"),
    ("春节前", "0219", "0219", "day", "by"),
    ("端午节前", "0620", "0620", "day", "by"),
    ("中秋节前", "0927", "0927", "day", "by"),
    ("清明节前", "0405", "0405", "day", "by"),
    ("2016年春节前", "20160208", "20160208", "day", "by"),
    ("年前", "0219", "0219", "day", "by"),
]


@pytest.mark.parametrize(("words", "first", "last", "precision", "relation"), SHAPES, ids=[row[0] for row in SHAPES])
def test_a_date_has_its_window(words, first, last, precision, relation):
    promise = one(f"顿丘二期{words}完成七栋厂房钢构主体。")
    assert (promise.window_start, promise.due) == (day(first), day(last))
    assert (promise.precision, promise.relation) == (precision, relation)
    assert (promise.project, promise.text, promise.objects) == ("顿丘二期", "完成七栋厂房钢构主体", ("七栋厂房",))


def test_a_day_that_does_not_exist_refuses_the_row_and_keeps_the_text():
    for words in ("2月30日前", "6月31日", "13月底前", "2015.13.1前", "0月5日前", "9月25日-15日", "2199年6月底前"):
        (skipped,) = reading(f"顿丘二期{words}完成主体。").skipped
        assert (skipped.reason, skipped.text) == ("impossible_date", f"顿丘二期{words}完成主体")


def test_a_number_behind_the_month_may_be_a_building():
    for task in ("1、2号厂房竣工", "3号厂房竣工", "5-8号厂房竣工", "10个项目开工"):
        assert said(f"6月{task}")[0][1:] == ("0630", task)
    assert said("6月中坤电器设备进场") == [("中坤电器", "0630", "设备进场")]
    assert said("6月底前期工作完成") == [("", "0630", "前期工作完成")]


def test_other_numbers_and_names_are_no_dates():
    text = "五一路铺设管网。投资6.30亿元建设厂房。完成1/3工程量。建设3-6号厂房。新建2个月产10吨的车间。3年期建设。十一五规划完成。"
    assert reading(text).milestones == ()
    assert reasons(text) == []


def test_relative_months_count_from_the_last_one_named():
    text = "3月15日前完成征地，月底前开工，下月15日前完成基础，25日前完成主体。"
    assert [due for _name, due, _task in said(text)] == ["0315", "0331", "0415", "0425"]
    assert [each.flags[:1] for each in reading(text).milestones][1] == ("month_missing",)


def test_relative_words_count_from_the_day_of_writing():
    as_of = datetime.date(2015, 3, 10)
    assert said("本月底前完成征地，下月初开工。", as_of=as_of) == [("", "0331", "完成征地"), ("", "0410", "开工")]
    assert said("月底前完成征地。", as_of=as_of) == [("", "0331", "完成征地")]
    assert said("今年底完成征地，明年2月开工。", as_of=datetime.date(2014, 12, 10)) == [
        ("", "20141231", "完成征地"),
        ("", "0228", "开工"),
    ]
    assert said("明年2月开工。", as_of=datetime.date(2026, 1, 1)) == [("", "20160229", "开工")]


def test_a_later_year_counts_on_while_the_months_rise():
    text = "2016年3月底前完成主体，6月底前完成装修，2月底前完成规划。\n8月底前投产。"
    assert [due for _name, due, _task in said(text)] == ["20160331", "20160630", "0228", "0831"]


def test_the_year_of_a_heading_counts():
    text = "一、2016年工作计划\n顿丘二期3月底前开工。\n二、2017年打算\n顿丘二期3月底前竣工。"
    assert [due for _name, due, _task in said(text)] == ["20160331", "20170331"]


def test_a_year_that_opens_a_sentence_counts_to_the_next_one():
    assert [due for _name, due, _task in said("2016年，3月底前开工，9月底前竣工。")] == ["20160331", "20160930"]


@pytest.mark.parametrize(
    ("day_of_writing", "due"), [(None, "0219"), (datetime.date(2015, 1, 5), "0219"), (datetime.date(2015, 6, 1), "20160208")]
)
def test_spring_festival_may_be_the_next_one(day_of_writing, due):
    promise = one("春节前开工。", as_of=day_of_writing)
    assert promise.due == day(due)
    assert {"festival", "lunar", "year_unclear"} <= set(promise.flags)


def holidays(year: int) -> set[str]:
    return set(ANNOUNCED[year][0].split())


def test_feasts_on_weekdays_are_announced_holidays():
    """The table against the State Council's holidays from 2014 to 2026; feasts on weekends say nothing."""
    seen = 0
    for year in sorted(year for year in ANNOUNCED if year <= 2026):
        for feast in (festivals.day_of(name, year) for name in ("春节", "端午", "中秋", "清明")):
            if feast.weekday() < 5:
                assert feast.strftime("%m%d") in holidays(year), feast
                seen += 1
    assert seen >= 30


def test_lunar_days_are_known_from_2010_to_2030_and_refused_outside():
    new_years = [festivals.day_of("春节", year) for year in range(2010, 2031)]
    assert all(datetime.date(each.year, 1, 21) <= each <= datetime.date(each.year, 2, 20) for each in new_years)
    gaps = {(later - earlier).days for earlier, later in pairwise(new_years)}
    assert gaps <= {353, 354, 355, 383, 384, 385}  # twelve or thirteen moons
    assert festivals.day_of("春节", 2031) is None
    assert reasons("2031年春节前竣工。") == ["relative"]
