"""The list of works and the page of one work, as people see them."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from infrastructure.models import CrossSectionPart, WaterPlant, Work, WorkshopTenant
from tests import factories
from tests.infrastructure import factories as make

pytestmark = pytest.mark.django_db
LIST = reverse("infrastructure:work_list")


def names(response) -> list[str]:
    return [str(work) for work in response.context["page"].object_list]


@pytest.fixture
def clerk(people, sign_in):
    client = sign_in(people.clerk)
    client.get(LIST)  # the first request of a session notes its time
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_seven_queries_for_any_number_of_roads(rows, zone, unit, clerk, django_assert_num_queries):
    for _number in range(rows):
        make.segment(work=make.road(zone=zone, unit=unit, land_mu=45))
    with django_assert_num_queries(7):
        response = clerk.get(LIST)
    assert len(names(response)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_packages_takes_eight_queries(rows, zone, clerk, django_assert_num_queries):
    for _number in range(rows):
        whole = make.package(zone=zone, stated_count=1)
        make.road(zone=zone, package=make.package(zone=zone, parent=whole, stated_land_mu=45))
    with django_assert_num_queries(8):
        response = clerk.get(reverse("infrastructure:package_list"))
    assert len(response.context["page"].object_list) == 2 * rows


def test_the_page_of_a_road_takes_seven_queries(zone, clerk, django_assert_num_queries):
    work = make.road(zone=zone)
    make.segment(work=work)
    with django_assert_num_queries(7):
        clerk.get(work.get_absolute_url())


def test_the_list_shows_the_works_of_ones_zone_only(zone, other_zone, clerk):
    make.road(zone=zone, name="本区道路")
    make.road(zone=other_zone, name="他区道路")
    html = clerk.get(LIST).content.decode()
    assert "本区道路" in html
    assert "他区道路" not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=环路", {"东环路"}),
        ("q=甲路", {"东环路", "黄河路"}),
        ("kind=housing", {"南方公租房"}),
        ("year=2014", {"南方公租房"}),
        ("stage=planned", {"黄河路"}),
        ("kind=road&stage=building", {"东环路"}),
        ("kind=substation", set()),
    ],
)
def test_filters(query, found, zone, clerk):
    make.road(zone=zone, name="东环路")
    planned = make.road(zone=zone, name="黄河路").project
    planned.stage = "planned"
    planned.save()
    make.housing(zone=zone, name="南方公租房", plan_year=2014, facts={"flats": 300})
    assert set(names(clerk.get(f"{LIST}?{query}"))) == found


def test_the_unit_filter_offers_units_of_the_zone_only(zone, unit, other_zone, clerk):
    stranger = factories.unit(zone=other_zone)
    make.road(zone=zone, name="东环路", unit=unit)
    make.road(zone=zone, name="黄河路")
    assert names(clerk.get(f"{LIST}?unit={unit.pk}")) == ["东环路"]
    assert names(clerk.get(f"{LIST}?unit={stranger.pk}")) == []


@pytest.mark.parametrize("query", ["year=10000", "year=abc", "kind=castle", "unit=99999999999999999999999", "stage=x"])
def test_a_filter_that_cannot_be_read_shows_no_rows_and_says_so(query, zone, clerk):
    make.road(zone=zone)
    response = clerk.get(f"{LIST}?{query}")
    assert (response.status_code, names(response)) == (200, [])
    assert response.context["filter"].form.errors


def test_every_column_can_be_shown_sorted_and_exported(zone, clerk):
    make.road(zone=zone, name="东环路", land_mu=45)
    plant = make.work(zone=zone, kind="wastewater", name="污水处理厂")
    WaterPlant.objects.create(work=plant, capacity_wan_t=2)
    columns = clerk.get(LIST).context["columns"]
    every = ",".join(name for name, _label, _shown in columns)
    for name, _label, _shown in columns:
        assert len(names(clerk.get(f"{LIST}?cols={every}&sort=-{name}"))) == 2, name
    book = load_workbook(io.BytesIO(b"".join(clerk.get(f"{LIST}?cols={every}&export=xlsx").streaming_content)))
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert {"东环路", "污水处理厂", 45, 2} <= set(cells)


def test_the_list_says_which_checks_fail(zone, clerk):
    make.road(zone=zone, red_line_width_m=30)
    make.road(zone=zone, red_line_width_m=26)
    html = clerk.get(LIST).content.decode()
    assert html.count('class="check-fails"') == 1
    assert html.count('class="check-holds"') == 1


def test_the_page_of_a_road_draws_the_gap_and_shows_both_sides_of_the_check(zone, clerk):
    work = make.road(zone=zone, name="黄河路", length_m=1470, land_mu=66, budget_wan=1120, budget_scope="含雨污管网")
    response = clerk.get(work.get_absolute_url())
    html = response.content.decode()
    assert html.count('class="strip strip-footway"') == 2
    assert html.count('class="strip strip-carriageway"') == 1
    assert html.count('class="strip strip-gap"') == 1
    section, land = response.context["checks"]
    assert (section.holds, section.difference, land.holds) == (False, -4, True)
    assert "16 + 2 × 5 = 26" in html
    assert "−4" in html
    assert "1,470 × 30 ÷ 666.67 = 66.15" in html
    assert "0.7619" in html
    assert "含雨污管网" in html
    assert 'style="' not in html


def test_a_road_that_explains_its_red_line_has_no_gap(zone, clerk):
    html = clerk.get(make.road(zone=zone, red_line_width_m=26).get_absolute_url()).content.decode()
    assert "strip-footway" in html
    assert "strip-gap" not in html


def test_a_road_without_red_line_or_parts_has_a_page(zone, clerk):
    for work in (make.road(zone=zone, red_line_width_m=None), make.road(zone=zone, parts=[]), make.work(zone=zone, kind="road")):
        response = clerk.get(work.get_absolute_url())
        assert response.status_code == 200
        assert response.context["checks"] == [] or response.context["checks"][0].holds is None


def test_the_page_of_housing_says_that_the_persons_are_not_reported(zone, clerk):
    work = make.housing(
        zone=zone, name="双虎公租房", budget_wan=6200, facts={"flats": 500, "persons": None, "floor_area_m2": 25000}
    )
    response = clerk.get(work.get_absolute_url())
    values = {one.measure.value: one.value for one in response.context["quotients"]}
    assert (values["persons_per_flat"], values["m2_per_flat"]) == (None, 50)
    assert "2,480" in response.content.decode()
    assert "2000" not in response.content.decode()  # what four persons a flat would make


def test_money_stated_for_a_whole_package_is_shown_as_the_packages(zone, clerk):
    package = make.package(zone=zone, name="其它配套设施", stated_investment_wan=5030)
    work = make.work(zone=zone, kind="substation", package=package)
    html = clerk.get(work.get_absolute_url()).content.decode()
    assert "5,030" in html
    assert package.get_absolute_url() in html
    own = make.work(zone=zone, kind="substation", package=package, budget_wan=77)
    assert "5,030" not in clerk.get(own.get_absolute_url()).content.decode()


def test_tenants_are_listed_with_their_states_and_register(zone, clerk):
    work = make.work(zone=zone, kind="workshops", name="中小家具园")
    firm = factories.enterprise(zone=zone, name="京亿家具")
    make.tenant(work=work, name="京亿家具", enterprise=firm, hall_state="built", workshop_state="producing")
    make.tenant(work=work, name="滕浩家具", workshop_state="in_use")
    html = clerk.get(work.get_absolute_url()).content.decode()
    assert firm.get_absolute_url() in html
    assert "滕浩家具" in html


def test_the_page_leads_to_the_ledger_and_the_history(zone, clerk):
    work = make.road(zone=zone)
    html = clerk.get(work.get_absolute_url()).content.decode()
    assert work.project.get_absolute_url() in html
    assert reverse("infrastructure:work_history", args=[work.pk]) in html


def test_a_reader_sees_no_links_to_forms(zone, people, sign_in):
    work = make.road(zone=zone)
    make.segment(work=work)
    html = sign_in(people.leader).get(work.get_absolute_url()).content.decode()
    assert "甲路 – 丙路" in html
    assert f'href="{reverse("infrastructure:work_edit", args=[work.pk])}"' not in html
    assert "/works/parts/" not in html
    assert "/works/segments/" not in html


def test_scripts_in_any_text_stay_text(zone, clerk):
    bad = "<script>alert(1)</script>"
    work = make.road(zone=zone, name=bad, situation=bad, wording=bad, remark=bad, source=bad, budget_scope=bad, completed_words=bad)
    CrossSectionPart.objects.filter(road=work.road).update(name=bad[:30])
    make.tenant(work=work, name=bad)
    package = make.package(zone=zone, name=bad, wording=bad)
    pages = [LIST, work.get_absolute_url(), package.get_absolute_url(), reverse("infrastructure:package_list")]
    pages.append(reverse("infrastructure:work_history", args=[work.pk]))
    for page in pages:
        html = clerk.get(page).content.decode()
        assert "&lt;script&gt;alert" in html
        assert "<script>alert" not in html


def test_the_history_page_names_who_changed_what(zone, people, clerk):
    work = make.road(zone=zone, land_mu=45)
    form = {"kind": "road", "land_mu": "46", "budget_kind": "estimate", "version": work.version}
    clerk.post(reverse("infrastructure:work_edit", args=[work.pk]), form)
    html = clerk.get(reverse("infrastructure:work_history", args=[work.pk])).content.decode()
    assert people.clerk.name in html
    assert "46.00" in html


def test_the_page_of_a_package_shows_parts_works_and_checks(zone, clerk):
    whole = make.package(zone=zone, name="配套设施", stated_count=3, stated_investment_wan=15000, investment_worded="about")
    part = make.package(zone=zone, name="道路建设", parent=whole, stated_land_mu=45, stated_investment_wan=760)
    make.road(zone=zone, name="建设路", package=part, land_mu=45, budget_wan=760)
    make.work(zone=zone, name="检测中心", kind="testing", package=whole)
    response = clerk.get(whole.get_absolute_url())
    count, money = response.context["checks"]
    assert (count.left, count.holds, money.holds, money.silent) == (2, False, None, ("检测中心",))
    html = response.content.decode()
    assert part.get_absolute_url() in html
    assert "建设路" in html
    assert [check.holds for check in clerk.get(part.get_absolute_url()).context["checks"]] == [True, True, True]


def test_an_empty_package_says_so(zone, clerk):
    package = make.package(zone=zone)
    assert clerk.get(package.get_absolute_url()).context["checks"] == []


def test_models_have_their_pages(zone):
    work = make.work(zone=zone, kind="workshops")
    assert make.tenant(work=work).get_absolute_url() == Work.objects.get(pk=work.pk).get_absolute_url()
    assert WorkshopTenant.objects.get().zone == zone
