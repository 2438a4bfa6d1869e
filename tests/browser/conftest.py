"""Chromium in front of the demonstration.

All of this lives as long as the tests of this folder: one server, one database, one browser. A test that changes the
data asks for ``changes``, and the next one finds the demonstration as it was.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import sync_playwright

from tests.browser import addresses, database
from tests.browser.visitor import DESK, Visitor
from zones.models import Zone

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def portal(django_db_setup, django_db_blocker):
    """``address`` of the server, ``sessions`` by account, ``pages`` by the name of their address, ``names`` by zone."""
    with django_db_blocker.unblock():
        database.fill()
        with database.using("demo"):
            names = {zone.code: addresses.names_of(zone) for zone in Zone.objects.all()}
            found = SimpleNamespace(sessions=database.sessions(), pages=addresses.pages(), names=names)
        database.copy(database.name_of("demo"), "live")
        try:
            with serving(database.name_of("live")) as found.address:
                yield found
        finally:
            database.drop("live")
            database.drop("demo")


@contextmanager
def serving(name: str) -> Iterator[str]:
    """The address of a server on the database ``name``."""
    command = [sys.executable, "-m", "tests.browser.serve", name, str(settings.MEDIA_ROOT)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        port = server.stdout.readline().strip()
        assert port, "the server did not start"
        yield f"http://127.0.0.1:{port}"
        server.stdin.close()


@pytest.fixture(autouse=True)
def usual_database(db):
    """Makes pytest-django set up the database that is copied; its own transaction idles while the browser works."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


@pytest.fixture
def changes(portal):
    """Of tests that write: afterwards the demonstration is as it was."""
    yield
    database.copy(database.name_of("demo"), "live")


@pytest.fixture(scope="package")
def chromium(portal):
    """Comes after the data: while Playwright's event loop runs in this thread, Django opens connections of its own there."""
    if not Path(CHROMIUM).exists() and "CI" not in os.environ:
        pytest.skip(f"no browser tests: {CHROMIUM} is missing (apt-get install chromium)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(portal, chromium):
    """``visit("clerk", screen=PHONE)``: that person's browser, signed in; no person is nobody. Faults fail the test."""
    visitors: list[Visitor] = []

    def opened(person: str = "", *, screen: tuple = DESK, language: str = "", scripts: bool = True) -> Visitor:
        visitors.append(Visitor(chromium, portal, person, screen=screen, language=language, scripts=scripts))
        return visitors[-1]

    yield opened
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []
