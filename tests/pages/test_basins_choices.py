"""What may be chosen on the Basins page: links that are wrong, strips, failing rules, formulas; and what the legend says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gdviz.engine import Basins
from gdviz.ui.basins import legend
from gdviz.ui.entries import rule_of
from gdviz.ui.spec.spec import Choice
from tests.pages.mounted import maps as maps_of
from tests.pages.test_basins_page import USUAL, begun, computed, finished, opened, words
from tests.pages.test_loss_surface import named, shown

BAD = [
    ({"gd.lr": "-1"}, "learning rate"),
    ({"window": "1,1,0,2"}, "window"),
    ({"starts": "10000"}, "one of 64, 128, 256, 512"),
    ({"steps": "0"}, "steps"),
    ({"f": "x +* y"}, "f="),
    ({"map": "nobody_of_that_name"}, ""),
    ({"opt": "none"}, ""),
]


@pytest.mark.parametrize(("query", "why"), BAD, ids=str)
def test_a_bad_link_is_told_and_the_page_lives(query: dict[str, str], why: str) -> None:
    at = begun(query)
    assert why in " ".join(w.value for w in at.warning)
    finished(at)
    if query == {"opt": "none"}:
        assert "Pick an update rule" in at.info[0].value and not maps_of(at)


def test_a_surface_of_one_parameter_is_a_strip() -> None:
    at = opened({"surface": "double_well"})
    assert len(maps_of(at)) == 1 and "minimum" in words(at)


def test_a_rule_that_fails_everywhere_is_told() -> None:
    own = "theta = theta - lr*g/0"
    at = opened({"opt": "own", "own": own})
    assert "diverged" in words(at)


def test_a_minimiser_of_scipys_races_but_has_no_map() -> None:
    at = opened({"opt": "scipy_bfgs,gd", "map": "scipy_bfgs", "beside": "scipy_bfgs"})
    assert len(maps_of(at)) == 1 and [c["slug"] for c in shown(at)[0]["competitors"]] == ["scipy_bfgs", "gd"]
    assert named(at.main.selectbox, "Map of").options == ["Gradient descent"]
    assert "Pick an update rule" in opened({"opt": "scipy_bfgs"}).info[0].value


def test_every_entrant_of_the_default_has_a_map() -> None:
    for entrant in USUAL.entrants:
        assert computed(USUAL, USUAL.entrants.index(entrant)).optimizer is rule_of(
            Choice(entrant.optimizer.slug)
        )


def test_the_loss_of_a_formula_is_mapped_over_two_of_its_parameters() -> None:
    at = opened({"problem": "formula", "opt": "momentum", "momentum.lr": "0.004", "steps": "500"})
    assert not at.error and named(at.sidebar.selectbox, "Data").value == "sine"
    assert "(1.541, 2.001): minimum" in words(at) and len(maps_of(at)) == 1


def test_no_steps_are_told_where_no_run_ends() -> None:
    spec = replace(USUAL, problem=replace(USUAL.problem, surface=Choice(text="x + y")), steps=5)
    assert "the fastest run" not in legend.sentence(computed(spec), "Gradient descent")
    assert "the fastest run" in legend.sentence(computed(USUAL), "Gradient descent")


def test_what_the_legend_says_is_counted_before_anybody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what computes the map: who looks holds up the others for as long as it takes."""
    map = computed(replace(USUAL, steps=40))

    def counted(*_: Any) -> float:
        raise AssertionError("counted by who looks at the map")

    for name in ("entropy", "boundary_entropy", "share"):
        monkeypatch.setattr(Basins, name, counted)
    assert "Basin entropy" in legend.sentence(map, "Gradient descent")
    assert "minimum" in legend.table([map], ["Gradient descent"], [list(range(len(map.ends)))])
