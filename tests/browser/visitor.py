"""One person at one screen, who notes all that a page should not do."""

from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Response

SERIOUS = {"serious", "critical"}
OPTIONS = {"resultTypes": ["violations"]}
NO_FAULT = {"net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"}  # a download, or a page that was left; a test cut the line
REPEATED = [["tbody > tr:nth-child(n+12)"], [".rows > li:nth-child(n+12)"]]  # rows like those before them
AXE = "({options, rows}) => axe.run({exclude: rows}, options).then((result) => result.violations)"
SQUEEZED = """() => {
  const found = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim(), range = document.createRange();
    if (text.length < 3 || node.parentElement.closest("svg")) continue;
    range.selectNodeContents(node);
    if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size >= text.length) found.push(text);
  }
  return found;
}"""
PHONE, NARROW, DESK = (390, 844), (360, 740), (1366, 900)


@cache
def axe_script() -> str:
    return Axe().axe_script


class Visitor:
    """``faults`` collects console errors, refused styles and scripts, failed requests, and requests to other hosts."""

    def __init__(
        self, browser: Browser, portal: Any, person: str, *, screen: tuple[int, int], language: str, scripts: bool
    ) -> None:
        self.address, self.faults, self.awaited = portal.address, [], {200, 302, 304}
        width, height = screen
        touch = screen != DESK
        self.context = browser.new_context(
            base_url=portal.address,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            is_mobile=touch,
            has_touch=touch,
        )
        self.context.set_default_timeout(10_000)
        if person:
            self._cookie("sessionid", portal.sessions[person])
        if language:
            self._cookie("django_language", language)
        self.page: Page = self.context.new_page()
        self._watch()

    def _cookie(self, name: str, value: str) -> None:
        self.context.add_cookies([{"name": name, "value": value, "url": self.address}])

    def _watch(self) -> None:
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("console", lambda line: self._said(line.type, line.text))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not text.startswith("Failed to load resource"):  # of which _answered knows more
            self._note(text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self._note(f"leaves the site: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure not in NO_FAULT:
            self._note(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status not in self.awaited:
            self._note(f"{response.status}: {response.url}")

    def expect(self, *statuses: int) -> None:
        """Answers that are no fault here."""
        self.awaited |= set(statuses)

    def open(self, path: str) -> int:
        """The status of the answer."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status

    def text(self) -> str:
        return self.page.inner_text("body")

    def resize(self, screen: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": screen[0], "height": screen[1]})

    def too_wide(self) -> int:
        """Pixels by which the page can be pushed sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def squeezed(self) -> list[str]:
        """Texts of which every letter stands on a line of its own."""
        return self.page.evaluate(SQUEEZED)

    def violations(self, *, colours: bool = True) -> list[str]:
        """What axe finds serious or critical, with the places. The contrast of colours takes most of its time."""
        self.page.evaluate(f"() => {{ if (!window.axe) {{ {axe_script()} }} }}")
        found = self.page.evaluate(
            AXE, {"options": OPTIONS | {"rules": {"color-contrast": {"enabled": colours}}}, "rows": REPEATED}
        )
        return [
            f"{self.page.url}: {rule['id']} ({rule['impact']}) at {node['target']}: {node['html'][:160]}"
            for rule in found
            if rule["impact"] in SERIOUS
            for node in rule["nodes"][:3]
        ]
