"""The map of two hyper-parameters on the Learning rates page."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import HyperMap
from gdviz.ui.hyper import map_panel, maps
from gdviz.ui.hyper.maps import map_of, offered, sides_of
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.kinds import choice_key, objective_of, rate_key, start_of
from gdviz.ui.rates import sweeps
from gdviz.ui.rates.spec import RatesChoice
from gdviz.ui.runs import arguments, races
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from gdviz.ui.workers import job as jobs
from gdviz.ui.workers.pool import pool
from tests.pages.mounted import maps as maps_of
from tests.pages.test_learning_rates import html, opened
from tests.pages.test_loss_surface import link, named

USUAL = PAGES["rates"].first_shown
FIT = PAGES["rates"].first_of("regression")


def chosen(base: Spec, slug: str, **beside: Any) -> tuple[Spec, Entrant]:
    entrant = Entrant(Choice(slug))
    return replace(
        base, entrants=(entrant,), steps=40, beside=RatesChoice(view="map", cells=6, **beside)
    ), entrant


def with_value(spec: Spec, name: str, value: float) -> Spec:
    """The choice with the value of a cell along one side."""
    (entrant,) = spec.entrants
    if name == "lr":
        return replace(spec, entrants=(replace(entrant, lr=value),))
    if name == "batch_size":
        return replace(spec, batch=int(value))
    if name.startswith("start."):
        names = objective_of(spec).names
        start = tuple(
            value if f"start.{n}" == name else v for n, v in zip(names, start_of(spec), strict=True)
        )
        return replace(spec, start=start)
    params = {**dict(entrant.optimizer.params), name: value}
    return replace(
        spec, entrants=(replace(entrant, optimizer=replace(entrant.optimizer, params=tuple(params.items()))),)
    )


def made(job: Any) -> HyperMap:
    """The map of a job, computed here unless that was done before."""
    while (piece := job.next_piece()) is not None:
        job.take(piece[0], job.work.runs(*piece[1]), 0.0)
    found: HyperMap = job.map()
    return found


def finished(at: AppTest) -> AppTest:
    """The page when its map is computed; a browser asks again by itself."""
    end = time.monotonic() + 60
    while any("of the runs are made" in p.proto.text for p in at.get("progress")):
        assert time.monotonic() < end and not at.exception
        time.sleep(0.1)
        at.run()
    return at


CELLS = [
    (USUAL, "momentum", {}),
    (USUAL, "adam", {"across": "beta1", "up": "beta2"}),
    (USUAL, "gd", {"across": "lr", "up": "start.y"}),
    (USUAL, "gd", {"across": "start.x", "up": "start.y"}),
    (FIT, "nesterov", {"across": "lr", "up": "batch_size"}),
    (USUAL, "momentum", {"box": (0.01, 0.02, 0.5, 0.75)}),
]


@pytest.mark.parametrize(("base", "slug", "beside"), CELLS)
def test_a_cell_that_is_opened_is_that_very_run(base: Spec, slug: str, beside: dict[str, Any]) -> None:
    spec, entrant = chosen(base, slug, **beside)
    job, (x, y) = map_of(spec, entrant), sides_of(spec, entrant)
    found = made(job)
    rng = np.random.default_rng(3)
    for _ in range(6):
        i, j = rng.integers(len(found.y)), rng.integers(len(found.x))
        rate = maps.rate_of(spec, entrant)  # what a click writes too, see `open_cell`
        one = with_value(with_value(with_value(spec, "lr", rate), x.name, found.x[j]), y.name, found.y[i])
        path = races.race(one).competitors[0].path
        assert path.loss[-1] == found.loss[i, j] or np.isnan(found.loss[i, j])
        assert path.steps == found.steps[i, j]
        assert map_of(one, one.entrants[0]) is job  # the map stays while one opens its cells


@pytest.mark.parametrize(("base", "slug", "beside"), CELLS)
@pytest.mark.parametrize("far", [None, -5.0, 0.0, 1e300])
def test_whatever_place_a_browser_sends_a_cell_of_the_map_is_opened(
    base: Spec, slug: str, beside: dict[str, Any], far: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"page": "rates", "visited": {"rates": PAGES["rates"]}}
    monkeypatch.setattr("gdviz.ui.state.st.session_state", state)
    spec, entrant = chosen(base, slug, **beside)
    found = made(map_of(spec, entrant))
    place = (float(found.x[2]), float(found.y[1])) if far is None else (far, far)
    map_panel.open_cell(spec, entrant, found, place)
    wanted = {"lr": maps.rate_of(spec, entrant)}
    for name, values, v in zip(found.names, (found.x, found.y), place, strict=True):
        wanted[name] = min(values.tolist(), key=lambda known, v=v: abs(known - v))
    choices, start = state["memory:rates"]["choices"], start_of(spec)
    taken = {
        "lr": choices[rate_key(spec, slug)],
        "batch_size": choices.get(choice_key("batch", spec)),
        **{
            f"start.{n}": v for n, v in zip("xy", choices.get(choice_key("start", spec), start), strict=False)
        },
        **{name: choices.get(f"rule.{slug}.{name}") for name in ("momentum", "beta1", "beta2")},
    }
    assert {name: taken[name] for name in wanted} == wanted


def test_everything_that_is_offered_can_be_mapped() -> None:
    for base, slug in ((USUAL, "adam"), (FIT, "momentum"), (USUAL, "rprop")):
        spec, entrant = chosen(base, slug)
        for name in offered(spec, entrant):
            both, _ = chosen(base, slug, up=name)
            found = made(map_of(both, entrant))
            assert found.loss.shape == (len(found.y), len(found.x)) and found.names[0] != found.names[1]


def opened_map(query: dict[str, str] | None = None) -> AppTest:
    return finished(opened({"opt": "momentum", "view": "map", "cells": "8", "steps": "50", **(query or {})}))


def test_it_says_what_it_shows_and_what_it_is_of() -> None:
    at = opened_map()
    assert "of 64 runs count as converged" in html(at) and "The fastest had learning rate" in html(at)
    assert "did not diverge, and the mean of their last 20 losses is below the first" in html(at)
    assert "the limit that theory has" in html(at) and len(maps_of(at)) == 1
    at = finished(named(at.main.selectbox, "Upwards").select("start.x").run())
    assert link(at)["up"] == "start.x" and "and start x" in html(at)
    at = finished(named(at.main.selectbox, "Upwards").select("lr").run())  # the sides change places
    assert link(at)["up"] == "lr" and named(at.main.selectbox, "Across").value != "lr"


def test_a_part_is_computed_anew_and_back_leads_out() -> None:
    at = opened_map()
    whole = html(at)
    finished(named(at.main.text_input, "Momentum from").set_value("0.5").run())
    at = finished(named(at.main.text_input, "Learning rate to").set_value("0.1").run())
    assert link(at)["box"] == "0.00025,0.1,0.5,0.999" and html(at) != whole
    back = [b for b in at.button if b.label == "Back"]
    at = finished(back[0].click().run())
    assert link(at)["box"] == "0.00025,0.25,0.5,0.999"
    at = finished(next(b for b in at.button if b.label == "Whole map").click().run())
    assert "box" not in link(at) and not at.exception
    assert all(b.disabled for b in at.button if b.label in ("Back", "Whole map"))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"cells": "10000"}, "from 1 to 100, not 10000"),
        ({"cells": "0"}, "from 1 to 100, not 0"),
        ({"box": "1,2,x,4"}, "'x' is not a number"),
    ],
)
def test_what_a_link_cannot_ask_for_is_left_out(query: dict[str, str], reason: str) -> None:
    at = opened({"opt": "momentum", "view": "map", "steps": "20", **query})
    assert not at.exception and any(reason in w.value for w in at.warning)
    assert "count as converged" in html(finished(at)) and not at.exception


@pytest.mark.parametrize(
    "query",
    [
        {"cells": "1"},
        {"box": "5,1,3,2"},
        {"box": "-1,0,0,0"},
        {"box": "1,2"},
        {"across": "nonsense", "up": "beta2"},
        {"opt": "gd"},
        {"opt": "gd", "problem": "regression", "up": "batch_size"},
        {"f": "x^2", "opt": "gd"},
        {"opt": "own", "own": "theta = theta + lr*1e9*g"},
        {"ascent": "1"},
        {"opt": "bfgs"},
    ],
)
def test_whatever_is_chosen_the_page_lives(query: dict[str, str]) -> None:
    at = opened_map(query)
    assert not at.exception and not at.error and "converged" in html(at)


def test_sides_that_cannot_be_are_refused_where_they_are_typed() -> None:
    at = opened_map()
    for field, text, reason in (
        ("Learning rate from", "-1", "positive"),
        ("Momentum to", "2", "lies from 0 to 0.999"),
        ("Momentum from", "0.9999", "from a smaller to a larger"),
        ("Cells along a side", "10000", "from 1 to 100, not 10000"),
    ):
        at = finished(named(at.main.text_input, field).set_value(text).run())
        assert reason in html(at) and not at.exception


def test_a_map_that_takes_too_long_is_shown_as_far_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_SECONDS", -1.0)
    at = opened_map({"steps": "2001", "cells": "41"})
    assert not at.exception and len(maps_of(at)) == 1 and "converged:" not in html(at)
    assert "seconds of computing time are over, so it is not finished" in at.warning[0].value


def test_a_map_that_nobody_asks_for_any_more_is_given_up() -> None:
    at = opened({"opt": "momentum", "view": "map", "cells": "100", "steps": "5000"})
    visitor = at.session_state["visitor"]
    (job,) = pool().visitors[visitor][1]
    assert not job.over and pool().wanted(job)
    named(at.main.segmented_control, "Vary").set_value("sweep").run()
    assert pool().visitors[visitor][1] == () and not pool().wanted(job)


def test_the_map_of_the_page_is_that_of_the_package_to_the_bit() -> None:
    spec, entrant = chosen(FIT, "momentum", across="lr", up="momentum")
    found = made(map_of(spec, entrant))
    keywords = arguments.keywords_of(spec, entrant)
    theirs = gdviz.hyper_map(
        objective_of(spec),
        "momentum",
        ("lr", found.x),
        ("momentum", found.y),
        start=start_of(spec),
        **keywords,
    )
    for name in ("loss", "steps", "codes", "outcome"):
        np.testing.assert_array_equal(getattr(found, name), getattr(theirs, name))


def test_a_map_that_takes_too_much_memory_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "HELD", 1000)
    assert "There is no map: 64 runs at once would hold" in html(opened_map())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"across": "start.x", "up": "lr", "box": "-1e308,1e308,0.01,1"}, "The window of start x must be"),
        ({"box": "-1,1,0.5,0.75"}, "The learning rate must be a positive number"),
        ({"box": "0.01,0.02,2,3"}, "Momentum lies from 0 to 0.999; all of it is shown."),
        ({"box": "0.01,0.02,0.5,0.4"}, "must go from a smaller to a larger number; all of it is shown."),
        ({"box": "1,2,3"}, "A part of the map has 4 ends, not 3; the whole map is shown."),
        ({"across": "foo"}, "Nothing here is called &#x27;foo&#x27;; learning rate varies in its place."),
        ({"up": "bar"}, "Nothing here is called &#x27;bar&#x27;; momentum varies in its place."),
    ],
)
def test_what_a_link_says_of_the_map_and_means_nothing_is_told(query: dict[str, str], said: str) -> None:
    at = opened_map(query)
    assert not at.exception and said.lower() in html(at).lower() and "count as converged" in html(at)


def test_the_ends_of_a_start_are_bounded_where_they_are_typed() -> None:
    at = opened_map({"across": "start.x", "up": "lr"})
    at = finished(named(at.main.text_input, "Start x to").set_value("1e308").run())
    assert not at.exception and "he window of start x must be" in html(at)


def test_a_part_is_of_what_it_was_drawn_for() -> None:
    at = finished(named(opened_map().main.text_input, "Momentum from").set_value("0.5").run())
    assert link(at)["up"] == "momentum"
    spec, entrant = chosen(USUAL, "adam", across="lr", up="momentum", box=(0.01, 0.02, 0.5, 0.75))
    x, y = sides_of(spec, entrant)
    assert (x.low, x.high) == (0.01, 0.02) and (y.low, y.high) == y.whole


def test_back_leads_through_twenty_parts_at_most() -> None:
    at = opened_map({"cells": "1", "steps": "1"})
    for i in range(map_panel.MOST_BOXES + 3):
        at = finished(named(at.main.text_input, "Momentum from").set_value(f"{0.1 + i / 100:.2f}").run())
    boxes = at.session_state["memory:rates"]["boxes"][1]
    assert len(boxes) == map_panel.MOST_BOXES


def test_runs_that_climb_are_not_said_to_end_below() -> None:
    at = opened_map({"ascent": "1"})
    assert re.search(r"is above the first|did not rise", html(at))
    assert not re.search(r"is below the first|did not fall", html(at))
