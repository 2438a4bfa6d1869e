"""What a year-end workbook costs: 500 projects with 5,000 milestones and three weeks of reports. Goals: 20 s, 512 MB.

    .venv/bin/python -m bench.year [--projects 500]

On a database of its own (embedded unless DATABASE_URL names an empty one). A list of projects is fetched again and again while
the workbook is made by another process: no page may take twice its usual time (medians of one run).
"""

import argparse
import datetime
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from typing import Any

from bench.imports import timed

TODAY = datetime.date(2015, 6, 16)
MADE, MEMORY, SLOWER = 20, 512, 2
PROMISES = 10


def make(queue: Any) -> None:
    """Freeze the year in a process of its own, as a worker would; its seconds fit and its megabytes."""
    from reports import actions
    from zones.models import User, Zone

    zone, clerk = Zone.objects.get(), User.objects.get()
    _snapshot, in_time = timed("the workbook", MADE, lambda: actions.freeze_year(zone=zone, year=2014, by=clerk, today=TODAY))
    queue.put((in_time, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def page(client: Any) -> float:
    begin = time.perf_counter()
    assert client.get("/projects/").status_code == 200  # noqa: S101 - a bench
    return time.perf_counter() - begin


def measure(clerk: Any) -> bool:
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(clerk)
    usual = statistics.median(page(client) for _turn in range(20))
    connection.close()
    queue: Any = multiprocessing.Queue()
    worker = multiprocessing.get_context("fork").Process(target=make, args=(queue,))
    worker.start()
    meanwhile = []
    while worker.is_alive():
        meanwhile.append(page(client))
    in_time, memory = queue.get()
    slower = statistics.median(meanwhile) / usual
    print(f"memory {memory} MB; a page {usual * 1000:.0f} ms, meanwhile {slower:.2f} times as long ({len(meanwhile)} pages)")
    return in_time and memory <= MEMORY and slower <= SLOWER


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="zoneportal.settings", PORTAL_TODAY=TODAY.isoformat(), DEBUG="0")
        os.environ.setdefault("PORTAL_DATA_DIR", folder)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from bench.data import fill

        call_command("migrate", verbosity=0)
        good = measure(fill(asked.projects, PROMISES))
        print("goals", "reached" if good else "missed")
        connection.close()
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
