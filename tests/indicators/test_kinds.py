"""Figures of one month, a quarter, a half-year and a point in time beside the cumulative ones."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from indicators.choices import period_words
from indicators.models import Figure
from indicators.overview import overview
from reports import checks
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(zone):
    return factories.indicator(zone=zone, places=0)


def figure(indicator, kind, month, value, **fields):
    given = {"year": 2014, "kind": kind, "through_month": month, "value": Decimal(value)}
    return factories.figure(indicator=indicator, **{**given, **fields})


def given(**fields):
    values = {"version": "0", "year": "2014", "through_month": "6", "value": "12", "status": "flash", "qualifier": "exact"}
    return {**values, **fields}


class TestSeries:
    def test_every_kind_is_a_series_of_its_own(self, indicator):
        for kind in ("cumulative", "month", "quarter", "half", "point"):
            figure(indicator, kind, 6, 10)
        assert Figure.objects.current().count() == 5
        with transaction.atomic(), pytest.raises(IntegrityError):
            figure(indicator, "month", 6, 11)

    @pytest.mark.parametrize(("kind", "month"), [("quarter", 5), ("half", 3)])
    def test_a_quarter_and_a_half_year_end_where_they_end(self, indicator, kind, month):
        with transaction.atomic(), pytest.raises(IntegrityError):
            figure(indicator, kind, month, 1)

    def test_only_cumulative_figures_stand_in_the_year_s_overview(self, indicator, zone):
        figure(indicator, "cumulative", 11, 100)
        figure(indicator, "month", 12, 9)
        (line,) = overview(zone, 2014).lines
        assert (line.figure.kind, line.figure.value) == ("cumulative", 100)

    def test_last_year_s_value_is_of_the_same_kind(self, indicator):
        figure(indicator, "cumulative", 6, 600, year=2013)
        figure(indicator, "month", 6, 100, year=2013)
        row = figure(indicator, "month", 6, 120)
        assert Figure.objects.with_year_before().get(pk=row.pk).value_before == 100

    def test_the_words_say_what_is_covered(self):
        words = [period_words(6, kind) for kind in ("cumulative", "month", "quarter", "half", "point")]
        assert words == ["1–6月", "6月", "2季度", "上半年", "6月末"]


class TestForm:
    def test_a_month_is_entered_beside_the_cumulative_figure(self, indicator, people, sign_in):
        client = sign_in(people.clerk)
        address = reverse("indicators:figure_new", args=[indicator.pk])
        assert client.post(address, given(value="60")).status_code == 302
        assert client.post(address, given(kind="month")).status_code == 302
        assert set(Figure.objects.values_list("kind", "value")) == {("cumulative", 60), ("month", 12)}
        page = client.get(reverse("indicators:figure_list"), {"kind": "month"}).content.decode()
        assert "6月" in page

    def test_a_quarter_that_ends_in_may_is_refused_in_words(self, indicator, people, sign_in):
        page = sign_in(people.clerk).post(
            reverse("indicators:figure_new", args=[indicator.pk]), given(kind="quarter", through_month="5")
        )
        assert page.status_code == 200
        assert page.context["form"].errors
        assert not Figure.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "month", "is_refused"), [("cumulative", 1, True), ("month", 2, True), ("cumulative", 2, False)]
    )
    def test_january_alone_is_refused_where_there_is_none(self, indicator, people, sign_in, kind, month, is_refused):
        type(indicator).objects.update(has_january=False)
        address = reverse("indicators:figure_new", args=[indicator.pk])
        page = sign_in(people.clerk).post(address, given(kind=kind, through_month=str(month)))
        assert (page.status_code == 200) is is_refused
        assert Figure.objects.exists() is not is_refused


class TestIdentity:
    def failing(self, zone):
        return [one.statement for one in checks.findings(zone, 2014) if one.fails]

    def test_a_month_is_the_difference_of_two_cumulative_figures(self, indicator, zone):
        figure(indicator, "cumulative", 5, 500)
        figure(indicator, "cumulative", 6, 610)
        row = figure(indicator, "month", 6, 110)
        assert self.failing(zone) == []
        Figure.objects.filter(pk=row.pk).update(value=120)
        (statement,) = self.failing(zone)
        assert (statement.rule, statement.left, statement.right) == ("period_adds_up", 120, 110)

    def test_the_first_quarter_is_the_cumulative_figure_itself(self, indicator, zone):
        figure(indicator, "cumulative", 3, 300)
        figure(indicator, "quarter", 3, 310)
        assert [statement.rule for statement in self.failing(zone)] == ["period_adds_up"]

    def test_rounding_may_part_them(self, indicator, zone):
        figure(indicator, "cumulative", 5, 500)
        figure(indicator, "cumulative", 6, 610)
        figure(indicator, "month", 6, 111)
        assert self.failing(zone) == []
