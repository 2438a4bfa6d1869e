"""Ticking rows of the ledger, one step on them, and its taking back: with scripts, with the keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import barriers
from tests.browser.test_ways_of_working import tab_to
from tests.browser.visitor import PHONE

AHEAD = "/milestones/?standing=ahead&group=unit"
BOXES = "input[name=rows]"


def move(page, days: str) -> None:
    page.check("[name=kind][value=move]")
    page.fill("[name=move-days]", days)
    page.fill("[name=move-explanation]", "雨季")
    page.fill("[name=move-approved_by]", "王主任")
    with page.expect_navigation():
        page.click(".bulk .form-end .btn-primary")


def take_back(page) -> None:
    page.click(".form-end summary")
    with page.expect_navigation():
        page.click(".form-end .btn-primary")
    assert page.locator(".alert-info").count() == 1


def test_ticked_rows_are_moved_and_moved_back(visit, changes):
    visitor = visit("clerk")
    page = visitor.page
    visitor.open(AHEAD)
    go, head = page.locator("[data-tick-go]"), page.locator("[data-tick-all]")
    assert go.is_disabled()
    head.check()
    assert page.locator(f"{BOXES}:checked").count() == page.locator(BOXES).count() > 5
    head.uncheck()
    page.locator(BOXES).nth(1).check()
    page.locator(BOXES).nth(4).click(modifiers=["Shift"])
    assert page.locator(f"{BOXES}:checked").count() == 4
    assert page.inner_text("[data-tick-count]").startswith("4 /")
    assert not barriers(visitor)
    with page.expect_navigation():
        go.click()
    assert page.locator("tbody tr").count() == 4
    assert not page.locator("[name=move-days]").is_visible()
    assert not barriers(visitor)
    move(page, "3")
    assert page.locator("tbody tr").count() == 4
    assert not barriers(visitor)
    take_back(page)


def test_the_boxes_follow_a_list_that_changes_while_one_types(visit):
    visitor = visit("clerk")
    page = visitor.page
    visitor.open("/milestones/")
    page.locator(BOXES).first.check()
    with page.expect_response(lambda answer: answer.url.endswith("q=%E5%8E%82%E6%88%BF")):
        page.locator("[name=q]").press_sequentially("厂房")
    page.wait_for_function("document.querySelector('[data-tick-go]').disabled")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.locator("[data-tick-all]").check()
    assert page.locator(f"{BOXES}:checked").count() == page.locator(BOXES).count()
    page.locator(".views > summary").click()
    assert "%25E5%258E%2582" in page.locator(".views-menu > a.btn").get_attribute("href")


def test_rows_are_ticked_with_the_keyboard(visit):
    page = visit("clerk").page
    page.goto("/milestones/?standing=overdue")
    tab_to(page, BOXES)
    page.keyboard.press("Space")
    assert page.locator(f"{BOXES}:checked").count() == 1
    tab_to(page, "[data-tick-go]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".bulk").count() == 1


@pytest.mark.parametrize("screen", [PHONE])
def test_all_of_it_works_without_scripts(visit, changes, screen):
    visitor = visit("clerk", screen=screen, scripts=False)
    page = visitor.page
    visitor.open(AHEAD)
    assert page.locator("[data-tick-all]").is_hidden()
    page.locator(BOXES).nth(0).check()
    page.locator(BOXES).nth(1).check()
    with page.expect_navigation():
        page.click("[data-tick-go]")
    move(page, "2")
    take_back(page)
    visitor.open(AHEAD)
    with page.expect_navigation():
        page.click("[name=whole][value=page]")
    assert page.locator("tbody tr").count() > 5


def test_a_view_is_saved_and_found(visit, changes):
    visitor = visit("jiaju-officer", screen=PHONE)
    page = visitor.page
    visitor.open("/milestones/?standing=overdue&group=park")
    page.click(".views > summary")
    assert not visitor.violations()
    with page.expect_navigation():
        page.click(".views-menu > a.btn")
    page.fill("[name=name]", "逾期按园区")
    assert not barriers(visitor)
    with page.expect_navigation():
        page.click(".btn-primary")
    assert page.url.endswith("/milestones/?standing=overdue&group=park")
    page.click(".views > summary")
    assert page.locator(".views-menu [aria-current]").inner_text() == "逾期按园区"
