"""Entering figures and targets in the browser: nothing is written over, nothing typed is lost."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Figure, Indicator, Target
from tests import factories
from tests.indicators.factories import figure, indicator, target


@pytest.fixture
def revenue(zone):
    return indicator(zone=zone, name="主营业务收入", unit="亿元")


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


def new_figure(client, row, **values):
    given = {"year": "2014", "through_month": "12", "value": "145", "growth": "20.8", "qualifier": "exact", "status": "estimate"}
    return client.post(reverse("indicators:figure_new", args=[row.pk]), {**given, **values})


def new_edition(client, row, *, replaces=1, **values):
    given = {"value": "146", "growth": "21.7", "qualifier": "exact", "status": "flash", "replaces": replaces}
    return client.post(reverse("indicators:figure_edition", args=[row.pk]), {**given, **values})


class TestNewFigure:
    def test_it_is_stored_as_published_with_who_entered_it(self, clerk, people, revenue):
        response = new_figure(clerk, revenue, source="工作总结", signed_by="李主任")
        row = Figure.objects.get()
        assert response.url == row.get_absolute_url()
        assert (row.value, row.growth, row.status, row.edition) == (145, Decimal("20.8"), "estimate", 1)
        assert (row.entered_by, row.signed_by, row.source, row.park) == (people.clerk, "李主任", "工作总结", None)

    def test_the_form_shows_the_unit_and_proposes_the_month_that_ended_last(self, clerk, revenue):
        response = clerk.get(reverse("indicators:figure_new", args=[revenue.pk]))
        assert '<span class="unit">亿元</span>' in response.content.decode()
        assert {name: response.context["form"][name].value() for name in ("year", "through_month")} == {
            "year": 2015,
            "through_month": 5,
        }

    def test_the_overview_asks_for_its_own_year(self, clerk, revenue):
        form = clerk.get(reverse("indicators:figure_new", args=[revenue.pk]), {"year": "2013"}).context["form"]
        assert (form["year"].value(), form["through_month"].value()) == (2013, 12)

    def test_not_reported_is_a_figure_too(self, clerk, revenue):
        new_figure(clerk, revenue, value="", growth="")
        row = Figure.objects.get()
        assert (row.value, row.growth) == (None, None)

    def test_a_period_that_has_a_figure_is_refused_and_nothing_is_lost(self, clerk, revenue):
        figure(indicator=revenue, value=140)
        response = new_figure(clerk, revenue, remark="重新统计")
        assert response.context["form"].has_error("year", "exists")
        assert "重新统计" in response.content.decode()
        assert [row.value for row in Figure.objects.all()] == [140]

    def test_another_park_or_month_is_another_figure(self, clerk, zone, revenue):
        figure(indicator=revenue, value=140)
        park = factories.park(zone=zone)
        assert new_figure(clerk, revenue, park=park.pk, value="60").status_code == 302
        assert new_figure(clerk, revenue, through_month="6", value="70").status_code == 302

    def test_a_park_of_another_zone_is_refused(self, clerk, other_zone, revenue):
        response = new_figure(clerk, revenue, park=factories.park(zone=other_zone).pk)
        assert response.context["form"].has_error("park")
        assert not Figure.objects.exists()

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("value", "12万"),
            ("value", "NaN"),
            ("value", "1e400"),
            ("growth", "3.5%"),
            ("year", "1949"),
            ("through_month", "13"),
            ("status", "final"),
            ("signed_by", "a\x0bb"),
            ("remark", "x" * 10_001),
        ],
    )
    def test_bad_input_names_its_field(self, field, text, clerk, revenue):
        response = new_figure(clerk, revenue, **{field: text})
        assert response.status_code == 200
        assert response.context["form"].has_error(field)
        assert not Figure.objects.exists()

    def test_digits_of_an_office_are_understood(self, clerk, revenue):
        new_figure(clerk, revenue, value="１,145.50")
        assert Figure.objects.get().value == Decimal("1145.5")

    def test_the_same_form_sent_twice_makes_one_figure(self, clerk, revenue):
        token = str(uuid.uuid4())
        first, second = (new_figure(clerk, revenue, submission=token) for _time in range(2))
        assert first.url == second.url
        assert Figure.objects.count() == 1

    def test_only_the_forms_own_fields_are_taken(self, clerk, people, revenue, other_zone):
        foreign = indicator(zone=other_zone)
        new_figure(
            clerk,
            revenue,
            id=77,
            edition=9,
            version=5,
            is_generated="on",
            entered_by=people.leader.pk,
            indicator=foreign.pk,
            replaces=4,
        )
        row = Figure.objects.get()
        assert (row.indicator, row.edition, row.is_generated, row.entered_by) == (revenue, 1, False, people.clerk)
        assert row.pk != 77


class TestUnitMixUp:
    @pytest.fixture(autouse=True)
    def last_year(self, revenue):
        figure(indicator=revenue, value=120, year=2013)

    def test_a_magnitude_off_by_ten_thousand_is_asked_about(self, clerk, revenue):
        response = new_figure(clerk, revenue, value="1450000")
        form = response.context["form"]
        assert form.has_error("value", "magnitude")
        assert 'type="checkbox" name="confirmed"' in str(form["confirmed"])
        assert 'value="1450000"' in response.content.decode()
        assert not Figure.objects.annual(2014).exists()

    def test_ticking_the_box_stores_it(self, clerk, revenue):
        assert new_figure(clerk, revenue, value="1450000", confirmed="on").status_code == 302
        assert Figure.objects.annual(2014).get().value == 1_450_000

    def test_the_box_is_not_there_without_need(self, clerk, revenue):
        page = clerk.get(reverse("indicators:figure_new", args=[revenue.pk])).content.decode()
        assert 'type="hidden" name="confirmed"' in page
        assert 'type="checkbox" name="confirmed"' not in page
        assert new_figure(clerk, revenue).status_code == 302

    def test_an_edition_is_compared_with_the_one_before(self, clerk, revenue):
        row = figure(indicator=revenue, value=145, status="estimate")
        assert new_edition(clerk, row, value="0.0145").context["form"].has_error("value", "magnitude")

    def test_a_target_is_compared_with_the_figure_before_it(self, clerk, revenue):
        url = reverse("indicators:target_new", args=[revenue.pk])
        response = clerk.post(url, {"year": "2014", "value": "1500000"})
        assert response.context["form"].has_error("value", "magnitude")
        assert clerk.post(url, {"year": "2014", "value": "150"}).status_code == 302


class TestNewEdition:
    def test_it_stands_beside_the_one_before(self, clerk, people, revenue):
        before = figure(indicator=revenue, value=145, status="estimate")
        response = new_edition(clerk, before)
        after = Figure.objects.current().get()
        assert response.url == after.get_absolute_url()
        assert (after.edition, after.value, after.status, after.entered_by) == (2, 146, "flash", people.clerk)
        before.refresh_from_db()
        assert (before.value, before.version) == (145, 1)

    def test_a_parks_edition_stays_the_parks(self, clerk, zone, revenue):
        park = factories.park(zone=zone)
        new_edition(clerk, figure(indicator=revenue, value=145, status="estimate", park=park, through_month=6))
        after = Figure.objects.current().get()
        assert (after.park, after.through_month, after.year) == (park, 6, 2014)

    def test_the_form_starts_from_the_newest_edition_with_a_firmer_status(self, clerk, revenue):
        old = figure(indicator=revenue, value=145, status="estimate")
        figure(indicator=revenue, value="146.5", growth="22.1", status="flash", edition=2)
        form = clerk.get(reverse("indicators:figure_edition", args=[old.pk])).context["form"]
        assert {name: form[name].value() for name in ("value", "growth", "status", "replaces")} == {
            "value": "146.5",
            "growth": "22.1",
            "status": "annual",
            "replaces": 2,
        }
        assert "year" not in form.fields

    def test_a_weaker_status_never_follows(self, clerk, revenue):
        row = figure(indicator=revenue, value=145, status="flash")
        for status in ("estimate", "flash"):
            assert new_edition(clerk, row, status=status).context["form"].has_error("status")
        assert Figure.objects.count() == 1

    def test_a_revision_says_what_was_revised(self, clerk, revenue):
        row = figure(indicator=revenue, value=145, status="annual")
        assert new_edition(clerk, row, status="revised").context["form"].has_error("remark")
        assert new_edition(clerk, row, status="revised", remark="录入错误:145 应为 146").status_code == 302
        assert Figure.objects.current().get().status == "revised"

    def test_who_comes_second_sees_both_and_keeps_what_was_typed(self, clerk, people, sign_in, revenue):
        row = figure(indicator=revenue, value=145, status="estimate")
        assert new_edition(clerk, row).status_code == 302
        late = new_edition(sign_in(people.admin), row, value="147", status="annual", source="年报")
        assert late.status_code == 409
        different = {part.label: (part.stored, part.typed) for part in late.context["conflict"]}
        assert (Decimal(146), Decimal(147)) in different.values()
        assert "147" in late.content.decode()
        assert Figure.objects.count() == 2

        again = new_edition(
            sign_in(people.admin), row, value="147", status="annual", replaces=late.context["form"]["replaces"].value()
        )
        assert again.status_code == 302
        assert list(Figure.objects.order_by("edition").values_list("edition", "value")) == [(1, 145), (2, 146), (3, 147)]

    @pytest.mark.parametrize("replaces", ["", "0", "7", "-1", "x"])
    def test_a_missing_or_wrong_number_of_the_edition_counts_as_stale(self, replaces, clerk, revenue):
        row = figure(indicator=revenue, value=145, status="estimate")
        assert new_edition(clerk, row, replaces=replaces).status_code in {200, 409}
        assert Figure.objects.count() == 1

    def test_the_history_names_the_person(self, clerk, people, revenue):
        new_edition(clerk, figure(indicator=revenue, value=145, status="estimate"))
        after = Figure.objects.current().get()
        page = clerk.get(reverse("indicators:figure_history", args=[after.pk])).content.decode()
        assert people.clerk.name in page


class TestTargets:
    def test_a_target_with_its_stated_growth(self, clerk, revenue):
        url = reverse("indicators:target_new", args=[revenue.pk])
        response = clerk.post(url, {"year": "2015", "value": "180", "stated_growth": "24", "source": "工作思路"})
        aim = Target.objects.get()
        assert response.url == revenue.get_absolute_url()
        assert (aim.value, aim.stated_growth, aim.year, aim.edition) == (180, 24, 2015, 1)

    def test_a_year_has_one_target_until_it_is_revised(self, clerk, revenue):
        target(indicator=revenue, value=180)
        response = clerk.post(reverse("indicators:target_new", args=[revenue.pk]), {"year": "2015", "value": "190"})
        assert response.context["form"].has_error("year", "exists")

    def test_a_revision_needs_date_and_reason_and_keeps_the_old_target(self, clerk, revenue):
        aim = target(indicator=revenue, value=180, set_on=datetime.date(2014, 12, 20))
        url = reverse("indicators:target_edition", args=[aim.pk])
        refused = clerk.post(url, {"value": "175", "replaces": "1", "set_on": ""})
        assert refused.context["form"].has_error("set_on")
        assert refused.context["form"].has_error("reason")
        assert clerk.post(url, {"value": "175", "replaces": "1", "set_on": "2015-06-10", "reason": "市场下行"}).status_code == 302
        found = list(Target.objects.order_by("edition").values_list("value", "set_on", "reason"))
        assert found == [(180, datetime.date(2014, 12, 20), ""), (175, datetime.date(2015, 6, 10), "市场下行")]

    def test_who_revises_second_sees_both(self, clerk, revenue):
        aim = target(indicator=revenue, value=180)
        target(indicator=revenue, value=175, edition=2, reason="市场下行")
        url = reverse("indicators:target_edition", args=[aim.pk])
        response = clerk.post(url, {"value": "170", "replaces": "1", "set_on": "2015-06-10", "reason": "再调"})
        assert response.status_code == 409
        assert (Decimal(175), Decimal(170)) in {(part.stored, part.typed) for part in response.context["conflict"]}
        assert Target.objects.count() == 2


class TestIndicatorForm:
    def post(self, client, row, **values):
        fields = ("code", "name", "unit", "places", "position", "growth_basis", "over_time", "over_parks", "version")
        return client.post(
            reverse("indicators:indicator_edit", args=[row.pk]), {**{name: getattr(row, name) for name in fields}, **values}
        )

    def test_a_new_one_belongs_to_the_zone(self, clerk, zone):
        given = {"code": "tax", "name": "税金", "unit": "万元", "places": "0", "position": "1", "growth_basis": "nominal"}
        clerk.post(reverse("indicators:indicator_new"), {**given, "over_time": "sum", "over_parks": "sum", "more_is_better": "on"})
        row = Indicator.objects.get()
        assert (row.zone, row.name, row.unit, row.more_is_better) == (zone, "税金", "万元", True)

    def test_the_unit_stays_once_there_are_figures(self, clerk, revenue):
        assert self.post(clerk, revenue, unit="万元").status_code == 302
        revenue.refresh_from_db()
        figure(indicator=revenue, value=1_450_000)
        assert self.post(clerk, revenue, unit="亿元").context["form"].has_error("unit")
        assert self.post(clerk, revenue, definition="入区企业主营业务收入合计").status_code == 302

    def test_a_stale_copy_is_shown_beside_the_stored_one(self, clerk, revenue):
        assert self.post(clerk, revenue, definition="甲").status_code == 302
        late = self.post(clerk, revenue, definition="乙")
        assert late.status_code == 409
        revenue.refresh_from_db()
        assert revenue.definition == "甲"

    def test_it_is_part_of_a_whole_that_is_no_part(self, clerk, zone, other_zone, revenue):
        whole = indicator(zone=zone)
        part = indicator(zone=zone, part_of=whole)
        for wrong in (revenue, part, indicator(zone=other_zone)):
            assert self.post(clerk, revenue, part_of=wrong.pk).context["form"].has_error("part_of")
        assert self.post(clerk, whole, part_of=revenue.pk).context["form"].has_error("part_of")
        assert self.post(clerk, revenue, part_of=whole.pk).status_code == 302

    def test_years_are_in_order(self, clerk, revenue):
        assert self.post(clerk, revenue, valid_from="2019", valid_to="2018").context["form"].has_error("valid_to")

    def test_a_code_and_a_name_are_used_once(self, clerk, zone, revenue):
        other = indicator(zone=zone)
        assert self.post(clerk, other, code=revenue.code).context["form"].errors
        assert self.post(clerk, other, name=f" {revenue.name}").context["form"].errors
