"""A value that was typed without Enter, and then a tap on another page: the page opens, the value is kept, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import PAINTED
from tests.browser.data_scene import ROOT
from tests.browser.test_loss_surface_page import wait_query

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
SCENE = "?surface=himmelblau&opt=gd,adam&steps=77"
SHOWN = "root => { const s = document.querySelector(root)?.gdviz?.scene; return s && [s.title, s.competitors.map(c => c.slug)]; }"


def steps(page: Page, value: str) -> None:
    expect(page.get_by_role("textbox", name="Steps", exact=True)).to_have_value(value)


def shows_the_surface(page: Page) -> None:
    expect(page.get_by_role("heading", name="Loss surface")).to_be_attached()
    steps(page, "88")
    page.wait_for_function(
        f"root => JSON.stringify(({SHOWN})(root)) === JSON.stringify(['Himmelblau', ['gd', 'adam']])",
        arg=ROOT,
    )
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_role("combobox", name="Loss surface")).to_have_value("Himmelblau (Himmelblau 1972)")
    expect(sidebar.get_by_test_id("stMultiSelect").first).to_contain_text("Adam (2014)")


@pytest.mark.parametrize("touch", [True, False], ids=["touch", "mouse"])
def test_a_tap_on_another_page_takes_what_was_typed_along(open_page: Open, app_url: str, touch: bool) -> None:
    page = open_page(f"{app_url}/{SCENE}", has_touch=touch, reduced_motion="reduce")
    steps(page, "77")
    for back in ("go_back", "nav"):
        field = page.get_by_role("textbox", name="Steps", exact=True)
        field.scroll_into_view_if_needed()
        field.fill("88")
        link = page.get_by_role("link", name="Linear regression")
        link.tap() if touch else link.click(delay=0)
        expect(page.get_by_role("heading", name="Linear regression")).to_be_attached()
        steps(page, "200")
        page.wait_for_function("location.pathname.endsWith('/linear_regression') && location.search === ''")
        if back == "go_back":
            page.go_back()
        else:
            page.get_by_role("link", name="Loss surface").click()
        shows_the_surface(page)
    wait_query(page, "steps=88")
    page.reload()
    shows_the_surface(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


class SlowAnswer:
    """Stands between browser and server: the link that an answer writes comes when another page is asked for."""

    def __init__(self, page: Page) -> None:
        self.holding = False
        self.page_left = ""  # its script
        self.late: list[bytes] = []
        self.linked = False  # whether what is held writes a link
        self.leaving = b""
        page.route_web_socket("**/_stcore/stream", self.connect)

    def connect(self, browser: WebSocketRoute) -> None:
        self.browser, self.server = browser, browser.connect_to_server()
        browser.on_message(self.asked)
        self.server.on_message(self.answered)

    def asked(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        to = BackMsg.FromString(message).rerun_script.page_script_hash
        if self.holding and not self.page_left:
            self.page_left = to  # what was typed
        elif self.holding and to != self.page_left:
            self.leaving = message
            self.meet()
            return
        self.server.send(message)

    def answered(self, message: str | bytes) -> None:
        if not self.holding:
            self.browser.send(message)
            return
        assert isinstance(message, bytes)
        self.late.append(message)
        self.linked |= ForwardMsg.FromString(message).WhichOneof("type") == "page_info_changed"
        self.meet()

    def meet(self) -> None:
        """Let both go their ways once there is a link to write and another page is asked for."""
        if not (self.linked and self.leaving):
            return
        self.holding = False
        self.server.send(self.leaving)
        for message in self.late:
            self.browser.send(message)


def test_a_link_that_comes_after_all_waiting_is_not_taken_for_that_of_the_next_page(
    tab: Page, app_url: str
) -> None:
    page = tab
    answer = SlowAnswer(page)
    page.goto(f"{app_url}/{SCENE}")
    page.wait_for_selector(PAINTED)
    steps(page, "77")
    page.get_by_role("textbox", name="Steps", exact=True).fill("88")
    answer.holding = True
    page.get_by_role("link", name="Linear regression").click()
    expect(page.get_by_role("heading", name="Linear regression")).to_be_attached()
    steps(page, "200")
    assert not answer.holding
    page.wait_for_function("location.pathname.endsWith('/linear_regression') && location.search === ''")
    field = page.get_by_role("textbox", name="Steps", exact=True)
    field.fill("66")
    field.press("Enter")
    wait_query(page, "steps=66")
    assert page.evaluate("location.search") == "?steps=66"
    page.get_by_role("link", name="Loss surface").click()
    shows_the_surface(page)
    wait_query(page, "steps=88")
    page.go_back()  # a page that was come back to is one step of the history
    expect(page.get_by_role("heading", name="Linear regression")).to_be_attached()
    steps(page, "66")
