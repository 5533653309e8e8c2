"""The part of a link that says a network: there and back, and what is wrong in it is left out with a sentence."""

from dataclasses import replace

import pytest

from gdviz.ui.link import Reader
from gdviz.ui.problems.network import PROBLEM, NetworkChoice
from gdviz.ui.spec.spec import Choice

DEFAULT = NetworkChoice("classification", Choice("moons"), loss=Choice("cross_entropy"))
CHOICES = [
    DEFAULT,
    replace(DEFAULT, hidden=(), weights=3, seed=2, row=7, parameter="W1[1,2]"),
    replace(DEFAULT, hidden=(16, 16, 16), activation="relu", init="he", inputs=("x", "x^2", "xy", "sin x")),
    replace(DEFAULT, data=Choice("spiral"), loss=Choice("squared_hinge"), average="sum"),
    replace(DEFAULT, penalty=Choice("l2", params=(("strength", 0.25),))),
    replace(DEFAULT, data=Choice("three_classes"), loss=Choice("softmax")),
    replace(
        DEFAULT,
        data=Choice(
            text="param n = 60 from 20 to 200 integer\nx1 = 2*u1 - 1\nx2 = 2*u2 - 1\ny = where(x2 > sin(3*x1), 1, 0)"
        ),
    ),
]


@pytest.mark.parametrize("choice", CHOICES)
def test_there_and_back(choice):
    query = {}
    PROBLEM.write(query, choice, DEFAULT)
    reader = Reader(query)
    assert PROBLEM.read(reader, DEFAULT) == choice and reader.complaints == []
    assert (query == {}) == (choice == DEFAULT)


def test_three_classes_have_softmax():
    assert PROBLEM.read(Reader({"data": "three_classes"}), DEFAULT).loss == Choice("softmax")


@pytest.mark.parametrize(
    "query, said",
    [
        ({"hidden": "99"}, "hidden=99 cannot be used"),
        ({"activation": "cubic"}, "activation=cubic cannot be used"),
        ({"init": "ones"}, "init=ones cannot be used"),
        ({"inputs": "cos x"}, "inputs=cos x cannot be used"),
        ({"weights": "-1"}, "weights=-1 cannot be used"),
        ({"row": "x"}, "row=x cannot be used"),
        ({"row": "-1"}, "row=-1 cannot be used"),
        (
            {"row": "99999"},
            "row=99999 cannot be used and was left out: the row must be a whole number from 1 to 150",
        ),
        (
            {"parameter": "999999"},
            "parameter=999999 cannot be used and was left out: the network's weights and biases",
        ),
        ({"parameter": "W2[1,9]"}, "are named W1[1,1] to b2[1]"),
        ({"data": "line"}, "data=line cannot be used"),
        ({"loss": "squared"}, "loss=squared cannot be used"),
        ({"penalty": "l9"}, "penalty=l9 cannot be used"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_one_sentence(query, said):
    reader = Reader({**query, "average": "sum"})
    assert PROBLEM.read(reader, DEFAULT) == replace(DEFAULT, average="sum")
    (complaint,) = reader.complaints
    assert said in complaint and complaint.endswith(".")


@pytest.mark.parametrize("asked, told", [("hinge", True), ("squared_hinge", True), ("softmax", False)])
def test_a_loss_for_two_classes_gives_way_with_a_sentence_where_the_link_names_it(asked: str, told: bool):
    reader = Reader({"data": "three_classes", "loss": asked})
    assert PROBLEM.read(reader, DEFAULT).loss == Choice("softmax")
    assert [f"loss={asked}" in c and "two classes" in c for c in reader.complaints] == [True] * told


def test_a_row_that_is_held_out_is_told_where_the_link_names_it():
    query = {"holdout": "0.5"}
    net = PROBLEM.objective(PROBLEM.read(Reader(query), DEFAULT))
    held_out = next(i + 1 for i, test in enumerate(net.all_rows.test) if test and i)
    fitted = next(i + 1 for i, test in enumerate(net.all_rows.test) if not test and i)
    for row, left_out in ((held_out, True), (fitted, False), (1, False)):
        reader = Reader({**query, "row": str(row)})
        assert PROBLEM.read(reader, DEFAULT).row == (1 if left_out else row)
        assert [f"row {row} is held out" in complaint for complaint in reader.complaints] == [True] * left_out
