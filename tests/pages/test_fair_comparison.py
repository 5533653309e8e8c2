"""The page of the fair comparison through AppTest: started by a button, computed in the background, taken over."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import Comparison, Standing
from gdviz.ui.compare import jobs, words
from gdviz.ui.compare.table import table
from gdviz.ui.pages import PAGES
from gdviz.ui.runs.races import race
from gdviz.ui.spec.compare import CompareChoice
from gdviz.ui.spec.option import options
from tests.pages.test_loss_surface import ROOT, link, named, shown

PAGE = str(ROOT / "pages" / "fair_comparison.py")
USUAL = PAGES["compare"].first_shown
SMALL = {"trials": "3", "from": "10", "evals": "200"}
NEVER = np.inf


def opened(query: dict[str, str] | None = None) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=60)
    at.session_state["framed"] = True
    for key, value in (SMALL | (query or {})).items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def compared(at: AppTest) -> AppTest:
    """The page when its comparison is computed; a browser asks again by itself."""
    named(at.main.button, "Compare").click().run()
    end = time.monotonic() + 60
    while any("of the runs are made" in p.proto.text for p in at.get("progress")):
        assert time.monotonic() < end and not at.exception
        time.sleep(0.1)
        at.run()
    assert not at.exception
    return at


def html(at: AppTest) -> str:
    return " ".join(h.proto.body for h in at.get("html"))


def captions(at: AppTest) -> str:
    return " ".join(c.value for c in at.caption)


def test_a_first_visit_offers_a_comparison_and_computes_none() -> None:
    at = opened()
    header, _ = shown(at)
    assert header["title"] == "Ill-conditioned bowl" and not at.get("plotly_chart")
    assert "3 trials to tune its learning rate and its other parameters" in captions(at)
    assert "same 10 starts" in captions(at)


def test_what_is_offered_is_true_of_one_trial_and_one_start() -> None:
    at = opened({"trials": "1", "from": "1"})
    assert "With one trial nothing is tuned: each optimizer has its default learning rate and" in captions(at)
    assert "from the same start of the window, with equal" in captions(at)
    assert words.verdict(found([5], tried=1))[-1].startswith("Nothing was tuned")


def test_what_is_shown_is_what_the_package_finds() -> None:
    at = compared(opened())
    bowl = gdviz.surfaces["ill_conditioned_bowl"]
    found = gdviz.compare(bowl, ["gd", "momentum", "adam"], trials=3, starts=10, evaluations=200)
    for sentence in words.verdict(found):
        assert sentence in html(at)
    assert table(found, race(USUAL).competitors) in html(at)
    assert len(at.get("plotly_chart")) == 1


def test_what_was_tuned_is_raced_and_the_comparison_stays() -> None:
    at = compared(opened())
    found = gdviz.compare(
        "ill_conditioned_bowl", ["gd", "momentum", "adam"], trials=3, starts=10, evaluations=200
    )
    momentum = found.standings[1]
    uses = [b for b in at.main.button if (b.key or "").startswith("tuned-") and b.key != "tuned-all"]
    assert [b.label for b in uses] == ["Use Gradient descent", "Use Momentum", "Use Adam"]
    uses[1].click().run()
    assert float(link(at)["momentum.lr"]) == momentum.hyper["lr"] and "adam.lr" not in link(at)
    assert float(link(at).get("momentum.momentum", "0.9")) == momentum.hyper["momentum"]
    assert words.verdict(found)[0] in html(at)  # rates of the sidebar do not change it
    named(at.main.button, "Use all of them").click().run()
    for standing in found.standings:
        slug = standing.method.slug
        assert float(link(at)[f"{slug}.lr"]) == standing.hyper["lr"]
    assert words.verdict(found)[0] in html(at) and not at.exception


def test_another_choice_asks_anew_and_the_one_before_comes_back() -> None:
    at = compared(opened())
    first = html(at)
    named(at.main.text_input, "Starts that count").set_value("12").run()
    assert link(at)["from"] == "12" and "same 12 starts" in captions(at)
    named(at.main.text_input, "Starts that count").set_value("10").run()
    assert [
        s
        for s in words.verdict(
            gdviz.compare(
                "ill_conditioned_bowl", ["gd", "momentum", "adam"], trials=3, starts=10, evaluations=200
            )
        )
        if s not in html(at)
    ] == [] and "comes out first" in first


@pytest.mark.parametrize(
    "query",
    [
        {"opt": "gd"},
        {"opt": "scipy_bfgs,gd_armijo"},
        {"problem": "regression", "batch": "5"},
        {"problem": "classification", "tune": "rate"},
        {"surface": "rosenbrock", "near": "0", "evals": "10"},
        {"ascent": "1", "surface": "sphere"},
        {"schedule": "cosine", "opt": "gd,scipy_cg"},
        {"opt": "own", "own": "theta = theta - lr*sign(g)"},
        {"window": "1,2,1,2", "trials": "1", "from": "1"},
    ],
)
def test_every_kind_of_choice_is_compared(query: dict[str, str]) -> None:
    at = compared(opened(query))
    assert len(at.get("plotly_chart")) == 1, [e.value for e in at.error]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"opt": "none"}, "Pick optimizers"),
        ({"opt": "scipy_bfgs", "noise": "0.1"}, "Pick optimizers that can all run"),
        ({"trials": "0"}, "trials"),
        ({"near": "nonsense"}, "near"),
    ],
)
def test_bad_input_is_one_sentence(query: dict[str, str], sentence: str) -> None:
    at = opened(query)
    said = [*(i.value for i in at.info), *(w.value for w in at.warning), *(e.value for e in at.error)]
    assert any(sentence in text for text in said), said


def test_a_comparison_that_cannot_be_says_why() -> None:
    rule = "theta = theta - lr*(" + " + ".join(f"grad(theta + {i})" for i in range(12)) + ")"
    at = opened({"opt": "own", "own": rule, "evals": "10"})
    named(at.main.button, "Compare").click().run()
    assert "There is no comparison: evaluations must pay for a step" in html(at) and not at.exception


def test_a_key_holds_what_a_comparison_depends_on_and_no_more() -> None:
    """What is tuned, where runs stop and where the picture is played change nothing; all else does."""
    entrants = tuple(replace(e, lr=0.01) for e in USUAL.entrants)
    same = [replace(USUAL, entrants=entrants), replace(USUAL, steps=7), replace(USUAL, start=(1.0, 1.0))]
    same += [replace(USUAL, stop_gradient=1e-3), replace(USUAL, over="time"), replace(USUAL, seed=4)]
    assert {jobs.key_of(spec)[0] for spec in same} == {jobs.key_of(USUAL)[0]}
    other = [replace(USUAL, beside=CompareChoice(drawn=1)), replace(USUAL, noise=0.1)]
    other += [replace(USUAL, window=(0.0, 1.0, 0.0, 1.0)), replace(USUAL, maximize=True)]
    assert len({jobs.key_of(spec)[0] for spec in [USUAL, *other]}) == 5


def found(*evaluations: list[float], tried: int = 4, known: bool = True) -> Comparison:
    rules = list(gdviz.optimizers.values())
    standings = [
        Standing(rules[i], {"lr": 0.1}, tried, 1, 100, np.array(e, dtype=float), np.zeros(len(e)))
        for i, e in enumerate(evaluations)
    ]
    points = np.zeros((len(evaluations[0]), 2))
    return Comparison("", tuple(standings), points, points, 100, tried, 0.5, 0.1, known, False, 0)


def test_the_verdict_is_true_in_every_state() -> None:
    a, b, _ = (rule.name for rule in list(gdviz.optimizers.values())[:3])
    nobody = words.verdict(found([NEVER, NEVER], [NEVER, NEVER]))
    assert nobody[0] == "No optimizer reached the target from any of the 2 starts."
    assert words.verdict(found([NEVER]))[0] == f"{a} never reached the target from the one start."
    assert words.verdict(found([5]))[0] == f"{a} reached the target from the one start within 5 evaluations."
    assert words.verdict(found([5, NEVER, NEVER]))[0] == f"{a} reached the target from 1 of 3 starts."
    level = words.verdict(found([5, 5], [5, 5]))[0]
    assert level == f"{a} and {b} are level: the area below their profiles is 1.00."
    first = words.verdict(found([5, 6, NEVER], [70, 80, NEVER]))[0]
    assert first.startswith(f"{a} comes out first") and first.endswith(
        "half of all starts within 6 evaluations."
    )
    safer = words.verdict(found([5, 5, NEVER], [50, 70, 70]))
    assert safer[1] == f"From the most starts, 3, {b} reaches it."
    assert "not known: the target is 0.5" in words.verdict(found([5], known=False))[1]
    assert words.verdict(found([5], tried=1))[-1].startswith("Nothing was tuned")


@pytest.mark.parametrize("typed", ["-3", "abc", "nan"])
def test_what_is_refused_of_numbers_side_by_side_reads_as_one_sentence(typed: str) -> None:
    at = opened()
    for option in options(CompareChoice).values():
        if option.field != "tuned":
            at = named(at.main.text_input, option.label).set_value(typed).run()
    told = [unescape(h.proto.body) for h in at.get("html") if 'class="gd-refusal"' in h.proto.body]
    assert len(told) == 5 and not at.exception
    assert all(re.search(r">[A-Z][\w ]+: (?:it must|')[^:]+ stays\.<", one) for one in told), told
