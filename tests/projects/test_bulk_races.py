"""Several hands at the same rows: one step, one taking back, nobody's work lost."""

import datetime
import uuid

import pytest

from projects.models import BulkChange, Milestone, Revision
from tests import factories
from tests.projects.test_bulk_pages import BULK, MOVE, ticks
from tests.projects.test_week_races import at_once, same_person

HANDS = 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(project):
    return [factories.milestone(project=project, due=datetime.date(2015, 7, day)) for day in range(1, 21)]


def test_the_same_step_sent_by_many_hands_is_written_once(sign_in, people, rows):
    client, given = sign_in(people.clerk), {"rows": ticks(rows), **MOVE, "submission": str(uuid.uuid4())}
    answers = at_once(lambda number: same_person(client).post(BULK, given), HANDS)
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, BulkChange.objects.get().get_absolute_url())}
    assert Revision.objects.count() == len(rows)
    assert set(Milestone.objects.values_list("version", flat=True)) == {2}


def test_of_many_undos_one_does_it_and_the_others_are_told(sign_in, people, rows):
    client = sign_in(people.clerk)
    client.post(BULK, {"rows": ticks(rows), **MOVE})
    change = BulkChange.objects.get()
    answers = at_once(lambda number: same_person(client).post(f"{change.get_absolute_url()}undo/"), HANDS)
    assert {answer.status_code for answer in answers} == {302}
    assert set(Milestone.objects.values_list("version", flat=True)) == {3}
    assert list(Milestone.objects.order_by("pk").values_list("due_date", flat=True)) == [row.baseline_date for row in rows]
    assert not Revision.objects.exists()


def test_a_step_against_single_moves_loses_nothing(sign_in, people, rows):
    """Either the step or the single move is told that the copy is stale; each row is moved by what was accepted."""
    client, given = sign_in(people.clerk), {"rows": ticks(rows), **MOVE}
    single = {"reason": "land", "explanation": "单独", "approved_by": "主任", "precision": "day", "version": "1"}
    single |= {"due_date": "2015-12-01", "asked_on": "2015-06-16"}

    def work(number):
        other = same_person(client)
        if number == 0:
            return other.post(BULK, given).status_code
        return other.post(f"/milestones/{rows[-number].pk}/due/", single).status_code

    bulk, *singles = at_once(work, HANDS)
    assert {bulk, *singles} <= {302, 409}
    assert (bulk == 302) == (singles == [409] * len(singles))
    assert Revision.objects.count() == (len(rows) if bulk == 302 else singles.count(302))
    assert all(row.version == 1 + row.revisions.count() for row in Milestone.objects.all())


def test_opposite_orders_do_not_lock_each_other_out(sign_in, people, rows):
    client = sign_in(people.clerk)

    def work(number):
        chosen = rows if number % 2 else rows[::-1]
        return same_person(client).post(BULK, {"rows": ticks(chosen), "kind": "note", "note-note": f"第{number}条"}).status_code

    statuses = at_once(work, HANDS)
    assert sorted(statuses) == [302] + [409] * (HANDS - 1)
    assert BulkChange.objects.count() == 1
