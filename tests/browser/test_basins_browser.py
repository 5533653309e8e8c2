"""The Basins page in a real browser: a map is computed, clicked, zoomed into, and left again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page, expect

import gdviz
from gdviz.engine.maps.grid import Grid
from tests.browser.data_scene import ROOT
from tests.browser.same_page import changed, painted, resize, run_of, still
from tests.browser.test_loss_surface_page import no_sideways_scrolling, query, wait_query

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
MAP = ".gd-cells image"
PLOT = """() => { const plot = document.querySelector('.gd-cells .js-plotly-plot'),
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
    page.evaluate("document.querySelector('.gd-cells').scrollIntoView({ block: 'center' })")
    still(page, ".gd-cells")
    plot = page.evaluate(PLOT)
    return (
        plot["left"] + plot["width"] * (x - plot["x"][0]) / (plot["x"][1] - plot["x"][0]),
        plot["top"] + plot["height"] * (plot["y"][1] - y) / (plot["y"][1] - plot["y"][0]),
    )


def test_a_click_opens_the_run_of_that_start(open_page: Open, app_url: str) -> None:
    page = mapped(open_page(f"{app_url}/basins?starts=64&opt=gd&nonsense=1", reduced_motion="reduce"))
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


FINE, SLOW = "opt=gd", "opt=gd&gd.lr=0.0001&steps=2000"  # the map is finished soon, or takes a minute


@pytest.mark.parametrize(
    ("asked", "around"), [(FINE, ((3.313, -3.077), (-2.871, 1.139))), (SLOW, ((-2.871, 1.139),))]
)
def test_a_click_opens_the_very_cell_of_a_fine_map(
    open_page: Open, app_url: str, asked: str, around: tuple[tuple[float, float], ...]
) -> None:
    """Of 512 x 512 cells, far more than there are marks; the page follows before a map is finished, too."""
    page, progress = (
        open_page(f"{app_url}/basins?starts=512&{asked}", reduced_motion="reduce"),
        "of the starts are run",
    )
    if asked == FINE:
        mapped(page)
    else:
        page.wait_for_selector(MAP)
        expect(page.get_by_text(progress)).to_have_count(1)
    grid = Grid.of(gdviz.surfaces["himmelblau"], None, (512, 512))
    for (x, y), shift in product(around, (0.0, 0.3, 0.6)):  # also while a finer map is being drawn
        at = tuple(round(v) for v in place(page, x - shift, y + shift))
        before, plot = run_of(page), page.evaluate(PLOT)
        page.mouse.click(*at)
        painted(page, before)
        expect(page.get_by_text(progress)).to_have_count(int(asked == SLOW))
        (left, right), (low, high) = plot["x"], plot["y"]
        clicked = (
            left + (right - left) * (at[0] - plot["left"]) / plot["width"],
            high - (high - low) * (at[1] - plot["top"]) / plot["height"],
        )
        cell = grid.start(*grid.cell_at(*clicked))
        page.wait_for_function(
            """cell => new URLSearchParams(location.search).get('start') === String(cell)""", arg=list(cell)
        )
        assert cell == pytest.approx(clicked, abs=(right - left) / 512 / 2 + 1e-9)


def test_every_cell_is_told_of_and_can_be_opened_by_keys(open_page: Open, app_url: str) -> None:
    page = mapped(open_page(f"{app_url}/basins?starts=256&opt=gd&gd.lr=0.01", reduced_motion="reduce"))
    out = gdviz.basins("himmelblau", "gd", shape=(256, 256), lr=0.01, stop=gdviz.Stop(gradient=1e-4))
    tip = page.locator(".gd-cells-tip")
    for row, column in ((200, 17), (31, 255)):
        page.mouse.move(*place(page, out.grid.x[column], out.grid.y[row]))
        expect(tip).to_contain_text(f"after {out.steps[row, column]} steps")
        expect(tip).to_contain_text(f"ends in {'ABCD'[out.label[row, column]]} (minimum)")
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    before = run_of(page)
    page.locator(".gd-cells").focus()
    for key in ("Shift+ArrowDown", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    changed(page, before)
    wait_query(page, "start=")
    assert tuple(float(v) for v in query(page)["start"].split(",")) == out.start(31 - 16, 255 - 1)
    expect(tip).to_contain_text(f"after {out.steps[15, 254]} steps")


def test_a_rectangle_is_computed_and_the_way_back(open_page: Open, app_url: str) -> None:
    page = mapped(open_page(f"{app_url}/basins?starts=64&opt=gd&pointer=zoom", reduced_motion="reduce"))
    page.mouse.move(*place(page, -2.0, -2.0))
    page.mouse.down()
    page.mouse.move(*place(page, 0.0, 0.0), steps=5)
    page.mouse.move(*place(page, 2.0, 2.0), steps=5)
    page.mouse.up()
    wait_query(page, "window=")
    window = [float(v) for v in query(page)["window"].split(",")]
    assert window == pytest.approx([-2, 2, -2, 2], abs=0.15)
    page.wait_for_function("""() => { const plot = document.querySelector('.gd-cells .js-plotly-plot');
        return plot && plot._fullLayout.xaxis.range[1] < 2.5; }""")
    mapped(page)
    page.get_by_role("button", name="Back to the window before").click()
    page.wait_for_function("() => !location.search.includes('window=')")
    page.wait_for_function("""() => { const plot = document.querySelector('.gd-cells .js-plotly-plot');
        return plot && plot._fullLayout.xaxis.range[1] > 4; }""")
    expect(page.get_by_role("button", name="Back to the window before")).to_be_disabled()


def test_what_is_told_of_a_cell_is_seen_whole_on_a_phone(open_page: Open, app_url: str) -> None:
    page = mapped(
        open_page(
            f"{app_url}/basins?starts=64&opt=gd&gd.lr=0.00001&steps=20",
            width=360,
            height=700,
            reduced_motion="reduce",
        )
    )
    plot = page.evaluate(PLOT)
    (left, right), (low, high) = plot["x"], plot["y"]
    told = page.locator(".gd-cells-tip")
    for across in (0.45, 0.55):
        page.mouse.move(*place(page, left + across * (right - left), (low + high) / 2))
        expect(told).to_contain_text("after")
        box = told.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
        page.mouse.move(0, 0)
        expect(told).to_be_hidden()


def test_two_maps_fit(open_page: Open, app_url: str) -> None:
    page = mapped(
        open_page(f"{app_url}/basins?starts=64&beside=adam", width=1920, height=900, reduced_motion="reduce")
    )
    for width in (1920, 390):
        resize(page, width, 900)
        expect(page.locator(MAP)).to_have_count(2)
        assert no_sideways_scrolling(page)


@pytest.mark.parametrize("slug", ["gd", "nesterov"])
def test_the_table_beside_a_map_fits_on_a_small_laptop(open_page: Open, app_url: str, slug: str) -> None:
    """With the sidebar open, nothing of it is out of sight; nor is it where the window is wider or a phone's."""
    page = mapped(open_page(f"{app_url}/basins?starts=64&opt={slug}", width=1024, reduced_motion="reduce"))
    for width in (1024, 1366, 390):
        resize(page, width)
        table = page.locator(".gd-ends")
        assert table.evaluate("n => n.scrollWidth <= n.clientWidth"), width
