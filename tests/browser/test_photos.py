"""Photos from a phone: made smaller before they are sent, upright, with or without scripts; and the sheet on its page."""

import re

import pytest
from PIL import Image

from tests.browser.visitor import PHONE
from tests.core.test_images import exif
from tests.factories import encoded

PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module")
def shots() -> list[dict]:
    """What a phone has: a large upright picture that it stored lying, and a large drawing."""
    large = Image.effect_noise((3200, 2400), 60).convert("RGB")
    return [
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": encoded(large, quality=95, exif=exif(6))},
        {"name": "图纸.png", "mimeType": "image/png", "buffer": encoded(Image.new("RGBA", (2600, 1300), (0, 90, 200, 128)), "PNG")},
    ]


def address(portal) -> str:
    return portal.pages["projects:photo_new"]


def sizes(page) -> list[int]:
    return page.evaluate("[...document.querySelector('[data-shrink]').files].map((file) => file.size)")


def largest_of(page) -> tuple[int, int]:
    """Width and height of the picture that the page shows."""
    image = page.locator(".photo-one img")
    image.wait_for()
    return tuple(image.evaluate("async (image) => { await image.decode(); return [image.naturalWidth, image.naturalHeight] }"))


def test_pictures_are_made_smaller_on_the_phone_and_arrive_upright_with_time_and_place(portal, visit, changes, shots):
    visitor = visit("jiaju-officer", screen=PHONE)
    visitor.open(address(portal))
    page = visitor.page
    page.set_input_files("[name=photos]", shots)
    page.locator("[data-shrink-note] span", has_text="MB").wait_for()
    sent = sizes(page)
    assert len(sent) == 2
    assert sent[0] < len(shots[0]["buffer"]) / 2
    page.fill("[name=caption]", "手机拍的")
    page.check("[name=keep_origin]")
    page.click("main form[enctype] [type=submit]")
    page.locator(".photos img[alt='手机拍的']").first.wait_for()
    found = {}
    for picture in page.locator(".photos a:has(img[alt='手机拍的'])").evaluate_all("links => links.map((link) => link.href)"):
        page.goto(picture)
        found[largest_of(page)] = visitor.text()
    assert found.keys() == {(1500, 2000), (2000, 1000)}
    assert "2015-06-10 08:30" in found[1500, 2000]
    assert "35.701234°, 115.083333°" in found[1500, 2000]
    assert "35.70" not in found[2000, 1000]


def test_without_scripts_the_pictures_are_sent_as_they_are(portal, visit, changes, shots):
    visitor = visit("jiaju-officer", screen=PHONE, scripts=False)
    visitor.open(address(portal))
    visitor.page.set_input_files("[name=photos]", shots[0])
    visitor.page.fill("[name=caption]", "没有脚本")
    visitor.page.click("main form[enctype] [type=submit]")
    picture = visitor.page.locator(".photos img[alt='没有脚本']")
    picture.wait_for()
    visitor.page.locator(".photos a:has(img[alt='没有脚本'])").click()
    assert "1500 × 2000" in visitor.text()


def test_a_file_that_the_browser_cannot_read_goes_to_the_server_which_says_what_it_is(portal, visit, changes):
    visitor = visit("jiaju-officer", screen=PHONE)
    visitor.open(address(portal))
    heic = {"name": "IMG_2.HEIC", "mimeType": "image/heic", "buffer": b"\x00\x00\x00\x18ftypheic" + bytes(500)}
    visitor.page.set_input_files("[name=photos]", heic)
    visitor.page.locator("[data-shrink-note] span", has_text="MB").wait_for()
    visitor.page.click("main form[enctype] [type=submit]")
    refusal = visitor.page.locator(".invalid-feedback").inner_text()
    assert "IMG_2.HEIC" in refusal
    assert "HEIC" in refusal.removeprefix("IMG_2.HEIC")


def test_the_sheet_of_a_project_is_one_page(portal, visit, tmp_path):
    visitor = visit("leader")
    assert visitor.open(portal.pages["reports:project_sheet"]) == 200
    visitor.page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    assert len(PAGES.findall((tmp_path / "sheet.pdf").read_bytes())) == 1
