"""The Loss surface page through AppTest: what a control changes is seen in the numbers that the player is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.player.scene.wire import read_scene
from gdviz.ui import turns
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.race import stage
from tests.pages.mounted import player_bytes

ROOT = Path(__file__).resolve().parents[2]


def opened(query: dict[str, str] | None = None) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in (query or {}).items():
        at.query_params[key] = value
    return at.run()


def shown(at: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header and arrays of the scene on the page."""
    assert not at.exception
    return read_scene(player_bytes(at))


def link(at: AppTest) -> dict[str, str]:
    return {k: v[0] if isinstance(v, list) else v for k, v in at.query_params.items()}


def unfolded(at: AppTest, key: str) -> AppTest:
    """Open an expander: what is folded away is not sent."""
    at.session_state[key] = True
    return at.run()


def named(kind: Any, label: str) -> Any:
    return next(w for w in kind if w.label == label)


def written(at: AppTest, label: str) -> Any:
    """The field of a text of one's own, of one line or several."""
    return next(w for w in [*at.text_input, *at.text_area] if w.label.startswith(label))


def test_a_first_visit_shows_a_race_at_once() -> None:
    at = opened()
    header, arrays = shown(at)
    assert any("<h1" in h.proto.body and "Loss surface" in h.proto.body for h in at.get("html"))
    assert header["title"] == "Rosenbrock"
    assert [c["slug"] for c in header["competitors"]] == ["gd", "momentum", "adam"]
    assert (
        to_query(from_query({}, PAGES["surface"].default)[0], PAGES["surface"].default) == {}
        and not at.query_params
    )
    path = gdviz.descend("rosenbrock", "adam")
    np.testing.assert_array_equal(arrays["theta:2"], path.theta.astype(np.float32))


def test_a_slider_moved_changes_the_drawn_numbers_and_the_link() -> None:
    at = unfolded(opened(), "details-momentum")
    before = shown(at)[1]
    named(at.sidebar.slider, "momentum").set_value(0.5)
    at.run()
    after = shown(at)[1]
    assert not np.array_equal(before["theta:1"], after["theta:1"])
    np.testing.assert_array_equal(before["theta:0"], after["theta:0"])
    np.testing.assert_array_equal(before["z"], after["z"])
    assert link(at)["momentum.momentum"] == "0.5"
    np.testing.assert_array_equal(
        after["theta:1"], gdviz.descend("rosenbrock", "momentum", momentum=0.5).theta.astype(np.float32)
    )


def test_another_surface_keeps_the_optimizers_and_brings_its_own_rates() -> None:
    at = opened()
    named(at.sidebar.selectbox, "Loss surface").select("himmelblau").run()
    header, arrays = shown(at)
    assert header["title"] == "Himmelblau" and len(header["competitors"]) == 3
    np.testing.assert_array_equal(
        arrays["theta:0"], gdviz.descend("himmelblau", "gd").theta.astype(np.float32)
    )


def test_an_own_surface_and_an_own_rule_are_run_and_linked() -> None:
    at = opened()
    named(at.sidebar.selectbox, "Loss surface").select("own").run()
    written(at, "f(x, y) =").set_value("param a = 2 from 0 to 5\nx^2 + a*y^2").run()
    named(at.sidebar.multiselect, "Optimizers").set_value(["gd", "own"]).run()
    rule = "param c = 0.5\nv = c*v + g\ntheta = theta - lr*v"
    named(at.sidebar.text_area, "Update rule").set_value(rule).run()
    named(at.sidebar.slider, "a").set_value(4.0).run()
    header, arrays = shown(at)
    assert [c["name"] for c in header["competitors"]] == ["Gradient descent", "Own rule"]
    surface = gdviz.surface("param a = 2 from 0 to 5\nx^2 + a*y^2", ((-3, 3), (-3, 3))).with_parameters(a=4.0)
    expected = gdviz.descend(surface, gdviz.optimizer(rule))
    np.testing.assert_array_equal(arrays["theta:1"], expected.theta.astype(np.float32))
    again = opened(link(at))
    assert shown(again)[0]["run"] == header["run"]


def test_a_refused_formula_is_explained_and_the_last_good_one_stays() -> None:
    at = opened({"f": "x^2 + y^2"})
    run = shown(at)[0]["run"]
    written(at, "f(x, y) =").set_value("x^2 + 3z^2").run()
    assert shown(at)[0]["run"] == run
    told = [h.proto.body for h in at.get("html") if 'class="gd-refusal"' in h.proto.body]
    assert (
        len(told) == 1
        and "&#x27;z&#x27; is not a variable of this surface; use x and y (column 8)" in told[0]
    )


def test_a_scene_opens_and_can_be_linked() -> None:
    at = opened()
    at.button_group[0].set_value("Trapped in a local minimum").run()
    header, _ = shown(at)
    assert header["title"] == gdviz.surfaces["two_wells"].name
    assert link(at)["surface"] == "two_wells"


def test_a_hand_edited_link_tells_what_was_wrong_and_keeps_the_rest() -> None:
    at = opened({"surface": "himmelblau", "steps": "many", "opt": "adam,nonsense", "colour": "red"})
    header, _ = shown(at)
    assert header["title"] == "Himmelblau" and [c["slug"] for c in header["competitors"]] == ["adam"]
    told = " ".join(w.value for w in at.warning)
    assert "steps=many" in told and "nonsense" in told and "colour" in told


def test_a_rate_that_makes_no_sense_is_refused_where_it_is_typed() -> None:
    at = opened()
    before = shown(at)[0]["run"]
    named(at.sidebar.text_input, "Learning rate, typed").set_value("-1").run()
    assert shown(at)[0]["run"] == before and not link(at)
    assert any(
        "must be a positive number" in h.proto.body and "stays" in h.proto.body for h in at.get("html")
    )


def test_the_tabs_show_result_formulas_data_and_link() -> None:
    at = opened()
    table = next(h.proto.body for h in at.get("html") if "<table>" in h.proto.body)
    path = gdviz.descend("rosenbrock", "adam")
    assert f"{path.loss[-1]:.5g}" in table and path.reason in table
    for tab in ("Formulas", "Steps", "Share"):
        at.session_state["tab"] = tab
        at.run()
        assert not at.exception
        if tab == "Formulas":
            assert any("beta_{1}" in x.value for x in at.latex)
        elif tab == "Steps":
            assert at.dataframe[0].value.shape[0] == 301
        else:
            assert at.code[0].value


def test_noise_clipping_and_ascent_are_told_and_in_the_link() -> None:
    at = unfolded(opened({"noise": "0.5", "seed": "3", "clip": "2", "ascent": "1", "steps": "50"}), "more")
    header, arrays = shown(at)
    assert header["maximize"] is True
    told = " ".join(c.value for c in at.main.caption)
    assert "ascent" in told and "0.5 (seed 3" in told and "clipped" in told
    path = gdviz.descend("rosenbrock", "gd", noise=0.5, seed=3, clip=2.0, maximize=True, steps=50)
    np.testing.assert_array_equal(arrays["theta:0"], path.theta.astype(np.float32))
    named(at.sidebar.text_input, "Seed").set_value("4").run()
    assert link(at)["seed"] == "4" and not np.array_equal(shown(at)[1]["theta:0"], arrays["theta:0"])


def test_a_random_start_is_in_the_window_and_in_the_link() -> None:
    at = unfolded(opened(), "more")
    at.sidebar.button(key="random-uniform").click().run()
    first = link(at)["start"]
    assert all(-2.048 <= float(v) <= 2.048 for v in first.split(","))
    at.sidebar.button(key="random-uniform").click().run()
    assert link(at)["start"] != first
    np.testing.assert_allclose(
        shown(at)[0]["start"], [float(v) for v in link(at)["start"].split(",")], rtol=1e-6
    )


def take_steps(at: AppTest, steps: str) -> None:
    next(field for field in at.text_input if field.label == "Steps").set_value(steps).run()


def test_only_a_changed_picture_is_given_time_to_be_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    behind: list[tuple[float, float]] = []
    monkeypatch.setattr(turns.short, "fall_behind", lambda *how: behind.append(how))
    at = opened({"steps": "20"})
    at.run()
    assert not behind
    take_steps(at, "21")
    assert behind == [(turns.AROUND, stage.PAINTING)]
    monkeypatch.setattr(turns.short, "waited_for", lambda: True)  # others wait: they are what it waits for
    take_steps(at, "22")
    at.run()
    assert behind[1:] == [(turns.AROUND, 0.0)] * 2


def test_another_scene_has_a_larger_number_and_the_same_one_the_same_bytes() -> None:
    at, sent = opened({"steps": "20"}), []
    for steps in ("20", "21", "20"):
        take_steps(at, steps)
        sent.append(player_bytes(at))
    assert player_bytes(at.run()) == sent[2]
    numbers = [read_scene(data)[0]["sent"] for data in sent]
    assert numbers[0] < numbers[1] < numbers[2]
    assert {read_scene(data)[0]["page"] for data in sent} == {"surface"}
