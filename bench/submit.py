"""What handing in a weekly report costs on the server, with three photos as a phone sends them.

    .venv/bin/python -m bench.submit [--reports 20]

Starts the production server on a database of its own, as bench.pages does, and sends the form of another report each time,
one after the other: wall time from the first byte sent to the whole answer, on the server's own machine. Photos are noise
of 2,000 × 1,500 pixels, which is worse than any site. Prints median and worst, with and without photos; the limit is 2 s.
"""

import argparse
import http.client
import io
import os
import statistics
import tempfile
import time

from bench.pages import PORT, prepare, serving

EDGE, PHOTOS, LIMIT = "----bench", 3, 2.0


def pictures() -> list[bytes]:
    from PIL import Image

    found = []
    for spread in (30, 50, 70):
        stream = io.BytesIO()
        Image.effect_noise((2000, 1500), spread).convert("RGB").save(stream, "JPEG", quality=80)
        found.append(stream.getvalue())
    return found


def body(words: dict[str, str], files: list[bytes]) -> bytes:
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{{}}"'
    parts = [f"{head.format(name)}\r\n\r\n{value}\r\n".encode() for name, value in words.items()]
    for place, data in enumerate(files):
        start = f'{head.format("photos")}; filename="{place}.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts += [start.encode(), data, b"\r\n"]
    return b"".join([*parts, f"--{EDGE}--\r\n".encode()])


def hand_in(report: int, cookie: str, files: list[bytes]) -> float:
    """Seconds."""
    data = body({"version": "1", "progress": "主体施工", "completed_wan": "100000", "submit": "yes"}, files)
    headers = {
        "Cookie": f"{cookie}; csrftoken={'a' * 32}",
        "X-CSRFToken": "a" * 32,
        "Accept": "application/json",
        "Content-Type": f"multipart/form-data; boundary={EDGE}",
    }
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    begun = time.perf_counter()
    link.request("POST", f"/reports/{report}/write/", body=data, headers=headers)
    answer = link.getresponse()
    text = answer.read()
    took = time.perf_counter() - begun
    link.close()
    if answer.status != 200:
        raise SystemExit(f"{answer.status}: {text[:300]!r}")
    return took


def show(name: str, times: list[float]) -> None:
    print(f"{name:<16}{statistics.median(times) * 1000:>9.0f}{max(times) * 1000:>9.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="zoneportal.settings", PORTAL_TODAY="2015-06-16", DEBUG="0")
        os.environ.setdefault("PORTAL_DATA_DIR", folder)
        session, _report = prepare(asked.reports * 10)
        from django.db import connection

        from projects.models import WeeklyReport

        reports = list(WeeklyReport.objects.filter(state="open").order_by("pk").values_list("pk", flat=True))
        connection.close()
        cookie, files = f"sessionid={session}", pictures()
        with serving():
            plain, rich = reports[: asked.reports], reports[asked.reports : 2 * asked.reports]
            hand_in(reports[-1], cookie, [])  # warm up
            print(f"{'ms':<16}{'median':>9}{'worst':>9}")
            show("without photos", [hand_in(report, cookie, []) for report in plain])
            times = [hand_in(report, cookie, files) for report in rich]
            show(f"with {PHOTOS} photos", times)
    print(f"within {LIMIT:g} s: {'yes' if statistics.median(times) <= LIMIT else 'NO'}")


if __name__ == "__main__":
    main()
