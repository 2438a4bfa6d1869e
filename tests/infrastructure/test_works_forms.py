"""Entering and correcting works: who may, what is refused, and that nobody's work is lost."""

import threading
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from infrastructure.forms import FACT_FORMS
from infrastructure.models import CrossSectionPart, Housing, Road, RoadSegment, Work, WorkPackage, WorkshopTenant
from projects.models import Project
from tests import factories
from tests.infrastructure import factories as make

pytestmark = pytest.mark.django_db


def url(name: str, *args: int) -> str:
    return reverse(f"infrastructure:{name}", args=args)


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


@pytest.fixture
def rows(zone):
    """A road with every row below it, a park of workshops with a tenant, a package."""
    road, shops = make.road(zone=zone), make.work(zone=zone, kind="workshops")
    return {
        "road": road,
        "shops": shops,
        "part": road.road.parts.first(),
        "segment": make.segment(work=road),
        "tenant": make.tenant(work=shops),
        "package": make.package(zone=zone),
    }


def pages(rows) -> dict[str, str]:
    """Every page to read."""
    road, package = rows["road"].pk, rows["package"].pk
    names = {"work_list": (), "package_list": (), "work_detail": (road,), "work_history": (road,)}
    names |= {"package_detail": (package,), "package_history": (package,)}
    return {name: url(name, *args) for name, args in names.items()}


def forms(rows) -> dict[str, str]:
    """Every form."""
    road, shops = rows["road"].pk, rows["shops"].pk
    names = {"work_new": (), "package_new": (), "work_edit": (road,), "facts_edit": (road,), "package_edit": (rows["package"].pk,)}
    names |= {"part_new": (road,), "segment_new": (road,), "tenant_new": (shops,)}
    names |= {f"{name}_edit": (rows[name].pk,) for name in ("part", "segment", "tenant")}
    return {name: url(name, *args) for name, args in names.items()}


def removals(rows) -> dict[str, str]:
    road, shops = rows["road"].pk, rows["shops"].pk
    owners = {"part": road, "segment": road, "tenant": shops}
    return {f"{name}_remove": url(f"{name}_remove", owner, rows[name].pk) for name, owner in owners.items()}


def test_everybody_of_the_zone_reads_and_nobody_else(rows, people, sign_in, client):
    for page in pages(rows).values():
        assert client.get(page).status_code == 302, page
        for person in (people.officer, people.colleague, people.head, people.clerk, people.leader, people.admin):
            assert sign_in(person).get(page).status_code == 200, (page, person)
        found = sign_in(people.stranger).get(page).status_code
        assert found == (200 if page.endswith(("works/", "packages/")) else 404), page


def test_only_keepers_open_the_forms(rows, people, sign_in, client):
    for name, page in forms(rows).items():
        assert client.get(page).status_code == 302, page
        answers = {
            role: sign_in(getattr(people, role)).get(page).status_code for role in ("officer", "head", "leader", "clerk", "admin")
        }
        assert answers == {"officer": 403, "head": 403, "leader": 403, "clerk": 200, "admin": 200}, page
        own_zone = name in {"work_new", "package_new"}
        assert sign_in(people.stranger).get(page).status_code == (200 if own_zone else 404), page


def test_only_keepers_write(rows, people, sign_in):
    before = snapshot()
    for page in [*forms(rows).values(), *removals(rows).values()]:
        for person in (people.officer, people.head, people.leader):
            assert sign_in(person).post(page, {"kind": "road", "name": "x", "width_m": "9"}).status_code == 403, page
    for page in removals(rows).values():
        assert sign_in(people.stranger).post(page).status_code == 404
    assert snapshot() == before


def snapshot() -> list[int]:
    tables = (Work, Road, CrossSectionPart, RoadSegment, WorkshopTenant, WorkPackage, Project)
    return [model.objects.count() for model in tables] + list(CrossSectionPart.objects.values_list("version", flat=True))


def test_an_officer_of_the_unit_does_not_change_the_engineering_facts_of_its_project(zone, unit, people, sign_in):
    work = make.road(zone=zone, unit=unit)
    assert people.officer.unit_id_in(zone) == unit.pk
    assert sign_in(people.officer).get(url("facts_edit", work.pk)).status_code == 403


def test_a_right_that_is_taken_away_counts_at_once(rows, people, sign_in):
    clerk = sign_in(people.clerk)
    assert clerk.get(url("work_new")).status_code == 200
    people.clerk.memberships.update(role="leader")
    assert clerk.get(url("work_new")).status_code == 403


NEW = {"kind": "road", "name": "新建路", "plan_year": "2015", "budget_kind": "estimate", "land_mu": "45"}


def test_a_new_work_makes_its_project_and_leads_to_the_facts(zone, unit, clerk):
    response = clerk.post(url("work_new"), {**NEW, "unit": unit.pk})
    work = Work.objects.get()
    assert response["Location"] == url("facts_edit", work.pk)
    project = work.project
    assert (project.name, project.kind, project.zone, project.unit, work.land_mu) == ("新建路", "infrastructure", zone, unit, 45)
    clerk.post(response["Location"], {"length_m": "1,000", "red_line_width_m": "30"})
    assert (work.road.length_m, work.road.red_line_width_m) == (1000, 30)


def test_a_kind_without_facts_leads_to_the_page(clerk):
    response = clerk.post(url("work_new"), {**NEW, "kind": "testing"})
    work = Work.objects.get()
    assert response["Location"] == work.get_absolute_url()
    assert clerk.get(url("facts_edit", work.pk)).status_code == 404


def test_a_new_work_can_take_a_project_of_the_register(zone, clerk):
    waiting = factories.project(zone=zone, kind="infrastructure", name="登记过的路")
    clerk.post(url("work_new"), {**NEW, "name": "", "project": waiting.pk})
    assert Work.objects.get().project == waiting
    assert Project.objects.count() == 1


@pytest.mark.parametrize("name", ["", "已有项目"])
def test_a_new_work_needs_one_project_and_says_which(name, zone, clerk):
    factories.project(zone=zone, name="已有项目", kind="infrastructure")
    response = clerk.post(url("work_new"), {**NEW, "name": name})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == ({"name"} if name else {"project"})
    assert (Work.objects.count(), Project.objects.count()) == (0, 1)
    assert 'value="45"' in response.content.decode()  # what was typed stays


def test_both_a_project_and_a_name_are_refused(zone, clerk):
    waiting = factories.project(zone=zone, kind="infrastructure")
    response = clerk.post(url("work_new"), {**NEW, "project": waiting.pk})
    assert "project" in response.context["form"].errors
    assert Work.objects.count() == 0


def test_projects_of_other_zones_industrial_ones_and_works_are_no_choice(zone, other_zone, clerk):
    wrong = [
        factories.project(zone=other_zone, kind="infrastructure"),
        factories.project(zone=zone, kind="industrial"),
        make.work(zone=zone).project,
    ]
    for project in wrong:
        response = clerk.post(url("work_new"), {**NEW, "name": "", "project": project.pk})
        assert "project" in response.context["form"].errors
    assert Work.objects.count() == 1


def test_foreign_packages_units_and_owners_are_no_choice(other_zone, clerk):
    foreign = {
        "package": make.package(zone=other_zone).pk,
        "unit": factories.unit(zone=other_zone).pk,
        "owner": factories.enterprise(zone=other_zone).pk,
        "park": factories.park(zone=other_zone).pk,
    }
    response = clerk.post(url("work_new"), {**NEW, **foreign})
    assert set(response.context["form"].errors) == set(foreign)


def test_the_same_form_sent_twice_makes_one_work(clerk):
    form = {**NEW, "submission": str(uuid.uuid4())}
    answers = [clerk.post(url("work_new"), form).status_code for _time in range(3)]
    assert answers == [302, 302, 302]
    assert (Work.objects.count(), Project.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_once_makes_one_work(people, sign_in):
    form, answers = {**NEW, "submission": str(uuid.uuid4())}, []

    def send() -> None:
        answers.append(sign_in(people.clerk).post(url("work_new"), form).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {302}
    assert (Work.objects.count(), Project.objects.count()) == (1, 1)


def test_no_form_changes_a_field_that_it_does_not_show(zone, other_zone, clerk):
    work = make.road(zone=zone, land_mu=45)
    stolen = {
        "id": 999,
        "project": make.work(zone=other_zone).project_id,
        "zone": other_zone.pk,
        "is_generated": "on",
        "created_at": "2000-01-01",
    }
    form = {"kind": "road", "budget_kind": "estimate", "land_mu": "46", "version": work.version, **stolen}
    assert clerk.post(url("work_edit", work.pk), form).status_code == 302
    now = Work.objects.get(pk=work.pk)
    assert (now.project_id, now.is_generated, now.created_at, now.land_mu) == (work.project_id, False, work.created_at, 46)


def test_two_clerks_on_stale_copies_of_a_work_lose_nothing(zone, clerk):
    work = make.road(zone=zone, land_mu=45, budget_wan=760)
    first = {"kind": "road", "budget_kind": "estimate", "land_mu": "46", "budget_wan": "760", "version": work.version}
    second = {**first, "land_mu": "45", "budget_wan": "800"}
    assert clerk.post(url("work_edit", work.pk), first).status_code == 302
    response = clerk.post(url("work_edit", work.pk), second)
    assert response.status_code == 409
    shown = {one.label: (one.stored, one.typed) for one in response.context["conflict"]}
    assert sorted(shown.values()) == [(46, 45), (760, 800)]
    assert 'value="800"' in response.content.decode()
    assert Work.objects.get(pk=work.pk).land_mu == 46


def test_stale_facts_are_a_conflict_too_and_a_missing_version_is_stale(zone, clerk):
    work = make.road(zone=zone, length_m=1000)
    Road.objects.filter(work=work).update(length_m=1100)
    form = {"length_m": "1200", "red_line_width_m": "30"}
    for version in ({}, {"version": "1"}):
        assert clerk.post(url("facts_edit", work.pk), {**form, **version}).status_code == 409
    assert Road.objects.get(work=work).length_m == 1100


def test_facts_that_somebody_else_entered_first_are_a_conflict(zone, clerk):
    work = make.work(zone=zone, kind="housing")
    assert clerk.get(url("facts_edit", work.pk)).status_code == 200
    Housing.objects.create(work=work, flats=300)
    response = clerk.post(url("facts_edit", work.pk), {"flats": "500", "version": "0"})
    assert response.status_code == 409
    assert Housing.objects.get(work=work).flats == 300


def test_each_kind_has_the_form_of_its_table(zone, clerk):
    for kind, field in {
        "road": "length_m",
        "housing": "flats",
        "reclaimed": "capacity_wan_t",
        "substation": "voltage_kv",
        "exhibition": "renewed",
    }.items():
        work = make.work(zone=zone, kind=kind)
        assert field in clerk.get(url("facts_edit", work.pk)).context["form"].fields, kind
        assert clerk.post(url("facts_edit", work.pk), {field: "5"}).status_code == 302
        assert str(getattr(Work.objects.get(pk=work.pk).facts, field)).startswith("5"), kind
    assert len(FACT_FORMS) == 5


def test_not_reported_stays_not_reported(zone, clerk):
    work = make.housing(zone=zone, facts={"flats": 500, "persons": None})
    clerk.post(url("facts_edit", work.pk), {"flats": "500", "persons": "", "version": work.housing.version})
    assert work.housing.persons is None
    assert clerk.get(work.get_absolute_url()).context["quotients"][0].value is None


@pytest.mark.parametrize("width", ["", "0", "-3", "NaN", "1e5", "12米", "1_0", "٣", "9" * 20])
def test_a_width_that_is_none_is_refused_with_its_rule(width, zone, clerk):
    road = make.road(zone=zone).road
    response = clerk.post(url("part_new", road.work_id), {"kind": "green", "width_m": width, "sides": "2", "position": "3"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["width_m"]
    assert road.parts.count() == 2


def test_a_part_is_added_changed_and_removed(zone, clerk):
    work = make.road(zone=zone)
    assert clerk.get(url("part_new", work.pk)).context["form"].initial["position"] == 3
    clerk.post(url("part_new", work.pk), {"kind": "green", "width_m": "2", "sides": "2", "position": "3"})
    part = CrossSectionPart.objects.get(kind="green")
    clerk.post(
        url("part_edit", part.pk), {"kind": "green", "width_m": "２.5", "sides": "2", "position": "3", "version": part.version}
    )
    part.refresh_from_db()
    assert (part.width_m, part.road_id) == (2.5, work.road.pk)
    page = clerk.get(url("part_edit", part.pk)).content.decode()
    assert url("part_remove", work.pk, part.pk) in page
    answers = [clerk.post(url("part_remove", work.pk, part.pk))["Location"] for _time in range(2)]
    assert answers == [work.get_absolute_url()] * 2
    assert work.road.parts.count() == 2


def test_a_row_is_removed_through_its_own_work_only(rows, zone, clerk):
    other = make.road(zone=zone)
    assert clerk.post(url("part_remove", other.pk, rows["part"].pk)).status_code == 302
    assert clerk.post(url("tenant_remove", other.pk, rows["tenant"].pk)).status_code == 302
    assert CrossSectionPart.objects.filter(pk=rows["part"].pk).exists()
    assert WorkshopTenant.objects.filter(pk=rows["tenant"].pk).exists()


def test_removal_is_by_post_only(rows, clerk):
    for page in removals(rows).values():
        assert clerk.get(page).status_code == 405
        assert clerk.post(page).status_code == 302
    assert snapshot()[2:5] == [1, 0, 0]


def test_works_that_are_no_roads_have_no_parts(rows, clerk):
    bare = make.work(zone=rows["road"].zone, kind="road")
    for work in (rows["shops"], bare):
        assert clerk.get(url("part_new", work.pk)).status_code == 404
        assert clerk.get(url("segment_new", work.pk)).status_code == 404
    for missing in (999_999, 2**63, 10**25):
        assert clerk.get(url("part_new", missing)).status_code == 404
        assert clerk.get(url("work_detail", missing)).status_code == 404


def test_a_segment_and_a_tenant_are_entered(rows, zone, other_zone, clerk):
    firm, foreign = factories.enterprise(zone=zone), factories.enterprise(zone=other_zone)
    road, shops = rows["road"], rows["shops"]
    clerk.post(url("segment_new", road.pk), {"from_place": "安康路", "to_place": "南环路", "length_m": "1200", "position": "2"})
    assert [str(one) for one in RoadSegment.objects.of_work(road)][-1] == "安康路 – 南环路"
    tenant = {"name": "华翔家具", "hall_state": "fitted", "workshop_state": "foundation", "position": "1"}
    refused = clerk.post(url("tenant_new", shops.pk), {**tenant, "enterprise": foreign.pk})
    assert "enterprise" in refused.context["form"].errors
    clerk.post(url("tenant_new", shops.pk), {**tenant, "enterprise": firm.pk})
    assert WorkshopTenant.objects.get(name="华翔家具").enterprise == firm


def test_a_tenant_is_entered_once_and_the_second_time_is_told(rows, clerk):
    form = {"name": rows["tenant"].name, "position": "1"}
    response = clerk.post(url("tenant_new", rows["shops"].pk), form)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_a_package_is_entered_and_cannot_be_a_part_of_a_part(zone, clerk):
    form = {"name": "道路建设", "year": "2015", "stated_count": "7", "investment_worded": "about", "opened_land_worded": "exact"}
    clerk.post(url("package_new"), form)
    whole = WorkPackage.objects.get()
    part = make.package(zone=zone, parent=whole)
    response = clerk.post(url("package_new"), {**form, "name": "别的", "parent": part.pk})
    assert "parent" in response.context["form"].errors
    assert (whole.zone, whole.stated_count, whole.investment_worded) == (zone, 7, "about")


def test_a_package_of_a_foreign_zone_is_no_parent(other_zone, clerk):
    foreign = make.package(zone=other_zone)
    form = {"name": "道路建设", "year": "2015", "investment_worded": "exact", "opened_land_worded": "exact", "parent": foreign.pk}
    assert "parent" in clerk.post(url("package_new"), form).context["form"].errors


def test_invisible_and_poisonous_text_is_refused(zone, clerk):
    for text in ("a\x0bb", "\u202eabc", "a\uffffb"):
        response = clerk.post(url("work_new"), {**NEW, "name": "好路", "situation": text, "budget_scope": text})
        assert {"situation", "budget_scope"} <= set(response.context["form"].errors)
        assert "name" in clerk.post(url("work_new"), {**NEW, "name": text}).context["form"].errors
    assert Project.objects.count() == 0
