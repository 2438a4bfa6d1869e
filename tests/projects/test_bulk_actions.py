"""One step on many promises: all or none, kept with what it was before, and taken back as a whole."""

import datetime
import uuid
from datetime import date

import pytest

from core.periods import Precision, window
from projects import actions
from projects.actions import AlreadyUndoneError, NewPromise, RefusedRowsError
from projects.choices import BulkKind
from projects.models import BulkChange, Milestone, Revision
from tests import factories
from tests.factories import bulk_step

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2015, 6, 16, 9, 0, tzinfo=datetime.UTC)
WHY = {"reason": "land", "explanation": "用地未批", "approved_by": "王主任"}
JUNE = date(2015, 6, 30)


@pytest.fixture
def three(project):
    return [factories.milestone(project=project, due=date(2015, 7, day)) for day in (1, 10, 20)]


def move(rows, by, days=10, asked_on=factories.DAY, **step):
    return actions.move_due_dates(step=bulk_step(by=by, rows=rows, **step), days=days, asked_on=asked_on, **WHY)


def undo(change, by):
    return actions.undo_change(change=change, by=by, at=NOW)


def values(*names):
    return list(Milestone.objects.order_by("pk").values_list(*names))


def refused(action):
    with pytest.raises(RefusedRowsError) as error:
        action()
    return error.value.faults


def test_dates_move_with_a_revision_each_and_the_baseline_stays(three, people):
    change = move(three, people.head)
    assert values("due_date", "window_start", "scored_date", "baseline_date") == [
        (date(2015, 7, day + 10), date(2015, 7, day + 10), date(2015, 7, day + 10), date(2015, 7, day)) for day in (1, 10, 20)
    ]
    assert (change.kind, change.row_count, change.by, change.reason) == (BulkKind.MOVE, 3, people.head, "land")
    found = Revision.objects.values_list("old_date", "new_date", "reason", "explanation", "approved_by", "asked_on", "counts", "by")
    assert list(found) == [
        (date(2015, 7, d), date(2015, 7, d + 10), "land", "用地未批", "王主任", factories.DAY, True, people.head.pk)
        for d in (1, 10, 20)
    ]
    kept = change.rows.get(milestone=three[0])
    revision = three[0].revisions.get().pk
    assert kept.before == {**dict.fromkeys(["due_date", "window_start", "scored_date"], "2015-07-01"), "revision": revision}
    assert kept.version_after == Milestone.objects.get(pk=three[0].pk).version == 2


def test_a_move_asked_for_after_the_deadline_is_recorded_and_does_not_count(project, people):
    late = factories.milestone(project=project, due=date(2015, 6, 1))
    move([late], people.clerk)
    late.refresh_from_db()
    assert (late.due_date, late.scored_date, late.revisions.get().counts) == (date(2015, 6, 11), date(2015, 6, 1), False)
    move([late], people.clerk, asked_on=date(2015, 5, 30))
    late.refresh_from_db()
    assert (late.due_date, late.scored_date) == (date(2015, 6, 21),) * 2


@pytest.mark.parametrize(
    ("precision", "due", "days", "moved"),
    [
        (Precision.MONTH, JUNE, 16, (date(2015, 7, 1), date(2015, 7, 31))),
        (Precision.MONTH, JUNE, 30, (date(2015, 7, 1), date(2015, 7, 31))),
        (Precision.MONTH_END, JUNE, 30, (date(2015, 7, 31), date(2015, 7, 31))),
        (Precision.QUARTER, JUNE, 90, (date(2015, 7, 1), date(2015, 9, 30))),
        (Precision.TEN_DAY, date(2015, 6, 20), -10, (date(2015, 6, 1), date(2015, 6, 10))),
        (Precision.YEAR, date(2015, 12, 31), 365, (date(2016, 1, 1), date(2016, 12, 31))),
    ],
)
def test_a_window_keeps_its_precision(project, people, precision, due, days, moved):
    start, _due = window(due, precision)
    row = factories.milestone(project=project, due=due, window_start=start, precision=precision)
    move([row], people.clerk, days=days)
    assert values("window_start", "due_date", "precision") == [(*moved, precision)]


def test_a_range_keeps_its_length(project, people):
    row = factories.milestone(project=project, due=JUNE, window_start=date(2015, 6, 25), precision=Precision.RANGE)
    move([row], people.clerk, days=3)
    assert values("window_start", "due_date", "precision") == [(date(2015, 6, 28), date(2015, 7, 3), Precision.RANGE)]


def test_every_faulty_row_is_named_and_nothing_is_written(zone, project, foreign, people):
    zone.ledger_closed_through = 2014
    zone.save()
    project.stage_entries.create(stage="started", reached_on=date(2015, 1, 10))
    rows = {
        "good": factories.milestone(project=project),
        "met": factories.milestone(project=project, actual_date=date(2015, 6, 1)),
        "closed": factories.milestone(project=project, due=date(2014, 12, 31)),
        "early": factories.milestone(project=project, due=date(2015, 1, 12)),
        "stays": factories.milestone(project=project, due=JUNE, window_start=date(2015, 6, 1), precision=Precision.MONTH),
        "stale": factories.milestone(project=project),
        "foreign": foreign.milestone,
    }
    Milestone.objects.filter(pk=rows["stale"].pk).update(remark="别人改的")
    before = values("due_date", "version")
    faults = refused(lambda: move(rows.values(), people.clerk, days=-10))
    assert [name for name, row in rows.items() if row.pk in faults] == ["met", "closed", "early", "stays", "stale", "foreign"]
    assert "2015-01-10" in faults[rows["early"].pk]
    assert values("due_date", "version") == before
    assert not BulkChange.objects.exists()
    assert not Revision.objects.exists()


def test_a_year_that_is_closed_is_not_moved_into(zone, project, people):
    zone.ledger_closed_through = 2014
    zone.save()
    row = factories.milestone(project=project, due=date(2015, 1, 5))
    assert "2014" in refused(lambda: move([row], people.clerk, days=-10))[row.pk]


def test_the_right_is_asked_of_every_row(zone, project, people, three):
    others = factories.milestone(project=factories.project(zone=zone, unit=factories.unit(zone=zone)))
    faults = refused(lambda: actions.add_note(step=bulk_step(by=people.officer, rows=[*three, others]), note="抓紧"))
    assert list(faults) == [others.pk]
    for person in (people.leader, people.colleague):
        assert set(refused(lambda person=person: move(three, person))) == {row.pk for row in three}
    assert move([*three], people.officer).row_count == 3


def test_the_people_of_the_promise_s_own_unit_may(people, zone):
    row = factories.milestone(project=factories.project(zone=zone), unit=people.colleague.memberships.get().unit)
    assert move([row], people.colleague).row_count == 1


def test_a_unit_is_set_and_taken_away(three, people, zone):
    unit = factories.unit(zone=zone)
    change = actions.set_unit_of(step=bulk_step(by=people.clerk, rows=three), unit=unit)
    assert set(values("unit")) == {(unit.pk,)}
    assert change.about == unit.name
    rows = Milestone.objects.all()
    assert set(refused(lambda: actions.set_unit_of(step=bulk_step(by=people.clerk, rows=rows), unit=unit))) == {r.pk for r in rows}
    actions.set_unit_of(step=bulk_step(by=people.clerk, rows=rows), unit=None)
    assert set(values("unit")) == {(None,)}


def test_promises_are_met_once_and_not_ahead_of_time(three, people):
    with pytest.raises(ValueError, match="has not come yet"):
        actions.mark_met(step=bulk_step(by=people.clerk, rows=three), actual=date(2015, 6, 17))
    actions.mark_met(step=bulk_step(by=people.clerk, rows=three[:1]), actual=factories.DAY)
    rows = list(Milestone.objects.order_by("pk"))
    assert list(refused(lambda: actions.mark_met(step=bulk_step(by=people.clerk, rows=rows), actual=factories.DAY))) == [rows[0].pk]
    assert values("actual_date") == [(factories.DAY,), (None,), (None,)]


def test_a_note_stands_below_what_was_there(project, people):
    rows = [factories.milestone(project=project, remark=remark) for remark in ("", "旧话")]
    actions.add_note(step=bulk_step(by=people.clerk, rows=rows), note="周会要求")
    assert values("remark") == [("周会要求",), ("旧话\n周会要求",)]
    full = factories.milestone(project=project, remark="长" * 9_998)
    faults = refused(lambda: actions.add_note(step=bulk_step(by=people.clerk, rows=Milestone.objects.all()), note="周会要求"))
    assert set(faults) == {full.pk, *(row.pk for row in rows)}


def test_the_history_says_bulk_change_with_its_reason(three, people):
    change = move(three, people.clerk)
    event = three[0].events.latest("pgh_id")
    assert (
        event.pgh_context.items()
        >= {"origin": "bulk", "name": people.clerk.name, **{k: WHY[k] for k in ("reason", "explanation")}}.items()
    )
    undo(change, people.admin)
    event = three[0].events.latest("pgh_id")
    assert (event.pgh_context["origin"], event.pgh_context["name"]) == ("bulk", people.admin.name)
    assert str(change.pk) in event.pgh_context["explanation"]


def test_the_same_form_twice_writes_once(three, people):
    token = uuid.uuid4()
    first = move(three, people.clerk, submission=token)
    assert move(three, people.clerk, submission=token) == first
    assert Revision.objects.count() == 3


def test_somebody_else_s_token_is_no_answer(three, people):
    token = uuid.uuid4()
    move(three, people.clerk, submission=token)
    assert set(refused(lambda: move(three, people.admin, submission=token))) == {row.pk for row in three}


# --- taking back ---------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["move", "unit", "met", "note"])
def test_a_step_is_taken_back_whole(three, people, zone, kind):
    names = ("due_date", "window_start", "scored_date", "unit", "actual_date", "remark")
    three[0].remark, three[0].unit = "旧话", factories.unit(zone=zone)
    three[0].save()
    three[0].refresh_from_db()
    before, step = values(*names), bulk_step(by=people.clerk, rows=three)
    change = {
        "move": lambda: move(three, people.clerk),
        "unit": lambda: actions.set_unit_of(step=step, unit=factories.unit(zone=zone)),
        "met": lambda: actions.mark_met(step=step, actual=factories.DAY),
        "note": lambda: actions.add_note(step=step, note="周会要求"),
    }[kind]()
    assert values(*names) != before
    undone = undo(change, people.admin)
    assert values(*names) == before
    assert (undone.undone_at, undone.undone_by) == (NOW, people.admin)
    assert not Revision.objects.exists()
    with pytest.raises(AlreadyUndoneError):
        undo(change, people.admin)
    assert values(*names) == before


def test_only_the_revisions_of_the_step_go(project, people):
    row = factories.milestone(project=project, due=date(2015, 7, 1))
    given = {**WHY, "precision": "day", "by": people.clerk, "asked_on": factories.DAY}
    actions.move_due_date(milestone=row, to=date(2015, 7, 5), **given)
    row.refresh_from_db()
    undo(move([row], people.clerk), people.clerk)
    assert [revision.new_date for revision in row.revisions.all()] == [date(2015, 7, 5)]
    assert values("due_date") == [(date(2015, 7, 5),)]


def test_rows_touched_since_are_named_and_nothing_is_taken_back(three, people):
    change = move(three, people.clerk)
    three[0].refresh_from_db()
    three[0].remark = "后来写的"
    three[0].save()
    three[1].delete()
    after = values("due_date", "version")
    assert set(refused(lambda: undo(change, people.clerk))) == {three[0].pk, three[1].pk or change.rows.all()[1].milestone_id}
    assert values("due_date", "version") == after
    assert BulkChange.objects.get().undone_at is None


def test_a_ledger_closed_since_stays_closed(zone, project, people):
    change = move([factories.milestone(project=project, due=date(2015, 12, 28))], people.clerk)
    zone.ledger_closed_through = 2015
    zone.save()
    assert "2015" in next(iter(refused(lambda: undo(change, people.clerk)).values()))


def test_a_former_unit_that_is_gone_is_named(zone, project, people):
    old = factories.unit(zone=zone)
    row = factories.milestone(project=project, unit=old)
    change = actions.set_unit_of(step=bulk_step(by=people.clerk, rows=[row]), unit=None)
    old.delete()
    assert list(refused(lambda: undo(change, people.clerk))) == [row.pk]


def test_rows_that_a_step_has_made_go_with_it(zone, project, people):
    given = {"zone": zone, "kind": BulkKind.PLAN, "about": "计划", "by": people.clerk}
    promises = [NewPromise(project=project, text=text, due=JUNE, buildings=(("1号厂房", ""),)) for text in ("甲", "乙")]
    change = actions.write_promises(promises=promises, **given)
    stays = factories.milestone(project=project)
    undo(change, people.clerk)
    assert list(Milestone.objects.all()) == [stays]
    again = actions.write_promises(promises=promises, **given)
    report = factories.report(project=project)
    spoken_of = Milestone.objects.get(text="甲")
    report.milestone_weeks.create(milestone=spoken_of, outlook="late")
    assert list(refused(lambda: undo(again, people.clerk))) == [spoken_of.pk]


def test_a_bulk_move_takes_the_same_few_queries_for_one_row_and_for_thirty(project, people, django_assert_num_queries):
    one = [factories.milestone(project=project)]
    many = [factories.milestone(project=project) for _n in range(30)]
    people.clerk.zone_ids  # noqa: B018  (read once per request)
    for rows in (one, many):
        step = bulk_step(by=people.clerk, rows=rows)
        with django_assert_num_queries(11):
            actions.move_due_dates(step=step, days=10, asked_on=factories.DAY, **WHY)
