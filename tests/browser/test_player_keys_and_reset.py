"""Keys, the button that resets, and the tip: what is pressed and what lies under the pointer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.data_scene import PLAYER, ROOT, built, settle
from tests.browser.press import PLACE, RANGES, scene
from tests.browser.same_page import resize

Open = Callable[..., Page]


def test_space_plays_unless_a_text_field_or_a_button_has_it(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scene(tmp_path), reduced_motion="reduce")
    page.evaluate("""() => document.body.insertAdjacentHTML('afterbegin', '<input id=field><textarea id=area></textarea><p id=rich '
        + 'contenteditable>text</p><button id=button>Press</button><input type=checkbox id=check><input type=range id=range>'
        + '<div id=slider tabindex=0 role=slider>s</div><a id=link href=#>link</a>')""")
    playing = lambda: page.get_attribute(ROOT, "data-playing") == "true"  # noqa: E731
    for name, plays in (
        ("field", False),
        ("area", False),
        ("rich", False),
        ("button", False),
        ("check", False),
        ("range", True),
        ("slider", True),
        ("link", True),
    ):
        page.evaluate(f"() => {PLAYER}.seek(0)")
        page.locator(f"#{name}").focus()
        page.keyboard.press(" ")
        assert playing() is plays, name
    page.evaluate(f"() => {{ {PLAYER}.seek(0); document.activeElement.blur(); }}")
    page.keyboard.press(" ")
    assert playing()
    assert page.evaluate("() => window.scrollY") == 0  # and the page does not scroll
    page.keyboard.press(" ")
    assert not playing()
    page.locator("#rich").click()
    page.locator("#button").focus()  # as a screen reader does: the button was not clicked
    page.keyboard.press(" ")
    assert not playing()
    page.locator("#button").click()
    page.keyboard.press(" ")
    assert playing()


FULL = "document.fullscreenElement !== null"


def test_keys_reach_a_player_that_nobody_touched(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scene(tmp_path), reduced_motion="reduce")
    assert page.evaluate("() => document.activeElement === document.body")
    step = lambda: page.get_attribute(ROOT, "data-step")  # noqa: E731
    for key, at in (
        ("Home", "0"),
        ("ArrowRight", "1"),
        ("Shift+ArrowRight", "11"),
        ("ArrowLeft", "10"),
        ("End", "60"),
    ):
        page.keyboard.press(key)
        page.wait_for_function(
            "([root, at]) => document.querySelector(root).dataset.step === at", arg=[ROOT, at]
        )
    for key in ("Control+f", "Alt+ArrowLeft", "Meta+ArrowLeft", "r", "c", "ArrowDown", "PageDown"):
        assert not page.evaluate(
            """key => { const parts = key.split('+'), of = (name) => parts.includes(name);
            return !document.body.dispatchEvent(new KeyboardEvent('keydown', { key: parts.at(-1), bubbles: true, cancelable: true,
              ctrlKey: of('Control'), altKey: of('Alt'), metaKey: of('Meta') })); }""",
            key,
        ), key
    assert step() == "60"
    page.keyboard.press("F")
    page.wait_for_function(FULL)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("root => document.querySelector(root).dataset.step === '59'", arg=ROOT)
    page.keyboard.press("f")
    page.wait_for_function(f"!({FULL})")


def test_keys_stay_with_what_takes_them(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scene(tmp_path), reduced_motion="reduce")
    page.evaluate("""() => document.body.insertAdjacentHTML('afterbegin', '<input id=field><textarea id=area></textarea><p id=rich '
        + 'contenteditable>text</p><select id=select><option>a<option>f</select><input type=radio id=radio><input type=range id=range>'
        + '<div role=dialog><button id=inside>In a dialog</button></div><div id=map tabindex=0 role=application>m</div>'
        + '<button id=button>Press</button>')""")
    step = lambda: page.get_attribute(ROOT, "data-step")  # noqa: E731
    for name in ("field", "area", "rich", "select", "radio", "range", "inside", "map", "button"):
        page.locator(f"#{name}").focus()
        for key in ("f", "ArrowLeft", "Home"):
            page.keyboard.press(key)
            settle(page)
            assert (step(), page.evaluate(FULL)) == ("60", False), (name, key)
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("ArrowLeft")  # a dialog is open
    settle(page)
    assert step() == "60"
    page.evaluate("() => document.querySelector('[role=dialog]').remove()")
    page.keyboard.press("ArrowLeft")
    settle(page)
    assert step() == "59"


def test_the_first_key_after_a_click_plays(open_page: Open, tmp_path: Path) -> None:
    """With it browsers frame the button that was clicked, as if the keyboard had gone there."""
    page = open_page(
        scene(tmp_path), reduced_motion="reduce", locale="en-IE"
    )  # a tab in which no key was pressed
    page.evaluate("() => document.body.insertAdjacentHTML('afterbegin', '<button id=button>Press</button>')")
    page.locator("#button").click()
    page.keyboard.press(" ")
    assert page.get_attribute(ROOT, "data-playing") == "true"


def test_of_several_players_the_most_visible_gets_the_keys(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scene(tmp_path), reduced_motion="reduce")

    def steps() -> list[int]:
        return page.evaluate("() => [...document.querySelectorAll('.gdviz')].map((n) => n.gdviz.clock.k)")

    page.evaluate(
        """root => { const kept = window.kept = new Set(), { addEventListener: add, removeEventListener: remove } = document;
        document.addEventListener = (...of) => { kept.add(of[1]); add.apply(document, of); };
        document.removeEventListener = (...of) => { kept.delete(of[1]); remove.apply(document, of); };
        const { gdviz: p } = document.querySelector(root), { parentElement: host } = p.root, more = host.cloneNode();
        host.after(more); more.before(Object.assign(document.createElement('p'), { id: 'far', style: 'height: 3000px' }));
        const node = more.appendChild(document.createElement('div')), other = new p.constructor(node, p.plots.loadPlotly, () => false);
        other.take(p.scene); }""",
        ROOT,
    )
    page.wait_for_function("() => document.querySelectorAll('.gdviz')[1].dataset.ready === 'true'")
    page.keyboard.press("Home")
    assert steps() == [0, 60]
    page.evaluate("() => document.querySelector('#far').scrollIntoView()")
    page.keyboard.press("End")  # no player is in view: the page has it
    assert steps() == [0, 60]
    page.evaluate("() => document.querySelectorAll('.gdviz')[1].scrollIntoView()")
    page.keyboard.press("ArrowLeft")
    assert steps() == [0, 59]
    assert page.evaluate("() => window.kept.size") > 0
    page.evaluate("() => document.querySelectorAll('.gdviz')[1].gdviz.destroy()")
    assert (
        page.evaluate("() => window.kept.size") == 0
    )  # nothing of the page still calls a player that is gone


def test_reset_leads_back(open_page: Open, tmp_path: Path) -> None:
    page = open_page(scene(tmp_path), reduced_motion="reduce")
    before = page.evaluate(RANGES)
    page.evaluate(f"() => {PLAYER}.panels.contour.zoom([0, 1], [0, 1])")
    page.locator(".gd-entry", has_text="Adam").click()
    page.get_by_label("Scale of contours and colours").select_option("quantile")
    page.evaluate(f"() => {PLAYER}.seek(3)")
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function(f"before => {PLAYER}.panels.contour.frame.x[0] === before[0]", arg=before)
    settle(page)
    np.testing.assert_allclose(page.evaluate(RANGES), before)
    assert page.locator(".gd-entry[aria-pressed=false]").count() == 0
    assert page.get_by_label("Scale of contours and colours").input_value() != "quantile"
    assert page.get_attribute(ROOT, "data-step") == "60"  # less motion: the end


def test_the_tip_covers_no_point(open_page: Open, tmp_path: Path) -> None:
    whole, _ = built("moons", "cross_entropy", lr=0.3)
    file = tmp_path / "scene.html"
    file.write_text(whole.to_html(), encoding="utf-8")
    page = open_page(file.as_uri(), reduced_motion="reduce")
    for width in (1366, 390):
        resize(page, width)
        points = page.evaluate(f"""() => {{ const p = {PLAYER}.panels.data, box = p.host.getBoundingClientRect();
            return Array.from({{ length: p.sample.drawn }}, (_, i) => p.pixel(i)).map(([x, y]) => [box.left + x, box.top + y]); }}""")
        shown = 0
        for i in range(0, len(points), 7):
            page.mouse.move(*points[i])
            settle(page)
            tip = page.locator("[data-gd=data] .gd-tip").bounding_box()
            if tip is None:
                continue
            shown += 1
            covered = [
                p
                for p in points
                if tip["x"] < p[0] < tip["x"] + tip["width"] and tip["y"] < p[1] < tip["y"] + tip["height"]
            ]
            assert covered == [], (width, i)
            assert tip["x"] >= 0 and tip["x"] + tip["width"] <= width
        assert shown > 10


@pytest.fixture(scope="module")
def resting(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return open_shared(scene(tmp_path_factory.mktemp("chip")), reduced_motion="reduce")


def test_another_size_keeps_the_ranges(resting: Page) -> None:
    """With axes of equal units plotly.js makes others for it, if it remembers a wider range of before."""
    axes = f"{PLAYER}.panels.contour.plot._fullLayout"
    page = resize(resting, 1366)
    page.evaluate(f"() => {{ {axes}.yaxis._inputRange = [-9, 9]; }}")
    ranges = f"() => [{axes}.xaxis.range, {axes}.yaxis.range, {axes}.width]"
    *before, wide = page.evaluate(ranges)
    *after, small = resize(page, 390, 844).evaluate(ranges)
    assert after == before and small < wide


@pytest.mark.parametrize("width", [390, 1024, 1280, 1366])
def test_the_chip_is_whole_and_not_under_the_pointer(resting: Page, width: int) -> None:
    page = resize(resting, width)
    page.locator("[data-gd=contour]").scroll_into_view_if_needed()
    for x, y in ((3, 2), (-4, 4.5), (4, -4), (0, 0)):
        px, py = page.evaluate(PLACE, [x, y])
        page.mouse.move(px, py)
        settle(page)
        chip = page.locator("[data-gd=contour] .gd-chip")
        box, panel = chip.bounding_box(), page.locator("[data-gd=contour]").bounding_box()
        assert chip.evaluate(
            "n => n.scrollWidth <= n.clientWidth + 1 && n.scrollHeight <= n.clientHeight + 1"
        )
        assert panel["x"] <= box["x"] and box["x"] + box["width"] <= panel["x"] + panel["width"]
        assert not (box["x"] < px < box["x"] + box["width"] and box["y"] < py < box["y"] + box["height"])
