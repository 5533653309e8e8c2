"""The local model at many points at once, and where one step of several rules would lead from each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.curvature import LocalModel, local_model
from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import HasRows, Objective
from gdviz.engine.run.many.sweep import sweep

MOST = 500  # points that are looked at along a run
WORK = 3e8  # entries of Hessians, row by row of the data
FEWEST = 20

StepRule = tuple[str, Rule, Mapping[str, Any]]  # who makes a step, and the keywords of `descend`


@dataclass(frozen=True, eq=False)
class Looks:
    """What is seen at m points.

    Attributes
    ----------
    model : the local quadratic models, of m points
    ends : array (S, m, D), where one step of each of S rules leads; nan where it makes none
    values : array (S, m), the loss there
    """

    model: LocalModel
    ends: np.ndarray
    values: np.ndarray


def looks(objective: Objective, points: Any, rules: Sequence[StepRule], window: Any = None) -> Looks:
    """Look at the local models of an objective at points, and make one step of each rule from each.

    Parameters
    ----------
    objective : Objective
        What is descended.
    points : array (m, D)
        Where.
    rules : sequence of (name, rule, keywords)
        What makes a step. `lr` and parameters may be arrays (m,).
    window : (low, high) for each parameter, optional
        What lengths are measured by, see `local_model`.

    Examples
    --------
    >>> import gdviz
    >>> bowl = gdviz.surface("x^2 + 4y^2")
    >>> out = looks(bowl, [[2.0, 1.0], [0.0, 3.0]], [("GD", gdviz.optimizers["gd"], {"lr": [0.1, 0.25]})])
    >>> out.ends[0].round(3).tolist(), out.values[0].round(3).tolist()
    ([[1.6, 0.2], [0.0, -3.0]], [2.72, 36.0])
    """
    points = np.asarray(points, dtype=float)
    model = local_model(objective, points, window)
    fine = np.isfinite(points).all(1)
    ends = np.full((len(rules), *points.shape), np.nan)
    for end, (_, rule, keywords) in zip(ends, rules, strict=True):
        chosen = {name: value[fine] if np.ndim(value) else value for name, value in _arrays(keywords)}
        try:
            theta = sweep(objective, rule, points[fine], steps=1, stop=None, **chosen).theta
        except ValueError:  # a rule that asks for what the objective lacks makes no step
            continue
        end[fine] = np.where(np.isfinite(theta).all(1, keepdims=True), theta, np.nan)
    with np.errstate(all="ignore"):
        return Looks(model, ends, objective.value(ends))


def looked_at(objective: Objective, iterates: int) -> np.ndarray:
    """Return which iterates of a run are looked at: all, or of many every so-manieth and the last one."""
    rows = objective.rows if isinstance(objective, HasRows) else 1
    most = max(FEWEST, min(MOST, int(WORK / rows / objective.dimension**2)))
    every = -(-iterates // most)
    return np.union1d(np.arange(0, iterates, every), [iterates - 1])


def _arrays(keywords: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, np.asarray(v) if isinstance(v, (list, tuple)) else v) for name, v in keywords.items()]
