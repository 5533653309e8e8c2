"""The point on the contours that tries a model: its loss is NumPy's, and the link does not hold it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.pages.hand_page import after

HUGE = 10**400


@pytest.mark.parametrize("average", ["mean", "half mean", "sum"])
@pytest.mark.parametrize("loss", ["squared", "absolute", "huber"])
def test_the_point_that_explores_has_numpys_loss(loss: str, average: str) -> None:
    query = {"loss": loss, "average": average, "penalty": "l2"}
    before, there, gone = after({"explore": {"x": 1.5, "y": -2}}, {"explore": None}, query=query)
    whole = there["objective"]
    assert before["told"]["explored"] is None and gone["told"]["explored"] is None
    assert there["query"] == before["query"]
    told = there["told"]["explored"]
    assert (told["x"], told["y"], told["loss"]) == (1.5, -2, float(whole.value([1.5, -2])))
    assert told["penalty"] == pytest.approx(whole.penalised(np.array([[1.5, -2.0]]))[0][0])
    residual = whole.design.a @ [1.5, -2] - whole.design.y
    cost = there["header"]["residual"]
    if loss == "huber":
        assert cost is None
    else:
        total = cost["factor"] * (np.abs(residual) ** cost["power"]).mean() * whole.factor
        assert total == pytest.approx(told["loss"] - told["penalty"])


def test_of_many_parameters_the_others_are_those_of_the_picture() -> None:
    query = {"data": "cars", "x": "wt,hp"}
    before, there = after({"explore": {"x": -3, "y": 0.1}}, query=query)
    theta = before["objective"].optimum.theta.copy()
    theta[:2] = -3, 0.1
    assert there["told"]["explored"]["loss"] == pytest.approx(float(there["objective"].value(theta)))


@pytest.mark.parametrize(
    "place", [3, "x", [1, 2], {}, {"x": 1}, {"x": 1, "y": "2"}, {"x": HUGE, "y": 0}], ids=repr
)
def test_odd_places_are_refused(place: Any) -> None:
    _, step = after({"explore": place})
    assert len(step["refused"]["explore"]) < 200 and step["told"]["explored"] is None
