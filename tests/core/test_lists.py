"""Groups and counters of a list, on the ledger and the project list, which have both."""

import csv
import datetime
import html
import io
import re

import pytest
from openpyxl import load_workbook

from core.excel.listing import csv_value
from tests import factories

pytestmark = pytest.mark.django_db
JUNE, LATE, MAY = datetime.date(2015, 6, 20), datetime.date(2015, 9, 30), datetime.date(2015, 5, 20)


@pytest.fixture
def ledger(zone, unit):
    """Two projects: 5 promises of the first, one of which another unit answers for, 1 of the second."""
    first, second = (factories.project(zone=zone, unit=unit, name=name) for name in ("甲项目", "乙项目"))
    other = factories.unit(zone=zone, name="食品指挥部", position=5)
    factories.milestone(project=first, text="逾期的", due=MAY)
    factories.milestone(project=first, text="将到期", due=JUNE)
    factories.milestone(project=first, text="别家的", due=LATE, unit=other)
    factories.milestone(project=first, text="挪过的", due=LATE, baseline_date=JUNE)
    factories.milestone(project=first, text="完成的", due=MAY, actual_date=MAY)
    factories.milestone(project=second, text="二期", due=LATE)
    return first


def counted(client, url: str, given: dict | None = None) -> list:
    """The counters as the list fetches them once it is shown."""
    way = client.get(url, given or {}).context["counting_url"]
    return client.get(f"{url}{way}", headers={"HX-Request": "true"}).context["counted"]


def counts(client, url: str, given: dict | None = None) -> list[int]:
    return [one.count for one in counted(client, url, given)]


def current(page) -> list[int]:
    return [place for place, one in enumerate(page.context["counted"]) if one.is_current]


def heads(page) -> list[str]:
    parts = page.context["body"].split('<tr class="group">')[1:]
    return [part.split("</th>")[0].rpartition('<span class="unit">')[2].removesuffix("</span>") for part in parts]


def test_counters_count_what_the_other_filters_leave(sign_in, people, ledger):
    client = sign_in(people.clerk)
    assert counts(client, "/milestones/") == [6, 1, 1, 3, 1, 0, 1]  # all, overdue, due soon, ahead, met, met late, moved
    assert current(client.get("/milestones/")) == [0]
    asked = {"standing": "overdue", "q": "甲"}
    assert counts(client, "/milestones/", asked) == [5, 1, 1, 2, 1, 0, 1]
    page = client.get("/milestones/", asked)
    assert current(page) == [1]
    assert page.context["page"].paginator.count == len(page.context["page"].object_list) == 1


def test_a_counter_s_way_shows_as_many_rows_as_it_says(sign_in, people, ledger):
    client = sign_in(people.clerk)
    for url in ("/milestones/", "/projects/"):
        for place, one in enumerate(counted(client, url, {"q": "甲", "page": "2"})):
            page = client.get(f"{url}{one.url}")
            assert len(page.context["page"].object_list) == one.count
            assert current(page) == [place]
            assert page.context["filter"].data["q"] == "甲"


def test_two_filters_of_counters_at_once_are_nobody_s_number(sign_in, people, ledger):
    page = sign_in(people.clerk).get("/milestones/", {"standing": "ahead", "moved": "yes"})
    assert current(page) == []
    assert page.context["page"].paginator.count == 1


def test_the_page_shows_the_ways_at_once_and_fetches_the_numbers(sign_in, people, ledger):
    client = sign_in(people.clerk)
    page = client.get("/milestones/", {"q": "甲"})
    assert [one.count for one in page.context["counted"]] == [None] * 7
    part = client.get(f"/milestones/{page.context['counting_url']}", headers={"HX-Request": "true"}).content.decode()
    assert [one.url for one in page.context["counted"]] == re.findall(r'href="([^"]*)"', html.unescape(part))
    assert "<b>5</b>" in part
    assert "hx-get" not in part
    assert "<table" not in part


def test_without_scripts_the_part_is_the_whole_page(sign_in, people, ledger):
    page = sign_in(people.clerk).get("/milestones/", {"part": "counters"})
    assert "<table" in page.content.decode()
    assert "part=" not in page.context["counted"][1].url


def test_filters_are_fetched_when_they_are_opened_and_name_only_the_zone_s_rows(sign_in, people, zone, other_zone, ledger):
    factories.unit(zone=other_zone, name="外区指挥部")
    client = sign_in(people.clerk)
    page = client.get("/projects/", {"sort": "name"})
    assert 'name="unit"' not in page.content.decode()
    way = page.context["filters_url"]
    opened = client.get(f"/projects/{way}").content.decode()
    part = client.get(f"/projects/{way}", headers={"HX-Request": "true"}).content.decode()
    for text in (opened, part):
        assert 'name="unit"' in text
        assert "食品指挥部" in text
        assert "外区指挥部" not in text
    assert '<details class="filter-more" open>' in opened
    assert "<table" not in part


def test_filters_in_use_stand_in_the_form_that_sends_them_again(sign_in, people, ledger):
    text = sign_in(people.clerk).get("/projects/", {"light": "red"}).content.decode()
    assert '<option value="red" selected>' in text


def test_a_filter_that_cannot_be_read_counts_nothing(sign_in, people, ledger):
    page = sign_in(people.clerk).get("/milestones/", {"year": "abc"})
    assert page.context["counted"] == []
    assert counts(sign_in(people.clerk), "/milestones/", {"year": "abc"}) == []
    assert page.context["page"].paginator.count == 0


def test_rows_stand_under_headings_with_the_number_of_all_their_rows(sign_in, people, ledger):
    client = sign_in(people.clerk)
    page = client.get("/milestones/", {"group": "project", "per_page": "2", "sort": "-due_date"})
    assert heads(page) == ["5"]
    assert "甲项目" in page.context["body"]
    assert [row.text for row in page.context["page"]] == ["别家的", "挪过的"]
    last = client.get("/milestones/", {"group": "project", "per_page": "2", "page": "3", "sort": "-due_date"})
    assert heads(last) == ["5", "1"]
    assert "project" not in [header.name for header in page.context["headers"]]


def test_the_unit_of_a_promise_is_its_own_before_its_project_s(sign_in, people, ledger):
    client = sign_in(people.clerk)
    page = client.get("/milestones/", {"group": "unit"})
    assert heads(page) == ["5", "1"]
    assert "食品指挥部" in page.context["body"]
    unit = ledger.milestones.get(text="别家的").unit
    assert [row.text for row in client.get("/milestones/", {"unit": unit.pk}).context["page"]] == ["别家的"]


@pytest.mark.parametrize("group", ["project", "unit", "park", "standing", "light", "month"])
def test_every_group_of_the_ledger_holds_every_row_once(sign_in, people, ledger, group):
    page = sign_in(people.clerk).get("/milestones/", {"group": group, "cols": "text"})
    assert len(page.context["page"].object_list) == 6
    assert sum(map(int, heads(page))) == 6
    assert len(set(heads(page))) >= 1


@pytest.mark.parametrize("group", ["park", "unit", "stage", "light"])
def test_every_group_of_the_projects_holds_every_row_once(sign_in, people, ledger, group):
    page = sign_in(people.clerk).get("/projects/", {"group": group})
    assert sum(map(int, heads(page))) == 2


@pytest.mark.parametrize("group", ["no_such", "text", "owner__password", "project,unit", "", "GROUP"])
def test_an_unknown_group_is_ignored(sign_in, people, ledger, group):
    page = sign_in(people.clerk).get("/milestones/", {"group": group})
    assert "group" not in page.context["body"]
    assert len(page.context["page"].object_list) == 6


@pytest.mark.parametrize(("group", "title", "first"), [("project", "Project", "甲项目"), ("month", "Month due", "2015-05")])
def test_a_workbook_of_a_grouped_list_begins_with_the_group(sign_in, people, ledger, group, title, first):
    client = sign_in(people.clerk)
    client.cookies["django_language"] = "en"
    answer = client.get("/milestones/", {"group": group, "export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if str(row[0] or "").startswith(title))
    assert rows[head + 1][0] == first
    assert len(rows[head + 1 :]) == 6


def test_an_empty_grouped_list_says_so(sign_in, people, zone):
    page = sign_in(people.clerk).get("/milestones/", {"group": "project"})
    assert page.context["body"] == ""
    assert page.status_code == 200


def test_a_list_is_a_csv_file_as_it_stands_and_no_program_takes_its_text_for_a_formula(zone, people, sign_in):
    for name in ("=1+1", '甲，"乙"', "丙"):
        factories.enterprise(zone=zone, name=name)
    factories.enterprise(zone=factories.zone(), name="外地厂")
    answer = sign_in(people.clerk).get("/enterprises/", {"export": "csv", "sort": "name", "cols": "name"})
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {"'=1+1", '甲，"乙"', "丙"}
    assert answer["Content-Disposition"].endswith(".csv") or ".csv" in answer["Content-Disposition"]
    assert zone.downloads.get().row_count == 3


def test_moments_of_a_csv_file_are_those_of_the_portal_s_time_zone():
    assert csv_value(datetime.datetime(2015, 6, 15, 23, 30, tzinfo=datetime.UTC)) == "2015-06-16 07:30"
