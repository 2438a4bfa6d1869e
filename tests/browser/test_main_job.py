"""The main job: the officer logs the week, the leader sees it, the unit head accepts it, the clerk exports the year."""

import openpyxl
from playwright.sync_api import Page

from tests.browser.visitor import PHONE, Visitor
from zoneportal import demo

FIRST_SECTION = [145, 20.8, 116, 108.1, 13.7, 33.4, 15.3, 29800, 8.2, 106, 62, 27, 17, 48, 12, 72, 41, 62.96, 36, 38.6]
OFFICERS_ONLY = "本项目只能由责任单位和包项目人员修改。"


def sign_in(page: Page, username: str) -> None:
    page.goto("/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(demo.SIGN_IN_WITH)
    page.get_by_role("button", name="登录").click()


def counter(visitor: Visitor, label: str) -> int:
    """A number at the head of the dashboard."""
    visitor.open("/dashboard/")
    return int(visitor.page.locator(".counter", has_text=label).locator("b").inner_text())


def park_value(visitor: Visitor, park: str, column: str) -> str:
    row = visitor.page.locator("tr", has=visitor.page.get_by_role("cell", name=park, exact=True))
    return row.locator(f"[data-label^={column}]").inner_text()


def log_the_week(page: Page) -> None:
    """全友家居, from the list of the week to its confirmation."""
    page.get_by_role("listitem").filter(has_text="全友家居").get_by_role("link", name="填报").click()
    kept = page.get_by_role("group", name="办公楼竣工投入使用")
    kept.get_by_label("已完成").check()
    kept.get_by_label("完成日期").fill("2015-06-12")
    page.get_by_label("形象进度").fill("办公楼已投入使用；9号、10号厂房正在放线。")
    page.get_by_label("本年累计完成投资").fill("１，６５０")  # as an input method leaves it
    page.get_by_label("现场施工人数").fill("55")
    page.get_by_label("下周计划").fill("9号、10号厂房基础开挖。")
    page.get_by_role("button", name="报送").click()


def test_the_week_goes_from_the_officer_s_phone_to_the_leader_and_back(visit, changes):
    leader, officer = visit("leader"), visit(screen=PHONE)
    missing, overdue = counter(leader, "份未报"), counter(leader, "逾期节点")
    assert park_value(leader, "家具园", "自报完成") == "8,119\n其中 6,592 未审核"

    sign_in(officer.page, "jiaju-officer")
    assert "应报 2 个，已报 1 个" in officer.text()
    log_the_week(officer.page)
    row = officer.page.get_by_role("listitem").filter(has_text="全友家居")
    assert row.locator(".badge").inner_text() == "已报"
    assert "应报 2 个，已报 2 个" in officer.text()

    assert counter(leader, "份未报") == missing - 1
    assert counter(leader, "逾期节点") == overdue - 1
    assert park_value(leader, "家具园", "自报完成") == "8,242\n其中 8,242 未审核"
    leader.open("/projects/?q=全友家居")
    assert leader.page.locator("tbody tr").count() == 1
    assert "1,650" in leader.page.locator("tbody tr").inner_text()

    head = visit("jiaju-head")
    head.open("/weeks/")
    head.page.get_by_role("link", name="全友家居").click()
    assert "办公楼已投入使用；9号、10号厂房正在放线。" in head.text()
    report = head.page.url
    head.page.get_by_role("link", name="审核", exact=True).click()
    head.page.get_by_role("button", name="审核通过").click()
    head.open(report)
    assert head.page.locator("h1 .badge").first.inner_text() == "已审核"
    officer.expect(403)
    officer.open("/weeks/mine/")
    assert row.get_by_role("link", name="查看", exact=True).is_visible()
    assert officer.open(report + "write/") == 403


def test_the_officer_cannot_touch_a_project_of_another_unit(visit):
    officer = visit("jiaju-officer", screen=PHONE)
    officer.expect(403)
    officer.open("/projects/?q=物华食品")
    officer.page.get_by_role("link", name="物华食品").click()
    project = officer.page.url
    locked = officer.page.locator(".page-actions .btn", has_text="更新阶段")
    assert locked.get_attribute("href") is None
    assert locked.get_attribute("title") == OFFICERS_ONLY
    officer.page.locator("a[href^='/reports/']", has_text="2015-W24").click()
    report = officer.page.url
    assert officer.page.locator(".page-actions .btn", has_text="修改").get_attribute("href") is None
    assert officer.page.get_by_role("button", name="审核通过").count() == 0
    for address in (f"{report}write/", f"{project}stage/", f"{project}milestones/new/"):
        assert officer.open(address) == 403
        assert OFFICERS_ONLY in officer.text()


def test_the_clerk_exports_the_year_with_every_number_of_the_report_s_first_section(visit, changes, tmp_path):
    clerk = visit("clerk")
    clerk.open("/dashboard/")
    clerk.page.get_by_role("link", name="年度汇总表").click()
    clerk.page.get_by_role("link", name="2014", exact=True).click()
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="导出年度汇总表").click()
    assert download.value.suggested_filename.endswith("2014年度汇总表.xlsx")
    download.value.save_as(tmp_path / "year.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "year.xlsx")
    numbers = {cell.value for row in workbook["指标"].iter_rows(min_col=4, max_col=7) for cell in row}
    assert [number for number in FIRST_SECTION if number not in numbers] == []
