"""Two hands at once on a month: its figures are stored once, and of two writers of one row one sees the other's."""

import datetime
import threading

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from indicators.models import Figure
from returns import actions
from returns.models import ReturnValue
from tests import factories


def at_once(*jobs) -> None:
    """Runs the jobs in threads that start together, each with a connection of its own."""
    ready = threading.Barrier(len(jobs), timeout=15)

    def run(job) -> None:
        try:
            ready.wait()
            job()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


@pytest.fixture
def month(transactional_db):
    zone = factories.zone()
    indicator = factories.indicator(zone=zone, unit="万元")
    item = factories.return_item(zone=zone, indicator=indicator)
    for _ in range(3):
        firm = factories.enterprise(zone=zone, park=factories.park(zone=zone))
        row = factories.monthly_return(enterprise=firm, values={item: 10}, state="draft")
    return zone, item, row


def browser(zone):
    client = Client()
    client.force_login(factories.person(zone=zone, role="clerk"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db(transaction=True)
def test_two_clicks_store_each_figure_once(month):
    zone, _item, _row = month
    type(_row).objects.update(state="accepted", submitted_at=datetime.datetime(2015, 6, 9, tzinfo=datetime.UTC))
    answers, clients = [], [browser(zone) for _ in range(2)]
    address = reverse("returns:month_publish", args=[2015, 5])
    at_once(*(lambda one=client: answers.append(one.post(address).status_code) for client in clients))
    assert answers == [302, 302]
    assert list(Figure.objects.values_list("edition", "value")) == [(1, 30)]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_click_fails(month, monkeypatch):
    """What the lock is for: both read that no figure stands, and both store edition 1."""
    zone, _item, _row = month
    type(_row).objects.update(state="accepted", submitted_at=datetime.datetime(2015, 6, 9, tzinfo=datetime.UTC))
    both_read, publish = threading.Barrier(2, timeout=5), actions.publish_edition

    def together(**given):
        both_read.wait()
        return publish(**given)

    monkeypatch.setattr(actions, "publish_edition", together)
    monkeypatch.setattr(type(actions.Zone.objects.all()), "locked", lambda rows: rows)
    answers, clients = [], [browser(zone) for _ in range(2)]
    for client in clients:
        client.raise_request_exception = False
    address = reverse("returns:month_publish", args=[2015, 5])
    at_once(*(lambda one=client: answers.append(one.post(address).status_code) for client in clients))
    assert sorted(answers) != [302, 302]


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_of_one_row_the_second_sees_the_first_s_value(month):
    zone, item, row = month
    answers, clients = {}, [browser(zone) for _ in range(2)]

    def write(value: int) -> None:
        data = {f"r{row.pk}-version": row.version, f"r{row.pk}-i{item.pk}": str(value), f"r{row.pk}-note": "", "draft": row.pk}
        address = reverse("returns:return_edit", args=[row.pk])
        answers[value] = clients[value % 2].post(address, data, headers={"HX-Request": "true"})

    at_once(lambda: write(20), lambda: write(31))
    assert sorted(answer.status_code for answer in answers.values()) == [200, 409]
    stored = ReturnValue.objects.get(report=row).value
    loser = next(answer for value, answer in answers.items() if value != stored)
    assert f"{stored.normalize():f}" in loser.content.decode()
