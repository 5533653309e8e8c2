"""The Learning rates page, and the button that finds a rate on every page of a race."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.ui.pages import PAGES
from gdviz.ui.rates import sweeps, take
from gdviz.ui.rates.words import lesson
from tests.pages.data_page import opened as opened_data
from tests.pages.test_loss_surface import link, named, shown
from tests.pages.test_loss_surface import opened as opened_surface

ROOT = Path(__file__).resolve().parents[2]


def opened(query: dict[str, str] | None = None) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "learning_rates.py"), default_timeout=60)
    at.session_state["framed"] = True
    for key, value in (query or {}).items():
        at.query_params[key] = value
    return at.run()


def html(at: AppTest) -> str:
    return " ".join(h.proto.body for h in at.get("html"))


def rates_of(at: AppTest) -> list[Any]:
    return [c["rate"] for c in shown(at)[0]["competitors"]]


def press(at: AppTest, key: str) -> AppTest:
    return at.button(key=key).click().run()


def test_it_opens_with_the_sweep_of_the_run_in_focus() -> None:
    at = opened()
    assert any("<h1" in h.proto.body and "Learning rates" in h.proto.body for h in at.get("html"))
    assert len(at.get("plotly_chart")) == 1 and not at.exception
    sweep = gdviz.rate_sweep("ill_conditioned_bowl", "gd", start=gdviz.surfaces["ill_conditioned_bowl"].start)
    for sentence in lesson(sweep):
        assert sentence.replace("'", "&#x27;") in html(at) or sentence in html(at)
    uses = [b.label for b in at.button if (b.key or "").startswith("use-")]
    assert uses == [f"Use {s.rate:.4g}" for s in sweep.suggestions]


@pytest.mark.parametrize("key", ["limit", "fastest", "best", "valley", "steep", "minimum"])
def test_a_suggestion_is_used(key: str) -> None:
    at = press(opened({"opt": "gd"}), f"use-{key}")
    rate = gdviz.rate_sweep("ill_conditioned_bowl", "gd").suggested(key).rate
    assert rates_of(at) == [pytest.approx(rate, rel=1e-11)]
    assert float(link(at)["gd.lr"]) == rates_of(at)[0]


def test_a_pair_sets_both() -> None:
    at = press(opened({"opt": "momentum"}), "use-pair")
    pair = gdviz.rate_sweep("ill_conditioned_bowl", "momentum").suggested("pair")
    header = shown(at)[0]["competitors"][0]
    assert header["rate"] == pytest.approx(pair.rate)
    assert header["hyper"]["momentum"] == pytest.approx(pair.hyper["momentum"])
    assert set(link(at)) == {"opt", "momentum.lr", "momentum.momentum"}


def test_another_optimizer_and_another_measure() -> None:
    at = named(opened().main.selectbox, "Learning rates of").select("momentum").run()
    assert "Theory has the limit of Momentum" in html(at)
    measure = next(w for w in at.main.get("button_group") if w.label == "Against the rate")
    at = measure.set_value("Steps to the minimum").run()
    assert link(at) == {
        "of": "momentum",
        "measure": "steps",
    } and "reaches the loss in the fewest steps" in html(at)
    assert "Final loss" not in at.get("plotly_chart")[0].proto.spec


@pytest.mark.parametrize("kind", ["regression", "classification"])
def test_it_takes_data_as_well(kind: str) -> None:
    at = press(opened({"problem": kind, "opt": "adam"}), "use-best")
    assert not at.warning and link(at).keys() == {"problem", "opt", "adam.lr"}
    objective = gdviz.data_loss("line") if kind == "regression" else gdviz.data_loss("blobs", "cross_entropy")
    assert rates_of(at) == [gdviz.rate_sweep(objective, "adam").suggested("best").rate]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"opt": "none"}, ""),
        ({"opt": "own", "own": "theta = theta + lr*1e9*g"}, "diverge"),
        ({"opt": "adadelta"}, "No limit is known of Adadelta"),
        ({"opt": "adam"}, "No limit holds for a whole run of Adam"),
        ({"opt": "gd", "noise": "0.5"}, "only for quadratics and plain runs"),
        ({"opt": "gd", "ascent": "1"}, "diverge"),
        ({"surface": "styblinski_tang", "opt": "adam"}, "disagree"),
        ({"f": "x", "opt": "gd"}, "There is one suggestion only"),
        ({"problem": "regression", "batch": "5", "opt": "gd"}, "disagree"),
        ({"opt": "gd", "steps": "1"}, "disagree"),
        ({"opt": "momentum,gd", "of": "momentum"}, "Theory has the limit of Momentum"),
        (
            {"opt": "gd", "of": "adam"},
            "&#x27;adam&#x27; does not run here: shown are the rates of Gradient descent.",
        ),
        ({"surface": "absolute_value", "opt": "sign_sgd", "schedule": "cosine"}, "disagree"),
    ],
)
def test_whatever_is_chosen_it_says_something_true(query: dict[str, str], said: str) -> None:
    at = opened(query)
    assert not at.exception and not at.error and said in html(at)
    if query["opt"] == "none":
        assert any("Pick an optimizer" in c.value for c in at.caption)


def test_a_sweep_that_takes_too_long_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "SECONDS", 0.01)
    at = opened({"opt": "adam", "steps": "20000", "start": "1,1.25"})
    assert not at.exception and "There is no sweep: 200 runs of 20000 steps take more than" in html(at)
    at = press(at, "find-adam")
    assert any("No rate was found: 200 runs of 20000" in c.value for c in at.caption)
    assert "adam.lr" not in link(at)


def test_a_sweep_that_took_too_long_is_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "SECONDS", 0.011)
    query = {"opt": "adam", "steps": "20000", "start": "1,1.5"}
    said = "There is no sweep: 200 runs of 20000 steps take more than"
    assert said in html(opened(query))
    monkeypatch.setattr(gdviz, "rate_sweep", None)  # whoever calls it fails
    at = opened(query)
    assert not at.exception and said in html(at)


def test_what_only_ends_worse_is_not_said_to_diverge() -> None:
    sweep = gdviz.rate_sweep("sphere", "gd", noise=1e6, steps=20)
    assert sweep.diverged.any() and not all(s is gdviz.Status.DIVERGED for s in sweep.status[sweep.diverged])
    assert any("end worse than they began" in sentence for sentence in lesson(sweep))
    assert not any("rates diverge." in sentence for sentence in lesson(sweep))


@pytest.mark.parametrize("page", ["surface", "regression", "classification"])
def test_a_good_rate_is_found_on_every_page_of_a_race(page: str) -> None:
    at = opened_surface({"opt": "adam"}) if page == "surface" else opened_data(page, {"opt": "adam"})
    at = press(at, "find-adam")
    objective = {
        "surface": lambda: "rosenbrock",
        "regression": lambda: gdviz.data_loss("line"),
        "classification": lambda: gdviz.data_loss("blobs", "cross_entropy"),
    }[page]()
    steps = PAGES[page].default.steps
    best = gdviz.rate_sweep(objective, "adam", steps=steps).suggested("best").rate
    assert rates_of(at) == [best] and float(link(at)["adam.lr"]) == best
    said = next(c.value for c in at.sidebar.caption if c.value.startswith("Took the best of the sweep"))
    assert f"{best:.4g} is best" in said
    named(at.sidebar.text_input, "Learning rate, typed").set_value("0.001").run()
    assert not any("Took the best" in c.value for c in at.sidebar.caption)


def test_where_all_diverge_the_rate_stays() -> None:
    at = opened_surface({"opt": "own", "own": "theta = theta + lr*1e9*g", "own.lr": "0.5"})
    at = press(at, "find-own")
    assert link(at)["own.lr"] == "0.5" and any("All 200 rates" in c.value for c in at.sidebar.caption)


SWEEPS = [
    ("ill_conditioned_bowl", "gd", {}),
    ("rosenbrock", "adam", {}),
    ("himmelblau", "nesterov", {}),
    ("rosenbrock", "gd", {"rates": [0.5, 1.0]}),
    ("sphere", "gd", {"rates": [0.1, 0.2]}),
    ("sphere", "gd", {"stop": gdviz.Stop(loss=1e-3)}),
    ("egg_crate", "gd", {"maximize": True}),
    ("styblinski_tang", "rprop", {"steps": 5}),
]


@pytest.mark.parametrize(("surface", "rule", "options"), SWEEPS)
def test_the_sentences_are_true(surface: str, rule: str, options: dict[str, Any]) -> None:
    sweep = gdviz.rate_sweep(surface, rule, **options)
    disagreement, best, edge, theory = lesson(sweep)
    rates = [s.rate for s in sweep.suggestions]
    if found := re.search(r"factor of ([\d.e+]+)", disagreement):
        assert float(found[1]) == pytest.approx(max(rates) / min(rates), rel=0.01)
    else:
        assert len(rates) < 2 or max(rates) < 1.05 * min(rates)
    assert ("All" in best) is bool(sweep.diverged.all())
    assert ("None of" in edge) is not bool(sweep.diverged.any())
    assert ("already" in edge) is bool(sweep.diverged[0])
    if "None" not in edge and sweep.edge.again:
        first = int(np.argmax(sweep.diverged))
        assert f"{(~sweep.diverged[first:]).sum()} of the larger rates do not" in edge
    assert ("it holds here" in theory) is (sweep.edge.theory is not None)


def test_a_click_for_an_optimizer_that_was_taken_out_finds_nothing() -> None:
    take._find("gd", lambda: replace(PAGES["surface"].first_shown, entrants=()))
