"""The Basins page in a real browser: a map is computed, clicked, zoomed into, and left again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Page, TimeoutError, expect

import gdviz
from gdviz.engine.maps.grid import Grid
from tests.browser.test_loss_surface_page import (
    ROOT,
    changed,
    no_sideways_scrolling,
    query,
    run_of,
    wait_query,
)

Open = Callable[..., Page]
MAP = ".stPlotlyChart image"
PLOT = """() => { const plot = document.querySelector('.stPlotlyChart .js-plotly-plot'),
  { xaxis, yaxis } = plot._fullLayout, at = plot.querySelector('.main-svg').getBoundingClientRect();
  return { left: at.left + xaxis._offset, top: at.top + yaxis._offset, width: xaxis._length, height: yaxis._length,
    x: xaxis.range, y: yaxis.range }; }"""


def mapped(page: Page) -> Page:
    """Wait until the map is computed."""
    page.wait_for_selector(MAP)
    expect(page.get_by_text("of the starts are run")).to_have_count(0)
    return page


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Pixels of a point of the map, which is scrolled into sight."""
    page.evaluate("document.querySelector('.stPlotlyChart').scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(300)
    plot = page.evaluate(PLOT)
    return (
        plot["left"] + plot["width"] * (x - plot["x"][0]) / (plot["x"][1] - plot["x"][0]),
        plot["top"] + plot["height"] * (plot["y"][1] - y) / (plot["y"][1] - plot["y"][0]),
    )


def test_a_click_opens_the_run_of_that_start(open_page: Open, app_url: str) -> None:
    page = mapped(open_page(f"{app_url}/basins?starts=64&opt=gd&nonsense=1"))
    assert page.title() == "Basins"
    expect(page.locator(".gd-table").first).to_contain_text("(3, 2): minimum")
    # the page has run again by itself, and what is wrong with the link is still said
    expect(page.get_by_text("belongs to nothing here")).to_be_visible()
    before = run_of(page)
    page.mouse.click(*place(page, 3.3, -3.1))
    changed(page, before)
    wait_query(page, "start=")
    wait_query(page, "gd.lr=")
    said = query(page)
    start = [float(v) for v in said["start"].split(",")]
    assert start == pytest.approx([3.3, -3.1], abs=0.2)
    out = gdviz.basins(
        "himmelblau", "gd", shape=(64, 64), lr=float(said["gd.lr"]), stop=gdviz.Stop(gradient=1e-4)
    )
    row, column = out.grid.cell_at(*start)
    assert tuple(start) == out.start(row, column)
    steps = page.evaluate("root => document.querySelector(root).gdviz.scene.competitors[0].steps", ROOT)
    assert steps == out.steps[row, column]


def click_map(page: Page, at: tuple[int, ...], before: str) -> None:
    """Click until another run is painted: a click while a finer map is being drawn is lost."""
    for _ in range(12):
        page.mouse.click(*at)
        with suppress(TimeoutError):
            page.wait_for_function(
                "([root, run]) => document.querySelector(root)?.dataset.run !== run",
                arg=[ROOT, before],
                timeout=3_000,
            )
            break
    changed(page, before)


FINE, SLOW = "opt=gd", "opt=gd&gd.lr=0.0001&steps=2000"  # the map is finished soon, or takes a minute


@pytest.mark.parametrize(
    ("asked", "x", "y"), [(FINE, 3.313, -3.077), (FINE, -2.871, 1.139), (SLOW, -2.871, 1.139)]
)
def test_a_click_opens_the_very_cell_of_a_fine_map(
    open_page: Open, app_url: str, asked: str, x: float, y: float
) -> None:
    """Of 512 x 512 cells, far more than there are marks; the page follows before a map is finished, too."""
    page, progress = open_page(f"{app_url}/basins?starts=512&{asked}"), "of the starts are run"
    if asked == FINE:
        mapped(page)
    else:
        page.wait_for_selector(MAP)
        expect(page.get_by_text(progress)).to_have_count(1)
    at = tuple(round(v) for v in place(page, x, y))
    before, plot = run_of(page), page.evaluate(PLOT)
    click_map(page, at, before)
    wait_query(page, "start=")
    expect(page.get_by_text(progress)).to_have_count(int(asked == SLOW))
    (left, right), (low, high) = plot["x"], plot["y"]
    clicked = (
        left + (right - left) * (at[0] - plot["left"]) / plot["width"],
        high - (high - low) * (at[1] - plot["top"]) / plot["height"],
    )
    start = tuple(float(v) for v in query(page)["start"].split(","))
    grid = Grid.of(gdviz.surfaces["himmelblau"], None, (512, 512))
    assert start == grid.start(*grid.cell_at(*clicked))
    assert start == pytest.approx(clicked, abs=(right - left) / 512 / 2 + 1e-9)


def test_a_rectangle_is_computed_and_the_way_back(open_page: Open, app_url: str) -> None:
    page = mapped(open_page(f"{app_url}/basins?starts=64&opt=gd&pointer=zoom"))
    page.mouse.move(*place(page, -2.0, -2.0))
    page.mouse.down()
    page.mouse.move(*place(page, 0.0, 0.0), steps=5)
    page.mouse.move(*place(page, 2.0, 2.0), steps=5)
    page.mouse.up()
    wait_query(page, "window=")
    window = [float(v) for v in query(page)["window"].split(",")]
    assert window == pytest.approx([-2, 2, -2, 2], abs=0.15)
    page.wait_for_function("""() => { const plot = document.querySelector('.stPlotlyChart .js-plotly-plot');
        return plot && plot._fullLayout.xaxis.range[1] < 2.5; }""")
    mapped(page)
    page.get_by_role("button", name="Back to the window before").click()
    page.wait_for_function("() => !location.search.includes('window=')")
    page.wait_for_function("""() => { const plot = document.querySelector('.stPlotlyChart .js-plotly-plot');
        return plot && plot._fullLayout.xaxis.range[1] > 4; }""")
    assert page.get_by_role("button", name="Back to the window before").is_disabled()


@pytest.mark.parametrize("width", [390, 1920])
def test_two_maps_fit(open_page: Open, app_url: str, width: int) -> None:
    page = mapped(open_page(f"{app_url}/basins?starts=64&beside=adam", width=width, height=900))
    expect(page.locator(MAP)).to_have_count(2)
    assert no_sideways_scrolling(page)
