"""An open page in another state: in another size, or at another link. Both cost a tenth to a third of opening a page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.data_scene import ROOT, settle

# Open a link, and note when the script has run: Streamlit writes in its root whether it does
OPEN = """url => {
    const app = document.querySelector('[data-testid=stApp]'), player = document.querySelector(ROOT), run = player?.dataset.run;
    let ran = false;
    window.opened = false;
    const watch = new MutationObserver((changes) => {
        ran ||= changes.some((change) => change.target === app) || document.querySelector(ROOT)?.dataset.run !== run;
        if (!ran || app.dataset.testScriptState !== 'notRunning') return;
        watch.disconnect();
        window.opened = true;
    });
    watch.observe(document.body, { subtree: true, attributeFilter: ['data-test-script-state', 'data-run'] });
    history.pushState(null, '', url);
    dispatchEvent(new PopStateEvent('popstate'));
}""".replace("ROOT", repr(ROOT))
# Nothing of the player has moved for longer than plotly.js waits before it draws in another size, which is 100 ms
STEADY = """() => new Promise((done) => {
    let before = '', since = 0;
    const look = (now) => {
        const boxes = [...document.querySelectorAll('.gdviz, .gd-contour, .gd-surface, .gd-data')]
            .map((node) => Object.values(node.getBoundingClientRect().toJSON()));
        const seen = JSON.stringify([boxes, document.documentElement.scrollWidth]);
        if (seen !== before) [before, since] = [seen, now];
        if (now - since > 200) done(); else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
DRAWN = """root => { const node = document.querySelector(root);
    return !node || node.dataset.ready === 'true' && node.dataset.run === node.gdviz?.scene?.run; }"""


def resize(page: Page, width: int = 1366, height: int = 768, **media: Any) -> Page:
    """Give the window another size, and colours or motion, and wait until the page is laid out and drawn in it."""
    page.set_viewport_size({"width": width, "height": height})
    if media:
        page.emulate_media(**media)
    settle(page)  # the player is told of its size in the first frame, and draws
    page.evaluate(STEADY)
    return page


def follow(page: Page, url: str) -> Page:
    """Open a link in the running app, as a click on a card of the Reference page does, and wait until it is drawn."""
    page.evaluate(OPEN, url)
    page.wait_for_function("() => window.opened")
    settle(page)
    page.wait_for_function(DRAWN, arg=ROOT)
    return page
