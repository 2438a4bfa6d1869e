"""The week on a phone of 360 × 740: six taps and a minute, without a line, signed out, with somebody else at the same report.

What the server holds is read from its database; what the phone holds, from its own.
"""

import time
from contextlib import contextmanager

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from projects.models import Photo, WeeklyReport
from tests.browser import database
from tests.browser.test_main_job import sign_in
from tests.browser.visitor import NARROW
from tests.factories import encoded

OFFICER, HEAD, PROJECT = "jiaju-officer", "jiaju-head", "全友家居"
SUSPENDED = "项目已停工或已投产、终止，不再报送周报。"
STATE, NOTES, SHOTS = "[data-device-state]", "[data-device-notes]", "[data-photos] li"
KEPT_PAGES = "async () => (await caches.keys()).filter((name) => name.startsWith('pages-'))"
SMALL = """() => [...document.querySelectorAll("main .btn, .segments label, main .form-control, main .form-select")]
  .filter((place) => place.getClientRects().length > 0 && place.getBoundingClientRect().height < 44)
  .map((place) => place.outerHTML)"""
KEPT_BOTH = """async (path) => Boolean(await caches.match(path, {ignoreVary: true})
  && await caches.match("/weeks/mine/", {ignoreVary: true}))"""


@pytest.fixture(scope="module")
def shots() -> list[dict]:
    pictures = [Image.effect_noise((1600, 1200), spread).convert("RGB") for spread in (30, 60)]
    return [
        {"name": f"IMG_{n}.jpg", "mimeType": "image/jpeg", "buffer": encoded(picture, quality=90)}
        for n, picture in enumerate(pictures)
    ]


@contextmanager
def report():
    """The open report of the project, as the server has it now."""
    with database.using("live"):
        yield WeeklyReport.objects.filter(project__name=PROJECT).latest("monday")


def facts() -> tuple:
    """State, words and photos of the report, and how often it was handed in."""
    with report() as row:
        given = row.events.filter(state="submitted").exclude(pgh_label="insert").count()
        return row.state, row.progress, Photo.objects.filter(report=row, is_generated=False).count(), given


def open_form(page: Page) -> str:
    """From "my week" to the form; the phone keeps both from then on. The form's address."""
    page.goto("/weeks/mine/")
    page.get_by_role("listitem").filter(has_text=PROJECT).get_by_role("link", name="填报").tap()
    page.wait_for_url("**/write/")
    path = page.evaluate("location.pathname")
    page.wait_for_function(KEPT_BOTH, arg=path, timeout=30_000)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=30_000)
    return path


def says(page: Page, kind: str) -> None:
    expect(page.locator(f"{STATE}[data-kind={kind}]")).to_be_visible(timeout=15_000)


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="报送").tap()


def take(page: Page, shots: list[dict]) -> None:
    page.set_input_files("[data-take] >> nth=1", shots)
    page.locator(SHOTS).nth(len(shots) - 1).wait_for()


def stored_on(page: Page, path: str) -> None:
    """Led back to "my week", where the report counts as given."""
    page.wait_for_url("**/weeks/mine/", timeout=20_000)
    row = page.get_by_role("listitem").filter(has_text=PROJECT).filter(has=page.locator(f"a[href='{path}']"))
    expect(row.locator(".badge")).to_have_text("已报")


def test_a_week_takes_six_taps_and_less_than_a_minute(visit, changes):
    visitor, taps = visit(OFFICER, screen=NARROW), 0
    page = visitor.page
    page.goto("/weeks/mine/")
    begun = time.monotonic()

    def tap(place) -> None:
        nonlocal taps
        taps += 1
        place.tap()

    tap(page.get_by_role("listitem").filter(has_text=PROJECT).get_by_role("link", name="填报"))
    promises = page.locator(".promise")
    tap(promises.nth(0).locator("label", has_text="已完成"))
    tap(promises.nth(1).locator("label", has_text="正常推进"))
    tap(page.get_by_label("形象进度"))
    page.keyboard.press("Control+A")
    page.keyboard.type("办公楼已投入使用，9号厂房放线。", delay=20)
    tap(page.get_by_label("现场施工人数"))
    page.keyboard.press("Control+A")
    page.keyboard.type("55", delay=20)
    tap(page.get_by_role("button", name="报送"))
    page.wait_for_url("**/weeks/mine/")
    assert taps <= 6
    assert time.monotonic() - begun <= 60
    assert facts() == ("submitted", "办公楼已投入使用，9号厂房放线。", 0, 1)


def test_the_form_fits_the_screen_and_its_targets_are_large(visit):
    visitor = visit(OFFICER, screen=NARROW)
    open_form(visitor.page)
    visitor.page.locator(".promise").first.locator("label", has_text="预计逾期").tap()
    assert visitor.page.locator(".promise").first.locator("[name$=proposed_date]").is_visible()
    assert visitor.page.locator(".promise").first.locator("[name$=proposed_reason]").is_visible()
    assert not visitor.page.locator(".promise").first.locator("[name$=met_on]").is_visible()
    assert visitor.too_wide() <= 0
    assert visitor.page.evaluate(SMALL) == []
    assert visitor.violations() == []
    visitor.page.locator("[data-device-state][data-kind=stored]").wait_for()  # and the demonstration is as it was
    with report() as row:
        WeeklyReport.objects.filter(pk=row.pk).update(version=1)


def test_nothing_new_is_one_tap(visit, changes):
    page = visit(OFFICER, screen=NARROW).page
    open_form(page)
    page.locator("button[name=no_change]").tap()
    page.wait_for_url("**/weeks/mine/")
    with report() as row:
        assert (row.state, row.no_change, bool(row.progress)) == ("submitted", True, True)


def test_without_a_line_the_report_waits_on_the_phone_and_arrives_once_with_its_photos(visit, changes, shots):
    visitor = visit(OFFICER, screen=NARROW)
    visitor.expect(0)
    page = visitor.page
    path = open_form(page)
    visitor.context.set_offline(True)
    page.get_by_label("形象进度").fill("没有信号时写的进度")
    take(page, shots)
    page.locator("[data-caption]").first.fill("东立面")
    hand_in(page)
    says(page, "waiting")
    visitor.faults.clear()  # what the browser says of a line that is gone
    page.close()

    again = visitor.context.new_page()
    again.goto("/weeks/mine/")
    says(again, "waiting")
    assert "1" in again.inner_text(STATE)
    again.goto(path)
    expect(again.locator("[name=progress]")).to_have_value("没有信号时写的进度")
    expect(again.locator(SHOTS)).to_have_count(2)
    assert again.locator("[data-caption]").first.input_value() == "东立面"
    assert facts()[0] == "open"

    visitor.context.set_offline(False)
    stored_on(again, path)
    assert facts() == ("submitted", "没有信号时写的进度", 2, 1)
    with report() as row:
        assert sorted(row.photos.filter(is_generated=False).values_list("caption", flat=True)) == ["", "东立面"]
    again.reload()
    assert again.locator(STATE).inner_text() == ""
    again.goto(path)
    assert again.locator(SHOTS).count() == 0
    assert facts()[3] == 1


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(visit, changes, shots):
    visitor = visit(OFFICER, screen=NARROW)
    page = visitor.page
    path = open_form(page)

    def lose(route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/write/", lose)
    page.get_by_label("形象进度").fill("答复丢失")
    take(page, shots)
    hand_in(page)
    says(page, "waiting")
    assert facts() == ("submitted", "答复丢失", 2, 1)
    visitor.faults.clear()
    page.unroute("**/write/")
    page.goto("/weeks/mine/")
    expect(page.locator(STATE)).to_have_text("")  # and the page has loaded itself anew
    stored_on(page, path)
    assert facts() == ("submitted", "答复丢失", 2, 1)


def test_typing_is_stored_as_a_draft_again_and_again_without_a_conflict(visit, changes):
    page = visit(OFFICER, screen=NARROW).page
    path = open_form(page)
    for words in ("第一句。", "第一句。第二句。", "第一句。第二句。第三句。"):
        page.get_by_label("形象进度").fill(words)
        says(page, "kept")
        says(page, "stored")
        assert facts()[:2] == ("open", words)
    page.goto("/weeks/mine/")
    page.goto(path)
    expect(page.locator("[name=progress]")).to_have_value("第一句。第二句。第三句。")
    hand_in(page)
    stored_on(page, path)
    assert facts() == ("submitted", "第一句。第二句。第三句。", 0, 1)


def test_an_expired_session_keeps_the_text_and_sends_it_after_signing_in(visit, changes, shots):
    visitor = visit(OFFICER, screen=NARROW)
    visitor.expect(401)
    page = visitor.page
    path = open_form(page)
    visitor.context.clear_cookies(name="sessionid")
    page.get_by_label("形象进度").fill("登录过期时写的")
    take(page, shots[:1])
    hand_in(page)
    link = page.locator(f"{NOTES} a")
    link.wait_for()
    says(page, "waiting")
    assert facts()[0] == "open"
    link.tap()
    page.get_by_label("登录名").wait_for()
    assert page.evaluate(KEPT_PAGES) == []
    page.get_by_label("登录名").fill(OFFICER)
    page.get_by_label("密码").fill("jijuqu-2015")
    page.get_by_role("button", name="登录").tap()
    stored_on(page, path)
    assert facts() == ("submitted", "登录过期时写的", 1, 1)


def test_two_editors_of_one_report_see_both_versions(visit, changes):
    officer, head = visit(OFFICER, screen=NARROW), visit(HEAD, screen=NARROW)
    officer.expect(409)
    path = open_form(officer.page)
    head.open(path)
    head.page.get_by_label("形象进度").fill("指挥长写的")
    says(head.page, "stored")
    officer.page.get_by_label("形象进度").fill("联络员写的")
    button = officer.page.locator(f"{NOTES} [data-subject=conflict] button")
    button.wait_for()
    assert facts()[1] == "指挥长写的"
    button.tap()
    table = officer.page.locator(".alert table")
    table.wait_for()
    assert {"指挥长写的", "联络员写的"} <= set(table.locator("td").all_inner_texts())
    assert officer.page.input_value("[name=progress]") == "联络员写的"
    hand_in(officer.page)
    stored_on(officer.page, path)
    assert facts() == ("submitted", "联络员写的", 0, 1)


def test_a_report_that_is_refused_stays_on_the_phone_with_the_reason(visit, changes):
    visitor = visit(OFFICER, screen=NARROW)
    visitor.expect(403)
    page = visitor.page
    path = open_form(page)
    visitor.context.set_offline(True)
    page.get_by_label("形象进度").fill("停工前写的")
    hand_in(page)
    says(page, "waiting")
    with report() as row:
        type(row.project).objects.filter(pk=row.project_id).update(stage="suspended")
    page.goto("/weeks/mine/")
    says(page, "waiting")
    visitor.faults.clear()
    visitor.context.set_offline(False)
    note = page.locator(f"{NOTES} > div").filter(has_text=SUSPENDED)
    note.wait_for(timeout=15_000)
    visitor.faults.clear()  # a request that was under way when the line came back
    assert page.locator(f"{NOTES} a").get_attribute("href") == path
    kept = page.evaluate("async () => (await deviceStore.of(deviceState.person)).map((row) => row.fields)")
    assert ["progress", "停工前写的"] in kept[0]
    assert facts()[:2] == ("open", "")


def test_signing_out_clears_the_kept_pages_and_the_next_person_sees_nothing(visit, changes):
    visitor = visit(screen=NARROW)
    page = visitor.page
    sign_in(page, OFFICER)
    path = open_form(page)
    page.get_by_label("形象进度").fill("只给本人看的草稿")
    says(page, "kept")
    assert len(page.evaluate(KEPT_PAGES)) == 1
    page.goto("/weeks/mine/")
    page.get_by_role("button", name="菜单").tap()
    page.locator(".person .dropdown-toggle").tap()
    page.get_by_role("button", name="退出").tap()
    page.get_by_label("登录名").wait_for()
    page.wait_for_function("async () => !(await caches.keys()).some((name) => name.startsWith('pages-'))")
    visitor.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(path)
    visitor.context.set_offline(False)
    visitor.faults.clear()
    sign_in(page, "leader")
    page.wait_for_load_state("networkidle")
    page.goto("/weeks/mine/")
    page.wait_for_load_state("networkidle")
    assert page.locator(STATE).inner_text() == ""
    assert page.evaluate("async () => (await deviceStore.of(deviceState.person)).length") == 0


def test_without_scripts_report_proposal_and_photo_go_the_form_s_own_way(visit, changes, shots):
    page = visit(OFFICER, screen=NARROW, scripts=False).page
    page.goto("/weeks/mine/")
    page.get_by_role("listitem").filter(has_text=PROJECT).get_by_role("link", name="填报").tap()
    promise = page.locator(".promise").first
    promise.locator("label", has_text="预计逾期").tap()
    promise.locator("[name$=proposed_date]").fill("2015-07-20")
    promise.locator("[name$=proposed_reason]").select_option("supply")
    promise.locator("[name$=note]").fill("电梯到货晚")
    page.get_by_label("形象进度").fill("没有脚本")
    page.set_input_files("[name=photos] >> nth=0", shots[0])
    page.locator("[name=photo_caption]").fill("一张")
    hand_in(page)
    page.wait_for_url("**/weeks/mine/")
    assert facts() == ("submitted", "没有脚本", 1, 1)
    with report() as row:
        said = row.milestone_weeks.get(outlook="late")
        assert (str(said.proposed_date), said.proposed_reason, said.proposal) == ("2015-07-20", "supply", "asked")


def test_what_was_handed_in_without_a_line_and_differs_by_now_shows_both_versions(visit, changes, shots):
    officer, head = visit(OFFICER, screen=NARROW), visit(HEAD, screen=NARROW)
    officer.expect(409)
    page = officer.page
    path = open_form(page)
    officer.context.set_offline(True)
    page.get_by_label("形象进度").fill("联络员在现场写的")
    take(page, shots[:1])
    hand_in(page)
    says(page, "waiting")
    page.goto("/weeks/mine/")
    says(page, "waiting")
    head.open(path)
    head.page.get_by_label("形象进度").fill("指挥长写的")
    head.page.get_by_role("button", name="报送").tap()
    head.page.wait_for_url("**/weeks/mine/")
    officer.faults.clear()
    officer.context.set_offline(False)
    note = page.locator(f"{NOTES} [data-subject^='row:']")
    note.wait_for(timeout=15_000)
    officer.faults.clear()
    assert facts()[:2] == ("submitted", "指挥长写的")
    note.locator("a").tap()
    page.wait_for_url(f"**{path}")
    expect(page.locator("[name=progress]")).to_have_value("联络员在现场写的")
    page.locator(f"{NOTES} [data-subject^='row:'] button").tap()
    table = page.locator(".alert table")
    table.wait_for()
    assert {"指挥长写的", "联络员在现场写的"} <= set(table.locator("td").all_inner_texts())
    hand_in(page)
    stored_on(page, path)
    assert facts() == ("submitted", "联络员在现场写的", 1, 2)


def test_a_second_tab_takes_the_report_over_and_the_first_says_so(visit, changes):
    visitor = visit(OFFICER, screen=NARROW)
    first = visitor.page
    path = open_form(first)
    first.get_by_label("形象进度").fill("第一个标签页")
    says(first, "kept")
    second = visitor.context.new_page()
    second.goto(path)
    expect(second.locator("[name=progress]")).to_have_value("第一个标签页")
    second.get_by_label("形象进度").fill("第二个标签页")
    says(second, "stored")
    first.get_by_label("形象进度").fill("又在第一个标签页写")
    first.locator(f"{NOTES} [data-subject=tab]").wait_for()
    assert facts()[1] == "第二个标签页"
    visitor.expect(409)
    hand_in(first)  # the form's own way: both versions
    first.locator(".alert table").wait_for()
    assert first.input_value("[name=progress]") == "又在第一个标签页写"
    assert facts()[1] == "第二个标签页"
