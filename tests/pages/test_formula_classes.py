"""A formula that tells two classes apart on the Classification page: its model, data, link, what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.player.scene.tabled.codes import decoded
from gdviz.ui.address import read_link, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.formula import FormulaChoice
from gdviz.ui.problems.formula.objective import objective_of
from gdviz.ui.spec.spec import Choice
from tests.pages.data_page import captions, link, named, opened, refusals, shown

PAGE = PAGES["classification"]
USUAL = PAGE.first_of("formula")
BINARY = [slug for slug, data in gdviz.datasets.items() if data.task == "binary"]


def formula(query: dict[str, str] | None = None) -> AppTest:
    return opened("classification", {"problem": "formula", **(query or {})})


def test_the_model_is_chosen_beside_the_linear_one() -> None:
    at = opened("classification")
    at = named(at.sidebar.get("button_group"), "Model").set_value("Formula").run()
    header, arrays = shown(at)
    data = header["data"]
    assert link(at) == {"problem": "formula"} and header["title"] == "Circles"
    assert (
        data["kind"] == "plane" and data["parameters"] == ["k", "r"] and data["classes"] == ["blue", "orange"]
    )
    k, r = arrays["theta:0"][arrays["looks:0"].ravel().astype(int)].T[:, :, None]
    side = [np.linspace(*data[axis]["range"], data["grid"][0]) for axis in "xy"]
    x, y = (v.ravel() for v in np.meshgrid(*side))
    scores = k * (r - np.hypot(x, y))
    np.testing.assert_allclose(decoded(arrays["predicted:0"]), scores, rtol=0.05, atol=0.0053)
    assert "Confusion" not in captions(at) and not refusals(at) and not at.warning
    at.session_state["tab"] = "Fit"
    html = next(h.proto.body for h in at.run().get("html") if "Final parameters" in h.proto.body)
    assert "Accuracy" in html and "R²" not in html and "SciPy" in html


@pytest.mark.parametrize("slug", BINARY)
def test_all_data_of_two_classes_have_a_formula_that_learns(slug: str) -> None:
    objective = objective_of(replace(USUAL.problem, data=Choice(slug)))
    path = gdviz.descend(objective, "gd", steps=100)
    assert path.loss[-1] < path.loss[0] and len(objective.data.features) == 2
    assert objective.accuracy(path.theta[-1:])[0] > 0.6


def test_more_classes_than_one_score_tells_apart_are_refused_in_a_sentence() -> None:
    at = formula({"data": "iris"})
    told = " ".join(w.value for w in at.warning)
    assert "tells two classes apart, and these data have 3" in told.replace("\\", "")
    assert shown(at)[0]["title"] == "Circles"
    at = formula({"loss": "softmax"})
    assert "a formula has one score" in " ".join(w.value for w in at.warning) and not at.exception


def test_only_data_and_losses_of_two_classes_are_offered() -> None:
    offered = [o.rpartition(" (")[0] or o for o in named(formula().sidebar.selectbox, "Data").options]
    names = {data.name: data.task for data in gdviz.datasets.values()}
    assert {names[o] for o in offered if o in names} == {"binary"} and "Two moons" in offered
    losses = {o.rpartition(" (")[0] for o in named(formula().sidebar.selectbox, "Loss of a row").options}
    assert "Cross-entropy" in losses and "Softmax cross-entropy" not in losses


def test_of_a_table_whose_last_column_has_many_classes_another_target_can_be_picked() -> None:
    at = formula()
    at = named(at.sidebar.selectbox, "Data").select("csv").run()
    rows = "\n".join(f"{i % 2};{i};{i * i % 7}" for i in range(9))
    at = named(at.sidebar.text_area, "or paste the table").set_value(f"kind;u;v\n{rows}").run()
    assert "tells two classes apart, and these data have 4" in refusals(at)
    at = named(at.sidebar.selectbox, "Target").select("kind").run()
    assert not refusals(at) and shown(at)[0]["data"]["classes"] == ["0", "1"]
    again = opened("classification", link(at))
    assert again.warning == [] and shown(again)[0]["run"] == shown(at)[0]["run"]


def test_data_go_along_to_the_linear_model_and_back() -> None:
    at = opened("classification", {"data": "moons", "loss": "hinge"})
    at = named(at.sidebar.get("button_group"), "Model").set_value("Formula").run()
    assert link(at) == {"problem": "formula", "data": "moons", "loss": "hinge"}
    header = shown(at)[0]
    assert header["data"]["parameters"] == ["a", "b", "c"] and header["data"]["margin"] == 1
    at = named(at.sidebar.get("button_group"), "Model").set_value("Linear").run()
    assert link(at) == {"data": "moons", "loss": "hinge"}


def test_a_pasted_table_of_classes_brings_a_line_between_them() -> None:
    at = named(formula().sidebar.selectbox, "Data").select("csv").run()
    text = "size;weight;kind\n1;2;cat\n2;3;cat\n5;6;dog\n6;4;dog\n7;7;dog"
    at = named(at.sidebar.text_area, "or paste the table").set_value(text).run()
    model = named(at.sidebar.text_area, "z =").value
    assert "a*(size" in model and "b*(weight" in model and not refusals(at)
    assert shown(at)[0]["data"]["classes"] == ["cat", "dog"] and "table" in link(at)
    assert named(at.sidebar.selectbox, "Target").value == "kind"


@pytest.mark.parametrize(
    "choice",
    [
        USUAL.problem,
        replace(USUAL.problem, data=Choice("moons"), seed=2, loss=Choice("squared_hinge"), hold_out=0.25),
        replace(USUAL.problem, data=Choice("xor"), model="param a = 1 from 0 to 9; a*x1*x2"),
    ],
)  # fmt: skip
def test_its_link_opens_it_again(choice: FormulaChoice) -> None:
    spec = replace(USUAL, problem=choice)
    assert read_link(to_query(spec, USUAL), PAGE) == (spec, [])
