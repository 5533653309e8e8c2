"""A weight typed and dragged in the diagram of the Neural network page: the runs start from it, the diagram shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gdviz.ui.address import read_link
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.kinds import objective_of
from gdviz.ui.runs.races import race
from tests.browser.data_scene import ROOT
from tests.browser.same_page import arrived, changed, painted, run_of
from tests.browser.test_loss_surface_page import query, wait_query

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
SCENE = {"hidden": "2", "steps": "40", "opt": "gd,adam"}
SHOWN = """([root, index]) => {
  const player = document.querySelector(root).gdviz, { network, j } = player.panels.network.shown();
  const weights = network.weightsAt(j);
  return { j, exact: weights.exact, weight: weights.numbers[index], losses: player.scene.runs.map((r) => r.loss[0]) };
}"""


def start(page: Page) -> list[float]:
    return [float(v) for v in query(page)["start"].split(",")]


def test_the_runs_start_from_a_typed_weight_and_from_a_dragged_one(open_page: Open, app_url: str) -> None:
    given = "&".join(f"{key}={value}" for key, value in SCENE.items())
    page = open_page(f"{app_url}/{PAGES['network'].address}?{given}", reduced_motion="reduce")
    spec, _ = read_link(SCENE, PAGES["network"])
    began = race(spec).competitors[-1].path.theta[25].copy()
    page.evaluate(f"document.querySelector('{ROOT}').gdviz.seek(25)")
    diagram = page.locator(f"{ROOT} .gd-network .gd-diagram")
    diagram.press("ArrowDown")
    diagram.press("ArrowDown")
    field = page.get_by_label("Weight W1[1,2], typed")
    before = run_of(page)
    field.fill("1.5")
    field.press("Enter")
    changed(page, before)
    wait_query(page, "start=")
    began[1] = 1.5
    assert start(page) == began.tolist()
    page.wait_for_function(
        f"(args) => {{ const s = ({SHOWN})(args); return s.exact && s.j === 0 && s.weight === 1.5; }}",
        arg=[ROOT, 1],
    )
    shown = page.evaluate(SHOWN, [ROOT, 1])
    assert shown["weight"] == 1.5
    assert max(abs(loss - objective_of(spec).value(began)) for loss in shown["losses"]) < 1e-6
    expect(page.get_by_text("All runs start from own weights")).to_be_visible()
    # dragged, here by a key: only this weight has another value
    before = run_of(page)
    page.get_by_role("slider", name="Weight W1[1,2]", exact=True).press("ArrowRight")
    changed(page, before)
    wait_query(page, ",1.6,")
    began[1] = 1.6
    assert start(page) == began.tolist()
    expect(field).to_have_value("1.6")
    # a drag that Escape takes back leaves start, rates, link and play head as they were
    page.evaluate(f"document.querySelector('{ROOT}').gdviz.seek(7)")
    link, before = query(arrived(page)), run_of(page)
    box = page.get_by_role("slider", name="Weight W1[1,2]", exact=True).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=5)
    painted(page, before)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.wait_for_function(
        "([root, run]) => document.querySelector(root).dataset.run === run", arg=[ROOT, before]
    )
    assert query(arrived(page)) == link and page.locator(ROOT).get_attribute("data-step") == "7"
    # a bias is chosen at its unit
    x, y = page.evaluate(
        """root => { const p = document.querySelector(root).gdviz.panels.network, { x, y } = p.fitted.layout.columns[1][1],
        box = p.canvas.getBoundingClientRect(); return [box.left + x, box.top + y]; }""",
        ROOT,
    )
    page.mouse.click(x, y)
    expect(page.get_by_label("Bias b1[2], typed")).to_be_visible()
    room, canvas = (
        page.locator(f"{ROOT} {name}").bounding_box() for name in (".gd-diagram-room", ".gd-diagram")
    )
    assert room and canvas and abs(room["height"] - canvas["height"]) < 1
    page.get_by_role("button", name="Same weights").click()
    page.wait_for_function("() => !location.search.includes('start=')")
    expect(page.get_by_text("All runs start from own weights")).to_have_count(0)
    # on a phone what is chosen comes above the keys of the player
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(f"document.querySelector('{ROOT} .gd-diagram-room').clientWidth < 390")
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    diagram.evaluate("node => node.focus({ preventScroll: true })")
    page.keyboard.press("ArrowUp")
    page.wait_for_function(
        """root => { const side = (name) => document.querySelector(`${root} ${name}`).getBoundingClientRect();
        return side('.gd-network-weight').bottom <= side('.gd-transport').top; }""",
        arg=ROOT,
    )


def test_a_chosen_weight_and_a_clicked_point_are_explained_with_the_numbers_of_the_run(
    open_page: Open, app_url: str
) -> None:
    given = "&".join(f"{key}={value}" for key, value in SCENE.items())
    page = open_page(f"{app_url}/{PAGES['network'].address}?{given}", reduced_motion="reduce")
    path = race(read_link(SCENE, PAGES["network"])[0]).competitors[-1].path
    page.evaluate(f"document.querySelector('{ROOT}').gdviz.seek(12)")
    diagram, passes = page.locator(f"{ROOT} .gd-network .gd-diagram"), page.locator(f"{ROOT} .gd-passes")
    expect(passes.get_by_text("Choose a weight, or the unit of a bias")).to_be_visible()
    for _ in range(6):
        diagram.press("ArrowDown")
    wait_query(page, "parameter=b1[2]")  # after four weights and b1[1]
    expect(passes.get_by_text(f"b1[2], update by {path.rule.name}, step 13")).to_be_visible()
    m, g = path.quantities["m"][12, 5], path.quantities["g"][12, 5]
    lines = [line.replace("= (", "= ").rstrip(")") for line in passes.locator(".gd-pass p").all_inner_texts()]
    update = next(line for line in lines if line.startswith("m = beta1*m"))
    assert f"{abs(g):.5g}" in update and update.endswith(f"= {m:.5g}")
    assert next(line for line in lines if line.startswith("theta")).endswith(f"= {path.theta[13, 5]:.5g}")
    # a click on a point chooses the row, which has a ring; so does a key
    where = """([root, row]) => {
      const panel = document.querySelector(root).gdviz.panels.data, box = panel.host.getBoundingClientRect();
      const [x, y] = panel.pixel(panel.sample.points.row.indexOf(row), panel.shownParameters());
      const dark = panel.front.getContext('2d').getImageData((x - 16) * devicePixelRatio, (y - 16) * devicePixelRatio,
        32 * devicePixelRatio, 32 * devicePixelRatio).data.filter((v, i) => i % 4 === 3 && v > 200).length;
      return [box.left + x, box.top + y, dark]; }"""
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    x, y, before = page.evaluate(where, [ROOT, 20])
    page.mouse.click(x, y)
    wait_query(page, "row=20")
    row = passes.get_by_label("row")
    expect(row).to_have_value("20")
    assert page.evaluate(where, [ROOT, 20])[2] > before + 100
    points = page.locator(f"{ROOT} .gd-points")
    points.press("Home")
    points.press("e")
    page.wait_for_function("() => !location.search.includes('row=20')")
    expect(row).not_to_have_value("20")
    row.fill("99999")
    row.press("Enter")
    expect(passes.get_by_role("alert")).to_have_text("Type a number from 1 to 150.")
    row.fill("20")
    row.press("Enter")
    wait_query(page, "row=20")
    expect(passes.get_by_role("alert")).to_have_count(0)
    # after Back the numbers are of the step where the head rests, whatever step the page shows first
    page.evaluate(f"document.querySelector('{ROOT}').gdviz.seek(3)")
    expect(passes.get_by_text(f"b1[2], update by {path.rule.name}, step 4")).to_be_visible()
    page.go_back()
    page.wait_for_function("() => !location.search.includes('row=20')")
    expect(passes.get_by_text(f"b1[2], update by {path.rule.name}, step 4")).to_be_visible()
