"""Who sees and changes which works, and what there is of each kind."""

from decimal import Decimal

import pytest

from infrastructure.models import CrossSectionPart, Road, Work, WorkPackage, WorkshopTenant
from infrastructure.querysets import without_work
from projects.models import Project
from tests import factories
from tests.infrastructure import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(zone, other_zone):
    """In the zone a road without length, one with, and two housing works of which one names no persons; next door one of each."""
    for one in (zone, other_zone):
        make.road(zone=one, length_m=700, land_mu=30, budget_wan=500)
        make.housing(zone=one, facts={"flats": 300, "persons": 1200}, budget_wan=3500)
    make.road(zone=zone, length_m=None, budget_wan=None, plan_year=2014)
    make.housing(zone=zone, facts={"flats": 500, "persons": None}, budget_wan=6200)
    make.work(zone=zone, kind="testing")
    return Work.objects.in_zone(zone)


def test_members_see_the_works_of_their_zone_and_strangers_those_of_theirs(works, people):
    for person in (people.officer, people.colleague, people.head, people.clerk, people.leader, people.admin):
        assert Work.objects.visible_to(person).count() == 5
    assert Work.objects.visible_to(people.stranger).count() == 2


def test_only_keepers_may_change_works_and_the_row_agrees(works, people):
    allowed = {
        name: Work.objects.editable_by(person).count()
        for name, person in vars(people).items()
        if name not in {"stranger", "disabled"}
    }
    assert allowed == {"officer": 0, "colleague": 0, "head": 0, "clerk": 5, "leader": 0, "admin": 5}
    work = works.first()
    for name, person in vars(people).items():
        assert bool(work.edit_access(person)) == Work.objects.editable_by(person).filter(pk=work.pk).exists(), name


def test_a_superuser_changes_everything(works):
    chief = factories.person(is_superuser=True)
    assert Work.objects.editable_by(chief).count() == 7


@pytest.mark.parametrize("model", [Road, CrossSectionPart, WorkshopTenant, WorkPackage])
def test_rows_below_a_work_have_its_scope(model, works, people, other_zone, zone):
    for one in (zone, other_zone):
        make.tenant(work=make.work(zone=one, kind="workshops"))
        make.package(zone=one)
    mine, theirs = model.objects.in_zone(zone), model.objects.in_zone(other_zone)
    assert mine.exists()
    assert theirs.exists()
    assert set(model.objects.visible_to(people.officer)) == set(mine)
    assert set(model.objects.editable_by(people.clerk)) == set(mine)
    assert not model.objects.editable_by(people.leader).exists()
    assert all(row.zone == zone for row in mine)


def test_at_a_glance_adds_what_is_reported_and_counts_what_is_not(works, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = works.at_a_glance()
    assert (found["count"], found["budget_wan_sum"], found["budget_wan_silent"]) == (5, Decimal(10200), 2)
    assert (found["length_m_sum"], found["length_m_silent"]) == (Decimal(700), 1)
    assert (found["flats_sum"], found["flats_silent"]) == (800, 0)
    assert (found["persons_sum"], found["persons_silent"]) == (1200, 1)
    assert (found["capacity_wan_t_sum"], found["capacity_wan_t_silent"]) == (None, 0)


def test_at_a_glance_of_nothing_is_not_zero(zone):
    found = Work.objects.in_zone(zone).at_a_glance()
    assert (found["count"], found["budget_wan_sum"], found["persons_sum"]) == (0, None, None)


def test_parts_of_a_road_do_not_count_it_twice(works):
    assert works.roads().at_a_glance()["length_m_sum"] == 700
    assert works.roads().count() == 2


def test_works_by_kind(works, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = {row["kind"]: row for row in works.by_kind()}
    assert {kind: row["count"] for kind, row in rows.items()} == {"road": 2, "housing": 2, "testing": 1}
    assert rows["road"]["budget_wan_sum"] == 500
    assert rows["testing"]["budget_wan_sum"] is None


def test_the_verbs_of_kind_and_year(works):
    assert [work.kind for work in works.housing()] == ["housing", "housing"]
    assert works.of_year(2014).count() == 1
    assert works.water_plants().count() == 0


def test_with_facts_takes_three_queries_for_any_number_of_roads(zone, django_assert_num_queries):
    make.roads_of_2015(zone)
    with django_assert_num_queries(3):
        for work in Work.objects.with_facts():
            assert work.zone == zone
            assert list(work.road.parts.all())
            list(work.road.segments.all())


def test_projects_without_facts_are_the_infrastructure_ones_that_are_no_work(zone):
    factories.project(zone=zone, kind="industrial")
    waiting = factories.project(zone=zone, kind="infrastructure")
    make.work(zone=zone)
    assert list(without_work(Project.objects.in_zone(zone))) == [waiting]
