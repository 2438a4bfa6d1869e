"""A member of the second zone sees nothing of the first one, wherever the links lead."""

import re

import openpyxl
import pytest

from tests import world as worlds

LINK = re.compile(r'href="(/[^"#]*)"')
# The same rows once more, files, and the weeks and years before the first one, which have no end.
SIDEWAYS = re.compile(
    r"[?&](sort|per_page|page|export)=|[?&]year=(?!201[45])|^/workdays/(?!201[45])|^/static/|^/back-door/|/workbook/$|^/weeks/(?!2015-W2|mine)\d"
)


@pytest.fixture
def told(portal):
    """``told(text)``: the names of the first zone in it that are not part of a name of the second."""
    own = re.compile("|".join(sorted(map(re.escape, portal.names["er"]), key=len, reverse=True)))
    secret = portal.names["xian"] - portal.names["er"] - {"系统管理员"}  # which is a role's word, too

    def found(text: str) -> set[str]:
        rest = own.sub("·", text)
        return {name for name in secret if name in rest}

    return found


def test_the_names_of_the_first_zone_can_be_told(portal, visit, told):
    """Otherwise the tests below would find nothing anywhere."""
    clerk = visit("clerk")
    clerk.open("/projects/")
    assert {"全友家居", "物华食品", "家具产业指挥部", "食品园"} <= told(clerk.text())
    assert len(portal.names["xian"]) > 150


def test_no_page_that_a_link_leads_to_names_anything_of_the_first_zone(portal, visit, told):
    asked, waiting, leaks = set(), ["/"], {}
    visitor = visit("er-clerk")
    while waiting:
        path = waiting.pop()
        if path in asked or SIDEWAYS.search(path):
            continue
        asked.add(path)
        assert len(asked) < 600
        answer = visitor.context.request.get(path)
        assert answer.status == 200, path
        text = answer.text().replace("&amp;", "&")
        if told(text):
            leaks[path] = told(text)
        waiting += LINK.findall(text)
    assert leaks == {}
    assert {"/dashboard/", "/weeks/", "/projects/", "/milestones/", "/enterprises/", "/figures/", "/works/", "/year/"} <= asked
    assert len(asked) > 100


def test_no_address_of_the_first_zone_answers(portal, visit):
    visitor = visit("er-clerk")
    addresses = {name: path for name, path in portal.pages.items() if name in worlds.ROWS}
    answers = {name: visitor.context.request.get(path).status for name, path in addresses.items()}
    assert {name: status for name, status in answers.items() if status != 404} == {}
    assert len(answers) > 40


def test_the_year_s_workbook_names_nothing_of_the_first_zone(visit, told, changes, tmp_path):
    visitor = visit("er-clerk")
    (tmp_path / "year.xlsx").write_bytes(visitor.context.request.get("/year/2014/workbook/").body())
    workbook = openpyxl.load_workbook(tmp_path / "year.xlsx")
    words = [str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "邻县演示项目甲(演示生成)" in words
    assert told("\n".join(words)) == set()
