"""What the board of a week costs: this week's and an old one, by unit and by person, with twelve weeks of shares.

    .venv/bin/python -m bench.board [--projects 200] [--weeks 14] [--rounds 7]

Fills a database of its own with projects, two officers each, and as many weeks of reports, each opened, written and accepted in
three writes, and moves a third of the officers and units in between. Prints the medians of the whole page through the portal's
views, on the clock and of processor time of Python and its database backend (see bench.ledger), and its queries. Goals: at most
half a second of work and fifteen queries.
"""

import argparse
import datetime
import os
import tempfile
from typing import Any

TODAY = datetime.date(2015, 6, 16)
GOAL, QUERIES = 0.5, 15


def fill(projects: int, weeks: int) -> Any:
    """The clerk of a zone with a history that begins in January."""
    import pgtrigger
    from django.db import connection

    from bench.data import fill as fill_zone
    from projects.models import Project, ProjectOfficer, WeeklyReport
    from zones.models import Membership, Unit, User

    clerk = fill_zone(projects)
    zone, units, made = clerk.memberships.get().zone, list(Unit.objects.all()), list(Project.objects.all())
    people = User.objects.bulk_create([User(username=f"officer{n}", name=f"人员{n:03d}") for n in range(projects // 4 or 1)])
    Membership.objects.bulk_create(
        [Membership(zone=zone, user=one, role="officer", unit=units[n % len(units)]) for n, one in enumerate(people)]
    )
    assigned = ProjectOfficer.objects.bulk_create(
        [ProjectOfficer(project=p, user=people[(n + k) % len(people)]) for n, p in enumerate(made) for k in range(2)]
    )
    begins = datetime.datetime(2015, 1, 5, tzinfo=datetime.UTC)
    events = [model.pgh_event_model for model in (Project, ProjectOfficer, Membership, User, Unit, WeeklyReport)]
    with pgtrigger.ignore(*(f"{model._meta.label}:append_only" for model in events)):
        for model in events:
            model.objects.update(pgh_created_at=begins)
        add_weeks(made, weeks)
        Project.objects.filter(pk__in=[p.pk for p in made[::3]]).update(unit=units[0])
        ProjectOfficer.objects.filter(pk__in=[own.pk for own in assigned[::6]]).update(user=clerk)
        for model in events[:2]:
            model.objects.filter(pgh_label="update").update(pgh_created_at=datetime.datetime(2015, 5, 4, tzinfo=datetime.UTC))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return clerk


def add_weeks(made: list[Any], weeks: int) -> None:
    """Of each project and week a report in three writes: opened, submitted, accepted; some after the deadline."""
    from django.db.models import F

    from bench.data import MONDAY
    from core.periods import ONE_DAY, ONE_WEEK, Week
    from projects.models import ReportingWeek, WeeklyReport
    from zones.rhythm import Rhythm

    for back in range(3, weeks):
        monday = MONDAY - back * ONE_WEEK
        due_at = Rhythm().due_moment(Week(monday))
        ReportingWeek.objects.create(zone=made[0].zone, monday=monday, due_at=due_at)
        WeeklyReport.objects.bulk_create([WeeklyReport(project=p, monday=monday, due_at=due_at) for p in made])
        reports = WeeklyReport.objects.filter(monday=monday)
        reports.update(state="submitted", submitted_at=due_at - ONE_DAY)
        reports.filter(pk__in=[report.pk for report in reports[::10]]).update(submitted_at=due_at + ONE_DAY)
        reports.update(state="accepted")
    events = WeeklyReport.pgh_event_model.objects.filter(version__gt=1)  # type: ignore[attr-defined]
    events.update(pgh_created_at=F("submitted_at"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=14)
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

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["*"], False
        call_command("migrate", verbosity=0)
        good = measure(fill(asked.projects, asked.weeks), asked.rounds)
        print(f"goal: {GOAL} s and {QUERIES} queries,", "reached" if good else "missed")
        connection.close()
    return 0 if good else 1


def measure(clerk: Any, rounds: int) -> bool:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.ledger import median

    client, good = Client(), True
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/weeks/", "/weeks/?by=person", "/weeks/2015-W23/", "/weeks/2015-W18/?by=person", "/weeks/2015-W24/record/"):
        client.get(address)
        clock, work, answer = median(lambda to=address: client.get(to), rounds)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        good &= answer.status_code == 200 and work <= GOAL * 1000 and len(queries) <= QUERIES
        print(f"{address:<30}{clock:>8.0f} ms{work:>8.0f} ms of work{len(queries):>4} queries{len(answer.content):>10,} bytes")
    return good


if __name__ == "__main__":
    raise SystemExit(main())
