"""Trees of units and parks, on plain pairs."""

from zones.tree import Node, downwards, in_order, upwards


def test_parts_follow_their_superior_one_step_deeper():
    nodes = [Node(1, None), Node(2, None), Node(3, 1), Node(4, 3), Node(5, 1)]
    assert in_order(nodes) == [(1, 0), (3, 1), (4, 2), (5, 1), (2, 0)]


def test_brothers_keep_the_order_in_which_they_are_given():
    assert in_order([Node(9, None), Node(3, None), Node(7, 9), Node(5, 9)]) == [(9, 0), (7, 1), (5, 1), (3, 0)]


def test_a_row_whose_superior_is_filtered_away_stands_at_the_top():
    assert in_order([Node(2, 1), Node(3, 2)]) == [(2, 0), (3, 1)]


def test_a_ring_in_the_data_loses_no_row_and_ends():
    assert in_order([Node(1, None), Node(2, 3), Node(3, 2)]) == [(1, 0), (2, 0), (3, 1)]


def test_nothing_is_in_no_order():
    assert in_order([]) == []


def test_upwards_leads_to_the_top_and_stops_in_a_ring():
    assert upwards({1: None, 2: 1, 3: 2}, 3) == [3, 2, 1]
    assert upwards({1: 2, 2: 1}, 1) == [1, 2]
    assert upwards({}, None) == []


def test_downwards_finds_parts_of_parts_and_the_row_itself():
    assert sorted(downwards({1: None, 2: 1, 3: 2, 4: None}, 1)) == [1, 2, 3]
    assert downwards({1: None, 4: None}, 4) == [4]
