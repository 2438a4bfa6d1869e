"""Registers that seldom change: units and parks for the administrator, indicators, items and rules for clerks."""

import pytest
from django.urls import reverse

from exchange.models import ImportRun
from indicators.models import Indicator
from tests import factories
from tests.exchange.test_imports import add, downloaded, place, send, sheet_of, store
from zones.models import CalendarDay, Park, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(people, sign_in):
    return sign_in(people.admin)


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


def faults(page) -> list[str]:
    return [str(fault.words) for fault in page.context["preview"].faults]


class TestUnits:
    def test_new_units_and_changed_ones_are_stored(self, zone, admin):
        top = factories.unit(zone=zone, name="家具指挥部")
        book = downloaded(admin, "units")
        place(sheet_of(book), "职责", "家具指挥部").value = "家具园建设"
        add(sheet_of(book), 名称="家具一科", 上级单位="家具指挥部")
        store(admin, send(admin, book, "units"))
        top.refresh_from_db()
        assert top.duty == "家具园建设"
        assert Unit.objects.get(name="家具一科").parent == top

    def test_a_ring_is_refused(self, zone, admin):
        top = factories.unit(zone=zone, name="甲部")
        factories.unit(zone=zone, name="乙部", parent=top)
        book = downloaded(admin, "units")
        place(sheet_of(book), "上级单位", "甲部").value = "乙部"
        page = send(admin, book, "units")
        assert len(faults(page)) == 1
        store(admin, page)
        top.refresh_from_db()
        assert top.parent is None

    @pytest.mark.parametrize("code", ["units", "parks", "calendar"])
    def test_clerks_neither_see_nor_send_them(self, code, zone, clerk, admin):
        assert clerk.get(reverse("exchange:import_new", args=[code])).status_code == 403
        assert clerk.get(reverse("exchange:import_template", args=[code])).status_code == 403
        address = reverse("exchange:import_new", args=[code])
        assert address not in clerk.get(reverse("exchange:import_list")).content.decode()
        assert address in admin.get(reverse("exchange:import_list")).content.decode()

    def test_who_is_no_administrator_any_more_stores_nothing(self, zone, people, admin):
        factories.park(zone=zone, name="家具园")
        book = downloaded(admin, "parks")
        add(sheet_of(book), 名称="食品园")
        page = send(admin, book, "parks")
        people.admin.memberships.update(role="clerk")
        assert store(admin, page).status_code == 403
        assert Park.objects.filter(name="食品园").count() == 0
        assert ImportRun.objects.get().state == "checked"


class TestCalendar:
    def test_days_are_told_in_words_and_known_again_by_the_day(self, zone, admin):
        zone.calendar_days.create(day="2015-06-20", is_worked=True, name="调休")
        book = downloaded(admin, "calendar")
        shown = place(sheet_of(book), "本区当日", "调休").value
        place(sheet_of(book), "事由", "调休").value = "端午调休"
        add(sheet_of(book), 日="2015-06-27", 本区当日=shown, 事由="赶工期")
        page = send(admin, book, "calendar")
        assert faults(page) == []
        store(admin, page)
        assert list(CalendarDay.objects.order_by("day").values_list("name", "is_worked")) == [("端午调休", True), ("赶工期", True)]


class TestDefinitions:
    def test_a_code_names_an_indicator_without_its_number(self, zone, clerk):
        row = factories.indicator(zone=zone, code="gyzcz", name="工业总产值")
        book = downloaded(clerk, "indicators")
        sheet = sheet_of(book)
        place(sheet, "名称", "gyzcz").value = "规上工业总产值"
        number = place(sheet, "名称", "gyzcz").row
        sheet.cell(number, 2).value = sheet.cell(number, 3).value = None
        store(clerk, send(clerk, book, "indicators"))
        row.refresh_from_db()
        assert (row.name, Indicator.objects.count()) == ("规上工业总产值", 1)

    def test_a_part_has_no_parts_and_is_none_of_itself(self, zone, clerk):
        whole = factories.indicator(zone=zone, code="a", name="甲")
        factories.indicator(zone=zone, code="b", name="乙", part_of=whole)
        factories.indicator(zone=zone, code="c", name="丙")
        column = str(Indicator._meta.get_field("part_of").verbose_name)
        book = downloaded(clerk, "indicators")
        place(sheet_of(book), column, "丙").value = "乙"
        assert len(faults(send(clerk, book, "indicators"))) == 1
        place(sheet_of(book), column, "丙").value = "丙"
        assert len(faults(send(clerk, book, "indicators"))) == 1
        place(sheet_of(book), column, "丙").value = "甲"
        assert faults(send(clerk, book, "indicators")) == []

    def test_the_unit_of_an_indicator_with_figures_stays(self, zone, clerk):
        factories.figure(indicator=factories.indicator(zone=zone, name="甲"))
        book = downloaded(clerk, "indicators")
        place(sheet_of(book), "计量单位", "甲").value = "万元"
        assert "亿元" in faults(send(clerk, book, "indicators"))[0]

    def test_a_rule_with_an_unknown_code_is_a_fault_of_its_cell(self, zone, clerk):
        factories.indicator(zone=zone, code="gyzcz")
        factories.check_rule(zone=zone, name="甲", left="gyzcz", right="1")
        book = downloaded(clerk, "rules")
        place(sheet_of(book), "左边", "甲").value = "wu"
        assert "wu" in faults(send(clerk, book, "rules"))[0]

    def test_an_item_is_no_part_of_itself(self, zone, clerk):
        factories.return_item(zone=zone, name="税金")
        factories.return_item(zone=zone, name="收入")
        book = downloaded(clerk, "items")
        place(sheet_of(book), "不大于", "税金").value = "税金"
        assert len(faults(send(clerk, book, "items"))) == 1
        place(sheet_of(book), "不大于", "税金").value = "收入"
        assert faults(send(clerk, book, "items")) == []
