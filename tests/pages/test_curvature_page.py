"""The Curvature page through AppTest: the point that is looked at, its numbers, critical points, sharpness."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine.run.stop import Spent
from gdviz.ui.budget import TooLong
from gdviz.ui.curvature import card, panel
from gdviz.ui.pages import PAGES
from gdviz.ui.problems import critical as found
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.runs import bounds
from gdviz.ui.spec.spec import Choice
from tests.pages.mounted import maps
from tests.pages.test_loss_surface import ROOT, link, named, shown

PAGE = str(ROOT / "pages" / "curvature.py")
USUAL = PAGES["curvature"].first_shown


def opened(query: dict[str, str] | None = None) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=60)
    at.session_state["framed"] = True
    for key, value in (query or {}).items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    assert not at.exception
    tables = [h.proto.body for h in at.get("html") if "<table" in h.proto.body]
    words = [m.value for m in [*at.caption, *at.markdown, *at.error, *at.warning]]
    return " ".join([*tables, *words]).replace("\N{MINUS SIGN}", "-")


def charts(at: AppTest) -> list[Any]:
    return list(at.get("plotly_chart"))


@pytest.mark.parametrize(
    ("at", "told"), [("1", "(1)"), ("1,2,3", "(1, 2, 3)"), ("0,0,0,0,9", "(0, 0, 0, 0, …)")]
)
def test_a_point_with_another_number_of_coordinates_is_left_out_and_told(at: str, told: str) -> None:
    words = said(opened({"at": at}))
    assert f"A point here has 2 coordinates, not {len(at.split(','))}: {told} is left out." in words


def test_a_first_visit_shows_race_model_and_critical_points() -> None:
    at = opened()
    header, _ = shown(at)
    assert header["title"] == "Himmelblau" and len(maps(at)) == 1 and "head" not in header
    words = said(at)
    assert "9 critical points in this window: 4 minima, 1 maximum, 4 saddles." in words
    assert "no critical point: the gradient does not vanish" in words
    frame = at.dataframe[0].value
    assert list(frame.columns) == ["kind", "x", "y", "loss", "eigenvalue 1", "eigenvalue 2"]
    assert sorted(frame["kind"]) == sorted(gdviz.critical_points("himmelblau").kind)
    assert not link(at)


def test_a_list_of_nine_points_is_seen_without_scrolling(monkeypatch: pytest.MonkeyPatch) -> None:
    """The maximum is the last of Himmelblau's."""
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr(panel.st, "dataframe", lambda frame, **more: drawn.append(more))
    for surface, rows in (("himmelblau", 9), ("rastrigin", panel.ROWS)):
        panel._critical_table(gdviz.critical_points(surface))
        assert drawn[-1]["height"] >= 35 * (1 + rows)


def test_the_player_is_sent_the_sharpness_on_this_page_only() -> None:
    header, arrays = shown(opened({"opt": "gd,adam,lion", "gd.lr": "0.01"}))
    gd, adam, lion = header["competitors"]
    assert (
        gd["threshold"] == 2 and adam["preconditioner"] == "sqrt(v_hat) + eps" and lion["threshold"] is None
    )
    along = gdviz.sharpness(gdviz.descend("himmelblau", "gd", steps=300, lr=0.01))
    assert np.allclose(arrays["sharpness:0"][:, 0], along.value, rtol=1e-6)
    assert np.allclose(arrays["limit:0"], 200) and np.isnan(arrays["limit:2"]).all()
    other = AppTest.from_file(str(ROOT / "pages" / "loss_surface.py"), default_timeout=60)
    other.session_state["framed"] = True
    assert not any(name.startswith("sharpness") for name in shown(other.run())[1])


def test_a_typed_point_is_looked_at_and_in_the_link() -> None:
    at = opened()
    named(at.main.text_input, "Point: x").set_value("3").run()
    named(at.main.text_input, "Point: y").set_value("2").run()
    assert link(at) == {"at": "3,2"}
    words = said(at)
    assert "a minimum: every eigenvalue is positive" in words and "82.284" in words and "25.716" in words
    next(b for b in at.main.button if b.label == "Back to the run").click().run()
    assert not link(at) and "no critical point" in said(at)


def test_a_slider_moves_the_point() -> None:
    at = opened({"at": "0,0"})
    named(at.main.slider, "Move along x").set_value(-0.25).run()
    assert link(at) == {"at": "-0.25,0"}


def test_the_step_of_the_run_is_looked_at_by_figure_and_play_head() -> None:
    at = opened({"opt": "gd", "gd.lr": "0.01", "step": "20"})
    theta = gdviz.descend("himmelblau", "gd", steps=300, lr=0.01).theta[20]
    assert float(named(at.main.text_input, "Point: x").value) == pytest.approx(theta[0], rel=1e-4)
    assert "The point is where Gradient descent is after step 20." in said(at) and link(at)["step"] == "20"
    assert shown(at)[0]["head"] == 20
    named(at.main.slider, "Move along x").set_value(-0.25).run()  # a point that is no step's
    assert "head" not in shown(at)[0] and "after step" not in said(at)
    at.main.button(key="curvature-run").click().run()
    assert shown(at)[0]["head"] == 20


@pytest.mark.parametrize("surface", ["himmelblau", "double_well"])
def test_every_place_of_the_figure_tells_its_loss_and_what_a_click_takes(surface: str) -> None:
    at = opened({"surface": surface, "opt": "gd"})
    (map,), points = maps(at), gdviz.critical_points(surface)
    objective = points.objective
    places = np.stack(np.meshgrid(map["x"], map["y"]), axis=-1)[..., : objective.dimension]
    np.testing.assert_allclose(map["each loss"], objective.value(places), rtol=1e-4)
    assert map["takes"] == ["point"] and {"loss {loss}", "no finite loss"} <= set(map["sentences"])
    (low, high), *_ = objective.domain
    assert low < map["x"][0] < map["x"][-1] < high and len(map["x"]) >= 160
    spec = replace(USUAL, problem=SurfaceChoice(Choice(surface)))
    for row, column in ((0, 0), *np.argwhere(map["each which"] > 1)[::7]):
        taken = panel._clicked(spec, points, places[row, column])
        words = map["sentences"][map["each which"][row, column]]
        kind = [p.kind for p in points if tuple(p.theta.tolist()) == taken]
        assert words == (f"a {kind[0]} is here: a click takes it" if kind else "loss {loss}")


def test_a_place_without_a_loss_says_so() -> None:
    (map,) = maps(opened({"f": "log(x) + y^2", "opt": "gd", "start": "1,1"}))
    said = np.array(map["sentences"])[map["each which"]]
    np.testing.assert_array_equal(
        said == "no finite loss", (np.array(map["x"]) <= 0) & np.full(said.shape, True)
    )


def test_newton_is_said_to_go_uphill_where_an_eigenvalue_is_negative() -> None:
    words = said(opened({"at": "-0.8,-0.5"}))
    newton = words[words.index("Newton</th>") :].split("</tr>")[0]
    assert "uphill" in newton
    free = words[words.index("Saddle-free Newton</th>") :].split("</tr>")[0]
    assert "downhill" in free


def test_damping_and_three_dimensions_are_chosen() -> None:
    at = opened({"at": "1,1"})
    named(at.main.text_input, "Damping, added to every curvature").set_value("100").run()
    named(at.main.toggle, "In three dimensions").set_value(True).run()
    assert link(at) == {"at": "1,1", "damping": "100", "solid": "1"}
    assert "Newton, damped by 100" in said(at)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"surface": "double_well"}, "3 critical points in this window: 2 minima, 1 maximum."),
        ({"surface": "endless_slope"}, "No critical point was found in this window."),
        ({"surface": "stairs"}, "fill a curve"),
        ({"surface": "shubert"}, "More than 1000"),
        ({"surface": "absolute_value"}, "1 minimum at a kink"),
        ({"surface": "own", "f": "x + y"}, "asks for the Hessian cannot run on"),
        ({"surface": "own", "f": "1/x + y^2", "at": "0,1"}, "the loss or its derivatives are not finite"),
        ({"at": "1"}, "9 critical points"),
        (
            {"surface": "own", "f": "log(x)", "at": "-1"},
            "not known: the loss or its derivatives are not finite",
        ),
        ({"at": "1e300,1e300"}, "the loss or its derivatives are not finite"),
        ({"at": "nan,1"}, "9 critical points"),
        ({"step": "9999"}, "9 critical points"),
        ({"window": "1,1,1,1"}, "9 critical points"),
        ({"opt": ""}, "9 critical points"),
        ({"opt": "lion"}, "9 critical points"),
        ({"opt": "scipy_bfgs"}, "9 critical points"),
    ],
)
def test_odd_choices_are_answered_in_words(query: dict[str, str], words: str) -> None:
    assert words in said(opened(query)).replace("\\", "")


def test_a_condition_number_of_what_is_not_finite_is_not_told_as_infinite() -> None:
    words = said(opened({"at": "1e300,1e300"}))
    assert (
        words.count("not known: the loss or its derivatives are not finite") == 2 and "infinite" not in words
    )
    flat = gdviz.local_model(gdviz.surface("x^2 + 0*y"), (1.0, 1.0))
    assert np.isposinf(flat.condition) and np.isnan(gdviz.local_model("himmelblau", (1e300, 0.0)).condition)


def test_a_click_on_a_critical_point_is_exact_and_elsewhere_rounded() -> None:
    points = gdviz.critical_points("himmelblau")
    x, y = points.theta[2]
    assert panel._clicked(USUAL, points, (x + 0.1, y - 0.1)) == (x, y)
    assert panel._clicked(USUAL, points, (1.23456789, np.pi)) == (1.235, 3.142)
    curve = replace(USUAL, problem=SurfaceChoice(Choice("double_well")))
    wells = gdviz.critical_points("double_well")
    assert panel._clicked(curve, wells, (-0.98,)) == (-1.0,)
    assert panel._clicked(curve, None, (-0.98765432,)) == (-0.9877,)


def test_a_search_that_took_too_long_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def search(*_: Any, **__: Any) -> None:
        calls.append(1)
        raise Spent("its time is over")

    monkeypatch.setattr(found, "critical_points", search)
    objective, window = gdviz.surface("x^2 + 3.25*y^2"), ((-1.0, 1.0), (-1.0, 1.0))
    for _ in range(2):
        with pytest.raises(TooLong, match="takes more than 5 seconds here"):
            found.critical_points_of(objective, window)
    assert len(calls) == 1


def test_steps_are_those_of_the_run_where_not_each_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "RECORDED", 20_000)
    at = opened({"surface": "rosenbrock", "opt": "gd", "gd.lr": "0.0001", "steps": "5000", "step": "3000"})
    assert "after step 3000" in said(at)
    # 2970 is the last one recorded
    every = gdviz.descend("rosenbrock", "gd", steps=3000, lr=0.0001, stop=None)
    x = float(named(at.main.text_input, "Point: x").value)
    assert x == pytest.approx(every.theta[2970][0], rel=1e-4)


def test_a_step_to_where_the_loss_is_not_a_number_is_neither_up_nor_down() -> None:
    ways = [card._way(1.0, there) for there in (0.5, 2.0, 1.0, np.nan, np.inf)]
    assert ways == ["downhill", "uphill", "as high", "not a number", "uphill"]


def whole_loss(at: AppTest) -> str:
    """What is said of the whole loss where only two of its parameters are drawn."""
    return next((c.value for c in at.caption if "The loss has" in c.value), "").replace("\\", "")


@pytest.mark.parametrize(
    ("query", "title", "points"),
    [
        ({"problem": "regression"}, "Line with noise", "1 critical point in this window: 1 minimum."),
        ({"problem": "classification"}, "Two blobs", "1 critical point in this window: 1 minimum."),
        ({"problem": "regression", "loss": "absolute"}, "Line with noise", "1 minimum at a kink"),
        ({"problem": "classification", "data": "separable"}, "", "No critical point was found"),
        ({"problem": "regression", "opt": ""}, "Line with noise", "1 critical point"),
        ({"problem": "regression", "opt": "scipy_bfgs"}, "Line with noise", "1 critical point"),
        ({"problem": "regression", "at": "1e300,1e300"}, "Line with noise", "Loss</th><td>inf<"),
    ],
)
def test_data_are_taken_too(query: dict[str, str], title: str, points: str) -> None:
    at = opened(query)
    header, arrays = shown(at)
    assert header["title"] == title or not title
    assert points in said(at).replace("\\", "")
    runners = [c for c in header["competitors"] if c["evals"] is not None or c["rate"] is not None]
    assert not runners or any(name.startswith("sharpness") for name in arrays)


def test_of_many_parameters_the_slice_is_named_and_the_full_hessian_told() -> None:
    at = opened({"problem": "regression", "data": "cars", "opt": "gd", "step": "20"})
    loss = gdviz.data_loss("cars")
    words = whole_loss(at)
    assert f"The loss has {loss.dimension} parameters" in words and "held at the optimum" in words
    for value in np.linalg.eigvalsh(loss.hessian(np.zeros(loss.dimension))):
        assert f"{value:.5g}" in words
    assert "no critical point" in words


def test_a_slice_that_follows_the_run_has_the_others_of_the_step_that_is_looked_at() -> None:
    query = {"problem": "classification", "data": "iris", "loss": "softmax", "opt": "gd", "step": "20"}
    at = opened({**query, "others": "path"})
    words = whole_loss(at)
    assert "where Gradient descent has them after step 20" in words
    header, _ = shown(at)
    run = header["competitors"][0]
    path = gdviz.descend(gdviz.data_loss("iris", "softmax"), "gd", steps=20, lr=run["rate"], stop=None)
    largest = np.linalg.eigvalsh(path.objective.hessian(path.theta[-1]))[-1]
    assert f"{largest:.5g}" in words


def test_where_all_parameters_are_drawn_no_slice_is_spoken_of() -> None:
    assert not whole_loss(opened({"problem": "regression"})) and not whole_loss(opened())
