"""The real data sets: read without complaints, from a named source, with the figures that are published of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine.table.columns import pick_columns
from gdviz.engine.table.read import Table, read_table

FOLDER = Path(gdviz.__file__).parent / "library" / "datasets" / "data"
# rows, columns of numbers, columns of text, what the source line names
SETS = {
    "anscombe": (11, ("x123", "y1", "y2", "y3", "x4", "y4"), (), "Anscombe (1973)"),
    "faithful": (272, ("eruptions", "waiting"), (), "Haerdle (1991)"),
    "galton": (928, ("parent", "child"), (), "Galton (1886)"),
    "iris": (
        150,
        ("sepal_length", "sepal_width", "petal_length", "petal_width"),
        ("species",),
        "Fisher (1936)",
    ),
    "mtcars": (
        32,
        ("mpg", "cyl", "disp", "hp", "drat", "wt", "qsec", "vs", "am", "gear", "carb"),
        ("model",),
        "Henderson and P. F. Velleman (1981)",
    ),
    "misra1a": (14, ("pressure", "volume"), (), "Misra (1978)"),
}


def load(name: str) -> Table:
    return read_table((FOLDER / f"{name}.csv").read_bytes(), name)


def means(table: Table, names: tuple[str, ...]) -> list[float]:
    return [table.columns[n].mean() for n in names]


def test_each_file_is_checked() -> None:
    assert {p.name for p in FOLDER.iterdir()} == {f"{n}.csv" for n in SETS}


@pytest.mark.parametrize("name", SETS)
def test_a_file(name: str) -> None:
    rows, numeric, text, source = SETS[name]
    table = load(name)
    assert table.rows == rows and table.numeric == numeric and table.text == text and not table.complaints
    assert all(np.isfinite(table.columns[n]).all() for n in numeric) and all(
        v for n in text for v in table.columns[n]
    )
    lines = (FOLDER / f"{name}.csv").read_text("ascii").splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert lines[: len(head)] == head and all(len(line) <= 140 for line in head)
    assert head[0].startswith("# source: ") and source in head[0]
    assert [line.startswith("# licence: public domain") for line in head].count(True) == 1
    assert any(line.startswith("# content: ") for line in head)


@pytest.mark.parametrize(("x", "y"), [("x123", "y1"), ("x123", "y2"), ("x123", "y3"), ("x4", "y4")])
def test_anscombe_s_sets_share_their_figures(x: str, y: str) -> None:
    picked = pick_columns(load("anscombe"), [x], y, "regression")
    a, b = picked.x[:, 0], picked.y
    slope, intercept = np.polyfit(a, b, 1)
    assert a.mean() == 9 and a.var(ddof=1) == 11
    assert b.mean() == pytest.approx(7.50, abs=0.005) and b.var(ddof=1) == pytest.approx(4.125, abs=0.003)
    assert slope == pytest.approx(0.500, abs=0.0005) and intercept == pytest.approx(3.00, abs=0.005)
    assert np.corrcoef(a, b)[0, 1] == pytest.approx(0.816, abs=0.001)


def test_anscombe_s_sets_differ() -> None:
    columns = load("anscombe").columns
    assert (
        columns["y1"].sum() == pytest.approx(82.51) and columns["y1"][columns["x123"] == 7] == 4.82
    )  # copies with 4.81 go round
    assert len({tuple(sorted(columns[y])) for y in ("y1", "y2", "y3", "y4")}) == 4 and np.bincount(
        columns["x4"].astype(int)
    ).tolist()[8::11] == [10, 1]


def test_galton() -> None:
    table = load("galton")
    parent, child = table.columns["parent"], table.columns["child"]
    assert means(table, table.numeric) == pytest.approx([68.308, 68.088], abs=0.0005)
    assert [parent.std(ddof=1), child.std(ddof=1)] == pytest.approx([1.787, 2.518], abs=0.0005)
    assert np.polyfit(parent, child, 1) == pytest.approx([0.6463, 23.9415], abs=0.00005) and np.corrcoef(
        parent, child
    )[0, 1] == pytest.approx(0.4588, abs=0.0001)
    # margins of Galton's Table I, from the tallest
    assert np.unique(parent, return_counts=True)[1][::-1].tolist() == [
        4,
        19,
        43,
        68,
        183,
        219,
        211,
        78,
        66,
        23,
        14,
    ]
    assert np.unique(child, return_counts=True)[1][::-1].tolist() == [
        14,
        17,
        41,
        64,
        99,
        167,
        120,
        138,
        117,
        48,
        59,
        32,
        7,
        5,
    ]


def test_faithful() -> None:
    table = load("faithful")
    assert means(table, table.numeric) == pytest.approx([3.4878, 70.897], abs=0.00051)
    assert np.polyfit(table.columns["eruptions"], table.columns["waiting"], 1) == pytest.approx(
        [10.7296, 33.4744], abs=0.00005
    )
    assert (table.columns["eruptions"].min(), table.columns["eruptions"].max()) == (1.6, 5.1)
    assert (table.columns["waiting"].min(), table.columns["waiting"].max()) == (43, 96)


def test_iris() -> None:
    table = load("iris")
    picked = pick_columns(table, table.numeric, "species", "classes")
    assert picked.classes == ("setosa", "versicolor", "virginica") and np.bincount(picked.y).tolist() == [
        50,
        50,
        50,
    ]
    by_class = [picked.x[picked.y == k].mean(0) for k in range(3)]
    np.testing.assert_allclose(
        by_class,
        [[5.006, 3.428, 1.462, 0.246], [5.936, 2.770, 4.260, 1.326], [6.588, 2.974, 5.552, 2.026]],
        atol=1e-9,
    )
    # the two flowers that the UCI copy has wrong
    assert picked.x[34].tolist() == [4.9, 3.1, 1.5, 0.2] and picked.x[37].tolist() == [4.9, 3.6, 1.4, 0.1]


def test_mtcars() -> None:
    table = load("mtcars")
    assert means(table, ("mpg", "disp", "hp", "drat", "wt", "qsec")) == pytest.approx(
        [20.09, 230.72, 146.69, 3.5966, 3.2172, 17.849], abs=0.005
    )
    assert np.polyfit(table.columns["wt"], table.columns["mpg"], 1) == pytest.approx(
        [-5.3445, 37.2851], abs=0.00005
    )
    assert {
        n: np.unique(table.columns[n], return_counts=True)[1].tolist() for n in ("cyl", "vs", "am", "gear")
    } == {"cyl": [11, 7, 14], "vs": [18, 14], "am": [19, 13], "gear": [15, 12, 5]}
    assert len(set(table.columns["model"])) == 32 and table.columns["model"][0] == "Mazda RX4"
