"""Rows that are held out, in the player: hollow points, and a hollow curve beside that of the run in focus."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.browser.data_scene import PLAYER, STEPS, Open, Shown, built, near, settle, take, text_color

pytestmark = pytest.mark.without_webgl
RING = """() => { const ring = document.querySelector('.gd-test-head'), host = ring.parentElement;
    const [a, b] = [ring, host].map((node) => node.getBoundingClientRect());
    return ring.hidden ? null : [a.left + a.width/2 - b.left, a.top + a.height/2 - b.top]; }"""
COLORED = f"""([slug, hollow]) => {{ // pixels of a canvas of the curves that have the colour of a run
    const {{ layers }} = {PLAYER}.panels.curve, canvas = layers[hollow ? 'testLines' : 'lines'];
    const color = {PLAYER}.scene.runs.find((run) => run.slug === slug).color;
    const wanted = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
    const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {{
        if (data[i + 3] > 200 && wanted.every((v, c) => Math.abs(v - data[i + c]) < 12)) count++;
    }}
    return canvas.hidden ? 0 : count; }}"""


def test_test_points_are_hollow_and_the_focused_run_has_a_test_curve(
    open_shared: Open, tmp_path: Path
) -> None:
    shown = Shown(open_shared, tmp_path, *built("curve", hold_out=0.4))
    page, whole, every = shown.page, shown.whole, shown.whole.all_rows
    filled = []
    for x, y, held in zip(every.x[:, 0], every.y, every.test, strict=True):
        px, py = shown.place(x, y)
        alone = np.hypot(*(shown.place(every.x[:, 0], every.y) - (px, py)).T)
        if np.sort(alone)[1] > 12:  # no other point covers it
            assert near(page, px, py, "#ffffff", reach=0, canvas="back") == held
            assert near(page, px, py, text_color(page), reach=5, canvas="back") or not held
            filled.append(held)
    assert sum(filled) > 5 and len(filled) - sum(filled) > 5
    for slug, step in (("adam", STEPS), ("gd", 20)):
        shown.ask(f"(slug) => {PLAYER}.focusOn(slug)", slug)
        shown.seek(step)
        other = "gd" if slug == "adam" else "adam"
        assert shown.ask(COLORED, [slug, True]) > 100 and shown.ask(COLORED, [other, True]) == 0
        path = next(run.path for run in shown.scene.competitors if run.slug == slug)
        test, training = float(whole.test_loss(path.theta[step])), path.loss[step]
        place = shown.ask(
            f"([v, k]) => {{ const c = {PLAYER}.panels.curve;"
            f" return [c.x({PLAYER}.scene.runs[0], k), c.y(v)]; }}",
            [test, step],
        )
        assert shown.ask(RING) == pytest.approx(place, abs=1)
        name = next(run.name for run in shown.scene.competitors if run.slug == slug)
        assert page.locator(".gd-test-line").inner_text() == f"test loss of {name}"
        said = page.locator(".gd-curve").get_attribute("aria-label") or ""
        numbers = [float(part.split()[-1]) for part in said.split(" at step")[0].split(",")[-2:]]
        assert f"at step {step}" in said and numbers == pytest.approx([training, test], rel=1e-3)
    page.locator(".gd-curve select[data-gd=metric]").select_option("gradient")
    settle(page)
    assert shown.ask(RING) is None and page.locator(".gd-test-line").count() == 0
    page.locator(".gd-curve select[data-gd=metric]").select_option("loss")
    take(page, built("curve")[0])  # without a hold-out nothing is left of it
    assert shown.ask(RING) is None and shown.ask(COLORED, ["gd", True]) == 0
    assert page.locator(".gd-test, .gd-test-line").count() == 0
