"""kill -9 of web workers while reports with photos are handed in: what was answered is stored, once."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from projects.models import Photo, WeeklyReport
from tests.browser import database
from tests.factories import encoded

SECONDS, REPORTS, EDGE = 8, 16, "----portal"
PICTURES = [encoded(Image.new("RGB", (640, 480), colour)) for colour in ("red", "blue")]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


PORT = free_port()


@contextmanager
def gunicorn():
    """The production server on the live database; the process id of its master."""
    env = {
        **os.environ,
        "KILLED_DATABASE": database.name_of("live"),
        "KILLED_MEDIA": str(settings.MEDIA_ROOT),
        "WEB_CONCURRENCY": "2",
    }
    command = [sys.executable, "-m", "gunicorn", "tests.browser.killed:application", "-c", "deploy/gunicorn.conf.py"]
    with subprocess.Popen(
        [*command, "-b", f"127.0.0.1:{PORT}"], cwd=settings.BASE_DIR, env=env, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield server.pid
        finally:
            server.send_signal(signal.SIGTERM)


def workers(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def body(fields: dict[str, str]) -> bytes:
    """What a browser sends: the words and two pictures."""
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"--{EDGE}\r\n{head.format(name)}\r\n\r\n{value}\r\n".encode() for name, value in fields.items()]
    kind = "Content-Type: image/jpeg"
    for number, data in enumerate(PICTURES):
        start = f'--{EDGE}\r\n{head.format("photos")}; filename="{number}.jpg"\r\n{kind}\r\n\r\n'
        parts += [start.encode(), data, b"\r\n"]
    return b"".join([*parts, f"--{EDGE}--\r\n".encode()])


def ask(path: str, cookie: str, data: bytes | None = None) -> int | None:
    """The status; None without a whole answer."""
    headers = {"Cookie": f"sessionid={cookie}; csrftoken={'a' * 32}", "Accept": "application/json", "X-CSRFToken": "a" * 32}
    headers["Content-Type"] = f"multipart/form-data; boundary={EDGE}"
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    try:
        link.request("POST" if data else "GET", path, body=data, headers=headers)
        answer = link.getresponse()
        json.loads(answer.read()) if data else answer.read()
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        link.close()
    return answer.status


def send_until_stored(report: tuple[int, int], cookie: str, until: float, answers: dict) -> None:
    """As the phone's outbox does: the same form again until it is answered."""
    pk, version = report
    words = {"version": str(version), "submission": str(uuid.uuid4()), "progress": f"第{pk}份", "writing": str(uuid.uuid4())}
    data = body({**words, "turn": "1", "submit": "yes"})
    while time.monotonic() < until:
        status = ask(f"/reports/{pk}/write/", cookie, data)
        if status is not None:
            answers.setdefault(pk, []).append(status)
        if status == 200:
            return
        time.sleep(0.05)


@pytest.fixture
def owed():
    """Open reports of the demonstration's zone, with their versions."""
    with database.using("live"):
        rows = WeeklyReport.objects.filter(project__zone__code="xian", state__in=["open", "returned"])
        WeeklyReport.objects.filter(project__zone__code="xian", state="accepted").update(state="returned")
        return list(rows.exclude(project__stage__in=["suspended", "ended", "producing"]).values_list("pk", "version"))[:REPORTS]


def test_no_answered_report_is_lost_and_none_doubled_when_workers_are_killed(portal, changes, owed):
    answers, cookie, kills = {}, portal.sessions["clerk"], 0
    waiting = list(owed)
    with gunicorn() as master:
        begun = time.monotonic()
        while ask("/sign-in/", cookie) is None:
            assert time.monotonic() < begun + 30
            time.sleep(0.1)
        until = time.monotonic() + SECONDS + 20

        def work() -> None:
            while waiting:
                send_until_stored(waiting.pop(), cookie, until, answers)

        hands = [threading.Thread(target=work) for _hand in range(4)]
        for hand in hands:
            hand.start()
        stop = time.monotonic() + SECONDS
        while any(hand.is_alive() for hand in hands) and time.monotonic() < stop:
            time.sleep(random.uniform(0.05, 0.3))
            for pid in workers(master)[:1]:
                os.kill(pid, signal.SIGKILL)
                kills += 1
        for hand in hands:
            hand.join(timeout=40)
    assert kills >= 3
    assert {pk: seen for pk, seen in answers.items() if not set(seen) <= {200, 503}} == {}
    assert len([seen for seen in answers.values() if 200 in seen]) == len(owed) == REPORTS
    with database.using("live"):
        for pk, version in owed:
            row = WeeklyReport.objects.get(pk=pk)
            assert (row.state, row.progress, row.version) == ("submitted", f"第{pk}份", version + 1)
            photos = Photo.objects.filter(report=row, is_generated=False)
            assert len(photos) == len(PICTURES)
            assert all(Path(settings.MEDIA_ROOT, photo.image.name).is_file() for photo in photos)
