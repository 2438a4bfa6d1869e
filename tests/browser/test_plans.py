"""A plan pasted at a desk: its words and its rows light up together; on a phone and without scripts it is entered alike."""

import pytest

from tests.browser.test_pages import barriers
from tests.browser.visitor import DESK, PHONE

PLAN = "全友家居项目9月30日前3号宿舍楼封顶;10月31日前锅炉房竣工。新光灯具4月30前设备进场。每周二召开早会。"


def propose(portal, visitor):
    visitor.open(portal.pages["projects:plan_read"])
    visitor.page.fill("[name=text]", PLAN)
    visitor.page.click("main [type=submit]")
    visitor.page.locator("#row-2").wait_for()
    return visitor.page


def test_the_proposed_rows_have_no_barrier(portal, visit):
    visitor = visit("clerk")
    page = propose(portal, visitor)
    page.uncheck("[name=rows-1-take]")
    page.fill("[name=rows-0-due]", "1949-01-01")
    assert barriers(visitor) == []
    page.click(".proposal-end [type=submit]")
    page.locator(".proposal.faulty").wait_for()
    assert barriers(visitor) == []


def test_words_and_rows_light_up_together_and_the_ticked_ones_are_counted(portal, visit):
    page = propose(portal, visit("clerk"))
    words = page.locator("mark[data-rows='1']")
    page.hover("#row-1 .box-text")
    assert "lit" in words.get_attribute("class")
    page.focus("#row-0 input[name$=-text]")
    assert "lit" not in words.get_attribute("class")
    words.hover()
    assert "lit" in page.locator("#row-1").get_attribute("class")
    assert page.locator("[data-count]").inner_text() == "3"
    page.uncheck("[name=rows-1-take]")
    assert page.locator("[data-count]").inner_text() == "2"
    page.check("[name=new_all]")
    assert page.locator("[data-unknown] select").input_value() == "new"
    page.uncheck("[name=new_all]")
    assert page.locator("[data-unknown] select").input_value() == ""


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_plan_is_entered_at_a_desk_and_on_a_phone_with_scripts_and_without(portal, visit, changes, screen, scripts):
    visitor = visit("clerk", screen=screen, scripts=scripts)
    page = propose(portal, visitor)
    page.check("[name=new_all]")
    page.click(".proposal-end [type=submit]")
    page.wait_for_url("**/milestones/changes/*/")
    page.goto(f"{portal.address}/projects/?q=新光灯具")
    assert page.locator("tbody tr").count() == 1
    page.goto(f"{portal.address}/milestones/?q=锅炉房竣工")
    assert page.locator("tbody tr").count() == 1
