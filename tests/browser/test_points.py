"""Points of the data under the hand: moved, added, deleted; and the point on the contours that is tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.data_scene import PLAYER, ROOT
from tests.browser.same_page import DRAWN, arrived, changed, painted, run_of
from tests.browser.test_loss_surface_page import wait_query

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
# where a drawn point lies in the window, and the number of its row
POINT = f"""(i) => {{ const p = {PLAYER}.panels.data, box = p.host.getBoundingClientRect();
    const [x, y] = p.pixel(i, p.shownParameters()); return [box.left + x, box.top + y, p.sample.points.row[i]]; }}"""
RESTS = f"() => {{ const t = {PLAYER}.panels.data.points; return t.edits.rests && !t.moved; }}"
ROW = f"""(row) => {{ const s = {PLAYER}.scene.sample, i = s.points.row.indexOf(row);
    return i < 0 ? null : [s.points.x?.[i], s.points.y[i], s.points.label?.[i]]; }}"""
RANGES = f"() => {{ const s = {PLAYER}.scene; return [...s.sample.x.range, ...s.sample.y.range, ...s.surface.x, ...s.surface.y]; }}"
TRIED = f"""() => {{ const p = {PLAYER}, s = p.scene.sample, theta = p.panels.data.tried.theta;
    let sum = 0;
    for (let i = 0; i < s.drawn; i++) sum += s.count(i) * (s.points.y[i] - s.score(s.points.basis, i, theta)) ** 2;
    return {{ mean: sum / s.rows, at: p.panels.contour.explorer.at, explored: p.scene.explored }}; }}"""


def rested(page: Page) -> None:
    """Wait until all that was done to the points is in the scene, and that is painted."""
    page.wait_for_function(RESTS)
    page.wait_for_function(DRAWN, arg=ROOT)


def header(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        f"() => ({{ ...{PLAYER}.scene.data, surface: {PLAYER}.scene.surface.id }})"
    )
    return found


def drag(page: Page, i: int, dx: float, dy: float, steps: int = 8) -> int:
    """Press on a drawn point and move; it is still held. Returns its row."""
    x, y, row = page.evaluate(POINT, i)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=steps)
    return int(row)


def test_a_point_is_dragged_and_all_follows(open_page: Open, app_url: str) -> None:
    page = open_page(
        f"{app_url}/linear_regression?data=outliers&loss=huber&steps=60", reduced_motion="reduce"
    )
    run, before, ranges, link = run_of(page), header(page), page.evaluate(RANGES), page.url
    drag(page, 5, 15, -60)
    changed(page, run)
    page.keyboard.press("Escape")  # all is as it was, the data too
    page.mouse.up()
    rested(page)
    page.wait_for_function(f"run => {PLAYER}.root.dataset.run === run", arg=run)
    assert page.url == link
    row = drag(page, 5, 15, -60)
    during = painted(page, run)
    assert header(page)["surface"] != before["surface"] and header(page)["best"] != before["best"]
    assert page.evaluate(RANGES) == ranges
    # the mouse gave the player the focus: no frame around it, until a key is pressed
    framed = f"() => getComputedStyle({PLAYER}.root).outlineStyle !== 'none'"
    assert page.evaluate(f"() => document.activeElement === {PLAYER}.root") and not page.evaluate(framed)
    page.mouse.move(700, 300)  # out of the panel
    arrived(page)
    assert page.evaluate(RANGES) == ranges
    x, y, _ = page.evaluate(POINT, 20)
    page.mouse.move(x, y - 100)
    page.mouse.up()
    rested(page)
    changed(page, during)
    wait_query(page, "data=own-table")
    moved = page.evaluate(ROW, row)
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(framed)
    expect(page.get_by_role("combobox", name="Data", exact=True)).to_have_value("Your own table (CSV) ...")
    # the link keeps it
    other = open_page(page.url, reduced_motion="reduce")
    assert other.evaluate(ROW, row) == moved and header(other)["best"] == pytest.approx(header(page)["best"])
    # and Back undoes the whole drag
    page.go_back()
    wait_query(page, "data=outliers")
    page.wait_for_function(f"([best]) => {PLAYER}.scene.data.best[0] === best", arg=[before["best"][0]])


def test_points_are_added_and_deleted_by_clicks(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/linear_regression?steps=60", reduced_motion="reduce")
    rows = header(page)["rows"]
    page.get_by_role("radio", name="Add points").click()
    box = page.locator(".gd-data .gd-body").bounding_box()
    assert box
    for k in range(3):  # faster than the page answers
        page.mouse.click(box["x"] + 0.3 * box["width"] + 20 * k, box["y"] + 0.3 * box["height"])
    rested(page)
    assert header(page)["rows"] == rows + 3
    page.get_by_role("radio", name="Delete points").click()
    x, y, row = page.evaluate(POINT, 4)
    gone, after = page.evaluate(ROW, row), page.evaluate(ROW, row + 1)
    page.mouse.click(x, y)
    rested(page)
    assert header(page)["rows"] == rows + 2 and page.evaluate(ROW, row) == after != gone


def test_the_keyboard_alone_picks_moves_deletes_and_adds(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/linear_regression?steps=60", reduced_motion="reduce")
    rows, step = header(page)["rows"], page.locator("[data-testid=gdviz-player]").get_attribute("data-step")
    points = page.get_by_role("listbox", name="Points")
    points.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    row = page.evaluate(f"() => {PLAYER}.panels.data.points.row")
    assert row > 0 and f"Row {row}:" in (points.get_by_role("option").text_content() or "")
    x, y, _ = page.evaluate(ROW, row)
    ranges = page.evaluate(RANGES)
    for key in ("Enter", "ArrowUp", "ArrowUp", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    rested(page)
    wide, high = ranges[1] - ranges[0], ranges[3] - ranges[2]
    assert page.evaluate(ROW, row)[:2] == pytest.approx([x + wide / 100, y + high / 50], abs=high / 500)
    run = run_of(page)
    for keys in (("Enter", "Shift+ArrowDown", "Escape"), ("Enter", "Escape")):
        for key in keys:
            page.keyboard.press(key)
        rested(page)
        assert run_of(page) == run
    page.keyboard.press("Delete")
    rested(page)
    assert header(page)["rows"] == rows - 1
    page.keyboard.press("a")
    rested(page)
    assert header(page)["rows"] == rows
    assert (
        page.locator("[data-testid=gdviz-player]").get_attribute("data-step") == step
    )  # keys went to the points


def test_of_classes_a_point_is_added_to_the_class_that_is_picked(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/classification?steps=60", reduced_motion="reduce")
    rows, classes = header(page)["rows"], header(page)["classes"]
    page.get_by_role("radio", name="Add points").click()
    page.get_by_role("combobox", name="Class of an added point").select_option(classes[1])
    box = page.locator(".gd-data .gd-body").bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.4 * box["height"])
    rested(page)
    assert header(page)["rows"] == rows + 1 and page.evaluate(ROW, rows + 1)[2] == 1


def test_what_cannot_be_done_is_said_and_nothing_changes(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/linear_regression?data=line&data.n=5&steps=20", reduced_motion="reduce")
    page.get_by_role("radio", name="Delete points").click()
    for left in (4, 3, 2, 2):
        x, y, _ = page.evaluate(POINT, 0)
        page.mouse.click(x, y)
        rested(page)
        assert header(page)["rows"] == left
        arrived(page)  # with one point fewer the axes may be others, a few frames later
    expect(page.locator(".gd-point-words")).to_contain_text("at least two points")


def test_a_finger_on_a_point_drags_it_and_the_page_stays(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/linear_regression?steps=60", width=390, height=800, has_touch=True,
                     is_mobile=True, reduced_motion="reduce")  # fmt: skip
    page.locator(".gd-data").scroll_into_view_if_needed()
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in at]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y, row = page.evaluate(POINT, 7)
    before, top = (
        page.evaluate(ROW, row),
        page.evaluate("() => document.querySelector('.gd-data').getBoundingClientRect().top"),
    )
    touch("touchStart", (x, y))
    for k in range(1, 9):
        touch("touchMove", (x, y - 6 * k))
    touch("touchEnd")
    rested(page)
    assert page.evaluate(ROW, row)[1] > before[1] + 0.1
    assert page.evaluate(
        "() => document.querySelector('.gd-data').getBoundingClientRect().top"
    ) == pytest.approx(top, abs=2)


def test_the_squares_of_a_tried_model_make_its_loss(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/linear_regression?steps=60", reduced_motion="reduce")
    button = page.get_by_role("button", name="Explore", exact=True)
    button.click()
    known = f"() => {{ const e = {PLAYER}.scene.explored, at = {PLAYER}.panels.contour.explorer.at; return e && e.x === at.x && e.y === at.y; }}"
    page.wait_for_function(known)
    query = page.url
    marker = page.locator(".gd-explore")
    box = marker.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] + 60, steps=6)
    page.mouse.up()
    page.wait_for_function(known)
    found = page.evaluate(TRIED)
    assert found["mean"] == pytest.approx(found["explored"]["loss"], rel=1e-5)
    words = page.locator(".gd-tried").inner_text()
    assert words.startswith(f"mean of {header(page)['rows']} squares = ") and words.endswith(" = loss")
    assert float(words.split(" = ")[1]) == pytest.approx(found["mean"], rel=1e-4)
    before, box = found["at"], marker.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] - 40, steps=4)
    assert page.evaluate(f"() => {PLAYER}.panels.contour.explorer.at.x") > before["x"]
    page.keyboard.press("Escape")
    page.mouse.up()
    page.wait_for_function(known)
    assert page.evaluate(TRIED)["at"] == before
    # keys do the same; nothing of it is in the link
    marker.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(known)
    assert page.evaluate(TRIED)["at"]["x"] > before["x"] and page.url == query
    # data that move keep the model that is tried
    drag(page, 3, 0, -40)
    page.mouse.up()
    rested(page)
    page.wait_for_function(known)
    found = page.evaluate(TRIED)
    assert found["mean"] == pytest.approx(found["explored"]["loss"], rel=1e-5)
    button.click()
    expect(marker).to_be_hidden()
    expect(page.locator(".gd-tried")).to_be_hidden()
