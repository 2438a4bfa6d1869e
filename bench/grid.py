"""What the week's grid costs: 60 rows of a unit's head, all of them to be written, with promises and a report of last week.

    .venv/bin/python -m bench.grid [--rows 60] [--rounds 9]

On a database of its own (embedded unless DATABASE_URL names an empty one). Prints the median milliseconds on the clock of
the page, of a row that is left and of all rows sent at once, and whether the page stays within 600.
"""

import argparse
import datetime
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

TODAY = datetime.date(2015, 6, 16)
GOAL = 600  # milliseconds of the page


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = action()
    return (time.perf_counter() - begun) * 1000, found


def prepare() -> Any:
    """A client of the head of one of twelve units; every report of the last week of the unit is open and has words in it."""
    from django.test import Client

    from projects.models import WeeklyReport
    from zones.models import Membership, Unit, User

    unit = Unit.objects.order_by("pk")[0]
    head = User.objects.create(username="head", name="负责人", must_change_password=False)
    Membership.objects.create(zone=unit.zone, user=head, role="unit_head", unit=unit)
    words = {"progress": "主体施工至三层，围护同步进行", "problems": "缺砂石", "next_plan": "主体封顶，开始粉刷"}
    WeeklyReport.objects.filter(project__unit=unit).update(**words)
    WeeklyReport.objects.filter(project__unit=unit, monday=datetime.date(2015, 6, 8)).update(state="open", no_change=False)
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(rows: Any, turn: int) -> dict[str, Any]:
    """What a browser sends of these rows, with other words in each."""
    data: dict[str, Any] = {"row": [row.report.pk for row in rows]}
    for row in rows:
        data.update(row.form.extra)
        data.update({cell.box.html_name: cell.box.value() or "" for cell in row.cells if cell.name != "no_change"})
        data[f"r{row.report.pk}-progress"] = f"第{turn}次填报"
    return data


def measure(client: Any, rounds: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}

    def note(name: str, action: Callable[[], Any]) -> Any:
        spent, answer = timed(action)
        if answer.status_code not in {200, 302}:
            raise SystemExit(f"{name}: {answer.status_code}")
        found.setdefault(name, []).append(spent)
        return answer

    client.get("/weeks/grid/")  # warm up: templates, translations
    for turn in range(rounds):
        rows = note("page", lambda: client.get("/weeks/grid/")).context["rows"]
        one = rows[turn % len(rows)]
        data = sent([one], 2 * turn) | {"draft": one.report.pk}
        address = f"/reports/{one.report.pk}/row/"
        note("a row that is left", lambda data=data, address=address: client.post(address, data, headers={"HX-Request": "true"}))
        data = sent(client.get("/weeks/grid/").context["rows"], 2 * turn + 1)
        note("all rows at once", lambda data=data: client.post("/weeks/grid/", data))
    print(f"{len(rows)} rows, {len(client.get('/weeks/grid/').content):,} bytes")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="zoneportal.settings", PORTAL_TODAY=TODAY.isoformat(), DEBUG="0")
        os.environ.setdefault("PORTAL_DATA_DIR", folder)
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import setup_test_environment

        from bench.data import fill

        files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": files}
        settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["*"], False
        setup_test_environment()  # so that an answer tells the rows that it was made of
        call_command("migrate", verbosity=0)
        fill(12 * asked.rows)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        found = measure(prepare(), asked.rounds)
        for name, spent in found.items():
            print(f"{name:<22}{statistics.median(spent):>9.0f} ms")
        print(f"goal of the page: {GOAL} ms,", "reached" if statistics.median(found["page"]) <= GOAL else "missed")
        connection.close()


if __name__ == "__main__":
    main()
