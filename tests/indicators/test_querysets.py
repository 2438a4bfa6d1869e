"""Which figure counts: editions, parks without null's pitfalls, periods, years, zones."""

from decimal import Decimal

import pytest

from indicators.models import Figure, Indicator, Target
from tests import factories
from tests.indicators.factories import figure, indicator, target


@pytest.fixture
def revenue(zone):
    return indicator(zone=zone, name="主营业务收入")


@pytest.fixture
def park(zone):
    return factories.park(zone=zone)


def values(rows):
    return [row.value for row in rows.order_by("pk")]


class TestCurrentFigures:
    def test_the_newest_edition_counts(self, revenue):
        figure(indicator=revenue, value=145, status="estimate")
        figure(indicator=revenue, value=146, status="flash", edition=2)
        newest = figure(indicator=revenue, value=147, status="annual", edition=3)
        assert list(Figure.objects.current()) == [newest]

    def test_zone_and_park_have_editions_of_their_own(self, revenue, park):
        zone_wide = figure(indicator=revenue, value=145)
        figure(indicator=revenue, value=60, park=park)
        of_park = figure(indicator=revenue, value=61, park=park, edition=2)
        assert set(Figure.objects.current()) == {zone_wide, of_park}

    def test_an_edition_of_the_zone_supersedes_no_park(self, revenue, park):
        of_park = figure(indicator=revenue, value=60, park=park)
        figure(indicator=revenue, value=145)
        zone_wide = figure(indicator=revenue, value=146, edition=2)
        assert set(Figure.objects.current()) == {zone_wide, of_park}

    def test_other_years_months_and_indicators_do_not_count(self, zone, revenue):
        kept = [
            figure(indicator=revenue, value=1),
            figure(indicator=revenue, value=2, year=2013, edition=2),
            figure(indicator=revenue, value=3, through_month=6, edition=3),
            figure(indicator=indicator(zone=zone), value=4, edition=4),
        ]
        assert set(Figure.objects.current()) == set(kept)

    def test_filters_around_it_do_not_bring_back_an_old_edition(self, revenue):
        figure(indicator=revenue, value=145, status="estimate")
        figure(indicator=revenue, value=146, status="flash", edition=2)
        assert not Figure.objects.filter(status="estimate").current().exists()
        assert not Figure.objects.current().filter(status="estimate").exists()

    def test_every_row_says_whether_it_is_the_newest(self, revenue, park):
        figure(indicator=revenue, value=145)
        figure(indicator=revenue, value=146, edition=2)
        figure(indicator=revenue, value=60, park=park)
        assert [row.is_newest for row in Figure.objects.with_is_newest().order_by("pk")] == [False, True, True]


class TestLatestCumulative:
    def test_the_largest_month_of_each_indicator_in_one_query(self, zone, revenue, django_assert_num_queries):
        tax = indicator(zone=zone)
        figure(indicator=revenue, value=50, through_month=5, year=2015)
        latest = figure(indicator=revenue, value=61, through_month=6, year=2015)
        only = figure(indicator=tax, value=7, through_month=5, year=2015)
        with django_assert_num_queries(1):
            assert set(Figure.objects.latest_cumulative(zone, 2015)) == {latest, only}

    def test_the_newest_edition_of_that_month(self, zone, revenue):
        figure(indicator=revenue, value=61, through_month=6, year=2015)
        corrected = figure(indicator=revenue, value=60, through_month=6, year=2015, edition=2)
        assert list(Figure.objects.latest_cumulative(zone, 2015)) == [corrected]

    def test_an_old_edition_of_a_later_month_does_not_win_against_its_withdrawal(self, zone, revenue):
        may = figure(indicator=revenue, value=50, through_month=5, year=2015)
        figure(indicator=revenue, value=99, through_month=6, year=2015)
        figure(indicator=revenue, value=None, through_month=6, year=2015, edition=2)
        assert list(Figure.objects.latest_cumulative(zone, 2015)) == [may]

    def test_when_nothing_is_reported_the_row_says_so(self, zone, revenue):
        empty = figure(indicator=revenue, value=None, through_month=5, year=2015)
        assert list(Figure.objects.latest_cumulative(zone, 2015)) == [empty]

    def test_parks_have_their_own(self, zone, revenue, park):
        zone_wide = figure(indicator=revenue, value=61, through_month=6, year=2015)
        of_park = figure(indicator=revenue, value=20, through_month=5, year=2015, park=park)
        assert set(Figure.objects.latest_cumulative(zone, 2015)) == {zone_wide, of_park}
        assert list(Figure.objects.latest_cumulative(zone, 2015).of_zone()) == [zone_wide]

    def test_another_zone_and_another_year_stay_out(self, zone, other_zone, revenue):
        figure(indicator=indicator(zone=other_zone), value=9, year=2015)
        figure(indicator=revenue, value=9, year=2014)
        mine = figure(indicator=revenue, value=1, year=2015)
        assert list(Figure.objects.latest_cumulative(zone, 2015)) == [mine]


class TestYearBefore:
    def test_the_same_months_and_park_of_the_year_before(self, revenue, park):
        figure(indicator=revenue, value=120, year=2013)
        figure(indicator=revenue, value=40, year=2013, park=park)
        figure(indicator=revenue, value=50, year=2013, through_month=5)
        figure(indicator=revenue, value=100, year=2012)
        figure(indicator=revenue, value=145)
        figure(indicator=revenue, value=60, park=park)
        before = {row.park_id: row.value_before for row in Figure.objects.annual(2014).with_year_before()}
        assert before == {None: Decimal(120), park.pk: Decimal(40)}

    def test_its_newest_edition(self, revenue):
        figure(indicator=revenue, value=120, year=2013)
        figure(indicator=revenue, value=121, year=2013, edition=2)
        figure(indicator=revenue, value=145)
        assert Figure.objects.annual(2014).with_year_before().get().value_before == Decimal(121)

    def test_none_without_one(self, revenue):
        figure(indicator=revenue, value=145)
        assert Figure.objects.with_year_before().get().value_before is None

    def test_filtering_to_one_year_keeps_its_base(self, revenue):
        figure(indicator=revenue, value=120, year=2013)
        figure(indicator=revenue, value=145)
        assert Figure.objects.with_year_before().filter(year=2014).get().value_before == Decimal(120)


class TestTargets:
    def test_the_newest_edition_of_each_year(self, zone, revenue):
        target(indicator=revenue, value=180)
        revised = target(indicator=revenue, value=175, edition=2, reason="年中调整")
        last_year = target(indicator=revenue, value=150, year=2014)
        other = target(indicator=indicator(zone=zone), value=1, edition=3)
        assert set(Target.objects.current()) == {revised, last_year, other}
        assert set(Target.objects.current().of_year(2015)) == {revised, other}

    def test_filters_around_it_do_not_bring_back_an_old_one(self, revenue):
        target(indicator=revenue, value=180)
        target(indicator=revenue, value=175, edition=2, reason="年中调整")
        assert not Target.objects.filter(reason="").current().exists()

    def test_every_row_says_whether_it_is_the_newest(self, revenue):
        target(indicator=revenue, value=180)
        target(indicator=revenue, value=175, edition=2)
        assert [row.is_newest for row in Target.objects.with_is_newest().order_by("edition")] == [False, True]


class TestScope:
    def test_everybody_sees_the_own_zone_only(self, people, revenue, other_zone):
        theirs = figure(indicator=indicator(zone=other_zone), value=9)
        mine = figure(indicator=revenue, value=1)
        assert list(Figure.objects.visible_to(people.officer)) == [mine]
        assert list(Figure.objects.visible_to(people.stranger)) == [theirs]

    def test_keepers_edit_and_nobody_else(self, people, revenue):
        mine, aim = figure(indicator=revenue, value=1), target(indicator=revenue, value=2)
        for person in (people.clerk, people.admin):
            assert list(Figure.objects.editable_by(person)) == [mine]
            assert list(Target.objects.editable_by(person)) == [aim]
            assert list(Indicator.objects.editable_by(person)) == [revenue]
            assert mine.edit_access(person)
            assert aim.edit_access(person)
        for person in (people.officer, people.head, people.leader, people.stranger):
            assert not Figure.objects.editable_by(person)
            assert not Target.objects.editable_by(person)
            assert not mine.edit_access(person)
            assert not revenue.edit_access(person)

    def test_a_superuser_edits_everywhere(self, zone, other_zone, revenue):
        root = factories.person(is_superuser=True)
        figure(indicator=indicator(zone=other_zone), value=9)
        assert Figure.objects.editable_by(root).count() == 1
        assert Indicator.objects.editable_by(root).count() == 2


class TestIndicators:
    def test_valid_in_a_year(self, zone):
        old = indicator(zone=zone, valid_to=2018)
        new = indicator(zone=zone, valid_from=2019)
        always = indicator(zone=zone)
        assert set(Indicator.objects.valid_in(2018)) == {old, always}
        assert set(Indicator.objects.valid_in(2019)) == {new, always}
        for year in (2018, 2019):
            assert {i for i in (old, new, always) if i.is_valid_in(year)} == set(Indicator.objects.valid_in(year))

    def test_assessed(self, zone):
        indicator(zone=zone)
        judged = indicator(zone=zone, is_assessed=True)
        assert list(Indicator.objects.assessed()) == [judged]

    def test_the_newest_reported_figure_of_the_zone(self, zone, revenue, park):
        figure(indicator=revenue, value=120, year=2013)
        figure(indicator=revenue, value=145, status="estimate")
        newest = figure(indicator=revenue, value=146, status="flash", edition=2)
        figure(indicator=revenue, value=None, year=2015, through_month=5)
        figure(indicator=revenue, value=60, year=2015, park=park)
        row = Indicator.objects.with_latest_figure().get()
        found = (row.latest_id, row.latest_year, row.latest_month, row.latest_value, row.latest_status)
        assert found == (newest.pk, 2014, 12, Decimal(146), "flash")

    def test_none_without_figures(self, revenue):
        assert Indicator.objects.with_latest_figure().get().latest_id is None


def test_years_with_figures_newest_first(zone, other_zone, revenue):
    for year in (2013, 2015, 2014):
        figure(indicator=revenue, value=1, year=year)
    figure(indicator=revenue, value=1, year=2014, through_month=6)
    figure(indicator=indicator(zone=other_zone), value=1, year=2011)
    assert Figure.objects.years(zone) == [2015, 2014, 2013]


def test_a_series_holds_all_editions_newest_first(revenue, park):
    first, second = figure(indicator=revenue, value=1), figure(indicator=revenue, value=2, edition=2)
    figure(indicator=revenue, value=3, park=park)
    before = figure(indicator=revenue, value=4, year=2013)
    assert list(Figure.objects.same_series(first)) == [second, first]
    assert list(Figure.objects.same_series(first, year=2013)) == [before]


def test_the_parts_of_a_figure_are_its_parks_newest_editions_in_order(zone, revenue):
    late, early = factories.park(zone=zone, position=2), factories.park(zone=zone, position=1)
    whole = figure(indicator=revenue, value=10)
    figure(indicator=revenue, value=1, park=late)
    newest, only = figure(indicator=revenue, value=2, park=late, edition=2), figure(indicator=revenue, value=8, park=early)
    figure(indicator=revenue, value=5, park=early, year=2013)
    assert list(Figure.objects.parts_of(whole)) == [only, newest]


def test_figures_in_time_put_the_zone_before_its_parks(zone, revenue, park):
    of_park = figure(indicator=revenue, value=1, park=park)
    first, second = figure(indicator=revenue, value=2), figure(indicator=revenue, value=3, edition=2)
    newer = figure(indicator=revenue, value=4, year=2015, through_month=5)
    assert list(Figure.objects.in_time()) == [newer, second, first, of_park]
