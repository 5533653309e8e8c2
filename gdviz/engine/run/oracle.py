"""What a rule may ask of the objective during a step, counted; noise, clipping and ascent are applied here, visibly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdviz.engine.objective import HasPenalty, Objective
from gdviz.formula import total

ARMIJO = 1e-4  # sufficient decrease, Nocedal & Wright (2006), eq. 3.4
HALVINGS = 50


class Noise:
    """Normal noise on the gradients of a run, a row (D,) per step, settled by the seed; drawn a stretch of steps at a time."""

    STRETCH = 4096  # steps

    def __init__(self, scale: float, seed: int, dimension: int) -> None:
        self.scale, self.seed, self.dimension = scale, seed, dimension
        self._start()

    def _start(self) -> None:
        self.stream, self.first, self.held = (
            np.random.default_rng(self.seed),
            0,
            np.empty((0, self.dimension)),
        )

    def __getitem__(self, k: int) -> np.ndarray:
        """The noise of step k = 0, 1, ...: the stream's numbers in order, wherever it was looked at before."""
        if k < self.first:
            self._start()
        while k >= self.first + len(self.held):
            self.first += len(self.held)
            self.held = self.stream.standard_normal((self.STRETCH, self.dimension))
            self.held *= self.scale
        return self.held[k - self.first]


class Oracle:
    """Answers grad, hess, value, line_search, smooth and prox for B runs at once.

    The gradient that a rule sees is  sign * (gradient + noise of this step), then clipped by norm if that is asked. With
    mini-batches `now` is the objective on the rows of this step, and every answer is of it.
    """

    def __init__(self, objective: Objective, noise: Noise | None, clip: float | None, maximize: bool) -> None:
        self.now: Any = objective
        self.noise, self.clip = noise, clip
        self.penalised = objective if isinstance(objective, HasPenalty) else None
        self.maximize = maximize
        self.plain = noise is None and clip is None and not maximize
        self.values = self.gradients = self.hessians = 0
        self.check: Callable[[], object] | None = (
            None  # called at every question; what it raises ends the run within a step
        )
        self.k = 0
        self.theta = self.f = self.g = np.empty(0)

    def seen(self, gradient: np.ndarray) -> np.ndarray:
        """The gradient (B, D) as the rule sees it."""
        if self.plain:
            return gradient
        if self.noise is not None:
            gradient = gradient + self.noise[self.k]
        if self.maximize:
            gradient = -gradient
        if self.clip is not None:
            length = np.sqrt(total(gradient * gradient))
            gradient = gradient * np.minimum(1.0, self.clip / length)
        return gradient

    def grad(self, point: Any) -> np.ndarray:
        """Gradient at another point (B, D); the noise is that of the step."""
        self.gradients += 1
        return self.seen(self.now.evaluate(self._points(point))[1])

    def hess(self, point: Any) -> np.ndarray:
        """Hessian (B, D, D)."""
        self.hessians += 1
        h = self.now.hessian(self._points(point))
        return -h if self.maximize else h

    def value(self, point: Any) -> np.ndarray:
        """Loss (B, 1)."""
        self.values += 1
        f = self.now.value(self._points(point))[:, None]
        return -f if self.maximize else f

    def smooth(self, point: Any) -> np.ndarray:
        """Gradient (B, D) without the objective's penalty; the whole gradient where there is none."""
        if self.penalised is None:
            return self.grad(point)
        self.gradients += 1
        return self.seen(self.now.smooth(self._points(point)))

    def prox(self, point: Any, step: Any) -> np.ndarray:
        """Proximal step (B, D) of the objective's penalty; the point itself where there is none."""
        p = self._points(point)
        return p if self.penalised is None else np.asarray(self.penalised.prox(p, step))

    def line_search(self, direction: Any) -> np.ndarray:
        """Armijo backtracking from step length 1, halved until the loss decreases enough (B, 1); 0 if it never does."""
        d = self._points(direction)
        slope = total(self.g * d)
        length = np.ones((len(d), 1))
        for _ in range(HALVINGS):
            enough = self.value(self.theta + length * d) <= self.f + ARMIJO * length * slope
            if enough.all():
                return length
            length = np.where(enough, length, length / 2)
        return np.where(enough, length, 0.0)

    def _points(self, point: Any) -> np.ndarray:
        if self.check is not None:
            self.check()
        return np.array(np.broadcast_to(point, self.theta.shape), dtype=float)
