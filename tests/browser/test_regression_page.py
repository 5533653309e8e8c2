"""The data pages in a real browser: upload a table, click a start, see line and path agree; links, phone, dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.data_scene import ROOT
from tests.browser.same_page import arrived, changed, follow, resize, run_of
from tests.browser.test_loss_surface_page import fits, wait_query

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
HEADER = (
    "root => { const { data, names } = document.querySelector(root).gdviz.scene; return { ...data, names }; }"
)


def header(page: Page) -> dict:
    return page.evaluate(HEADER, ROOT)


def pick(page: Page, field: str, words: str) -> None:
    page.get_by_role("combobox", name=field).click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def upload(page: Page, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": "heights.csv", "mimeType": "text/csv", "buffer": content}]
    )


@pytest.fixture(scope="module")
def desk(open_shared: Open, app_url: str) -> Page:
    """A page that the tests send to where they begin."""
    return open_shared(f"{app_url}/linear_regression", reduced_motion="reduce")


@pytest.fixture(scope="module")
def phone(open_shared: Open, app_url: str) -> Page:
    """The same, opened on a phone."""
    return open_shared(f"{app_url}/linear_regression", width=390, height=844, reduced_motion="reduce")


def test_the_regression_job(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/linear_regression", reduced_motion="reduce")
    assert page.title() == "Linear regression"
    first = run_of(page)
    # a click on the contours sets slope and intercept of the start
    x, y = page.evaluate(
        """root => { const p = document.querySelector(root).gdviz, f = p.panels.contour.frame,
        box = p.panels.contour.host.getBoundingClientRect(); return [box.left + f.ox + 1 * f.ax, box.top + f.oy - 5 * f.ay]; }""",
        ROOT,
    )
    page.mouse.click(x, y)
    second = changed(page, first)
    wait_query(page, "start=")
    start = page.evaluate("root => document.querySelector(root).gdviz.scene.start", ROOT)
    assert start == pytest.approx([1, 5], abs=0.1)
    # a table of one's own
    pick(page, "Data", "Your own table")
    expect(page.get_by_text("Until there is a table")).to_be_visible()
    upload(page, ("weight;height\n" + "\n".join(f"{i};{2 * i + 1},5" for i in range(12))).encode())
    third = changed(page, second)
    assert header(page)["rows"] == 12 and header(page)["best"] == pytest.approx([2, 1.5])
    wait_query(page, "data=own-table")
    other = open_page(page.url, reduced_motion="reduce")
    assert "&table=" in page.url and header(other)["best"] == pytest.approx([2, 1.5])
    # a bad one is told, and the good one stays
    upload(page, b"\x89PNG\r\n\x1a\n\x00\x00")
    expect(page.locator(".gd-refusal").first).to_be_visible()
    assert run_of(page) == third
    # another data set; its link opens the same in another browser
    pick(arrived(page), "Data", "Galton")
    changed(page, third)
    follow(other, page.url)
    assert run_of(other) == run_of(page) and header(other)["rows"] == 928


def test_the_rate_is_set_to_the_limit_by_a_button(desk: Page, app_url: str) -> None:
    page = follow(resize(desk), f"{app_url}/linear_regression?opt=gd&steps=60")
    before = run_of(page)
    page.get_by_role("tab", name="Fit").click()
    page.get_by_role("button", name="the optimum").click()
    changed(page, before)
    wait_query(page, "gd.lr=")


def test_the_picture_follows_the_path_where_it_is_asked_to(desk: Page, app_url: str) -> None:
    page = follow(resize(desk), f"{app_url}/linear_regression?data=cars&others=path&opt=gd&steps=50")
    before, grid = (
        run_of(page),
        page.evaluate("root => document.querySelector(root).gdviz.scene.surface.id", ROOT),
    )
    page.evaluate("root => document.querySelector(root).gdviz.seek(2)", ROOT)
    changed(page, before)
    assert header(page)["step"] == 2
    assert page.evaluate("root => document.querySelector(root).gdviz.scene.surface.id", ROOT) != grid
    assert page.evaluate("root => document.querySelector(root).gdviz.clock.k", ROOT) == 2


@pytest.mark.parametrize("query", ["", "?data=three_classes&loss=softmax", "?data=moons&penalty=l2"])
def test_classification(desk: Page, app_url: str, query: str) -> None:
    page = follow(resize(desk, color_scheme="dark"), f"{app_url}/classification{query}")
    assert page.title() == "Classification" and header(page)["kind"] == "plane"
    page.get_by_label("Quantity", exact=True).select_option("accuracy")
    shares = page.evaluate(
        "root => document.querySelector(root).gdviz.scene.runs.map(run => run.accuracy.at(-1))", ROOT
    )
    assert all(0.5 < share <= 1 for share in shares)


@pytest.mark.parametrize(
    "path",
    [
        "linear_regression?data=line&steps=60",
        "classification?data=blobs&steps=60",
        "linear_regression?data=cars",
    ],
)
def test_pages_fit(desk: Page, phone: Page, app_url: str, path: str) -> None:
    page = follow(resize(phone, 390, 844, color_scheme="dark"), f"{app_url}/{path}")
    assert fits(page, 390, 844)
    page = follow(resize(desk, color_scheme="light"), f"{app_url}/{path}")
    assert fits(page, 1366, 768)
