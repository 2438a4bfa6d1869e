"""Everything that is read inside is of one moment."""

import threading

import pytest
from django.db import InternalError, connection, transaction

from core.moments import one_moment
from tests import factories
from zones.models import Park

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(job):
    """Runs ``job`` on a connection of its own."""

    def run():
        try:
            job()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)


def two_readings(zone):
    first = Park.objects.in_zone(zone).count()
    meanwhile(lambda: factories.park(zone=zone))
    return first, Park.objects.in_zone(zone).count()


def test_a_usual_transaction_sees_what_others_store_meanwhile():
    zone = factories.zone()
    with transaction.atomic():
        assert two_readings(zone) == (0, 1)


def test_one_moment_does_not():
    zone = factories.zone()
    with one_moment():
        assert two_readings(zone) == (0, 0)
    assert Park.objects.in_zone(zone).count() == 1


def test_nothing_is_written_and_no_transaction_is_around_it():
    zone = factories.zone()
    with pytest.raises(InternalError, match="read-only"), one_moment():
        factories.park(zone=zone)
    with transaction.atomic(), pytest.raises(RuntimeError), one_moment():
        pass
