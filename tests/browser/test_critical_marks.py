"""Critical points in the player: a mark and a legend for each kind, and the numbers under the pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.data_scene import PLAYER, hand

pytestmark = pytest.mark.without_webgl
LEGEND = ".gd-contour .gd-critical"


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
        x, y = page.evaluate(
            f"() => {{ const p = {PLAYER}.panels.contour, f = p.frame, b = p.host.getBoundingClientRect();"
            f" return [b.left + f.ox + {point.theta[0]} * f.ax, b.top + f.oy - {point.theta[1]} * f.ay]; }}"
        )
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
