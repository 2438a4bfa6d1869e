"""What a step on many promises costs: 500 rows moved, noted, given to a unit and taken back, in a ledger of 10,000.

    .venv/bin/python -m bench.bulk [--promises 10000] [--rows 500] [--rounds 5]

On a database of its own (embedded unless DATABASE_URL names an empty one). Prints the median milliseconds on the clock of
each action and of the pages around it, and whether the move stays within two seconds.
"""

import argparse
import datetime
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from typing import Any

TODAY = datetime.date(2015, 6, 16)
GOAL = 2_000  # milliseconds of a move


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = action()
    return (time.perf_counter() - begun) * 1000, found


def measure(clerk: Any, rows: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every action in each round; what is done is taken back, so that each round finds the same ledger."""
    from django.test import Client

    from core import clock
    from projects import actions
    from projects.models import Milestone
    from zones.models import Unit, Zone

    zone, client = Zone.objects.get(), Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    unit = Unit.objects.order_by("pk").last()
    why = {"reason": "weather", "explanation": "连续降雨", "approved_by": "主任", "asked_on": TODAY}
    found: dict[str, list[float]] = {}

    def note(name: str, action: Callable[[], Any]) -> Any:
        spent, result = timed(action)
        found.setdefault(name, []).append(spent)
        return result

    def step() -> actions.BulkStep:
        chosen = Milestone.objects.still_open().order_by("pk").values_list("pk", "version")[:rows]
        return actions.BulkStep(zone, clerk, dict(chosen), TODAY, uuid.uuid4())

    for _round in range(rounds):
        for name, act in {
            "move": lambda: actions.move_due_dates(step=step(), days=10, **why),
            "unit": lambda: actions.set_unit_of(step=step(), unit=unit),
            "note": lambda: actions.add_note(step=step(), note="请核实"),
        }.items():
            change = note(name, act)
            note(f"page of the {name}", lambda change=change: client.get(change.get_absolute_url()))
            note(f"undo of the {name}", lambda change=change: actions.undo_change(change=change, by=clerk, at=clock.now()))
        ticks = ",".join(f"{pk}.{version}" for pk, version in step().versions.items())
        page = note("rows ticked", lambda ticks=ticks: client.post("/milestones/bulk/", {"rows": ticks}))
        if page.status_code != 200:
            raise SystemExit(f"/milestones/bulk/: {page.status_code}")
        for query in ("", "?group=unit", "?group=month&standing=overdue"):
            note(f"/milestones/{query}", lambda query=query: client.get(f"/milestones/{query}"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promises", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="zoneportal.settings", PORTAL_TODAY=TODAY.isoformat(), DEBUG="0")
        os.environ.setdefault("PORTAL_DATA_DIR", folder)
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from bench.data import fill

        files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": files}
        settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["*"], False
        call_command("migrate", verbosity=0)
        clerk = fill(asked.promises // 4)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        found = measure(clerk, asked.rows, asked.rounds)
        for name, spent in found.items():
            print(f"{name:<34}{statistics.median(spent):>9.0f} ms")
        print(f"goal of a move: {GOAL} ms,", "reached" if statistics.median(found["move"]) <= GOAL else "missed")
        connection.close()


if __name__ == "__main__":
    main()
