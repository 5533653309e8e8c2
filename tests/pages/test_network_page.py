"""The Neural network page: what is chosen in its sidebar is the network that is descended and drawn."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gdviz.ui.pages import PAGES
from gdviz.ui.problems.network.objective import objective_of
from tests.pages.test_loss_surface import link, named, shown, unfolded
from tests.pages.test_loss_surface import opened as first_page

PAGE = PAGES["network"]


def opened(query: dict[str, str] | None = None) -> AppTest:
    at = first_page()
    at.switch_page(PAGE.file)
    for key, value in (query or {}).items():
        at.query_params[key] = value
    return at.run()


def network(at: AppTest) -> dict:
    return shown(at)[0]["data"]["network"]


def segment(at: AppTest, label: str, value: object) -> AppTest:
    return next(w for w in at.sidebar.get("button_group") if w.label == label).set_value(value).run()


def test_layers_units_and_activation_are_chosen_and_linked():
    at = opened()
    assert network(at)["sizes"] == [2, 8, 1] and link(at) == {}
    named(at.sidebar.slider, "Hidden layers").set_value(2).run()
    assert network(at)["sizes"] == [2, 8, 8, 1]
    named(at.sidebar.slider, "Units of layer 2").set_value(3).run()
    named(at.sidebar.selectbox, "Activation").select("relu").run()
    named(at.sidebar.selectbox, "First weights").select("he").run()
    at = segment(at, "Inputs", ["x", "xy"])
    assert network(at) | {"codes": 0} == network(opened(link(at))) | {"codes": 0}
    assert network(at)["sizes"] == [3, 8, 3, 1] and network(at)["activation"] == "ReLU"
    assert link(at) == {"hidden": "8,3", "activation": "relu", "init": "he", "inputs": "x,xy"}
    named(at.sidebar.slider, "Hidden layers").set_value(0).run()
    assert network(at)["sizes"] == [3, 1] and link(at)["hidden"] == "none"
    named(at.sidebar.slider, "Hidden layers").set_value(2).run()
    assert network(at)["sizes"] == [3, 8, 3, 1]  # a layer that comes back has its units again


def test_a_weight_keeps_its_name_where_others_join_or_go():
    at = opened({"parameter": "W2[1,3]", "axes": "26,32", "row": "140"})
    assert shown(at)[0]["data"]["told"] == [26] and shown(at)[0]["names"] == ["W2[1,3]", "b2[1]"]
    named(at.sidebar.slider, "Units of layer 1").set_value(4).run()
    header = shown(at)[0]
    assert [header["data"]["parameters"][i] for i in header["data"]["told"]] == ["W2[1,3]"]
    assert header["names"] == ["W2[1,3]", "b2[1]"] and link(at)["parameter"] == "W2[1,3]"
    assert shown(opened(link(at)))[0]["run"] == header["run"]
    named(at.sidebar.slider, "Units of layer 1").set_value(2).run()  # it is not there
    header = shown(at)[0]
    assert header["names"] == ["W1[1,1]", "W1[1,2]"] and len(header["data"]["told"]) == 2
    assert not {"parameter", "axes"} & {*link(at)}
    named(at.sidebar.slider, "n").set_value(60).run()
    assert link(at)["row"] == "60" and not opened(link(at)).warning


def test_other_weights_are_the_next_draw_and_the_same_ones_come_back():
    at = opened({"start": ",".join(["0.5"] * 33)})
    assert shown(at)[0]["start"] == [0.5, 0.5]
    named(at.sidebar.button, "Same weights").click().run()
    first = objective_of(PAGE.first_shown.problem).start
    assert shown(at)[0]["start"] == pytest.approx(first[:2], rel=1e-6) and link(at) == {}
    named(at.sidebar.button, "Other weights").click().run()
    assert link(at) == {"weights": "1"} and shown(at)[0]["start"] != pytest.approx(first[:2], rel=1e-3)


def test_another_task_has_its_own_data_and_loss():
    at = segment(opened(), "Task", "regression")
    header, _ = shown(at)
    assert header["data"]["kind"] == "line" and link(at) == {"problem": "regression"}
    assert "xy" not in next(w for w in at.sidebar.get("button_group") if w.label == "Inputs").options


def test_three_classes_have_a_score_each():
    at = opened()
    named(at.sidebar.selectbox, "Data").select("three_classes").run()
    assert network(at)["sizes"] == [2, 8, 3] and not at.error


def test_the_step_at_rest_and_the_row_that_is_explained():
    at = opened({"row": "7", "steps": "20"})
    rest = shown(at)[0]["competitors"][-1]["rest"]
    assert (rest["place"], rest["row"]) == (20, 7)
    at = opened({"row": "100000"})  # beyond the data
    assert (
        shown(at)[0]["competitors"][-1]["rest"]["row"] == 1
        and "row=100000 cannot be used" in at.warning[0].value
    )


def test_a_typed_border_makes_the_classes():
    text = (
        "param n = 80 from 20 to 200 integer\nx1 = 6*u1 - 3\nx2 = 4*u2 - 2\ny = where(x2 > sin(2*x1), 1, 0)"
    )
    at = opened({"d": text})
    header, arrays = shown(at)
    assert header["data"]["rows"] == 80 and not at.warning
    x, y, label = (arrays[f"data:{name}"][:, 0] for name in ("x", "y", "label"))
    assert ((y > np.sin(2 * x)) == (label > 0)).mean() > 0.98


def test_what_cannot_be_computed_is_told_and_the_last_network_stays():
    at = opened({"inputs": "xy", "problem": "regression"})
    assert any("xy needs two features" in w.value for w in at.warning)
    assert network(at)["inputs"] == ["x"]
    at = opened({"hidden": "4"})
    named(at.sidebar.selectbox, "Data").select("own").run()
    at.sidebar.text_area[0].set_value("x1 = u1\nx2 = u2\ny = nonsense").run()
    assert network(at)["sizes"] == [2, 4, 1] and not at.exception


def test_the_gradient_check_tells_its_verdict():
    at = unfolded(opened({"steps": "30"}), "tab")
    at.session_state["tab"] = "Gradient check"
    at = at.run()
    assert any("agrees with differences on all 33 parameters" in h.proto.body for h in at.get("html"))
    at.session_state["tab"] = "Formulas"
    at = at.run()
    assert not at.exception and any(r"\delta^{(2)}" in latex.value for latex in at.latex)
    assert any(
        r"\quad l = 1" in latex.value and r"\dots" not in latex.value for latex in at.latex
    )  # of the only hidden layer


def test_the_sharpness_is_shown_where_it_is_asked_for():
    at = opened({"steps": "20"})
    assert "sharpness:0" not in shown(at)[1]
    named(at.sidebar.toggle, "Show the sharpness").set_value(True).run()
    assert len(shown(at)[1]["sharpness:0"]) and link(at) == {"steps": "20", "sharp": "1"}


def test_classes_may_be_over_more_than_two_features():
    query = {"data": "iris", "loss": "softmax", "x": "sepal_length,petal_length,petal_width"}
    at = opened(query)
    data = shown(at)[0]["data"]
    assert data["network"]["sizes"][0] == 3 and not at.warning
    assert [name for name, _, is_mean in data["held"] if is_mean] == ["petal_width"]
    assert link(at) == query


@pytest.mark.parametrize("problem", ["", "regression"])
def test_data_of_ones_own_begin_with_a_text_that_suits_the_task(problem):
    at = opened({"problem": problem} if problem else {})
    named(at.sidebar.selectbox, "Data").select("own").run()
    header, _ = shown(at)
    assert header["title"] == "Own data" and not at.error and not at.warning
    assert header["data"]["kind"] == ("line" if problem else "plane")
