"""What every test starts from: fast hashing, plain static files, a pinned day, and the people of two zones."""

import copy
import datetime
import shutil
import tempfile

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests import factories, template_database
from tests import world as worlds

TODAY = datetime.date(2015, 6, 16)  # the demo's Tuesday


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PORTAL_TODAY = TODAY
    settings.SECURE_SSL_REDIRECT = False
    patient = settings.DATABASES["default"]["OPTIONS"]  # fifty hands in one process on a busy machine take their time
    patient["options"] = patient["options"].replace("lock_timeout=5000", "lock_timeout=25000")
    settings.MEDIA_ROOT = tempfile.mkdtemp(prefix="portal-media-")


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Test databases are copies of one that is migrated already."""
    with django_db_blocker.unblock():
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template_database.prepare()


@pytest.fixture
def today() -> datetime.date:
    return TODAY


@pytest.fixture
def zone(db):
    return factories.zone()


@pytest.fixture
def other_zone(db):
    return factories.zone()


@pytest.fixture
def unit(zone):
    return factories.unit(zone=zone, name="家具产业指挥部")


@pytest.fixture
def people(zone, unit, other_zone):
    """One person of each kind; see factories.people."""
    return factories.people(zone=zone, unit=unit, other_zone=other_zone)


@pytest.fixture(scope="module")
def kept_world(django_db_setup, django_db_blocker):
    """The rows of tests.world, made once for a module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        zone, other_zone = factories.zone(), factories.zone()
        people = factories.people(zone=zone, unit=factories.unit(zone=zone, name="家具产业指挥部"), other_zone=other_zone)
        kept = worlds.build(zone=zone, people=people)
        kept.people, kept.other_zone = people, other_zone
        yield kept
        transaction.set_rollback(True)


@pytest.fixture
def world(kept_world, db):
    """One row of every kind in a zone, for one test: what it changes is taken back, and the objects are its own."""
    return copy.deepcopy(kept_world)


@pytest.fixture
def sign_in():
    """A client signed in as a person: ``sign_in(people.clerk).get("/")``."""

    def signed_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
