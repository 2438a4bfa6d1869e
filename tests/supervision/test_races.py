"""Several hands at once: numbers are given once, decisions become one issue each, and closed minutes and tours stay closed."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from supervision import actions
from supervision.models import Bulletin, Issue, Meeting
from tests import factories
from tests.projects.test_week_races import at_once
from zones.querysets import ZoneQuerySet

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6
DAY = factories.DAY


def clerk(people):
    return get_user_model().objects.get(pk=people.clerk.pk)


@pytest.fixture
def drafts(zone, unit):
    made = [factories.bulletin(zone=zone) for _ in range(HANDS)]
    for draft in made:
        factories.bulletin_entry(bulletin=draft, unit=unit)
    return [draft.pk for draft in made]


def issue_all(drafts, people):
    def hand(number):
        try:
            return actions.issue_bulletin(bulletin=Bulletin.objects.get(pk=drafts[number]), by=clerk(people), on=DAY).number
        except IntegrityError as error:
            return type(error).__name__

    return at_once(hand, HANDS)


def test_bulletins_that_are_issued_at_once_have_different_numbers(drafts, people):
    assert sorted(issue_all(drafts, people)) == list(range(1, HANDS + 1))


def test_without_the_lock_of_the_zone_numbers_would_collide(drafts, people, monkeypatch):
    monkeypatch.setattr(ZoneQuerySet, "locked", lambda self: self.order_by("pk"))
    assert "IntegrityError" in issue_all(drafts, people)


def test_minutes_closed_twice_at_once_make_every_issue_once(zone, unit, people):
    meeting = factories.meeting(zone=zone)
    for _ in range(3):
        fields = {"outcome": "decided", "decision": "办", "unit": unit, "due_on": datetime.date(2015, 6, 30)}
        factories.meeting_item(meeting=meeting, **fields)

    def hand(number):
        return actions.close_meeting(meeting=Meeting.objects.get(pk=meeting.pk), by=clerk(people), on=DAY)

    assert sorted(at_once(hand, HANDS)) == [0] * (HANDS - 1) + [3]
    assert Issue.objects.count() == 3
