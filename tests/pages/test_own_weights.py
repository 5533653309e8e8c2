"""Weights of a network set by hand: the runs start from them, the link holds them, a textbook's exercise comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdviz import read_table
from gdviz.ui.problems.fit.carried import packed
from gdviz.ui.runs import races
from gdviz.ui.runs.derived_rate import derived_rate
from gdviz.ui.spec.spec import MOST_LINKED
from tests.pages.hand_page import after
from tests.pages.test_loss_surface import link, named
from tests.pages.test_network_page import opened

SMALL = {"hidden": "2", "steps": "30", "opt": "gd,adam"}
# Mazur (2015), A step by step backpropagation example: one row, both layers sigmoid, a score at a time. Features
# that never vary are refused: the other rows, whose target is -1, cost nothing.
ROWS = "x1,x2,y\n0.05,0.1,{target}\n0.5,0.2,-1\n0.3,0.9,-1\n"
EXERCISE = {
    "problem": "regression",
    "data": "own-table",
    "average": "sum",
    "hidden": "2",
    "activation": "sigmoid",
    "x": "x1,x2",
    "l": "where(y < 0, 0, (y - 1/(1 + exp(-z)))^2/2)",
    "opt": "gd",
    "gd.lr": "0.5",
    "steps": "1",
}
FIRST = [0.15, 0.20, 0.25, 0.30, 0.35, 0.35]  # W1 row by row, b1
SCORES = {"0.01": [0.40, 0.45, 0.60], "0.99": [0.50, 0.55, 0.60]}  # W2, b2 of each target's score


def typed(values: dict[int, float], place: int = 0, slug: str = "gd", hand: int = 1) -> dict[str, Any]:
    sent = {str(i): v for i, v in values.items()}
    return {"weights": {"slug": slug, "place": place, "hand": hand, "values": sent}}


def path_of(step: dict[str, Any], slug: str = "gd") -> Any:
    return next(c.path for c in races.race(step["spec"]).competitors if c.slug == slug)


def test_a_typed_weight_makes_own_weights_of_those_at_the_play_head() -> None:
    first, second = after(typed({3: 0.75}, place=12, slug="adam"), query=SMALL, row="network")
    expected = path_of(first, "adam").theta[12].copy()
    expected[3] = 0.75
    for slug in ("gd", "adam"):
        assert path_of(second, slug).theta[0].tolist() == expected.tolist()
    again, complaints = second["again"]
    assert not complaints and again == second["spec"]  # the link holds every digit


def test_the_rates_stay_when_a_weight_is_set() -> None:
    first, second = after(typed({3: 7.5}, place=12), query=SMALL, row="network")
    spec = first["spec"]
    derived = [derived_rate(spec, entrant.optimizer) for entrant in spec.entrants]
    assert [entrant.lr for entrant in second["spec"].entrants] == derived
    anew = [derived_rate(second["spec"], entrant.optimizer) for entrant in spec.entrants]
    assert anew != derived  # there was something to keep


def test_one_movement_changes_one_weight_of_the_weights_that_it_began_from() -> None:
    steps = after(
        typed({3: 0.5}, place=12),
        typed({3: 0.6}, place=12),
        typed({3: 0.7, 0: 1.5}, place=12),
        typed({1: -2.0}, hand=2),
        query=SMALL,
        row="network",
    )
    began = path_of(steps[0]).theta[12].copy()
    began[3], began[0] = 0.7, 1.5
    assert steps[3]["start"] == tuple(began)
    began[1] = -2.0
    assert steps[4]["start"] == tuple(began)


@pytest.mark.parametrize("looked_at", [{"parameter": "W1[1,1]"}, {"row": 2}])
def test_a_movement_goes_on_where_something_else_is_explained_meanwhile(looked_at: dict[str, Any]) -> None:
    steps = after(
        typed({3: 0.5}, place=12), looked_at, typed({3: 0.5, 0: 1.5}, place=12), query=SMALL, row="network"
    )
    began = path_of(steps[0]).theta[12].copy()
    began[3], began[0] = 0.5, 1.5
    assert steps[3]["start"] == tuple(began)


@pytest.mark.parametrize("own_rate", [{}, {"adam.lr": "0.02", "start": ",".join("123456789")}])
def test_a_movement_that_is_taken_back_leaves_all_as_it_was(own_rate: dict[str, str]) -> None:
    first, moved, after_it = after(
        typed({3: 0.5}, place=12, slug="adam"),
        typed({}, place=12, slug="adam"),
        query=SMALL | own_rate,
        row="network",
    )
    assert moved["spec"] != first["spec"]
    assert (
        after_it["spec"] == first["spec"] and after_it["query"] == first["query"] and not after_it["refused"]
    )
    assert all(
        path_of(after_it, s).theta[0].tolist() == path_of(first, s).theta[0].tolist() for s in ("gd", "adam")
    )


def test_a_second_drag_of_a_movement_that_is_taken_back_leaves_the_first() -> None:
    same = {"place": 12, "slug": "gd"}
    steps = after(
        typed({3: 0.5}, **same),
        typed({3: 0.5, 0: 2.0}, **same),
        typed({3: 0.5}, **same),
        typed({}, hand=2),
        query=SMALL,
        row="network",
    )
    assert steps[3]["start"] == steps[1]["start"] != steps[2]["start"]
    assert (
        steps[4]["spec"] == steps[3]["spec"]
    )  # of a movement of which nothing was heard there is nothing to undo


@pytest.mark.parametrize(
    "message, said",
    [
        ({}, "must send numbers for some of the 9 parameters"),
        ({"values": {"9": 1.0}}, "must send numbers for some of the 9 parameters"),
        ({"values": {"0": "much"}}, "W1[1,1]"),
        ({"values": {"0": 1.0}, "slug": "sgd", "place": 0}, "a run and one of its steps"),
        ({"values": {"0": 1.0}, "slug": "gd", "place": 31}, "a run and one of its steps"),
        ({"values": {"0": 1.0}, "slug": "gd", "place": "x"}, "a run and one of its steps"),
        ({"values": {"0": 1.0}, "slug": "gd", "place": True}, "a run and one of its steps"),
        (7, "must send numbers"),
    ],
)
def test_what_cannot_be_set_is_refused_in_a_sentence(message: Any, said: str) -> None:
    before, step = after({"weights": message}, query=SMALL, row="network")
    assert said in step["refused"]["weights"] and step["start"] == before["start"]


def test_weights_of_a_run_that_left_all_bounds_are_refused() -> None:
    query = {**SMALL, "opt": "gd", "gd.lr": "1e308", "problem": "regression", "activation": "linear"}
    query["start"] = ",".join(["50"] * 7)
    first = after(query=query, row="network")[0]
    theta = path_of(first).theta
    assert not np.isfinite(theta[-1]).all()
    _, step = after(typed({0: 1.0}, place=len(theta) - 1), query=query, row="network")
    assert "not finite at the play head" in step["refused"]["weights"]


@pytest.mark.parametrize("units, held", [("12,12", True), ("16,16", False)])
def test_a_link_holds_own_weights_unless_they_are_too_many(units: str, held: bool) -> None:
    before, step = after(typed({3: 0.1}, place=5), query={**SMALL, "hidden": units}, row="network")
    again, complaints = step["again"]
    assert (len(step["start"]) <= MOST_LINKED) == held == (again == step["spec"])
    without = replace(before["spec"], entrants=step["spec"].entrants)
    assert held or (step["query"]["start"], again) == ("own", without)
    assert held or "too many parameters for a link" in complaints[0]
    assert len(str(step["query"])) < 8000


def test_the_page_says_that_weights_are_own_and_what_the_link_lacks() -> None:
    at = opened({"start": ",".join(["0.5"] * 33)})
    assert any("All runs start from own weights" in c.value for c in at.caption)
    named(at.sidebar.button, "Same weights").click().run()
    assert not any("own weights" in c.value for c in at.caption) and link(at) == {}
    at = opened({"hidden": "16,16", "start": ",".join(["0.25"] * 337)})
    assert any("no more than 256 own weights, and here are 337" in c.value for c in at.caption)
    assert link(at)["start"] == "own"
    at.session_state["tab"] = "Share"
    at = at.run()
    assert any("it holds at most 256 parameters and here are 337" in w.value for w in at.warning)


def test_a_published_exercise_with_typed_weights_digit_by_digit() -> None:
    gradients, moved, errors = [], [], []
    for target, last in SCORES.items():
        values = dict(enumerate(FIRST + last))
        query = {**EXERCISE, "table": packed(read_table(ROWS.format(target=target)))}
        step = after(typed(values), query=query, row="network")[-1]
        path = path_of(step)
        assert step["refused"] == {} and path.theta[0].tolist() == FIRST + last
        gradients.append(path.gradient[0])
        moved.append(path.theta[1][6:8].round(9).tolist())
        errors.append(path.loss[0])
    assert round(sum(errors), 9) == 0.298371109
    assert moved == [[0.358916480, 0.408666186], [0.511301270, 0.561370121]]
    after_step = np.array(FIRST[:4]) - 0.5 * sum(gradients)[:4]  # both scores move the hidden weights
    assert after_step.round(9).tolist() == [0.149780716, 0.199561432, 0.249751144, 0.299502287]


def test_the_parameter_that_is_explained_is_a_choice_and_no_start() -> None:
    before, step, refused, none = after(
        {"parameter": "W1[2,2]"}, {"parameter": "W3[1,1]"}, {"parameter": ""}, query=SMALL, row="network"
    )
    assert (
        step["fit"].parameter == step["query"]["parameter"] == "W1[2,2]" and step["again"][0] == step["spec"]
    )
    assert step["start"] == before["start"] and (path_of(step).theta == path_of(before).theta).all()
    assert refused["refused"]["parameter"] == "the network's weights and biases are named W1[1,1] to b2[1]"
    assert none["fit"].parameter == "" and "parameter" not in none["query"]
