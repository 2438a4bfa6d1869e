"""The year in pictures: what is drawn is what stands in the table and in the workbook, and gaps stay gaps."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from indicators.actions import split_target
from indicators.pictures import pictures
from tests import factories
from zones.models import DownloadEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def revenue(zone):
    """Months 2, 3 and 5 of 2015 (4 is not reported), two of last year, a target of 180."""
    made = factories.indicator(zone=zone, name="主营业务收入", places=0, has_january=False, growth_basis="nominal")
    for month, value, growth in ((2, 25, "25.0"), (3, 40, None), (4, None, None), (5, 72, "20.0")):
        value = None if value is None else Decimal(value)
        factories.figure(indicator=made, year=2015, through_month=month, value=value, growth=growth and Decimal(growth))
    for month, value in ((2, 20), (5, 60)):
        factories.figure(indicator=made, year=2014, through_month=month, value=Decimal(value))
    factories.target(indicator=made, value=Decimal(180))
    return made


def picture_of(zone, indicator, year=2015):
    (found,) = pictures(zone, year, [indicator])
    return found


def drawn(spec) -> dict:
    return {part["name"]: part["values"] for part in spec["series"]}


class TestPicture:
    def test_this_year_stands_against_the_path_and_last_year(self, zone, revenue):
        spec = picture_of(zone, revenue).cumulative_spec
        assert spec["categories"] == [str(month) for month in range(2, 13)]
        lines = drawn(spec)
        assert lines["2015"][:5] == [25, 40, None, 72, None]
        assert lines["2014"][:4] == [20, None, None, 60]
        assert [value for name, line in lines.items() if name not in {"2015", "2014"} for value in line][:4] == [30, 45, 60, 75]

    def test_the_path_of_the_target_is_drawn(self, zone, revenue):
        split_target(target=revenue.targets.get(), split="by_hand", steps={6: Decimal(60)})
        point = next(point for point in picture_of(zone, revenue).points if point.month == 6)
        assert point.expected == 60

    def test_growth_is_published_and_computed_side_by_side(self, zone, revenue):
        points = {point.month: point for point in picture_of(zone, revenue).points}
        assert (points[5].published, points[5].computed) == (20, 20)
        assert (points[3].published, points[3].computed) == (None, None)

    def test_comparable_prices_are_never_computed(self, zone, revenue):
        type(revenue).objects.update(growth_basis="comparable")
        revenue.refresh_from_db()
        found = picture_of(zone, revenue)
        assert all(point.computed is None for point in found.points)
        assert len(found.growth_spec["series"]) == 1

    def test_a_level_is_expected_at_the_year_s_end_only(self, zone, revenue):
        type(revenue).objects.update(over_time="latest")
        revenue.refresh_from_db()
        assert [point.month for point in picture_of(zone, revenue).points if point.expected is not None] == [12]

    def test_parks_are_stacked_where_they_add_up(self, zone, revenue):
        parks = [factories.park(zone=zone, name=name) for name in ("家具园", "食品园")]
        factories.figure(indicator=revenue, park=parks[0], year=2015, through_month=5, value=Decimal(50))
        spec = picture_of(zone, revenue).parks_spec
        assert drawn(spec) == {"家具园": [None, None, None, 50, *[None] * 7]}
        assert spec["stacked"]

    def test_a_single_number_is_too_few(self, zone, revenue):
        alone = factories.indicator(zone=zone)
        factories.figure(indicator=alone, year=2014, value=Decimal(41))
        assert picture_of(zone, alone).is_sparse
        assert picture_of(zone, alone).only.last_year == 41
        assert not picture_of(zone, revenue).is_sparse

    def test_figures_of_other_kinds_are_not_mixed_in(self, zone, revenue):
        factories.figure(indicator=revenue, year=2015, kind="month", through_month=6, value=Decimal(999))
        assert 999 not in drawn(picture_of(zone, revenue).cumulative_spec)["2015"]

    def test_the_cost_does_not_grow_with_the_indicators(self, zone, revenue, django_assert_num_queries):
        others = [factories.indicator(zone=zone) for _ in range(3)]
        with django_assert_num_queries(4):
            pictures(zone, 2015, [revenue, *others])


class TestPages:
    def test_the_small_multiples_lead_to_the_large_one(self, revenue, people, sign_in):
        page = sign_in(people.leader).get(reverse("indicators:pictures"), {"year": "2015"}).content.decode()
        assert reverse("indicators:indicator_picture", args=[revenue.pk]) in page
        assert f'data-chart="year-{revenue.pk}"' in page

    def test_the_large_one_has_its_table(self, revenue, people, sign_in):
        page = sign_in(people.leader).get(reverse("indicators:indicator_picture", args=[revenue.pk]), {"year": "2015"})
        assert page.content.decode().count('data-chart="') == 2
        assert "1–5月" in page.content.decode()

    @pytest.mark.parametrize("year", ["", "abc", "-1", "9" * 400])
    def test_a_year_that_cannot_be_read_is_no_fault(self, revenue, people, sign_in, year):
        for name, arguments in (("pictures", []), ("indicator_picture", [revenue.pk])):
            assert sign_in(people.leader).get(reverse(f"indicators:{name}", args=arguments), {"year": year}).status_code == 200

    def test_the_workbook_holds_the_same_numbers_and_is_logged(self, revenue, people, sign_in):
        answer = sign_in(people.leader).get(reverse("indicators:pictures"), {"year": "2015", "export": "xlsx"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        rows = {row[0]: row for row in book["主营业务收入"].iter_rows(values_only=True)}
        assert rows["1–5月"][1:6] == (72, 75, 60, 20, 20)
        assert rows["1–4月"][1] == "–"
        assert DownloadEntry.objects.latest("pk").user == people.leader

    def test_another_zone_s_indicator_does_not_exist(self, revenue, people, sign_in):
        assert sign_in(people.stranger).get(reverse("indicators:indicator_picture", args=[revenue.pk])).status_code == 404
