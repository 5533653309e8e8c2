"""Changes that come so fast that Streamlit leaves out what earlier ones have drawn: what follows is shown all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import PAINTED
from tests.browser.data_scene import ROOT
from tests.browser.same_page import wait_until
from tests.browser.test_leaving_a_field import SCENE, steps

pytestmark = pytest.mark.without_webgl


class RunsLeftOut:
    """Stands between browser and server, and holds what is asked for until runs that drew nothing have come and gone."""

    def __init__(self, page: Page) -> None:
        self.connections = 0
        self.start = self.end = b""  # of the last run
        self.holding, self.asked = False, list[str | bytes]()
        page.route_web_socket("**/_stcore/stream", self.connect)

    def connect(self, browser: WebSocketRoute) -> None:
        self.connections += 1
        self.browser, self.server = browser, browser.connect_to_server()
        browser.on_message(lambda m: self.asked.append(m) if self.holding else self.server.send(m))
        self.server.on_message(self.answered)

    def answered(self, message: str | bytes) -> None:
        assert isinstance(message, bytes)
        kind = ForwardMsg.FromString(message).WhichOneof("type")
        if kind == "new_session":
            self.start = message
        elif kind == "script_finished":
            self.end = message
        self.browser.send(message)


def test_what_the_browser_holds_outlives_runs_whose_drawing_it_never_got(tab: Page, app_url: str) -> None:
    answers = RunsLeftOut(tab)
    tab.goto(f"{app_url}/{SCENE}")
    tab.wait_for_selector(PAINTED)
    steps(tab, "77")
    wait_until(tab, lambda: answers.end)
    answers.holding = True
    field = tab.get_by_role("textbox", name="Steps", exact=True)
    field.fill("55")
    field.press("Enter")
    wait_until(tab, lambda: answers.asked)
    for _ in range(5):
        answers.browser.send(answers.start)
        answers.browser.send(answers.end)
        tab.wait_for_timeout(200)  # longer than messages wait for a picture
    answers.holding = False
    for message in answers.asked:
        answers.server.send(message)
    tab.wait_for_selector(f"{ROOT}[data-steps='55']")
    steps(tab, "55")
    assert answers.connections == 1  # a part that the browser does not hold any more ends the connection
