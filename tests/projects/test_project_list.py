"""The list of projects: filters, order, columns, scope, export."""

import datetime
from io import BytesIO

import openpyxl
import pytest

from projects.models import Project, ProjectOfficer
from tests import factories
from tests.projects.browser import text


@pytest.fixture
def officer(sign_in, people):
    return sign_in(people.officer)


@pytest.fixture
def some(people, zone, unit, foreign):
    """Four projects: red, yellow, green and without a ledger, with Chinese names that pinyin sorts otherwise than Unicode."""
    park, owner = factories.park(zone=zone, name="家具园"), factories.enterprise(zone=zone, name="业主公司")
    red = factories.project(zone=zone, name="中石产业园", unit=unit, park=park, owner=owner)
    yellow = factories.project(zone=zone, name="阿里木业", aliases="老木厂", stage="trial")
    green = factories.project(zone=zone, name="全友家居", kind="infrastructure")
    none = factories.project(zone=zone, name="物华食品", stage="suspended")
    factories.milestone(project=red, due=datetime.date(2015, 5, 1))
    factories.milestone(project=yellow, due=datetime.date(2015, 6, 10))
    factories.milestone(project=green, due=datetime.date(2015, 7, 10))
    ProjectOfficer.objects.create(project=green, user=people.officer)
    return {"park": park, "unit": unit, "none": none}


def names(page):
    return [project.name for project in page.context["page"].object_list]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("light=red", {"中石产业园"}),
        ("light=yellow", {"阿里木业"}),
        ("light=green", {"全友家居"}),
        ("light=none", {"物华食品"}),
        ("stage=trial", {"阿里木业"}),
        ("kind=infrastructure", {"全友家居"}),
        ("park={park}", {"中石产业园"}),
        ("unit={unit}", {"中石产业园"}),
        ("mine=yes", {"全友家居"}),
        ("q=老木厂", {"阿里木业"}),
        ("q=业主", {"中石产业园"}),
        ("q=石+园", {"中石产业园"}),
        ("q=%25", set()),
        ("q=外区", set()),
        ("light=red&stage=trial", set()),
    ],
)
def test_each_filter_finds_its_projects(officer, some, query, expected):
    page = officer.get("/projects/?" + query.format(park=some["park"].pk, unit=some["unit"].pk))
    assert set(names(page)) == expected
    assert "外区机密" not in page.content.decode()


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["阿里木业", "全友家居", "物华食品", "中石产业园"]),
        ("-name", ["中石产业园", "物华食品", "全友家居", "阿里木业"]),
        ("light", ["中石产业园", "阿里木业", "全友家居", "物华食品"]),
    ],
)
def test_names_sort_by_pinyin_and_lights_by_the_oldest_promise(officer, some, sort, expected):
    assert names(officer.get(f"/projects/?sort={sort}")) == expected


@pytest.mark.parametrize("query", ["light=blue", "stage=x", "park=abc", "unit=99999999", "q=a%0bb", "kind=%00"])
def test_a_filter_that_cannot_be_read_shows_no_projects(officer, some, query):
    page = officer.get(f"/projects/?{query}")
    assert page.status_code in {200, 400}
    assert "中石产业园" not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=" + "9" * 300, "per_page=1000000", "per_page=-5", "sort=owner__password", "cols=x"]
)
def test_what_an_address_cannot_mean_is_left_out(officer, some, query):
    page = officer.get(f"/projects/?{query}")
    assert len(names(page)) == Project.objects.in_zone(some["park"].zone).count() == 4


def test_the_light_of_the_list_is_the_light_of_the_page(officer, some):
    for project in officer.get("/projects/").context["page"].object_list:
        assert officer.get(project.get_absolute_url()).context["why"].light == project.light


def test_the_new_button_is_live_for_clerks_only(sign_in, people, some):
    assert 'href="/projects/new/"' in sign_in(people.clerk).get("/projects/").content.decode()
    page = sign_in(people.officer).get("/projects/").content.decode()
    assert 'href="/projects/new/"' not in page
    assert "Only clerks of the zone change this." in page


def test_the_export_is_the_list_as_it_stands_and_is_logged(officer, people, some, zone):
    response = officer.get("/projects/?light=red&export=xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert "中石产业园" in cells
    assert not {"阿里木业", "全友家居", "物华食品", "外区机密项目"} & set(cells)
    entry = zone.downloads.get()
    assert (entry.user, entry.row_count) == (people.officer, 1)


def test_an_empty_register_says_what_to_do_next(sign_in, people):
    assert "Nothing is registered here yet." in text(sign_in(people.clerk).get("/projects/"))
    assert "Nothing matches these filters." in text(sign_in(people.clerk).get("/projects/?q=x"))
