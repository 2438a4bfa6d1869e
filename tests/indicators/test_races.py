"""Two people at the same moment: the database decides, and both are told."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from indicators.actions import publish_edition
from indicators.models import Figure
from indicators.views import figures
from tests import factories
from tests.indicators.factories import figure, indicator


def at_once(*jobs: Callable[[], None]) -> None:
    def run(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


@pytest.mark.django_db(transaction=True)
def test_of_two_editions_entered_at_once_one_is_stored_and_the_other_kept_in_its_form(monkeypatch):
    zone = factories.zone()
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(factories.person(zone=zone, role="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    row = figure(indicator=indicator(zone=zone), value=145, status="estimate")
    both_checked = threading.Barrier(2, timeout=15)

    def publish_together(**given):
        both_checked.wait()  # both forms have found edition 1 the newest
        return publish_edition(**given)

    monkeypatch.setattr(figures, "publish_edition", publish_together)
    answers = {}

    def send(number: int) -> None:
        given = {"value": str(146 + number), "qualifier": "exact", "status": "flash", "replaces": "1"}
        answers[number] = clients[number].post(reverse("indicators:figure_edition", args=[row.pk]), given)

    at_once(lambda: send(0), lambda: send(1))
    assert sorted(response.status_code for response in answers.values()) == [302, 409]
    loser = next(number for number, response in answers.items() if response.status_code == 409)
    assert f'value="{146 + loser}"' in answers[loser].content.decode()
    assert list(Figure.objects.order_by("edition").values_list("edition", flat=True)) == [1, 2]
