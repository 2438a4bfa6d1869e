"""The dashboard as a workbook: the page's numbers, its short lists whole, nothing of other zones."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = reverse("reports:dashboard_workbook")
LATE = datetime.date(2015, 6, 1)


@pytest.fixture
def leader(people, sign_in):
    return sign_in(people.leader)


def sheets(client) -> dict[str, list[list]]:
    content = b"".join(client.get(ADDRESS).streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_its_counters_are_those_of_the_page(zone, people, leader):
    project = factories.project(zone=zone, stage="building")
    for day in (LATE, LATE, datetime.date(2015, 6, 20)):
        factories.milestone(project=project, due=day)
    factories.issue(zone=zone, raised_by=people.officer)
    seen = leader.get(reverse("reports:dashboard")).context
    counters = {row[0]: row[1] for row in sheets(leader)["概况"]}
    assert counters["逾期节点"] == seen["milestones"]["overdue"] == 2
    assert counters["临期节点"] == seen["milestones"]["due_soon"] == 1
    assert counters["问题未销号"] == seen["issues"]["open"] == 1


def test_the_short_lists_are_whole(zone, leader):
    project = factories.project(zone=zone, stage="building")
    for number in range(12):
        factories.milestone(project=project, text=f"逾期{number:02d}", due=LATE)
    assert len(leader.get(reverse("reports:dashboard")).context["late"]) == 8
    rows = sheets(leader)["逾期"]
    assert [row[0] for row in rows if str(row[0]).startswith("逾期")] == [f"逾期{number:02d}" for number in range(12)]


def test_targets_stand_beside_their_figures_and_the_share_is_live(zone, leader):
    income = factories.indicator(zone=zone, name="收入", unit="亿元")
    factories.figure(indicator=income, year=2015, through_month=5, value=72)
    factories.target(indicator=income, year=2015, value=180)
    factories.target(indicator=factories.indicator(zone=zone, name="税收"), year=2015, value=10)
    rows = {row[0]: row[1:8] for row in sheets(leader)["目标"]}
    assert rows["收入"] == ["亿元", 180, 72, "1–5", 40, 41.7, -1.7]
    assert rows["税收"][2:] == ["–", None, "–", "–", "–"]
    content = b"".join(leader.get(ADDRESS).streaming_content)
    cell = next(row[5] for row in openpyxl.load_workbook(io.BytesIO(content))["目标"].iter_rows() if row[0].value == "收入")
    assert cell.value == f"=ROUND(D{cell.row}/C{cell.row}*100,1)"


def test_nothing_of_another_zone_is_in_it_and_it_is_written_down(zone, other_zone, people, leader):
    for one, mark in ((zone, "本区"), (other_zone, "邻区")):
        park = factories.park(zone=one, name=f"{mark}园")
        project = factories.project(zone=one, name=f"{mark}项目", park=park, stage="building")
        factories.milestone(project=project, text=f"{mark}节点", due=LATE)
        factories.report(project=project)
        factories.issue(zone=one, raised_by=people.officer, text=f"{mark}问题")
    texts = [str(cell) for rows in sheets(leader).values() for row in rows for cell in row]
    assert {"本区园", "本区节点", "本区问题", "本区项目"} <= set(texts)
    assert not [text for text in texts if "邻区" in text]
    entry = zone.downloads.get()
    assert (entry.user, entry.about) == (people.leader, "2015-06-16")


def test_its_queries_do_not_grow_with_the_rows(zone, people, leader, django_assert_num_queries):
    def more() -> None:
        project = factories.project(zone=zone, park=factories.park(zone=zone), unit=factories.unit(zone=zone), stage="building")
        factories.milestone(project=project, due=LATE)
        factories.report(project=project)
        factories.issue(zone=zone, raised_by=people.officer, project=project)

    more()
    leader.get(ADDRESS)
    with django_assert_num_queries(QUERIES):
        leader.get(ADDRESS)
    more()
    more()
    with django_assert_num_queries(QUERIES):
        leader.get(ADDRESS)


QUERIES = 33


def test_works_returns_and_what_changed_since_the_meeting_stand_in_it(zone, people, leader):
    project = factories.project(zone=zone, kind="infrastructure")
    for length, budget in ((790, 830), (2100, None)):
        work = factories.work(project=factories.project(zone=zone, kind="infrastructure"), budget_wan=budget)
        factories.road(work=work, length_m=length)
    for state in ("submitted", "draft"):
        factories.monthly_return(enterprise=factories.enterprise(zone=zone), values={}, month=5, state=state)
    factories.milestone(project=project, text="今天新增")
    found = sheets(leader)
    (road,) = [row for row in found["配套设施"] if row[1] == 2]
    assert (road[2], road[6]) == (2890, 830)
    told = {row[0]: row[1] for row in found["概况"]}
    assert next(value for name, value in told.items() if str(name).startswith("5月企业月报")) == 1
    assert next(value for name, value in told.items() if str(name).startswith("2015-06-09早会以来")) == 1
