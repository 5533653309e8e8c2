"""Formula models: derivatives in extended precision, certified optima, batches, bits, and what is refused."""

from __future__ import annotations

import pickle
from itertools import product
from typing import Any

import mpmath as mp
import numpy as np
import pytest

import gdviz
from gdviz.engine.fit.rows import batch as module
from gdviz.engine.fit.rows.over_rows import AVERAGES
from tests.library.extended import evaluate
from tests.library.strd import PROBLEMS

TEXTS = {
    "decay": "a*exp(-b*x) + c",
    "logistic": "param L = 2 from 0.1 to 5; param k = 1.5 from 0 to 5\nL/(1 + exp(-k*(x - m)))",
    "sine": "a*sin(w*x + p)",
    "saturation": "s = 2 + x; v*s/(K + s)",
    "two exponentials": "a*exp(-b*x) + c*exp(-0.3*d*x)",
    "power": "a*(2 + x)^b",
}
LOSSES = [slug for slug, entry in gdviz.losses.items() if entry.task != "classes"]
COMBINATIONS = list(product(TEXTS, LOSSES))


def objective(text: str, loss: str = "squared", n: int = 9, **keywords: Any) -> gdviz.ModelLoss:
    rng = np.random.default_rng(3)
    x = rng.uniform(-1, 2, n)
    y: Any = 1.2 * np.exp(-0.7 * x) + 0.3 * rng.normal(size=n)
    if gdviz.losses[loss].task == "binary":
        y = np.where(y > np.median(y), "yes", "no").astype(object)
    return gdviz.model(TEXTS.get(text, text), gdviz.Table("Data", {"x": x, "y": y}), loss, **keywords)


def exact_value(w: gdviz.ModelLoss, theta: list[Any]) -> Any:
    """The loss written out row by row in extended precision, from the texts."""
    total, names = mp.mpf(0), dict(zip(w.names, theta, strict=True))
    for i in range(w.rows):
        features = dict(zip(w.model.features, w.columns[:, i].tolist(), strict=True))
        z = evaluate(w.model.program, {**features, **names})
        total += evaluate(w.loss.program, {**w.loss_parameters, "z": z, "y": w.targets[0][i]})
    total *= {"half mean": mp.mpf(1) / (2 * w.rows), "mean": mp.mpf(1) / w.rows, "sum": mp.mpf(1)}[w.average]
    if w.penalty:
        total += sum(evaluate(w.penalty.program, {**w.penalty_parameters, "w": t}) for t in theta)
    return total


@pytest.mark.parametrize(("text", "loss"), COMBINATIONS)
def test_value_gradient_and_hessian(text: str, loss: str) -> None:
    k = COMBINATIONS.index((text, loss))
    average, penalty = list(AVERAGES)[k % 3], [None, "l2", None, "l1"][k % 4]
    w = objective(text, loss, average=average, penalty=penalty)
    d, theta = w.dimension, np.random.default_rng(k).uniform(0.3, 1.5, w.dimension)
    with mp.workdps(40):
        h, at = mp.mpf(10) ** -12, [mp.mpf(t) for t in theta.tolist()]

        def moved(*steps: tuple[int, int]) -> Any:
            p = list(at)
            for j, s in steps:
                p[j] += s * h
            return exact_value(w, p)

        centre = float(moved())
        gradient = [float((moved((j, 1)) - moved((j, -1))) / (2 * h)) for j in range(d)]
        hessian = [
            [
                float(sum(s * t * moved((i, s), (j, t)) for s, t in product((1, -1), (1, -1))) / (4 * h * h))
                for j in range(d)
            ]
            for i in range(d)
        ]
    assert float(w.value(theta)) == pytest.approx(centre, rel=1e-13)
    np.testing.assert_allclose(w.gradient(theta), gradient, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(w.hessian(theta), hessian, rtol=1e-7, atol=1e-8)
    along = np.random.default_rng(1).normal(size=(4, d))
    np.testing.assert_allclose(w.hvp(theta, along), along @ w.hessian(theta), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_linear_formula_is_the_linear_model(loss: str) -> None:
    slug = "blobs" if gdviz.losses[loss].task == "binary" else "cars"
    line = gdviz.data_loss(slug, loss, degree=1, scaling="none")
    columns = line.design.columns[:-1]
    text = " + ".join(f"w{j}*{name}" for j, name in enumerate(columns)) + " + c"
    w = gdviz.model(text, slug, loss)
    assert w.model.is_linear and w.flat == line.flat
    theta = np.random.default_rng(5).normal(size=(20, w.dimension)) * 0.1
    for ask in ("value", "gradient", "hessian"):
        a, b = (getattr(o, ask)(theta) for o in (w, line))
        np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-14 * np.abs(b).max())
    if line.design.classes:
        np.testing.assert_array_equal(w.accuracy(theta), line.accuracy(theta))


@pytest.mark.parametrize("name", PROBLEMS)
def test_optima_certified_by_nist(name: str) -> None:
    known = PROBLEMS[name]
    w = gdviz.model(known.text, (known.x, known.y), start=known.start, average="sum")
    assert float(w.value(known.certified)) == pytest.approx(known.sum_of_squares, rel=1e-9)
    pull = np.abs(w.gradient(np.array(known.start)) * known.start)
    assert (np.abs(w.gradient(np.array(known.certified)) * known.certified) < 1e-6 * pull.max()).all()
    found = w.library_fit
    assert found is not None and found.how == "scipy.optimize.least_squares"
    assert found.loss == pytest.approx(known.sum_of_squares, rel=1e-8)
    np.testing.assert_allclose(found.theta, known.certified, rtol=1e-5)


def test_a_data_set_by_its_slug_is_fitted_by_the_names_of_its_columns() -> None:
    text = "param b1 = 250 from 100 to 500; param b2 = 5e-4 from 1e-4 to 1e-3 log; b1*(1 - exp(-b2*pressure))"
    w = gdviz.model(text, "misra1a")
    assert w.library_fit is not None
    np.testing.assert_allclose(w.library_fit.theta, PROBLEMS["misra1a"].certified, rtol=1e-6)
    assert f"{w.library_fit.theta[0]:.6f}" in gdviz.datasets["misra1a"].note.replace(
        "238.94212918", "238.942129"
    )


def test_newtons_method_ends_where_nist_says() -> None:
    known = PROBLEMS["misra1a"]
    w = gdviz.model(known.text, (known.x, known.y), start=(240, 0.00055))  # from afar it ends in a saddle
    path = gdviz.descend(w, "newton", steps=30, stop=None)
    np.testing.assert_allclose(path.theta[-1], known.certified, rtol=1e-9)


@pytest.mark.parametrize("loss", ["squared", "huber", "log_cosh", "cross_entropy"])
@pytest.mark.parametrize("penalty", [None, "l2"])
def test_what_scipy_finds_is_stationary_and_not_beaten(loss: str, penalty: str | None) -> None:
    w = objective("decay", loss, n=40, penalty=penalty)
    found = w.library_fit
    assert found is not None and 1 <= found.agreeing <= found.starts
    assert found.loss == float(w.value(found.theta)) <= float(w.value(np.array(w.start)))
    if loss != "cross_entropy" or penalty:  # else the classes may be separable: the loss falls for ever
        assert np.linalg.norm(w.gradient(found.theta)) < 1e-4


def test_a_sine_has_many_minima() -> None:
    x = np.linspace(0, 10, 60)
    w = gdviz.model("param w = 1 from 0.5 to 6; sin(w*x)", (x, np.sin(3 * x)))
    ends = gdviz.sweep(w, "gd", np.linspace(0.5, 6, 40)[:, None], steps=500, lr=0.002).theta
    assert len(np.unique(np.round(ends, 1))) > 5
    assert w.library_fit is not None and w.library_fit.agreeing < w.library_fit.starts
    assert w.library_fit.theta == pytest.approx([3], rel=1e-9)


def test_a_sum_of_two_exponentials_is_nearly_singular() -> None:
    x = np.linspace(0, 3, 40)
    y = np.exp(-x) + np.exp(-1.3 * x)
    one = gdviz.model("a*exp(-b*x)", (x, y))
    two = gdviz.model("a*exp(-b*x) + c*exp(-d*x)", (x, y))
    assert one.library_fit is not None
    curvatures = [
        np.linalg.eigvalsh(w.hessian(np.array(p)))
        for w, p in ((one, one.library_fit.theta), (two, (1, 1, 1, 1.3)))
    ]
    conditions = [c[-1] / c[0] for c in curvatures]
    assert conditions[0] < 100 and conditions[1] > 1e5
    equal = gdviz.model("a*exp(-b*x) + c*exp(-d*x)", (x, 2 * np.exp(-x)))  # one rate: which share is whose?
    assert np.linalg.matrix_rank(equal.hessian(np.ones(4)), tol=1e-12) == 2


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("loss", ["squared", "huber", "cross_entropy"])
def test_a_run_has_the_same_bits_alone_and_among_others(
    text: str, loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    w = objective(text, loss, n=37)
    p = np.random.default_rng(8).uniform(0.2, 1.6, (11, w.dimension))
    alone = [[getattr(w, ask)(q[None]) for q in p] for ask in ("value", "gradient", "hessian")]
    monkeypatch.setattr(module, "SCORES_AT_ONCE", 37 * w.arrays * 3)  # blocks of three runs
    for ask, one in zip(("value", "gradient", "hessian"), alone, strict=True):
        np.testing.assert_array_equal(getattr(w, ask)(p), np.concatenate(one))
    loss_of_all, gradient = w.evaluate(p)
    np.testing.assert_array_equal(gradient, w.gradient(p))
    np.testing.assert_allclose(loss_of_all, w.value(p), rtol=1e-15)
    path = gdviz.descend(w, "adam", p[3], steps=30, lr=0.01, batch_size=5, seed=2)
    ends = gdviz.sweep(w, "adam", p, steps=30, lr=0.01, batch_size=5, seed=2, paths=True)
    assert path.theta.shape[0] == 31 and np.isfinite(ends.theta).all()


def test_the_whole_is_the_mean_of_its_rows_and_a_batch_of_all_is_the_whole() -> None:
    w = objective("decay", penalty="l2")
    theta = np.array([0.7, 0.4, 0.1])
    single = [w.on(np.array([i])) for i in range(w.rows)]
    for ask in ("value", "gradient", "hessian"):
        mean = np.mean([getattr(s, ask)(theta) for s in single], axis=0)
        np.testing.assert_allclose(getattr(w, ask)(theta), mean, rtol=1e-12, atol=1e-12)
    full = gdviz.descend(w, "gd", steps=20, lr=0.05, batch_size=w.rows)
    np.testing.assert_allclose(full.theta, gdviz.descend(w, "gd", steps=20, lr=0.05).theta, rtol=1e-12)


def test_parameters_starts_and_names() -> None:
    w = objective("logistic")
    assert w.names == ("m", "L", "k") and w.start == (1, 2, 1.5)
    assert w.domain == ((-4, 6), (0.1, 5), (0, 5)) and w.minima.shape == (0, 3) and w.minimum is None
    assert objective("logistic", start={"k": 3}).start == (1, 2, 3)
    assert objective("logistic", start=(4, 5, 6)).start == (4, 5, 6)
    again = pickle.loads(pickle.dumps(w))
    np.testing.assert_array_equal(again.gradient(np.ones(3)), w.gradient(np.ones(3)))
    pair = gdviz.model("a*x1^b + c*x2", ([[1.0, 2.0], [2.0, 5.0], [3.0, 1.0]], [1.0, 2.0, 4.0]))
    assert pair.names == ("a", "b", "c") and pair.model.reads == ("x1", "x2")


def test_columns_that_are_not_read_may_have_gaps_and_names_of_any_kind() -> None:
    columns = {
        "x": np.array([1.0, 2.0, 3.0, 4.0]),
        "gaps here": np.array([np.nan, 1, 2, 3]),
        "z2": np.array([np.nan, 1, 2, 3]),
        "y": np.array([1.0, 3.0, 2.0, 5.0]),
    }
    assert gdviz.model("a*x^b", gdviz.Table("T", columns)).rows == 4
    assert gdviz.model("a*x^b + c*z2", gdviz.Table("T", columns)).rows == 3


def test_memory_stays_within_blocks() -> None:
    x = np.linspace(0, 1, 100_000)
    w = gdviz.model("a*exp(-b*x)", (x, np.exp(-x)))
    assert w.all.runs_at_once() * min(w.rows, module.ROWS_AT_ONCE) * w.arrays <= max(
        module.SCORES_AT_ONCE, module.ROWS_AT_ONCE * w.arrays
    )
    assert w.value(np.ones((3, 2))).shape == (3,)


@pytest.mark.parametrize(
    ("text", "keywords", "sentence"),
    [
        ("x^2", {}, "has no parameter"),
        ("a + b", {}, "reads none of the features"),
        ("a*sine(x)", {}, "sine"),
        ("a*x +", {}, "column"),
        ("", {}, "empty"),
        ("param n = 3 from 1 to 5 integer; n*x", {}, "whole number"),
        ("param n = 3 from 1 to 5; a*x", {}, "does not read its parameter n"),
        ("+".join(f"a{i}*x" for i in range(13)), {}, "13 parameters; at most 12"),
        ("a*log(x - 5)", {}, "row 1 where it starts"),
        ("a*x", {"start": {"b": 1}}, "no parameter 'b'"),
        ("a*x", {"start": (1, 2)}, "1 numbers"),
        ("a*x", {"start": {"a": "much"}}, "must be a number"),
        ("a*x", {"start": {"a": [1, 2]}}, "one number"),
        ("a*x", {"average": "median"}, "average must be"),
        ("a*x", {"loss": "softmax"}, "one score"),
        ("a*x", {"data": ([1.0, 2.0], [1.0])}, "same n"),
        ("a*x", {"data": ([1.0, 2.0],)}, "pair of arrays"),
        ("a*x", {"data": (["p", "q"], [1.0, 2.0])}, "must be numbers"),
        ("a*x", {"data": 3}, "data must be"),
        ("a*x", {"data": "lime"}, "did you mean 'line'"),
        (7, {}, "must be text"),
    ],
)
def test_what_is_refused_has_one_sentence(text: Any, keywords: dict[str, Any], sentence: str) -> None:
    data = ([1.0, 2.0, 3.0], [1.0, 3.0, 2.0])
    if keywords.get("loss") == "softmax":
        data = "blobs"  # type: ignore[assignment]
        text = "a*x1"
    with pytest.raises(ValueError, match=sentence) as raised:
        gdviz.model(text, **{"data": data, **keywords})
    assert "\n" not in str(raised.value)


def test_all_models_take_the_same_data() -> None:
    x, y = np.arange(12.0).reshape(6, 2), np.arange(6.0) ** 2
    table = gdviz.Table("Own data", {"x1": x[:, 0], "x2": x[:, 1], "y": y})
    for make in (gdviz.data_loss, gdviz.network, lambda data: gdviz.model("a*x1 + b*x2^2", data)):
        of_arrays, of_table = make((x, y)), make(table)
        assert of_arrays.value(of_arrays.start) == of_table.value(of_table.start)
        for data in (3, None, (x,), (x, y[:3])):
            with pytest.raises(ValueError, match="data must be|same n"):
                make(data)
    for make in (gdviz.data_loss, gdviz.network):
        with pytest.raises(ValueError, match="there is no loss"):
            make((x, y), loss=3)
