"""The ledger of one project as a drawing: a row for each promise, its first date above what became of it."""

import datetime
import re
from types import SimpleNamespace

import pytest

from core.periods import ONE_DAY
from projects import timeline
from projects.choices import Standing

AS_OF = datetime.date(2015, 6, 16)
SOON = 14


def promise(due, *, start=None, baseline=None, actual=None, revisions=0, **fields):
    return SimpleNamespace(
        **{
            "pk": 7,
            "text": "1号厂房主体完工",
            "due_date": due,
            "scored_date": due,
            "window_start": start or due,
            "baseline_date": baseline or due,
            "actual_date": actual,
            "met_unreviewed": False,
            "whole_project": False,
            "precision": "day",
            "relation": "at",
            "revision_count": revisions,
            **fields,
        }
    )


def drawn(*promises):
    return timeline.draw(promises, AS_OF, SOON)


def test_nothing_is_drawn_without_promises():
    assert timeline.draw([], AS_OF, SOON) is None


def test_a_day_lies_at_its_share_of_the_drawn_months():
    (row,) = drawn(promise(datetime.date(2015, 6, 30))).rows
    assert row.point == pytest.approx(29.5 / 30 * 100, abs=0.001)
    assert row.baseline is None


def test_every_promise_has_its_row_in_the_order_given():
    promises = [promise(AS_OF), promise(AS_OF - ONE_DAY), promise(AS_OF)]
    drawing = drawn(*promises)
    assert [row.promise for row in drawing.rows] == promises
    assert drawing.body.count("<tr>") == 3


def test_an_overdue_bar_runs_from_the_date_that_counts_to_today():
    (row,) = drawn(promise(datetime.date(2015, 6, 1))).rows
    assert row.standing == Standing.OVERDUE
    assert row.late == (pytest.approx(0.5 / 30 * 100, abs=0.001), pytest.approx(15.5 / 30 * 100, abs=0.001))


def test_a_bar_of_a_kept_promise_ends_on_the_day_it_was_kept():
    due = datetime.date(2015, 6, 10)
    late, early = drawn(promise(due, actual=due + 5 * ONE_DAY), promise(due, actual=due - 5 * ONE_DAY)).rows
    assert (late.standing, late.late) == (Standing.MET_LATE, (late.due, late.point))
    assert (early.standing, early.early) == (Standing.MET, (early.point, early.due))
    assert late.point - late.due == pytest.approx(early.due - early.point, abs=0.01)


def test_a_promise_still_ahead_shows_its_window_above_and_below():
    drawing = drawn(promise(datetime.date(2015, 6, 30), start=datetime.date(2015, 6, 21)))
    (row,) = drawing.rows
    assert (row.standing, row.window) == (Standing.DUE_SOON, (pytest.approx(20 / 30 * 100, abs=0.001), 100))
    assert [drawing.body.count(f'<rect class="{name}" x="66.67%"') for name in ("baseline", "window")] == [1, 1]


def test_the_standing_follows_the_rule_of_the_zone():
    promises = [promise(AS_OF + 10 * ONE_DAY)]
    assert timeline.draw(promises, AS_OF, 9).rows[0].standing == Standing.AHEAD
    assert timeline.draw(promises, AS_OF, 10).rows[0].standing == Standing.DUE_SOON


def test_a_moved_promise_keeps_its_first_date_joined_to_the_new_one_and_says_how_often():
    drawing = drawn(promise(datetime.date(2015, 8, 31), baseline=datetime.date(2015, 4, 30), revisions=2))
    (row,) = drawing.rows
    assert 0 < row.baseline < row.due < 100
    assert f'<line class="moved" x1="{row.baseline:.2f}%" x2="{row.due:.2f}%" y1="8" y2="21"/>' in drawing.body
    assert f'href="#sign-baseline" x="{row.baseline:.2f}%" y="8"' in drawing.body
    assert f'href="#sign-ahead" x="{row.due:.2f}%" y="21"' in drawing.body
    assert '<span class="gantt-stage">revisions: 2</span>' in drawing.body


def test_a_promise_that_was_never_moved_has_its_two_signs_above_each_other():
    body = drawn(promise(datetime.date(2015, 6, 30))).body
    assert "moved" not in body
    assert re.findall(r'href="#sign-([\w-]+)" x="([\d.]+)%"', body) == [("baseline", "98.33"), ("due_soon", "98.33")]


def test_every_standing_has_a_sign_of_its_own_and_so_has_a_target_of_the_whole_project():
    due = {"met": -30, "met_late": -20, "overdue": -10, "due_soon": 5, "ahead": 50}
    actual = {"met": AS_OF - 30 * ONE_DAY, "met_late": AS_OF - 5 * ONE_DAY}
    for state, days in due.items():
        one = promise(AS_OF + days * ONE_DAY, actual=actual.get(state))
        assert f'"#sign-{state}"' in drawn(one).body
        one.whole_project = True
        assert f'"#sign-whole-{state}"' in drawn(one).body


def test_overdue_is_hatched_and_met_late_is_solid():
    due = AS_OF - 10 * ONE_DAY
    assert 'late-overdue" x=' in drawn(promise(due)).body
    assert drawn(promise(due)).body.count("url(#sign-hatch)") == 1
    kept = drawn(promise(due, actual=AS_OF)).body
    assert 'late-met_late" x=' in kept
    assert "url(#sign-hatch)" not in kept


def test_the_months_run_from_the_first_to_the_last_day_of_any_promise():
    drawing = drawn(promise(datetime.date(2015, 8, 31), baseline=datetime.date(2015, 4, 30)))
    assert [tick.date.month for tick in drawing.sheet.ticks()] == [4, 5, 6, 7, 8]


def test_the_year_stands_where_it_begins():
    head = drawn(promise(datetime.date(2014, 11, 30)), promise(datetime.date(2015, 2, 28))).head
    assert re.findall(r'axis-year"[^>]*>(\d+)<', head) == ["2014", "2015"]
    assert re.findall(r"axis-month[^>]*>(\d+)<", head)[:2] == ["11", "12"]


def test_today_is_drawn_when_it_lies_within_or_next_to_the_months_or_something_is_overdue():
    kept = datetime.date(2014, 3, 31)
    past = drawn(promise(kept, actual=kept)).sheet
    ahead = drawn(promise(datetime.date(2015, 9, 30))).sheet
    near = drawn(promise(datetime.date(2015, 5, 31), actual=datetime.date(2015, 5, 20))).sheet
    overdue = drawn(promise(kept)).sheet
    assert past.axis.middle(AS_OF) > 100
    assert ahead.axis.middle(AS_OF) < 0
    assert 0 < near.axis.middle(AS_OF) < 100
    assert 0 < overdue.axis.middle(AS_OF) < 100


def test_everything_lies_within_the_drawing():
    days = [datetime.date(2015, month, 28) for month in range(1, 13)]
    for row in drawn(*[promise(day, baseline=days[0]) for day in days]).rows:
        left, right = row.reach(0)
        assert 0 <= left <= right <= 100


def test_no_text_becomes_markup():
    body = drawn(promise(AS_OF, text="<script>\"&'")).body
    assert "<script" not in body
    assert body.count("&lt;script&gt;&quot;&amp;&#x27;") == 3  # name, its tooltip, the mark's


def test_a_mark_says_what_it_means():
    one = promise(AS_OF - 16 * ONE_DAY, baseline=datetime.date(2015, 4, 30), revisions=1, relation="by", whole_project=True)
    (said,) = re.findall(r"<title>(.*?)</title>", drawn(one).body)
    assert said.split(" · ") == [
        "1号厂房主体完工",
        "target of the whole project",
        "due 2015-05-31 by",
        "baseline 2015-04-30, revisions: 1",
        "overdue",
        "16 days late",
    ]
