"""Checking a workbook asks the database as often for many rows as for few, and storing one at most twice a row."""

import datetime

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.imports import template
from exchange import actions
from exchange.kinds import kind_of
from tests import factories
from tests.exchange.test_imports import add, bytes_of, head_row, sheet_of

pytestmark = pytest.mark.django_db
CHANGED = {
    "milestones": {"remark": "改"},
    "works": {"remark": "改"},
    "figures": {"value": 200},
    "targets": {"value": 200, "reason": "调整", "set_on": datetime.date(2015, 2, 1)},
    "issues": {"text": "改"},
    "enterprises": {"remark": "改"},
    "projects": {"remark": "改"},
}


def rows(zone, people, count: int) -> None:
    for number in range(count):
        project = factories.project(zone=zone, stage="building", owner=factories.enterprise(zone=zone))
        factories.milestone(project=project, text=f"竣工{number}")
        factories.work(project=factories.project(zone=zone, kind="infrastructure"))
        indicator = factories.indicator(zone=zone)
        factories.figure(indicator=indicator, status="flash")
        factories.figure(indicator=indicator, year=2013)
        factories.target(indicator=indicator)
        factories.issue(zone=zone, raised_by=people.officer)


def changed(kind):
    """Every row changed, and two promises and issues more."""
    book = openpyxl.load_workbook(template(kind, kind.rows(), title="表"))
    sheet = sheet_of(book)
    columns = {name: place for place, name in enumerate(kind.fields, 4)}
    head, count = head_row(sheet), kind.rows().count()
    for number, row in enumerate(range(head + 1, head + 1 + count)):
        for name, value in CHANGED[kind.code].items():
            sheet.cell(row, columns[name]).value = f"{value}{number}" if name == "text" else value
        if kind.code == "figures":
            sheet.cell(row, columns["status"]).value = kind.codecs["status"].written("annual")
    label = {name: codec.label for name, codec in kind.codecs.items()}
    for number in range(count):
        if kind.code == "issues":
            add(sheet, **{label["text"]: f"新问题{count}-{number}"})
        if kind.code == "milestones":
            project = kind.rows()[number].project.name
            add(sheet, **{label["project"]: project, label["text"]: f"投产{count}-{number}", label["due_date"]: "2015-09-30"})
    return bytes_of(book)


def costs(zone, people, code: str) -> tuple[int, int]:
    """Queries of a check, and of storing; savepoints are not counted."""
    kind = kind_of(code, user=people.clerk, zone=zone, as_of=factories.DAY)
    data = changed(kind)
    with CaptureQueriesContext(connection) as checked:
        run, reading = actions.receive(kind=kind, data=data, filename="表.xlsx")
    assert [fault.words for fault in reading.faults] == []
    assert actions.begin(run=run)
    with CaptureQueriesContext(connection) as stored:
        run, _reading = actions.finish(run=run, kind=kind, now=clock.now())
    assert run.is_stored
    return len(checked), sum("SAVEPOINT" not in query["sql"] for query in stored.captured_queries)


@pytest.mark.parametrize("code", list(CHANGED))
def test_many_rows_cost_no_more_than_few(zone, people, code):
    rows(zone, people, 2)
    few = costs(zone, people, code)
    rows(zone, people, 8)
    many = costs(zone, people, code)
    assert many[0] == few[0]
    assert many[1] - few[1] <= 2 * (10 + 2) * 2  # changed ones and new ones
