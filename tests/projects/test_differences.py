"""Words against words: what is marked, that nothing is lost or invented, and that no text takes long."""

import time

import pytest

from projects.differences import Piece, differences


def shown(old, new):
    marks = {Piece.KEPT: "{}", Piece.ADDED: "+{}+", Piece.REMOVED: "-{}-"}
    return "".join(marks[piece.kind].format(piece.text) for piece in differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("主体三层", "主体三层", "主体三层"),
        ("", "主体三层", "+主体三层+"),
        ("主体三层", "", "-主体三层-"),
        ("主体施工到三层", "主体施工到四层", "主体施工到-三-+四+层"),
        ("工人35人", "工人38人", "工人-35-+38+人"),  # a number is one thing
        ("约完成61%", "约完成61.5%", "约完成-61-+61.5+%"),
        ("steel frame up", "steel roof up", "steel -frame-+roof+ up"),
        ("甲的乙", "丙的丁", "-甲的乙-+丙的丁+"),  # one shared character is no common ground
        ("一层完成。二层完成。", "一层完成。三层完成。", "一层完成。-二-+三+层完成。"),
        ("第一行\n第二行", "第一行\n第三行", "第一行\n第-二-+三+行"),
    ],
)
def test_what_is_marked(old, new, expected):
    assert shown(old, new) == expected


TEXTS = ["", "主体施工到三层，工人35人。", "𠮷龘👷<b>&", "一" * 10_000, "一。" * 5_000, "二。一。" * 600, "ab 12\n" * 900]


@pytest.mark.parametrize("old", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("new", TEXTS, ids=range(len(TEXTS)))
def test_nothing_is_lost_and_nothing_takes_long(old, new):
    begun = time.monotonic()
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != Piece.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != Piece.REMOVED) == new
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("size", [200, 280, 1200])
def test_a_text_of_two_signs_over_and_over_is_not_compared_for_minutes(size):
    begun = time.monotonic()
    differences("一" * size, "一二" * (size // 2))
    assert time.monotonic() - begun < 3
