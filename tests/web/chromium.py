"""A real Chromium for the tests, and what they do with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "there is no Chromium on the path, which CI installs as the package chromium"

PICTURES = Path(__file__).parents[2] / "build" / "pictures"

DESKTOP = {"width": 1200, "height": 800}
PHONE = {"width": 360, "height": 800}
ZOOMED = {"width": 600, "height": 400}
"""What is left of the desk when everything is twice as large."""

_CUT_OFF = """() => [...document.querySelectorAll("*")].filter(each => {
  const hides = each === document.documentElement || ["hidden", "clip"].includes(getComputedStyle(each).overflowX);
  return hides && each.scrollWidth > each.clientWidth && !each.closest("svg, .unseen, input, select");
}).map(each => `${each.tagName} ${each.className}: ${each.scrollWidth} of ${each.clientWidth} pixels`)"""

_KNOWN = ("favicon", "status of 401", "status of 400", "status of 404", "status of 403")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Visit:
    """Somebody with a browser at a server; ``complaints`` are what the browser said of our pages."""

    def __init__(self, browser: Browser, url: str, *, phone: bool = False, dark: bool = False) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=url,
            viewport=PHONE if phone else DESKTOP,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="Asia/Tokyo",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))

    def go(self, address: str) -> Page:
        """Open a page."""
        self.page.goto(address, wait_until="domcontentloaded")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the times are those of the reader, which is what our script does last."""
        expect(self.page.locator("time[data-show]")).to_have_count(0)

    def picture(self, name: str) -> None:
        """Keep what the page looks like."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")

    def look(self, *, phone: bool = False, dark: bool = False) -> None:
        """Look at the page on another screen."""
        self.page.set_viewport_size(PHONE if phone else DESKTOP)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def check_that_all_is_seen(self) -> None:
        """Nothing may be cut off."""
        cut_off = self.page.evaluate(_CUT_OFF)
        assert cut_off == [], f"{self.page.url}, {self.page.viewport_size}: {cut_off}"

    def check(self, *, contrast: bool = True) -> None:
        """Nothing may be cut off, break a rule of accessibility, or make the browser complain; zoomed in, either.

        Looking at the ``contrast`` of all texts takes longest.
        """
        page, size = self.page, self.page.viewport_size
        self.check_that_all_is_seen()
        if size == DESKTOP:
            page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
            self.check_that_all_is_seen()
            page.set_viewport_size(size)  # type: ignore[arg-type]
        found = Axe().run(
            page,
            options={
                "resultTypes": ["violations"],
                "preload": False,
                "rules": {"color-contrast": {"enabled": contrast}},
            },
        )
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        assert self.complaints == [], page.url

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(known in message.text for known in _KNOWN):
            self.complaints.append(message.text)
