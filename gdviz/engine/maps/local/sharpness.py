"""The sharpness along a run, its largest curvature, beside what the optimizer's own stability allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdviz.engine.compiled import formula
from gdviz.engine.maps.drawable import Drawable
from gdviz.engine.method.stability import threshold
from gdviz.engine.objective import HasRows, TellsSharpness
from gdviz.engine.run.path import Path

MOST = 500  # iterates that are looked at
WORK = 2e9  # entries of Hessians, row by row of the data
FEWEST = 20


@dataclass(frozen=True, eq=False)
class Sharpness(Drawable):
    """The largest curvature at iterates of a run, and where the step from there becomes unstable.

    Attributes
    ----------
    steps : array (m,), the iterates: after so many steps
    value : array (m,), the largest eigenvalue of the Hessian there; with a preconditioner P that of
        P^-1/2 H P^-1/2, with P as the step from there has it; nan where it is not finite
    limit : array (m,), threshold/rate of the step from there; nan where the rule declares none
    threshold : the largest stable product of rate and curvature, or None
    path : the run
    """

    steps: np.ndarray
    value: np.ndarray
    limit: np.ndarray
    threshold: float | None
    path: Path


def sharpness(path: Path) -> Sharpness:
    """Compute the sharpness along a run.

    On a quadratic a step is unstable where the sharpness is above threshold/rate, which is 2/lr for gradient
    descent. Elsewhere that holds close around the iterate. Of long runs every so-manieth iterate is looked
    at, 500 at most, fewer where a Hessian is costly.

    Parameters
    ----------
    path : Path
        The run, on any objective.

    Returns
    -------
    Sharpness
        steps (m,), value (m,), limit (m,) and the rule's threshold; `figure()` draws it.

    References
    ----------
    Cohen, Kaur, Li, Kolter, Talwalkar (2021), Gradient descent on neural networks typically occurs at the
    edge of stability, ICLR 2021, arXiv:2103.00065.

    Examples
    --------
    >>> import gdviz
    >>> out = gdviz.sharpness(gdviz.descend("sphere", "gd", steps=3, lr=0.1, stop=None))
    >>> out.value.tolist(), out.threshold, out.limit.tolist()
    ([2.0, 2.0, 2.0], 2.0, [20.0, 20.0, 20.0])
    """
    rule, objective = path.rule, path.objective
    begun = np.flatnonzero(np.diff(path.at) == 1)  # iterates whose next step is recorded
    rows = objective.rows if isinstance(objective, HasRows) else 1
    most = max(FEWEST, min(MOST, int(WORK / rows / objective.dimension**2)))
    begun = begun[:: max(1, -(-len(begun) // most))]
    if isinstance(objective, TellsSharpness) and not path.maximize:
        roots = _roots(path, begun) if rule.preconditioner else None
        value = objective.sharpness(path.theta[begun], roots)
    else:
        value = _largest(path, begun)
    most_stable = threshold(rule, path.hyper)
    with np.errstate(all="ignore"):
        limit = np.full(len(begun), np.nan) if most_stable is None else most_stable / path.rate[begun]
    return Sharpness(path.at[begun], value, limit, most_stable, path)


def _largest(path: Path, begun: np.ndarray) -> np.ndarray:
    """Return the largest eigenvalues (m,) of the Hessians at the iterates `begun`, preconditioned."""
    hessians = path.objective.hessian(path.theta[begun])
    if path.maximize:
        hessians = -hessians
    if path.rule.preconditioner:
        roots = _roots(path, begun)
        with np.errstate(all="ignore"):
            hessians = hessians / (roots[:, :, None] * roots[:, None, :])
    fine = np.isfinite(hessians).all((1, 2))
    value = np.full(len(begun), np.nan)
    if fine.any():
        value[fine] = np.linalg.eigvalsh(hessians[fine])[:, -1]
    return value


def _roots(path: Path, begun: np.ndarray) -> np.ndarray:
    """Return the square roots of P (m, D) of the steps from the iterates `begun`."""
    known = {**path.hyper, **{name: q[begun] for name, q in path.quantities.items() if q.ndim == 2}}
    with np.errstate(all="ignore"):
        p: np.ndarray = np.sqrt(
            np.broadcast_to(formula(path.rule.preconditioner, known), path.theta[begun].shape)
        )
    return p
