"""Runs that differ in their hyper-parameters: sweeps over learning rates, maps of two hyper-parameters."""

from __future__ import annotations

from typing import Any

from gdviz import engine as _engine
from gdviz.engine import HyperMap, RateSweep
from gdviz.slugs import method_of, objective_of, with_schedule


def hyper_map(objective: Any, optimizer: Any, x: Any, y: Any, **keywords: Any) -> HyperMap:
    """Make a map of two hyper-parameters: the same run for each pair of their values.

    Parameters
    ----------
    objective, optimizer
        As for `descend`.
    x, y : (name, values)
        What varies, and its values in a row: "lr", a hyper-parameter of the optimizer, "start." and the name
        of a coordinate, or "batch_size".
    **keywords
        As for `descend`, `start` included.

    Returns
    -------
    HyperMap
        loss, steps and status (ny, nx) of the runs; `outcome`, below 0 where a run converged, above 0 where
        it did not; `limit`, the boundary that theory has, where it holds. `figure()` draws it.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    References
    ----------
    Sohl-Dickstein (2024), The boundary of neural network trainability is fractal, arXiv:2402.06184.

    Examples
    --------
    >>> import gdviz
    >>> out = gdviz.hyper_map("rosenbrock", "adam", ("lr", [0.001, 0.01, 0.1]), ("beta2", [0.9, 0.999]))
    >>> out.loss.shape, out.limit is None
    ((2, 3), True)
    """
    return _engine.hyper_map(objective_of(objective), method_of(optimizer), x, y, **with_schedule(keywords))


def rate_sweep(objective: Any, optimizer: Any, rates: Any = None, **keywords: Any) -> RateSweep:
    """Run an optimizer at many learning rates, from one start and with all else the same.

    Parameters
    ----------
    objective, optimizer
        As for `descend`.
    rates : array (B,), optional
        Learning rates; 200 on a log scale around the default rate if nothing is said.
    **keywords
        As for `descend`, `start` included, without `lr`.

    Returns
    -------
    RateSweep
        rates (B,), loss (B,), steps (B,) and status (B,) of the runs; the `edge` where they begin to diverge,
        with theory's beside it where theory holds; `suggestions`, each with its source and whether what it
        assumes holds here. `figure()` draws it.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    References
    ----------
    Smith (2017), Cyclical learning rates for training neural networks, WACV 2017, arXiv:1506.01186, which has
    the range test; Howard and Gugger (2020), fastai, Information 11(2), 108, whose suggestions are shown.

    Examples
    --------
    >>> import gdviz
    >>> out = gdviz.rate_sweep("sphere", "momentum", steps=200, momentum=0.5)
    >>> out.edge.theory, out.edge.formula
    (1.5, '2·(1 + momentum)/λ_max')
    >>> out.suggested("best").source
    'this sweep'
    """
    return _engine.rate_sweep(objective_of(objective), method_of(optimizer), rates, **with_schedule(keywords))
