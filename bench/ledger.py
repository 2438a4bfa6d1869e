"""What the ledger's past costs: a day of the whole zone, and what changed in a week and in a quarter.

    .venv/bin/python -m bench.ledger [--promises 10000] [--writes 200000] [--rounds 7]

Fills a database of its own (embedded unless DATABASE_URL names an empty one) with promises and as many writes of them,
made by real updates with all triggers on and spread over two years afterwards. Prints medians of the reading alone and of
the whole page through the portal's views: ms on the clock, and ms of processor time of Python and its database backend
together, which a busy machine does not stretch. Goal: a day in at most 2 s of processor time, without parallel workers.
"""

import argparse
import datetime
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TODAY = datetime.date(2015, 6, 16)
BEGINS = datetime.date(2013, 6, 17)
GOAL = 2_000  # ms
LATER = 5  # days by which some dates are moved


def fill(promises: int, writes: int) -> Any:
    """The clerk of a zone with ``promises`` promises in a quarter as many projects, and ``writes`` events of them."""
    from django.db import connection

    from bench.data import fill as fill_zone

    clerk, turns = fill_zone(promises // 4), writes // promises
    with connection.cursor() as cursor:
        for turn in range(turns - 1):
            cursor.execute(
                "UPDATE projects_milestone SET remark = %s, due_date = due_date + CASE (id + %s) %% 9 WHEN 0 THEN %s ELSE 0 END",
                [f"第{turn}次", turn, LATER],
            )
    spread((TODAY - BEGINS).days / turns)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return clerk


def spread(days: float) -> None:
    """The writes of a promise follow each other every so many ``days``; all else was there from the beginning."""
    import pgtrigger
    from django.db.models import ExpressionWrapper, F, FloatField, Value
    from django.db.models.functions import Mod

    from projects.models import Milestone, Project

    begins = datetime.datetime.combine(BEGINS, datetime.time(), datetime.UTC)
    place = ExpressionWrapper((F("version") - 1 + Mod(F("id"), 97) / 97.0) * days, output_field=FloatField())
    with pgtrigger.ignore("projects.MilestoneEvent:append_only", "projects.ProjectEvent:append_only"):
        Project.pgh_event_model.objects.update(pgh_created_at=begins)
        Milestone.pgh_event_model.objects.update(pgh_created_at=Value(begins) + place * Value(datetime.timedelta(days=1)))


def worked(backend: int) -> float:
    """Seconds of processor time so far: ours and the backend's, which runs on this machine."""
    parts = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def median(action: Callable[[], Any], rounds: int) -> tuple[float, float, Any]:
    """Milliseconds on the clock, milliseconds of work, and what ``action`` gives."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0; SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    clock, work, found = [], [], None
    for _ in range(rounds):
        begun, before = time.perf_counter(), worked(backend)
        found = action()
        clock.append((time.perf_counter() - begun) * 1000)
        work.append((worked(backend) - before) * 1000)
    return statistics.median(clock), statistics.median(work), found


def measure(clerk: Any, rounds: int) -> list[tuple[str, float, float, int]]:
    """Name, milliseconds by clock and of work, and rows of every reading or bytes of every page."""
    from django.test import Client

    from projects import ledger_changes, ledger_history
    from zones.models import Zone

    zone, client = Zone.objects.get(), Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    found = []

    def page(address: str) -> int:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        return len(answer.content)

    for day in (datetime.date(2015, 5, 29), datetime.date(2013, 12, 31), TODAY):

        def read(day: datetime.date = day) -> int:
            return len(ledger_history.ledger_on(zone, day, today=TODAY, soon=14))

        address = f"/ledger/?on={day}"
        found += [(f"all rows of {day}", *median(read, rounds)), (address, *median(lambda to=address: page(to), rounds))]
    for words, days in (("a week", 7), ("a month", 30)):
        since = TODAY - datetime.timedelta(days=days)

        def changed(since: datetime.date = since) -> int:
            return len(ledger_changes.changes_between(ledger_changes.Period(zone, since, TODAY, TODAY)).steps)

        address = f"/ledger/changes/?from={since}"
        found += [(f"changes of {words}", *median(changed, rounds)), (address, *median(lambda to=address: page(to), rounds))]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--promises", type=int, default=10_000)
    parser.add_argument("--writes", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="zoneportal.settings", PORTAL_TODAY=TODAY.isoformat(), DEBUG="0")
        os.environ.setdefault("PORTAL_DATA_DIR", folder)
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        settings.STORAGES = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
        settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["*"], False
        call_command("migrate", verbosity=0)
        found = measure(fill(asked.promises, asked.writes), asked.rounds)
        print(f"{'':<34}{'clock ms':>9}{'work ms':>9}")
        for name, clock, work, size in found:
            print(f"{name:<34}{clock:>9.0f}{work:>9.0f}{size:>9} {'bytes' if name.startswith('/') else 'rows'}")
        print(
            f"goal of a day: {GOAL} ms,", "reached" if all(work <= GOAL for _name, _clock, work, _size in found[:6]) else "missed"
        )
        connection.close()


if __name__ == "__main__":
    main()
