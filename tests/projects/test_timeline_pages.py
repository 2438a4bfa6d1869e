"""All projects on one timeline: who sees what, filters, headings, order, period, zoom, table, workbook, many projects."""

import datetime
import io
import re
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from core.periods import ONE_DAY
from projects import chart
from projects.models import Milestone, Project
from tests import factories
from tests.projects.browser import text
from tests.test_query_strings import NASTY, RAW
from zones.models import DownloadEntry

PAGE = "/timeline/"


@pytest.fixture
def parks(zone):
    return [factories.park(zone=zone, name=name, position=position) for position, name in enumerate(("食品园", "家具园"))]


@pytest.fixture
def ledger(zone, unit, parks, people):
    """Three projects: one late and one in time in parks, one without either park or promise."""
    late = factories.project(zone=zone, unit=unit, park=parks[1], name="全友家居", stage="building")
    early = factories.project(zone=zone, park=parks[0], name="物华食品", stage="trial", kind="industrial")
    factories.project(zone=zone, name="无台账", kind="infrastructure", stage="planned")
    factories.assignment(project=late, user=people.officer)
    factories.milestone(project=late, text="办公楼竣工", due=datetime.date(2015, 6, 10), baseline_date=datetime.date(2015, 5, 1))
    factories.milestone(project=early, text="厂房主体", due=datetime.date(2015, 9, 30), window_start=datetime.date(2015, 7, 1))
    factories.milestone(project=early, text="去年的事", due=datetime.date(2014, 3, 1), actual_date=datetime.date(2014, 3, 1))
    return [late, early]


@pytest.fixture
def get(sign_in, people, ledger, foreign):
    client = sign_in(people.leader)

    def page(**query):
        return client.get(PAGE, {key.rstrip("_"): value for key, value in query.items()})

    return page


def rows(page):
    """The projects under their headings, as the drawing shows them."""
    return {group.name: [row.project.name for row in found] for group, found in page.context["chart"].rows}


def names(page):
    return [name for found in rows(page).values() for name in found]


def marks(page):
    return [mark.promise.text for _group, found in page.context["chart"].rows for row in found for mark in row.marks]


# --- who sees what ---------------------------------------------------------------------------------


def test_everybody_of_the_zone_sees_all_its_projects(sign_in, people, ledger):
    for person in (people.officer, people.colleague, people.head, people.clerk, people.leader, people.admin):
        page = sign_in(person).get(PAGE)
        assert names(page) == ["物华食品", "全友家居", "无台账"]
        assert "全友家居：办公楼竣工" in page.content.decode()


def test_a_stranger_sees_the_own_zone_only(sign_in, people, ledger, foreign):
    page = sign_in(people.stranger).get(PAGE)
    assert names(page) == ["外区机密项目"]
    assert "全友" not in page.content.decode()


def test_nothing_of_another_zone_is_drawn_listed_or_written(get):
    for query in ({}, {"view": "table"}, {"q": "外区"}, {"group": "unit"}):
        assert "外区机密" not in text(get(**query))
    sheet = load_workbook(io.BytesIO(b"".join(get(export="xlsx").streaming_content))).active
    assert not [cell.value for row in sheet.iter_rows() for cell in row if "外区" in str(cell.value)]


def test_a_filter_for_another_zone_s_park_is_refused_and_shows_nothing(get, foreign, other_zone):
    page = get(unit=foreign.project.unit_id)
    assert not page.context["chart"].is_valid
    assert page.context["filter"].form.errors["unit"]
    assert "办公楼竣工" not in text(page)


# --- headings, order, filters ----------------------------------------------------------------------


def test_projects_stand_under_their_parks_in_the_parks_order_those_without_last(get):
    page = get()
    assert rows(page) == {"食品园": ["物华食品"], "家具园": ["全友家居"], "No park stated": ["无台账"]}
    headings = re.findall(r'<tr class="gantt-group">.*?</tr>', page.content.decode())
    assert [re.sub(r"<[^>]*>", " ", heading).split() for heading in headings] == [
        ["食品园", "1", "projects"],
        ["家具园", "1", "projects", "yellow", "1"],
        ["No", "park", "stated", "1", "projects"],
    ]


@pytest.mark.parametrize(
    ("group", "wanted"),
    [
        ("unit", {"家具产业指挥部": ["全友家居"], "Without a unit": ["物华食品", "无台账"]}),
        ("stage", {"planned": ["无台账"], "under construction": ["全友家居"], "trial production": ["物华食品"]}),
        ("kind", {"industrial": ["物华食品", "全友家居"], "infrastructure": ["无台账"]}),
        ("no-such", {"食品园": ["物华食品"], "家具园": ["全友家居"], "No park stated": ["无台账"]}),
    ],
)
def test_the_headings_can_be_others(get, group, wanted):
    assert rows(get(group=group)) == wanted


def test_names_are_in_pinyin_order_and_the_oldest_open_promise_can_go_first(get, zone, parks):
    soon = factories.project(zone=zone, park=parks[1], name="安居")
    factories.milestone(project=soon, due=datetime.date(2015, 5, 1), actual_date=None)
    assert rows(get())["家具园"] == ["安居", "全友家居"]
    Milestone.objects.filter(project=soon).update(scored_date=datetime.date(2015, 8, 1))
    assert rows(get(order="open"))["家具园"] == ["全友家居", "安居"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"q": "全友"}, ["全友家居"]),
        ({"light": "yellow"}, ["全友家居"]),
        ({"light": "none"}, ["无台账"]),
        ({"stage": "trial"}, ["物华食品"]),
        ({"kind": "infrastructure"}, ["无台账"]),
        ({"open": "yes"}, ["物华食品", "全友家居"]),
        ({"mine": "yes"}, []),
        ({"park": "null"}, ["无台账"]),
    ],
)
def test_filters_narrow_the_projects(get, query, wanted):
    assert names(get(**query)) == wanted


def test_a_filter_by_park_and_one_s_own_projects(get, parks, sign_in, people):
    assert names(get(park=parks[0].pk)) == ["物华食品"]
    assert names(sign_in(people.officer).get(PAGE, {"mine": "yes"})) == ["全友家居"]


def test_the_way_from_the_list_of_projects_keeps_its_filters(sign_in, people, ledger):
    page = sign_in(people.leader).get("/projects/", {"light": "yellow", "sort": "-name", "page": "1", "cols": "name"})
    assert 'href="/timeline/?light=yellow"' in page.content.decode()


# --- the period ------------------------------------------------------------------------------------


def test_the_year_of_the_day_is_shown_unless_asked_otherwise(get):
    page = get()
    assert page.context["chart"].sheet.axis == chart.gantt.Axis(datetime.date(2015, 1, 1), datetime.date(2015, 12, 31))
    assert sorted(marks(page)) == ["办公楼竣工", "厂房主体"]
    assert "around-6" in page.content.decode()


def test_a_period_shows_what_lies_within_it_and_its_neighbours_are_one_step_away(get):
    page = get(from_="2014-01-01", to="2014-06-30")
    assert marks(page) == ["去年的事"]
    before, after = page.context["periods"]
    assert (before["desk"], after["desk"]) == ("?from=2013-07-01&to=2013-12-31", "?from=2014-07-01&to=2014-12-31")
    assert "around-" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({"from_": "2015-03-01"}, "2015-03-01", "2016-02-29"),
        ({"to": "2015-03-31"}, "2014-04-01", "2015-03-31"),
        ({"from_": "2015年6月1日", "to": "2015/6/30"}, "2015-06-01", "2015-06-30"),
        ({"from_": "2100-06-01"}, "2100-06-01", "2100-12-31"),
        ({"to": "1950-06-01"}, "1950-01-01", "1950-06-01"),
        ({"from_": "2015-06-16", "to": "2015-06-16"}, "2015-06-16", "2015-06-16"),
    ],
)
def test_either_end_of_the_period_may_be_left_out(get, query, first, last):
    axis = get(**query).context["chart"].sheet.axis
    assert (str(axis.first), str(axis.last)) == (first, last)


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"from_": "2015-13-45"}, "from", "is not in the calendar"),
        ({"to": "0001-01-01"}, "to", "1950-01-01"),
        ({"from_": "2015-06-30", "to": "2015-06-01"}, "to", "before the first day"),
        ({"from_": "2005-01-01", "to": "2015-01-01"}, "to", "ten years"),
    ],
)
def test_a_period_that_cannot_be_read_shows_its_message_and_no_rows(get, query, field, words):
    for extra in ({}, {"view": "table"}, {"export": "xlsx"}):
        page = get(**query, **extra)
        assert page.status_code == 200
        assert words in str(page.context["chart"].period.errors[field])
        assert words in text(page)
        assert "办公楼竣工" not in text(page)


def test_ten_years_are_not_too_long(get):
    assert get(from_="2010-01-01", to="2019-12-31").context["chart"].is_valid


def test_a_promise_is_drawn_wherever_anything_of_it_lies_in_the_period(get, zone):
    project = factories.project(zone=zone, name="边界")
    made = {
        "窗口": {"due": datetime.date(2015, 9, 30), "window_start": datetime.date(2015, 3, 31)},
        "基准": {"due": datetime.date(2015, 9, 30), "baseline_date": datetime.date(2015, 3, 1)},
        "实际": {"due": datetime.date(2015, 1, 31), "actual_date": datetime.date(2015, 3, 31)},
        "逾期": {"due": datetime.date(2015, 1, 31)},
        "之前": {"due": datetime.date(2015, 2, 28), "actual_date": datetime.date(2015, 2, 28)},
        "之后": {"due": datetime.date(2015, 4, 1)},
        "早已完成": {"due": datetime.date(2015, 1, 1), "actual_date": datetime.date(2015, 1, 2)},
    }
    for name, fields in made.items():
        factories.milestone(project=project, text=name, **fields)
    page = get(from_="2015-03-01", to="2015-03-31", q="边界")
    assert set(marks(page)) == {"窗口", "基准", "实际", "逾期"}
    table = get(from_="2015-03-01", to="2015-03-31", q="边界", view="table").context["table"]
    assert {milestone.text for milestone in table.data.data} == {"窗口", "基准", "实际", "逾期"}


def test_what_is_found_in_the_period_is_what_reaches_into_it(get, zone):
    """MilestoneQuerySet.between and Mark.reach say the same."""
    project, as_of = factories.project(zone=zone, name="对照"), datetime.date(2015, 6, 16)
    for number in range(40):
        first = datetime.date(2015, 1, 1) + number * 13 * ONE_DAY
        factories.milestone(
            project=project,
            due=first,
            window_start=first - number % 4 * 9 * ONE_DAY,
            baseline_date=first + (number % 5 - 2) * 20 * ONE_DAY,
            actual_date=first + (number % 7 - 3) * 15 * ONE_DAY if number % 3 else None,
        )
    axis = chart.gantt.Axis(datetime.date(2015, 4, 1), datetime.date(2015, 5, 31))
    found = set(Milestone.objects.of_projects([project.pk]).between(axis.first, axis.last, as_of).values_list("pk", flat=True))
    every = Milestone.objects.of_projects([project.pk])
    reaches = {each.pk: chart.gantt.place(each, axis, as_of, 14).reach(0) for each in every}
    half_day = 50 / axis.days
    assert found == {pk for pk, (left, right) in reaches.items() if left <= 100 - half_day / 2 and right >= half_day / 2}
    assert 5 < len(found) < 35


def test_a_phone_shows_three_months_around_the_day_also_of_the_next_year(get, zone, settings):
    settings.PORTAL_TODAY = datetime.date(2015, 12, 20)
    project = factories.project(zone=zone, name="跨年")
    factories.milestone(project=project, text="二月", due=datetime.date(2016, 2, 28))
    factories.milestone(project=project, text="四月", due=datetime.date(2016, 4, 1))
    page = get(q="跨年")
    assert marks(page) == ["二月"]
    assert 'class="point beyond"' in page.content.decode()
    phone = page.context["chart"].sheet.phone
    assert (str(phone.first), str(phone.last)) == ("2015-09-01", "2016-03-31")
    assert page.context["chart"].sheet.axis.last == datetime.date(2015, 12, 31)
    assert [row.text for row in get(q="跨年", view="table").context["table"].data.data] == []
    assert page.context["periods"][1]["phone"] == "?q=%E8%B7%A8%E5%B9%B4&from=2016-04-01&to=2016-10-31"


# --- the drawing -----------------------------------------------------------------------------------


def test_every_mark_is_a_link_to_its_promise_and_says_what_it_means(get, ledger):
    content = get().content.decode()
    milestone = ledger[0].milestones.get()
    (mark,) = re.findall(rf'<a class="point" href="{milestone.get_absolute_url()}">(.*?)</a>', content)
    assert (
        "<title>全友家居：办公楼竣工 · due 2015-06-10 by · baseline 2015-05-01, revisions: 0 · overdue · 6 days late</title>"
        in mark
    )
    assert re.findall(r'href="#sign-(\w+)"', mark) == ["baseline", "overdue"]
    assert 'class="late late-overdue"' in mark
    window = re.findall(r'<rect class="window" x="([\d.]+)%"', content)
    assert window == [f"{181 / 365 * 100:.2f}"]


def test_a_row_has_name_light_and_stage(get, ledger):
    row = re.search(r'<tr><th scope="row">(?:(?!</th>).)*全友家居.*?</th>', get().content.decode())[0]
    assert f'href="{ledger[0].get_absolute_url()}"' in row
    assert 'class="light light-yellow"' in row
    assert re.sub(r"<[^>]*>", " ", row).split() == ["yellow", "全友家居", "under", "construction"]


def test_the_standing_follows_the_rules_of_the_zone(get, zone, ledger):
    factories.rule_set(zone=zone, due_soon_days=200, red=3)
    page = get()
    standings = {
        mark.promise.text: mark.standing for _group, found in page.context["chart"].rows for row in found for mark in row.marks
    }
    assert standings == {"办公楼竣工": "overdue", "厂房主体": "due_soon"}
    assert page.context["chart"].groups[1].lights == {"red": 1}


def test_a_row_with_very_many_promises_of_one_day_leads_to_the_ledger_for_the_others(get, zone):
    project = factories.project(zone=zone, name="同日")
    for _number in range(10):
        factories.milestone(project=project, due=datetime.date(2015, 8, 31))
    content = get(q="同日").content.decode()
    assert content.count('class="point"') == 8
    assert f'<a class="gantt-more" href="/milestones/?project={project.pk}">+2</a>' in content


@pytest.mark.parametrize(("zoom", "width"), [("month", "10800"), ("quarter", "3840"), ("year", None), ("all", None), ("x", None)])
def test_the_zoom_widens_the_strips(get, zoom, width):
    content = get(zoom=zoom).content.decode()
    assert re.findall(r'<svg class="spread" width="(\d+)"', content) == ([width] if width else [])


def test_no_name_becomes_markup(get, ledger, zone):
    Project.objects.filter(pk=ledger[0].pk).update(name="<script>\"&'")
    Milestone.objects.filter(project=ledger[0]).update(text="</title><script>alert(1)</script>")
    zone.parks.filter(name="家具园").update(name="<b>园</b>")
    for query in ({}, {"view": "table"}):
        content = get(**query).content.decode()
        assert "<script>alert" not in content
        assert '<script>"' not in content
        assert "<b>园" not in content
    assert "&lt;script&gt;alert(1)" in content


def test_an_empty_zone_says_what_to_do(sign_in, people, zone):
    page = sign_in(people.clerk).get(PAGE)
    assert "Nothing is registered here yet." in text(page)
    page = sign_in(people.clerk).get(PAGE, {"q": "没有"})
    assert "Nothing matches these filters." in text(page)
    assert "Show everything" in text(page)


def test_a_fragment_is_the_part_that_changes(get, sign_in, people):
    client = sign_in(people.leader)
    fragment = client.get(PAGE, headers={"HX-Request": "true"})
    assert fragment.content.decode().strip().startswith('<section id="timeline"')
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment["Vary"]
    boosted = client.get(PAGE, headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert "<html" in boosted.content.decode()


# --- the table and the workbook --------------------------------------------------------------------


def test_the_table_holds_the_same_promises_in_the_same_order(get):
    page = get(view="table", order="open")
    body = page.context["table"].body()
    assert [row.text for row in page.context["table"].data.data] == ["厂房主体", "办公楼竣工"]
    assert "overdue" in body
    assert "+40" in body
    assert 'class="gantt"' not in page.content.decode()


def test_the_workbook_is_the_table_with_its_notices_and_is_logged(get, people, parks):
    answer = get(export="xlsx", park=parks[1].pk, from_="2015-01-01", to="2015-12-31")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    values = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert values[1] == ["Filter: Park: 家具园; 2015-01-01 – 2015-12-31"]
    assert values[2] == [f"As of 2015-06-16, exported by {people.leader}"]
    assert [str(cell).split()[0] for cell in values[3]] == [
        "Project",
        "Promise",
        "Due",
        "Baseline",
        "Slip",
        "Revisions",
        "Actual",
        "Standing",
        "Light",
        "Actual",
    ]
    day = datetime.datetime
    assert values[4:] == [["全友家居", "办公楼竣工", day(2015, 6, 10), day(2015, 5, 1), 40, 0, "overdue", "yellow"]]
    entry = DownloadEntry.objects.get()
    assert (entry.user, entry.what, entry.row_count) == (people.leader, "Timeline", 1)
    assert entry.about == "Park: 家具园; 2015-01-01 – 2015-12-31"


# --- many projects ---------------------------------------------------------------------------------


def test_very_many_projects_are_paged_by_headings_with_a_notice(get, zone, parks, monkeypatch):
    monkeypatch.setattr(chart, "PAGE", 3)
    for number in range(4):
        made = factories.project(zone=zone, park=parks[0], name=f"甲{number}")
        factories.milestone(project=made, text=f"节点{number}", due=datetime.date(2015, 8, 1))
    first, second, beyond = get(), get(page="2"), get(page="99")
    assert [rows(page) for page in (first, second)] == [
        {"食品园": ["甲0", "甲1", "甲2"]},
        {"食品园": ["甲3", "物华食品"], "家具园": ["全友家居"]},
    ]
    assert rows(beyond) == {"No park stated": ["无台账"]}
    assert "7 projects are too many for one drawing. They are shown by headings on 3 pages; this is page 1." in text(first)
    assert marks(first) == ["节点0", "节点1", "节点2"]
    assert "5 projects" in text(second)  # the heading counts all of its projects
    assert "too many" not in text(get(q="甲"[:1] + "0"))
    sheet = load_workbook(io.BytesIO(b"".join(get(export="xlsx").streaming_content))).active
    assert {row[0] for row in sheet.iter_rows(min_row=5, values_only=True)} >= {"甲0", "甲3", "全友家居"}


# --- bad parameters --------------------------------------------------------------------------------


def parameters():
    own = ["group", "zoom", "order", "view", "page", "from", "to", "export"]
    return [*own, *chart.TimelineFilterSet.base_filters]


def test_nothing_in_the_address_breaks_the_page_or_widens_a_filter(get, sign_in, people):
    client = sign_in(people.admin)
    client.raise_request_exception = False
    everything = len(names(client.get(PAGE)))
    for value in NASTY:
        for query in ({name: value for name in parameters() if name != "export"}, {"from": value}, {"group": value, "zoom": value}):
            answer = client.get(f"{PAGE}?{urlencode(query)[:7900]}")
            assert answer.status_code in {200, 400}, query
            if answer.status_code == 200 and not answer.context["chart"].is_valid:
                assert names(answer) == []
                assert 'role="alert"' in answer.content.decode()
            if set(query) == {"group", "zoom"} and answer.status_code == 200:
                assert len(names(answer)) == everything


def test_raw_bytes_and_doubled_parameters_are_read_or_refused(get, sign_in, people):
    client = sign_in(people.admin)
    client.raise_request_exception = False
    for raw in RAW:
        answer = client.get(f"{PAGE}?{'&'.join(f'{name}={raw}' for name in parameters())}")
        assert answer.status_code in {200, 400}, raw
    for name in parameters():
        assert client.get(f"{PAGE}?{name}=1&{name}=abc").status_code in {200, 400}, name


@pytest.mark.parametrize("name", sorted(chart.TimelineFilterSet.base_filters))
def test_garbage_in_a_filter_shows_its_message_and_nothing_else(get, name):
    page = get(**{name: "\ufffe" if name == "q" else "no-such"})
    assert page.context["filter"].form.errors[name]
    assert names(page) == []
