"""The data panel's words, colours and place, and the scenes that it has no data for."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

import gdviz
from gdviz.engine import Slice
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from tests.browser.data_scene import (
    PLAYER,
    STEPS,
    Open,
    Shown,
    built,
    hand,
    near,
    settle,
    text_color,
    three_features,
)
from tests.browser.same_page import resize


def test_the_panel_says_what_it_shows(line: Shown, plane: Shown, points: Shown) -> None:
    for shown, words in (
        (line, "Data: 60 points, y against x, with the fitted line of Gradient descent, Adam at step 7."),
        (points, "Data: 30 points, predicted y against actual y, with the predictions of Adam at step 7."),
    ):
        shown.seek(7)
        assert shown.page.locator(".gd-data").get_attribute("aria-label") == words
    plane.seek(STEPS)
    said = plane.page.locator(".gd-data").get_attribute("aria-label")
    share = plane.whole.accuracy(plane.paths[1].theta[-1:])[0]
    assert f"Adam classifies {100 * share:.3g} % of 150 rows correctly." in said


def test_thinned_points_are_told(spare: Page) -> None:
    scene, _ = built("line", parameters={"n": 5000}, lr=0.01)
    hand(spare, scene)
    note = spare.locator("[data-gd=data-note]")
    assert note.inner_text().split("\n")[-1] == "500 of 5\u202f000 points drawn"


def test_a_picture_that_follows_asks_for_its_step_once_the_head_rests(
    open_page: Open, tmp_path: Path
) -> None:
    shown = Shown(open_page, tmp_path, *built(three_features(), lr=0.1, view={"follow": STEPS}))
    page = shown.page
    page.evaluate(
        f"() => {{ window.asked = []; {PLAYER}.scene.listens = ['slice'];"
        f"{PLAYER}.page.emit = (_, events) => {{ const {{ name, value }} = events.at(-1);"
        "return window.asked.push([name, value]) > 0; }; }"
    )
    page.evaluate(f"() => {{ for (const k of [10, 11, 12]) {PLAYER}.seek(k); }}")
    page.wait_for_function("() => window.asked.length")
    page.wait_for_timeout(400)
    assert page.evaluate("() => window.asked") == [["slice", {"step": 12, "slug": "adam"}]]
    shown.seek(12)
    page.evaluate(f"() => {{ {PLAYER}.clock.play(); }}")
    page.wait_for_timeout(400)
    assert len(page.evaluate("() => window.asked")) == 1  # not while it plays


def test_colours_follow_the_theme(line: Shown) -> None:
    line.seek(30)
    slope, intercept = line.paths[1].theta[30]
    row = line.paths[0].batches.rows_of_step(30)[0]
    at = line.place(line.whole.design.x[row, 0], line.whole.design.y[row])
    light = text_color(line.page)
    line.page.emulate_media(color_scheme="dark")
    line.page.wait_for_function(f"() => {PLAYER}.theme.dark && {PLAYER}.panels.data.frame?.theme.dark")
    settle(line.page)
    dark = text_color(line.page)
    assert dark != light and near(line.page, *at, color=dark, reach=5)
    line.page.emulate_media(color_scheme="light")
    line.page.wait_for_function(
        f"() => !{PLAYER}.theme.dark && {PLAYER}.panels.data.frame?.theme.dark === false"
    )


@pytest.mark.parametrize(
    "width, height, side_by_side", [(390, 844, 1), (820, 1180, 2), (1366, 768, 3), (1920, 1080, 3)]
)
def test_the_panel_finds_its_place(plane: Shown, width: int, height: int, side_by_side: int) -> None:
    page = resize(plane.page, width, height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = [page.locator(f".gd-{name}").bounding_box() for name in ("data", "contour", "surface")]
    assert sum(box["y"] == boxes[0]["y"] for box in boxes) == side_by_side
    transport = page.locator(".gd-transport").bounding_box()
    if width > 640:
        assert transport["y"] + transport["height"] <= height
    else:
        assert boxes[0]["y"] < boxes[1]["y"]  # the data first
        assert page.evaluate(f"() => {PLAYER}.panels.data.frame.width") > 300


@pytest.mark.parametrize(
    "data, loss", [("line", "squared"), ("three_classes", "softmax"), ("blobs", "cross_entropy")]
)
@pytest.mark.parametrize("slugs", [(), ("gd", "adam")])
def test_runs_that_explode_and_scenes_without_runs_break_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, data: str, loss: str, slugs: tuple[str, ...]
) -> None:
    """A file of one of them is opened; the others are handed to an open page."""
    whole = gdviz.data_loss(data, loss)
    objective = whole if whole.dimension == 2 else Slice(whole)
    runs = [Competitor.at(i, s, s, gdviz.descend(whole, s, lr=1e30, steps=30)) for i, s in enumerate(slugs)]
    scene = Scene.of(objective, runs, data=DataView.of(objective), window=((-2, 2), (-2, 2)), resolution=16)
    if data == "three_classes":
        page = Shown(request.getfixturevalue("open_page"), tmp_path, scene, whole).page
    else:
        page = hand(request.getfixturevalue("spare"), scene)
    for k in (0, 1, 2, 30):
        page.evaluate(f"k => {PLAYER}.seek(k)", k)
        settle(page)
    page.mouse.move(*(page.locator("[data-gd=data]").bounding_box()[side] + 150 for side in "xy"))
    page.locator("[data-gd=contour]").hover()
    settle(page)
    assert page.locator(".gd-data").is_visible() and page.evaluate(
        f"() => {PLAYER}.panels.data.frame !== null"
    )


def test_scenes_without_data_have_no_panel(open_page: Open, tmp_path: Path) -> None:
    path = gdviz.descend("rosenbrock", "gd", steps=20)
    file = tmp_path / "plain.html"
    file.write_text(
        Scene.of(path.objective, [Competitor.at(0, "gd", "GD", path)]).to_html(), encoding="utf-8"
    )
    page = open_page(file.as_uri(), reduced_motion="reduce")
    assert page.locator(".gd-data").is_hidden() and page.locator(".gd-rows").is_hidden()
    assert page.locator("[data-gd=metric] option[value=accuracy]").evaluate("node => node.hidden")
    widths = [page.locator(f".gd-{name}").bounding_box()["width"] for name in ("contour", "surface")]
    assert widths[0] == pytest.approx(widths[1]) and widths[0] > 600
