"""Totals: what counts, growth of the same enterprises, and what a reader may see."""

from decimal import Decimal

import pytest

from returns.totals import UNPLACED, ZONE, Reader, totals
from tests import factories

pytestmark = pytest.mark.django_db
ALL, PUBLIC = Reader(sees_all=True, least=3), Reader(sees_all=False, least=3)


@pytest.fixture
def item(zone):
    return factories.return_item(zone=zone)


def firms(zone, item, park, values, *, before=(), state="accepted"):
    """Enterprises with a return each, and one of the year before where ``before`` has a value."""
    made = []
    for place, value in enumerate(values):
        enterprise = factories.enterprise(zone=zone, park=park)
        factories.monthly_return(enterprise=enterprise, values={item: value}, state=state)
        if place < len(before) and before[place] is not None:
            factories.monthly_return(enterprise=enterprise, values={item: before[place]}, year=2014)
        made.append(enterprise)
    return made


class TestWhatCounts:
    def test_handed_in_and_accepted_returns_count_and_drafts_do_not(self, zone, item):
        park = factories.park(zone=zone)
        firms(zone, item, park, [10, 20])
        firms(zone, item, park, [5], state="submitted")
        for state in ("open", "draft", "returned"):
            firms(zone, item, park, [1000], state=state)
        total = totals(zone, 2015).whole(5, item.pk)
        assert (total.value, total.firms, total.unreviewed) == (35, 3, 1)

    def test_what_is_not_reported_is_no_zero(self, zone, item):
        firms(zone, item, factories.park(zone=zone), [None, 7])
        total = totals(zone, 2015).whole(5, item.pk)
        assert (total.value, total.firms) == (7, 1)
        assert totals(zone, 2015).whole(4, item.pk) is None

    def test_a_part_of_a_park_counts_in_it_and_an_unplaced_firm_by_itself(self, zone, item):
        park = factories.park(zone=zone)
        firms(zone, item, park, [1])
        firms(zone, item, factories.park(zone=zone, parent=park), [2])
        firms(zone, item, None, [4])
        places = totals(zone, 2015).cells[5, item.pk]
        assert {place: total.value for place, total in places.items()} == {park.pk: 3, UNPLACED: 4}

    def test_another_zone_s_returns_do_not_count(self, zone, other_zone, item):
        firms(other_zone, item, None, [9])
        assert totals(zone, 2015).cells == {}


class TestGrowth:
    def test_only_enterprises_of_both_years_are_compared(self, zone, item):
        firms(zone, item, factories.park(zone=zone), [120, 110, 1000], before=[100, 100])
        shown = totals(zone, 2015).shown(5, item.pk, ZONE, ALL)
        assert shown.value == 1230
        assert shown.growth == Decimal(15)

    def test_growth_of_too_few_enterprises_is_not_shown_to_all(self, zone, item):
        firms(zone, item, factories.park(zone=zone), [120, 110, 1000], before=[100, 100])
        shown = totals(zone, 2015).shown(5, item.pk, ZONE, PUBLIC)
        assert (shown.value, shown.growth) == (1230, None)

    def test_without_last_year_there_is_none(self, zone, item):
        firms(zone, item, factories.park(zone=zone), [1, 2, 3])
        assert totals(zone, 2015).shown(5, item.pk, ZONE, ALL).growth is None


class TestReader:
    @pytest.fixture
    def parks(self, zone, item):
        parks = [factories.park(zone=zone) for _ in range(3)]
        for park, values in zip(parks, ([1, 2, 3, 4], [10, 20, 30], [100, 200]), strict=True):
            firms(zone, item, park, values)
        return parks

    def shown(self, zone, item, parks, reader):
        made = totals(zone, 2015)
        return [made.shown(5, item.pk, place, reader).value for place in (ZONE, *(park.pk for park in parks))]

    def test_a_statistician_sees_everything(self, zone, item, parks):
        assert self.shown(zone, item, parks, ALL) == [370, 10, 60, 300]

    def test_everybody_else_sees_no_park_of_two_and_none_it_follows_from(self, zone, item, parks):
        assert self.shown(zone, item, parks, PUBLIC) == [370, 10, None, None]

    def test_a_clerk_of_a_park_sees_the_own_one(self, zone, item, parks):
        reader = Reader(sees_all=False, least=3, own=parks[2].pk)
        assert self.shown(zone, item, parks, reader) == [370, 10, 60, 300]
        reader = Reader(sees_all=False, least=3, own=parks[0].pk)
        assert self.shown(zone, item, parks, reader) == [370, 10, None, None]

    def test_hidden_is_told_from_not_reported(self, zone, item, parks):
        made = totals(zone, 2015)
        assert made.shown(5, item.pk, parks[2].pk, PUBLIC).is_hidden
        assert not made.shown(4, item.pk, parks[2].pk, PUBLIC).is_hidden

    def test_the_reader_follows_from_the_role(self, zone, people):
        park = factories.park(zone=zone)
        own = factories.person(zone=zone, role="park_clerk", park=park)
        assert [Reader.of(person, zone) for person in (people.clerk, people.leader, own)] == [
            Reader(sees_all=True, least=3),
            Reader(sees_all=False, least=3),
            Reader(sees_all=False, least=3, own=park.pk),
        ]


def test_one_query_however_many_there_are(zone, item, django_assert_num_queries):
    for _ in range(3):
        firms(zone, item, factories.park(zone=zone), [1, 2], before=[1, 1])
    with django_assert_num_queries(1):
        totals(zone, 2015)
