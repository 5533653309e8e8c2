"""Critical points in the player: a mark and a legend for each kind, and the numbers under the pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.data_scene import PLAYER, hand
from tests.browser.same_page import resize

pytestmark = pytest.mark.without_webgl
LEGEND = ".gd-contour .gd-critical"
PIXEL = f"""([x, y]) => {{ const p = {PLAYER}.panels.contour, f = p.frame, b = p.host.getBoundingClientRect();
  return [b.left + f.ox + x * f.ax, b.top + f.oy - y * f.ay]; }}"""


def scene_of(marked: bool) -> Scene:
    path = gdviz.descend("himmelblau", "gd", steps=20, lr=0.01, stop=None)
    runs = [Competitor.at(0, "gd", "Gradient descent", path)]
    points = gdviz.critical_points("himmelblau") if marked else None
    return Scene.of(path.objective, runs, resolution=24, critical=points)


def test_the_pointer_on_a_mark_tells_class_and_eigenvalues(spare: Page) -> None:
    page = hand(spare, scene_of(marked=True))
    assert page.locator(LEGEND).inner_text().split() == ["minimum", "saddle", "maximum"]
    points, hidden = gdviz.critical_points("himmelblau"), 0
    for kind in ("saddle", "maximum", "minimum"):
        point = next(p for p in points if p.kind == kind)
        x, y = page.evaluate(PIXEL, point.theta.tolist())
        page.mouse.move(x + 3, y)
        words = page.locator(".gd-contour .gd-chip").inner_text()
        assert words.startswith(f"{kind}: x = ") and "eigenvalues" in words
        boxes = [page.locator(part).bounding_box() for part in (LEGEND, ".gd-contour .gd-chip")]
        assert boxes[0] and boxes[1]
        over = boxes[1]["y"] < boxes[0]["y"] + boxes[0]["height"]
        assert page.locator(LEGEND).is_visible() != over  # it gives way to words that lie over it
        hidden += over
    assert hidden


def test_no_marks_where_the_scene_has_none(spare: Page) -> None:
    page = hand(spare, scene_of(marked=False))
    assert page.locator(".gd-contour").is_visible() and not page.locator(LEGEND).is_visible()


@pytest.mark.parametrize("width, height", [(390, 844), (684, 768)])
def test_on_a_small_screen_the_names_of_the_marks_cover_none_of_them(
    spare: Page, width: int, height: int
) -> None:
    page = resize(hand(spare, scene_of(marked=True)), width, height)
    names = page.locator(LEGEND).bounding_box()
    assert names
    for point in gdviz.critical_points("himmelblau"):
        x, y = page.evaluate(PIXEL, point.theta.tolist())
        beside = abs(x - names["x"] - names["width"] / 2) > names["width"] / 2
        assert beside or y - names["y"] - names["height"] > 5, point.kind
    resize(page)
