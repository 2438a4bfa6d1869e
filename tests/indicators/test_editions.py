"""What may follow what, and that nothing is written over."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from core.models import DataStatus
from indicators.actions import publish_edition, set_target
from indicators.choices import month_choices, next_statuses, period_words
from indicators.models import Figure, Target
from tests import factories
from tests.indicators.factories import figure, indicator, target

ESTIMATE, FLASH, ANNUAL, REVISED = DataStatus.ESTIMATE, DataStatus.FLASH, DataStatus.ANNUAL, DataStatus.REVISED


@pytest.mark.parametrize(
    ("so_far", "following"),
    [
        ([], [ESTIMATE, FLASH, ANNUAL, REVISED]),
        ([ESTIMATE], [FLASH, ANNUAL, REVISED]),
        ([FLASH, ESTIMATE], [ANNUAL, REVISED]),
        ([ANNUAL], [REVISED]),
        ([REVISED, ESTIMATE], [FLASH, ANNUAL, REVISED]),
        ([REVISED], [ESTIMATE, FLASH, ANNUAL, REVISED]),
        ([REVISED, ANNUAL, FLASH, ESTIMATE], [REVISED]),
    ],
)
def test_a_status_is_followed_by_a_firmer_one_or_a_revision(so_far, following):
    assert next_statuses(so_far) == following


def test_periods_are_cumulative_months():
    assert period_words(5) == "months 1–5" or period_words(5) == "1–5月"
    assert [month for month, _words in month_choices()] == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert len({words for _month, words in month_choices()}) == 12


class TestPublishEdition:
    def test_the_next_edition_stands_beside_the_one_before(self, zone, people):
        revenue = indicator(zone=zone)
        before = figure(indicator=revenue, value=145, status="estimate")
        after = publish_edition(
            figure=Figure(indicator=revenue, year=2014, value=146, status="flash"), after=1, by=people.clerk, today=factories.DAY
        )
        before.refresh_from_db()
        assert (before.value, before.edition, before.status) == (145, 1, "estimate")
        assert (after.value, after.edition, after.entered_by) == (146, 2, people.clerk)

    def test_the_first_one(self, zone, people):
        made = publish_edition(
            figure=Figure(indicator=indicator(zone=zone), year=2014, value=1), after=0, by=people.clerk, today=factories.DAY
        )
        assert made.edition == 1

    def test_an_edition_is_published_once(self, zone, people):
        revenue = indicator(zone=zone)
        figure(indicator=revenue, value=145)
        for value in (146, 147):
            row = Figure(indicator=revenue, year=2014, value=value)
            if value == 146:
                publish_edition(figure=row, after=1, by=people.clerk, today=factories.DAY)
            else:
                with pytest.raises(IntegrityError), transaction.atomic():
                    publish_edition(figure=row, after=1, by=people.clerk, today=factories.DAY)
        assert list(Figure.objects.order_by("edition").values_list("value", flat=True)) == [145, 146]

    def test_a_figure_of_the_whole_zone_is_published_once_too(self, zone, people):
        """Its park is null, and null would be unequal to null without nulls_distinct=False."""
        revenue = indicator(zone=zone)
        figure(indicator=revenue, value=145)
        with pytest.raises(IntegrityError), transaction.atomic():
            publish_edition(figure=Figure(indicator=revenue, year=2014, value=1), after=0, by=people.clerk, today=factories.DAY)

    def test_a_stored_figure_cannot_be_published_again(self, zone, people):
        stored = figure(indicator=indicator(zone=zone), value=145)
        stored.value = 999
        with pytest.raises(IntegrityError), transaction.atomic():
            publish_edition(figure=stored, after=1, by=people.clerk, today=factories.DAY)
        stored.refresh_from_db()
        assert stored.value == 145


class TestSetTarget:
    def test_a_revision_keeps_the_old_target_with_its_date(self, zone):
        revenue = indicator(zone=zone)
        old = target(indicator=revenue, value=180, set_on=datetime.date(2014, 12, 20))
        new = Target(indicator=revenue, year=2015, value=175, set_on=datetime.date(2015, 6, 1), reason="市场下行")
        assert set_target(target=new, after=1).edition == 2
        old.refresh_from_db()
        assert (old.value, old.set_on) == (180, datetime.date(2014, 12, 20))

    def test_it_is_revised_once(self, zone):
        revenue = indicator(zone=zone)
        target(indicator=revenue, value=180)
        with pytest.raises(IntegrityError), transaction.atomic():
            set_target(target=Target(indicator=revenue, year=2015, value=1), after=0)
