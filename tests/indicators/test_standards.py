"""The shipped indicators and items, and the successor of an indicator that ends."""

import pytest
from django.urls import reverse

from indicators.models import Indicator
from indicators.overview import overview
from returns.models import ReturnItem
from tests import factories

pytestmark = pytest.mark.django_db


class TestStandards:
    def test_an_empty_zone_gets_the_set_once(self, zone, people, sign_in):
        client = sign_in(people.clerk)
        for _ in range(2):
            client.post(reverse("indicators:indicator_standards"))
        found = {row.code: row for row in Indicator.objects.in_zone(zone)}
        assert len(found) == 11
        assert (found["zyywsr"].valid_to, found["yysr"].valid_from) == (2018, 2019)
        assert found["gyxmtz"].part_of == found["gdzctz"]
        assert found["gszjz"].growth_basis == "comparable"
        assert all(row.definition and row.legal_source for row in found.values())
        for row in found.values():
            row.full_clean()

    def test_what_the_zone_has_already_stays(self, zone, people, sign_in):
        factories.indicator(zone=zone, code="zyywsr", name="本区收入")
        factories.indicator(zone=zone, code="own", name="税收")
        sign_in(people.clerk).post(reverse("indicators:indicator_standards"))
        assert Indicator.objects.get(code="zyywsr").name == "本区收入"
        assert Indicator.objects.in_zone(zone).count() == 11

    def test_the_items_know_their_figures(self, zone, people, sign_in):
        client = sign_in(people.clerk)
        client.post(reverse("indicators:indicator_standards"))
        for _ in range(2):
            client.post(reverse("returns:item_standards"))
        items = {item.code: item for item in ReturnItem.objects.in_zone(zone)}
        assert len(items) == 9
        assert {code: item.indicator.code for code, item in items.items() if item.indicator} == {
            "yysr": "zyywsr",
            "yysr2019": "yysr",
            "zjz": "gszjz",
            "ss": "ssj",
            "cy": "cyry",
        }
        assert items["zjz"].part_of == items["zcz"]
        for item in items.values():
            item.full_clean()


class TestSuccessor:
    @pytest.fixture
    def revenue(self, zone):
        made = factories.indicator(zone=zone, code="zyywsr", name="主营业务收入", legal_source="制度", has_january=False)
        factories.figure(indicator=made, year=2018)
        return made

    def test_it_begins_where_the_old_one_ends_and_takes_its_definition_over(self, revenue, people, sign_in):
        client = sign_in(people.clerk)
        address = reverse("indicators:indicator_continue", args=[revenue.pk])
        form = client.get(address).context["form"]
        given = {name: value for name in form.fields if (value := form[name].value()) is not None and value is not False}
        answer = client.post(address, {**given, "code": "yysr", "name": "营业收入", "valid_from": "2019"})
        assert answer.status_code == 302, answer.context["form"].errors
        revenue.refresh_from_db()
        successor = Indicator.objects.get(code="yysr")
        assert (revenue.valid_to, successor.valid_from, successor.legal_source) == (2018, 2019, "制度")
        assert not successor.has_january
        assert revenue.figures.count() == 1

    def test_they_are_never_chained(self, revenue, zone):
        successor = factories.indicator(zone=zone, code="yysr", name="营业收入", valid_from=2019)
        type(revenue).objects.filter(pk=revenue.pk).update(valid_to=2018)
        factories.figure(indicator=successor, year=2019)
        (line,) = overview(zone, 2019).lines
        assert line.indicator == successor
        assert line.computed_growth is None
