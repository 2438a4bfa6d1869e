"""One migrated database, kept between runs, of which every test database is a copy.

Migrating takes most of a minute on two cores, copying a second. The template is named after what the migrations say and
after the libraries that they run on; an older one is thrown away.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "portal_template_"
LOCK = 20150616  # one process makes the template, the others wait


def name() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return f"{PREFIX}{digest.hexdigest()[:16]}"


def prepare() -> str:
    """Make the template unless it is there; returns its name."""
    wanted = name()
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        known = {row[0] for row in cursor.fetchall()}
        if wanted not in known:
            for old in known:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            migrate(cursor, wanted)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return wanted


def migrate(cursor, wanted: str) -> None:
    """Under another name until it is whole: a run that was broken off leaves no half template."""
    cursor.execute(f'DROP DATABASE IF EXISTS "{PREFIX}part" WITH (FORCE)')
    cursor.execute(f"CREATE DATABASE \"{PREFIX}part\" TEMPLATE template0 ENCODING 'UTF8'")
    with using(f"{PREFIX}part"):
        call_command("migrate", verbosity=0)
    cursor.execute(f'ALTER DATABASE "{PREFIX}part" RENAME TO "{wanted}"')


@contextmanager
def using(database: str) -> Iterator[None]:
    """The ORM of this process speaks to that database."""
    connection = connections["default"]
    connection.close()
    usual, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], database
    settings.DATABASES["default"]["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = usual
