"""Every registered pointwise loss and penalty: derivatives against extended precision, extreme scores, proximal steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mpmath as mp
import numpy as np
import pytest

import gdviz
from gdviz.engine import Loss, Penalty
from tests.library.extended import differences, evaluate

Z = (-3.7, -1.2, -0.31, 0.12, 0.94, 2.6)


def ends(entry: Loss | Penalty) -> Iterator[dict[str, float]]:
    """Defaults, and each parameter at both of its ends."""
    yield dict(entry.program.defaults)
    for p in entry.params:
        for value in (p.low, p.high):
            yield {**entry.program.defaults, p.name: value}


def targets(loss: Loss) -> list[tuple[float, ...]]:
    if loss.task == "regression":
        return [(-0.5,), (1.7,)]
    if loss.task == "binary":
        return [(v,) for v in loss.labels]
    return [tuple(float(i == k) for i in range(loss.scores)) for k in range(loss.scores)]


def points(loss: Loss) -> list[tuple[float, ...]]:
    if loss.scores == 1:
        return [(z,) for z in Z]
    rng = np.random.default_rng(0)
    return [tuple(p) for p in rng.normal(size=(5, loss.scores)) * 3]


def compiled(
    loss: Loss, z: tuple[float, ...], y: tuple[float, ...], values: dict[str, float]
) -> tuple[float, Any, Any]:
    """Value, gradient and upper triangle of the Hessian, through arrays as a run computes them."""
    arguments = [np.array([v], dtype=float) for v in (*z, *y)] + [np.float64(v) for v in values.values()]
    with np.errstate(all="ignore"):
        value, *first = loss.compiled.gradient(*arguments)
        second = loss.compiled.hessian(*arguments)
        (alone,) = loss.compiled.value(*arguments)
    assert np.ravel(alone)[0] == np.ravel(value)[0]
    return (
        float(np.ravel(value)[0]),
        [float(np.ravel(v)[0]) for v in first],
        [float(np.ravel(v)[0]) for v in second],
    )


def all_losses() -> list[tuple[str, Loss]]:
    out = [(slug, loss) for slug, loss in gdviz.losses.items()]
    return out + [(f"{slug}-{k}", loss.for_classes(k)) for slug, loss in out if loss.many for k in (2, 4, 6)]


@pytest.mark.parametrize(("name", "loss"), all_losses(), ids=lambda v: v if isinstance(v, str) else "")
def test_value_and_derivatives(name: str, loss: Loss) -> None:
    for values in ends(loss):
        for y in targets(loss):
            known = dict(zip(loss.speaks().names[loss.scores :], y, strict=True))
            for z in points(loss):
                value, first, second = compiled(loss, z, y, values)
                with mp.workdps(40):
                    exact = evaluate(
                        loss.program, {**values, **known, **dict(zip(loss.variables, z, strict=True))}
                    )
                gradient, hessian = differences(loss.program, {**values, **known}, loss.variables, z)
                assert value == pytest.approx(float(exact), rel=1e-13, abs=1e-15)
                np.testing.assert_allclose(first, [float(g) for g in gradient], rtol=1e-10, atol=1e-12)
                upper = [float(hessian[i][j]) for i in range(loss.scores) for j in range(i, loss.scores)]
                np.testing.assert_allclose(second, upper, rtol=1e-8, atol=1e-8)


def softplus(z: float) -> Any:
    return mp.log(1 + mp.exp(z))


EXTREME = (
    -1000.0,
    -745.0,
    -700.0,
    -300.0,
    -40.0,
    -1.0,
    -1e-9,
    0.0,
    1e-9,
    1.0,
    40.0,
    300.0,
    700.0,
    745.0,
    1000.0,
)


def test_cross_entropy_is_finite_and_exact_at_any_score() -> None:
    loss = gdviz.losses["cross_entropy"]
    for y in (0.0, 1.0):
        for z in EXTREME:
            value, (slope,), (bend,) = compiled(loss, (z,), (y,), {})
            with mp.workdps(1000):
                exact, p = softplus(mp.mpf(z)) - y * mp.mpf(z), 1 / (1 + mp.exp(-mp.mpf(z)))
                assert value == pytest.approx(float(exact), rel=1e-14, abs=1e-323)
                assert slope == pytest.approx(float(p - mp.mpf(y)), rel=1e-13, abs=1e-323)
                assert bend == pytest.approx(float(p * (1 - p)), rel=1e-12, abs=1e-300)
    # where runs start: no subgradient of a written-out maximum spoils the smooth function
    assert compiled(loss, (0.0,), (0.0,), {})[1:] == ([0.5], [0.25]) and compiled(loss, (0.0,), (1.0,), {})[
        1:
    ] == ([-0.5], [0.25])


def test_log_cosh_is_finite_and_exact_at_any_score() -> None:
    loss = gdviz.losses["log_cosh"]
    for z in EXTREME:
        value, (slope,), (bend,) = compiled(loss, (z,), (0.0,), {})
        with mp.workdps(1000):
            assert value == pytest.approx(float(mp.log(mp.cosh(mp.mpf(z)))), rel=1e-13, abs=1e-15)
            assert slope == pytest.approx(float(mp.tanh(mp.mpf(z))), rel=1e-13, abs=1e-15)
            assert bend == pytest.approx(float(1 / mp.cosh(mp.mpf(z)) ** 2), rel=1e-12, abs=1e-15)
    assert compiled(loss, (1.0,), (1.0,), {}) == (0.0, [0.0], [1.0])


@pytest.mark.parametrize("classes", [2, 3, 4, 5, 6])
def test_softmax_is_finite_and_exact_at_any_score(classes: int) -> None:
    loss = gdviz.losses["softmax"].for_classes(classes)
    rng = np.random.default_rng(classes)
    for z in [
        (0.0,) * classes,
        (1000.0, *(-1000.0,) * (classes - 1)),
        *(tuple(rng.normal(size=classes) * s) for s in (1, 30, 1000)),
    ]:
        for k in range(classes):
            y = tuple(float(i == k) for i in range(classes))
            value, slope, bend = compiled(loss, z, y, {})
            with mp.workdps(1000):
                total = mp.fsum(mp.exp(mp.mpf(v)) for v in z)
                p = [mp.exp(mp.mpf(v)) / total for v in z]
                assert value == pytest.approx(float(mp.log(total) - z[k]), rel=1e-13, abs=1e-15)
                np.testing.assert_allclose(
                    slope, [float(p[i] - y[i]) for i in range(classes)], rtol=1e-12, atol=1e-15
                )
                exact = [float(p[i] * ((i == j) - p[j])) for i in range(classes) for j in range(i, classes)]
                np.testing.assert_allclose(bend, exact, rtol=1e-11, atol=1e-14)


def test_two_classes_of_softmax_are_cross_entropy_of_the_difference() -> None:
    two, one = gdviz.losses["softmax"].for_classes(2), gdviz.losses["cross_entropy"]
    for a, b in np.random.default_rng(1).normal(size=(20, 2)) * 4:
        for label in (0, 1):
            value, (_, slope), (_, _, bend) = compiled(two, (a, b), (1.0 - label, float(label)), {})
            other = compiled(one, (b - a,), (float(label),), {})
            np.testing.assert_allclose(
                (value, slope, bend), (other[0], other[1][0], other[2][0]), rtol=1e-12, atol=1e-14
            )


def test_meanings() -> None:
    """What the losses are, in words: a few values that a text book gives."""

    def at(slug: str, z: float, y: float, **values: float) -> float:
        loss = gdviz.losses[slug]
        return compiled(loss, (z,), (y,), {**loss.program.defaults, **values})[0]

    assert at("squared", 3, 1) == 4 and at("absolute", 3, 1) == 2
    assert at("huber", 0.5, 0) == 0.125 and at("huber", 3, 0, delta=2) == 2 * (3 - 1)
    assert at("quantile", 0, 1, tau=0.9) == pytest.approx(0.9) and at(
        "quantile", 1, 0, tau=0.9
    ) == pytest.approx(0.1)
    assert at("hinge", 0.25, 1) == 0.75 and at("hinge", 0.25, -1) == 1.25 and at("hinge", 2, 1) == 0
    assert at("squared_hinge", 0.5, 1) == 0.25


@pytest.mark.parametrize("slug", [s for s, loss in gdviz.losses.items() if loss.probability])
def test_probabilities(slug: str) -> None:
    z = np.linspace(-8, 8, 33)
    chance = gdviz.losses[slug].chance
    assert chance is not None
    np.testing.assert_allclose(chance(z), [float(1 / (1 + mp.exp(-v))) for v in z], rtol=1e-14)


# penalties


@pytest.mark.parametrize("slug", gdviz.penalties)
def test_penalties_and_their_derivatives(slug: str) -> None:
    penalty = gdviz.penalties[slug]
    for values in ends(penalty):
        for w in (-2.3, -0.4, 0.7, 3.1):
            value, slope = penalty.compiled.gradient(np.array([w]), *map(np.float64, values.values()))
            (bend,) = penalty.compiled.hessian(np.array([w]), *map(np.float64, values.values()))
            gradient, hessian = differences(penalty.program, values, ("w",), (w,))
            assert float(np.ravel(value)[0]) == pytest.approx(
                float(evaluate(penalty.program, {**values, "w": w})), rel=1e-14
            )
            assert float(np.ravel(slope)[0]) == pytest.approx(float(gradient[0]), rel=1e-10)
            assert float(np.ravel(bend)[0]) == pytest.approx(float(hessian[0][0]), rel=1e-8, abs=1e-8)
        assert float(evaluate(penalty.program, {**values, "w": 0.0})) == 0


@pytest.mark.parametrize("slug", gdviz.penalties)
def test_a_proximal_step_is_the_minimum_that_it_claims(slug: str) -> None:
    penalty = gdviz.penalties[slug]
    grid = np.linspace(-6, 6, 240_001)
    for values in ends(penalty):
        numbers = tuple(map(np.float64, values.values()))
        for s in (1e-3, 0.3, 2.0):
            for w in (-4.0, -0.05, 0.0, 0.02, 0.6, 5.0):
                v = float(np.ravel(penalty.proximal(np.array([w]), np.float64(s), *numbers)[0])[0])
                (cost,) = penalty.compiled.value(grid, *numbers)
                (mine,) = penalty.compiled.value(np.array([v]), *numbers)
                best = ((grid - w) ** 2 / 2 + s * cost).min()
                assert (v - w) ** 2 / 2 + s * float(np.ravel(mine)[0]) <= best + 1e-12 * (1 + abs(best))


BAD = {
    "": "empty",
    "y": "does not depend on the score",
    "3": "does not depend on the score",
    "z + q": "'q'",
    "z +": "ends too early",
    "z - y = 0": "",
    "grad(z)": "grad()",
    "state m = 0\nz": "no states",
    "import os": "import",
    "__import__('os')": "letter",
    "z" * 600: "letters",
    "(" * 300 + "z" + ")" * 300: "nested",
    "param a = 9 from 0 to 1\na*z": "outside",
    "z.real": "point",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_loss_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(gdviz.FormulaError) as refused:
        gdviz.loss(text)
    assert BAD[text] in str(refused.value) and "\n" not in str(refused.value)
