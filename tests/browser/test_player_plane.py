"""A scene on a plane of many parameters in one HTML file: heads at the projected places, and what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

import gdviz
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from gdviz.player.scene.network import NetworkView
from tests.browser.data_scene import PLAYER, ROOT, STEPS, Open, Shown

pytestmark = pytest.mark.without_webgl
FRAME = f"() => {{ const {{ox, oy, ax, ay}} = {PLAYER}.panels.contour.frame; return [ox, oy, ax, ay]; }}"
HEAD = f"([i, k]) => {{ const p = {PLAYER}; return p.panels.contour.project(p.scene.runs[i], k); }}"
ON_PLANE = f"([i, k]) => {PLAYER}.scene.runs[i].planeLoss[k]"


@pytest.mark.parametrize(("model", "kind"), [("linear", "pca"), ("linear", "random"), ("network", "pca")])
def test_heads_lie_at_the_projected_places(open_page: Open, tmp_path: Path, model: str, kind: str) -> None:
    whole: Any = (
        gdviz.data_loss("cars", degree=2)
        if model == "linear"
        else gdviz.network("moons", hidden=(4,), loss="cross_entropy")
    )
    runs = [
        Competitor.at(
            i, slug, gdviz.optimizers[slug].name, gdviz.descend(whole, slug, steps=STEPS, stop=None)
        )
        for i, slug in enumerate(("gd", "momentum"))
    ]
    over = gdviz.plane(runs[1].path, kind)
    data = DataView.of(over) if model == "linear" else NetworkView.of(over, follow=STEPS, runs=2)
    scene = Scene.of(over, runs, focus=1, data=data, resolution=48)
    shown = Shown(open_page, tmp_path, scene, whole)
    for k in (0, 1, 9, STEPS):
        shown.seek(k)
        ox, oy, ax, ay = shown.ask(FRAME)
        for i, run in enumerate(runs):
            x, y = shown.ask(HEAD, [i, k])
            place = over.project(run.path.theta[k])
            np.testing.assert_allclose([(x - ox) / ax, (oy - y) / ay], place, atol=1e-3 * np.ptp(over.domain))
            assert shown.ask(ON_PLANE, [i, k]) == pytest.approx(float(over.value(place)), rel=1e-4)
    note = shown.page.locator(f"{ROOT} .gd-plane-note")
    expect(note).to_be_visible()
    expect(note).to_contain_text("Momentum's path" if kind == "pca" else "Two random directions")
    expect(shown.page.locator(f"{ROOT} .gd-curve .gd-on-plane")).to_have_text("on the plane")
