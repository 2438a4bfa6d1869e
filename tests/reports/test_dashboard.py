"""The dashboard's lights: by the rules in force, by park and unit, and of the targets."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from tests import factories
from tests.projects.browser import text
from zones.lights import Clause
from zones.presets import PRESETS

MAY = datetime.date(2015, 5, 10)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def leader(sign_in, people):
    client = sign_in(people.leader)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def some(zone, unit, other_zone):
    """Two parks and two units with a red, a yellow, a green project and one without a ledger; and another zone's red one."""
    first, second = (factories.park(zone=zone, name=name) for name in ("甲园", "乙园"))
    other = factories.unit(zone=zone, name="第二指挥部")
    for due, park, own in (
        (MAY, first, unit),
        (datetime.date(2015, 6, 10), first, other),
        (datetime.date(2015, 7, 1), second, unit),
    ):
        factories.milestone(project=factories.project(zone=zone, park=park, unit=own), due=due)
    factories.project(zone=zone, unit=unit)
    factories.milestone(project=factories.project(zone=other_zone), due=MAY)
    return unit, other


def counts(page):
    return {str(light): count for light, count in page.context["lights"]}


def test_projects_are_counted_by_the_rules_in_force_and_the_page_names_them(leader, zone, some):
    page = leader.get("/dashboard/")
    assert counts(page) == {"red": 1, "yellow": 1, "green": 1, "none": 1}
    assert "Lights by the portal's own light rules" in text(page)
    rules = factories.rule_set(zone=zone, name="严格规则", red=1)
    page = leader.get("/dashboard/")
    assert counts(page) == {"red": 2, "yellow": 0, "green": 1, "none": 1}
    assert "Lights by 严格规则 2015-1" in text(page)
    assert rules.get_absolute_url() in page.content.decode()


def test_parks_and_units_share_the_same_projects(leader, some):
    unit, other = some
    page = leader.get("/dashboard/")
    assert {park.name: park.lights for park in page.context["parks"]} == {
        "甲园": {"red": 1, "yellow": 1},
        "乙园": {"green": 1},
        "": {"none": 1},
    }
    found = {each.unit: (dict(each.line.projects), each.line.not_kept, each.line.missed) for each in page.context["units"]}
    assert found == {unit: ({"red": 1, "green": 1, "none": 1}, 1, 1), other: ({"yellow": 1}, 0, 1)}


def test_units_have_a_light_column_where_the_rules_speak_of_units(leader, zone, some):
    unit, other = some
    assert not leader.get("/dashboard/").context["has_unit_lights"]
    factories.rule_set(zone=zone, clauses=PRESETS["xinhuang_2015"].clauses)
    page = leader.get("/dashboard/")
    assert {each.unit: str(each.why.light) for each in page.context["units"]} == {unit: "red", other: "none"}


def test_targets_have_a_light_where_the_rules_speak_of_indicators(leader, zone):
    indicator = factories.indicator(zone=zone)
    factories.target(indicator=indicator, value=Decimal(1200))
    factories.figure(indicator=indicator, year=2015, through_month=5, value=Decimal(100))
    assert f'href="/indicators/{indicator.pk}/light/"' not in leader.get("/dashboard/").content.decode()
    factories.rule_set(zone=zone, clauses=PRESETS["yinchuan_2025"].clauses)
    page = leader.get("/dashboard/")
    assert [str(line.light) for line in page.context["targets"]] == ["red"]
    assert f'href="/indicators/{indicator.pk}/light/"' in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_dashboard_costs_the_same_for_one_row_and_for_three(leader, zone, rows, django_assert_num_queries):
    unit_clause = Clause("unit", "tasks_missed", red=Decimal(1))
    for number in range(rows):
        project = factories.project(zone=zone, unit=factories.unit(zone=zone), park=factories.park(zone=zone))
        factories.milestone(project=project, due=MAY)
        factories.target(indicator=factories.indicator(zone=zone))
        factories.rule_set(zone=zone, edition=number + 1, clauses=(*PRESETS["yinchuan_2025"].clauses, unit_clause))
    leader.get("/dashboard/")
    with django_assert_num_queries(27):
        leader.get("/dashboard/")
