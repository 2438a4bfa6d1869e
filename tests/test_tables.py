"""Every column of every table: rendered, sorted both ways, exported, escaped, with real values."""

import datetime
import io

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, models
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import conditional_escape
from openpyxl import load_workbook

from core.tables import EMPTY, BaseTable, DateColumn, MomentColumn, NumberColumn
from tests import world as worlds
from tests.pages import LISTS, table_of, view_of
from tests.world import MARK
from zones.models import DownloadEntry

OURS = ["zones", "projects", "indicators", "infrastructure", "returns", "supervision", "exchange", "reports"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(world):
    return world.people


@pytest.fixture
def admin(people, sign_in):
    return sign_in(people.admin)


BOARD = ("/weeks/2015-W24/", "/weeks/2015-W24/record/")


def late_on_the_board(world) -> None:
    """A report of the week that was given late, and one that is missing."""
    for state, moment in (("submitted", worlds.MOMENT + datetime.timedelta(days=1)), ("open", None)):
        other = worlds.factories.project(zone=world.zone, unit=world.unit)
        worlds.factories.assignment(project=other, user=world.people.officer)
        worlds.factories.report(project=other, state=state, submitted_at=moment)


def every_table(base: type = BaseTable) -> set[str]:
    """The tables of ours that are no mere base of others."""
    leaves = {
        each.__name__ for each in base.__subclasses__() if not each.__subclasses__() and each.__module__.split(".")[0] in OURS
    }
    return leaves.union(*(every_table(each) for each in base.__subclasses__()))


def all_tables(world, people, admin) -> dict[str, BaseTable]:
    """Every table of the project with all its columns and the rows of the world."""
    tables = {}
    for name in LISTS:
        table = table_of(view_of(name, user=people.admin, zone=world.zone))
        tables[type(table).__name__] = table
    past = "/ledger/changes/?show=steps"
    late_on_the_board(world)
    own = [row.get_absolute_url() for row in (world.project, world.indicator, world.change)]
    pages = [admin.get(address) for address in (*own, "/timeline/?view=table", past, *BOARD)]
    ticked = {"rows": ",".join(str(row.pk) for row in world.project.milestones.all())}  # without versions: stale
    for page in (*pages, admin.post("/milestones/bulk/", ticked)):
        table = page.context["table"]
        tables[type(table).__name__] = table
    return tables


def test_every_table_of_the_project_is_tested_here(world, people, admin):
    assert set(all_tables(world, people, admin)) >= every_table() >= {"ProjectTable", "LedgerTable", "EditionTable"}


def test_the_joined_rows_are_what_the_library_renders_cell_by_cell(world, people, admin):
    for label, table in all_tables(world, people, admin).items():
        rows = list(table.rows)
        assert rows, label
        for row in rows:
            for (_tag, write), name in zip(table.writers(), table.columns.names(), strict=True):
                assert write(row.record) == conditional_escape(row.get_cell(name)), f"{label}.{name}"
        joined = table.body([row.record for row in rows])
        assert joined.count("<tr>") == len(rows)
        assert joined.count("<td") == joined.count("</td>") == len(rows) * len(table.columns.names())


def test_every_column_has_a_real_value_in_some_row(world, people, admin):
    empty = []
    for label, table in all_tables(world, people, admin).items():
        records = [row.record for row in table.rows]
        for (_tag, write), name in zip(table.writers(), table.columns.names(), strict=True):
            if all(write(record) == EMPTY for record in records):
                empty.append(f"{label}.{name}")
    assert empty == [], " ".join(empty)


def test_every_column_has_a_heading_in_words(world, people, admin):
    for label, table in all_tables(world, people, admin).items():
        for header in table.headers(QueryDict("")):
            assert header.label.strip(), f"{label}.{header.name}"
            assert header.direction == ""


@pytest.mark.parametrize("name", LISTS)
def test_every_column_sorts_both_ways_and_keeps_every_row(name, world, people):
    """Numbers and dates by their value and not by their text."""
    worlds.more(world)
    view = view_of(name, user=people.admin, zone=world.zone)
    wanted = set(view.get_queryset().values_list("pk", flat=True))
    assert len(wanted) >= 3
    for column in view.sortable():
        declared, ways = view.table_class.base_columns[column], {}
        for order in (column, f"-{column}"):
            table = table_of(view, columns=[column], order_by=(order,))
            read = table.columns[column].column.reader(table.columns[column])
            rows = list(table.data.data)
            assert {row.pk for row in rows} == wanted, order
            ways[order] = [value for value in map(read, rows) if value is not None]
            header = table.headers(QueryDict(f"sort={order}"))[0]
            assert header.direction == ("descending" if order[0] == "-" else "ascending")
            assert header.sort_url == f"?sort={column if order[0] == '-' else '-' + column}"
        if isinstance(declared, NumberColumn | DateColumn) and not declared.order_by:
            assert ways[column] == sorted(ways[column]), column
            assert ways[f"-{column}"] == sorted(ways[column], reverse=True), column


@pytest.mark.parametrize("name", LISTS)
def test_a_page_says_by_what_it_is_sorted(name, world, admin):
    columns = LISTS[name].table_class.base_columns
    sortable = [column for column, declared in columns.items() if declared.orderable is not False]
    answer = admin.get(reverse(name), {"sort": f"-{sortable[0]}", "cols": ",".join(columns)})
    sorted_by = {header.name: header.direction for header in answer.context["headers"] if header.direction}
    assert sorted_by == {sortable[0]: "descending"}
    assert answer.content.decode().count('aria-sort="descending"') == 1
    fixed = [header for header in answer.context["headers"] if header.name not in sortable]
    assert all(header.sort_url == "" for header in fixed)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_exported_as_it_stands(name, world, people, admin):
    worlds.more(world)
    columns = ",".join(LISTS[name].table_class.base_columns)
    shown = admin.get(reverse(name)).context["page"].paginator.count
    answer = admin.get(reverse(name), {"export": "xlsx", "cols": columns})
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "attachment" in answer["Content-Disposition"]
    table = table_of(view_of(name, user=people.admin, zone=world.zone))
    sheet = [list(row) for row in load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)]
    headings = next(n for n, row in enumerate(sheet) if str(row[0] or "").startswith(str(table.headers()[0].label)))
    for header, printed in zip(table.headers(), sheet[headings], strict=False):
        assert str(header.label) in printed
    entry = DownloadEntry.objects.latest("pk")
    assert (entry.user, entry.row_count) == (people.admin, shown)
    body = sheet[headings + 1 :]
    assert len(body) == entry.row_count
    for bound, position in zip(table.columns, range(len(body[0])), strict=False):
        found = {type(row[position]) for row in body if row[position] is not None}
        if isinstance(bound.column, NumberColumn) and not hasattr(table, f"value_{bound.name}"):
            assert found <= {int, float}, bound.name
        if type(bound.column) is DateColumn:
            assert {kind.__name__ for kind in found} <= {"datetime", "date"}, bound.name
        if isinstance(bound.column, MomentColumn):
            assert found <= {str}, bound.name


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_few_queries_for_one_row_and_for_three(name, world, admin):
    counts, _warm = [], admin.get(reverse(name))  # the first request of a session notes its time
    for _size in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(reverse(name)).status_code == 200
        counts.append(len(queries))
        worlds.more(world)
    assert counts[0] == counts[1] <= 9, [query["sql"][:150] for query in queries]


POISON = "<script>\"&'"
IN_FORM = {"rubric": "\n".join(f"{POISON} {weight}" for weight in (40, 30, 30))}  # texts that the portal itself reads


@pgtrigger.ignore("zones.RuleSet:written_once", "zones.RuleClause:written_once")
def poison_every_text() -> None:
    """Script tags in every text that any row holds, cut to the field's length."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if model.__name__.endswith("Event"):
                continue
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
                if is_text and field.name not in {"password", "username"}:
                    for row in model.objects.values_list("pk", flat=True):
                        text = IN_FORM.get(field.name, f"{POISON}{row}")
                        model.objects.filter(pk=row).update(**{field.name: text[: field.max_length]})


def test_no_text_of_any_column_becomes_markup(world, people, admin):
    poison_every_text()
    seen = 0
    for label, table in all_tables(world, people, admin).items():
        body = table.body([row.record for row in table.rows])
        assert "<scr" not in body, label
        seen += body.count("&lt;script&gt;")
        assert MARK not in body or label == "LedgerChangeTable"  # which tells what was replaced, too
    assert seen > 40


def test_no_text_of_any_row_becomes_markup_on_any_page(world, people, admin):
    poison_every_text()
    no_page = ("_remove", "_drop", "_password", "_file", "_word")
    for name in [name for name in worlds.ROWS if not name.endswith(no_page)] + list(LISTS):
        page = admin.get(reverse(name, kwargs=worlds.arguments(world, name))).content.decode()
        assert '<script>"' not in page, name
        assert "<script>&quot;" not in page, name
    dashboard = admin.get("/dashboard/").content.decode()
    assert '<script>"' not in dashboard
    assert "&lt;script&gt;" in dashboard


def test_an_exported_text_is_the_stored_one_and_no_formula(world, admin):
    texts = ["=1+1", "+86", "-5", "@sum", "＝1", "<script>", "\t=1".strip(), "二\n三"]
    worlds.factories.enterprise(zone=world.zone, name="公式", remark="\n".join(texts))
    for n, text in enumerate(texts):
        worlds.factories.enterprise(zone=world.zone, name=f"公式{n}", remark=text)
    answer = admin.get("/enterprises/", {"export": "xlsx", "cols": "name,remark", "q": "公式"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert all(text in cells for text in texts)
    assert not [cell for cell in cells.values() if cell.data_type == "f"]
