"""The browser tests' own databases, beside the one that every other test rolls back or flushes.

``…_demo`` holds the demonstration and a session for each account; ``…_live`` is a copy of it that the server writes to,
thrown away after each test that changed it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, connections
from django.test import Client

from zoneportal import demo
from zones.models import User


def name_of(kind: str) -> str:
    return f"{settings.DATABASES['default']['NAME']}_{kind}"


def run(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def drop(kind: str) -> None:
    run(f'DROP DATABASE IF EXISTS "{name_of(kind)}" WITH (FORCE)')


def copy(source: str, kind: str) -> None:
    drop(kind)
    run(f'CREATE DATABASE "{name_of(kind)}" TEMPLATE "{source}"')


@contextmanager
def using(kind: str) -> Iterator[None]:
    """The ORM of this process speaks to that database."""
    usual = connections["default"]
    other = usual.copy()
    other.settings_dict["NAME"] = name_of(kind)
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = usual


def fill() -> None:
    """Makes ``…_demo`` out of the migrated test database."""
    connection.close()  # a template may not be in use
    copy(settings.DATABASES["default"]["NAME"], "demo")
    with using("demo"):
        demo.load()


def sessions() -> dict[str, str]:
    """A session for each account."""
    return {user.username: session_of(user) for user in User.objects.all()}


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
