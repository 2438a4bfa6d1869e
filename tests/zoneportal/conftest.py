"""The demonstration, loaded once for a module and rolled back after it."""

import pytest
from django.db import transaction

from zoneportal import demo
from zones.models import User, Zone


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def xian(loaded):
    """The zone of the report."""
    return Zone.objects.get(code="xian")


@pytest.fixture
def account(loaded):
    return lambda username: User.objects.get(username=username)
