"""Checks and quotients of stored rows: the failing checks of the report are found, and nothing is stored or corrected."""

from decimal import Decimal

import pytest

from infrastructure import details, findings
from infrastructure.models import CrossSectionPart, Publicity, Road, RoadSegment, WaterPlant, Work, WorkPackage
from infrastructure.tables import verdict, verdict_html
from tests.infrastructure import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(zone):
    """The 2015 plan: ten works, about 150 million; seven roads; two works for 50.3 million together; the testing centre."""
    whole = make.package(zone=zone, name="配套设施", stated_count=10, stated_investment_wan=15000, investment_worded="about")
    roads = make.package(zone=zone, name="道路建设", parent=whole, stated_count=7, stated_land_mu=439, stated_investment_wan=6140)
    others = make.package(zone=zone, name="其它配套设施", parent=whole, stated_investment_wan=5030)
    make.roads_of_2015(zone, roads)
    make.work(zone=zone, kind="substation", package=others)
    make.work(zone=zone, kind="reclaimed", package=others)
    make.work(zone=zone, kind="testing", name="家具检测中心", package=whole)
    return {package.name: package for package in WorkPackage.objects.with_works()}


def test_the_seven_failing_checks_of_the_works_are_found_and_no_other(plan):
    works = Work.objects.with_facts()
    found = [(str(work), check.rule.value) for work in works for check in findings.work_checks(work) if check.holds is False]
    found += [
        (name, check.rule.value)
        for name, package in plan.items()
        for check in findings.package_checks(package)
        if check.holds is False
    ]
    assert sorted(found) == sorted(
        [
            ("黄河路建设工程", "road_cross_section"),
            ("和义路北延工程", "road_cross_section"),
            ("建设路", "road_cross_section"),
            ("姚庄村北东西路", "road_cross_section"),
            ("南环路东延", "road_land"),
            ("姚庄村北南北路", "road_land"),
            ("道路建设", "package_area"),
        ]
    )


def test_segments_of_a_road_are_checked_where_there_are_any(plan):
    east = Work.objects.with_facts().get(project__name="东环路")
    assert [(check.rule.value, check.holds) for check in findings.work_checks(east)] == [
        ("road_cross_section", True),
        ("road_land", True),
        ("road_segment_length", True),
        ("road_segment_budget", True),
    ]


def test_ten_works_make_the_plan_but_its_money_cannot_be_told(plan):
    count, money = findings.package_checks(plan["配套设施"])
    assert (count.left, count.right, count.holds) == (10, 10, True)
    assert (money.holds, money.silent) == (None, ("家具检测中心",))
    assert plan["配套设施"].work_count == 10


def test_money_that_no_work_names_is_not_checked(plan):
    assert findings.package_checks(plan["其它配套设施"]) == []


def test_checking_changes_nothing(plan):
    before = list(Work.objects.values_list("pk", "version", "land_mu", "budget_wan"))
    for work in Work.objects.with_facts():
        findings.work_checks(work)
    assert list(Work.objects.values_list("pk", "version", "land_mu", "budget_wan")) == before


def test_a_work_without_facts_has_nothing_to_check(zone):
    for kind in ("road", "housing", "testing", "workshops"):
        work = make.work(zone=zone, kind=kind, land_mu=5)
        assert (findings.work_checks(work), findings.work_quotients(work), details.size(work)) == ([], [], "")


def test_quotients_follow_the_kind(zone):
    road, home = make.road(zone=zone, length_m=100, budget_wan=50), make.housing(zone=zone, facts={"flats": 10, "persons": None})
    assert [(one.measure.value, one.value) for one in findings.work_quotients(road)] == [("wan_per_m", Decimal("0.5"))]
    assert [one.value for one in findings.work_quotients(home)] == [None, None, None, None]
    plant = make.work(zone=zone, kind="wastewater")
    WaterPlant.objects.create(work=plant, capacity_wan_t=2)
    assert findings.work_quotients(plant) == []


def test_the_verdict_says_how_many_fail_with_a_mark_beside_the_word(zone):
    good = make.road(zone=zone, red_line_width_m=26, land_mu=39)
    bad = make.road(zone=zone, red_line_width_m=30, land_mu=40)
    silent = make.road(zone=zone, red_line_width_m=None)
    assert "✓" in verdict_html(findings.work_checks(good))
    assert "✗" in verdict_html(findings.work_checks(bad))
    assert "2" in verdict(findings.work_checks(bad))
    assert verdict(findings.work_checks(silent)) == ""


def test_the_facts_are_printed_with_units_and_dashes(zone):
    home = make.housing(
        zone=zone, facts={"flats": 1200, "persons": None, "floor_area_m2": Decimal("14000.50"), "flat_kind": "apartment"}
    )
    printed = [(fact.value, bool(fact.unit)) for fact in details.facts(home.housing)]
    assert printed[0] == ("14,000.5", True)
    assert printed[3:5] == [("1,200", False), ("", True)]
    assert printed[5][0] not in {"", "apartment"}
    assert details.facts(None) == []


def test_the_size_is_in_the_numbers_of_the_kind(zone):
    road = make.road(zone=zone, length_m=1470, red_line_width_m=30)
    assert details.size(road).count("×") == 1
    assert "1,470" in details.size(road)
    boards = make.work(zone=zone, kind="publicity")
    Publicity.objects.create(work=boards, billboards=5, panels=10)
    assert "5" in details.size(boards)
    assert "10" in details.size(boards)


def test_the_history_of_a_work_has_its_facts_and_removed_rows(zone):
    work = make.road(zone=zone, name="建设路", land_mu=45)
    Work.objects.filter(pk=work.pk).update(land_mu=46)
    Road.objects.filter(work=work).update(length_m=999)
    CrossSectionPart.objects.filter(road=work.road, kind="carriageway").update(width_m=18)
    CrossSectionPart.objects.filter(road=work.road, kind="footway").delete()
    make.segment(work=work)
    RoadSegment.objects.filter(road=work.road).delete()
    make.tenant(work=work, name="京亿家具")
    changed = details.work_changes(Work.objects.with_facts().get(pk=work.pk))
    values = {(change.kind, str(field.old), str(field.new)) for change in changes_of(changed) for field in change.fields}
    assert {("update", "45.00", "46.00"), ("update", "1000.00", "999.00"), ("update", "16.00", "18.00")} <= values
    assert {old for kind, old, new in values if kind == "delete"} >= {"甲路 – 丙路"}
    assert {new for kind, old, new in values if kind == "insert"} >= {"京亿家具"}
    assert [change.moment for change in changed] == sorted((change.moment for change in changed), reverse=True)


def changes_of(changes):
    return [change for change in changes if change.fields]


def test_another_roads_history_does_not_leak_in(zone):
    one, other = make.road(zone=zone), make.road(zone=zone)
    make.segment(work=other, from_place="外路")
    words = [str(field.new) for change in details.work_changes(one) for field in change.fields]
    assert words
    assert not any("外路" in word for word in words)
