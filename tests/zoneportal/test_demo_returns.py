"""The made-up returns of the 48 above-scale firms: marked, complete up to April, and in sum the zone's own figures."""

import pytest
from django.db.models import Count

from indicators.models import Figure
from projects.models import Enterprise
from returns.models import Return, ReturnItem
from returns.totals import ZONE, Reader, totals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
ALL = Reader(sees_all=True, least=3)


def test_every_firm_of_the_list_reports_every_month_and_every_return_is_marked(xian):
    months = Return.objects.values_list("year", "month").annotate(count=Count("pk")).order_by("year", "month")
    assert [(year, month) for year, month, _count in months] == [
        *((2014, month) for month in range(2, 13)),
        *((2015, month) for month in range(2, 6)),
    ]
    assert {count for _year, _month, count in months} == {48}
    assert not Return.objects.filter(is_generated=False).exists()
    assert not Return.objects.exclude(enterprise__in=Enterprise.objects.in_zone(xian).above_scale(2015)).exists()
    assert not Return.objects.filter(enterprise__is_generated=False).exists()


@pytest.mark.parametrize(("item", "figure", "divisor"), [("yysr", "zyywsr", 10_000), ("zjz", "gszjz", 10_000), ("cy", "cyry", 1)])
def test_the_sums_are_the_zone_s_own_figures(xian, item, figure, divisor):
    made, pk = totals(xian, 2015), ReturnItem.objects.get(zone=xian, code=item).pk
    for month in (2, 3, 4):
        published = Figure.objects.get(indicator__code=figure, indicator__zone=xian, year=2015, through_month=month, park=None)
        assert made.shown(month, pk, ZONE, ALL).value / divisor == published.value


def test_may_is_under_way(xian):
    states = dict(Return.objects.filter(year=2015, month=5).values_list("state").annotate(count=Count("pk")))
    assert states == {"open": 3, "returned": 1, "draft": 1, "submitted": 10, "accepted": 33}
