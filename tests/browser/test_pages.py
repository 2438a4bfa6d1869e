"""Every page, at a desk and on a phone: no fault in the console, no request elsewhere, no sideways scrolling, no barrier."""

import pytest

from tests.browser.visitor import DESK, NARROW, PHONE

APPS = ["zones", "projects", "indicators", "infrastructure", "returns", "supervision", "reports"]
ENGLISH = [
    "reports:dashboard",
    "projects:project_list",
    "projects:timeline",
    "projects:calendar",
    "projects:project_detail",
    "projects:report_write",
    "zones:person_edit",
]
LEADERS_OWN = ["projects:instruction_new", "projects:instruction_edit"]  # which the administrator may not open
STATES = {  # what a page looks like when something is the matter
    "an empty list": "/projects/?q=没有这个项目",
    "a filter that cannot be read": "/milestones/?due_from=2015-13-45",
    "open filters": "/enterprises/?q=家具&producing=yes",
    "a small page with many columns": "/projects/?per_page=5&cols=name,owner,park,unit,kind,stage,light",
    "the second page": "/milestones/?page=2&sort=-due_date",
    "a timeline of wide months": "/timeline/?zoom=month&group=stage",
    "a timeline as a table": "/timeline/?view=table&open=yes",
    "a timeline of ten years": "/timeline/?zoom=all&from=2010-01-01&to=2019-12-31",
    "a timeline without rows": "/timeline/?q=没有这个项目",
    "a day of the past with a promise dropped since": "/ledger/?on=2015-04-10&q=仓储",
    "every change of half a year": "/ledger/changes/?from=2014-12-31&show=steps",
    "days in the wrong order": "/ledger/changes/?from=2015-06-10&to=2015-05-01",
}


def of_app(portal, app: str) -> list[str]:
    return [path for name, path in portal.pages.items() if name.startswith(f"{app}:")]


def barriers(visitor) -> list[str]:
    """What axe finds at desk width, and what does not fit there or on a phone."""
    found = visitor.violations()
    for screen in (PHONE, NARROW, DESK):
        visitor.resize(screen)
        found += misfits(visitor)
    return found


def misfits(visitor) -> list[str]:
    place = f"{visitor.page.url} at {visitor.page.viewport_size['width']} px"
    wide = [f"{place}: {visitor.too_wide()} px too wide"] if visitor.too_wide() else []
    return [*wide, *(f"{place}: no room for {text}" for text in visitor.squeezed())]


@pytest.mark.parametrize("app", APPS)
def test_every_page_is_whole_for_the_administrator(portal, visit, app):
    visitor, found = visit("admin"), []
    for path in of_app(portal, app):
        if path not in [portal.pages[name] for name in LEADERS_OWN]:
            assert visitor.open(path) == 200, path
            found += barriers(visitor)
    assert not found, "\n".join(found)
    assert len(of_app(portal, app)) >= 5


def test_the_leader_s_own_pages_are_whole(portal, visit):
    visitor, found = visit("leader"), []
    for name in LEADERS_OWN:
        assert visitor.open(portal.pages[name]) == 200, name
        found += barriers(visitor)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("app", APPS)
def test_every_page_fits_the_officer_s_phone(portal, visit, app):
    """What the officer may not open says why, and is as well made."""
    visitor, found, refused = visit("jiaju-officer", screen=NARROW), [], 0
    visitor.expect(403)
    visitor.expect(404)  # a single enterprise's returns do not exist for an officer
    for path in of_app(portal, app):
        status = visitor.open(path)
        refused += status == 403
        if status == 200 or refused == 1:  # refusals look alike
            found += visitor.violations(colours=False)
        found += misfits(visitor)
    assert not found, "\n".join(found)
    assert refused > 0


@pytest.mark.parametrize("state", STATES)
def test_a_page_in_an_unusual_state_is_whole(visit, state):
    visitor = visit("clerk")
    assert visitor.open(STATES[state]) == 200
    assert not barriers(visitor)


def test_the_pages_before_sign_in_and_of_a_fault_are_whole(visit):
    visitor, found = visit(), []
    visitor.expect(404)
    for path, status in (("/sign-in/", 200), ("/no/such/page/", 404)):
        assert visitor.open(path) == status
        found += barriers(visitor)
    assert not found, "\n".join(found)


def test_a_form_sent_back_with_errors_is_whole(portal, visit):
    visitor = visit("clerk")
    visitor.open(portal.pages["projects:enterprise_edit"])
    visitor.page.fill("[name=name]", "")
    visitor.page.click("main .btn-primary")
    assert visitor.page.locator(".invalid-feedback").count() == 1
    assert not barriers(visitor)


@pytest.mark.parametrize("name", ENGLISH)
def test_pages_are_whole_in_english(portal, visit, name):
    """English words are longer than Chinese ones."""
    visitor = visit("admin", language="en")
    assert visitor.open(portal.pages[name]) == 200
    assert visitor.page.get_attribute("html", "lang") == "en"
    assert not barriers(visitor)
