"""The curves over evaluations and over time: what the axis counts, what the tip tells, what a scene asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.data_scene import PLAYER, settle
from tests.browser.test_curve_axes import TEXTS

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
SLUGS = ("gd", "scipy_newton_cg")
AT = f"""([i, j]) => {{
  const {{ curve }} = {PLAYER}.panels, run = curve.events.now().runs[i];
  const {{ left, top }} = curve.host.getBoundingClientRect();
  return [left + curve.x(run, j), top + 40];
}}"""


def runs() -> list[Competitor]:
    methods = {**gdviz.optimizers, **gdviz.minimizers}
    return [
        Competitor.at(i, slug, methods[slug].name, gdviz.descend("rosenbrock", slug, steps=60))
        for i, slug in enumerate(SLUGS)
    ]


@pytest.fixture
def opened(open_page: Open, tmp_path: Path) -> Callable[..., tuple[Page, list[Competitor]]]:
    def opened(**more: Any) -> tuple[Page, list[Competitor]]:
        made = runs()
        file = tmp_path / "counts.html"
        file.write_text(Scene.of(made[0].path.objective, made, **more).to_html(), encoding="utf-8")
        page = open_page(file.as_uri(), reduced_motion="reduce", width=1366, height=900)
        settle(page)
        return page, made

    return opened


def axis_title(page: Page) -> str:
    return page.evaluate(TEXTS)["seen"]


def test_all_evaluations_are_counted_and_the_tip_names_each_kind(opened) -> None:
    page, (gd, newton) = opened()
    page.get_by_label("Horizontal axis", exact=True).select_option("evaluations")
    settle(page)
    texts = [one["text"] for one in axis_title(page)]
    assert "evaluations: values, gradients and Hessians" in texts
    end = page.evaluate(f"() => {PLAYER}.panels.curve.fitted.end")
    assert end == max(c.path.evaluated[-1].sum() for c in (gd, newton))
    x, y = page.evaluate(AT, [1, 20])
    page.mouse.move(x + 0.01, y)
    settle(page)
    values, gradients, hessians = newton.path.evaluated[20]
    tip = page.locator("[data-gd=curve] .gd-tip")
    rows = tip.locator(".gd-tip-more").all_inner_texts()
    assert rows[1] == f"{values} values, {gradients} gradients, {hessians} Hessians"
    assert rows[0].endswith("gradients") and "value" not in rows[0]
    assert tip.locator(".gd-tip-title").inner_text() == f"evaluation {values + gradients + hessians}"


def test_time_is_the_mean_of_a_step_times_steps(opened) -> None:
    page, made = opened()
    page.get_by_label("Horizontal axis", exact=True).select_option("time")
    settle(page)
    texts = [one["text"] for one in axis_title(page)]
    assert "ms of computing, measured: mean of a step × steps" in texts
    end = page.evaluate(f"() => {PLAYER}.panels.curve.fitted.end")
    assert end == pytest.approx(max(1e3 * c.path.seconds for c in made), rel=1e-6)
    assert page.locator("[data-gd=curve] .gd-playline").is_hidden()


def test_a_scene_says_what_its_curves_are_drawn_over(opened) -> None:
    page, _ = opened(over="time")
    assert page.get_by_label("Horizontal axis", exact=True).input_value() == "time"
    assert page.evaluate(f"() => {PLAYER}.panels.curve.over") == "time"
    page, _ = opened(over="epochs")  # which there are not without batches
    assert page.get_by_label("Horizontal axis", exact=True).input_value() == "steps"


def test_a_run_of_no_step_leaves_the_axis_to_the_others(open_page: Open, tmp_path: Path) -> None:
    still = gdviz.descend("sphere", "gd", start=(0, 0))
    moving = gdviz.descend("sphere", "adam", steps=30)
    made = [Competitor.at(0, "gd", "Still", still), Competitor.at(1, "adam", "Moving", moving)]
    file = tmp_path / "still.html"
    file.write_text(Scene.of(moving.objective, made, over="time").to_html(), encoding="utf-8")
    page = open_page(file.as_uri(), reduced_motion="reduce")
    settle(page)
    assert page.get_by_label("Horizontal axis", exact=True).input_value() == "time"
    end = page.evaluate(f"() => {PLAYER}.panels.curve.fitted.end")
    assert end == pytest.approx(1e3 * moving.seconds, rel=1e-6)
    assert not page.locator("[data-gd=metric] option[value=rate]").is_disabled()
