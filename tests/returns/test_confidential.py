"""No total tells of a single enterprise, not even by taking the shown ones from the whole."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.confidential import hidden, is_shown

LEAST = 3


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 28, "b": 12, "c": 8}, set()),
        ({"a": 28, "b": 12, "c": 2}, {"c", "b"}),  # the smallest other one is hidden with it
        ({"a": 28, "b": 2, "c": 1}, {"b", "c"}),  # together they are three
        ({"a": 28, "b": 1, "c": 1}, {"a", "b", "c"}),
        ({"a": 28, "b": 0, "c": 8}, set()),
        ({"a": 2}, {"a"}),
        ({"a": 5, "b": 2}, {"a", "b"}),
        ({}, set()),
    ],
)
def test_which_groups_are_hidden(counts, told):
    assert hidden(counts, LEAST) == told


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 28, "b": 2}, True),
        ({"a": 2}, False),
        ({"a": 1, "b": 1}, False),
        ({"a": 1, "b": 2}, True),
        ({}, False),
        ({"a": 3}, True),
    ],
)
def test_whether_the_whole_is_shown(counts, shown):
    assert is_shown(counts, LEAST) is shown


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)))
def test_no_difference_of_shown_totals_is_of_fewer_than_the_least(counts):
    told = hidden(counts, LEAST)
    shown = [count for group, count in counts.items() if group not in told and count]
    assert all(count >= LEAST for count in shown)
    if is_shown(counts, LEAST) and told:
        for size in range(len(shown) + 1):
            for taken in combinations(shown, size):
                assert sum(counts.values()) - sum(taken) >= LEAST
