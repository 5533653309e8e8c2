"""What a rule does on a plane, where there is a slope and no curvature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gdviz.engine.method.compiled_rule import broadcast
from gdviz.engine.method.rule import Rule


class _Plane:
    """Answers what a step asks, for B runs on a plane whose gradient is 1 along each coordinate."""

    def __init__(self, slope: np.ndarray) -> None:
        self.slope = slope  # (B, D)

    def grad(self, point: Any) -> np.ndarray:
        return self.slope

    def smooth(self, point: Any) -> np.ndarray:
        return self.slope

    def hess(self, point: Any) -> np.ndarray:
        return np.zeros((*self.slope.shape, self.slope.shape[1]))

    def value(self, point: Any) -> np.ndarray:
        return np.asarray(np.broadcast_to(point, self.slope.shape).sum(1, keepdims=True))

    def prox(self, point: Any, step: Any) -> np.ndarray:
        return np.broadcast_to(point, self.slope.shape)

    def line_search(self, direction: Any) -> np.ndarray:
        return np.ones((len(self.slope), 1))

    def wolfe(self, direction: Any, first: Any, c1: Any, c2: Any) -> np.ndarray:
        return np.ones((len(self.slope), 1))


def moves_on_plane(rule: Rule, hyper: Mapping[str, Any], runs: int, dimension: int) -> bool:
    """Whether in any of B runs the first step on a plane, with the rate 1, is finite and not 0.

    Parameters
    ----------
    hyper : all parameters of the rule, numbers or arrays (B, 1)
    """
    compiled, values = rule.compiled, tuple(hyper.values())
    theta, slope, loss = np.zeros((runs, dimension)), np.ones((runs, dimension)), np.zeros((runs, 1))
    one, d, plane = np.float64(1.0), np.float64(dimension), _Plane(slope)
    shared = one, d, np.eye(dimension)  # lr, D, eye
    with np.errstate(all="ignore"):
        states = compiled.init(theta, slope, loss, np.float64(0.0), one, *shared, *values, plane)
        kinds = [kind for _, kind in compiled.states]
        held = [broadcast(v, k, runs, dimension) for v, k in zip(states, kinds, strict=True)]
        early = compiled.early(one, one, d, *values)
        after = compiled.step(theta, slope, loss, one, one, *shared, *values, *early, *held, plane)
    moved = after[len(kinds) + compiled.theta]
    return bool((np.isfinite(moved).all(-1) & (moved != 0).any(-1)).any())
