"""What a rule may ask of the objective during a step. Noise, clipping and ascent are applied here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdviz.engine.objective import HasPenalty, Objective
from gdviz.engine.run.runs import Runs
from gdviz.formula import total

ARMIJO = 1e-4  # sufficient decrease, Nocedal & Wright (2006), eq. 3.4
HALVINGS = 50


class Noise:
    """Normal noise on the gradients of a run, settled by the seed; drawn for many steps at a time.

    `noise[k]` is the row (D,) of step k = 0, 1, ...
    """

    STRETCH = 4096  # steps

    def __init__(self, scale: float, seed: int, dimension: int) -> None:
        self.scale, self.seed, self.dimension = scale, seed, dimension
        self._begin()

    def _begin(self) -> None:
        self.stream = np.random.default_rng(self.seed)
        self.first, self.held = 0, np.empty((0, self.dimension))

    def __getitem__(self, k: int) -> np.ndarray:
        """Return the noise of step k: the stream's numbers in order, whichever step was asked for before."""
        if k < self.first:
            self._begin()
        while k >= self.first + len(self.held):
            self.first += len(self.held)
            self.held = self.stream.standard_normal((self.STRETCH, self.dimension))
            self.held *= self.scale
        row: np.ndarray = self.held[k - self.first]
        return row


class Oracle:
    """Answers grad, hess, value, line_search, smooth and prox for B runs at once.

    Attributes
    ----------
    objective : what answers; with mini-batches, the loss over the rows of this step
    runs : the runs that ask
    k : number of steps made before this one, which settles the noise
    values, gradients, hessians : how often each was asked for
    check : called at every question; what it raises ends the run within a step
    """

    def __init__(
        self, objective: Objective, runs: Runs, noise: Noise | None, clip: float | None, maximize: bool
    ) -> None:
        self.objective: Any = objective
        self.runs, self.noise, self.clip, self.maximize = runs, noise, clip, maximize
        self.penalised = objective if isinstance(objective, HasPenalty) else None
        self.plain = noise is None and clip is None and not maximize
        self.values = self.gradients = self.hessians = 0
        self.check: Callable[[], object] | None = None
        self.k = 0

    def observe(self, gradient: np.ndarray) -> np.ndarray:
        """Return the gradient (B, D) as the rule sees it: with noise, then its sign turned, then clipped."""
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
        """Return the gradient at another point (B, D); the noise is that of the step."""
        self.gradients += 1
        return self.observe(self.objective.evaluate(self._points(point))[1])

    def hess(self, point: Any) -> np.ndarray:
        """Return the Hessian (B, D, D)."""
        self.hessians += 1
        hessian: np.ndarray = self.objective.hessian(self._points(point))
        return -hessian if self.maximize else hessian

    def value(self, point: Any) -> np.ndarray:
        """Return the loss (B, 1)."""
        self.values += 1
        loss: np.ndarray = self.objective.value(self._points(point))[:, None]
        return -loss if self.maximize else loss

    def smooth(self, point: Any) -> np.ndarray:
        """Return the gradient (B, D) without the penalty; the whole gradient where there is none."""
        if self.penalised is None:
            return self.grad(point)
        self.gradients += 1
        return self.observe(self.objective.smooth(self._points(point)))

    def prox(self, point: Any, step: Any) -> np.ndarray:
        """Make a proximal step (B, D) of the objective's penalty; the point itself where it has none."""
        points = self._points(point)
        return points if self.penalised is None else np.asarray(self.penalised.prox(points, step))

    def line_search(self, direction: Any) -> np.ndarray:
        """Find a step length (B, 1) by Armijo's rule.

        It is halved from 1 until the loss decreases enough; 0 if it never does.
        """
        direction = self._points(direction)
        runs = self.runs
        slope = total(runs.g * direction)
        length = np.ones((len(direction), 1))
        for _ in range(HALVINGS):
            enough = self.value(runs.theta + length * direction) <= runs.f + ARMIJO * length * slope
            if enough.all():
                return length
            length = np.where(enough, length, length / 2)
        return np.where(enough, length, 0.0)

    def _points(self, point: Any) -> np.ndarray:
        if self.check is not None:
            self.check()
        return np.array(np.broadcast_to(point, self.runs.theta.shape), dtype=float)
