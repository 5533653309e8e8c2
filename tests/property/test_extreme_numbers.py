"""Numbers of any size in a table, a loss or a penalty: one sentence or finite answers, never an error of NumPy's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdviz
from gdviz.engine import default_rate
from gdviz.engine.fit.design import SCALINGS

SIZES = (0.0, 1.0, -2.5, 3.0, 7.0, 1e-7, 2e7, -1e20, 1e60, 1e99, -1e-90, 1e-200, 5e-324, 1.7e308, -1.7e308)
PREFACTORS = ("1", "1e308", "1e-308", "-1", "1/0", "0/0")
SHAPES = (
    "(z - y)^2",
    "abs(z - y)",
    "log(z)",
    "exp(z - y)",
    "(z - y)^4",
    "where(abs(z - y) < 1, (z - y)^2, abs(z - y))",
    "log(1 + exp(-y*z))",
    "1/z",
    "sqrt(z)",
    "z",
)
numbers = st.one_of(st.sampled_from(SIZES), st.floats(allow_nan=False, allow_infinity=False))


def use(w: gdviz.DataLoss) -> None:
    """What a page asks of a loss over data."""
    best = w.optimum
    assert best.how and (best.theta is None or np.isfinite(best.theta).all())
    for low, high in w.domain:
        assert np.isfinite(low) and np.isfinite(high) and low < high
    for slug in ("gd", "adam", "ista"):
        assert 0 < default_rate(w, gdviz.optimizers[slug]) < np.inf
        path = gdviz.descend(w, slug, steps=3)
        path.distance()
        assert path.reason


@st.composite
def tables(draw: Any, classes: int = 0) -> gdviz.Table:
    n = draw(st.integers(3, 9))
    columns: dict[str, Any] = {
        k: np.array(draw(st.lists(numbers, min_size=n, max_size=n))) for k in ("u", "v")
    }
    y = draw(st.lists(numbers if not classes else st.sampled_from("abc"[:classes]), min_size=n, max_size=n))
    return gdviz.Table("T", columns | {"y": np.array(y, dtype=object if classes else float)})


def tried(table: gdviz.Table, loss: Any, **options: Any) -> None:
    try:
        w = gdviz.data_loss(table, loss, features=("u", "v"), target="y", **options)
    except ValueError as refused:
        assert type(refused) in (ValueError, gdviz.FormulaError) and "\n" not in str(refused)
        return
    use(w)


@pytest.mark.quick(6)
@pytest.mark.parametrize("penalty", [None, *gdviz.penalties])
@pytest.mark.parametrize("loss", gdviz.losses)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_tables(loss: str, penalty: str | None, data: Any) -> None:
    table = data.draw(tables({"regression": 0, "binary": 2, "classes": 3}[gdviz.losses[loss].task]))
    strength = data.draw(st.sampled_from((1e-4, 1.0, 100.0, 1e-300, 1e300)))
    tried(
        table,
        loss,
        penalty=penalty,
        penalty_parameters={"strength": strength} if penalty else None,
        scaling=data.draw(st.sampled_from(SCALINGS)),
        degree=data.draw(st.integers(1, 3)),
    )


@pytest.mark.quick(4)
@pytest.mark.parametrize("front", PREFACTORS)
@pytest.mark.parametrize("shape", SHAPES)
def test_losses(front: str, shape: str) -> None:
    for slug in ("line", "textbook", "cars"):
        for penalty in (None, "l1", "l2"):
            loss = gdviz.loss(f"{front}*{shape}")
            try:
                w = gdviz.data_loss(slug, loss, penalty=penalty)
            except ValueError as refused:
                assert type(refused) is ValueError and "Own loss is no finite number" in str(refused)
                continue
            use(w)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"x": [1, 2, 1.7e308], "y": [1, 2, 4]}, "the column x holds numbers too large"),
        ({"x": [1, 2, 3], "y": [1, -1.7e308, 4]}, "the target y holds numbers too large"),
        ({"x": [1e-200, 2e-200, 3e-200], "y": [1, 2, 4]}, "the column x holds only numbers too small"),
    ],
)
def test_the_sentence_names_the_column(columns: dict[str, list[float]], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        gdviz.data_loss(gdviz.Table("T", {k: np.array(v, dtype=float) for k, v in columns.items()}))


def test_rates_have_no_floor() -> None:
    """Descent at the derived rate falls, whatever the unit of a feature."""
    x = np.random.default_rng(0).normal(size=60)
    for unit in (1e-9, 1.0, 2e7, 1e12, 1e40):
        w = gdviz.data_loss(gdviz.Table("T", {"x": unit * x, "y": 3 * x + 1}))
        path = gdviz.descend(w, "gd", steps=50)
        assert path.loss[-1] < 0.95 * path.loss[0] and (np.diff(path.loss) <= 1e-12 * path.loss[0]).all(), (
            unit
        )
