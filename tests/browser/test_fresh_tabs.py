"""What the browser tests share leaks from none of them to another, and hides nothing of what the player does alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

import gdviz
from gdviz.player import Scene
from tests.browser.conftest import PAINTED
from tests.browser.tabs import PATIENCE, Tabs

STORE = """() => { localStorage.setItem('kept', 1); sessionStorage.setItem('kept', 1); document.cookie = 'kept=1';
    window.name = 'kept'; history.pushState(null, '', '?kept'); }"""
FOUND = """() => [localStorage.length, sessionStorage.length, document.cookie.includes('kept'), window.name,
    history.length]"""

COUNT_FRAMES = """() => { window.frameCount = 0; const count = () => { window.frameCount += 1; requestAnimationFrame(count); };
    requestAnimationFrame(count); }"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("tabs") / "scene.html"
    file.write_text(Scene.of(gdviz.surfaces["booth"], []).to_html(), encoding="utf-8")
    return file.as_uri()


def test_a_tab_knows_nothing_of_those_before_it_and_beside_it(tabs: Tabs, stage_url: str) -> None:
    first, second = tabs.take(), tabs.take()
    for tab in (first, second):
        tab.goto(f"{stage_url}/_stcore/health")
    new = [0, 0, False, "", 2]  # the history: nothing, and this page
    assert second.evaluate(FOUND) == new
    first.evaluate(STORE)
    first.reload()
    assert first.evaluate(FOUND)[:2] == [1, 1]  # what a visitor stores is there after a reload
    assert second.evaluate(FOUND)[:2] == [0, 0]
    for tab in (first, second):
        tabs.give_back(tab)
    third = tabs.take()
    third.goto(f"{stage_url}/_stcore/health")
    assert third.evaluate(FOUND) == new
    tabs.give_back(third)


def test_a_tab_without_webgl_leaves_it_to_the_next(tabs: Tabs) -> None:
    drawn = "() => !!document.createElement('canvas').getContext('webgl')"
    for webgl in (True, False, True):
        tab = tabs.take(webgl=webgl)
        tab.goto("about:blank")
        assert tab.evaluate(drawn) is webgl
        tabs.give_back(tab)


def test_no_tab_is_behind_another(tabs: Tabs, scene: str) -> None:
    """There Chromium gives a tab a frame a second, or none, and what waits for a frame may wait for ever."""
    first = tabs.take(webgl=False)
    for tab in (first, tabs.take(webgl=False), tabs.take(webgl=False)):
        tab.goto(scene)
        tab.wait_for_selector(PAINTED)
        if tab != first:
            tabs.give_back(tab)
    last = tabs.take()
    for tab in (first, last):
        tab.evaluate(COUNT_FRAMES)
    last.wait_for_function("() => window.frameCount > 60", polling=100)
    assert first.evaluate("() => window.frameCount") > 15
    for tab in (first, last):
        tabs.give_back(tab)


@pytest.mark.parametrize("alone", [True, False])
def test_a_file_unpacks_plotly_itself(browser: Browser, tabs: Tabs, scene: str, alone: bool) -> None:
    """In a browser without a network and without what the tests do to save time, and the same text with it."""
    page = browser.new_context(offline=True).new_page() if alone else tabs.take()
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split(":")[0]))
    page.goto(scene)
    page.wait_for_selector(PAINTED)
    assert asked.count("http") == (0 if alone else 2)
    if alone:
        page.context.close()
    else:
        tabs.give_back(page)
