"""An open page in another state: in another size, or at another link. Both cost a tenth to a third of opening a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.browser.data_scene import ROOT, settle

DRAWN = """root => { const node = document.querySelector(root);
    return !node || node.dataset.ready === 'true' && node.dataset.run === node.gdviz?.scene?.run; }"""
# A run was asked for: the page's own script notes that when it sends a message (ui/web/socket.js)
OPEN = """url => {
    const { gdvizArrivals: arrivals } = window;
    let { running } = arrivals;
    window.opening = true;
    const set = (now) => { running = now; if (now) window.opening = false; };
    Object.defineProperty(arrivals, 'running', { configurable: true, enumerable: true, get: () => running, set });
    history.pushState(null, '', url);
    dispatchEvent(new PopStateEvent('popstate'));
}"""
# Nothing is asked for, about to be or under way (a play head that rests is told of after a while), and for a few frames
# nothing around the player has changed. The player paints a scene before Streamlit gets what came with it, and Streamlit
# draws that some frames later: more of them on a busy machine
ARRIVED = """root => new Promise((done) => {
    const app = document.querySelector('[data-testid=stApp]');
    let quiet = 0;
    const around = ({ target }) => !(target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(root);
    const watch = new MutationObserver((changes) => { if (changes.some(around)) quiet = 0; });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    const look = () => {
        const node = document.querySelector(root), { hand, sliceRequest } = node?.gdviz ?? {};
        const asking = hand && (hand.asking || Object.keys(hand.changes).length || sliceRequest.waits);
        const running = window.gdvizArrivals?.running || app.dataset.testScriptState !== 'notRunning';
        quiet = asking || running || !DRAWN(root) ? 0 : quiet + 1;
        if (quiet < 4) { requestAnimationFrame(look); return; }
        watch.disconnect();
        done(true);
    };
    look();
})""".replace("DRAWN", f"({DRAWN})")
# A value has been the same for some frames, and for longer than plotly.js waits before it draws in another size: 100 ms
STEADY = """() => new Promise((done) => {
    let before, since = 0, frames = 0;
    const look = (now) => {
        const seen = JSON.stringify((VALUE)());
        if (seen !== before) [before, since, frames] = [seen, now, 0];
        if (now - since > 200 && ++frames > 3) done(true); else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
BOXES = """() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('SELECTORS')]
    .map((node) => Object.values(node.getBoundingClientRect().toJSON()))]"""
PANELS = ".gdviz, .gd-contour, .gd-surface, .gd-data"


def steady(page: Page, value: str) -> Page:
    """Wait until what a function of JavaScript returns no longer changes."""
    page.wait_for_function(STEADY.replace("VALUE", value))
    return page


def still(page: Page, selectors: str = PANELS) -> Page:
    """Wait until some parts of the page stay where they are, in the size that they have."""
    return steady(page, BOXES.replace("SELECTORS", selectors))


def resize(page: Page, width: int = 1366, height: int = 768, **media: Any) -> Page:
    """Give the window another size, and colours or motion, and wait until the page is laid out and drawn in it."""
    page.set_viewport_size({"width": width, "height": height})
    if media:
        page.emulate_media(**media)
    settle(page)  # the player is told of its size in the first frame, and draws
    return still(page)


def run_of(page: Page) -> str:
    return page.locator(ROOT).get_attribute("data-run") or ""


def painted(page: Page, before: str) -> str:
    """Wait until another run is painted, and return it. All else that comes with it may come later: see `changed`."""
    page.wait_for_function(
        "([root, run]) => { const e = document.querySelector(root); return e && e.dataset.run && e.dataset.run !== run; }",
        arg=[ROOT, before],
    )
    return run_of(page)


def arrived(page: Page) -> Page:
    """Wait until all that was asked for has come and is drawn: link, controls, captions, tables, the picture."""
    page.wait_for_function(ARRIVED, arg=ROOT)
    return page


def changed(page: Page, before: str) -> str:
    """Wait until another run is shown, and all that came with it."""
    painted(page, before)
    return run_of(arrived(page))


def follow(page: Page, url: str) -> Page:
    """Open a link in the running app, as a click on a card of the Reference page does, and wait until it is shown."""
    page.evaluate(OPEN, url)
    page.wait_for_function("() => !window.opening")
    return arrived(page)


def wait_until(page: Page, holds: Callable[[], object]) -> None:
    """Wait for what is seen here, beside the page: a message that was sent or came."""
    for _ in range(600):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it has not come for 30 seconds")
