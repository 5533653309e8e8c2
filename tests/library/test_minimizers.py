"""Each of SciPy's minimisers in the race is what `scipy.optimize.minimize` makes when it is called directly."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

import gdviz
from gdviz.engine import Minimizer, Path, Status
from gdviz.formula import may_have_kinks

STEPS = 400
SMOOTH = [s for s, f in gdviz.surfaces.items() if f.dimension == 2 and not may_have_kinks(f.program)]
CASES = [(surface, slug) for surface in SMOOTH for slug in gdviz.minimizers]


def directly(
    objective: Any, entry: Minimizer, start: Any, steps: int, sign: float = 1.0, **options: Any
) -> Any:
    """SciPy's own result, with the answers of the objective and nothing else around them."""
    answers: dict[str, Any] = {}
    if "gradient" in entry.asks:
        answers["jac"] = lambda x: sign * objective.gradient(x)
    if "hessian" in entry.asks:
        answers["hess"] = lambda x: sign * objective.hessian(x)
    # SciPy begins to count the simplex's iterations with 1
    most = steps + (entry.method == "Nelder-Mead")
    if entry.method == "L-BFGS-B":
        options["maxfun"] = 10**9
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return minimize(
            lambda x: sign * float(objective.value(x)),
            start,
            method=entry.method,
            options={"maxiter": most, **options},
            **answers,
        )


def is_the_same(path: Path, result: Any, entry: Minimizer) -> None:
    assert np.array_equal(path.theta[-1], result.x, equal_nan=True)
    assert path.steps == result.nit - (entry.method == "Nelder-Mead")
    assert tuple(path.evaluations) == (result.nfev, result.get("njev", 0), result.get("nhev", 0))


@pytest.mark.quick(40)
@pytest.mark.parametrize(("surface", "slug"), CASES)
def test_it_is_what_scipy_makes(surface: str, slug: str) -> None:
    """End, iterations and evaluations: SciPy counts these too, by itself."""
    objective, entry = gdviz.surfaces[surface], gdviz.minimizers[slug]
    path = gdviz.descend(objective, slug, steps=STEPS, stop=None)
    is_the_same(path, directly(objective, entry, objective.start, STEPS), entry)
    assert path.theta.shape == (path.steps + 1, 2) and path.evaluated.shape == (path.steps + 1, 3)
    assert (np.diff(path.evaluated, axis=0) >= 0).all() and (path.evaluated[0] == 0).all()
    assert (path.evaluated[-1] <= path.evaluations).all()
    np.testing.assert_array_equal(path.gradients, path.evaluated[:, 1])
    with np.errstate(all="ignore"):
        loss, gradient = objective.evaluate(path.theta)
    assert np.array_equal(path.loss, loss, equal_nan=True)
    assert np.array_equal(path.gradient, gradient, equal_nan=True)


@pytest.mark.parametrize("slug", gdviz.minimizers)
def test_every_option_is_passed_on(slug: str) -> None:
    """With each parameter at another value the run is SciPy's with that option; some of them change it."""
    objective, entry = gdviz.surfaces["rosenbrock"], gdviz.minimizers[slug]
    usual, changed = gdviz.descend(objective, slug, steps=STEPS, stop=None), False
    for p in entry.params:
        value = 1e-2 if p.name.endswith("tol") else (3 if p.integer else p.low + 0.3 * (p.high - p.low))
        path = gdviz.descend(objective, slug, steps=STEPS, stop=None, **{p.name: value})
        is_the_same(path, directly(objective, entry, objective.start, STEPS, **{p.name: value}), entry)
        changed |= path.steps != usual.steps or tuple(path.evaluations) != tuple(usual.evaluations)
        assert path.hyper[p.name] == value
    assert changed


@pytest.mark.parametrize("slug", gdviz.minimizers)
def test_its_defaults_are_scipys(slug: str) -> None:
    entry = gdviz.minimizers[slug]
    objective = gdviz.surfaces["himmelblau"]
    declared = directly(objective, entry, objective.start, STEPS, **entry.options({}))
    usual = directly(objective, entry, objective.start, STEPS)
    assert np.array_equal(declared.x, usual.x) and (declared.nit, declared.nfev) == (usual.nit, usual.nfev)


@pytest.mark.parametrize("slug", gdviz.minimizers)
def test_ascent_is_descent_of_the_negative(slug: str) -> None:
    objective, entry = gdviz.surface("exp(-x^2 - 2y^2) - 0.1x^2"), gdviz.minimizers[slug]
    path = gdviz.descend(objective, slug, start=(0.4, 0.3), steps=STEPS, maximize=True, stop=None)
    is_the_same(path, directly(objective, entry, (0.4, 0.3), STEPS, sign=-1.0), entry)
    assert path.loss[-1] == pytest.approx(1.0) and path.loss[0] < 1
    assert np.array_equal(path.quantities["g"], -path.gradient[:-1])


@pytest.mark.parametrize("slug", gdviz.minimizers)
@pytest.mark.parametrize(
    "objective",
    [
        gdviz.surface("x^4 - x^2"),
        gdviz.data_loss("cars", penalty="l2", scaling="standardise"),
        gdviz.data_loss("blobs", "cross_entropy"),
    ],
    ids=["one parameter", "line", "classes"],
)
def test_any_number_of_parameters(slug: str, objective: Any) -> None:
    start = (0.3,) if objective.dimension == 1 else objective.start
    path = gdviz.descend(objective, slug, start=start, steps=300, stop=None)
    is_the_same(path, directly(objective, gdviz.minimizers[slug], start, 300), gdviz.minimizers[slug])
    assert path.theta.shape[1] == objective.dimension and path.loss[-1] < path.loss[0]


@pytest.mark.parametrize("slug", gdviz.minimizers)
def test_it_arrives(slug: str) -> None:
    path = gdviz.descend("rosenbrock", slug, steps=300)
    assert path.status in (Status.CONVERGED, Status.STALLED) and path.steps_to() is not None
    assert ("Converged" in path.reason) == (path.status is Status.CONVERGED)
    assert np.isnan(path.lr) and np.isnan(path.rate).all() and "learning rate" not in path.frame()
