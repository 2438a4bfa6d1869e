"""kill -9 of the web workers while a workbook is being stored: not a row is there, and the clerk is told."""

import http.client
import io
import os
import signal
import threading
import time
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connections

from exchange.actions import receive
from exchange.kinds import kind_of
from projects.models import Enterprise
from tests import factories
from tests.browser import database
from tests.browser.test_killed import PORT, gunicorn, workers
from zones.models import User, Zone

ROWS, SOME = 1000, 2 * 8192  # bytes of two pages


def workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["名称", "行业代码"])
    for number in range(ROWS):
        book.active.append([f"未存企业{number:04d}", "C21"])
    book.save(stream)
    return stream.getvalue()


def ask(cookie: str, path: str, data: dict[str, str] | None = None) -> str | None:
    """The page; None without a whole answer."""
    headers = {"Cookie": f"sessionid={cookie}; csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        link.request("GET" if data is None else "POST", path, None if data is None else urlencode(data), headers)
        return link.getresponse().read().decode()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        link.close()


def page(cookie: str, path: str) -> str:
    """Asked again while no worker is there."""
    until, found = time.monotonic() + 30, None
    while found is None and time.monotonic() < until:
        found = ask(cookie, path) or time.sleep(0.2)
    return found or ""


def table_size() -> int:
    """Bytes of the enterprises' table, with the rows of transactions that nobody sees yet."""
    with database.using("live"), connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('projects_enterprise')")
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("changes")
def test_nothing_is_there_and_the_clerk_is_told(portal):
    with database.using("live"):
        zone, clerk = Zone.objects.get(code="xian"), User.objects.get(username="clerk")
        kind = kind_of("enterprises", user=clerk, zone=zone, as_of=factories.DAY)
        run, reading = receive(kind=kind, data=workbook(), filename="企业.xlsx")
        assert reading.counts["new"] == ROWS
        before = Enterprise.objects.count()
    cookie, address = portal.sessions["clerk"], f"/imports/{run.pk}/"
    with gunicorn() as master:
        assert "未存企业0000" in page(cookie, address)
        size = table_size()
        answers: list[str | None] = []
        clicked = threading.Thread(target=lambda: answers.append(ask(cookie, address, {})))
        clicked.start()
        until = time.monotonic() + 60
        while table_size() <= size + SOME and time.monotonic() < until:  # some rows are written, not all
            time.sleep(0.02)
        assert table_size() > size + SOME
        for pid in workers(master):
            os.kill(pid, signal.SIGKILL)
        clicked.join(60)
        assert answers == [None]
        with database.using("live"):
            assert Enterprise.objects.count() == before
        assert "存入过程中断：一行也没有写入" in page(cookie, address)
        ask(cookie, address, {})  # and now it is stored
    with database.using("live"):
        run.refresh_from_db()
        assert (run.state, Enterprise.objects.count()) == ("stored", before + ROWS)
