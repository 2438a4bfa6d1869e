"""A month of returns at the desk: typed and left, doubted, explained, handed in; and without scripts."""

from playwright.sync_api import expect

from returns.models import Return
from tests.browser import database
from tests.browser.visitor import PHONE

MONTH = "/returns/2015/5/"
CLERK = "jiaju-stat"
OUTPUT, REVENUE, ADDED, TAX, PROFIT, WORKERS, POWER, INVESTED, NOTE = range(9)


def open_row(page):
    """The first row that nobody has begun, by its number."""
    row = page.locator("tr[data-row]", has=page.locator(".badge", has_text="未填")).first
    return page.locator(f'tr[data-row="{row.get_attribute("data-row")}"]')


def answered(page):
    return page.expect_response(lambda answer: answer.url.endswith("/edit/") and answer.request.method == "POST")


def of(row) -> Return:
    with database.using("live"):
        return Return.objects.prefetch_related("values__item").get(pk=int(row.get_attribute("data-row")))


def test_a_row_is_kept_when_it_is_left_and_handed_in_with_a_word(visit, changes):
    page = visit(CLERK).page
    page.goto(MONTH)
    row = open_row(page)
    cell = row.locator(f'[data-col="{REVENUE}"]')
    before = row.locator(f'td:has([data-col="{REVENUE}"]) .previous:not(.more)').inner_text().split()[1].replace(",", "")
    cell.focus()
    page.keyboard.type(f"{float(before) * 10_000 * 1.25:.0f}")
    with answered(page):
        page.keyboard.press("Enter")
    assert of(row).state == "draft"
    expect(row.locator(f'td:has([data-col="{REVENUE}"]) .doubt')).to_contain_text("计量单位")
    row.locator(f'[data-col="{REVENUE}"]').focus()
    with answered(page):
        page.keyboard.press("Control+Enter")
    expect(row.locator(f'[data-col="{NOTE}"]')).to_have_class("form-control is-invalid")
    assert of(row).state == "draft"
    row.locator(f'[data-col="{REVENUE}"]').fill(f"{float(before) * 1.25:.1f}")
    row.locator(f'[data-col="{NOTE}"]').fill("其余各项本月停报")
    with answered(page):
        page.keyboard.press("Control+Enter")
    expect(row.locator(".badge").first).to_have_text("已报送")
    stored = of(row)
    assert (stored.state, stored.note) == ("submitted", "其余各项本月停报")
    assert {value.item.code: value.value for value in stored.values.all()}["yysr"] == round(float(before) * 1.25, 1)


def test_without_scripts_the_whole_table_is_sent(visit, changes):
    page = visit(CLERK, scripts=False).page
    page.goto(MONTH)
    row = open_row(page)
    row.locator(f'[data-col="{WORKERS}"]').fill("123")
    page.locator("[data-without-scripts]").click()
    expect(row.locator(".badge").first).to_have_text("草稿")
    assert {value.item.code: value.value for value in of(row).values.all()}["cy"] == 123


def test_on_a_phone_each_return_has_a_form_of_its_own(visit, changes):
    page = visit(CLERK, screen=PHONE).page
    page.goto(MONTH)
    page.locator("ul.rows a").nth(3).click()
    page.get_by_role("link", name="填报").click()
    page.locator("input[name^=i]").nth(WORKERS).fill("77")
    page.get_by_role("button", name="存草稿").click()
    expect(page.locator("main")).to_contain_text("77")
