"""Meetings and bulletins in the year's workbook and in the values of the report."""

import datetime
from decimal import Decimal

import pytest

from reports.annual.values import values_of
from tests import factories
from tests.reports.calculator import Calculator
from tests.reports.test_workbook import cells, export, row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(zone, people, unit):
    """Two meetings of 2014, one of them closed, and one of 2013; two bulletins, one withdrawn, and a draft."""
    closed = {"closed_by": people.clerk, "closed_on": datetime.date(2014, 3, 4)}
    first = factories.meeting(zone=zone, year=2014, number=1, held_on=datetime.date(2014, 3, 4), chair="指挥长", **closed)
    second = factories.meeting(zone=zone, year=2014, number=2, held_on=datetime.date(2014, 3, 11))
    old = factories.meeting(zone=zone, year=2013, number=9, held_on=datetime.date(2013, 3, 5), **closed)
    settled = {"outcome": "settled", "decision": "已办", "unit": unit}
    for meeting, rows in ((first, [settled, settled, {"outcome": "heard"}, {}]), (second, [settled]), (old, [settled])):
        for fields in rows:
            factories.meeting_item(meeting=meeting, **fields)
    other = factories.unit(zone=zone, name="二部")
    issued = {"zone": zone, "issued_by": people.clerk, "year": 2014}
    critical = factories.bulletin(title="滞后通报", number=1, **issued)
    factories.bulletin_entry(bulletin=critical, unit=unit, text="封顶逾期", points=2)
    factories.bulletin_entry(bulletin=critical, unit=unit, text="洪水停工", points=5, excuse="洪水")
    praise = factories.bulletin(title="表彰通报", number=2, kind="praise", rectify_by=None, **issued)
    factories.bulletin_entry(bulletin=praise, unit=other, text="按期投产", points=3)
    gone = factories.bulletin(title="撤回的", number=3, state="withdrawn", withdrawn_on=factories.DAY, reason="有误", **issued)
    factories.bulletin_entry(bulletin=gone, unit=other, text="撤回条目")
    factories.bulletin_entry(bulletin=factories.bulletin(zone=zone, title="草稿"), unit=other, text="草稿条目")
    raised = {"zone": zone, "raised_by": people.officer, "year": 2014, "unit": unit, "due_on": datetime.date(2014, 5, 1)}
    for days in (1, 4):
        day = datetime.date(2014, 4, 1)
        ended = {"settled_on": day + datetime.timedelta(days=days), "settled_by": people.clerk, "state": "settled"}
        factories.issue(raised_on=day, **raised, **ended)
    factories.issue(raised_on=datetime.date(2014, 4, 1), state="assigned", **raised)


def test_a_row_for_each_meeting_with_live_sums(zone, year):
    rows = cells(zone, "Meetings")
    first = row_of(rows, "early meeting 〔2014〕 no. 1")
    assert first[3:8] == ["指挥长", 4, 3, 0, 2]
    assert [f"{first[place]:%Y-%m-%d}" for place in (2, 8)] == ["2014-03-04", "2014-03-04"]
    assert row_of(rows, "2 meetings")[4:8] == [5, 4, 0, 3]
    assert not any("2013" in str(value) for row in rows for value in row)


def test_a_row_for_each_unit_named_and_its_points(zone, year, unit):
    rows = cells(zone, "Bulletins")
    told = [(row[3], row[5], row[6], row[8]) for row in rows if row[5] in {"封顶逾期", "洪水停工", "按期投产"}]
    assert told == [(str(unit), "封顶逾期", -2, None), (str(unit), "洪水停工", 0, "洪水"), ("二部", "按期投产", 3, None)]
    ranked = [(row[0], row[3], row[6]) for row in rows if str(row[0]).startswith("rank")]
    assert ranked == [("rank 1", "二部", 3), ("rank 2", str(unit), -2)]
    assert not any(word in str(value) for row in rows for value in row for word in ("撤回", "草稿"))


def test_the_stops_of_closed_tours_are_ranked_within_their_groups(zone, people, unit):
    closed = {"closed_on": datetime.date(2014, 3, 26), "closed_by": people.clerk}
    shown = factories.tour(zone=zone, year=2014, number=1, name="一季度", held_on=datetime.date(2014, 3, 26), **closed)
    open_one = factories.tour(zone=zone, year=2014, number=2, name="未结束")
    for tour, name, marks, fields in (
        (shown, "甲", ["60"] * 3, {"group": "家具园"}),
        (shown, "乙", ["90"] * 3, {"group": "家具园", "gap": "进场慢"}),
        (shown, "丙", ["50"] * 3, {"group": "食品园", "difficulty": Decimal("1.2")}),
        (open_one, "丁", ["99"] * 3, {}),
    ):
        stop = factories.tour_stop(tour=tour, project=factories.project(zone=zone, name=name, unit=unit), **fields)
        factories.ballot(stop=stop, judge=people.leader, marks=marks)
        factories.ballot(stop=stop, judge=people.admin, marks=["0"] * 3, void_reason="串票")
    rows = cells(zone, "Inspection tours")
    told = [tuple(row[2:5]) + tuple(row[6:10]) for row in rows if row[4] in set("甲乙丙丁")]
    assert told == [
        ("家具园", 1, "乙", 1, 1, 90, "进场慢"),
        ("家具园", 2, "甲", 1, 1, 60, None),
        ("食品园", 1, "丙", 1.2, 1, 60, None),
    ]


def test_the_formulas_carry_what_they_compute(zone, year):
    calculator = Calculator(export(zone)[0])
    formulas = [place for place in calculator.formulas() if place[0] in {"Meetings", "Bulletins"}]
    assert len(formulas) == 6
    for sheet, cell in formulas:
        assert calculator.value(sheet, cell) == Decimal(str(calculator.carried[sheet][cell].value))


def test_the_report_knows_what_the_portal_counted(zone, year):
    values = values_of(zone, 2014)
    names = (
        "系统登记会议",
        "会议现场解决",
        "系统登记问题",
        "问题销号",
        "问题平均销号天数",
        "通报表彰",
        "通报批评",
        "电视曝光",
    )
    assert [values[name] for name in names] == ["1次", "2个", "3个", "2个", "2.5天", "1家次", "2家次", ""]
    assert [values_of(zone, 2012)[name] for name in names] == [""] * 8
