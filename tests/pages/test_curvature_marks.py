"""What the player of the Curvature page is sent: marks of critical points, as soon as they are found, and local models."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine.run.stop import Spent
from gdviz.player.scene.wire import read_scene
from gdviz.ui.problems import critical as found
from gdviz.ui.race import stage
from gdviz.ui.runs import pictures, races
from tests.pages.test_curvature_page import USUAL, opened, said
from tests.pages.test_loss_surface import ROOT, named, shown


def test_the_player_marks_the_critical_points_on_this_page_only() -> None:
    header, arrays = shown(opened())
    points = gdviz.critical_points("himmelblau")
    assert header["critical"]["kinds"] == list(points.kind)
    for name in ("theta", "value", "eigenvalues"):
        sent = arrays[f"critical:{name}"].reshape(getattr(points, name).shape)
        assert (sent == getattr(points, name).astype(np.float32)).all()
    other = AppTest.from_file(str(ROOT / "pages" / "loss_surface.py"), default_timeout=60)
    other.session_state["framed"] = True
    assert "critical" not in shown(other.run())[0]


def test_what_takes_a_search_is_left_out_while_something_is_dragged(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = replace(USUAL, window=(-4.25, 4.25, -4.0, 4.0))
    race = races.race(spec)
    assert pictures.scene_of(race, search=False).critical is None
    assert len(pictures.scene_of(race).critical or ()) == 9
    assert len(pictures.scene_of(race, search=False).critical or ()) == 9  # known by now
    monkeypatch.setattr(pictures, "critical_points_of", unsearched)
    assert pictures.scene_of(race).critical is None


@pytest.mark.parametrize("kept", [True, False])
def test_the_first_picture_does_not_wait_for_the_search(monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    sent, make = [], pictures.scene_bytes

    def noted(*args: Any, **keywords: Any) -> Any:
        out = make(*args, **keywords)
        sent.append("critical" in read_scene(out[0])[0])
        return out

    monkeypatch.setattr(stage, "scene_bytes", noted)
    if not kept:  # found, but let go of at once: the page does not ask again and again
        monkeypatch.setattr(pictures, "found_before", lambda *_: False)
    at = opened({"surface": "own", "f": f"x^2 + 3.{26 + kept}*y^2 + x*y"})
    assert sent == [False, True] and "critical" in shown(at)[0]
    named(at.main.slider, "Move along x").set_value(0.5).run()
    assert "critical" in shown(at)[0] and len(sent) == (3 if kept else 4)


def test_a_picture_whose_search_takes_too_long_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, make = [], pictures.scene_bytes

    def spent(*_: Any, **__: Any) -> None:
        raise Spent("its time is over")

    def noted(*args: Any, **keywords: Any) -> Any:
        sent.append(1)
        return make(*args, **keywords)

    monkeypatch.setattr(stage, "scene_bytes", noted)
    monkeypatch.setattr(found, "critical_points", spent)
    at = opened({"surface": "own", "f": "x^2 + 3.5*y^2 + x*y"})
    assert len(sent) == 1 and "takes more than 5 seconds here" in said(at)


def unsearched(*_: Any) -> None:
    raise ValueError("there is no Hessian")


def test_the_player_is_sent_the_local_models_of_the_run_in_focus() -> None:
    header, arrays = shown(opened({"opt": "gd,adam", "gd.lr": "0.01", "damping": "20"}))
    surface = gdviz.surfaces["himmelblau"]
    path = gdviz.descend("himmelblau", "adam", steps=300, lr=header["competitors"][1]["rate"])
    point = path.theta[3]
    ends = arrays["local:1:ends"].reshape(-1, 3, 2)[3]
    h, g = surface.hessian(point), surface.gradient(point)
    assert np.allclose(ends[1:], [point - np.linalg.solve(h + d * np.eye(2), g) for d in (0, 20)], atol=1e-4)
    assert "local:0:ends" not in arrays and len(arrays["local:1:at"]) == len(path.theta)
    names = [step["name"] for step in header["competitors"][1]["single_steps"]]
    assert names == ["Gradient descent", "Newton", "Newton, damped by 20"]


def test_of_a_curve_too() -> None:
    header, arrays = shown(opened({"surface": "double_well", "opt": "gd,newton", "gd.lr": "0.01"}))
    rate = header["competitors"][1]["rate"]
    path = gdviz.descend("double_well", "newton", start=header["start"][:1], steps=300, lr=rate)
    g, h = path.gradient[0], path.objective.hessian(path.theta[0])[0]
    assert h[0] < 0  # on the hill between the wells
    assert np.allclose(arrays["local:1:ends"][0, 1], path.theta[0] - g / h, atol=1e-4)
    assert np.allclose(arrays["local:1:eigenvalues"][0], h) and len(arrays["local:1:at"]) == len(path.theta)
