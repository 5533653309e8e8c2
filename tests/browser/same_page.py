"""An open page in another state: in another size, or at another link. Both cost a tenth to a third of opening a page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.data_scene import settle

STILL = "[data-testid=stApp][data-test-script-state=notRunning]"


def resize(page: Page, width: int, height: int) -> Page:
    """Give the window another size and wait until the page is laid out and drawn in it."""
    page.set_viewport_size({"width": width, "height": height})
    settle(page)  # the player is told of its size in the first frame, and draws
    settle(page)
    return page


def follow(page: Page, url: str, until: str) -> Page:
    """Open a link in the running app, as a click on a card of the Reference page does, and wait until it is shown."""
    page.evaluate(
        """url => { history.pushState(null, '', url); dispatchEvent(new PopStateEvent('popstate')); }""", url
    )
    settle(page)  # Streamlit has asked the server
    page.wait_for_selector(STILL)
    page.wait_for_selector(until)
    return page
