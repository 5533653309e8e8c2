"""The Linear regression and Classification pages through AppTest: what a control changes is seen in the numbers drawn."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from tests.pages.data_page import ROOT, captions, link, named, opened, refusals, shown, unfolded
from tests.pages.test_loss_surface import written


@pytest.mark.parametrize(
    ("page", "title", "objective"),
    [
        ("regression", "Linear regression", gdviz.data_loss("line")),
        ("classification", "Classification", gdviz.data_loss("blobs", "cross_entropy")),
    ],
)
def test_a_first_visit_shows_a_race_at_once(page: str, title: str, objective: gdviz.DataLoss) -> None:
    at = opened(page)
    header, arrays = shown(at)
    assert any("<h1" in h.proto.body and title in h.proto.body for h in at.get("html"))
    assert [c["slug"] for c in header["competitors"]] == ["gd", "momentum", "adam"] and not at.query_params
    for i, slug in enumerate(("gd", "momentum", "adam")):
        path = gdviz.descend(objective, slug, steps=200)
        np.testing.assert_array_equal(arrays[f"theta:{i}"], path.theta[:, :2].astype(np.float32))
        np.testing.assert_array_equal(arrays[f"loss:{i}"], path.loss.astype(np.float32)[:, None])
    assert header["data"]["rows"] == objective.rows
    assert header["names"] == list(objective.names[:2])


def test_a_slider_of_the_data_moves_points_and_paths() -> None:
    at = opened("regression")
    before = shown(at)[1]
    named(at.sidebar.slider, "slope").set_value(-3.0).run()
    after = shown(at)[1]
    np.testing.assert_array_equal(before["data:x"], after["data:x"])  # the same draws
    assert not np.array_equal(before["data:y"], after["data:y"]) and not np.array_equal(
        before["theta:0"], after["theta:0"]
    )
    assert link(at) == {"data.slope": "-3"}
    named(at.sidebar.button, "Draw again").click().run()
    assert not np.array_equal(shown(at)[1]["data:x"], after["data:x"]) and link(at)["draw"] == "1"


def test_loss_average_penalty_and_batches_are_run_and_linked() -> None:
    at = opened("regression")
    named(at.sidebar.selectbox, "Loss of a row").select("huber").run()
    named(at.sidebar.selectbox, "Penalty").select("l2").run()
    named(at.sidebar.button_group, "Average over the rows").set_value("sum").run()
    named(at.sidebar.text_input, "Batch size").set_value("7").run()
    assert "60 times that of 1/n" in captions(at)
    objective = gdviz.data_loss("line", "huber", average="sum", penalty="l2")
    path = gdviz.descend(objective, "adam", steps=200, batch_size=7)
    header, arrays = shown(at)
    np.testing.assert_array_equal(arrays["theta:2"], path.theta.astype(np.float32))
    np.testing.assert_array_equal(arrays["batch_loss:2"][:, 0], path.batch_loss.astype(np.float32))
    assert link(at) == {"loss": "huber", "penalty": "l2", "average": "sum", "batch": "7"}
    assert shown(opened("regression", link(at)))[0]["run"] == header["run"]


def test_features_scaling_and_degree() -> None:
    at = unfolded(opened("regression", {"data": "cars", "x": "wt"}), "columns")
    before = shown(at)[0]
    assert before["data"]["kind"] == "line" and before["names"] == ["slope", "intercept"]
    named(at.sidebar.multiselect, "Features").set_value(["wt", "hp", "qsec"]).run()
    header, arrays = shown(at)
    assert header["data"]["kind"] == "points" and header["data"]["parameters"] == [
        "wt",
        "hp",
        "qsec",
        "intercept",
    ]
    objective = gdviz.data_loss("cars", features=("wt", "hp", "qsec"))
    path = gdviz.descend(objective, "adam", steps=200)
    np.testing.assert_array_equal(arrays["full:2"], path.theta.astype(np.float32))
    named(at.sidebar.selectbox, "Upwards").select(2).run()
    header, arrays = shown(at)
    assert header["names"] == ["wt", "qsec"] and link(at)["axes"] == "0,2"
    np.testing.assert_array_equal(arrays["theta:2"], path.theta[:, [0, 2]].astype(np.float32))
    named(at.sidebar.button_group, "Scaling").set_value("none").run()
    assert link(at)["scaling"] == "none"
    named(at.sidebar.slider, "Degree of the polynomial").set_value(2).run()
    assert len(shown(at)[0]["data"]["parameters"]) == 10
    assert shown(opened("regression", link(at)))[0]["run"] == shown(at)[0]["run"]


def test_the_other_parameters_follow_the_path() -> None:
    at = opened("regression", {"data": "cars", "others": "path"})
    first = shown(at)[0]
    assert first["data"]["follow"] and first["data"]["step"] == 200
    at.session_state["memory:regression"]["choices"]["play step"] = 3
    header = shown(at.run())[0]
    path = gdviz.descend(gdviz.data_loss("cars"), "adam", steps=200)
    assert header["data"]["step"] == 3 and header["surface"]["id"] != first["surface"]["id"]
    np.testing.assert_allclose(header["data"]["at"], path.theta[3])


def test_a_scene_opens_by_a_click() -> None:
    at = opened("classification")
    named(at.button_group, "Scenes").set_value("Three classes").run()
    header, _ = shown(at)
    assert header["data"]["scores"] == 3 and link(at)["data"] == "three_classes"
    named(at.sidebar.selectbox, "Data").select("blobs").run()
    assert shown(at)[0]["data"]["classes"] == ["blue", "orange"]


def test_the_limit_of_the_rate_is_told_and_set_by_a_button() -> None:
    at = opened("regression", {"opt": "gd"})
    at.session_state["tab"] = "Fit"
    at.run()
    objective = gdviz.data_loss("line")
    values = np.linalg.eigvalsh(objective.hessian(objective.optimum.theta))
    told = " ".join(m.value for m in at.markdown)
    assert f"{2 / values[-1]:.5g}" in told and f"{values[1] / values[0]:.5g}" in told
    table = next(h.proto.body for h in at.get("html") if "Final parameters" in h.proto.body)
    assert all(f"{v:.5g}" in table for v in objective.optimum.theta) and "Least squares" in table
    for label, rate in (
        ("the limit", 2 / values[-1]),
        ("half of it", 1 / values[-1]),
        ("the optimum", 2 / values.sum()),
    ):
        named(at.button, label).click().run()
        assert float(link(at)["gd.lr"]) == pytest.approx(rate, rel=1e-11)
        assert shown(at)[0]["competitors"][0]["rate"] == pytest.approx(rate, rel=1e-11)


def test_results_are_in_the_data_s_own_units_whatever_the_scaling() -> None:
    tables = []
    for scaling in ("none", "standardise", "minmax"):
        at = opened("regression", {"data": "galton", "scaling": scaling})
        at.session_state["tab"] = "Fit"
        table = next(h.proto.body for h in at.run().get("html") if "Final parameters" in h.proto.body)
        tables.append(table[table.index("Least squares") :].split("</tr>")[0].split('"num">')[1:3])
    assert tables[0] == tables[1] == tables[2]
    assert tables[0][0].startswith("0.646")  # the slope that made regression famous: about two thirds


def test_separable_data_without_a_penalty_have_no_minimum() -> None:
    at = opened("classification", {"data": "separable"})
    at.session_state["tab"] = "Fit"
    at.run()
    assert any("no parameters are best" in i.value and "weights grow" in i.value for i in at.info)
    table = next(h.proto.body for h in at.get("html") if "Final parameters" in h.proto.body)
    assert "unknown" not in table and "Distance" not in table  # the sentence says why, once


def test_every_tab_of_every_kind_opens() -> None:
    for page, query in (
        ("regression", {"data": "cars", "penalty": "l1"}),
        ("classification", {"data": "iris"}),
        ("regression", {"loss": "absolute", "batch": "5"}),
        ("classification", {"loss": "hinge"}),
    ):
        at = opened(page, query)
        for tab in ("Result", "Fit", "Formulas", "Steps", "Table", "Share"):
            at.session_state["tab"] = tab
            at.run()
            assert not at.exception, (page, query, tab)


def test_an_own_loss_and_own_data() -> None:
    text = "param n = 30 from 5 to 50 integer\nx = 4*u1 - 2\ny = x^2 + 0.1*e1"
    at = opened("regression")
    named(at.sidebar.selectbox, "Data").select("own").run()
    named(at.sidebar.text_area, "Data").set_value(text).run()
    named(at.sidebar.selectbox, "Loss of a row").select("own").run()
    written(at, "l(z, y) =").set_value("param p = 3 from 1 to 5\n|z - y|^p").run()
    header, arrays = shown(at)
    objective = gdviz.data_loss(gdviz.dataset(text), gdviz.loss("param p = 3 from 1 to 5\n|z - y|^p"))
    np.testing.assert_array_equal(
        arrays["theta:0"], gdviz.descend(objective, "gd", steps=200).theta.astype(np.float32)
    )
    assert shown(opened("regression", link(at)))[0]["run"] == header["run"]
    written(at, "l(z, y) =").set_value("|z - q|").run()
    assert "q" in refusals(at) and shown(at)[0]["run"] == header["run"]


def test_pages_keep_their_own_choices() -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    named(at.sidebar.selectbox, "Loss surface").select("himmelblau").run()
    at.switch_page("pages/linear_regression.py").run()
    named(at.sidebar.selectbox, "Data").select("outliers").run()
    assert shown(at)[0]["title"] == "Outliers"
    at.query_params.clear()  # the address of another page is bare
    at.switch_page("pages/loss_surface.py").run()
    assert shown(at)[0]["title"] == "Himmelblau"
    at.query_params.clear()
    at.switch_page("pages/linear_regression.py").run()
    assert shown(at)[0]["title"] == "Outliers"


@pytest.mark.parametrize(
    ("page", "query", "told"),
    [
        ("classification", {"data": "separable"}, "no parameters are best"),
        ("classification", {"data": "iris"}, "One class can be separated"),
        ("regression", {"data": "line", "batch": "7"}, "7 of 60 rows (9 steps visit each row once"),
        ("regression", {"data": "line", "batch": "7", "replacement": "1"}, "drawn anew from all rows"),
        ("regression", {"data": "line", "data.n": "5", "degree": "8"}, "9 parameters for 5 rows"),
        ("regression", {"data": "textbook", "intercept": "1"}, "a whole family of parameters is best"),
    ],
)
def test_what_one_should_know_of_a_fit_is_said(page: str, query: dict[str, str], told: str) -> None:
    assert told in captions(opened(page, query))
