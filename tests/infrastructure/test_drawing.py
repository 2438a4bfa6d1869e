"""Where the strips of a cross-section lie."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.choices import PartKind
from infrastructure.drawing import GAP, MARGIN, WIDTH, Part, cross_section, lay_out, letters

D = Decimal
SOUTH_RING = [
    Part("carriageway", "主路面", D(24), 1),
    Part("green", "绿化带", D(4)),
    Part("non_motor", "非机动车道", D(3)),
    Part("footway", "人行道", D(6)),
]
NARROW = [Part("carriageway", "主路面", D(16), 1), Part("footway", "人行道", D(5))]


def kinds(drawing) -> list[str]:
    return [strip.kind for strip in drawing.strips]


def test_the_parts_lie_symmetrically_with_footways_outside():
    drawing = cross_section(SOUTH_RING, D(50))
    assert kinds(drawing) == ["footway", "non_motor", "green", "carriageway", "green", "non_motor", "footway"]
    assert (drawing.sum_m, drawing.gap_m) == (D(50), D(0))


def test_strips_are_to_scale_and_fill_the_drawing():
    strips = cross_section(SOUTH_RING, D(50)).strips
    assert strips[0].x == MARGIN
    assert strips[-1].end == pytest.approx(WIDTH - MARGIN, abs=0.1)
    assert strips[3].width / strips[1].width == pytest.approx(24 / 3, rel=0.01)


def test_what_nobody_explains_is_a_strip_of_its_own_at_the_end():
    drawing = cross_section(NARROW, D(30))
    assert kinds(drawing) == ["footway", "carriageway", "footway", GAP]
    assert (drawing.gap_m, drawing.strips[-1].width_m) == (D(4), D(4))
    assert "4" in drawing.strips[-1].words
    assert drawing.red_line_end == pytest.approx(WIDTH - MARGIN, abs=0.1)


def test_parts_wider_than_the_red_line_reach_beyond_it():
    drawing = cross_section(NARROW, D(20))
    assert (drawing.gap_m, drawing.sum_m) == (D(0), D(26))
    assert drawing.red_line_end < drawing.strips[-1].end


def test_without_a_red_line_only_the_parts_are_drawn():
    drawing = cross_section(NARROW, None)
    assert (drawing.red_line, kinds(drawing)) == (0, ["footway", "carriageway", "footway"])


def test_a_road_without_parts_has_no_drawing():
    assert cross_section([], D(30)) is None


def test_a_central_reserve_lies_between_two_carriageways():
    parts = [Part("footway", "人行道", D(3)), Part("carriageway", "主路面", D(8)), Part("median", "分隔带", D(2), 1)]
    assert [part.kind for part in lay_out(parts)] == ["footway", "carriageway", "median", "carriageway", "footway"]


def test_a_single_footway_lies_right():
    parts = [Part("footway", "人行道", D(3), 1), Part("green", "绿化带", D(2)), Part("carriageway", "主路面", D(8), 1)]
    assert [part.kind for part in lay_out(parts)] == ["green", "carriageway", "green", "footway"]


def test_narrow_strips_carry_no_name_and_no_number():
    parts = [Part("carriageway", "主路面", D(60), 1), Part("green", "绿化带", D("0.25"))]
    narrow, wide, _again = cross_section(parts, None).strips
    assert (narrow.is_named, narrow.is_measured) == (False, False)
    assert (wide.is_named, wide.is_measured) == (True, True)


def test_a_latin_letter_is_half_a_chinese_one():
    assert letters("绿化带") == 3
    assert letters("green") == pytest.approx(2.75)


def test_the_drawing_can_be_read_aloud():
    words = cross_section(NARROW, D(30)).words
    assert words.count("人行道") == 2
    assert words.count("主路面") == 1


PARTS = st.lists(
    st.builds(
        Part,
        st.sampled_from(PartKind.values),
        st.text(max_size=5),
        st.decimals(min_value=D("0.01"), max_value=D("100"), places=2),
        st.sampled_from([1, 2]),
    ),
    min_size=1,
    max_size=10,
)


@settings(deadline=None)
@given(PARTS, st.none() | st.decimals(min_value=D("0.01"), max_value=D("200"), places=2))
def test_no_part_is_lost_and_strips_touch_without_overlap(parts, red_line):
    drawing = cross_section(parts, red_line)
    stated = sum((part.width_m * part.sides for part in parts), D(0))
    assert (
        sum((strip.width_m for strip in drawing.strips), D(0)) == max(stated, red_line or stated) == drawing.sum_m + drawing.gap_m
    )
    for left, right in zip(drawing.strips, drawing.strips[1:], strict=False):
        assert right.x == pytest.approx(left.end, abs=0.03)
