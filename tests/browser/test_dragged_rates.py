"""A learning rate dragged in the player's legend: the path follows, one request at a time, and the page agrees at the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import gdviz
from tests.browser.data_scene import ROOT, settle
from tests.browser.same_page import arrived, painted, run_of
from tests.browser.test_loss_surface_page import query, wait_query

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
TWO = "surface=himmelblau&opt=gd,adam&tol=off&steps=100"

# every request of the hand, and what came of it: how many were under way at most, and the bytes of the scenes,
# without those for other values that travel behind them
WATCH = """root => {
  const { hand } = document.querySelector(root).gdviz, seen = window.seen = { asked: [], most: 0, painted: [], bytes: [] };
  let open = 0;
  const ask = hand.ask, answered = hand.answered;
  hand.ask = (moved) => { open += 1; seen.most = Math.max(seen.most, open); seen.asked.push(moved); return ask(moved); };
  hand.answered = function (heard) { if (heard >= this.asked && this.askedAt !== null) open -= 1; return answered.call(this, heard); };
  const open_ = hand.open;
  hand.open = function (bytes) {
    const header = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const { ahead } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + header)));
    seen.bytes.push(bytes.length - (ahead?.scenes ?? []).reduce((sum, [, length]) => sum + length, 0));
    return open_.call(this, bytes);
  };
  new MutationObserver(() => seen.painted.push(document.querySelector(root).dataset.run))
    .observe(document.querySelector(root), { attributes: true, attributeFilter: ['data-run'] });
}"""

# whether the value of the slider that is dragged was computed ahead
FORESEEN = """root => {
  const { foreseen } = document.querySelector(root).gdviz.hand, dragged = document.activeElement;
  return foreseen.scenes.has(Number(dragged.getAttribute('aria-valuenow')));
}"""


def rate(page: Page, name: str) -> Locator:
    return page.locator(ROOT).get_by_role("slider", name=f"Learning rate of {name}", exact=True)


def middle(slider: Locator, share: float = 0.5) -> tuple[float, float]:
    box = slider.bounding_box()
    assert box is not None
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


def drag_and_escape(page: Page, slider: Locator) -> str:
    """Take a slider elsewhere, and put it back; returns the run that was shown before."""
    before = run_of(arrived(page))  # what was moved before is painted
    page.mouse.move(*middle(slider, 0.4))
    page.mouse.down()
    painted(page, before)
    page.keyboard.press("Escape")
    page.mouse.up()
    return before


def shown_run(page: Page, slug: str) -> dict[str, Any]:
    """Rate and losses of a run on show."""
    return page.evaluate(
        "([root, slug]) => { const run = document.querySelector(root).gdviz.scene.runs.find(r => r.slug === slug); "
        "return { rate: run.constantRate, losses: [...run.loss] }; }",
        [ROOT, slug],
    )


def shows_rate(page: Page, slider: Locator, slug: str = "adam") -> float:
    """Wait until the run of a slider's value is painted, and return the value."""
    value = float(slider.get_attribute("aria-valuenow") or "nan")
    page.wait_for_function(
        "([root, slug, value]) => { const node = document.querySelector(root), { scene } = node.gdviz; "
        "const { constantRate } = scene.runs.find(r => r.slug === slug); "
        "return node.dataset.run === scene.run && Math.abs(constantRate / value - 1) < 1e-9; }",
        arg=[ROOT, slug, value],
    )
    return value


def loss_of(slug: str, lr: float) -> list[float]:
    path = gdviz.descend("himmelblau", slug, steps=100, lr=lr, stop=None)
    return [float(v) for v in path.loss.astype("float32")]


def test_the_path_follows_the_hand(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?{TWO}", reduced_motion="reduce")
    slider, before = rate(page, "Adam"), run_of(page)
    page.evaluate(WATCH, ROOT)
    x, y = middle(slider)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y, steps=3)
    first = painted(page, before)  # while it is held
    page.mouse.move(x + 20, y, steps=6)
    second = painted(page, first)
    assert "adam.lr" not in query(page)  # the link waits for the end
    page.mouse.move(x + 24, y, steps=2)
    page.mouse.up()
    wait_query(page, "adam.lr=")
    value = shows_rate(page, slider)
    # the link, the sidebar, the slider and the picture say the same, and NumPy computed it
    assert float(query(page)["adam.lr"]) == value
    # looked up anew each time: a choice that another control changed gets a new widget, some time after the link
    page.wait_for_function(
        "([field, value]) => Number(document.querySelector(field)?.value) === value",
        arg=[".st-key-entrant-adam input[aria-label='Learning rate, typed']", value],
    )
    assert shown_run(page, "adam")["losses"] == loss_of("adam", value)
    page.wait_for_function("seen.bytes.length >= seen.asked.length")  # the last one of the whole page
    seen = page.evaluate("window.seen")
    assert seen["most"] == 1 and [m["settled"] for m in seen["asked"]].count(True) == 1
    assert {before, first, second} & set(seen["painted"]) == {first, second}
    # while it moved, neither the surface nor the other run came along
    assert max(seen["bytes"][:-1]) < 0.5 * seen["bytes"][-1]


def test_a_path_that_was_computed_ahead_is_shown_without_asking(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?{TWO}", reduced_motion="reduce")
    slider = rate(page, "Adam")
    x, y = middle(slider)
    page.mouse.move(x, y)
    page.mouse.down()
    for by in range(1, 40):  # each answer brings scenes for what may come next: as many as take little time
        page.mouse.move(x + by, y)
        shows_rate(page, slider)
        page.wait_for_function("root => document.querySelector(root).gdviz.hand.askedAt === null", arg=ROOT)
        if page.evaluate("root => document.querySelector(root).gdviz.hand.foreseen.scenes.size >= 3", ROOT):
            break
    # from now on nobody is asked: a request seems to be under way
    page.evaluate(
        "root => { const { hand } = document.querySelector(root).gdviz; hand.askedAt = hand.now() + 60000; }",
        ROOT,
    )
    shown = 0
    for to in range(60, -20, -1):
        page.mouse.move(x + to, y)
        if page.evaluate(FORESEEN, ROOT):
            value = shows_rate(page, slider)
            assert shown_run(page, "adam")["losses"] == loss_of("adam", value)
            shown += 1
    assert shown >= 3
    page.keyboard.press("Escape")
    page.mouse.up()


def test_keys_typing_and_escape(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?{TWO}&gd.lr=0.01", reduced_motion="reduce")
    slider = rate(page, "Gradient descent")
    page.evaluate(f"document.querySelector('{ROOT}').gdviz.seek(7)")
    settle(page)
    step = page.locator(ROOT).get_attribute("data-step")
    slider.focus()
    page.keyboard.press("ArrowRight")
    wait_query(page, "gd.lr=0.0106")  # a fortieth of a decade
    assert (
        page.locator(ROOT).get_attribute("data-step") == step
    )  # the arrow moved the rate, not the play head
    drag_and_escape(page, slider)
    page.wait_for_function(
        "([root]) => Math.abs(document.querySelector(root).gdviz.scene.runs[0].constantRate - 0.0106) < 1e-9",
        arg=[ROOT],
    )
    # a rate that nobody has set is not set by that: it stays derived, and out of the link
    before = drag_and_escape(page, rate(page, "Adam"))
    page.wait_for_function(
        "([root, run]) => document.querySelector(root).dataset.run === run "
        "&& !document.querySelector(root).gdviz.hand.moving && !document.querySelector(root).gdviz.hand.asking",
        arg=[ROOT, before],
    )
    assert "adam.lr" not in query(page)
    typed = page.locator(ROOT).get_by_role("textbox", name="Learning rate of Gradient descent, typed")
    typed.fill("0,02")
    typed.press("Enter")
    wait_query(page, "gd.lr=0.02")
    page.wait_for_function(
        "([root]) => document.querySelector(root).gdviz.scene.runs[0].constantRate === 0.02", arg=[ROOT]
    )
    assert shown_run(page, "gd")["losses"] == loss_of("gd", 0.02)
    page.go_back()
    page.wait_for_function(
        "([root]) => Math.abs(document.querySelector(root).gdviz.scene.runs[0].constantRate - 0.0106) < 1e-9",
        arg=[ROOT],
    )


def test_a_diverging_run_says_so_while_the_rate_is_held(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?{TWO}", reduced_motion="reduce")
    slider, before = rate(page, "Gradient descent"), run_of(page)
    x, y = middle(slider)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 500, y, steps=4)  # beyond its end
    painted(page, before)
    badge = page.locator(ROOT).locator("[data-slug=gd] .gd-badge")
    page.evaluate(f"document.querySelector('{ROOT}').gdviz.seek(1000)")
    expect(badge).to_have_text("diverged")
    page.mouse.up()


def test_parts_that_are_missing_are_asked_for(open_page: Open, app_url: str) -> None:
    """A scene that only names its parts is no dead end for a player that does not have them."""
    page = open_page(f"{app_url}/?{TWO}", reduced_motion="reduce")
    slider, before = rate(page, "Adam"), run_of(page)
    # the page forgets the surface between the request and the answer
    page.evaluate(
        "root => { const p = document.querySelector(root).gdviz, ask = p.hand.ask; "
        "p.hand.ask = (moved) => { const told = ask(moved); p.scene.parts = new Map(); return told; }; }",
        ROOT,
    )
    slider.focus()
    page.keyboard.press("ArrowRight")
    painted(page, before)
    wait_query(page, "adam.lr=")
    rate_shown, value = shown_run(page, "adam")["rate"], float(slider.get_attribute("aria-valuenow") or "nan")
    assert abs(rate_shown / value - 1) < 1e-9


def test_odd_requests_change_nothing(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?{TWO}", reduced_motion="reduce")
    before, link = run_of(page), page.url
    for message in (
        {"changes": {"steps": 5, "lr.himmelblau.adam": "x", "__class__": 1}, "held": [], "settled": True},
        {"changes": {"lr.himmelblau.adam": -1}, "held": [1, None], "settled": False},
        {"changes": [], "held": {}},
        [1, 2],
        "",
        7,
    ):
        page.evaluate(
            "([root, m]) => document.querySelector(root).gdviz.page.send('hand', m)",
            [ROOT, json.loads(json.dumps(message))],
        )
        arrived(page)
    assert run_of(page) == before and page.url == link
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_message_brings_what_a_busy_server_has_not_seen(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?{TWO}", reduced_motion="reduce")
    page.evaluate(
        """root => {
          const { gdviz } = document.querySelector(root), { emit } = gdviz.page;
          gdviz.page.emit = () => true; // the server is busy, and sees what comes last
          gdviz.page.tell('start', { x: 1, y: 2 });
          gdviz.hand.change('lr.himmelblau.adam', 0.125, true);
          gdviz.page.tell('focus', { slug: 'adam' });
          gdviz.page.emit = emit;
          gdviz.page.tell('window', { x: [-4, 4], y: [-4, 4] });
        }""",
        ROOT,
    )
    for part in ("start=1,2", "adam.lr=0.125", "window=-4,4,-4,4"):
        wait_query(page, part)
    page.wait_for_function(
        """root => { const { gdviz } = document.querySelector(root);
          return gdviz.scene.focus === 'adam' && !gdviz.page.unheard.length && gdviz.hand.askedAt === null; }""",
        arg=ROOT,
    )
