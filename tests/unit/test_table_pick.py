"""What is picked from a table for a fit, and what cannot be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine.table.columns import pick_columns
from gdviz.engine.table.read import Table, read_table

NAN = float("nan")


def refusal(*arguments: Any) -> str:
    """The one clear sentence of a refusal."""
    with pytest.raises(ValueError) as caught:
        pick_columns(*arguments)
    message = str(caught.value)
    assert (
        type(caught.value) is ValueError
        and 10 < len(message) < 300
        and message.isprintable()
        and not message.endswith(".")
    )
    return message


PEOPLE = read_table("""# heights
name,height,age,weight,sex,team,shoe,same,wrong
Ann,1.7,30,60,f,team 10,40,5,1
Bob,1.8,40,80,m,team 9,44,5,2
Cid,1.9,,90,m,team 9,46,5,x
Dot,1.6,20,NA,f,team 10,38,5,4
Eve,1.75,50,70,f,,41,5,inf
""")


def test_a_regression() -> None:
    got = pick_columns(PEOPLE, ["height", "age"], "weight", "regression")
    np.testing.assert_array_equal(got.x, [[1.7, 30], [1.8, 40], [1.75, 50]])
    np.testing.assert_array_equal(got.y, [60, 80, 70])
    assert got.x.dtype == got.y.dtype == np.float64 and (got.rows, got.left_out, got.classes) == (3, 2, ())
    assert got.kept.tolist() == [0, 1, 4] and got.features == ("height", "age") and got.target == "weight"
    assert pick_columns(PEOPLE, "height", "shoe", "regression").x.shape == (5, 1)


def test_classes_of_text() -> None:
    got = pick_columns(PEOPLE, ["height"], "team", "binary")
    assert (
        got.classes == ("team 9", "team 10")
        and got.y.tolist() == [1, 0, 0, 1]
        and got.y.dtype.kind == "i"
        and got.left_out == 1
    )
    assert pick_columns(PEOPLE, ["height", "shoe"], "sex", "classes").classes == ("f", "m")


@pytest.mark.parametrize(
    ("labels", "classes", "index"),
    [
        ([10, 9, 10, -1], ("-1", "9", "10"), [2, 1, 2, 0]),
        ([0.5, 0.25, NAN, 0.5], ("0.25", "0.5"), [1, 0, 1]),
        (["b", "a", "B", ""], ("B", "a", "b"), [2, 1, 0]),
        (["10", "9", "x2", "x10"], ("9", "10", "x2", "x10"), [1, 0, 2, 3]),
        (["c 010", "c 9", "c 10", "c"], ("c", "c 9", "c 010", "c 10"), [2, 1, 3, 0]),
        ([True, False, True, True], ("0", "1"), [1, 0, 1, 1]),
        (["9" * 5000, "1", "²", "1"], ("1", "9" * 5000, "²"), [1, 0, 2, 0]),
    ],
)
def test_classes_are_in_natural_order(labels: list[Any], classes: tuple[str, ...], index: list[int]) -> None:
    column = np.array(labels, dtype=object if isinstance(labels[0], str) else None)
    got = pick_columns(Table("t", {"x": np.arange(4.0), "y": column}), ["x"], "y", "classes")
    assert got.classes == classes and got.y.tolist() == index


@pytest.mark.parametrize(
    ("features", "target", "task", "says"),
    [
        (["hight"], "weight", "regression", "there is no column 'hight'; did you mean 'height'?"),
        (["height"], "wight", "regression", "there is no column 'wight'; did you mean 'weight'?"),
        (["zzz"], "weight", "regression", "there is no column 'zzz'; there are 'name', 'height'"),
        ([3], "weight", "regression", "there is no column '3'"),
        ([["height"]], "weight", "regression", "there is no column"),
        (["height"], None, "regression", "there is no column 'None'"),
        (["q\n" * 500], "weight", "regression", "there is no column 'q q"),
        ([], "weight", "regression", "pick at least one feature"),
        (["height"], "weight", "clusters", "task must be regression, binary or classes, not 'clusters'"),
        (
            ["height", "weight"],
            "weight",
            "regression",
            "the column 'weight' is the target and cannot be a feature too; pick another",
        ),
        (
            ["height", "age", "height"],
            "weight",
            "regression",
            "the feature 'height' is picked twice; take one out",
        ),
        (
            ["height", "name"],
            "weight",
            "regression",
            "the column 'name' holds text ('Ann' in row 3 is not a number); pick numeric features",
        ),
        (
            ["wrong"],
            "weight",
            "regression",
            "the column 'wrong' holds text ('x' in row 5 is not a number); pick numeric",
        ),
        (["team"], "sex", "binary", "the column 'team' holds text ('team 10' in row 3 is not a number)"),
        (
            ["height"],
            "sex",
            "regression",
            "the column 'sex' holds text ('f' in row 3 is not a number); pick a numeric target, or fit classes",
        ),
        (
            ["same"],
            "weight",
            "regression",
            "the feature 'same' has the same value (5) in every row; pick another",
        ),
        (
            ["height"],
            "same",
            "regression",
            "the target 'same' has the same value (5) in every row; pick another",
        ),
        (
            ["height"],
            "same",
            "binary",
            "the target 'same' has one class only (5); pick a column with at least two",
        ),
        (["height"], "same", "classes", "one class only (5)"),
        (
            ["height"],
            "name",
            "binary",
            "the target 'name' has 5 classes (Ann, Bob, Cid, ...), not two; pick another, or fit several",
        ),
        (["age"], "weight", "binary", "the target 'weight' has 3 classes (60, 70, 80), not two"),
    ],
)
def test_what_cannot_be_picked(features: Any, target: Any, task: Any, says: str) -> None:
    assert says in refusal(PEOPLE, features, target, task)


def test_infinite_values_are_named() -> None:
    table = read_table("a,b\n1,2\n\n2,inf\n-inf,3\n4,5\n")
    says = "the column '{}' has an infinite value in row {}; give a finite one or leave the row out"
    assert refusal(table, ["b"], "a", "regression") == says.format("b", 4)
    assert refusal(table, ["a"], "b", "regression") == says.format("a", 5)
    assert refusal(table, ["a"], "b", "classes") == says.format("a", 5)
    made = Table("made", {"u": np.array([1.0, 2, 3]), "v": np.array([1, np.inf, 2])})
    assert (
        refusal(made, ["u"], "v", "regression") == refusal(made, ["u"], "v", "classes") == says.format("v", 2)
    )
    beside_a_gap = Table("made", {"u": np.array([NAN, 2, 3]), "v": np.array([np.inf, 4, 5])})
    assert pick_columns(beside_a_gap, ["u"], "v", "regression").left_out == 1
    below_a_gap = Table("made", {"u": np.array([NAN, 2, 3]), "v": np.array([4, np.inf, 5])})
    assert refusal(below_a_gap, ["u"], "v", "regression") == says.format("v", 2)


def test_too_few_rows_are_left() -> None:
    table = read_table("a,b,c,d\n1,NA,,4\n2,5,,NA\n3,,,NA\n")
    end = "; at least two are needed, so fill gaps or pick other columns"
    assert (
        refusal(table, ["a"], "c", "regression")
        == "no row has a value in each picked column ('c' lacks 3 of 3)" + end
    )
    assert refusal(table, ["b"], "d", "regression").startswith(
        "no row has a value in each picked column ('b' lacks 2 of 3)"
    )
    assert (
        refusal(table, ["a"], "b", "regression")
        == "only one row has a value in each picked column ('b' lacks 2 of 3)" + end
    )
    nothing = Table("Empty", {"a": np.empty(0), "b": np.empty(0)})
    assert refusal(nothing, ["a"], "b", "regression") == "Empty has no rows; at least two are needed"
    assert refusal(read_table("a,b\n1,2"), ["a"], "b", "regression").startswith("only one row has")


def test_classes_on_both_sides_of_the_limit() -> None:
    for labels in (np.arange(12.0) % 6, np.array([f"c{i % 6}" for i in range(12)], dtype=object)):
        assert (
            len(pick_columns(Table("t", {"x": np.arange(12.0), "y": labels}), ["x"], "y", "classes").classes)
            == 6
        )
    many = Table(
        "t",
        {
            "x": np.arange(12.0),
            "age": np.arange(12.0) % 7,
            "group": np.array([f"c{i % 7}" for i in range(12)], dtype=object),
        },
    )
    assert (
        refusal(many, ["x"], "age", "classes")
        == "the target 'age' has 7 classes (0, 1, 2, ...); at most 6 can be fitted; pick another"
    )
    assert "the target 'group' has 7 classes (c0, c1, c2, ...); at most 6" in refusal(
        many, ["x"], "group", "classes"
    )
