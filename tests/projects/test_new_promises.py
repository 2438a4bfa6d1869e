"""Many promises entered at once: all or none, never twice, with what the step made kept for taking it back."""

import datetime

import pytest
from django.db import DatabaseError

from core.periods import Precision, Relation
from projects import actions
from projects.actions import NewPromise
from projects.choices import BuildingKind, BulkKind, Phase
from projects.models import Building, BulkChange, Milestone
from tests import factories

MAY = datetime.date(2015, 5, 10)


def write(zone, people, *promises):
    return actions.write_promises(zone=zone, kind=BulkKind.PLAN, about="2015年计划", promises=promises, by=people.clerk)


def test_promises_are_entered_with_their_windows_baselines_and_buildings(zone, project, people):
    old = factories.building(project=project, name="1号厂房")
    first = NewPromise(
        project=project,
        text="钢构主体完工",
        due=MAY,
        precision=Precision.MONTH,
        relation=Relation.AT,
        phase=Phase.STEEL,
        buildings=(("1号厂房", BuildingKind.WORKSHOP), ("库房", BuildingKind.WAREHOUSE)),
        wording="5月钢构主体完工",
    )
    second = NewPromise(project=project, text="设备进场", due=datetime.date(2015, 6, 30), buildings=(("库 房", ""),))
    change = write(zone, people, first, second)
    steel, equipment = Milestone.objects.order_by("pk")
    assert (steel.window_start, steel.due_date, steel.baseline_date, steel.scored_date) == (
        datetime.date(2015, 5, 1),
        *3 * (datetime.date(2015, 5, 31),),
    )
    assert (steel.relation, steel.phase, steel.wording) == (Relation.AT, Phase.STEEL, "5月钢构主体完工")
    store = Building.objects.exclude(pk=old.pk).get()
    assert (store.name, store.kind, store.project) == ("库房", BuildingKind.WAREHOUSE, project)
    assert set(steel.buildings.all()) == {old, store}
    assert list(equipment.buildings.all()) == [store]
    assert (change.kind, change.about, change.row_count, change.by) == (BulkKind.PLAN, "2015年计划", 2, people.clerk)
    assert set(change.rows.values_list("milestone_id", "before", "version_after")) == {(steel.pk, None, 1), (equipment.pk, None, 1)}


def test_a_promise_that_the_ledger_holds_is_left_out_though_its_date_was_moved_since(zone, project, people):
    promise = NewPromise(project=project, text="设备进场", due=MAY)
    write(zone, people, promise, promise)
    Milestone.objects.update(due_date=datetime.date(2015, 9, 1))
    assert write(zone, people, NewPromise(project=project, text="设备 进场", due=MAY)) is None
    assert (Milestone.objects.count(), BulkChange.objects.count()) == (1, 1)


def test_the_same_words_for_another_day_or_project_are_another_promise(zone, project, people):
    other = factories.project(zone=zone)
    write(zone, people, NewPromise(project=project, text="设备进场", due=MAY))
    change = write(
        zone,
        people,
        NewPromise(project=project, text="设备进场", due=datetime.date(2015, 6, 30)),
        NewPromise(project=other, text="设备进场", due=MAY),
    )
    assert change.row_count == 2


@pytest.mark.django_db(transaction=True)
def test_one_that_the_database_refuses_leaves_none(zone, project, people):
    good = NewPromise(project=project, text="设备进场", due=MAY)
    with pytest.raises(DatabaseError):
        write(zone, people, good, NewPromise(project=project, text="投产" * 200, due=MAY))
    assert not Milestone.objects.exists()
    assert not BulkChange.objects.exists()
