"""Which learning rates a curvature allows, and whether a point looks like the middle of a quadratic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.compiled import constant
from gdviz.engine.curvature import kind_of
from gdviz.engine.method.method import Method
from gdviz.engine.method.on_plane import moves_on_plane
from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import Objective, TellsCurvature

NEAR = 1e-4  # how far off, in units of the point's own size, the gradient must still be what the Hessian says


CERTAIN = 1e-8  # of the largest eigenvalue: a smaller one may be 0 at the point that a run comes close to


class RateLimits(NamedTuple):
    """Learning rates of a rule on a quadratic, None where it is not known.

    Below `stable` the rule converges and above it does not; with `fastest` it converges soonest.
    """

    stable: float | None
    fastest: float | None


def rate_limits(rule: Method, hyper: dict[str, float], low: float, high: float) -> RateLimits:
    """Compute what a rule declares for a quadratic with extreme curvatures 0 <= low <= high, high > 0.

    A rule that divides the gradient by what it has seen has no limit that holds for a whole run. Nothing is
    claimed for parameters outside of the ranges that the rule declares.

    Examples
    --------
    >>> import gdviz
    >>> rate_limits(gdviz.optimizers["gd"], {}, 1.0, 4.0)
    RateLimits(stable=0.5, fastest=0.4)
    """
    if rule.preconditioner or not in_range(rule, hyper):
        return RateLimits(None, None)
    known = {**hyper, "lam_min": low, "lam_max": high}
    return RateLimits(
        constant(rule.stable, known) if rule.stable else None,
        constant(rule.fastest, known) if rule.fastest and low > 0 else None,
    )


def threshold(rule: Method, hyper: Mapping[str, float]) -> float | None:
    """Compute the largest product of learning rate and curvature at which a rule is stable; None: unknown.

    It is the limit that the rule declares, where the largest curvature is 1. For a rule with a preconditioner
    P it is about the curvature of P^-1/2 H P^-1/2.

    Examples
    --------
    >>> import gdviz
    >>> threshold(gdviz.optimizers["momentum"], {"momentum": 0.5})
    3.0
    """
    if not rule.stable or not in_range(rule, hyper):
        return None
    return constant(rule.stable, {**hyper, "lam_min": 1.0, "lam_max": 1.0})


def in_range(rule: Method, hyper: Mapping[str, float]) -> bool:
    """Whether hyper-parameters lie in the ranges that a rule declares: its claims are about no others.

    Examples
    --------
    >>> import gdviz
    >>> [in_range(gdviz.optimizers["momentum"], {"momentum": value}) for value in (0.5, 1.5)]
    [True, False]
    """
    return all(p.low <= hyper.get(p.name, p.default) <= p.high for p in rule.params)


def as_read(formula: str) -> str:
    """Write a formula of a limit as it is read.

    Examples
    --------
    >>> as_read("2/lam_max")
    '2/λ_max'
    """
    return formula.replace("lam_", "λ_").replace("*", "·")


def eigenvalues(hessian: np.ndarray) -> np.ndarray:
    """Compute the eigenvalues (D,) of a Hessian (D, D), ascending; one that is only rounding is 0."""
    values = np.linalg.eigvalsh(hessian)
    return np.where(np.abs(values) <= 1e-13 * np.abs(values).max(), 0.0, values)


def kind_of_point(values: np.ndarray) -> str:
    """Name a point without slope by the eigenvalues (D,) of its Hessian, ascending.

    "minimum", "maximum", "saddle", or "degenerate" where they do not tell, since some may be 0.

    Examples
    --------
    >>> kind_of_point(np.array([-2.0, 3.0])), kind_of_point(np.array([0.0, 3.0]))
    ('saddle', 'degenerate')
    """
    certain = CERTAIN * np.abs(values).max()
    return kind_of(values > certain, values < -certain)


def extreme(hessian: np.ndarray) -> tuple[float, float] | None:
    """Return the least and the largest eigenvalue of a Hessian (D, D); None where it belongs to no minimum.

    Examples
    --------
    >>> extreme(np.array([[4.0, 0.0], [0.0, 1.0]]))
    (1.0, 4.0)
    """
    if not np.isfinite(hessian).all():
        return None
    values = eigenvalues(hessian)
    return (float(values[0]), float(values[-1])) if 0 <= values[0] and values[-1] > 0 else None


def is_smooth_minimum(objective: Objective, theta: np.ndarray, hessian: np.ndarray) -> bool:
    """Whether around theta (D,) the gradient is the Hessian times the distance, along each eigenvector.

    It is not where a loss or a penalty has a kink, nor where theta is no minimum.
    """
    values, vectors = np.linalg.eigh(hessian)
    away = NEAR * (1 + float(np.abs(theta).max()))
    with np.errstate(all="ignore"):
        slopes = objective.gradient(theta + away * np.concatenate([vectors.T, -vectors.T]))
        expected = away * np.concatenate([values[:, None] * vectors.T, -values[:, None] * vectors.T])
        off = np.abs(slopes - expected).max()
    return bool(values[0] > -1e-9 * values[-1] and off <= 0.05 * away * values[-1])


def check_curvature(objective: Objective, rule: Rule, hyper: Mapping[str, Any], runs: int) -> None:
    """Refuse a rule that makes no step of a Hessian of 0, where there never is another. Raises ValueError.

    Newton's method makes none; with damping, or with signs in place of lengths, a rule makes one.
    """
    if not ("hess" in rule.asks and isinstance(objective, TellsCurvature) and objective.flat):
        return
    if not moves_on_plane(rule, hyper, runs, objective.dimension):
        raise ValueError(
            f"a rule that asks for the Hessian cannot run on {objective.name}, where that is 0 wherever it "
            "exists; take a rule of gradients"
        )
