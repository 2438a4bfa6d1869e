"""The query string of a list: whatever the address says, the list is asked something it can answer."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from core.listing import MAX_SORT, ListQuery, address, small_number

COLUMNS = ["name", "stage", "park", "unit", "light"]


def read(query: str) -> ListQuery:
    return ListQuery.read(QueryDict(query), orderable=["name", "stage", "park", "unit"], columns=COLUMNS)


def test_an_empty_address_asks_for_the_first_page_of_fifty():
    assert read("") == ListQuery(page=1, per_page=50, sort=(), columns=())


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("3", 3),
        ("0", 1),
        ("-1", 1),
        ("abc", 1),
        ("1" + "0" * 25, 1),
        ("9" * 5000, 1),
        ("", 1),
        ("1.5", 1),
        ("１２", 1),
        ("\u0661", 1),
        ("²", 1),
        ("1_0", 1),
    ],
)
def test_a_page_is_a_small_whole_number_or_the_first(text, page):
    assert read(f"page={text}").page == page


@pytest.mark.parametrize(
    ("text", "size"), [("25", 25), ("1000000", 200), ("201", 200), ("-5", 50), ("0", 1), ("x", 50), ("9" * 30, 50)]
)
def test_a_page_has_at_most_200_rows(text, size):
    assert read(f"per_page={text}").per_page == size


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("sort=name", ("name",)),
        ("sort=-name", ("-name",)),
        ("sort=name,-stage", ("name", "-stage")),
        ("sort=name,-name", ("name",)),
        ("sort=--name", ()),
        ("sort=light", ()),
        ("sort=owner__password", ()),
        ("sort=name__password,stage", ("stage",)),
        ("sort=?", ()),
        ("sort=%3F", ()),
        ("sort=-", ()),
        ("sort=", ()),
        ("sort=name&sort=stage", ("name",)),
        ("&".join(["sort=name"] * 300), ("name",)),
        ("sort=" + ",".join(["name"] * 300), ("name",)),
        ("sort=name,stage,park,unit", ("name", "stage", "park")),
    ],
)
def test_only_columns_that_can_be_ordered_order(query, sort):
    assert read(query).sort == sort


def test_columns_are_chosen_in_the_order_given_and_once():
    assert read("cols=stage,name,stage,password").columns == ("stage", "name")
    assert read("cols=stage&cols=name").columns == ("stage", "name")
    assert read("cols=nothing").columns == ()


def test_an_address_changes_one_thing_and_keeps_the_rest():
    data = QueryDict("q=顿丘&stage=&page=3&sort=name")
    assert address(data, page=None, sort="-name") == "?q=%E9%A1%BF%E4%B8%98&sort=-name"
    assert address(QueryDict("")) == "?"
    assert data["page"] == "3"


def test_an_address_keeps_a_parameter_that_stands_twice():
    assert address(QueryDict("cols=name&cols=stage"), page=2) == "?cols=name&cols=stage&page=2"


def test_an_address_cannot_break_out_of_its_attribute():
    assert '"' not in address(QueryDict('q="><script>'), page=1)


@given(st.text(max_size=300))
def test_a_small_number_is_always_within_its_limits(text):
    assert 1 <= small_number(text, 50, 1, 200) <= 200


@given(st.lists(st.tuples(st.sampled_from(["page", "per_page", "sort", "cols", "x"]), st.text(max_size=40)), max_size=8))
def test_any_address_asks_something_the_list_can_answer(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    query = ListQuery.read(data, orderable=["name", "stage"], columns=COLUMNS)
    assert query.page >= 1
    assert 1 <= query.per_page <= 200
    assert len(query.sort) <= MAX_SORT
    assert {name.removeprefix("-") for name in query.sort} <= {"name", "stage"}
    assert set(query.columns) <= set(COLUMNS)
