"""Every registered data set, designs made of their columns, and mini-batches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Batches, Dataset, Design, pick_columns
from gdviz.engine.fit.design import MAX_COLUMNS
from tests.library.dependence import reaching

MADE = [s for s, d in gdviz.datasets.items() if not d.file]
FITTING = [
    (s, k) for s, d in gdviz.datasets.items() for k, loss in gdviz.losses.items() if loss.task == d.task
]


def columns_of(d: Dataset) -> tuple[str, ...]:
    return d.first_features


@pytest.mark.parametrize("slug", MADE)
def test_made_data_at_the_ends_of_every_slider(slug: str) -> None:
    d = gdviz.datasets[slug]
    for name, value in [("", 0.0)] + [(p.name, v) for p in d.params for v in (p.low, p.high)]:
        t = d.table(3, **({name: value} if name else {}))
        assert t.rows == (value if name == "n" else d.program.defaults["n"])
        assert all(np.isfinite(c).all() for c in (t.columns[n] for n in t.numeric)) and set(t.columns) == set(
            d.columns
        )
        if d.classes and name != "n":
            assert set(t.columns["y"]) == set(d.classes)
        if not (name == "n" and value < 5):
            pick_columns(t, columns_of(d), d.target, d.task)


@pytest.mark.parametrize("slug", MADE)
def test_draws_hang_on_the_seed_only(slug: str) -> None:
    d = gdviz.datasets[slug]
    draws = {n for e in d.program.equations for n in e.node.names() if n[0] in "ue" and n[1:].isdigit()}
    small, large, again, other = d.table(5), d.table(5, n=d.program.defaults["n"] + 7), d.table(5), d.table(6)
    for name, column in small.columns.items():
        assert (column == again.columns[name]).all()
        assert (column == large.columns[name][: small.rows]).all()  # more rows keep the first ones
    assert not draws or any((small.columns[n] != other.columns[n]).any() for n in small.columns)
    x = columns_of(d)[0]
    if any(p.name == "noise" for p in d.params) and "noise" not in reaching(d.program, x):
        quiet = d.table(5, noise=0.0)
        assert (quiet.columns[x] == small.columns[x]).all() and (
            quiet.columns["y"] != small.columns["y"]
        ).any()


@pytest.mark.quick(10)
@pytest.mark.parametrize(("slug", "loss"), FITTING)
def test_every_data_set_under_every_loss_runs_without_warning(slug: str, loss: str) -> None:
    w = gdviz.data_loss(slug, loss)
    assert all(lo < 0 < hi for lo, hi in w.domain) and len(w.names) == w.dimension == len(set(w.names))
    if w.optimum.theta is not None:
        assert all(lo <= v <= hi for v, (lo, hi) in zip(w.optimum.theta, w.domain, strict=True))
    for rule in ("gd", "adam", "ista"):
        for options in ({}, {"batch_size": 3}):
            path = gdviz.descend(w, rule, steps=30, **options)
            assert (
                path.loss[0] == pytest.approx(float(w.value(np.zeros(w.dimension))), rel=1e-12)
                and len(path.reason) > 20
            )
    first = gdviz.descend(w, "gd", steps=1)
    assert first.loss[1] < first.loss[0]  # the derived rate goes downhill


@pytest.mark.parametrize("slug", [s for s, d in gdviz.datasets.items() if d.file])
def test_real_data_say_where_they_come_from(slug: str) -> None:
    d = gdviz.datasets[slug]
    assert d.reference and d.licence and d.note and d.authors and d.year
    t = d.table()
    assert {*columns_of(d), d.target} <= set(t.columns) and not t.complaints
    with pytest.raises(ValueError, match="no parameter"):
        d.table(n=3)


BAD = {
    "": "empty",
    "x = u1": "never assigns y",
    "y = u1": "no feature",
    "param n = 9 from 2 to 50 integer\ny = e1": "no feature",
    "x = u1\ny = x": "number of rows",
    "param n = 10\nx = u1\ny = x": "number of rows",
    "param n = 10 from 2 to 1000000 integer\nx = u1\ny = x": "number of rows",
    "param n = 9 from 2 to 50 integer\nx = y\ny = u1": "no memory",
    "param n = 9 from 2 to 50 integer\nx = u9\ny = x": "'u9'",
    "param n = 9 from 2 to 50 integer\nx = u1\ny = grad(x)": "grad()",
    "import pandas": "import",
    "u1 = 3\nx = 1\ny = 1": "'u1'",
    "param seed = 1\nx = u1\ny = x": "'seed'",
    "x = open('/etc/passwd')\ny = 1": "",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_data_set_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(gdviz.FormulaError) as refused:
        gdviz.dataset(text)
    assert BAD[text] in str(refused.value) and "\n" not in str(refused.value)


# designs


def design(features: tuple[str, ...] = ("u", "v"), n: int = 30, **options: Any) -> Design:
    rng = np.random.default_rng(0)
    t = gdviz.Table("T", {"u": rng.normal(5, 2, n), "v": rng.uniform(-100, 300, n), "y": rng.normal(size=n)})
    return Design.of(pick_columns(t, features, "y", "regression"), **options)


def from_own_units(d: Design, coefficients: np.ndarray) -> np.ndarray:
    """The inverse of `own_units`: parameters (..., q) for coefficients (..., q + 1)."""
    weights = coefficients[..., :-1] * d.scale
    constant = coefficients[..., -1] + (coefficients[..., :-1] * d.centre).sum(-1)
    if d.intercept:
        return np.concatenate([weights, constant[..., None]], axis=-1)
    assert np.allclose(constant, 0, atol=1e-12 * (1 + np.abs(coefficients[..., -1]).max()))
    return weights


@pytest.mark.parametrize("scaling", ["none", "standardise", "minmax"])
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("degree", [1, 2, 3])
def test_scaling_goes_there_and_back(scaling: str, intercept: bool, degree: int) -> None:
    d = design(scaling=scaling, intercept=intercept, degree=degree)
    theta = np.random.default_rng(1).normal(size=(4, d.width))
    own = d.own_units(theta)
    monomials = np.stack([d.x[:, 0] ** i * d.x[:, 1] ** j for i, j in d.powers], axis=1)
    np.testing.assert_allclose(monomials @ own[:, :-1].T + own[:, -1], d.a @ theta.T, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(from_own_units(d, own), theta, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(d.basis(d.x), d.a, rtol=1e-12, atol=1e-12)
    body = d.a[:, : len(d.powers)]
    if scaling == "standardise":
        np.testing.assert_allclose(
            [body.mean(0), body.std(0)], [np.zeros(len(d.powers)), np.ones(len(d.powers))], atol=1e-12
        )
    if scaling == "minmax":
        np.testing.assert_allclose(
            [body.min(0), body.max(0)], [np.zeros(len(d.powers)), np.ones(len(d.powers))], atol=1e-12
        )
    assert (d.a[:, -1] == 1).all() == intercept


def test_names_of_monomials() -> None:
    assert design(degree=2).columns == ("u", "v", "u^2", "u v", "v^2", "intercept")
    assert design(("v",), degree=8, intercept=False).columns == ("v", *(f"v^{k}" for k in range(2, 9)))
    assert gdviz.data_loss("line").names == ("slope", "intercept")
    assert gdviz.data_loss("three_classes", "softmax").names[3:5] == ("orange: x1", "orange: x2")


def test_what_a_design_refuses() -> None:
    for options, told in (
        ({"degree": 0}, "degree"),
        ({"degree": 9}, "degree"),
        ({"degree": True}, "degree"),
        ({"scaling": "log"}, "scaling"),
    ):
        with pytest.raises(ValueError, match=told):
            design(**options)
    rng = np.random.default_rng(0)
    many = gdviz.Table("M", {f"x{k}": rng.normal(size=20) for k in range(9)} | {"y": rng.normal(size=20)})
    with pytest.raises(ValueError, match=f"at most {MAX_COLUMNS} columns"):
        Design.of(pick_columns(many, tuple(f"x{k}" for k in range(9)), "y", "regression"), degree=3)
    huge = gdviz.Table("H", {"x": np.array([1e60, 2e60, 3e60]), "y": np.arange(3.0)})
    with pytest.raises(ValueError, match="too large"):
        gdviz.data_loss(huge, degree=6)
    near = gdviz.Table("N", {"x": 1e15 + np.array([0.0, 0.125, 0.0]), "y": np.arange(3.0)})
    with pytest.raises(ValueError, match="constant to rounding"):
        gdviz.data_loss(near, scaling="minmax")


# batches


@pytest.mark.parametrize(("n", "size"), [(10, 3), (10, 10), (7, 1), (100, 64)])
def test_an_epoch_visits_each_row_once(n: int, size: int) -> None:
    b = Batches(n, size, seed=4)
    for epoch in range(3):
        rows = [b.rows_of_step(epoch * b.per_epoch + k + 1) for k in range(b.per_epoch)]
        assert [len(r) for r in rows] == [size] * (n // size) + [n % size] * (n % size > 0)
        assert sorted(np.concatenate(rows)) == list(range(n))
    if n > 20:
        assert (
            np.concatenate([b.rows_of_step(1), b.rows_of_step(2)])
            != np.concatenate([b.rows_of_step(3), b.rows_of_step(4)])
        ).any()  # a new order


@pytest.mark.slow
def test_batches_are_a_function_of_seed_and_step() -> None:
    for replacement in (False, True):
        a, b, other = (Batches(50, 8, replacement, s) for s in (1, 1, 2))
        forward = [a.rows_of_step(k) for k in range(1, 700)]
        for k in (699, 3, 300, 257, 256, 1):  # any order of asking
            assert (b.rows_of_step(k) == forward[k - 1]).all()
        assert any((other.rows_of_step(k) != forward[k - 1]).any() for k in range(1, 5))
    drawn = np.concatenate([Batches(50, 8, True, 1).rows_of_step(k) for k in range(1, 3000)])
    count = np.bincount(drawn, minlength=50)
    assert abs(count - count.mean()).max() < 5 * np.sqrt(count.mean())  # uniform
    repeated = [len(set(Batches(50, 8, True, 1).rows_of_step(k))) < 8 for k in range(1, 100)]
    assert any(repeated) and not any(
        len(set(Batches(50, 8, False, 1).rows_of_step(k))) < 8 for k in range(1, 7)
    )


def test_a_batch_run_sees_its_rows_and_shows_the_whole_loss() -> None:
    w = gdviz.data_loss("line", "huber", penalty="l2")
    path = gdviz.descend(w, "momentum", steps=40, batch_size=7, seed=9, stop=None)
    assert path.batches is not None and path.batch_loss is not None and len(path.batch_loss) == 40
    np.testing.assert_allclose(path.loss, w.value(path.theta), rtol=1e-12)
    for k in (1, 2, 9, 40):
        part = w.on(path.batches.rows_of_step(k))
        assert path.batch_loss[k - 1] == pytest.approx(float(part.value(path.theta[k - 1])), rel=1e-13)
        np.testing.assert_allclose(path.quantities["g"][k - 1], part.gradient(path.theta[k - 1]), rtol=1e-12)
    others = [gdviz.descend(w, s, steps=40, batch_size=7, seed=9, stop=None).batches for s in ("gd", "adam")]
    assert all(
        (b.rows_of_step(k) == path.batches.rows_of_step(k)).all() for b in others if b for k in range(1, 41)
    )
    assert "batch loss" in path.frame().columns


def test_all_rows_as_a_batch_are_the_run_without_batches() -> None:
    w = gdviz.data_loss("overlapping", "cross_entropy")
    a, b = gdviz.descend(w, "adam", steps=50), gdviz.descend(w, "adam", steps=50, batch_size=w.rows)
    np.testing.assert_allclose(a.theta, b.theta, rtol=1e-10, atol=1e-13)


def test_stepping_equals_running_with_batches_and_noise() -> None:
    w = gdviz.data_loss("blobs", "cross_entropy")
    options: dict[str, Any] = {"steps": 60, "batch_size": 9, "replacement": True, "noise": 0.2, "seed": 5}
    path = gdviz.descend(w, "nesterov", **options)
    for step in gdviz.Descent(w, "nesterov", **options):
        assert (step.theta == path.theta[step.number]).all()
    plain = gdviz.descend(w, "nesterov", steps=60, batch_size=9, replacement=True, seed=5)
    noise = path.quantities["g"][0] - plain.quantities["g"][0]  # the same batch; the noise comes on top
    np.testing.assert_allclose(noise, 0.2 * np.random.default_rng(5).standard_normal((60, 3))[0], rtol=1e-9)


def test_the_oracle_of_a_step_answers_for_its_batch() -> None:
    w = gdviz.data_loss("line")
    rule = gdviz.optimizer("a = value(theta)\nb = grad(theta)\nc = hess(theta)\nd = f\ntheta = theta - lr*g")
    path = gdviz.descend(w, rule, steps=12, batch_size=4, lr=0.01, stop=None)
    assert path.batches is not None
    for k in (1, 5, 12):
        part, at = w.on(path.batches.rows_of_step(k)), path.theta[k - 1]
        q = {n: v[k - 1] for n, v in path.quantities.items()}
        assert q["a"] == pytest.approx(float(part.value(at))) and q["d"] == q["a"]
        np.testing.assert_allclose(q["b"], part.gradient(at))
        np.testing.assert_allclose(q["c"], part.hessian(at))


@pytest.mark.parametrize("size", [0, -1, 61, 2.5, "8", True])
def test_batch_sizes_that_make_no_sense(size: Any) -> None:
    with pytest.raises(ValueError, match="batch_size"):
        gdviz.descend(gdviz.data_loss("line"), "gd", batch_size=size)


def test_a_surface_has_no_rows() -> None:
    with pytest.raises(ValueError, match="batch_size is for losses over data"):
        gdviz.descend("rosenbrock", "gd", batch_size=3)
