"""What the database and the models refuse, and how works are named."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from infrastructure.choices import WorkKind
from infrastructure.models import Road, Work, WorkPackage
from tests.infrastructure import factories as make

pytestmark = pytest.mark.django_db


def refused(action, *args, **fields) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        action(*args, **fields)
    return str(error.value)


def test_a_project_is_one_work_at_most(zone):
    work = make.work(zone=zone)
    assert "project" in refused(Work.objects.create, project=work.project, kind="road")


def test_a_work_has_one_row_of_facts(zone):
    work = make.road(zone=zone)
    assert "work_id" in refused(Road.objects.create, work=work)


def test_a_project_with_a_work_is_not_deleted(zone):
    with pytest.raises(ProtectedError):
        make.work(zone=zone).project.delete()


def test_a_part_lies_once_or_twice(zone):
    road = make.road(zone=zone).road
    assert "cross_section_part_sides" in refused(road.parts.create, kind="green", width_m=3, sides=3)


def test_a_part_without_width_is_refused(zone):
    part = make.road(zone=zone).road.parts.first()
    part.width_m = 0
    with pytest.raises(ValidationError, match="width_m"):
        part.full_clean()


def test_package_names_are_unique_in_zone_and_year(zone, other_zone):
    make.package(zone=zone, name="道路建设", year=2015)
    make.package(zone=zone, name="道路建设", year=2014)
    make.package(zone=other_zone, name="道路建设", year=2015)
    assert "work_package_name_unique" in refused(WorkPackage.objects.create, zone=zone, name=" 道路建设", year=2015)


def test_a_package_is_part_of_a_whole_one_only(zone):
    whole = make.package(zone=zone)
    part = make.package(zone=zone, parent=whole)
    part.clean()
    for wrong in (make.package(zone=zone, parent=part), WorkPackage(pk=whole.pk, zone=zone, year=2015, name="x", parent=whole)):
        with pytest.raises(ValidationError, match="parent"):
            wrong.clean()
    whole.parent = make.package(zone=zone)
    with pytest.raises(ValidationError, match="parent"):
        whole.clean()


def test_the_facts_of_a_work_are_those_of_its_kind(zone):
    road = make.road(zone=zone)
    assert road.facts == road.road
    assert make.work(zone=zone, kind="road").facts is None
    assert make.work(zone=zone, kind="testing").facts is None
    road.kind = "housing"
    assert road.facts is None


def test_every_table_of_facts_is_a_relation_of_work():
    assert {name for name in WorkKind.facts().values() if not hasattr(Work, name)} == set()


def test_words_of_a_road_and_its_rows(zone):
    work = make.road(zone=zone, name="南环路东延")
    segment = make.segment(work=work)
    assert (str(work), str(work.road), work.road.stretch, str(segment)) == (
        "南环路东延",
        "南环路东延",
        "甲路 – 乙路",
        "甲路 – 丙路",
    )
    assert Road(from_place="甲路").stretch == "甲路"
    carriageway, footway = work.road.parts.all()
    footway.name = "步道"
    assert (str(footway), footway.together_m, carriageway.together_m) == ("步道", 10, 16)
    assert segment.get_absolute_url() == work.get_absolute_url()
