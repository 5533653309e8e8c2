"""An open page in another size: a tenth of what it costs to open a page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.data_scene import settle

# Nothing of the player has moved for a few frames
STEADY = """() => new Promise((done) => {
    let before = '', same = 0;
    const look = () => {
        const boxes = [...document.querySelectorAll('.gdviz, .gd-contour, .gd-surface, .gd-data')]
            .map((node) => Object.values(node.getBoundingClientRect().toJSON()));
        const now = JSON.stringify([boxes, document.documentElement.scrollWidth]);
        same = now === before ? same + 1 : 0;
        before = now;
        if (same > 3) done(); else requestAnimationFrame(look);
    };
    look();
})"""


def resize(page: Page, width: int = 1366, height: int = 768, **media: Any) -> Page:
    """Give the window another size, and colours or motion, and wait until the page is laid out and drawn in it."""
    page.set_viewport_size({"width": width, "height": height})
    if media:
        page.emulate_media(**media)
    settle(page)  # the player is told of its size in the first frame, and draws
    page.evaluate(STEADY)
    return page
