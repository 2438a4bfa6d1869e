"""`make run`: prepare the database and the static files, then become the web server.

One process does it all, because every start of Python and Django costs a second. The demonstration zone
is set up unless PORTAL_DEMO=0; by default not with PORTAL_ENV=production, since its accounts have known
passwords. A database that holds anything else keeps the real date and gets no demonstration.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections

ROOT = Path(__file__).resolve().parent.parent
DEMO_DAY = "2015-06-16"  # the day on which the demonstration zone's data are fresh


def main() -> None:
    os.chdir(ROOT)
    sys.path[0] = str(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoneportal.settings")
    demo = wants_demo()
    pinned = demo and "PORTAL_TODAY" not in os.environ
    if pinned:
        os.environ["PORTAL_TODAY"] = DEMO_DAY
    try:
        is_demo = prepare(demo)
    except (ImproperlyConfigured, DatabaseError, CommandError) as error:
        sys.exit(f"The portal cannot start. {error}")
    if pinned and not is_demo:
        del os.environ["PORTAL_TODAY"]
    sys.stdout.flush()
    # By python -m, because the first line of .venv/bin/gunicorn breaks in a folder with a space.
    gunicorn = ["-m", "gunicorn", "zoneportal.wsgi:application", "-c", "deploy/gunicorn.conf.py"]
    os.execv(sys.executable, [sys.executable, *gunicorn, *sys.argv[1:]])  # noqa: S606 - no shell wanted


def wants_demo() -> bool:
    production = os.environ.get("PORTAL_ENV") == "production"
    return (os.environ.get("PORTAL_DEMO") or ("0" if production else "1")) not in {"0", "no", "false", "off"}


def prepare(demo: bool) -> bool:
    """Bring database and static files up to date; True when the demonstration is there.

    Migrations are looked at every time: they say best what is missing.
    """
    django.setup()
    from core.embedded_postgres import base, server

    database = connections["default"]
    if isinstance(database, base.DatabaseWrapper):
        server.hand_over(database.data_dir)
    print("Preparing the database …", flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        demo = set_up_demo()
    else:
        print("No demonstration data; `manage.py create_administrator` makes the zone and its first account.")
    collect_static()
    connections.close_all()
    return demo


def set_up_demo() -> bool:
    """False when the database holds something else, which is left alone."""
    try:
        call_command("setup_demo")
    except CommandError as error:
        print(f"No demonstration data: {error}")
        return False
    return True


def collect_static() -> None:
    """Collect the static files, unless the last run collected exactly these."""
    from django.conf import settings

    stamp = Path(sys.prefix) / "static.stamp"
    state = static_state()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == state:
        return
    print("Collecting the static files …", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(state)


def static_state() -> str:
    """A digest of name, size and time of every static file, of the packages' files too."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
