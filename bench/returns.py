"""What monthly returns cost: 500 enterprises × 120 months × 8 items, 480,000 values.

    .venv/bin/python -m bench.returns [--firms 500] [--years 10] [--rounds 5]

On a database of its own (embedded unless DATABASE_URL names an empty one). Prints the medians of whole pages through the
portal's views, on the clock and of processor time (see bench.ledger), and their queries: the totals of a year and the returns
of one enterprise (half a second), the grid of a month of 100 enterprises (0.8 s, 15 queries each), and the verification of
everything (20 s).
"""

import argparse
import datetime
import os
import tempfile
import time
from decimal import Decimal
from typing import Any

TODAY = datetime.date(2015, 6, 16)
MONTHS = range(1, 13)
QUERIES, VERIFIED = 15, 20


def fill(firms: int, years: int) -> Any:
    """The clerk of a zone with ``years`` years of accepted returns up to this one; 100 firms in the first park."""
    from django.db import connection

    from projects.models import AboveScaleYear, Enterprise
    from returns.models import Return, ReturnItem, ReturnValue
    from zones.models import Membership, Park, User, Zone

    zone = Zone.objects.create(code="bench", name="基准产业集聚区", is_demo=True)
    clerk = User.objects.create(username="bench", name="基准", must_change_password=False)
    Membership.objects.create(zone=zone, user=clerk, role="clerk")
    parks = [Park.objects.create(zone=zone, name=f"基准园{n}", position=n) for n in range(5)]
    made = [Enterprise(zone=zone, name=f"基准企业{n:04d}", park=parks[n * 5 // firms]) for n in range(firms)]
    made = Enterprise.objects.bulk_create(made)
    items = [ReturnItem.objects.create(zone=zone, code=f"i{n}", name=f"基准项{n}", unit="万元", position=n) for n in range(8)]
    span = range(TODAY.year - years + 1, TODAY.year + 1)
    AboveScaleYear.objects.bulk_create([AboveScaleYear(enterprise=firm, year=year) for firm in made for year in span])
    moment = datetime.datetime(2015, 6, 9, tzinfo=datetime.UTC)
    for year in span:
        given = {"year": year, "state": "accepted", "submitted_at": moment, "first_submitted": moment}
        rows = Return.objects.bulk_create([Return(enterprise=firm, month=month, **given) for firm in made for month in MONTHS])
        values = (
            ReturnValue(report=row, item=item, value=Decimal((row.enterprise_id * 7 + place * 13 + 90) * row.month + year - 2000))
            for row in rows
            for place, item in enumerate(items)
        )
        ReturnValue.objects.bulk_create(values, batch_size=5000)
    Return.objects.filter(year=TODAY.year, month=5).update(state="submitted")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return clerk


def measure(clerk: Any, rounds: int) -> bool:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.ledger import median
    from projects.models import Enterprise
    from zones.models import Park

    client, good = Client(), True
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    park, firm = Park.objects.order_by("pk")[0], Enterprise.objects.order_by("pk")[0]
    pages = [
        ("/returns/totals/?year=2014", 0.5),
        (f"/enterprises/{firm.pk}/returns/?year=2014", 0.5),
        (f"/returns/2015/5/?park={park.pk}", 0.8),
        ("/returns/?year=2014", 0.5),
    ]
    for address, goal in pages:
        client.get(address)
        clock, work, answer = median(lambda to=address: client.get(to), rounds)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        good &= answer.status_code == 200 and work <= goal * 1000 and len(queries) <= QUERIES
        print(f"{address:<40}{clock:>8.0f} ms{work:>8.0f} ms of work{len(queries):>4} queries{len(answer.content):>10,} bytes")
    return good


def verified(clerk: Any) -> bool:
    from returns.models import ReturnValue
    from returns.verify import verify

    zone, begun = clerk.memberships.get().zone, time.perf_counter()
    faults = [line for year in range(2000, 2016) for line in verify(zone, year)]
    spent = time.perf_counter() - begun
    print(f"{ReturnValue.objects.count():,} values verified in {spent:.1f} s, {len(faults)} faults")
    return spent <= VERIFIED and not faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--firms", type=int, default=500)
    parser.add_argument("--years", type=int, default=10)
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

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["*"], False
        call_command("migrate", verbosity=0)
        clerk = fill(asked.firms, asked.years)
        good = measure(clerk, asked.rounds) & verified(clerk)
        print("goals", "reached" if good else "missed")
        connection.close()
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
