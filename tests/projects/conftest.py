"""Projects of one unit, with people of the unit, of another one, and of another zone. Pages are read in English here."""

import datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests import factories

THIS_WEEK = datetime.date(2015, 6, 8)  # the week that is reported on Tuesday the 16th
LAST_WEEK = datetime.date(2015, 6, 1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def sign_in():
    """A client signed in as a person who reads English."""

    def signed_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return signed_in


@pytest.fixture
def project(zone, unit):
    return factories.project(zone=zone, unit=unit, name="全友家居三期")


@pytest.fixture
def foreign(other_zone):
    """The same kinds of rows in another zone: what must never leak."""
    project = factories.project(zone=other_zone, unit=factories.unit(zone=other_zone), name="外区机密项目")
    return SimpleNamespace(
        project=project,
        enterprise=factories.enterprise(zone=other_zone, name="外区机密企业"),
        milestone=factories.milestone(project=project, text="外区机密节点"),
        report=factories.report(project=project, monday=THIS_WEEK, progress="外区机密进度"),
    )
