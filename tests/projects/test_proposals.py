"""Proposed rows: a text cut into words of rows, templates and other ledgers laid onto days, buildings by their names."""

import datetime
from types import SimpleNamespace

import pytest

from core.periods import Precision, Relation
from projects.choices import BuildingKind, Phase
from projects.proposals import Piece, Proposal, Span, building_kind, building_names, of_ledger, of_reading, of_template, pieces

DAY = datetime.date


def test_a_text_is_cut_where_words_of_rows_begin_and_end():
    text = "全友3月底竣工,尽快投产。"
    cut = pieces(text, [Span(2, 7, row=0), Span(4, 7, row=1), Span(8, 12, reason="vague")])
    assert cut == [
        Piece("全友", 0),
        Piece("3月", 1, (0,)),
        Piece("底竣工", 2, (0, 1)),
        Piece(",", 3),
        Piece("尽快投产", 4, (), "vague"),
        Piece("。", 5),
    ]
    assert "".join(piece.text for piece in cut) == text


@pytest.mark.parametrize("spans", [[], [Span(5, 2, row=0)], [Span(-5, 0, row=0)], [Span(90, 99, row=0)]])
def test_words_that_lie_nowhere_are_no_harm(spans):
    assert pieces("三月", spans) == [Piece("三月", 0)]
    assert pieces("", spans) == []


def test_words_of_a_row_hide_that_a_part_of_them_was_left_out():
    assert pieces("三月", [Span(0, 2, row=4), Span(0, 2, reason="vague")]) == [Piece("三月", 0, (4,))]


def test_a_template_is_laid_onto_days():
    steps = [
        SimpleNamespace(text="围墙", phase=Phase.WALL, days=0, precision=Precision.DAY, whole_project=False),
        SimpleNamespace(text="投产", phase=Phase.PRODUCTION, days=40, precision=Precision.MONTH_END, whole_project=True),
    ]
    wall, production = of_template(steps, DAY(2016, 1, 25))
    assert (wall.text, wall.due, wall.precision, wall.phase) == ("围墙", DAY(2016, 1, 25), "day", "wall")
    assert (production.due, production.whole_project) == (DAY(2016, 3, 31), True)  # 2016-03-05 falls into March


def test_another_ledger_is_shifted_without_what_became_of_it():
    buildings = SimpleNamespace(all=lambda: [SimpleNamespace(name="1号厂房"), SimpleNamespace(name="库房")])
    promise = SimpleNamespace(
        text="设备进场",
        due_date=DAY(2015, 5, 10),
        window_start=DAY(2015, 5, 1),
        precision=Precision.RANGE,
        relation=Relation.AT,
        phase=Phase.EQUIPMENT_IN,
        whole_project=False,
        buildings=buildings,
    )
    (row,) = of_ledger([promise], 366)
    assert (row.window_start, row.due, row.relation, row.buildings) == (
        DAY(2016, 5, 1),
        DAY(2016, 5, 10),
        "at",
        ("1号厂房", "库房"),
    )
    promise.precision = Precision.MONTH
    assert [row.due for row in of_ledger([promise], -30)] == [DAY(2015, 4, 30)]


def test_what_was_read_becomes_a_row_of_the_form():
    found = SimpleNamespace(
        project="全友家居",
        due=DAY(2015, 3, 31),
        window_start=DAY(2015, 3, 1),
        precision="month",
        relation="at",
        text="竣工",
        objects=("1号厂房", "办公楼"),
        phase="completion",
        flags=("vague", "duplicate"),
        wording="3月\n1号厂房、办公楼 竣工" + "长" * 400,
        start=4,
        end=9,
        replaced_due=None,
    )
    (row,) = of_reading([found])
    shown = row.initial()
    assert (shown["buildings"], shown["flags"], shown["window_start"]) == ("1号厂房、办公楼", "vague,duplicate", None)
    assert shown["wording"].startswith("3月 1号厂房、办公楼 竣工长")
    assert len(shown["wording"]) == 300
    assert Proposal(text="x", due=DAY(2015, 3, 9), window_start=DAY(2015, 3, 1), precision="range").initial()["window_start"]


def test_buildings_are_told_apart_and_known_by_their_names():
    assert building_names(" 1号厂房、2号厂房,库房；1号厂房 、") == ("1号厂房", "2号厂房", "库房")
    kinds = {name: building_kind(name) for name in ["三栋厂房", "1号车间", "物流库房", "仓库", "办公楼", "宿舍楼", "餐厅"]}
    assert list(kinds.values()) == ["workshop", "workshop", "warehouse", "warehouse", "office", "dormitory", "canteen"]
    assert [building_kind(name) for name in ["厂区道路管网", "设备", "科研楼", "围墙"]] == [
        BuildingKind.SITE,
        BuildingKind.EQUIPMENT,
        BuildingKind.RESEARCH,
        BuildingKind.OTHER,
    ]
