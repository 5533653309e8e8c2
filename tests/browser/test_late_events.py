"""What a page still sends after it was left is not taken, and the page that was opened stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.conftest import PAINTED
from tests.browser.same_page import wait_until

pytestmark = pytest.mark.without_webgl


class SlowBrowser:
    """Stands between browser and server. What is sent while it holds comes after the click that leaves the page."""

    def __init__(self, page: Page) -> None:
        self.page, self.holding, self.held, self.of_page = page, False, list[bytes](), ""
        page.route_web_socket("**/_stcore/stream", self.connect)

    def connect(self, browser: WebSocketRoute) -> None:
        self.server = browser.connect_to_server()
        browser.on_message(self.asked)

    def asked(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        of_page = BackMsg.FromString(message).rerun_script.page_script_hash
        if self.holding and of_page == (self.of_page or of_page):
            self.of_page = of_page
            self.held.append(message)
        else:
            self.server.send(message)

    def hold(self, act: Callable[[Page], None]) -> None:
        self.holding = True
        act(self.page)
        wait_until(self.page, lambda: self.held)

    def let_go(self) -> None:
        self.holding = False
        for message in self.held:
            self.server.send(message)


def start_elsewhere(page: Page) -> None:
    box = page.locator("[data-testid=gdviz-player] .nsewdrag").first.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])


def unfold_more(page: Page) -> None:
    page.get_by_test_id("stSidebar").get_by_text("More", exact=True).click()


def take_a_rate(page: Page) -> None:
    page.get_by_role("button", name="Find a good rate").first.click()


def leave_for(page: Page, browser: SlowBrowser, act: Callable[[Page], None], app_url: str, link: str) -> None:
    page.goto(f"{app_url}/?steps=77")
    page.wait_for_selector(PAINTED)
    browser.hold(act)
    page.get_by_role("link", name=link, exact=True).click()
    expect(page.get_by_role("heading", name=link, level=1)).to_be_attached()


def is_as_it_was(page: Page, errors: list[str]) -> None:
    """The page that was left is as it was, too."""
    page.get_by_role("link", name="Loss surface").click()
    expect(page.get_by_role("heading", name="Loss surface", level=1)).to_be_attached()
    page.wait_for_selector(PAINTED)
    expect(page.get_by_role("textbox", name="Steps", exact=True)).to_have_value("77")
    page.wait_for_function("location.pathname === '/' && location.search === '?steps=77'")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert not errors


@pytest.mark.parametrize(
    ("act", "settled"),
    [(start_elsewhere, False), (start_elsewhere, True), (take_a_rate, False), (unfold_more, True)],
    ids=["start at once", "start later", "rate at once", "expander later"],
)
def test_what_comes_late_changes_no_other_race(
    tab: Page, app_url: str, act: Callable[[Page], None], settled: bool
) -> None:
    """Where the next page is still being drawn, and when it is there."""
    browser, errors = SlowBrowser(tab), list[str]()
    tab.on("pageerror", lambda error: errors.append(str(error)))
    leave_for(tab, browser, act, app_url, "Curvature")
    if settled:
        tab.wait_for_selector("text=Critical points")
    browser.let_go()
    tab.wait_for_timeout(1000)  # there is no sign of what must not happen
    expect(tab.get_by_role("heading", name="Curvature", level=1)).to_be_attached()
    tab.wait_for_selector(PAINTED)
    expect(tab.get_by_role("textbox", name="Steps", exact=True)).to_have_value("300")
    tab.wait_for_function("location.pathname === '/curvature' && location.search === ''")
    is_as_it_was(tab, errors)


def test_what_comes_late_leaves_a_page_without_a_race_at_its_address(tab: Page, app_url: str) -> None:
    browser, errors = SlowBrowser(tab), list[str]()
    tab.on("pageerror", lambda error: errors.append(str(error)))
    leave_for(tab, browser, take_a_rate, app_url, "Reference")
    tab.get_by_role("radio", name="Losses").click()
    tab.wait_for_function("location.search === '?show=losses'")
    browser.let_go()
    tab.wait_for_timeout(1000)
    expect(tab.get_by_role("radio", name="Losses")).to_be_checked()
    tab.wait_for_function("location.pathname === '/reference' && location.search === '?show=losses'")
    is_as_it_was(tab, errors)
