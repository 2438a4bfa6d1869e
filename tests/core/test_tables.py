"""The one way tables are written: joined rows, the library's interface, escaping, typed export values."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import models
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from core.tables import (
    EMPTY,
    BaseTable,
    ChoiceColumn,
    Column,
    DateColumn,
    LightColumn,
    MomentColumn,
    NumberColumn,
    YesColumn,
    getter,
    light_html,
)
from projects.models import Enterprise
from projects.tables import EnterpriseTable
from tests import factories

SCRIPT = "<script>alert(\"1\" & '2')</script>"
ESCAPED = "&lt;script&gt;alert(&quot;1&quot; &amp; &#x27;2&#x27;)&lt;/script&gt;"


class Light(models.TextChoices):
    RED = "red", "红灯"
    ODD = "odd", "<b>odd</b>"


class Stage(models.TextChoices):
    BUILDING = "building", "在建"
    ODD = "odd", "<b>odd</b>"

    @classmethod
    def css(cls):
        return {cls.BUILDING: "blue"}


class Everything(BaseTable):
    name = Column(verbose_name="名称", to="projects:project_detail")
    owner = Column(accessor="owner__name", verbose_name="业主", to="projects:enterprise_detail", to_pk="owner_id")
    amount = NumberColumn(verbose_name="投资", unit="万元")
    exact = NumberColumn(verbose_name="比例", places=2)
    due = DateColumn(verbose_name="期限")
    seen = MomentColumn(verbose_name="时刻")
    flag = YesColumn(verbose_name="是否")
    stage = ChoiceColumn(choices=Stage, verbose_name="阶段")
    light = LightColumn(choices=Light, verbose_name="灯")
    by_record = Column(accessor="name", verbose_name="甲", orderable=False)
    by_value = Column(accessor="name", verbose_name="乙")
    by_both = Column(accessor="amount", verbose_name="丙")
    by_all = Column(accessor="amount", verbose_name="丁")

    class Meta(BaseTable.Meta):
        hidden = ("by_all",)

    def render_by_record(self, record):
        return record.name

    def render_by_value(self, value):
        return format_html("<em>{}</em>", value)

    def render_by_both(self, record, value):
        return f"{record.pk}: {value}"

    def render_by_all(self, record, value, column, bound_column, table):
        return f"{bound_column.name} {type(column).__name__} {table is self} {record.pk} {value}"

    def value_by_all(self, record):
        return record.amount


FULL = SimpleNamespace(
    pk=7,
    name=SCRIPT,
    owner=SimpleNamespace(name="全友"),
    owner_id=3,
    amount=Decimal("1234.50"),
    exact=Decimal("0.125"),
    due=datetime.date(2015, 6, 16),
    seen=datetime.datetime(2015, 6, 14, 16, 30, tzinfo=datetime.UTC),
    flag=True,
    stage="building",
    light="red",
)
BARE = SimpleNamespace(
    pk=8, name="", owner=None, owner_id=None, amount=None, exact=None, due=None, seen=None, flag=False, stage="", light=None
)


def cells(record) -> dict[str, str]:
    table = Everything([record])
    return {name: write(record) for name, (_tag, write) in zip(table.columns.names(), table.writers(), strict=True)}


def test_present_values_are_printed_as_the_office_prints_them():
    found = cells(FULL)
    assert found["name"] == f'<a href="/projects/7/">{ESCAPED}</a>'
    assert found["owner"] == '<a href="/enterprises/3/">全友</a>'
    assert (found["amount"], found["exact"]) == ("1,234.5", "0.13")
    assert (found["due"], found["seen"]) == ("2015-06-16", "2015-06-15 00:30")
    assert found["stage"] == '<span class="badge badge-blue">在建</span>'
    assert found["light"] == light_html("red", "红灯")
    assert found["flag"] not in ("", EMPTY)


def test_what_is_not_reported_is_a_dash_and_never_zero():
    found = cells(BARE)
    dashed = {"owner", "amount", "exact", "due", "seen", "flag", "stage", "light"}
    assert {name for name in dashed if found[name] == EMPTY} == dashed
    assert found["name"] == f'<a href="/projects/8/">{EMPTY}</a>'


def test_zero_is_a_number_and_no_dash():
    assert cells(SimpleNamespace(**{**vars(BARE), "amount": 0}))["amount"] == "0"


def test_every_signature_of_a_render_method_is_served_and_escaped():
    found = cells(FULL)
    assert found["by_record"] == ESCAPED
    assert found["by_value"] == f"<em>{ESCAPED}</em>"
    assert found["by_both"] == "7: 1234.50"
    assert found["by_all"] == "by_all Column True 7 1234.50"


def test_the_library_s_own_cells_are_the_same():
    for record in (FULL, BARE):
        table = Everything([record])
        row = next(iter(table.rows))
        for name, (_tag, write) in zip(table.columns.names(), table.writers(), strict=True):
            assert str(row.get_cell(name)).replace(SCRIPT, ESCAPED) == write(record), name


def test_no_choice_s_own_word_becomes_markup():
    odd = cells(SimpleNamespace(**{**vars(FULL), "stage": "odd", "light": "odd"}))
    assert "<b>" not in odd["stage"] + odd["light"]
    assert "&lt;b&gt;odd" in odd["stage"]
    assert cells(SimpleNamespace(**{**vars(FULL), "stage": SCRIPT, "light": SCRIPT}))["light"] == EMPTY


def test_a_light_reads_in_black_and_white():
    html = light_html("red", "红灯")
    assert "红灯" in html
    assert 'aria-hidden="true"' in html
    assert light_html('"><script>', "x") == mark_safe(light_html('"><script>', "x"))
    assert "<script>" not in light_html('"><script>', "<script>")


def test_the_body_joins_the_rows_and_labels_each_cell_for_the_phone():
    body = Everything([FULL, BARE]).body([FULL, BARE])
    assert body.count("<tr>") == 2
    assert body.count("<td") == 26
    assert '<td class="num" data-label="投资 万元">1,234.5</td>' in body
    assert "<script>" not in body
    assert Everything([]).body([]) == ""


def test_a_heading_in_quotes_cannot_leave_its_attribute():
    class Odd(BaseTable):
        name = Column(verbose_name='"><script>')

    assert "<script>" not in Odd([FULL]).body([FULL])


def test_headings_carry_unit_order_and_the_address_that_keeps_the_rest():
    table = Everything([], order_by=("-amount",))
    headers = {header.name: header for header in table.headers(QueryDict("q=x&page=4&sort=-amount"))}
    assert (headers["amount"].label, headers["amount"].unit, headers["amount"].css) == ("投资", "万元", "num")
    assert (headers["amount"].direction, headers["amount"].sort_url) == ("descending", "?q=x&sort=amount")
    assert (headers["due"].direction, headers["due"].sort_url) == ("", "?q=x&sort=due")
    assert headers["by_record"].sort_url == ""
    assert {header.sort_url for header in table.headers()} == {""}
    upward = {header.name: header for header in Everything([], order_by=("amount",)).headers(QueryDict("sort=amount"))}
    assert (upward["amount"].direction, upward["amount"].sort_url) == ("ascending", "?sort=-amount")


def test_a_workbook_gets_typed_values_and_null_stays_null():
    table = Everything([FULL, BARE])
    full, bare = (dict(zip(table.columns.names(), row, strict=True)) for row in table.export_rows([FULL, BARE]))
    assert (full["name"], full["owner"]) == (SCRIPT, "全友")
    assert (full["amount"], full["exact"], full["due"]) == (Decimal("1234.50"), Decimal("0.125"), datetime.date(2015, 6, 16))
    assert full["seen"] == "2015-06-15 00:30"
    assert (full["stage"], full["light"], full["by_all"]) == ("在建", "红灯", Decimal("1234.50"))
    assert {bare[name] for name in ("name", "owner", "amount", "exact", "due", "seen", "light")} == {None}


def test_hidden_columns_wait_in_the_column_choice():
    assert Everything.hidden_columns() == ("by_all",)
    assert BaseTable.hidden_columns() == ()


def test_the_relations_that_the_shown_columns_read_are_joined_and_no_others():
    assert Everything.related(["name", "amount"]) == []
    assert Everything.related(["name", "owner"]) == ["owner"]


def test_a_path_ends_quietly_where_a_step_is_missing():
    assert getter("owner__name")(BARE) is None
    assert getter("owner.name")(FULL) == "全友"
    assert getter("name")(FULL) == SCRIPT
    with pytest.raises(AttributeError):
        getter("no_such_field")(FULL)


@pytest.mark.django_db
def test_names_are_ordered_by_their_sound_and_alike_rows_by_age(zone):
    for name in ("周口", "阿里", "北京"):
        factories.enterprise(zone=zone, name=name)
    table = EnterpriseTable(Enterprise.objects.all(), order_by=("name",))
    assert [row.record.name for row in table.rows] == ["阿里", "北京", "周口"]
    table = EnterpriseTable(Enterprise.objects.all(), order_by=("-name",))
    assert [row.record.name for row in table.rows] == ["周口", "北京", "阿里"]


@pytest.mark.django_db
def test_two_columns_order_together_even_when_one_is_a_name(zone):
    parks = [factories.park(zone=zone, position=n) for n in (2, 1)]
    for name, park in (("周口", parks[1]), ("阿里", parks[0]), ("北京", parks[1])):
        factories.enterprise(zone=zone, name=name, park=park)
    table = EnterpriseTable(Enterprise.objects.all(), order_by=("park", "name"))
    assert [row.record.name for row in table.rows] == ["北京", "周口", "阿里"]
