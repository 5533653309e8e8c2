"""Presses, fingers and keys: a click is for what it was made on, a swipe scrolls, the space bar plays, nothing is promised in vain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Page

import gdviz
from gdviz.player import Scene
from tests.browser.data_scene import PLAYER, ROOT, settle
from tests.browser.press import LISTEN, PLACE, RANGES, scene, told
from tests.browser.same_page import resize, steady

Open = Callable[..., Page]


def test_a_press_is_for_the_control_that_it_is_made_on(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scene(tmp_path, lr=0.05), reduced_motion="reduce")
    page.evaluate(LISTEN)
    fit = page.locator(".gd-notice button")
    fit.click()
    assert [name for name, _ in told(page)] == ["window"]
    # any control over any picture, and presses that begin or end on one
    for panel in ("contour", "curve", "data", "surface"):
        page.evaluate(
            """panel => { const b = document.createElement('button'); b.textContent = 'Over'; b.id = `over-${panel}`;
            b.style = 'position: absolute; left: 45%; top: 45%; width: 40px; height: 30px; z-index: 9';
            document.querySelector(`[data-gd=${panel}]`).append(b); }""",
            panel,
        )
    page.evaluate(f"() => {{ window.told = []; {PLAYER}.seek(7); }}")
    for panel in ("contour", "curve", "surface"):
        page.locator(f"#over-{panel}").click()
    over = page.locator("#over-contour").bounding_box()
    edge = over["x"] + over["width"], over["y"] + 10
    for a, b in ((-2, 1), (1, -2)):
        page.mouse.move(edge[0] + a, edge[1])
        page.mouse.down()
        page.mouse.move(edge[0] + b, edge[1])
        page.mouse.up()
    assert told(page) == [] and page.get_attribute(ROOT, "data-step") == "7"
    page.mouse.click(*page.evaluate(PLACE, [3, 4]))
    ((name, value),) = told(page)
    assert name == "start" and [value["x"], value["y"]] == pytest.approx([3, 4], abs=0.05)


def test_a_file_promises_no_click(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scene(tmp_path), reduced_motion="reduce")
    said = page.evaluate(
        "() => [...document.querySelectorAll('[aria-label], [title]')].map((n) => n.ariaLabel + n.title).join(' ')"
    )
    assert "set the start" not in said + page.locator(ROOT).inner_text()
    drag = page.locator(".gd-contour .nsewdrag").first
    assert drag.evaluate("node => getComputedStyle(node).cursor") == "grab"
    page.evaluate(f"() => {{ {PLAYER}.scene.listens = ['start']; {PLAYER}.show({PLAYER}.scene); }}")
    assert "set the start" in (page.locator(".gd-contour").get_attribute("aria-label") or "")
    assert drag.evaluate("node => getComputedStyle(node).cursor") == "crosshair"


def test_axes_are_equal_where_units_match_and_stay_exact(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scene(tmp_path), width=1366, reduced_motion="reduce", webgl=False)
    units = f"() => {{ const f = {PLAYER}.panels.contour.frame; return f.ax / f.ay; }}"
    assert page.evaluate(units) == pytest.approx(1, abs=1e-3)
    page.evaluate(LISTEN)
    for zoom in ([0, 3, 0, 3], [2, 3, -3, 4], None):
        if zoom:
            page.evaluate(f"z => {PLAYER}.panels.contour.zoom(z.slice(0, 2), z.slice(2))", zoom)
            settle(page)
        else:  # the wheel, over a point that stays where it is
            x, y = page.evaluate(PLACE, [2.5, 1])
            page.mouse.move(x, y)
            seen = page.evaluate(RANGES)
            page.mouse.wheel(0, -200)
            page.wait_for_function(f"seen => ({RANGES})()[0] !== seen[0]", arg=seen)
            steady(page, RANGES)
            np.testing.assert_allclose(page.evaluate(PLACE, [2.5, 1]), [x, y], atol=2)
        assert page.evaluate(units) == pytest.approx(1, abs=1e-3)
        page.evaluate("() => { window.told = []; }")
        page.mouse.click(*page.evaluate(PLACE, [2.6, 1.2]))
        ((_, value),) = told(page)
        assert [value["x"], value["y"]] == pytest.approx([2.6, 1.2], abs=0.03)
    page.get_by_label("Units of the axes").select_option("free")
    page.wait_for_function(
        f"() => Math.abs({PLAYER}.panels.contour.frame.ax / {PLAYER}.panels.contour.frame.ay - 1) > 0.1"
    )
    page.reload()
    page.wait_for_selector(f"{ROOT}[data-run]")
    assert page.get_by_label("Units of the axes").input_value() == "free"  # remembered
    page.set_viewport_size({"width": 900, "height": 900})
    page.get_by_label("Units of the axes").select_option("equal")
    page.wait_for_function(
        f"() => Math.abs({PLAYER}.panels.contour.frame.ax / {PLAYER}.panels.contour.frame.ay - 1) < 1e-3"
    )
    resize(page, 1200, 700)
    assert page.evaluate(units) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("axes, options", [("free", {}), ("equal", {"scaling": "standardise"})])
def test_axes_of_data_are_equal_only_where_units_match(axes: str, options: dict[str, str]) -> None:
    from gdviz.player.scene.data import DataView
    from gdviz.player.scene.wire import read_scene

    whole = gdviz.data_loss("galton", "squared", **options)
    window = ((-1.0, 1.0), (-1.0, 2.0))
    scene = Scene.of(whole, [], data=DataView.of(whole), window=window, resolution=16)
    assert read_scene(scene.to_bytes())[0]["axes"] == axes
    bare = Scene.of(
        whole, [], window=window, resolution=16
    )  # the data are not shown, but the units are theirs
    assert read_scene(bare.to_bytes())[0]["axes"] == axes
    strip = Scene.of(whole, [], data=DataView.of(whole), window=((-1.0, 1.0), (-1.0, 20.0)), resolution=16)
    assert read_scene(strip.to_bytes())[0]["axes"] == "free"


class Finger:
    """Touches of a real browser, as the operating system sends them."""

    def __init__(self, page: Page) -> None:
        self.page, self.cdp = page, page.context.new_cdp_session(page)
        assert isinstance(self.cdp, CDPSession)

    def send(self, kind: str, *points: tuple[float, float]) -> None:
        self.cdp.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]},
        )

    def swipe(self, x: float, y: float, dx: float, dy: float) -> None:
        self.send("touchStart", (x, y))
        for i in range(1, 13):
            self.send("touchMove", (x + dx * i / 12, y + dy * i / 12))
        self.send("touchEnd")
        steady(self.page, "() => window.scrollY")

    def tap(self, x: float, y: float) -> None:
        self.send("touchStart", (x, y))
        self.send("touchEnd")


def on_phone(open_page: Open, folder: Path) -> Page:
    return open_page(
        scene(folder),
        width=390,
        height=844,
        reduced_motion="reduce",
        has_touch=True,
        is_mobile=True,
        webgl=False,
    )


def test_fingers_on_the_contour(open_page: Open, tmp_path: Path) -> None:
    """A tap sets the start, a swipe scrolls, a long press moves the picture, two fingers zoom."""
    for _ in range(
        4
    ):  # on a busy machine the first move may come after the time that makes a long press of it
        page = on_phone(open_page, tmp_path)
        page.evaluate(LISTEN)
        finger, before = Finger(page), page.evaluate(RANGES)
        x, y = page.evaluate(PLACE, [1, 1])
        finger.swipe(x, y, 0, -150)
        if page.evaluate("() => window.scrollY") > 80:
            break
    assert page.evaluate("() => window.scrollY") > 80
    np.testing.assert_allclose(page.evaluate(RANGES), before)
    assert told(page) == []
    page.evaluate("() => window.scrollTo(0, 0)")
    x, y = page.evaluate(PLACE, [1, 1])
    finger.tap(x, y)
    ((name, value),) = told(page)
    assert name == "start" and [value["x"], value["y"]] == pytest.approx([1, 1], abs=0.06)
    finger.send("touchStart", (x, y))
    page.wait_for_selector("[data-gd=contour][data-held]")
    for i in range(1, 7):
        finger.send("touchMove", (x + 5 * i, y + 5 * i))
    finger.send("touchEnd")
    steady(page, RANGES)
    np.testing.assert_allclose(page.evaluate(PLACE, [1, 1]), [x + 30, y + 30], atol=1.5)
    assert page.evaluate("() => window.scrollY") == 0
    width = np.diff(page.evaluate(RANGES)[:2])[0]
    finger.send("touchStart", (x - 20, y), (x + 20, y))
    for i in range(1, 5):
        finger.send("touchMove", (x - 20 - 5 * i, y), (x + 20 + 5 * i, y))
    finger.send("touchEnd")
    steady(page, RANGES)
    assert np.diff(page.evaluate(RANGES)[:2])[0] == pytest.approx(width / 2, rel=0.05)
    assert [name for name, _ in told(page)] == ["start"]  # the tap's; no other touch was taken for one


def test_a_finger_on_the_curves_scrolls_or_seeks(open_page: Open, tmp_path: Path) -> None:
    page = on_phone(open_page, tmp_path)
    page.locator("[data-gd=curve]").scroll_into_view_if_needed()
    page.evaluate(f"() => {PLAYER}.seek(60)")
    finger, box, top = (
        Finger(page),
        page.locator("[data-gd=curve]").bounding_box(),
        page.evaluate("() => window.scrollY"),
    )
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger.swipe(x, y, 0, 150)
    assert page.evaluate("() => window.scrollY") < top - 80
    assert page.get_attribute(ROOT, "data-step") == "60"
    page.locator("[data-gd=curve]").scroll_into_view_if_needed()
    box = page.locator("[data-gd=curve]").bounding_box()
    finger.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settle(page)
    assert 20 < int(page.get_attribute(ROOT, "data-step") or 0) < 45
