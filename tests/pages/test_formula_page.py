"""A formula model on the Linear regression page: its text, its parameters, its link, its data, what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.ui.address import read_link, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.formula import PROBLEM, FormulaChoice
from gdviz.ui.problems.formula.spec import line_through
from gdviz.ui.spec.spec import Choice
from tests.pages.data_page import captions, link, named, opened, refusals, shown, unfolded

PAGE = PAGES["regression"]
DECAY = "param a = 2 from 0 to 5\nparam b = 1 from 0 to 3\na*exp(-b*x)"


def formula(query: dict[str, str] | None = None) -> AppTest:
    return opened("regression", {"problem": "formula", **(query or {})})


def typed(at: AppTest, text: str) -> AppTest:
    fields = [*at.sidebar.text_area, *at.sidebar.text_input]
    return named(fields, "z =").set_value(text).run()


def test_the_model_is_chosen_beside_the_linear_one_and_begins_with_that_of_its_data() -> None:
    at = opened("regression")
    kind = named(at.sidebar.get("button_group"), "Model")
    assert list(kind.options) == ["Linear", "Formula"]
    at = kind.set_value("Formula").run()
    header, arrays = shown(at)
    known = gdviz.model(gdviz.datasets["decay"].model, "decay")
    assert link(at) == {"problem": "formula"} and header["title"] == "Decay"
    assert header["data"]["parameters"] == ["a", "b", "c"] and header["names"] == ["a", "b"]
    np.testing.assert_allclose(arrays["full:2"][0], known.start, rtol=1e-6)
    assert header["data"]["best_name"] == "SciPy's fit"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("param a = 1 from 0 to 5\na*exp(-b*x)", "'b' is neither a column (x) nor a declared parameter"),
        ("param a = 1 from 0 to 5\na*weight", "'weight' is neither a column (x)"),
        ("param a = 1 from 0 to 5\na*y", "'y' is the target"),
        ("x^2", "no parameter; declare one"),
        ("param a = 800 from 0 to 900\nexp(a*x)", "no finite number in row"),
        ("param a = 1 from 0 to 5\na", "reads none of the features (x)"),
        ("param a = 1 from 0 to 5 integer\na*x", "cannot be a whole number"),
        ("".join(f"param p{i} = 1 from 0 to 2\n" for i in range(13)) + "x*(" + "+".join(f"p{i}" for i in range(13)) + ")", "at most 12"),
        ("param a = 1 from 0 to 5\na*", "ends too early"),
        ("", "empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_fitted_is_told_at_the_field_and_the_last_model_stays(text: str, told: str) -> None:
    at = formula({"model": DECAY})
    before = shown(at)[0]["run"]
    at = typed(at, text)
    said = refusals(at).replace("&#x27;", "'")
    assert told in said and said.count("gd-refusal") == 1
    assert "Shown is the last model that worked." in captions(at)
    assert shown(at)[0]["run"] == before and link(at)["model"] == DECAY
    at = typed(at, "param h = 1 from 0 to 5; h*x")
    assert not refusals(at) and shown(at)[0]["data"]["parameters"] == ["h"]


def test_a_slider_of_each_parameter_is_its_start() -> None:
    at = typed(formula({"model": DECAY}), f"param c = 0 from -1 to 1; {DECAY} + c")
    starts = [w.label for w in at.sidebar.text_input if w.label.startswith("Start ")]
    assert starts == ["Start c", "Start a", "Start b"]  # each once, also where the picture has another two
    assert named(at.sidebar.text_input, "Start b").set_value("1,25").run() and link(at)["start"].endswith(
        ",1.25"
    )
    at = formula({"model": DECAY})
    at = named(at.sidebar.slider, "b").set_value(2.5).run()
    assert link(at)["start"] == "2,2.5" and shown(at)[0]["start"] == [2.0, 2.5]
    at = named(at.sidebar.text_input, "Start a").set_value("7").run()  # outside of the declared range
    assert named(at.sidebar.slider, "a").value == 7 and shown(at)[0]["start"] == [7.0, 2.5]
    at = typed(at, DECAY.replace("a = 2", "a = 3"))
    assert shown(at)[0]["start"] == [3.0, 1.0] and "start" not in link(at)


def test_a_refused_start_is_told_by_its_name() -> None:
    at = typed(formula({"model": DECAY}), "param v_max = 1 from 0 to 5; v_max*x")
    at = named(at.sidebar.text_input, r"Start v\_max").set_value("much").run()
    assert '"alert">Start v_max: ' in refusals(at)


@pytest.mark.parametrize(
    "choice",
    [
        FormulaChoice(),
        FormulaChoice(data=Choice("sine", params=(("noise", 0.5),)), seed=3, loss=Choice("huber")),
        FormulaChoice(data=Choice("cars"), model="param a = 1 from 0 to 9; a*wt*hp"),
        FormulaChoice(data=Choice("cars"), model="param q = 1 from 0 to 9; q*mpg", target="disp"),
        FormulaChoice(data=Choice(text="param n = 9 from 5 to 50 integer\nx = i\ny = 2*x + e1"), average="sum"),
        FormulaChoice(penalty=Choice("l2", params=(("strength", 0.25),))),
    ],
)  # fmt: skip
def test_its_link_opens_it_again(choice: FormulaChoice) -> None:
    usual = PAGE.first_of("formula")
    spec = replace(usual, problem=choice)
    query = to_query(spec, usual)
    assert read_link(query, PAGE) == (spec, [])


def test_a_link_that_cannot_be_used_opens_the_data_s_own_model() -> None:
    at = formula({"model": "q*x", "data": "sine"})
    assert any("model=q" in w.value and "declared" in w.value for w in at.warning)
    assert shown(at)[0]["data"]["parameters"] == ["a", "w"]


def test_data_with_a_formula_go_along_to_the_linear_model_and_back() -> None:
    at = opened("regression", {"data": "galton", "loss": "huber"})
    at = named(at.sidebar.get("button_group"), "Model").set_value("Formula").run()
    assert link(at) == {"problem": "formula", "data": "galton", "loss": "huber"}
    assert shown(at)[0]["data"]["kind"] == "line"
    at = named(at.sidebar.get("button_group"), "Model").set_value("Linear").run()
    assert link(at) == {"data": "galton", "loss": "huber"}


def test_a_pasted_table_brings_a_line_and_takes_any_formula_of_its_columns() -> None:
    at = formula()
    at = named(at.sidebar.selectbox, "Data").select("csv").run()
    at = (
        named(at.sidebar.text_area, "or paste the table")
        .set_value("time;dose;level\n0;1;3\n1;2;2\n2;1;1,4\n3;2;1")
        .run()
    )
    text = named(at.sidebar.text_area, "z =").value
    assert text.endswith("a*time + b") and not refusals(at)
    at = typed(at, "param k = 1 from 0 to 3; dose*exp(-k*time)")
    assert not refusals(at) and shown(at)[0]["data"]["kind"] == "points" and "table" in link(at)
    at = named(at.sidebar.selectbox, "Target").select("dose").run()
    assert "'dose' is the target" in refusals(at).replace("&#x27;", "'")
    assert not at.exception and shown(at)[0]["title"]


def pasted(at: AppTest, table: str) -> AppTest:
    at = named(at.sidebar.selectbox, "Data").select("csv").run()
    return named(at.sidebar.text_area, "or paste the table").set_value(table).run()


def test_columns_of_any_name_can_be_read_and_the_page_says_how() -> None:
    at = pasted(formula(), "the time;Größe;y\n0;3;1\n1;2;2\n2;1;5")
    assert named(at.sidebar.text_area, "z =").value.endswith("a*the_time + b")
    assert "It may read the_time (the time), Grosse (Größe)." in captions(at).replace("\\", "")
    at = typed(at, "param k = 1 from 0 to 3; k*the_time*Grosse")
    assert not refusals(at) and shown(at)[0]["data"]["kind"] == "points"
    again = opened("regression", link(at))
    assert again.warning == [] and shown(again)[0]["run"] == shown(at)[0]["run"]
    at = typed(at, "param k = 1 from 0 to 3; k*Größe")
    assert "Gr" in refusals(at) and not at.exception


def test_without_a_column_to_read_one_sentence_says_so() -> None:
    for table, sentence in (
        ("level\n3\n2\n1", "there is no other column that"),
        ("a;b\nx;y\nz;w", "no other column of"),
    ):
        at = pasted(formula(), table)
        assert sentence in refusals(at) and not at.exception
        assert shown(at)[0]["title"] == "Decay"


@pytest.mark.parametrize("size", [1e13, 1e90, 1e-30, 1.0])
def test_a_table_of_any_size_of_numbers_has_a_line_to_begin_with(size: float) -> None:
    rows = "\n".join(f"{x * size:g};{(3 * x + 1) * size:g}" for x in range(8))
    at = pasted(formula({"opt": "gd"}), f"x;y\n{rows}")
    assert not refusals(at) and shown(at)[0]["data"]["rows"] == 8


def test_names_that_are_not_declared_are_declared_by_a_button() -> None:
    at = typed(formula(), "height*exp(-rate*x) + level")
    assert "'height' is neither a column (x)" in refusals(at).replace("&#x27;", "'")
    at = named(at.sidebar.button, "Declare height, rate, level").click().run()
    assert not refusals(at) and shown(at)[0]["data"]["parameters"] == ["height", "rate", "level"]
    assert named(at.sidebar.text_area, "z =").value.splitlines() == [
        *(f"param {name} = 1 from -5 to 5" for name in ("height", "rate", "level")),
        "height*exp(-rate*x) + level",
    ]
    at = typed(at, "y*x")  # the target is nothing to declare
    assert refusals(at) and not any(b.label.startswith("Declare") for b in at.sidebar.button)


@pytest.mark.parametrize("slug", [s for s, d in gdviz.datasets.items() if d.task == "regression"])
def test_every_data_set_has_a_model_to_begin_with_that_can_be_descended(slug: str) -> None:
    w, known = PROBLEM.objective(FormulaChoice(data=Choice(slug))), gdviz.datasets[slug]
    table = known.table()
    assert np.isfinite(w.gradient(np.array(w.start))).all()
    if not known.model:
        assert w.model.text == line_through(table, known.target, known.first_features) and w.model.is_linear
        assert all(p.low < v < p.high for p, v in zip(w.model.ranges, w.library_fit.theta, strict=True))


def test_tabs_show_scipys_fit_its_curvature_and_the_formulas() -> None:
    at = formula({"data": "two_exponentials", "opt": "bfgs"})
    at.session_state["tab"] = "Fit"
    at = at.run()
    html = " ".join(h.proto.body for h in at.get("html"))
    assert "SciPy's fit" in html and "16 searches by scipy.optimize.least_squares" in captions(at)
    assert "nearly singular" in captions(at)
    at.session_state["tab"] = "Formulas"
    at = at.run()
    written: list[Any] = [x.value for x in at.latex]
    assert any("z = a e^{" in w or "z = a" in w for w in written) and not at.exception
    assert any(r"\partial z}{\partial b}" in w for w in written)


def test_where_the_best_fit_lies_in_a_ravine_the_contours_are_first_logarithmic() -> None:
    assert shown(formula({"data": "sine"}))[0]["surface"]["levels"] == "log"
    assert (
        shown(formula({"model": "param a = 1 from 0 to 5\nparam b = 1 from 0 to 5\na*exp(-x) + b"}))[0][
            "surface"
        ]["levels"]
        == "linear"
    )


def test_of_three_parameters_any_two_span_the_picture_the_others_at_scipys_fit_or_the_paths() -> None:
    at = formula({"axes": "2,1"})
    header, _ = shown(at)
    assert header["names"] == ["c", "b"] and header["data"]["follow"] is False
    found = gdviz.model(gdviz.datasets["decay"].model, "decay").library_fit
    np.testing.assert_allclose(header["data"]["at"], found.theta)
    at = named(at.sidebar.get("button_group"), "Other parameters at").set_value("the path's value").run()
    assert shown(at)[0]["data"]["follow"] is True and link(at)["others"] == "path"


def test_rows_are_held_out_of_it_and_the_run_is_that_of_the_others() -> None:
    header, _ = shown(formula({"holdout": "0.25", "split": "3"}))
    known = gdviz.model(gdviz.datasets["decay"].model, "decay", hold_out=0.25, split_seed=3)
    assert header["data"]["rows"] == known.rows == 30
    choice = replace(PAGE.first_of("formula").problem, hold_out=0.25, split=3)
    np.testing.assert_array_equal(PROBLEM.objective(choice).data.y, known.data.y)


def test_batches_penalty_noise_and_schedule_run_with_it() -> None:
    query = {
        "batch": "5",
        "penalty": "l2",
        "noise": "0.01",
        "schedule": "cosine",
        "opt": "gd,adam",
        "contour": "1",
    }
    at = formula(query)
    header, _ = shown(at)
    assert not at.warning and not at.error and {c["status"] for c in header["competitors"]} == {"max_steps"}
    assert header["data"]["batch"] == 5 and "All parameters are penalised." in captions(at)
    at = unfolded(at, "more")
    assert not at.exception
