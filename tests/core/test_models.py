"""What the database itself refuses and counts: names that are the same, versions of rows, tokens of submissions."""

import unicodedata

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from indicators.models import CheckRule, Indicator
from infrastructure.models import WorkPackage
from projects.models import Building, Enterprise, LedgerTemplate, Project
from returns.models import ReturnItem
from tests import factories
from zones.models import Park, Unit, Zone

pytestmark = pytest.mark.django_db

SAME = ["ＡＢ１２家具", "ab12家具", "  AB12家具  ", "AB１２家具\u3000", "Ａb12家具", "\u00a0AB12家具"]
OTHER = ["AB12家具厂", "AB 12家具", "AB12傢具"]


@pytest.fixture
def make(zone):
    """Makers of rows with a name, by model."""
    project = factories.project(zone=zone)
    indicator = {"zone": zone, "unit": "个"}
    return {
        Zone: lambda name: Zone(name=name, code=f"z{abs(hash(name))}"[:20]),
        Park: lambda name: Park(zone=zone, name=name),
        Unit: lambda name: Unit(zone=zone, name=name),
        Enterprise: lambda name: Enterprise(zone=zone, name=name),
        Project: lambda name: Project(zone=zone, name=name),
        Building: lambda name: Building(project=project, name=name),
        LedgerTemplate: lambda name: LedgerTemplate(zone=zone, name=name),
        Indicator: lambda name: Indicator(**indicator, name=name, code=f"c{abs(hash(name))}"[:20]),
        CheckRule: lambda name: CheckRule(zone=zone, name=name, left="1", right="1"),
        ReturnItem: lambda name: ReturnItem(zone=zone, name=name, code=f"c{abs(hash(name))}"[:20], unit="人"),
        WorkPackage: lambda name: WorkPackage(zone=zone, year=2014, name=name),
    }


MODELS = [Zone, Park, Unit, Enterprise, Project, Building, LedgerTemplate, Indicator, CheckRule, ReturnItem, WorkPackage]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_names_that_are_equal_after_normalising_are_one_name(make, model):
    make[model]("AB12家具").save()
    for name in SAME:
        with transaction.atomic(), pytest.raises(IntegrityError):
            make[model](name).save()
    for name in OTHER:
        make[model](name).save()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_form_says_in_words_that_the_name_is_taken(make, model):
    make[model]("AB12家具").save()
    with pytest.raises(ValidationError) as refused:
        make[model]("ａｂ１２家具").validate_constraints()
    words = [str(c.violation_error_message) for c in model._meta.constraints if c.name.endswith("name_unique")]
    assert refused.value.messages == words


def test_every_kind_of_row_with_a_name_is_here():
    named = {
        model
        for model in apps.get_models()
        if any(c.name.endswith("name_unique") for c in model._meta.constraints) and model.__name__ not in {"User", "WorkshopTenant"}
    }
    assert named == set(MODELS)


def test_the_same_name_may_stand_in_two_zones(zone, other_zone):
    factories.project(zone=zone, name="物华食品")
    factories.project(zone=other_zone, name="物华食品")
    assert Project.objects.filter(name="物华食品").count() == 2


def test_decomposed_letters_are_the_composed_ones(zone):
    factories.enterprise(zone=zone, name="café")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.enterprise(zone=zone, name=unicodedata.normalize("NFD", "café"))


def test_every_write_raises_the_version(zone):
    row = factories.enterprise(zone=zone)
    assert row.version == 1
    row.remark = "改"
    row.save()
    Enterprise.objects.filter(pk=row.pk).update(remark="再改")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_enterprise SET remark = 'SQL' WHERE id = %s", [row.pk])
    row.refresh_from_db()
    assert (row.version, row.remark) == (4, "SQL")


def test_a_version_cannot_be_set_back_by_hand(zone):
    row = factories.enterprise(zone=zone)
    Enterprise.objects.filter(pk=row.pk).update(version=900)
    row.refresh_from_db()
    assert row.version == 2


def test_signing_in_is_nobody_s_edit_of_a_person(people, client):
    before = people.clerk.version
    client.force_login(people.clerk, backend="django.contrib.auth.backends.ModelBackend")
    people.clerk.refresh_from_db()
    assert people.clerk.last_login is not None
    assert people.clerk.version == before
    people.clerk.name = "改名"
    people.clerk.save()
    people.clerk.refresh_from_db()
    assert people.clerk.version == before + 1


def test_one_submission_makes_one_row(zone):
    first = factories.enterprise(zone=zone)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.enterprise(zone=zone, submission=first.submission)
