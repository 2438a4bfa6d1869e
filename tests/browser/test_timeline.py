"""The timeline in a browser: one stop for Tab and arrow keys within, without scripts, on a phone, on paper."""

import re

import pytest

from tests.browser.visitor import DESK, NARROW, PHONE

PAGE = "/timeline/"
HERE = "document.activeElement.closest('[data-gantt]') !== null"
SAID = "document.activeElement.textContent"
SEEN = """(link) => {
  const box = link.querySelector("use:last-child").getBoundingClientRect(), frame = link.closest("td").getBoundingClientRect();
  return box.right > frame.left && box.left < frame.right;
}"""


def tab_into(page) -> None:
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(HERE):
            return
    pytest.fail("Tab does not come to the timeline")


def test_the_arrow_keys_lead_from_promise_to_promise(visit):
    page = visit("clerk").page
    page.goto(PAGE)
    tab_into(page)
    assert page.evaluate(SAID) == "美松爱家"
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    assert page.evaluate(SAID).startswith("全友家居：")
    page.keyboard.press("End")
    assert "2015-07-31" in page.evaluate(SAID)
    page.keyboard.press("ArrowUp")
    assert page.evaluate(SAID).startswith("南方家居四期：")
    page.keyboard.press("Control+Home")
    assert page.evaluate(SAID) == "美松爱家"
    page.keyboard.press("Tab")
    assert not page.evaluate(HERE)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(SAID) == "美松爱家"
    page.keyboard.press("ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert re.search(r"/milestones/\d+/$", page.url)


def test_a_chosen_heading_comes_without_a_new_page_and_stays_one_stop(visit):
    page = visit("clerk").page
    page.goto(PAGE)
    page.select_option("[name=group]", "unit")
    page.wait_for_url("**group=unit**")
    page.locator(".gantt-group", has_text="食品产业指挥部").wait_for()
    assert page.locator(".gantt a[tabindex='0']").count() == 1
    assert page.locator(".gantt a:not([tabindex])").count() == 0


def test_without_scripts_every_promise_is_a_plain_link(visit):
    page = visit("clerk", scripts=False).page
    page.goto(f"{PAGE}?park=&q=全友")
    links = page.locator(".gantt a.point")
    assert links.count() == 8
    with page.expect_navigation():
        links.first.locator("use").last.click()
    assert "/milestones/" in page.url


def test_a_wide_drawing_opens_at_today_with_head_and_names_in_view(visit):
    page = visit("clerk").page
    page.goto(f"{PAGE}?zoom=month")
    frame = page.locator(".gantt-frame")
    assert frame.evaluate("(frame) => frame.scrollLeft") > 3000
    page.mouse.move(700, 600)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(500)  # the policy lets no test poll by a text of script
    assert frame.evaluate("(frame) => frame.scrollTop") > 100
    box, corner = frame.bounding_box(), page.locator(".gantt-corner").bounding_box()
    assert (round(corner["x"]), round(corner["y"])) == (round(box["x"]), round(box["y"]))
    assert page.locator("tbody th[scope=row]").nth(15).bounding_box()["x"] == pytest.approx(box["x"], abs=1)


@pytest.mark.parametrize("screen", [PHONE, NARROW])
def test_a_phone_shows_the_months_around_today_below_each_name(visit, screen):
    visitor = visit("jiaju-officer", screen=screen)
    visitor.open(PAGE)
    assert visitor.too_wide() == 0
    row = visitor.page.locator("tbody tr", has_text="全友家居")
    name, strip = row.locator("th").bounding_box(), row.locator("td").bounding_box()
    assert strip["y"] >= name["y"] + name["height"] - 1
    points = {point.locator("title").text_content(): point.evaluate(SEEN) for point in row.locator(".point").all()}
    seen = {title.split("期限 ")[1][:7] for title, is_seen in points.items() if is_seen}
    assert seen == {"2015-03", "2015-06", "2015-07"}
    assert {title.split("期限 ")[1][:7] for title, is_seen in points.items() if not is_seen} == {"2015-01"}
    with visitor.page.expect_navigation():
        visitor.page.locator(".gantt-period a.phone").first.click()
    assert visitor.too_wide() == 0
    assert "2014-08-01 – 2015-02-28" in visitor.page.locator(".gantt-days .phone").inner_text()


def test_at_a_desk_the_whole_year_is_in_view(visit):
    page = visit("clerk", screen=DESK).page
    page.goto(PAGE)
    frame = page.locator(".gantt-frame")
    assert frame.evaluate("(frame) => frame.scrollWidth - frame.clientWidth") <= 0
    assert all(point.evaluate(SEEN) for point in page.locator("tbody tr", has_text="全友家居").locator(".point").all())
    heights = page.locator("tbody td:not([colspan])").evaluate_all("(cells) => cells.map((cell) => cell.offsetHeight)")
    assert max(heights[:20]) <= 27


def test_on_paper_it_is_a3_lengthwise_with_its_head_on_every_page(visit):
    page = visit("leader").page
    page.goto(f"{PAGE}?zoom=month")
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", paper)
    assert len(boxes) == 2
    assert all([round(float(side)) for side in box.split()] == [0, 0, 1191, 842] for box in boxes)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1500, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1500
    assert page.locator(".gantt thead").evaluate("(head) => getComputedStyle(head).display") == "table-header-group"


def test_an_address_is_copied(visit, changes):
    visitor = visit("jiaju-officer")
    page = visitor.page
    page.goto("/calendar/")
    page.get_by_role("button", name="生成地址").first.click()
    page.get_by_role("button", name="复制").click()
    page.get_by_role("button", name="已复制").wait_for()
    assert "/calendar/" in page.locator("input[readonly]").input_value()
