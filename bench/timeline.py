"""What the timeline costs: the drawing, its table, and the calendar of a whole unit.

    .venv/bin/python -m bench.timeline [--projects 100] [--promises 10] [--rounds 5] [--requests 8]

Measures as bench.pages does, on a database of its own: medians of server CPU and latency, and page bytes. With more
than 300 projects the drawing shows a page of them.
"""

import argparse
import os
import tempfile

from bench.pages import Page, measure, prepare, serving, show


def feed() -> str:
    """The address of a calendar of one unit's due dates."""
    from projects.models import CalendarFeed
    from zones.models import Unit, User

    unit = Unit.objects.order_by("pk")[0]
    return CalendarFeed.objects.create(zone=unit.zone, user=User.objects.get(username="bench"), unit=unit).get_absolute_url()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=100)
    parser.add_argument("--promises", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="zoneportal.settings", PORTAL_TODAY="2015-06-16", DEBUG="0")
        os.environ.setdefault("PORTAL_DATA_DIR", folder)
        session, _report = prepare(asked.projects, asked.promises)
        pages = [
            Page("hello", "/bench/hello/"),
            Page("floor page", "/bench/floor/"),
            Page("drawing", "/timeline/"),
            Page("by unit", "/timeline/?group=unit&order=open"),
            Page("as a table", "/timeline/?view=table"),
            Page("calendar", feed()),
        ]
        with serving() as server:
            measure(pages, f"sessionid={session}", server, asked.rounds, asked.requests)
        show(pages)


if __name__ == "__main__":
    main()
