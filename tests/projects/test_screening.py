"""Which reports are looked at first: every reason at its limit and just below it."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from core.periods import Week
from projects.screening import Look, change, reasons, step

MONDAY = datetime.date(2015, 6, 8)


def report(monday=MONDAY, **fields):
    return SimpleNamespace(week=Week(monday), **{"problems": "", "completed_wan": None, "workers": None, **fields})


def said(outlook="on_track", is_asked=False):
    return SimpleNamespace(outlook=outlook, is_asked=is_asked, milestone="封顶", proposed_date=datetime.date(2015, 8, 1))


def looks(now, before=None, entries=()):
    return [reason.look for reason in reasons(now, before, entries)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (80, 119, []),
        (80, 120, [Look.WORKERS]),
        (80, 41, []),
        (80, 40, [Look.WORKERS]),
        (80, 0, [Look.WORKERS]),
        (0, 0, []),
        (0, 1, [Look.WORKERS]),
        (None, 90, []),
        (80, None, []),
    ],
)
def test_workers_by_half_more_or_less(old, new, expected):
    assert looks(report(workers=new), report(workers=old)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (1000, 1499, []),
        (1000, 1500, [Look.JUMP]),
        (1000, 1000, []),
        (1000, Decimal("999.99"), [Look.LOWER]),
        (0, 500, [Look.JUMP]),
        (None, 500, []),
        (1000, None, []),
    ],
)
def test_the_cumulative_sum_jumps_or_is_lower(old, new, expected):
    assert looks(report(completed_wan=new), report(completed_wan=old)) == expected


def test_the_sum_of_another_year_is_no_measure():
    first = report(datetime.date(2015, 1, 5), completed_wan=10)
    assert looks(first, report(datetime.date(2014, 12, 22), completed_wan=9000)) == []
    assert looks(first, report(datetime.date(2014, 12, 29), completed_wan=9000)) == [Look.LOWER]  # its week ends in 2015


def test_problems_late_promises_and_proposed_dates_come_in_the_order_of_weight():
    entries = [said("late", is_asked=True), said("on_track"), said("late")]
    found = reasons(report(problems="缺电", workers=10), report(workers=90), entries)
    assert [each.look for each in found] == [Look.PROPOSAL, Look.PROBLEMS, Look.LATE, Look.WORKERS]
    assert [each.words for each in found][:3] == ["封顶 → 2015-08-01", "缺电", "封顶、封顶"]


def test_the_first_report_of_a_project_has_nothing_to_be_compared_with():
    assert looks(report(workers=500, completed_wan=9000)) == []


def test_what_cannot_be_computed_is_none_and_never_zero():
    assert (change(None, 5), change(5, None), change(0, 0), change(0, 5)) == (None, None, 0, 1)
    assert change(80, 30) == Decimal("-0.625")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [(80, 30, "80 → 30 (-62.5%)"), (80, 130, "80 → 130 (+62.5%)"), (0, 5, "0 → 5"), (None, 1200, "– → 1,200")],
)
def test_a_change_in_words(old, new, words):
    assert step(old, new) == words
