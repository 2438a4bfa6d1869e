"""What an import costs: 5,000 projects × 14 columns, half of them new, the other half changed; and the returns of a month of
5,000 enterprises × 20 columns, all filled in for the first time.

    .venv/bin/python -m bench.imports [--rows 5000]

On a database of its own (embedded unless DATABASE_URL names an empty one). Prints seconds and queries of making the workbook,
of its check (10 s), of storing it (15 s), of the check of the same file again (0 changes), and the memory of the process (512 MB).
"""

import argparse
import datetime
import io
import os
import resource
import tempfile
import time
from typing import Any

TODAY = datetime.date(2015, 6, 16)
MONTH, ITEMS = (2015, 5), 18
CHECKED, STORED, MEMORY = 10, 15, 512


def fill(rows: int) -> Any:
    """The clerk of a zone with half of ``rows`` projects."""
    from projects.models import Enterprise, Project
    from zones.models import Membership, Park, Unit, User, Zone

    zone = Zone.objects.create(code="bench", name="基准产业集聚区", is_demo=True)
    clerk = User.objects.create(username="bench", name="基准", must_change_password=False)
    Membership.objects.create(zone=zone, user=clerk, role="clerk")
    parks = [Park.objects.create(zone=zone, name=f"基准园{n}", position=n) for n in range(5)]
    units = [Unit.objects.create(zone=zone, name=f"基准指挥部{n}", position=n) for n in range(10)]
    firms = Enterprise.objects.bulk_create([Enterprise(zone=zone, name=f"基准企业{n:04d}", park=parks[n % 5]) for n in range(500)])
    Project.objects.bulk_create(
        [
            Project(zone=zone, name=f"基准项目{n:05d}", park=parks[n % 5], unit=units[n % 10], owner=firms[n % 500], total_wan=n)
            for n in range(rows // 2)
        ]
    )
    return clerk


def workbook(kind: Any, rows: int) -> bytes:
    """The register as it was downloaded, every row changed and as many added, as a clerk would have it."""
    import openpyxl

    from core.imports import template

    book = openpyxl.load_workbook(template(kind, kind.rows(), title="基准"))
    sheet = book.worksheets[0]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "⚠")
    columns = {name: place for place, name in enumerate(kind.fields, 4)}
    for number in range(rows):
        row, is_new = head + 1 + number, number >= rows // 2
        values = {
            "total_wan": number + 1,
            "situation": f"基准情况{number}",
            "started_year": 2014,
            "remark": "基准",
            "source": "基准",
        }
        if is_new:
            values |= {
                "name": f"新项目{number:05d}",
                "park": "基准园1",
                "unit": "基准指挥部3",
                "owner": f"基准企业{number % 500:04d}",
            }
            values |= {"kind": kind.codecs["kind"].words[0]}
        for name, value in values.items():
            sheet.cell(row, columns[name], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill_month(clerk: Any, rows: int) -> None:
    """A month's empty returns of so many enterprises, with 18 items."""
    from projects.models import AboveScaleYear, Enterprise
    from returns.actions import open_month
    from returns.models import ReturnItem

    zone = clerk.memberships.get().zone
    firms = Enterprise.objects.bulk_create([Enterprise(zone=zone, name=f"月报企业{n:04d}") for n in range(rows)])
    AboveScaleYear.objects.bulk_create([AboveScaleYear(enterprise=firm, year=MONTH[0]) for firm in firms])
    items = [ReturnItem(zone=zone, code=f"i{n}", name=f"基准指标{n}", unit="万元", position=n) for n in range(ITEMS)]
    ReturnItem.objects.bulk_create(items)
    open_month(zone=zone, year=MONTH[0], month=MONTH[1], today=TODAY)


def month_workbook(kind: Any, rows: int) -> bytes:
    """Every cell of the month filled in."""
    import openpyxl

    from core.imports import template

    book = openpyxl.load_workbook(template(kind, kind.rows(), title="基准"))
    sheet = book.worksheets[0]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "⚠")
    for row in range(head + 1, head + 1 + rows):
        for item in range(ITEMS):
            sheet.cell(row, 5 + item, 100 + row + item)
        sheet.cell(row, 5 + ITEMS, "基准")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def timed(words: str, bound: float, work: Any) -> tuple[Any, bool]:
    from django.db import connection

    count = 0

    def counted(execute: Any, *args: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*args)

    with connection.execute_wrapper(counted):
        begin = time.perf_counter()
        found = work()
        taken = time.perf_counter() - begin
    print(f"{words:28} {taken:6.1f} s  {count:6} queries  {'' if taken <= bound else f'over {bound} s'}")
    return found, taken <= bound


def measure(clerk: Any, code: str, make: Any) -> bool:
    from core import clock
    from exchange.actions import begin, finish, receive
    from exchange.kinds import kind_of

    who = {"user": clerk, "zone": clerk.memberships.get().zone, "as_of": TODAY}
    kind = kind_of(code, **who)
    print(kind.title, len(kind.fields), "columns")
    data, _fast = timed("the workbook, filled in", 2 * STORED, lambda: make(kind))
    (run, reading), checked = timed("check", CHECKED, lambda: receive(kind=kind, data=data, filename="基准.xlsx"))
    print(run.counts, [fault.words for fault in reading.faults[:3]])
    begin(run=run)
    _reading, stored = timed("store", STORED, lambda: finish(run=run, kind=kind_of(code, **who), now=clock.now()))
    (again, _reading), _fast = timed("the same again", CHECKED, lambda: receive(kind=kind, data=data, filename="基准.xlsx"))
    print(again.counts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory {memory} MB")
    return checked and stored and memory <= MEMORY


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="zoneportal.settings", PORTAL_TODAY=TODAY.isoformat(), DEBUG="0")
        os.environ.setdefault("PORTAL_DATA_DIR", folder)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        clerk = fill(asked.rows)
        good = measure(clerk, "projects", lambda kind: workbook(kind, asked.rows))
        fill_month(clerk, asked.rows)
        good &= measure(clerk, "returns-{}-{:02d}".format(*MONTH), lambda kind: month_workbook(kind, asked.rows))
        print("goals", "reached" if good else "missed")
        connection.close()
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
