"""The Basins page through AppTest: a map is computed in the background, and what is picked on it is chosen."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import Refinement
from gdviz.ui.basins import maps, panel
from gdviz.ui.pages import PAGES
from gdviz.ui.runs.races import race
from gdviz.ui.spec.basins import BasinsChoice
from gdviz.ui.spec.spec import Choice, Spec
from gdviz.ui.workers.pool import pool
from tests.pages.mounted import maps as maps_of
from tests.pages.test_loss_surface import ROOT, link, named, shown

PAGE = str(ROOT / "pages" / "basins.py")
USUAL = PAGES["basins"].first_shown


def opened(query: dict[str, str] | None = None) -> AppTest:
    return finished(begun(query))


def begun(query: dict[str, str] | None = None) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=60)
    at.session_state["framed"] = True
    for key, value in ({"starts": "64"} | (query or {})).items():
        at.query_params[key] = value
    return at.run()


def finished(at: AppTest) -> AppTest:
    """The page when its maps are computed; a browser asks again by itself."""
    end = time.monotonic() + 60
    while any("of the starts are run" in p.proto.text for p in at.get("progress")):
        assert time.monotonic() < end and not at.exception
        time.sleep(0.1)
        at.run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    tables = [h.proto.body for h in at.get("html") if "<table" in h.proto.body]
    return " ".join([*tables, *(c.value for c in at.caption), *(e.value for e in [*at.error, *at.warning])])


def test_a_first_visit_shows_a_map_and_a_race() -> None:
    at = opened()
    header, _ = shown(at)
    assert header["title"] == "Himmelblau" and len(maps_of(at)) == 1
    said = words(at)
    assert said.count("minimum") >= 4 and "(3, 2)" in said and "Basin entropy" in said
    assert "cut off" not in said and "diverged" not in said and "ln 2" in said
    assert not at.query_params or link(at) == {"starts": "64"}


def test_what_is_said_of_every_cell_is_what_its_run_does() -> None:
    (said,) = maps_of(opened({"starts": "256"}))
    map = computed(USUAL, 0, 256)
    assert said["x"] == map.grid.x.tolist() and said["y"] == map.grid.y.tolist()
    np.testing.assert_array_equal(said["each steps"], map.steps)
    assert said["sentences"][1] == "ends in {end} ({kind}) after {steps} steps"
    assert (said["each which"] == 1).all() and len(said["words"]["end"]) == len(map.ends) == 4
    np.testing.assert_array_equal(said["each end"], map.label)
    assert said["takes"] == ["point"] and "Gradient descent" in said["alt"]


def test_two_optimizers_side_by_side() -> None:
    at = opened({"beside": "adam"})
    assert len(maps_of(at)) == 2 and "Gradient descent" in words(at) and "Adam" in words(at)
    assert "They end in different points" not in words(at)
    finished(named(at.main.toggle, "Mark where they differ").set_value(True).run())
    assert "They end in different points" in words(at) and link(at)["differ"] == "1"
    finished(named(at.main.selectbox, "Map of").set_value("momentum").run())
    assert link(at)["map"] == "momentum" and "Momentum" in words(at)


def test_starts_that_lead_nowhere_are_told_apart() -> None:
    at = opened({"surface": "three_hump_camel", "gd.lr": "0.02", "steps": "60"})
    said = words(at)
    assert "diverged" in said and "cut off after 60 steps" in said
    assert "not ended after 200 steps either" in words(opened({"surface": "rosenbrock", "steps": "100"}))


def test_an_end_that_is_no_minimum_is_said_to_be() -> None:
    own = "theta = theta - lr*solve(hess(theta), g)"
    at = opened({"opt": "own", "own": own, "own.lr": "1", "steps": "100"})
    assert "a saddle, no minimum" in words(at) and "a maximum: the method climbs" in words(at)


def spec_of(**changes: Any) -> Spec:
    return replace(USUAL, beside=BasinsChoice(side="64"), **changes)


def computed(spec: Spec, place: int = 0, side: int = 64) -> Any:
    job = maps.map_of(spec, spec.entrants[place], side)
    while (piece := job.next_piece()) is not None:
        job.take(piece[0], job.work.runs(*piece[1]), 0.0)
    return job.map()


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    state: dict[str, Any] = {"page": "basins", "visited": {"basins": PAGES["basins"]}}
    for module in ("gdviz.ui.state", "gdviz.ui.basins.panel"):
        monkeypatch.setattr(f"{module}.st.session_state", state)
    return state


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_click_opens_that_very_run(session: dict[str, Any], place: int) -> None:
    """The rate of the map is chosen too: at another start another would be derived."""
    spec, entrant = USUAL, USUAL.entrants[place]
    map = computed(spec, place)
    row, column = 13, 50
    panel._open(spec, entrant, map.grid, map.lr, float(map.grid.x[column]) + 1e-9, float(map.grid.y[row]))
    choices = session["memory:basins"]["choices"]
    start, rate = choices["start.himmelblau"], choices[f"lr.himmelblau.{entrant.optimizer.key}"]
    assert start == map.start(row, column) and rate == map.lr and choices["focus"] == entrant.optimizer.key
    chosen = replace(spec, start=start, entrants=(replace(entrant, lr=rate),))
    path = race(chosen).competitors[0].path
    assert path.steps == map.steps[row, column]
    np.testing.assert_allclose(path.theta[-1], map.ends[map.label[row, column]], atol=map.tolerance.max())


def test_a_rectangle_becomes_the_window_and_back(session: dict[str, Any]) -> None:
    choices = session.setdefault("memory:basins", {}).setdefault("choices", {})
    key = "window.himmelblau"
    panel._zoom(USUAL, (1.0, 2.00000001), (0.0, 1.0))
    assert choices[key] == (1.0, 2.0, 0.0, 1.0)
    panel._zoom(USUAL, (1.2, 1.5), (0.0, 0.5))
    panel._back(key)
    assert choices[key] == (1.0, 2.0, 0.0, 1.0)
    panel._back(key)
    panel._back(key)
    assert choices[key] is None
    assert "the window of x must go from a smaller" in (panel._zoom(USUAL, (1.0, 1.0), (0.0, 1.0)) or "")
    assert choices[key] is None


@pytest.mark.parametrize("width", [40.0, 1.0, 1e-4, 1e-6, 1e-9, 1e-11])
def test_a_window_is_chosen_with_the_digits_that_its_width_asks_for(
    session: dict[str, Any], width: float
) -> None:
    sides = (3.0 - width / 3, 3.0 + width / 2), (-2.0 - width / 3, -2.0 + width / 2)
    panel._zoom(USUAL, *sides)
    chosen = session["memory:basins"]["choices"]["window.himmelblau"]
    np.testing.assert_allclose(np.subtract(chosen, np.ravel(sides)), 0, atol=1e-3 * width)


def test_one_zooms_in_around_the_start_as_far_as_there_is_a_window() -> None:
    spec, widths = replace(USUAL, start=(3.0, -2.0)), []
    while (window := panel._nearer(spec)) is not None:
        spec = replace(spec, window=window)
        widths.append(window[1] - window[0])
    assert np.allclose(np.divide(widths[1:], widths[:-1]), 0.5, rtol=1e-3)
    assert widths[-1] < 1e-11 and len(widths) < 60


def test_buttons_zoom_without_a_mouse() -> None:
    at = opened()
    finished(at.button(key="basins-in").click().run())
    low, high, bottom, top = map(float, link(at)["window"].split(","))
    domain = np.array(gdviz.surfaces["himmelblau"].domain)
    assert high - low == pytest.approx((domain[0, 1] - domain[0, 0]) / 2, rel=1e-4)
    assert shown(at)[0]["surface"]["x"] == pytest.approx([low, high]) and bottom < top
    finished(at.button(key="basins-back").click().run())
    assert "window" not in link(at)
    assert at.button(key="basins-back").disabled and at.button(key="basins-whole").disabled


def test_the_window_is_part_of_what_is_computed_and_the_start_is_not() -> None:
    one = maps.map_of(USUAL, USUAL.entrants[0], 64)
    assert maps.map_of(replace(USUAL, start=(1.0, 1.0)), USUAL.entrants[0], 64) is one
    assert maps.map_of(replace(USUAL, window=(0.0, 1.0, 0.0, 1.0)), USUAL.entrants[0], 64) is not one
    assert maps.map_of(USUAL, USUAL.entrants[0], 128) is not one
    assert maps.map_of(replace(USUAL, noise=0.1), USUAL.entrants[0], 64) is not one
    # a click chooses the rate of the map, too: it goes on
    derived = replace(USUAL.entrants[0], lr=one.pieces.lr)
    assert maps.map_of(replace(USUAL, start=(1.0, 1.0)), derived, 64) is one


def test_colours_stay_while_one_zooms() -> None:
    tolerance, known = np.array([0.1, 0.1]), []
    assert maps.places_of(np.array([(0.0, 0.0), (1.0, 1.0)]), known, tolerance) == [0, 1]
    assert maps.places_of(np.array([(1.01, 1.0), (2.0, 0.0)]), known, tolerance) == [1, 2]
    assert maps.places_of(np.empty((0, 2)), known, tolerance) == [] and len(known) == 3


def ends_at(*points: tuple[float, ...]) -> Any:
    """What is read of a map with these ends."""
    ends = np.array(points, dtype=float)
    return SimpleNamespace(ends=ends, tolerance=np.full(ends.shape[1], 0.1))


def test_ends_of_a_map_under_way_are_not_kept() -> None:
    known: list[np.ndarray] = []
    under_way, over = ends_at((5.0, 5.0), (1.0, 1.0)), ends_at((0.0, 0.0), (1.0, 1.0))
    assert maps.places_in([(under_way, False)], known) == [[0, 1]] and not known
    assert maps.places_in([(under_way, False), (over, True)], known) == [[2, 1], [0, 1]]
    assert [tuple(end) for end in known] == [(0.0, 0.0), (1.0, 1.0)]


def test_so_many_ends_are_kept_and_all_have_places() -> None:
    known: list[np.ndarray] = []
    many = ends_at(*((float(i), 0.0) for i in range(3000)))
    assert maps.places_in([(many, True)], known) == [list(range(3000))] and len(known) == maps.MOST_KNOWN
    more = ends_at((1.0, 0.0), (9.0, 9.0))
    assert maps.places_in([(more, True), (many, True)], known)[0] == [1, maps.MOST_KNOWN]
    assert len(known) == maps.MOST_KNOWN


def test_another_function_has_other_ends(session: dict[str, Any]) -> None:
    """Also one of the same text of one's own: it may have fewer parameters."""
    two, one, other = (
        replace(USUAL, problem=replace(USUAL.problem, surface=Choice(text=text)))
        for text in ("x^2 + y^2", "x^2", "(x - 1)^2")
    )
    panel._ends_known(two).append(np.zeros(2))
    assert len(panel._ends_known(two)) == 1 and not panel._ends_known(one)
    panel._ends_known(one).append(np.zeros(1))
    assert not panel._ends_known(other) and not panel._ends_known(two)


def test_a_formula_of_two_parameters_becomes_one_of_one() -> None:
    at = opened({"f": "x^2 + y^2", "opt": "gd", "steps": "50"})
    assert len(maps_of(at)) == 1
    finished(named(at.sidebar.text_input, "f(x, y) =").set_value("(x^2 - 1)^2").run())
    assert len(maps_of(at)) == 1 and "minimum" in words(at)


def forget_maps() -> None:
    while maps._maps.held:
        maps._maps.drop_oldest()


def test_maps_that_were_drawn_do_not_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[weakref.ref[Any]] = []
    make: Callable[[Any], Any] = Refinement.basins

    def noted(self: Refinement) -> Any:
        map = make(self)
        drawn.append(weakref.ref(map))
        return map

    monkeypatch.setattr(Refinement, "basins", noted)
    forget_maps()  # else those of other tests are drawn
    at = opened({"opt": "gd"})
    for _ in range(4):
        finished(at.button(key="basins-in").click().run())
    assert len(drawn) >= 5
    forget_maps()
    pool().ask(at.session_state["visitor"], [])
    pool().jobs.clear()
    gc.collect()
    assert sum(ref() is not None for ref in drawn) <= 1


def test_a_map_that_is_made_weighs_what_is_shown_of_it() -> None:
    """The cache holds the more of them, and the fewer have to go; then all wait for the memory to be freed."""
    spec = replace(USUAL, steps=33)
    job = maps.map_of(spec, spec.entrants[0], 64)
    before = maps._maps.total
    arrays = [a for found in (job.pieces.first, job.pieces.later) for a in found]
    assert maps._found(job) == sum(a.nbytes for a in arrays)
    map = computed(spec)
    assert maps.map_of(spec, spec.entrants[0], 64) is job  # it is weighed when it is asked for
    assert maps._maps.total == before - sum(a.nbytes for a in arrays) and "first" not in vars(job.pieces)
    shown = (map.label, map.later, map.steps, map.computed, job.pieces.computed, job.pieces.handed_out)
    assert sum(a.nbytes for a in shown) <= maps.CELL_BYTES * map.label.size
    with pytest.raises(AssertionError, match="not made again"):
        job.pieces.basins()
