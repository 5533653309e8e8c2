"""A changed scene is shown as it comes from the server, once; where the page cannot see to that, it is shown later."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import gdviz
from tests.browser.conftest import PAINTED
from tests.browser.data_scene import ROOT
from tests.browser.tabs import PATIENCE

QUERY = "?surface=booth&start=0,0&steps=20&opt=gd&tol=off"
# what the player is given, by whom: the connection, or Streamlit's code
COUNT = """root => { window.early = 0; window.all = 0; const { gdviz } = root, take = window.gdvizArrivals?.take;
  const update = gdviz.update.bind(gdviz);
  gdviz.update = (bytes) => { window.all++; return update(bytes); };
  if (take) window.gdvizArrivals.take = (bytes) => { window.early++; return take(bytes); }; }"""
FAILS_ONCE = """root => { const { gdviz } = root, { take } = gdviz;
  gdviz.take = () => { gdviz.take = take; throw new Error('an odd scene'); }; }"""
WITHOUT = "window.gdvizArrivals = { take: null, painted() {} };"  # as where the script does not stand before Streamlit's


def type_rate(page: Page, rate: str) -> None:
    before = page.locator(ROOT).get_attribute("data-run")
    box = page.get_by_role("textbox", name="Learning rate, typed").first
    box.fill(rate)
    box.press("Enter")
    page.wait_for_function(f"() => document.querySelector('{ROOT}').dataset.run !== '{before}'")


@pytest.mark.parametrize("early", [True, False])
def test_a_typed_rate_s_path_is_shown_once(tab: Page, app_url: str, early: bool) -> None:
    page = tab
    if not early:
        page.add_init_script(WITHOUT)
    page.goto(f"{app_url}/{QUERY}")
    page.wait_for_selector(PAINTED)
    page.locator(ROOT).evaluate(COUNT)
    type_rate(page, "0.01")
    rest = expect(page.get_by_role("slider", name="Learning rate").first)
    rest.to_have_attribute("aria-valuetext", "0.01", timeout=PATIENCE)
    # what does not concern the scene comes after all that belonged to the change
    page.get_by_role("tab", name="Steps").click()
    page.get_by_role("tabpanel", name="Steps").get_by_role("button").first.wait_for()
    assert page.evaluate("[window.early, window.all]") == ([1, 1] if early else [0, 1])
    path = gdviz.descend(gdviz.surfaces["booth"], "gd", (0.0, 0.0), lr=0.01, steps=20, stop=None)
    assert page.locator(ROOT).evaluate("root => root.gdviz.runs[0].loss.at(-1)") == np.float32(path.loss[-1])
    page.locator(ROOT).evaluate(FAILS_ONCE)
    box = page.get_by_role("textbox", name="Learning rate, typed").first
    box.fill("0.02")
    box.press("Enter")
    failed = page.locator(".gd-failed")
    expect(failed).to_have_text("The player cannot be shown. an odd scene")
    type_rate(page, "0.03")
    expect(failed).to_have_count(0)  # what is shown now is the newest scene
