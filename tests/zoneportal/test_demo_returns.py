"""The made-up returns of the 48 above-scale firms: marked, complete up to April, and in sum the zone's own figures."""

import datetime

import pytest
from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from indicators.models import Figure
from projects.models import Enterprise
from returns.models import Return, ReturnItem
from returns.totals import ZONE, Reader, totals
from zoneportal.demo.returns import values

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


def test_the_month_goes_from_entry_to_the_dashboard_and_into_the_lock(xian, account, sign_in, settings):
    """What is missing is entered, everything accepted, the totals made figures; the dashboard shows them; then the lock."""
    with transaction.atomic():
        statistics, items = sign_in(account("statistics")), {item.code: item for item in xian.return_items.all()}
        full = values(list(Enterprise.objects.in_zone(xian).above_scale(2015).order_by("pk")), 2015, 5)
        for place, row in enumerate(Return.objects.in_zone(xian).of_month(2015, 5).order_by("enterprise")):
            if row.is_given:
                continue
            numbers = {f"i{items[code].pk}": str(value) for code, value in full[place].items()}
            given = {**numbers, "version": row.version, "note": "补报", "submit": row.pk}
            assert statistics.post(reverse("returns:return_edit", args=[row.pk]), given).status_code == 302
        statistics.post(reverse("returns:month_accept", args=[2015, 5]))
        assert set(Return.objects.of_month(2015, 5).values_list("state", flat=True)) == {"accepted"}
        Figure.objects.filter(indicator__code="zyywsr", year=2015, through_month=5).delete()
        statistics.post(reverse("returns:month_publish", args=[2015, 5]))
        page = sign_in(account("leader")).get("/dashboard/")
        line = next(line for line in page.context["targets"] if line.target.indicator.code == "zyywsr")
        assert (line.figure.value, line.figure.through_month, line.figure.get_status_display()) == (72, 5, "快报")
        assert (page.context["returns"]["given"], page.context["returns"]["expected"]) == (48, 48)
        settings.PORTAL_TODAY = datetime.date(2015, 6, 25)
        row = Return.objects.of_month(2015, 5).first()
        answer = statistics.post(reverse("returns:return_send_back", args=[row.pk]), {"version": row.version, "review_note": "x"})
        assert "2015-06-25" in answer.content.decode()
        transaction.set_rollback(True)


def test_may_is_under_way(xian):
    states = dict(Return.objects.filter(year=2015, month=5).values_list("state").annotate(count=Count("pk")))
    assert states == {"open": 3, "returned": 1, "draft": 1, "submitted": 10, "accepted": 33}
