"""Chromium, and tabs of it: each is a visitor of its own, in a browser that has seen the player's scripts before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.compiled_once import served_by_content

PATIENCE = 45_000  # milliseconds, for a busy machine
# WebGL in software, so that the 3-D panel is drawn on machines without a graphics card; the page itself is put together
# without OpenGL, which in software takes a third of all computing time; a browser that stays offline
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
]
# Each window would load two pages for its address bar, which nobody types into: a sixth of the time of opening a page. Of
# several such lists Chromium takes the last, so this one also has those of Playwright's that matter here
NOT_USED = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
# All tabs of a context at one host: none of them compiles the scripts anew, a quarter to two fifths of the time of opening
# a page
ONE_PROCESS = "--process-per-site"
# Where no test looks at the 3-D panel, in a file marked `without_webgl` or a page opened with webgl=False: it takes a
# quarter of the time of opening a page
WITHOUT_WEBGL = """(() => {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.includes('webgl') ? null : getContext.call(this, kind, ...more);
  };
})()"""
# What a visitor chose is kept for the tab, as long as it is open, and not for all visitors of the context
STORED_BY_TAB = """Object.defineProperty(window, 'localStorage',
  { configurable: true, enumerable: true, get: () => window.sessionStorage })"""


def chromium_path() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    refuse = (
        pytest.fail if os.environ.get("GDVIZ_REQUIRE_BROWSER") else pytest.skip
    )  # where they must run, they fail
    refuse(
        "no browser found: install Chromium (Debian, Ubuntu: apt-get install chromium) for the browser tests"
    )


@contextmanager
def launched() -> Iterator[Browser]:
    """Give one headless Chromium."""
    path = chromium_path()
    expect.set_options(timeout=PATIENCE)
    arguments = [*ARGUMENTS, ONE_PROCESS, f"--disable-features={','.join(NOT_USED)}"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


class Tabs:
    """Tabs that tests take and give back, each of them new: with no history, and nothing stored.

    Those with the same options are of one context, for its cache, and because such tabs at one host share a process: it
    has the scripts compiled. So at each host the last one that was given back stays open, and keeps that process alive.
    Each stands in a window of its own: behind another tab of its window it would get a frame a second, or none.
    """

    def __init__(self, browser: Browser, same_address: str) -> None:
        self.browser, self.same_address = browser, same_address
        self.devtools = browser.new_browser_cdp_session()
        self.contexts: list[tuple[dict[str, object], BrowserContext, str]] = []  # with Chromium's name of it
        self.kept: dict[tuple[BrowserContext, str | None], Page] = {}

    def take(self, webgl: bool = True, **options: object) -> Page:
        """Return a new tab of a context with some options of Playwright's."""
        context, name = self._context(options)
        with context.expect_page() as opened:
            self.devtools.send(
                "Target.createTarget", {"url": "about:blank", "browserContextId": name, "newWindow": True}
            )
        page = opened.value
        if not webgl:
            page.add_init_script(WITHOUT_WEBGL)
        return page

    def _names(self) -> set[str]:
        return set(self.devtools.send("Target.getBrowserContexts")["browserContextIds"])

    def _context(self, options: dict[str, object]) -> tuple[BrowserContext, str]:
        for made_with, context, name in self.contexts:
            if made_with == options:
                return context, name
        others = self._names()
        context = self.browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.add_init_script(STORED_BY_TAB)
        context.add_init_script(self.same_address)
        (name,) = self._names() - others
        self.contexts.append((options, context, name))
        return context, name

    def give_back(self, page: Page) -> None:
        """Close the tab, or the one that has stayed open so far."""
        if page.is_closed():
            return
        for other in page.context.pages:
            if other.opener() == page:
                other.close()
        at = (page.context, urlsplit(page.url).hostname)
        page.goto("about:blank")
        page.context.clear_cookies()
        if before := self.kept.get(at):
            before.close()
        self.kept[at] = page


@contextmanager
def tabs_of(browser: Browser) -> Iterator[Tabs]:
    with served_by_content() as same_address:
        yield Tabs(browser, same_address)
