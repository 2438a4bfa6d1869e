"""What a page costs: server CPU per request, latency, requests a second, at concurrency 1 and 8.

    .venv/bin/python -m bench.pages [--projects 10000] [--rounds 9] [--requests 20]

Starts the production server on a database of its own (embedded unless DATABASE_URL names an empty one) and measures
a bare hello view, the floor page (same rows, same query, hand-written template), the project list, the ledger, the dashboard and
the weekly form in one interleaved run. Prints medians, ratios to the floor page and page bytes; counts non-200 answers.
"""

import argparse
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PORT = int(os.environ.get("PORT") or 8790)
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Page:
    name: str
    path: str
    cpu: list[float] = field(default_factory=list)  # ms of server CPU per request, one value a round
    latency: list[float] = field(default_factory=list)  # ms at concurrency 1
    rate: list[float] = field(default_factory=list)  # requests a second at concurrency 8
    size: int = 0
    failures: int = 0


def prepare(projects: int, promises: int = 4) -> tuple[str, int]:
    """A filled database; the session key of its clerk and the id of an open report."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connection

    from bench.data import fill
    from projects.models import WeeklyReport

    call_command("migrate", verbosity=0)
    clerk = fill(projects, promises)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(clerk.pk), "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = clerk.get_session_auth_hash()
    session.save()
    report = WeeklyReport.objects.filter(state="open").order_by("pk").first()
    connection.close()
    return str(session.session_key), report.pk


def cpu_seconds(leader: int) -> float:
    """User and system time of the server's processes so far."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(parts[2]) == leader:  # process group
            total += int(parts[11]) + int(parts[12])
    return total / TICKS


def ask(page: Page, cookie: str, count: int) -> list[float]:
    """``count`` requests over one connection; milliseconds of each."""
    link, times = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60), []
    for _ in range(count):
        begun = time.perf_counter()
        link.request("GET", page.path, headers={"Cookie": cookie})
        answer = link.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - begun) * 1000)
        page.size = len(body)
        page.failures += answer.status != 200
    link.close()
    return times


def measure(pages: list[Page], cookie: str, server: int, rounds: int, count: int) -> None:
    for page in pages:  # warm up: templates, connections, translations
        ask(page, cookie, 10)
        page.failures = 0
    for _ in range(rounds):
        for page in pages:
            before = cpu_seconds(server)
            page.latency.append(statistics.median(ask(page, cookie, count)))
            page.cpu.append((cpu_seconds(server) - before) * 1000 / count)
        for page in pages:
            begun = time.perf_counter()
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda _n, page=page: ask(page, cookie, max(count // 8, 2)), range(8)))
            page.rate.append(8 * max(count // 8, 2) / (time.perf_counter() - begun))


def show(pages: list[Page]) -> None:
    floor = next(page for page in pages if page.name == "floor page")
    print(f"{sys.version.split()[0]} {sys.executable}")
    print(f"{'page':<14}{'CPU ms':>9}{'× floor':>9}{'ms':>9}{'req/s @8':>10}{'bytes':>10}{'not 200':>9}")
    for page in pages:
        ratio = statistics.median([own / max(base, 0.1) for own, base in zip(page.cpu, floor.cpu, strict=True)])
        print(
            f"{page.name:<14}{statistics.median(page.cpu):>9.2f}{ratio:>9.2f}{statistics.median(page.latency):>9.1f}"
            f"{statistics.median(page.rate):>10.1f}{page.size:>10}{page.failures:>9}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--requests", type=int, default=24)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="zoneportal.settings", PORTAL_TODAY="2015-06-16", DEBUG="0")
        os.environ.setdefault("PORTAL_DATA_DIR", folder)
        session, report = prepare(asked.projects)
        pages = [
            Page("hello", "/bench/hello/"),
            Page("floor page", "/bench/floor/"),
            Page("project list", "/projects/"),
            Page("ledger", "/milestones/"),
            Page("ledger groups", "/milestones/?group=unit"),
            Page("dashboard", "/dashboard/"),
            Page("weekly form", f"/reports/{report}/write/"),
        ]
        with serving() as server:
            measure(pages, f"sessionid={session}", server, asked.rounds, asked.requests)
        show(pages)


@contextmanager
def serving() -> Iterator[int]:
    """The production server; its process id."""
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], check=True)
    command = [sys.executable, "-m", "gunicorn", "bench.wsgi:application"]
    command += ["-c", "deploy/gunicorn.conf.py", "-b", f"127.0.0.1:{PORT}"]
    server = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        wait()
        if server.poll() is not None:
            raise SystemExit(f"port {PORT} is taken; name another by PORT=")
        yield server.pid
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def wait() -> None:
    for _ in range(100):
        try:
            link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            link.request("GET", "/bench/hello/")
            link.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
