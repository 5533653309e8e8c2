"""Who won a race is told truthfully in every state that a race can end in."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np
import pytest

import gdviz
from gdviz.engine import Status
from gdviz.player.scene.competitor import Competitor
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.problem import Race
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.problems.surface.scenes import SURFACE
from gdviz.ui.race.outcome import Outcome
from gdviz.ui.race.verdict import listed, verdict
from gdviz.ui.spec.spec import Spec


def told(page: str = "surface", **parts: object) -> str:
    return " ".join(
        verdict(Outcome(page, urlencode({k.replace("_", "."): v for k, v in parts.items()})).race)
    )


def raced(*paths: tuple[str, gdviz.Path], **spec: object) -> Race:
    runs = tuple(Competitor.at(i, name, name, path) for i, (name, path) in enumerate(paths))
    return Race(Spec(SurfaceChoice(), **spec), paths[0][1].objective, runs, ())


def test_the_lowest_loss_and_the_first_arrival_are_told_with_their_numbers() -> None:
    ran = Outcome("surface", SURFACE["Why momentum helps in a ravine"].link)
    said = " ".join(verdict(ran.race))
    assert f"Lowest final loss: Nesterov with {ran['nesterov'].loss[-1]:.5g}, before Momentum with" in said
    assert f"First within 0.001 of the minimum: Nesterov after {ran['nesterov'].steps_to()} steps." in said


def test_nothing_is_said_of_no_runs() -> None:
    assert verdict(Race(Spec(SurfaceChoice()), gdviz.surfaces["sphere"], (), ())) == []


def test_a_run_alone_wins_nothing() -> None:
    said = told(opt="gd", surface="sphere")
    assert "ran alone" in said and "Lowest" not in said and "It came within 0.001" in said
    assert "It did not come within" in told(opt="gd", steps=3)
    assert (
        told(opt="gd", gd_lr=1)
        == "The run diverged, so there is no final loss. It did not come within 0.001 of the minimum."
    )


def test_diverged_runs_do_not_win() -> None:
    said = told(opt="gd,momentum,adam", gd_lr=1)
    assert "Lowest final loss: Momentum" in said and "Gradient descent diverged." in said
    assert told(opt="gd,momentum", gd_lr=1, momentum_lr=1).startswith(
        "All runs diverged, so none of them won."
    )
    assert told(opt="gd,adam", gd_lr=1).startswith("Adam alone did not diverge: its final loss is")


def test_a_tie_is_a_tie_whoever_is_first_in_the_list() -> None:
    said = told(opt="own,gd", own="theta = theta - lr*g", surface="sphere", own_lr=0.1, gd_lr=0.1)
    assert "a tie of Own rule and Gradient descent at" in said
    assert (
        "First within 0.001 of the minimum: Own rule and Gradient descent after" in said
        and "Counted" not in said
    )


def test_a_tie_in_all_but_rounding_is_a_tie_and_a_small_difference_is_shown() -> None:
    path = gdviz.descend("sphere", "gd", steps=5)

    def ends(loss: float) -> gdviz.Path:
        return gdviz.Path(**{**vars(path), "loss": np.append(path.loss[:-1], loss)})

    near, same, apart = ends(1.0), ends(1.0 + 1e-12), ends(1.0 + 1e-7)
    assert "tie of a and b at 1, before c with 1.0000001." in " ".join(
        verdict(raced(("b", same), ("c", apart), ("a", near)))[:1]
    )
    near, same, apart = (ends(v) for v in (0.8817961, 0.8817961 + 1e-13, 0.8817968))
    assert "at 0.881796, before c with 0.881797." in verdict(raced(("b", same), ("c", apart), ("a", near)))[0]
    near, apart = ends(1.0), ends(1.0 + 1e-7)
    assert "a with 1, before c with 1.0000001." in verdict(raced(("c", apart), ("a", near)))[0]


def test_climbing_the_highest_wins_and_no_arrival_is_told() -> None:
    said = told(opt="gd,momentum", surface="two_wells", ascent=1, steps=5)
    ran = Outcome("surface", "opt=gd,momentum&surface=two_wells&ascent=1&steps=5")
    best = max(ran.race.competitors, key=lambda c: c.path.loss[-1])
    assert said.startswith(f"Highest final loss: {best.name} with") and "minimum" not in said


def test_without_a_known_minimum_nothing_is_told_of_it() -> None:
    said = told("classification", data="separable")
    assert "The minimum is not known" in said and "First within" not in said
    assert "minimum" not in told("classification", data="separable", opt="gd")


def test_where_none_comes_near_this_is_said_and_at_the_start_too() -> None:
    assert "None came within 0.001 of the minimum." in told(steps=2)
    assert "They start within 0.001 of the minimum." in told(surface="sphere", start="0,0")


def test_noise_and_batches_are_said_to_be_drawn() -> None:
    assert "another seed" in told(noise=0.1) and "another seed" in told("regression", batch=5)
    assert "another seed" not in told() and "another seed" not in told(noise=0.1, opt="gd")


def test_where_runs_stop_at_a_loss_the_steps_to_it_are_told() -> None:
    said = told(surface="sphere", target=0.01)
    ran = Outcome("surface", "surface=sphere&target=0.01")
    least = min(p.steps for p in ran.paths if p.status is Status.REACHED)
    assert "First at the loss that was asked for: " in said and f"after {least} steps." in said


def test_evaluations_are_told_where_they_change_the_order() -> None:
    twice = "a = grad(theta)\nb = grad(theta - lr*a)\ntheta = theta - lr*(a + b)"
    said = told(opt="gd,own", surface="sphere", own=twice, own_lr=0.1, gd_lr=0.12)
    ran = Outcome(
        "surface",
        urlencode({"opt": "gd,own", "surface": "sphere", "own": twice, "own.lr": 0.1, "gd.lr": 0.12}),
    )
    own, gd = ran["own"], ran["gd"]
    assert (
        own.steps_to() < gd.steps_to()
        and own.evaluated[own.steps_to()].sum() > gd.evaluated[gd.steps_to()].sum()
    )
    assert f"First within 0.001 of the minimum: Own rule after {own.steps_to()} steps." in said
    assert (
        f"Counted in evaluations of values, gradients and Hessians: Gradient descent with {gd.evaluated[gd.steps_to()].sum()}."
        in said
    )


@pytest.mark.quick(8)
@pytest.mark.parametrize(("page", "name"), [(p, n) for p in PAGES for n in PAGES[p].scenes])
def test_every_scene_has_a_verdict_of_whole_sentences(page: str, name: str) -> None:
    said = verdict(Outcome(page, PAGES[page].scenes[name].link).race)
    assert said and all(s[0].isupper() and s.endswith(".") and "nan" not in s for s in said)


def test_names_in_a_row() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
