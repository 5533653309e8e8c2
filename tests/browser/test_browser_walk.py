"""A visitor who clicks and types at random: nothing may fail. GDVIZ_WALK=200 walks further on each page, GDVIZ_SEED elsewhere."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.tabs import Tabs

MOVES, SEED = int(os.environ.get("GDVIZ_WALK", "12")), int(os.environ.get("GDVIZ_SEED", "7"))
PAGES = ("", "linear_regression", "classification", "find_the_bug", "reference")
SIZES = ((1366, 768), (1024, 768), (390, 844))
KEYS = (
    " ",
    " ",
    "ArrowLeft",
    "ArrowRight",
    "Shift+ArrowRight",
    "Home",
    "End",
    "l",
    "Tab",
    "Tab",
    "Enter",
    "Escape",
    "ArrowDown",
    "ArrowUp",
    "Backspace",
)
TEXTS = (
    "0",
    "-1",
    "1e-3",
    "0,05",
    "nan",
    "x^2 + y^2",
    "x..y",
    "theta = theta - lr*g",
    "<b>a</b>",
    "1e400",
    "()",
)
# what is written on the page that must never be: a traceback, or Streamlit's box for one
FAILURES = """() => [...document.querySelectorAll('[data-testid=stException], .gd-failed')].map((n) => n.innerText)
    .concat(document.body.innerText.includes('Traceback') ? ['Traceback'] : [])"""


class Walk:
    """One page, and what it complained of."""

    def __init__(self, page: Page, seed: str) -> None:
        self.page, self.random, self.complaints, self.done = page, random.Random(seed), [], []
        self.events = {
            "console": self._said,
            "pageerror": lambda error: self.complaints.append(str(error)),
            "dialog": lambda dialog: dialog.dismiss(),
        }
        for name, act in self.events.items():
            page.on(name, act)

    def stop(self) -> None:
        for name, act in self.events.items():
            self.page.remove_listener(name, act)

    def _said(self, message: ConsoleMessage) -> None:
        # Streamlit asks for its own health under each page's path before it asks at the root: its 404 is not ours
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            self.complaints.append(message.text)

    def move(self) -> None:
        r, page, size = self.random, self.page, self.page.viewport_size
        assert size
        kind = r.choices(("click", "control", "key", "text", "wheel", "drag"), (6, 6, 5, 2, 3, 1))[0]
        x, y = r.uniform(4, size["width"] - 4), r.uniform(4, size["height"] - 4)
        self.done.append(f"{kind} {x:.0f},{y:.0f}")
        if kind == "click":
            page.mouse.click(x, y)
        elif kind == "control":  # something that can be pressed, where it is
            at = page.evaluate(
                """share => { const all = [...document.querySelectorAll('button, select, summary, [role=slider], [role=tab], input, label')]
                .map((n) => n.getBoundingClientRect()).filter((b) => b.width && b.top >= 0 && b.bottom <= innerHeight && b.right <= innerWidth);
                const b = all[Math.floor(share * all.length)]; return b && [b.x + b.width / 2, b.y + b.height / 2]; }""",
                r.random(),
            )
            if at:
                page.mouse.click(*at)
        elif kind == "key":
            key = r.choice(KEYS)
            self.done[-1] += f" {key!r}"
            page.keyboard.press(key)
        elif kind == "text":
            text = r.choice(TEXTS)
            self.done[-1] += f" {text!r}"
            page.keyboard.insert_text(text)
            page.keyboard.press("Enter")
        elif kind == "wheel":
            page.mouse.move(x, y)
            page.mouse.wheel(0, r.choice((-600, -100, 100, 600)))
        else:
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + r.uniform(-80, 80), y + r.uniform(-80, 80), steps=3)
            page.mouse.up()
        page.wait_for_timeout(60)

    def check(self) -> None:
        found = self.complaints + self.page.evaluate(FAILURES)
        assert found == [], f"after {self.done}: {found}"


@pytest.fixture
def visitor(tabs: Tabs) -> Iterator[Page]:
    """A tab from which no link leaves the host, and beside which no other stays open."""
    page = tabs.take()
    page.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference")
    hosts = ("http://127.0.0.1:", "about:")
    page.context.route(lambda url: not url.startswith(hosts), lambda route: route.abort())

    def opened(other: Page) -> None:
        other.close()

    page.context.on("page", opened)
    yield page
    page.context.remove_listener("page", opened)
    page.context.unroute_all()
    tabs.give_back(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_random_visitor_breaks_nothing(visitor: Page, app_url: str, path: str) -> None:
    """In a window that becomes smaller."""
    page = visitor
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if urlsplit(page.url).path != f"/{path}":  # not open yet, or left
            page.goto(f"{app_url}/{path}")
        page.locator("h1").first.wait_for(state="attached")
        walk = Walk(page, f"{SEED} {path} {width}")
        for i in range(MOVES):
            walk.move()
            if i % 10 == 9:
                walk.check()
        page.wait_for_timeout(800)
        walk.check()
        assert page.url.startswith(app_url)
        walk.stop()
