"""One step, told once: its arrows add up, its numbers are its own, what is copied can be typeset."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.data_scene import PLAYER, Open, Shown, built, hand, take

pytestmark = pytest.mark.without_webgl
ARROWS = f"""([i, k]) => {{ const p = {PLAYER}, slug = p.scene.runs[i].slug; p.focusOn(slug); p.seek(k); p.paint(true);
    const a = p.panels.contour.arrows, f = p.panels.contour.frame, at = (j) => p.panels.contour.project(p.scene.runs[i], j);
    return a && {{ ...a, before: at(Math.max(0, a.step - 1)), after: at(a.step), told: p.panels.contour.host.dataset.arrows,
      title: p.panels.arithmetic.title.textContent, meant: p.panels.arithmetic.arrows.textContent }}; }}"""
WITH_MEMORY = [slug for slug, rule in gdviz.optimizers.items() if "momentum_term" in rule.arrows]


def scene_of(objective: object, *slugs: str, **options: object) -> Scene:
    runs = [
        Competitor.at(
            i,
            slug,
            gdviz.optimizers[slug].name,
            gdviz.descend(objective, slug, **{"steps": 40, "stop": None, **options}),
        )
        for i, slug in enumerate(slugs)
    ]
    return Scene.of(objective, runs, resolution=24)


def test_arrows_add_up_and_are_of_the_step_that_the_numbers_tell(open_page: Open, tmp_path: Path) -> None:
    bowl = gdviz.surface("x^2 + 2y^2 + x*y/2", domain=((-4, 4), (-3, 3)), start=(2.0, 1.5))
    slugs = ("gd", "rmsprop", *WITH_MEMORY)
    file = tmp_path / "scene.html"
    file.write_text(scene_of(bowl, *slugs, steps=20).to_html(), encoding="utf-8")
    page = open_page(file.as_uri(), reduced_motion="reduce")
    compared = 0
    for i, slug in enumerate(slugs):
        for k in (0, 1, 7):
            found = page.evaluate(ARROWS, [i, k])
            assert found, (slug, k)
            step = max(1, k)
            assert found["step"] == step and found["title"].split(",")[0] == (
                "The coming step 1" if k == 0 else f"Step {k}"
            )
            assert found["told"].startswith(f"step {step}") and f"step {step}" in found["meant"]
            np.testing.assert_allclose(found["from"], found["before"], atol=1e-9)
            parts = {p["kind"]: np.array([p["dx"], p["dy"]]) for p in found["parts"]}
            if not found[
                "factor"
            ]:  # Prodigy's first steps are a millionth of the picture, ADOPT's first is none
                assert np.hypot(*np.subtract(found["after"], found["before"])) < 0.01
                assert "too short" in found["told"] and "too short" in found["meant"]
                continue
            drawn = (np.array(found["after"]) - found["before"]) * found["factor"]
            np.testing.assert_allclose(parts["step"], drawn, atol=1e-6 * found["factor"] + 1e-3, err_msg=slug)
            if "rest" in parts:
                np.testing.assert_allclose(
                    parts["rest"] + parts["momentum"], parts["step"], atol=1e-3, err_msg=slug
                )
                compared += 1
            assert max(np.hypot(*v) for v in parts.values()) < 0.5 * 400
    assert compared >= len(WITH_MEMORY) - 1  # all but Prodigy, whose steps are too short


def test_downhill_meets_the_contour_at_a_right_angle(spare: Page) -> None:
    bowl = gdviz.surface("x^2 + 8y^2", domain=((-3, 3), (-1, 1)), start=(2.0, 0.5))
    page = hand(spare, scene_of(bowl, "adam"))
    found = page.evaluate(ARROWS, [0, 1])
    ray = next(p for p in found["parts"] if p["kind"] == "downhill")
    f = page.evaluate(f"() => {{ const {{ax, ay}} = {PLAYER}.panels.contour.frame; return [ax, ay]; }}")
    gradient = np.array([4.0, 8.0])
    tangent = np.array([-gradient[1] * f[0], -gradient[0] * f[1]])  # in pixels, the second down the screen
    right = abs(np.dot([ray["dx"], ray["dy"]], tangent)) / np.hypot(ray["dx"], ray["dy"]) / np.hypot(*tangent)
    assert right < 0.01


def test_a_run_of_no_step_shows_no_numbers_of_another(spare: Page) -> None:
    page = hand(spare, scene_of(gdviz.surfaces["rosenbrock"], "momentum"))
    assert page.locator(".gd-numbers math").count() > 0
    flat = gdviz.surface("5 + 0*x + 0*y", domain=((-2, 2), (-2, 2)))
    take(page, scene_of(flat, "momentum", stop=gdviz.Stop()))
    assert page.locator(".gd-step-title").inner_text().startswith("Momentum has made no step.")
    assert page.locator(".gd-numbers math, .gd-result math").count() == 0
    for kind in ("text", "latex"):
        written = page.evaluate(f"kind => {PLAYER}.panels.arithmetic.written(kind)", kind)
        assert "has made no step" in written and "=" not in written.split("step. ")[0]
    take(page, scene_of(gdviz.surfaces["rosenbrock"], "momentum"))
    assert page.locator(".gd-numbers math").count() > 0


def test_names_that_javascript_knows_are_a_user_s_own(spare: Page) -> None:
    rule = gdviz.optimizer(
        "param constructor = 0.25\nstate valueOf = 0\nvalueOf = constructor*valueOf + g\ntoString = lr*valueOf\n"
        "theta = theta - toString"
    )
    path = gdviz.descend("rosenbrock", rule, steps=4, lr=1e-3)
    scene = Scene.of(path.objective, [Competitor.at(0, "own", "Own rule", path)], resolution=24)
    page = hand(spare, scene)
    for kind in ("text", "latex"):
        written = page.evaluate(f"kind => {PLAYER}.panels.arithmetic.written(kind)", kind)
        assert "?" not in written and "0.25" in written
    assert "?" not in page.locator(".gd-equations").inner_text()


@pytest.fixture(scope="module")
def rules(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """One page with a run of every rule."""
    file = tmp_path_factory.mktemp("rules") / "scene.html"
    scene = scene_of(gdviz.surfaces["sphere"], *gdviz.optimizers, steps=3)
    file.write_text(scene.to_html(), encoding="utf-8")
    return open_shared(file.as_uri(), reduced_motion="reduce")


@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_copied_equations_line_up(rules: Page, slug: str) -> None:
    latex = rules.evaluate(
        f"slug => {{ const p = {PLAYER}; p.focusOn(slug); p.seek(2); return p.panels.arithmetic.written('latex'); }}",
        slug,
    )
    lines = latex.split("\\begin{aligned}\n")[1].split("\n\\end{aligned}")[0].split("\n")
    assert lines and "?" not in latex
    for line in lines:
        bare, inner = (
            line,
            r"\\begin\{(pmatrix|cases)\}((?!\\begin).)*?\\end\{\1\}",
        )  # their ampersands are their own
        while re.search(inner, bare):
            bare = re.sub(inner, "", bare)
        assert bare.count("&") == 2 and bare.count("\\\\ &= ") == 1, line


def test_the_probability_of_a_score_is_right_for_every_score(open_page: Open, tmp_path: Path) -> None:
    shown = Shown(open_page, tmp_path, *built("moons", "cross_entropy", lr=0.3))
    z = np.concatenate([np.linspace(-720, 30, 601), np.linspace(-9, 9, 77)])
    odds = np.array(shown.ask(f"z => z.map((v) => {PLAYER}.scene.sample.logOdds(v))", z.tolist()))
    right = z  # the odds of the logistic function are the score
    np.testing.assert_allclose(odds, right, rtol=1e-5, atol=1e-6)
    told = f"""scores => scores.map((z) => {{ const p = {PLAYER}.panels.data, s = p.sample, real = s.scores; s.scores = () => [z];
        const rows = p.tip.model(0, [], (name, value) => [name, value]); s.scores = real;
        return rows.find(([name]) => name.startsWith('P('))[1]; }})"""
    said = shown.ask(told, [0, 2, -8, -9, -20, -1000, 9, 20])
    assert said == [
        "0.5",
        "0.881",
        "0.000335",
        "0.000123",
        "2.06×10⁻⁹",
        "5.08×10⁻⁴³⁵",
        "1 − 0.000123",
        "1 − 2.06×10⁻⁹",
    ]


@pytest.mark.parametrize("slug", [s for s, loss in gdviz.losses.items() if loss.chance is not None])
def test_every_probability_of_the_library_is_in_its_table(slug: str) -> None:
    from gdviz.player.scene.data.odds import log_odds

    chance = gdviz.losses[slug].chance
    at, odds = log_odds(chance)
    z = np.linspace(-690, 15, 4001)
    p = chance(z)
    found = np.interp(z, at.astype(np.float32), odds.astype(np.float32))
    np.testing.assert_allclose(1 / (1 + np.exp(-found)), p, rtol=5e-4, atol=0)
