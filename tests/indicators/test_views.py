"""The pages of figures: who sees and changes what, how many queries, what is shown."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from indicators.models import Figure, Indicator
from tests import factories
from tests.indicators.factories import figure, indicator, seed_figures, target


@pytest.fixture
def seed(zone):
    return seed_figures(zone)


@pytest.fixture
def pages(zone):
    """Every address of the app with the rows of one zone."""
    revenue = indicator(zone=zone)
    row, aim = figure(indicator=revenue, value=145), target(indicator=revenue, value=180)
    reading = [
        reverse("indicators:overview"),
        reverse("indicators:overview_of", args=[2014]),
        reverse("indicators:figure_list"),
        reverse("indicators:indicator_list"),
    ]
    of_rows = [
        reverse("indicators:figure_detail", args=[row.pk]),
        reverse("indicators:figure_history", args=[row.pk]),
        reverse("indicators:indicator_detail", args=[revenue.pk]),
        reverse("indicators:indicator_history", args=[revenue.pk]),
        reverse("indicators:target_history", args=[aim.pk]),
    ]
    writing = [
        reverse("indicators:figure_edition", args=[row.pk]),
        reverse("indicators:indicator_edit", args=[revenue.pk]),
        reverse("indicators:figure_new", args=[revenue.pk]),
        reverse("indicators:target_new", args=[revenue.pk]),
        reverse("indicators:target_edition", args=[aim.pk]),
    ]
    return {"lists": reading, "rows": of_rows, "forms": writing, "new": [reverse("indicators:indicator_new")]}


class TestAccess:
    @pytest.mark.parametrize("who", ["officer", "colleague", "head", "leader"])
    def test_people_of_the_zone_read_and_do_not_write(self, who, people, pages, sign_in):
        client = sign_in(getattr(people, who))
        assert {url: client.get(url).status_code for url in pages["lists"] + pages["rows"]} == dict.fromkeys(
            pages["lists"] + pages["rows"], 200
        )
        for url in pages["forms"] + pages["new"]:
            assert client.get(url).status_code == 403
            assert client.post(url, {"value": "1"}).status_code == 403

    @pytest.mark.parametrize("who", ["clerk", "admin"])
    def test_keepers_write(self, who, people, pages, sign_in):
        client = sign_in(getattr(people, who))
        for urls in pages.values():
            assert [client.get(url).status_code for url in urls] == [200] * len(urls)

    def test_rows_of_another_zone_do_not_exist(self, people, pages, sign_in):
        client = sign_in(people.stranger)
        for url in pages["rows"] + pages["forms"]:
            assert client.get(url).status_code == 404
            assert client.post(url, {"value": "1"}).status_code == 404
        for url in pages["lists"]:
            assert "145" not in client.get(url).content.decode()

    @pytest.mark.parametrize("who", ["disabled", None])
    def test_without_sign_in_there_is_only_the_sign_in_page(self, who, people, pages, sign_in, client):
        client = sign_in(people.disabled) if who else client
        for url in [url for urls in pages.values() for url in urls]:
            response = client.get(url)
            assert (response.status_code, response.url.split("?")[0]) == (302, reverse("zones:login"))

    @pytest.mark.parametrize("number", [0, 10**18, 2**63, 10**25])
    def test_numbers_without_a_row_do_not_exist(self, number, people, sign_in):
        client = sign_in(people.clerk)
        names = [
            "figure_detail",
            "figure_edition",
            "figure_new",
            "indicator_detail",
            "indicator_edit",
            "target_new",
            "target_edition",
        ]
        for name in names:
            path = reverse(f"indicators:{name}", args=[1]).replace("/1/", f"/{number}/")
            assert client.get(path).status_code == 404, path


class TestOverview:
    def test_it_shows_the_published_numbers_of_the_seed(self, people, seed, sign_in):
        with translation.override("en"):
            page = sign_in(people.leader).get(reverse("indicators:overview_of", args=[2014])).content.decode()
        for number in ["145", "20.8%", "116", "108.1", "13.7%", "33.4", "15.3%", "29,800", "8.2%", "106", "62", "27", "17"]:
            assert f">{number}<" in page, number

    def test_it_points_at_the_employment_target_with_both_readings(self, people, seed, sign_in):
        page = sign_in(people.leader).get(reverse("indicators:overview_of", args=[2014])).content.decode()
        for part in ["29,800 × 1.1", "26,180 ÷ 1.1", "32,780", "23,800", "-12.1%"]:
            assert part in page

    def test_every_number_leads_to_its_page(self, people, seed, sign_in):
        page = sign_in(people.leader).get(reverse("indicators:overview_of", args=[2014])).content.decode()
        for row in Figure.objects.all():
            assert f'href="{row.get_absolute_url()}"' in page
        for row in Indicator.objects.all():
            assert f'href="{row.get_absolute_url()}' in page

    def test_the_newest_year_with_figures_is_the_default(self, people, seed, sign_in):
        figure(indicator=seed["zyywsr"], value=120, year=2013)
        response = sign_in(people.leader).get(reverse("indicators:overview"))
        assert response.context["overview"].year == 2014
        assert response.context["years"] == [2013, 2014]

    def test_without_any_figure_it_is_this_year(self, people, sign_in):
        assert sign_in(people.leader).get(reverse("indicators:overview")).context["overview"].year == 2015

    @pytest.mark.parametrize("year", ["0", "1949", "2101", "9" * 30])
    def test_years_out_of_the_calendar_do_not_exist(self, year, people, seed, sign_in):
        path = reverse("indicators:overview_of", args=[2014]).replace("2014", year)
        assert sign_in(people.leader).get(path).status_code == 404

    def test_only_keepers_are_offered_to_enter_a_missing_figure(self, people, seed, sign_in):
        url = reverse("indicators:figure_new", args=[seed["tax"].pk])
        path = reverse("indicators:overview_of", args=[2014])
        assert url in sign_in(people.clerk).get(path).content.decode()
        assert url not in sign_in(people.leader).get(path).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_queries_do_not_grow_with_the_indicators(self, count, zone, people, sign_in, django_assert_num_queries):
        park = factories.park(zone=zone)
        for _number in range(count):
            row = indicator(zone=zone)
            figure(indicator=row, value=10, growth=5)
            figure(indicator=row, value=9, year=2013)
            figure(indicator=row, value=6, park=park)
            target(indicator=row, value=12, stated=20)
        client = sign_in(people.leader)
        client.get(reverse("indicators:overview"))
        with django_assert_num_queries(10):
            response = client.get(reverse("indicators:overview"))
        assert len(response.context["overview"].lines) == count


class TestFigureList:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_queries_do_not_grow_with_the_rows(self, count, zone, people, sign_in, django_assert_num_queries):
        for _number in range(count):
            figure(indicator=indicator(zone=zone), value=1, park=factories.park(zone=zone), entered_by=people.clerk)
        client = sign_in(people.leader)
        client.get(reverse("indicators:figure_list"))
        with django_assert_num_queries(7):
            response = client.get(reverse("indicators:figure_list"))
        assert response.context["page"].paginator.count == count

    def shown(self, client, **query):
        return {row.value for row in client.get(reverse("indicators:figure_list"), query).context["page"].object_list}

    def test_it_shows_the_newest_editions_and_all_on_demand(self, zone, people, sign_in):
        revenue = indicator(zone=zone)
        figure(indicator=revenue, value=145)
        figure(indicator=revenue, value=146, edition=2)
        client = sign_in(people.leader)
        assert self.shown(client) == {146}
        assert self.shown(client, editions="all") == {145, 146}

    def test_its_filters(self, zone, people, sign_in):
        revenue, tax = indicator(zone=zone, name="主营业务收入"), indicator(zone=zone, name="税金")
        park = factories.park(zone=zone)
        figure(indicator=revenue, value=1, year=2013, status="annual")
        figure(indicator=revenue, value=2, status="estimate", source="工作总结")
        figure(indicator=tax, value=3, park=park)
        client = sign_in(people.leader)
        assert self.shown(client, q="主营") == {1, 2}
        assert self.shown(client, q="总结") == {2}
        assert self.shown(client, indicator=tax.pk) == {3}
        assert self.shown(client, year="2013") == {1}
        assert self.shown(client, park=park.pk) == {3}
        assert self.shown(client, park="null") == {1, 2}
        assert self.shown(client, status="estimate") == {2}

    @pytest.mark.parametrize(
        "query", [{"year": "10000"}, {"year": "x"}, {"indicator": "0"}, {"editions": "some"}, {"park": "9" * 30}]
    )
    def test_a_filter_that_cannot_be_read_shows_no_rows(self, query, zone, people, sign_in):
        figure(indicator=indicator(zone=zone), value=1)
        response = sign_in(people.leader).get(reverse("indicators:figure_list"), query)
        assert response.status_code == 200
        assert not response.context["page"].paginator.count

    def test_the_selects_hold_the_own_zones_rows_only(self, zone, other_zone, people, sign_in):
        indicator(zone=other_zone, name="别区指标")
        factories.park(zone=other_zone, name="别区园")
        page = sign_in(people.leader).get(reverse("indicators:figure_list")).content.decode()
        assert "别区" not in page

    def test_the_export_holds_the_numbers_as_numbers_and_not_reported_as_empty(self, zone, people, sign_in):
        revenue = indicator(zone=zone)
        figure(indicator=revenue, value="33.4", growth="15.3")
        figure(indicator=revenue, value=None, year=2013)
        response = sign_in(people.leader).get(reverse("indicators:figure_list"), {"export": "xlsx"})
        cells = [
            list(row) for row in load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.iter_rows(values_only=True)
        ]
        data = {row[1]: row for row in cells if row[0] == revenue.name}
        assert 33.4 in data["2014"]
        assert 15.3 in data["2014"]
        assert 0 not in data["2013"]

    @pytest.mark.parametrize("sort", ["indicator", "-year", "through_month", "park", "value", "growth", "status", "created_at"])
    def test_it_sorts_by_every_kind_of_column(self, sort, zone, people, sign_in):
        for value in (1, 2):
            figure(indicator=indicator(zone=zone), value=value)
        response = sign_in(people.leader).get(reverse("indicators:figure_list"), {"sort": sort})
        assert response.context["page"].paginator.count == 2


class TestIndicatorList:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_queries_do_not_grow_with_the_rows(self, count, zone, people, sign_in, django_assert_num_queries):
        whole = indicator(zone=zone)
        for _number in range(count - 1):
            figure(indicator=indicator(zone=zone, part_of=whole), value=1)
        client = sign_in(people.leader)
        client.get(reverse("indicators:indicator_list"))
        with django_assert_num_queries(5):
            response = client.get(reverse("indicators:indicator_list"))
        assert response.context["page"].paginator.count == count

    def test_its_filters(self, zone, people, sign_in):
        kept = indicator(zone=zone, name="税金", is_assessed=True, growth_basis="comparable", valid_from=2015)
        indicator(zone=zone, name="其他", valid_to=2014)
        client = sign_in(people.leader)
        for query in [{"q": "税"}, {"assessed": "yes"}, {"growth_basis": "comparable"}, {"year": "2015"}]:
            response = client.get(reverse("indicators:indicator_list"), query)
            assert list(response.context["page"].object_list) == [kept], query


class TestDetail:
    def test_a_superseded_edition_leads_to_the_newest(self, zone, people, sign_in):
        revenue = indicator(zone=zone)
        old, new = figure(indicator=revenue, value=145), figure(indicator=revenue, value=146, edition=2)
        page = sign_in(people.leader).get(old.get_absolute_url())
        assert page.context["newest"] == new
        assert f'href="{new.get_absolute_url()}"' in page.content.decode()

    def test_a_figure_shows_its_parks_targets_and_checks(self, people, seed, sign_in):
        client = sign_in(people.leader)
        staff = Figure.objects.get(indicator=seed["cyry"])
        assert "32,780" in client.get(staff.get_absolute_url()).content.decode()
        firms = Figure.objects.of_zone().get(indicator=seed["rqqy"])
        response = client.get(firms.get_absolute_url())
        assert [cell.figure.value for cell in response.context["part_row"].cells] == [62, 27, 17]
        assert response.context["part_row"].check.holds

    def test_a_parks_figure_has_no_targets_of_the_zone(self, people, seed, sign_in):
        target(indicator=seed["rqqy"], value=120)
        of_park = Figure.objects.of_parks().first()
        assert sign_in(people.leader).get(of_park.get_absolute_url()).context["line"].next_target is None

    def test_an_indicator_shows_all_editions_targets_and_its_chart(self, people, seed, sign_in):
        revenue = seed["zyywsr"]
        figure(indicator=revenue, value=120, year=2013, status="annual")
        figure(indicator=revenue, value=146, edition=2)
        target(indicator=revenue, value=175, stated=20, edition=2, reason="年中调整")
        response = sign_in(people.leader).get(revenue.get_absolute_url())
        page = response.content.decode()
        for part in (">145<", ">146<", "年中调整", '<script id="years" type="application/json">'):
            assert part in page
        chart = response.context["chart"]["spec"]
        assert chart["categories"] == ["2013", "2014", "2015"]
        assert [part["values"] for part in chart["series"]] == [[120, 146, None], [None, None, 175]]

    def test_text_is_shown_as_text(self, zone, people, sign_in):
        script = "<script>alert(1)</script>{{ 7 }}"
        row = indicator(zone=zone, name=script, definition=script, unit="<b>")
        shown = figure(indicator=row, value=1, remark=script, source=script)
        client = sign_in(people.leader)
        for url in (
            row.get_absolute_url(),
            shown.get_absolute_url(),
            reverse("indicators:overview"),
            reverse("indicators:figure_list"),
        ):
            page = client.get(url).content.decode()
            assert "<script>alert" not in page
            assert "&lt;script&gt;alert" in page
