"""Two clerks confirm the same plan at once: without the zone's lock it is entered twice, with it one of them is told."""

import contextlib
import datetime
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import transaction

from projects import actions
from projects.actions import NewPromise
from projects.actions import promises as writing
from projects.choices import BulkKind
from projects.models import BulkChange, Milestone, PlanText, Project
from tests import factories
from tests.projects import plans
from tests.projects.test_week_races import at_once, same_person
from zones.querysets import ZoneQuerySet

PLAN = "全友家居项目3月31日前宿舍楼竣工;6月30日前9号、10号厂房开始基础施工。"
pytestmark = pytest.mark.django_db(transaction=True)


def meet_after_reading(monkeypatch, hands):
    """Everybody has read what the ledger holds before anybody writes, where nothing keeps them apart."""
    gate, known = Barrier(hands), writing.known_promises

    def reading(projects):
        found = known(projects)
        with contextlib.suppress(BrokenBarrierError):
            gate.wait(timeout=2)
        return found

    monkeypatch.setattr(writing, "known_promises", reading)


def write(zone, by, project):
    promise = NewPromise(project=project, text="宿舍楼竣工", due=datetime.date(2015, 3, 31))
    with transaction.atomic():
        return actions.write_promises(zone=zone, kind=BulkKind.PLAN, about="", promises=[promise], by=by)


@pytest.mark.parametrize(("locked", "written"), [(False, 2), (True, 1)])
def test_the_lock_is_what_keeps_a_promise_from_being_entered_twice(zone, people, project, monkeypatch, locked, written):
    if not locked:
        monkeypatch.setattr(ZoneQuerySet, "locked", lambda self: self)
    meet_after_reading(monkeypatch, 2)
    at_once(lambda number: write(zone, people.clerk, project), hands=2)
    assert Milestone.objects.count() == written
    assert BulkChange.objects.count() == written


def test_of_ten_who_confirm_the_same_paste_one_wins_and_the_others_are_told(sign_in, people, zone):
    factories.project(zone=zone, name="全友家居")
    hands = [sign_in(people.clerk if number % 2 else people.admin) for number in range(10)]
    sent = [plans.filled(plans.read(hand, PLAN)) for hand in hands]
    answers = at_once(lambda number: same_person(hands[number]).post(plans.URL, sent[number]), hands=10)
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 9
    assert (Milestone.objects.count(), PlanText.objects.get().row_count) == (2, 2)
    assert all("has confirmed this text" in answer.content.decode() for answer in answers if answer.status_code == 409)


def test_twenty_identical_confirmations_make_one_new_project_and_its_promises_once(sign_in, people, zone):
    clerk = sign_in(people.clerk)
    sent = plans.filled(plans.read(clerk, PLAN), new_all="on")
    statuses = at_once(lambda number: same_person(clerk).post(plans.URL, sent).status_code)
    assert statuses == [302] * 20
    assert (Project.objects.count(), Milestone.objects.count(), BulkChange.objects.count()) == (1, 2, 1)
