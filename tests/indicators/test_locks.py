"""Periods: their days, the refusal with its reason, exceptions, and that every way of writing a figure gets the same answer."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from indicators.actions import publish_edition
from indicators.locks import Dates, LockedError, Locks
from indicators.models import Figure, PeriodException, PeriodRule
from tests import factories

DAY = datetime.date
FIRST, LAST = DAY(2015, 6, 1), DAY(2015, 6, 5)


@dataclass(frozen=True)
class Rule:
    year: int = 2015
    opens_day: int = 1
    due_day: int = 10
    lock_day: int | None = 25
    final_month: int | None = None


@dataclass(frozen=True)
class Opened:
    year: int = 2015
    month: int = 3
    first_day: datetime.date = FIRST
    last_day: datetime.date = LAST
    park_id: int | None = None


@dataclass(frozen=True)
class Place:
    """A park, or with ``parent_id`` a part of one."""

    pk: int
    parent_id: int | None = None


class TestDates:
    def test_a_month_is_written_in_the_one_after_it(self):
        dates = Locks([Rule()]).dates(2015, 5)
        assert dates == Dates(DAY(2015, 6, 1), DAY(2015, 6, 10), DAY(2015, 6, 25), None)

    def test_december_is_written_in_january(self):
        dates = Locks([Rule(final_month=6)]).dates(2015, 12)
        assert (dates.opens, dates.locks, dates.final) == (DAY(2016, 1, 1), DAY(2016, 1, 25), DAY(2016, 7, 1))

    def test_a_due_day_off_moves_to_the_next_working_day(self):
        assert Locks([Rule()]).dates(2015, 4).due == DAY(2015, 5, 11)  # the tenth of May 2015 is a Sunday
        assert Locks([Rule()], known={DAY(2015, 5, 11): False}).dates(2015, 4).due == DAY(2015, 5, 12)

    def test_the_rule_of_the_newest_year_counts_and_earlier_years_have_none(self):
        locks = Locks([Rule(2015), Rule(2017, lock_day=20)])
        assert locks.dates(2014, 12) is None
        assert locks.dates(2016, 3).locks == DAY(2016, 4, 25)
        assert locks.dates(2018, 3).locks == DAY(2018, 4, 20)

    @pytest.mark.parametrize(
        ("today", "state"),
        [
            (DAY(2015, 5, 31), "coming"),
            (DAY(2015, 6, 1), "open"),
            (DAY(2015, 6, 10), "open"),
            (DAY(2015, 6, 11), "overdue"),
            (DAY(2015, 6, 24), "overdue"),
            (DAY(2015, 6, 25), "locked"),
        ],
    )
    def test_where_a_period_stands(self, today, state):
        assert Locks([Rule()]).state(2015, 5, today) == state


class TestRefusal:
    def test_it_says_why_since_when_and_whom_to_ask(self):
        text = Locks([Rule()], who="系统管理员").refusal(2015, 3, today=DAY(2015, 6, 16))
        assert "2015-03" in text
        assert "2015-04-25" in text
        assert "系统管理员" in text

    def test_the_last_open_day_is_the_one_before(self):
        locks = Locks([Rule()])
        assert locks.refusal(2015, 5, today=DAY(2015, 6, 24)) == ""
        assert locks.refusal(2015, 5, today=DAY(2015, 6, 25))

    def test_what_is_not_open_yet_is_refused_with_its_day(self):
        assert "2015-07-01" in Locks([Rule()]).refusal(2015, 6, today=DAY(2015, 6, 16))

    def test_without_a_rule_or_without_a_lock_day_nothing_is_locked(self):
        assert Locks().refusal(1999, 1, today=DAY(2015, 6, 16)) == ""
        assert Locks([Rule(lock_day=None)]).refusal(2015, 1, today=DAY(2020, 1, 1)) == ""

    def test_final_editions_have_a_lock_of_their_own(self):
        locks = Locks([Rule(final_month=6)])
        assert locks.refusal(2015, 12, today=DAY(2016, 6, 30))
        assert locks.refusal(2015, 12, today=DAY(2016, 6, 30), is_final=True) == ""
        assert "2016-07-01" in locks.refusal(2015, 12, today=DAY(2016, 7, 1), is_final=True)

    @pytest.mark.parametrize(
        ("opened", "park", "today", "is_refused"),
        [
            (Opened(park_id=7), Place(9, parent_id=7), DAY(2015, 6, 5), False),
            (Opened(park_id=9), Place(7), DAY(2015, 6, 5), True),
            (Opened(), None, DAY(2015, 6, 5), False),
            (Opened(), Place(7), DAY(2015, 6, 5), False),
            (Opened(), None, DAY(2015, 6, 6), True),
            (Opened(), None, DAY(2015, 5, 31), True),
            (Opened(month=2), None, DAY(2015, 6, 5), True),
            (Opened(park_id=7), Place(7), DAY(2015, 6, 5), False),
            (Opened(park_id=7), Place(8), DAY(2015, 6, 5), True),
            (Opened(park_id=7), None, DAY(2015, 6, 5), True),
        ],
    )
    def test_an_exception_opens_its_month_for_its_park_and_its_days(self, opened, park, today, is_refused):
        assert bool(Locks([Rule()], [opened]).refusal(2015, 3, today=today, park=park)) is is_refused


@pytest.mark.django_db
class TestWriting:
    """Today is 2015-06-16: May is open, March is locked since 2015-04-25."""

    @pytest.fixture
    def indicator(self, zone, people):
        factories.period_rule(zone=zone)
        return factories.indicator(zone=zone)

    def form(self, month: int, **fields):
        given = {"version": "0", "year": "2015", "through_month": month, "value": "12", "status": "flash", "qualifier": "exact"}
        return {**given, **fields}

    def test_an_open_month_is_written_and_a_locked_one_refused_in_the_form(self, indicator, people, sign_in):
        address = reverse("indicators:figure_new", args=[indicator.pk])
        client = sign_in(people.clerk)
        assert client.post(address, self.form(5)).status_code == 302
        page = client.post(address, self.form(3))
        assert "2015-04-25" in page.content.decode()
        assert str(people.admin) in page.content.decode()
        assert 'value="12"' in page.content.decode()
        assert list(Figure.objects.values_list("through_month", flat=True)) == [5]

    def test_the_next_edition_of_a_locked_month_is_refused_and_a_revision_is_not(self, indicator, people, sign_in):
        figure = factories.figure(indicator=indicator, year=2015, through_month=3, status="estimate")
        address = reverse("indicators:figure_edition", args=[figure.pk])
        given = {"version": "0", "replaces": "1", "value": "146", "qualifier": "exact"}
        client = sign_in(people.clerk)
        assert "2015-04-25" in client.post(address, {**given, "status": "flash"}).content.decode()
        assert client.post(address, {**given, "status": "revised", "remark": "更正"}).status_code == 302
        assert Figure.objects.count() == 2

    def test_the_action_refuses_whoever_calls_it(self, indicator, people):
        figure = Figure(indicator=indicator, year=2015, through_month=3, value=Decimal(1), status="flash")
        with pytest.raises(LockedError, match="2015-04-25"):
            publish_edition(figure=figure, after=0, by=people.clerk, today=factories.DAY)
        assert not Figure.objects.exists()

    def test_an_exception_of_a_park_opens_that_park_only(self, indicator, people, zone):
        one, other = factories.park(zone=zone), factories.park(zone=zone)
        factories.period_exception(zone=zone, granted_by=people.admin, month=3, park=one)
        made = {"indicator": indicator, "year": 2015, "through_month": 3, "value": Decimal(1), "status": "flash"}
        publish_edition(figure=Figure(**made, park=one), after=0, by=people.clerk, today=factories.DAY)
        for park in (other, None):
            with pytest.raises(LockedError):
                publish_edition(figure=Figure(**made, park=park), after=0, by=people.clerk, today=factories.DAY)

    def test_an_exception_is_in_the_register_while_it_lasts(self, indicator, people, zone, sign_in):
        factories.period_exception(zone=zone, granted_by=people.admin, month=3, reason="统计员住院")
        client = sign_in(people.officer)
        assert "统计员住院" in client.get(reverse("indicators:periods")).content.decode()
        PeriodException.objects.update(first_day=DAY(2015, 6, 1), last_day=DAY(2015, 6, 2))
        assert "统计员住院" not in client.get(reverse("indicators:periods")).content.decode()
        assert "统计员住院" in client.get(reverse("indicators:exception_list"), {"cols": "reason"}).content.decode()
        answer = client.get(reverse("indicators:exception_list"), {"cols": "reason", "open": "yes"})
        assert "统计员住院" not in answer.content.decode()

    def test_the_page_shows_the_months_of_the_year(self, indicator, people, sign_in):
        page = sign_in(people.leader).get(reverse("indicators:periods"), {"year": "2015"})
        lines = dict(page.context["forms"])
        states = [line.state for line in lines["figures"]]
        assert states == ["locked"] * 4 + ["overdue"] + ["coming"] * 7
        assert lines["returns"] == []

    def test_days_out_of_order_are_refused_by_the_database(self, zone):
        with pytest.raises(IntegrityError):
            PeriodRule.objects.create(zone=zone, year=2015, due_day=25, lock_day=20)

    def test_days_out_of_order_are_refused_in_words(self, people, sign_in):
        given = {"version": "0", "form": "figures", "year": "2015", "opens_day": "1", "due_day": "20", "lock_day": "10"}
        page = sign_in(people.admin).post(reverse("indicators:period_rule_new"), given)
        assert page.status_code == 200
        assert page.context["form"].non_field_errors()
        assert not PeriodRule.objects.exists()


@pytest.mark.django_db
def test_a_year_in_which_the_indicator_is_not_counted_is_refused(zone, people, sign_in):
    ended = factories.indicator(zone=zone, name="主营业务收入", valid_to=2018)
    client = sign_in(people.clerk)
    given = {"version": "0", "through_month": "12", "value": "1", "status": "annual", "qualifier": "exact"}
    page = client.post(reverse("indicators:figure_new", args=[ended.pk]), {**given, "year": "2019"})
    assert "2018" in str(page.context["form"].errors["year"])
    page = client.post(reverse("indicators:target_new", args=[ended.pk]), {"version": "0", "year": "2019", "value": "1"})
    assert "2018" in str(page.context["form"].errors["year"])
    assert client.post(reverse("indicators:figure_new", args=[ended.pk]), {**given, "year": "2018"}).status_code == 302
