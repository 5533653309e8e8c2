"""SciPy's minimisers on the pages: picked, linked, set, told of, and where they cannot run refused with one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.player.scene.wire import read_scene
from gdviz.ui.race import picker
from tests.pages.data_page import ROOT, captions, link, named
from tests.pages.mounted import player_bytes

SLUGS = list(gdviz.minimizers)


def opened(page: str = "loss_surface", **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60)
    at.session_state["framed"] = True
    for key, value in query.items():
        at.query_params[key.replace("__", ".")] = value
    return at.run()


def scene(at: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    assert not at.exception, [e.value for e in at.exception]
    return read_scene(player_bytes(at))


def warnings(at: AppTest) -> list[str]:
    return [w.value for w in at.warning]


def html(at: AppTest) -> str:
    return " ".join(h.proto.body for h in at.get("html"))


def test_they_stand_in_a_group_of_their_own() -> None:
    at = opened()
    at.session_state["families"] = True
    at.run()
    assert "SciPy" in [g.label for g in at.sidebar.get("button_group")]
    named(at.sidebar.button_group, "SciPy").set_value(["scipy_bfgs"]).run()
    assert link(at)["opt"].endswith(",scipy_bfgs")
    assert [c["name"] for c in scene(at)[0]["competitors"]][-1] == "BFGS (SciPy)"
    assert picker.by_family(gdviz.minimizers).keys() == {"SciPy"}


@pytest.mark.parametrize("page", ["loss_surface", "linear_regression", "classification"])
def test_all_of_them_race(page: str) -> None:
    at = opened(page, opt=",".join(SLUGS))
    header, arrays = scene(at)
    assert [c["slug"] for c in header["competitors"]] == SLUGS and not warnings(at)
    for i, competitor in enumerate(header["competitors"]):
        assert competitor["rate"] is None and f"rate:{i}" not in arrays
        assert competitor["told"].startswith("SciPy makes this step") and competitor["equations"] == []
        assert "SciPy says: " in competitor["reason"] or competitor["status"] in ("converged", "max_steps")
    assert all(seconds > 0 for seconds in header["seconds"])
    assert html(at).count('<td class="num">none</td>') == len(SLUGS)


def test_the_legend_and_the_sidebar_have_its_options_and_no_rate() -> None:
    at = opened(opt="gd,scipy_lbfgsb", scipy_lbfgsb__maxcor="3")
    header, _ = scene(at)
    keys = {c["key"]: c["value"] for c in header["controls"] if c["of"] == "scipy_lbfgsb"}
    assert keys == {
        "rule.scipy_lbfgsb.maxcor": 3.0,
        "rule.scipy_lbfgsb.ftol": 2.220446049250313e-09,
        "rule.scipy_lbfgsb.gtol": 1e-05,
    }
    assert "it finds the length of its steps itself" in captions(at)
    at.session_state["details-scipy_lbfgsb"] = True
    at.run()
    slider = named(at.sidebar.slider, "maxcor")
    assert slider.value == 3
    slider.set_value(7).run()
    assert link(at)["scipy_lbfgsb.maxcor"] == "7" and scene(at)[0]["competitors"][1]["hyper"]["maxcor"] == 7


def test_a_link_with_a_rate_says_that_there_is_none() -> None:
    at = opened(opt="scipy_bfgs", scipy_bfgs__lr="0.1", scipy_bfgs__gtol="7")
    (rate,) = [w for w in warnings(at) if "scipy\\_bfgs.lr" in w or "scipy_bfgs.lr" in w]
    assert "was left out: BFGS" in rate and "has no learning rate" in rate
    assert (
        any("gtol is a number from 1e-14 to 1, not 7" in w for w in warnings(at)) and len(warnings(at)) == 2
    )
    assert [c["slug"] for c in scene(at)[0]["competitors"]] == ["scipy_bfgs"]


@pytest.mark.parametrize(
    ("page", "query", "told"),
    [
        ("loss_surface", {"noise": "0.5"}, "noise must be 0, since SciPy's methods ask for exact values"),
        ("loss_surface", {"clip": "1"}, "since SciPy's methods ask for exact gradients"),
        ("linear_regression", {"batch": "5"}, "since SciPy's methods ask for the loss over all rows"),
    ],
)
def test_what_it_cannot_take_is_said_and_the_others_run(page: str, query: dict[str, str], told: str) -> None:
    at = opened(page, opt="gd,scipy_cg", **query)
    assert [c["slug"] for c in scene(at)[0]["competitors"]] == ["gd"]
    (said,) = warnings(at)
    assert said.startswith("CG") and told in said.replace("\\", "")


def test_a_schedule_does_not_concern_it() -> None:
    at = opened(opt="gd,scipy_cg", schedule="cosine")
    (said,) = warnings(at)
    assert "The schedule does not concern CG" in said and "no learning rate" in said
    header, _ = scene(at)
    assert [c["slug"] for c in header["competitors"]] == ["gd", "scipy_cg"]


def test_ascent_and_one_parameter() -> None:
    at = opened(opt="scipy_bfgs,scipy_powell", surface="parabola", ascent="1", steps="20")
    header, _ = scene(at)
    assert {c["status"] for c in header["competitors"]} <= {"diverged", "stalled", "max_steps"}
    assert "not sought" in html(at)


def test_the_curvature_page_follows_it() -> None:
    at = opened("curvature", opt="gd,scipy_newton_cg,scipy_nelder_mead")
    assert [c["slug"] for c in scene(at)[0]["competitors"]] == ["gd", "scipy_newton_cg", "scipy_nelder_mead"]
    assert not at.error and not warnings(at)


def test_what_the_curves_are_over_is_in_the_link() -> None:
    at = opened(opt="gd,scipy_bfgs", over="time")
    assert scene(at)[0]["over"] == "time" and link(at) == {"opt": "gd,scipy_bfgs", "over": "time"}
    at = opened(opt="gd", over="rate")
    assert scene(at)[0]["over"] == "steps"
    assert warnings(at) == [
        "The link's over=rate cannot be used and was left out: it is one of steps, epochs, evaluations, time."
    ]


def test_its_tabs() -> None:
    at = opened(opt="scipy_newton_cg")
    at.session_state["tab"] = "Formulas"
    at.run()
    assert any(
        'scipy.optimize.minimize(f, theta0, method="Newton-CG", jac=gradient, hess=hessian,' in c.value
        for c in at.code
    )
    assert "is the gradient, $" not in captions(at) and not at.exception
    at.session_state["tab"] = "Steps"
    at.run()
    table = at.dataframe[0].value
    path = gdviz.descend("rosenbrock", "scipy_newton_cg")
    assert "learning rate" not in table and table["loss"].tolist() == path.loss.tolist()
    at.session_state["tab"] = "Result"
    at.run()
    values, gradients, hessians = path.evaluations
    cells = "".join(f'<td class="num">{n}</td>' for n in (values, gradients, hessians, sum(path.evaluations)))
    assert cells in html(at)


@pytest.mark.parametrize(
    ("page", "why"), [("basins", "is no rule of equations"), ("learning_rates", "it has no learning rate")]
)
def test_maps_of_many_runs_refuse_it_with_a_sentence(page: str, why: str) -> None:
    at = opened(page, opt="scipy_bfgs")
    assert not at.exception
    said = [e.value for kind in (at.error, at.warning, at.info, at.caption) for e in kind]
    assert any(why in text for text in [*said, html(at)]), said
