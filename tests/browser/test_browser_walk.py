"""A visitor who clicks and types at random: nothing may fail. GDVIZ_WALK=200 walks further on each page, GDVIZ_SEED elsewhere."""

from __future__ import annotations

import os
import random

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

MOVES, SEED = int(os.environ.get("GDVIZ_WALK", "12")), int(os.environ.get("GDVIZ_SEED", "7"))
PAGES = ("", "linear_regression", "classification", "find_the_bug", "reference")
SIZES = ((390, 844), (1024, 768), (1366, 768))
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
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.context.on("page", lambda other: other.close() if other != page else None)

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


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width, height", SIZES)
def test_a_random_visitor_breaks_nothing(
    browser: Browser, app_url: str, path: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(45_000)
    context.route(
        lambda url: not url.startswith(app_url), lambda route: route.abort()
    )  # no link leaves the host
    try:
        page = context.new_page()
        walk = Walk(page, f"{SEED} {path} {width}")
        page.goto(f"{app_url}/{path}")
        page.locator("h1").first.wait_for(state="attached")
        for i in range(MOVES):
            walk.move()
            if i % 10 == 9:
                walk.check()
        page.wait_for_timeout(800)
        walk.check()
        assert page.url.startswith(app_url)
    finally:
        context.close()
