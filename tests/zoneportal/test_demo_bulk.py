"""The demonstration's step on many promises, and the views of its ledger."""

import datetime

import pytest

from projects import actions
from projects.models import BulkChange, Milestone
from zones.models import SavedView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
MOMENT = datetime.datetime(2015, 6, 2, 2, 20, tzinfo=datetime.UTC)


def test_a_note_was_written_to_the_promises_of_the_third_quarter():
    change = BulkChange.objects.get()
    assert (change.kind, change.by.name, change.created_at, change.undone_at) == ("note", "管委会办公室", MOMENT, None)
    assert change.row_count == change.rows.count() >= 5
    rows = Milestone.objects.filter(pk__in=change.rows.values("milestone"))
    assert all(row.remark.endswith("（演示生成）") for row in rows)
    assert {(row.due_date.month - 1) // 3 for row in rows} == {2}
    event = rows[0].events.latest("pgh_id")
    assert (event.pgh_created_at, event.pgh_context["origin"], event.pgh_context["generated"]) == (MOMENT, "bulk", True)


def test_the_step_can_be_taken_back(xian):
    change = BulkChange.objects.get()
    actions.undo_change(change=change, by=change.by, at=MOMENT)
    assert not Milestone.objects.filter(remark__contains="调度会").exists()


def test_one_view_is_shared_and_one_is_the_officer_s_own():
    views = SavedView.objects.values_list("user__username", "is_shared", "page")
    assert set(views) == {("admin", True, "projects:milestone_list"), ("jiaju-officer", False, "projects:milestone_list")}
