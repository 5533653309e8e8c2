"""SciPy's minimisers in the player: no rate in the legend, what is known of a step in place of equations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.data_scene import PLAYER, ROOT, hand, settle
from tests.browser.same_page import resize

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
QUERY = "?opt=gd,scipy_bfgs&steps=60"


def known(page: Page) -> dict[str, str]:
    lines = page.locator(".gd-known")
    return dict(
        zip(lines.locator("dt").all_inner_texts(), lines.locator("dd").all_inner_texts(), strict=True)
    )


def numbers(text: str) -> list[float]:
    plain = text.replace("\u2212", "-").strip("()").replace("→", ",")
    return [float(part) for part in plain.split(",")]


def test_its_arithmetic_is_what_is_known_of_the_step(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/{QUERY}", reduced_motion="reduce")
    expect(page.locator(ROOT).get_by_role("slider", name="Learning rate")).to_have_count(1)
    expect(page.get_by_role("button", name="Parameters of BFGS (SciPy)")).to_be_visible()
    page.evaluate(f"() => {PLAYER}.seek(3)")
    settle(page)
    path = gdviz.descend("rosenbrock", "scipy_bfgs", steps=60)
    title = page.locator(".gd-step-title").inner_text()
    assert title == "Step 3. SciPy makes this step, so there are no equations here. What is known of it:"
    said = known(page)
    assert numbers(said["from (x, y) ="]) == pytest.approx(path.theta[2], rel=1e-4)
    assert numbers(said["to (x, y) ="]) == pytest.approx(path.theta[3], rel=1e-4)
    assert numbers(said["loss before and after"]) == pytest.approx(path.loss[2:4], rel=1e-4)
    values, gradients, _ = (path.evaluated[3] - path.evaluated[2]).tolist()
    counts = f"{values} value{'s' * (values > 1)}, {gradients} gradient{'s' * (gradients > 1)}"
    assert said["asked for in it"] == counts
    for width, height in ((1366, 768), (390, 844)):
        resize(page, width, height)
        box = page.locator(".gd-known").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    page.get_by_label("Competitor", exact=True).select_option("gd")
    page.wait_for_function("() => document.querySelectorAll('.gd-equation').length > 0")
    settle(page)
    assert page.locator(".gd-known").is_hidden() and known(page) == {}


def test_in_a_file_it_can_be_copied_too(spare: Page) -> None:
    path = gdviz.descend("rosenbrock", "scipy_trust_exact")
    run = Competitor.at(0, "scipy_trust_exact", "trust-exact (SciPy)", path)
    page = hand(spare, Scene.of(path.objective, [run]))
    text, latex = (
        page.evaluate(f"(kind) => {PLAYER}.panels.arithmetic.written(kind)", k) for k in ("text", "latex")
    )
    assert text.startswith(f"trust-exact (SciPy), step {path.steps}\nSciPy makes this step")
    assert "asked for in it 1 value, 1 gradient, 1 Hessian" in text
    assert latex.splitlines() == [f"% {line}" for line in text.splitlines()]
    assert page.locator("[data-gd=metric] option[value=rate]").is_disabled()


@pytest.mark.parametrize("slug", ["scipy_bfgs", "scipy_nelder_mead"])
def test_a_start_where_nothing_is_to_be_done(spare: Page, slug: str) -> None:
    path = gdviz.descend("sphere", slug, start=(0, 0))
    run = Competitor.at(0, slug, gdviz.minimizers[slug].name, path)
    page = hand(spare, Scene.of(path.objective, [run]))
    assert page.locator(".gd-step-title").inner_text() == (
        f"{gdviz.minimizers[slug].name} has made no step. {path.reason}"
    )
    assert page.locator(".gd-known").is_hidden()
