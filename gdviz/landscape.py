"""The landscape of an objective: local models, critical points, planes in the space of its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gdviz import engine
from gdviz.engine import CriticalPoints, LocalModel, Path, Plane, StepsFrom
from gdviz.engine.objective import check_domain
from gdviz.slugs import method_of, objective_of, with_schedule


def critical_points(objective: Any, window: Any = None) -> CriticalPoints:
    """Find the points of a window where the gradient vanishes: minima, maxima, saddles.

    Newton's method, damped so that each step lowers the norm of the gradient, is started from a grid, from
    random points and around whatever was found; again from more starts until nothing new is found. With one
    or two parameters the list is `complete` where the points in each cell of a fine grid are as many as the
    turns of the gradient around it tell (the index theorem of Poincaré and Hopf); with more, where the
    objective is a quadratic. On surfaces that oscillate within less than a hundredth of the window it is not:
    take a smaller one.

    Parameters
    ----------
    objective : Objective or str
        A surface, a curve or a loss over data; or the slug of a surface.
    window : (low, high) of each parameter, optional
        Where to look; the objective's domain if nothing is said.

    Returns
    -------
    CriticalPoints
        A sequence by rising loss, of 1000 points at most, with `theta (M, D)`, `value (M,)`, `kind` (M of
        "minimum", "maximum", "saddle", "degenerate") and `eigenvalues (M, D)` of the Hessian. "degenerate":
        an eigenvalue is 0, so that the Hessian does not decide. Minima that the objective declares are listed
        where the gradient does not vanish, too, as "kink" or "edge". `complete` tells whether there are no
        others; if not, `note` says why, such as that they fill a curve, of which 12 are listed. `figure()`
        draws them.

    Raises
    ------
    ValueError
        For an objective that is none, and for a window that does not fit it.

    References
    ----------
    Nocedal and Wright (2006), Numerical optimization, 2nd edition, chapter 11: Newton's method for nonlinear
    equations with the norm as merit function; theorems 2.3 and 2.4 for the kinds.

    Examples
    --------
    >>> import gdviz
    >>> points = gdviz.critical_points("himmelblau")
    >>> points.counts()
    {'minimum': 4, 'maximum': 1, 'saddle': 4}
    >>> points[0].kind, points[-1].kind, points[-1].theta.round(3).tolist()
    ('minimum', 'maximum', [-0.271, -0.923])
    """
    return engine.critical_points(objective_of(objective), window)


def local_model(objective: Any, points: Any, window: Any = None) -> LocalModel:
    """Compute the local quadratic model at points: gradient, Hessian, eigenvalues, the kind of each point.

    Parameters
    ----------
    objective : Objective or str
        With D parameters; or the slug of a surface.
    points : array (..., D)
        Where.
    window : (low, high) of each parameter, optional
        What lengths are measured by; the objective's domain if nothing is said.

    Returns
    -------
    LocalModel
        `value (...)`, `gradient (..., D)`, `hessian (..., D, D)`, `eigenvalues (..., D)` ascending,
        `eigenvectors (..., D, D)` as columns, `condition (...)`, `kind (...)`: "minimum", "maximum",
        "saddle", "degenerate" or "not stationary"; `at(points)` is the value of the model.

    Raises
    ------
    ValueError
        For an objective that is none, and for points that do not have D coordinates each.

    References
    ----------
    Nocedal and Wright (2006), Numerical optimization, 2nd edition, section 2.1.

    Examples
    --------
    >>> import gdviz
    >>> model = gdviz.local_model("rosenbrock", (1.0, 1.0))
    >>> str(model.kind), model.hessian.tolist(), round(float(model.condition))
    ('minimum', [[802.0, -400.0], [-400.0, 200.0]], 2508)
    """
    known = objective_of(objective)
    try:
        where = np.array(points, dtype=float)
    except (TypeError, ValueError):
        where = np.empty(0)
    if where.shape[-1:] != (known.dimension,):
        raise ValueError(f"points must have the {known.dimension} coordinates {', '.join(known.names)} each")
    return engine.local_model(known, where, _window(known, window))


def _window(objective: Any, window: Any) -> Any:
    """Return a window as it is given; None is the domain. Raises ValueError where it does not fit."""
    if window is not None:
        check_domain(window, objective.names)
    return window


def steps_from(
    objective: Any, point: Any, optimizers: Mapping[str, Any] | Sequence[str], window: Any = None
) -> StepsFrom:
    """Make one step of each optimizer from a point, beside the local quadratic model there.

    Parameters
    ----------
    objective : Objective or str
        With D parameters; or the slug of a surface.
    point : array (D,)
        Where the steps begin.
    optimizers : slugs, or mapping from slugs to keywords
        What makes a step, with `lr` and its parameters as for `descend`.
    window : (low, high) of each parameter, optional
        What is drawn; the objective's domain if nothing is said.

    Returns
    -------
    StepsFrom
        `model`; `steps`, each with `name`, `theta (D,)`, `value` and `foretold`, the value that the model
        has there; `refused`, a sentence for each optimizer that makes no step here. `figure()` draws it for
        one or two parameters.

    Raises
    ------
    ValueError
        For a point or an optimizer that cannot be used.

    References
    ----------
    Nocedal and Wright (2006), Numerical optimization, 2nd edition, section 2.2: search directions.

    Examples
    --------
    >>> import gdviz
    >>> out = gdviz.steps_from("himmelblau", (-0.8, -0.5), {"gd": {"lr": 0.01}, "newton": {}})
    >>> [(step.name, bool(step.value > out.model.value)) for step in out.steps]
    [('Gradient descent', False), ('Newton', True)]
    """
    known = objective_of(objective)
    given = isinstance(optimizers, (Mapping, list, tuple))
    chosen = optimizers if isinstance(optimizers, Mapping) else dict.fromkeys(optimizers if given else (), {})
    if not given or not all(isinstance(keywords, Mapping) for keywords in chosen.values()):
        raise ValueError('optimizers must be slugs, or keywords by slug such as {"gd": {"lr": 0.01}}')
    rules = [(method_of(slug), with_schedule(dict(keywords))) for slug, keywords in chosen.items()]
    named = [(rule.name, rule, keywords) for rule, keywords in rules]
    return engine.steps_from(known, point, named, _window(known, window))


def plane(of: Any, kind: Any = "pca", *, seed: int = 0, at: Any = None) -> Plane:
    """Take a plane in the space of the parameters, and the objective of two coordinates over it.

    Parameters
    ----------
    of : Path, Objective or str
        A path; or an objective or the slug of a surface, for a plane without a path.
    kind : "pca", "random" or (i, j)
        "pca": the first two principal components of a path about its last point, each of length 1. "random":
        two normal directions through the last point. Where the parameters are weights of layers, the weights
        into each unit get a direction of their own norm, and biases 0; elsewhere both have the length 1.
        (i, j): two parameters by their numbers or names, all others held at the last point.
    seed : int
        Of random directions.
    at : array (D,), optional
        Without a path: the point that the plane goes through; the objective's start if nothing is said.

    Returns
    -------
    Plane
        `value`, `gradient` and `hessian` of its coordinates, `embed (..., 2) -> (..., D)`, `project (..., D)
        -> (..., 2)`, `distance (..., D) -> (...)`, `directions (2, D)`, `origin (D,)`, and a window,
        `domain`, that holds the path. For "pca" `shares (2,)`: of the sum of squared distances from the
        last point.

    Raises
    ------
    ValueError
        With one sentence: for a path of fewer than two steps, one that does not move or lies on a straight
        line (kind "pca"), for fewer than two parameters, for another kind.

    Notes
    -----
    The loss on the plane at the projected iterates is not the loss of the path, unless the path lies in the
    plane: compare `over.value(over.project(path.theta))` with `path.loss`.

    References
    ----------
    Li, Xu, Taylor, Studer, Goldstein (2018), Visualizing the loss landscape of neural nets, NeurIPS 31,
    sections 4 (filter normalisation) and 7 (trajectories).

    Examples
    --------
    >>> import gdviz
    >>> path = gdviz.descend(gdviz.data_loss("cars"), "momentum", steps=100)
    >>> over = gdviz.plane(path)
    >>> over.project(path.theta).shape, over.project(path.theta[-1]).tolist()
    ((101, 2), [0.0, 0.0])
    >>> bool(over.shares.sum() > 0.9), gdviz.plane(path, ("hp", "wt")).names
    (True, ('hp', 'wt'))
    """
    return engine.plane(of if isinstance(of, Path) else objective_of(of), kind, seed, at)
