"""Schedules side by side on the Learning rates page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.figures import schedules as drawn
from gdviz.ui.hyper.schedule_panel import in_words
from tests.pages.test_learning_rates import html, opened
from tests.pages.test_loss_surface import link, named, shown


def opened_schedules(query: dict[str, str] | None = None) -> AppTest:
    return opened({"opt": "gd", "view": "schedules", "steps": "60", **(query or {})})


def test_each_schedule_is_drawn_and_one_is_used() -> None:
    at = opened_schedules()
    assert not at.exception and len(at.get("plotly_chart")) == 1 and "The loss ends lowest" in html(at)
    at = at.button(key="schedule-cosine").click().run()
    assert link(at)["schedule"] == "cosine"
    path = gdviz.descend("ill_conditioned_bowl", "gd", steps=60, schedule="cosine")
    assert shown(at)[0]["competitors"][0]["steps"] == path.steps
    at = named(at.main.multiselect, "Schedules").set_value(["exponential"]).run()
    assert link(at)["schedules"] == "exponential" and not at.exception


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"schedules": "nonsense,cosine"}, "There is no schedule"),
        ({"schedules": "reduce_on_plateau"}, "The loss ends lowest"),
        ({"problem": "regression", "data": "cars"}, "The loss ends lowest"),
        ({"f": "x^2"}, "The loss ends lowest"),
        ({"ascent": "1"}, "The loss ends"),
        ({"opt": "own", "own": "theta = theta + 1e200*g"}, "No run ends at a finite loss"),
    ],
)
def test_whatever_is_chosen_the_page_lives(query: dict[str, str], said: str) -> None:
    at = opened_schedules(query)
    assert not at.exception and not at.error and said in html(at)


def test_a_link_that_names_a_schedule_twice_or_too_many_is_shown_as_far_as_it_goes() -> None:
    at = opened_schedules({"schedules": "cosine,cosine"})
    assert not at.exception and named(at.main.multiselect, "Schedules").value == ["cosine"]
    slugs = [slug for slug in gdviz.schedules if slug != "rate"][:7]
    at = opened_schedules({"schedules": ",".join(slugs)})
    assert not at.exception and named(at.main.multiselect, "Schedules").value == slugs[:6]
    left_out = gdviz.schedules[slugs[6]].name
    assert f"At most 6 schedules are compared; left out: {left_out}." in html(at)


def test_none_picked_comes_back_from_the_link() -> None:
    at = named(opened_schedules().main.multiselect, "Schedules").set_value([]).run()
    assert link(at)["schedules"] == "none"
    for text in ("none", ""):
        again = opened_schedules({"schedules": text})
        assert not again.warning and named(again.main.multiselect, "Schedules").value == []


def test_the_figure_draws_what_was_run() -> None:
    slugs = ("constant", "cosine", "step_decay")
    paths = {s: gdviz.descend("rosenbrock", "adam", steps=80, schedule=s) for s in slugs}
    figure = drawn.figure(paths, window=((-2, 2), (-1, 3)), color="#098dd1", dark=True)
    for slug, path in paths.items():
        rate, loss = (trace for trace in figure.data if trace.name == slug)
        np.testing.assert_array_equal(rate.y, path.rate)
        np.testing.assert_array_equal(loss.y, path.loss)
    drawn_paths = [t for t in figure.data if t.type == "scatter" and t.name is None]
    for trace, path in zip(drawn_paths, paths.values(), strict=True):
        np.testing.assert_array_equal(np.stack([trace.x, trace.y], 1), path.theta)


def test_the_sentence_is_true() -> None:
    paths: dict[str, Any] = {
        s: gdviz.descend("rosenbrock", "adam", schedule=s) for s in ("constant", "cosine")
    }
    best = min(paths, key=lambda s: paths[s].loss[-1])
    assert f"lowest with {best}, at {paths[best].loss[-1]:.4g}" in in_words(paths)
    alike = {"a": paths["cosine"], "b": paths["cosine"]}
    assert "with a and b alike" in in_words(alike)
