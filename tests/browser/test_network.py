"""A network in the player: its diagram follows the play head, a weight tells its chain rule, a row its passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

import gdviz
from tests.browser.data_scene import PLAYER, ROOT, Open, settle
from tests.browser.same_page import resize

pytestmark = pytest.mark.without_webgl
DIAGRAM = ".gd-network .gd-diagram"
WORDS = ".gd-network .gd-network-weight"
MIDDLE = f"""(weight) => {{
  const p = {PLAYER}.panels.network, edge = p.fitted.layout.edges[weight], b = p.canvas.getBoundingClientRect();
  return [b.left + 0.7 * edge.from.x + 0.3 * edge.to.x, b.top + 0.7 * edge.from.y + 0.3 * edge.to.y];
}}"""


@pytest.fixture
def net() -> gdviz.engine.Network:
    return gdviz.network("moons", hidden=(3,), loss="cross_entropy", seed=1)


@pytest.fixture
def page(open_page: Open, tmp_path: Path, net: gdviz.engine.Network) -> Page:
    file = tmp_path / "scene.html"
    file.write_text(gdviz.show(net, ["gd", "adam"], steps=30, stop=None).to_html(), encoding="utf-8")
    return open_page(file.as_uri(), reduced_motion="reduce")


def at(page: Page, k: int) -> str:
    page.evaluate(f"(k) => {PLAYER}.seek(k)", k)
    page.wait_for_function(f"(k) => {PLAYER}.panels.network.events.now().k === k", arg=k)
    settle(page)
    return page.locator(DIAGRAM).evaluate("(canvas) => canvas.toDataURL()")


def test_the_diagram_follows_the_play_head_and_a_weight_tells_its_chain_rule(page: Page, net) -> None:
    first, last = at(page, 0), at(page, 30)
    assert first != last and at(page, 0) == first
    at(page, 30)
    x, y = page.evaluate(MIDDLE, 1)
    page.mouse.move(x, y)
    assert page.locator(WORDS).inner_text().startswith("W1[1,2] from x2 to unit 1 of layer 1 = ")
    page.mouse.click(x, y)
    page.mouse.move(5, 5)
    page.wait_for_function(f"() => document.querySelector('{WORDS}').textContent.includes('∂loss/∂W1[1,2]')")
    words = page.locator(WORDS).inner_text()
    path = gdviz.descend(net, "adam", steps=30, stop=None)
    assert f"the gradient over all rows is {path.gradient[-1][1]:.4g}".replace("-", "−") in words
    page.locator(DIAGRAM).press("ArrowDown")
    page.wait_for_function(f"() => document.querySelector('{WORDS}').textContent.includes('W1[2,1]')")
    page.get_by_role("button", name="Play").click()
    page.locator(DIAGRAM).press("ArrowDown")  # told while it plays, and goes on
    page.wait_for_function(f"() => document.querySelector('{WORDS}').textContent.includes('W1[2,2]')")
    told = page.locator(WORDS).inner_text()
    assert page.locator(ROOT).get_attribute("data-playing") == "true"
    page.wait_for_function(f"(told) => document.querySelector('{WORDS}').textContent !== told", arg=told)


def test_a_unit_that_is_pointed_at_or_chosen_is_shown_large(page: Page) -> None:
    lens, diagram = page.locator(".gd-unit-lens"), page.locator(DIAGRAM)
    units = f"""(unit) => {{ const p = {PLAYER}.panels.network, b = p.canvas.getBoundingClientRect();
        const {{ x, y }} = p.fitted.layout.columns[1][unit]; return [b.left + x, b.top + y]; }}"""
    assert lens.is_hidden()
    page.mouse.move(*page.evaluate(units, 1))
    assert lens.inner_text().startswith("Unit 2 of layer 1") and "x1 across, x2 upwards" in lens.inner_text()
    box, canvas = lens.bounding_box(), diagram.bounding_box()
    assert box["width"] >= 140 and box["x"] >= canvas["x"] and box["y"] >= canvas["y"]
    assert box["y"] + box["height"] <= canvas["y"] + canvas["height"]
    first = lens.locator("canvas").evaluate("(canvas) => canvas.toDataURL()")
    at(page, 0)
    page.mouse.move(*page.evaluate(units, 1), steps=2)
    assert (
        lens.locator("canvas").evaluate("(canvas) => canvas.toDataURL()") != first
    )  # that of the step on show
    page.mouse.move(5, 5)
    assert lens.is_hidden()
    diagram.focus()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('.gd-network-weight').textContent.startsWith('b1[')")
    assert lens.is_visible()
    page.get_by_role("button", name="Play").focus()
    assert lens.is_hidden()


def test_the_row_goes_forward_and_backward_in_numbers(page: Page) -> None:
    at(page, 30)
    titles = page.locator(".gd-passes h4").all_inner_texts()
    assert titles == ["Layer 1, forward", "Scores", "Loss", "Loss, backward", "Layer 1, backward"]
    at(page, 12)  # of a step that does not rest on the server nothing exact is known
    assert page.locator(".gd-passes h4").count() == 0


def test_data_and_diagram_come_before_the_keys_and_nothing_overflows(page: Page) -> None:
    for width, height in ((390, 844), (1366, 768)):
        resize(page, width, height)
        boxes = {
            name: page.locator(name).bounding_box()
            for name in (".gd-data", ".gd-network", ".gd-transport", ".gd-contour")
        }
        assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes.values())
        tops = {name: box["y"] for name, box in boxes.items()}
        assert max(tops[".gd-data"], tops[".gd-network"]) < tops[".gd-transport"] < tops[".gd-contour"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
