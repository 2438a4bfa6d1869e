"""What became of a promise, from states alone: no database here."""

import datetime
from types import SimpleNamespace

import pytest

from projects.choices import ChangeKind
from projects.comparison import CORRECTABLE, Found, Write, by_kind, compare, compare_period
from projects.models import Milestone

MAY, JUNE, JULY = (datetime.date(2015, month, 30) for month in (5, 6, 7))


def state(**fields):
    """A promise for the end of June, open."""
    days = dict.fromkeys(["due_date", "scored_date", "window_start"], JUNE)
    texts = dict.fromkeys(["wording", "doubt", "remark", "source"], "")
    own = {"text": "厂房竣工", "phase": "completion", "whole_project": False, "unit_id": None}
    return SimpleNamespace(**{**own, **days, **texts, "precision": "day", "relation": "by", "actual_date": None, **fields})


def moved(to: datetime.date, **fields):
    return state(due_date=to, scored_date=to, window_start=to, **fields)


def met(on: datetime.date, **fields):
    return state(actual_date=on, **fields)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (None, None, []),
        (state(), state(), []),
        (None, state(), [Found(ChangeKind.ADDED, new=JUNE)]),
        (None, met(JUNE), [Found(ChangeKind.ADDED, new=JUNE), Found(ChangeKind.MET, new=JUNE, days=0)]),
        (state(), None, [Found(ChangeKind.DROPPED, old=JUNE)]),
        (met(MAY), None, [Found(ChangeKind.DROPPED, old=JUNE)]),
        (state(), met(JULY), [Found(ChangeKind.MET, new=JULY, days=30)]),
        (state(), met(MAY), [Found(ChangeKind.MET, new=MAY, days=-31)]),
        (met(MAY), state(), [Found(ChangeKind.UNMET, old=MAY)]),
        (met(MAY), met(JUNE), [Found(ChangeKind.CORRECTED, fields=("actual_date",))]),
        (state(), moved(JULY), [Found(ChangeKind.SLIPPED, JUNE, JULY, 30)]),
        (state(), moved(MAY), [Found(ChangeKind.EARLIER, JUNE, MAY, -31)]),
        (state(), state(text="厂房主体完工"), [Found(ChangeKind.CORRECTED, fields=("text",))]),
        (state(), state(unit_id=7, remark="改"), [Found(ChangeKind.CORRECTED, fields=("unit_id", "remark"))]),
        (state(), state(scored_date=MAY), [Found(ChangeKind.CORRECTED, fields=("scored_date",))]),
        (
            state(),
            state(precision="month", window_start=datetime.date(2015, 6, 1)),
            [Found(ChangeKind.CORRECTED, fields=("precision", "window_start"))],
        ),
    ],
)
def test_two_states_of_a_promise_differ_in(before, after, found):
    assert compare(before, after) == found


def test_a_promise_that_stood_before_comes_back():
    assert compare(None, state(), has_stood=True) == [Found(ChangeKind.RESTORED, new=JUNE)]
    assert compare(None, None, has_stood=True) == []


def test_a_move_takes_window_precision_and_the_date_that_counts_along():
    after = moved(JULY, precision="month_end")
    assert compare(state(), after) == [Found(ChangeKind.SLIPPED, JUNE, JULY, 30)]


def test_a_move_that_is_recorded_only_is_a_move_still():
    after = state(due_date=JULY, window_start=JULY)
    assert compare(state(), after) == [Found(ChangeKind.SLIPPED, JUNE, JULY, 30)]


def test_corrections_made_along_with_an_actual_date_make_no_line_of_their_own():
    assert compare(state(), met(JUNE, remark="提前一天")) == [Found(ChangeKind.MET, new=JUNE, days=0, fields=("remark",))]


def test_a_promise_may_be_met_and_moved_in_one_write():
    after = moved(JULY, actual_date=JULY, text="改")
    assert compare(state(), after) == [
        Found(ChangeKind.MET, new=JULY, days=0, fields=("text",)),
        Found(ChangeKind.SLIPPED, JUNE, JULY, 30),
    ]


def test_lateness_is_measured_against_the_date_that_counts():
    before = state(due_date=JULY, scored_date=JUNE)
    after = SimpleNamespace(**{**vars(before), "actual_date": JULY})
    assert compare(before, after)[0].days == 30


def test_every_column_that_people_write_is_compared():
    """Those that name the row, cannot change, or are told as a move stand aside."""
    fixed = {"id", "version", "submission", "created_at", "updated_at", "project_id", "baseline_date", "is_generated", "due_date"}
    assert {field.attname for field in Milestone._meta.concrete_fields} - fixed == set(CORRECTABLE)


# --- a period ------------------------------------------------------------------------------------


def period(before, *states, milestone: int = 1):
    """The comparison of one promise that went through ``states``, and its lines as (kind, old, new)."""
    writes = [Write(milestone, number, one) for number, one in enumerate(states)]
    found = compare_period(before, writes)
    net, steps = ([(line.kind, line.found.old, line.found.new) for line in lines] for lines in (found.net, found.steps))
    return found, net, steps


def test_a_date_that_moved_twice_shows_both_moves_and_one_difference():
    found, net, steps = period({1: state()}, moved(JULY), moved(MAY))
    assert steps == [("slipped", JUNE, JULY), ("earlier", JULY, MAY)]
    assert net == [("earlier", JUNE, MAY)]
    assert (found.net[0].writes, found.net[0].write.event) == (2, 1)


def test_there_and_back_is_no_difference_but_two_changes():
    _found, net, steps = period({1: state()}, met(MAY), state())
    assert net == []
    assert [kind for kind, _old, _new in steps] == ["met", "unmet"]


def test_a_difference_names_the_last_write_that_brought_it():
    found, net, _steps = period({1: state()}, moved(JULY), moved(JULY, remark="一"), moved(JULY, remark="二"))
    assert net == [("slipped", JUNE, JULY)]
    assert found.net[0].write.event == 0
    assert found.net[0].found.fields == ("remark",)
    assert found.net[0].writes == 3


def test_added_and_dropped_in_between_is_told_step_by_step_only():
    _found, net, steps = period({}, state(), None)
    assert net == []
    assert [kind for kind, _old, _new in steps] == ["added", "dropped"]


def test_dropped_and_entered_again_in_between():
    _found, net, steps = period({1: state()}, None, moved(JULY))
    assert net == [("slipped", JUNE, JULY)]
    assert [kind for kind, _old, _new in steps] == ["dropped", "restored"]


def test_dropped_before_the_period_and_entered_again_in_it():
    _found, net, steps = period({1: None}, state())
    assert [kind for kind, _old, _new in net] == [kind for kind, _old, _new in steps] == ["restored"]


def test_a_dropped_promise_is_told_by_what_it_was():
    found, _net, _steps = period({1: state(text="旧文")}, None)
    assert found.net[0].promise.text == "旧文"
    assert found.steps[0].promise.text == "旧文"


def test_promises_do_not_mix():
    writes = [Write(1, 0, moved(JULY)), Write(2, 1, state()), Write(1, 2, moved(MAY))]
    found = compare_period({1: state()}, writes)
    assert [(line.write.milestone, line.kind) for line in found.steps] == [(1, "slipped"), (2, "added"), (1, "earlier")]
    assert [(line.write.milestone, line.kind) for line in found.net] == [(1, "earlier"), (2, "added")]


def test_a_write_that_changes_nothing_that_is_compared_makes_no_line():
    found, net, steps = period({1: state()}, state())
    assert (net, steps, found.net) == ([], [], [])


def test_nothing_written_is_nothing_found():
    assert compare_period({}, []).net == []


def test_lines_are_counted_by_kind_in_the_order_of_a_report():
    lines = compare_period({1: state(), 2: state()}, [Write(3, 0, state()), Write(1, 1, moved(JULY)), Write(2, 2, met(MAY))]).net
    assert list(by_kind(lines).items()) == [("met", 1), ("slipped", 1), ("added", 1)]
