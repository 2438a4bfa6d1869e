"""The same jobs with the keyboard alone, without scripts, in a list that changes while one types, on paper, in English."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_job import sign_in
from tests.browser.visitor import PHONE
from zoneportal import demo

FOCUS_SHOWS = """() => {
  const style = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect();
  const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  return marked && box.right > 0 && box.bottom > 0;
}"""


def tab_to(page, selector: str) -> None:
    """Press Tab until that element has the focus; every stop on the way shows where one is."""
    for _stop in range(80):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SHOWS), page.evaluate("document.activeElement.outerHTML")[:200]
    pytest.fail(f"Tab does not come to {selector}")


def enter(page, selector: str) -> None:
    """Go to a link or button and press it, and wait for the page it leads to."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


# --- the keyboard ------------------------------------------------------------------------------


def test_the_week_is_logged_with_the_keyboard_alone(visit, changes):
    page = visit().page
    page.goto("/")
    tab_to(page, "[name=username]")
    page.keyboard.type("jiaju-officer")
    tab_to(page, "[name=password]")
    page.keyboard.type(demo.SIGN_IN_WITH)
    enter(page, "button.btn-primary")
    enter(page, "nav a[href='/projects/']")
    enter(page, "tbody a[href='/projects/2/']")
    assert "全友家居" in page.inner_text("h1")
    enter(page, "nav a[href='/weeks/mine/']")
    enter(page, ".my-report a.btn-primary")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("ArrowRight")
    assert page.locator(".promise").first.get_by_label("正常推进").is_checked()
    tab_to(page, "[name=progress]")
    page.keyboard.press("Control+A")
    page.keyboard.type("正在放线。")
    tab_to(page, "button[name=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "应报 2 个，已报 2 个" in page.inner_text("main")


def test_the_first_stop_leads_past_the_menu(visit):
    page = visit("clerk").page
    page.goto("/projects/")
    tab_to(page, ".skip")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


# --- no scripts --------------------------------------------------------------------------------


def test_the_jobs_are_done_without_scripts(visit, changes):
    officer = visit(scripts=False, screen=PHONE)
    sign_in(officer.page, "jiaju-officer")
    officer.page.locator(".my-report", has_text="全友家居").get_by_role("link", name="填报").click()
    officer.page.locator(".promise").first.get_by_label("预计逾期").check()
    officer.page.get_by_label("形象进度").fill("正在放线。")
    officer.page.get_by_role("button", name="报送").click()
    assert "应报 2 个，已报 2 个" in officer.text()

    clerk = visit("clerk", scripts=False)
    clerk.open("/enterprises/")
    clerk.page.fill("[name=q]", "全友")
    clerk.page.get_by_role("button", name="查询").click()
    assert "q=" in clerk.page.url
    assert clerk.page.locator("tbody tr").count() == 1
    clerk.page.get_by_role("link", name="全友家居").click()
    clerk.page.get_by_role("link", name="编辑").click()
    clerk.page.fill("[name=remark]", "无脚本也能修改")
    clerk.page.get_by_role("button", name="保存").click()
    assert "无脚本也能修改" in clerk.text()


def test_the_filters_of_a_list_work_without_scripts(visit):
    clerk = visit("clerk", scripts=False)
    clerk.open("/projects/")
    clerk.page.locator("summary", has_text="筛选").click()
    clerk.page.get_by_role("link", name="显示筛选条件").click()
    clerk.page.select_option("[name=light]", "red")
    clerk.page.get_by_role("button", name="查询").click()
    assert clerk.page.locator("tbody tr").count() == 2


def test_filters_and_counters_arrive_once_the_list_is_shown(visit):
    page = visit("clerk", screen=PHONE).page
    page.goto("/projects/")
    expect(page.locator(".quick-red b")).to_have_text("2")
    page.locator("summary", has_text="筛选").click()
    page.select_option("[name=light]", "red")
    expect(page.locator("tbody tr")).to_have_count(2)
    assert page.url.endswith("/projects/?light=red")
    expect(page.locator(".quick-red b")).to_have_text("2")
    expect(page.locator(".quick-red")).to_have_attribute("aria-current", "true")


# --- a list that follows ---------------------------------------------------------------------


def test_a_list_follows_the_search_box_and_the_back_button(visit):
    page = visit("clerk").page
    page.goto("/projects/")
    rows = page.locator("tbody tr")
    assert rows.count() == 41
    page.locator("[name=q]").press_sequentially("物华")
    page.wait_for_url("**/projects/?q=*")
    assert rows.count() == 1
    assert "物华食品" in rows.inner_text()
    page.go_back()
    page.wait_for_url("**/projects/")
    expect(rows).to_have_count(41)
    assert page.input_value("[name=q]") == ""
    page.go_forward()
    expect(rows).to_have_count(1)
    assert page.input_value("[name=q]") == "物华"


def test_a_list_follows_its_filters_and_keeps_only_those_that_are_set_in_the_address(visit):
    page = visit("clerk").page
    page.goto("/projects/")
    page.locator("summary", has_text="筛选").click()
    page.select_option("[name=light]", "red")
    page.wait_for_url("**/projects/?light=red")
    assert page.locator("tbody tr").count() == 2


# --- charts and paper ---------------------------------------------------------------------------

COLOURED = """(canvas) => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data, found = new Set();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 255) found.add((data[at] << 16) + (data[at + 1] << 8) + data[at + 2]);
  }
  return [...found].map((colour) => "#" + colour.toString(16).padStart(6, "0"));
}"""


def chart(page, name: str) -> dict:
    return json.loads(page.locator(f"#{name}").text_content())


def test_the_dashboard_s_charts_are_drawn_and_say_what_the_tables_say(visit):
    visitor = visit("leader")
    visitor.open("/dashboard/")
    for name in ("targets-data", "parks-data"):
        box = visitor.page.locator(f"[data-chart={name}]")
        assert box.get_attribute("aria-label") == chart(visitor.page, name)["description"]
        drawn = box.locator("canvas").evaluate(COLOURED)
        assert {part["color"] for part in chart(visitor.page, name)["series"]} <= set(drawn)
    targets, shares = chart(visitor.page, "targets-data"), visitor.page.locator("#targets td[data-label=完成率]").all_inner_texts()
    assert shares == [f"{value:g}%" for value in targets["series"][0]["values"]]
    assert shares[0] == "40%"


def test_paper_shows_the_page_without_what_one_presses(visit, tmp_path):
    visitor = visit("leader")
    visitor.open("/dashboard/")
    visitor.page.emulate_media(media="print")
    for hidden in ("header.navbar", ".page-actions", ".chart"):
        assert not visitor.page.locator(hidden).first.is_visible()
    assert visitor.page.get_by_role("heading", name="各产业园对比").is_visible()
    visitor.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    paper = (tmp_path / "page.pdf").read_bytes()
    assert paper.startswith(b"%PDF")
    assert 1 <= paper.count(b"/Type /Page\n") <= 3


# --- language ------------------------------------------------------------------------------------


def test_the_language_is_switched_and_switched_back_on_the_same_page(visit):
    visitor = visit("leader")
    visitor.open("/projects/?light=red")
    page = visitor.page
    page.locator(".person .dropdown-toggle").click()
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/projects/?light=red")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "Projects"
    assert page.locator("nav.menu a").first.inner_text() == "Dashboard"
    page.locator(".person .dropdown-toggle").click()
    page.get_by_role("button", name="中文").click()
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.inner_text("h1") == "项目"
