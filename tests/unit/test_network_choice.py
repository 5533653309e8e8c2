"""What is chosen of a network: plain values that a link can hold, and the loss that they say."""

from dataclasses import replace

import numpy as np
import pytest

import gdviz
from gdviz.ui.problems.network.objective import key_of, objective_of
from gdviz.ui.problems.network.spec import OPTIONS, NetworkChoice
from gdviz.ui.spec.spec import Choice

MOONS = NetworkChoice("classification", Choice("moons"), loss=Choice("cross_entropy"))


def test_the_choice_is_the_network_that_it_says():
    choice = replace(MOONS, hidden=(4, 3), activation="relu", init="he", weights=5, inputs=("x", "xy"))
    net = objective_of(choice)
    by_hand = gdviz.network(
        "moons", (4, 3), "relu", "cross_entropy", "mean", "he", 5, inputs=("x", "xy"), data_seed=0
    )
    assert net.names == by_hand.names and net.start == by_hand.start
    assert net.value(np.array(net.start)) == by_hand.value(np.array(by_hand.start))
    assert objective_of(choice) is net


def test_parameters_of_data_loss_and_penalty_arrive():
    penalty = Choice("l2", params=(("strength", 0.5),))
    net = objective_of(replace(MOONS, penalty=penalty, loss=Choice("squared_hinge")))
    assert net.penalty_parameters["strength"] == 0.5 and net.loss.slug == "squared_hinge"


def test_what_is_explained_and_the_sharpness_change_no_run():
    choice = replace(MOONS, row=9, parameter="W1[2,2]", sharp=True)
    assert key_of(choice) == key_of(MOONS) and objective_of(choice) is objective_of(MOONS)
    assert OPTIONS["row"].picture_only and OPTIONS["parameter"].picture_only


@pytest.mark.parametrize("hidden, text", [((), "none"), ((8,), "8"), ((16, 1, 16), "16,1,16")])
def test_hidden_layers_in_a_link(hidden, text):
    option = OPTIONS["hidden"]
    assert option.write(hidden) == text and option.read(text) == hidden


@pytest.mark.parametrize("text", ["0", "17", "1,2,3,4", "x", "", "8,,8", "-3", "8.5"])
def test_hidden_layers_that_cannot_be_are_refused(text):
    with pytest.raises(ValueError, match="whole number"):
        OPTIONS["hidden"].read(text)


@pytest.mark.parametrize(
    "change, said",
    [
        ({"data": Choice("line")}, "is a data set for regression"),
        ({"loss": Choice("squared")}, "is a loss for regression"),
        ({"inputs": ("cos x",)}, "inputs must be some of"),
        (
            {"task": "regression", "data": Choice("curve"), "loss": Choice("squared"), "inputs": ("xy",)},
            "two features",
        ),
    ],
)
def test_what_cannot_be_computed_is_refused_in_one_sentence(change, said):
    with pytest.raises(ValueError, match=said):
        objective_of(replace(MOONS, **change))
