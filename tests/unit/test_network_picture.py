"""What the panels show of a network that is chosen: the loss over two weights along the path, the rows, the units."""

from dataclasses import replace

import numpy as np
import pytest

import gdviz
from gdviz.player.scene.network import NetworkView
from gdviz.ui.problems.network.objective import objective_of
from gdviz.ui.problems.network.picture import FEWEST, MOST, load, picture, resolution
from gdviz.ui.problems.network.spec import NetworkChoice
from gdviz.ui.spec.spec import Choice, Entrant, Spec

MOONS = NetworkChoice("classification", Choice("moons"), loss=Choice("cross_entropy"))
SPEC = Spec(replace(MOONS, hidden=(3,)), (Entrant(Choice("adam")), Entrant(Choice("gd"))), axes=(1, 4))


def run(spec=SPEC, steps=12):
    return gdviz.descend(objective_of(spec.problem), "adam", steps=steps, stop=None)


def test_the_other_weights_are_those_of_the_run_at_the_play_head():
    path = run()
    shown = picture(SPEC, path, 5)
    np.testing.assert_array_equal(shown.objective.at, path.theta[5])
    loss = shown.objective.value(path.theta[5][[1, 4]])
    assert loss == pytest.approx(
        path.loss[5], rel=1e-12
    )  # the slice at the path's own point is the path's loss
    assert isinstance(shown.data, NetworkView) and (shown.data.follow, shown.data.runs) == (5, 2)


@pytest.mark.parametrize("step, place", [(None, 12), (0, 0), (99, 12)])
def test_the_step_at_rest_lies_in_the_record(step, place):
    assert picture(SPEC, run(), step).data.follow == place


def test_without_a_run_the_start_is_shown():
    net = objective_of(SPEC.problem)
    np.testing.assert_array_equal(picture(SPEC, None, None).objective.at, net.start)


def test_a_row_beyond_the_data_is_the_last_one():
    spec = replace(SPEC, problem=replace(SPEC.problem, row=10**6))
    assert picture(spec, run(), 0).data.row == objective_of(spec.problem).rows - 1


def test_weights_that_diverged_are_drawn_from_zero():
    path = run()
    path.theta[-1, 0] = np.inf
    shown = picture(SPEC, path, None)
    assert shown.objective.at[0] == 0 and shown.data.at_rest(path) is None


def test_large_networks_have_coarser_pictures_and_regressions_no_accuracy_to_count():
    small, large = (objective_of(replace(MOONS, hidden=h)) for h in ((1,), (16, 16, 16)))
    assert FEWEST <= resolution(large) <= resolution(small) <= MOST
    assert load(large, False, 3).multiplications == large.rows * large.dimension * 3
    curve = objective_of(NetworkChoice(data=Choice("curve")))
    assert load(curve, False, 3).multiplications == 0 < load(curve, True, 3).multiplications
