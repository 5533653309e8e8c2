"""What a rule may ask of the objective during a step. Noise, clipping and ascent are applied here.

With mini-batches all answers, Hessians and line searches too, are those of the loss over the step's batch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.method.line_search import backtrack, strong_wolfe
from gdviz.engine.objective import HasPenalty, Objective
from gdviz.engine.run.runs import Runs
from gdviz.formula import total

VALUE, GRADIENT, HESSIAN = range(3)  # columns of what is counted


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


class Known(NamedTuple):
    """Where line searches ended: loss, perhaps gradient, are known there and need not be paid for again."""

    runs: np.ndarray  # (B,), which of the runs that were begun searched
    points: np.ndarray
    gradient: bool
    objective: Any
    k: int


class Oracle:
    """Answers grad, hess, value, line_search, wolfe, smooth and prox for B runs at once.

    Attributes
    ----------
    objective : what answers; with mini-batches, the loss over the rows of this step
    runs : the runs that ask
    k : number of steps made before this one, which settles the noise
    counts : [values, gradients, Hessians], how often each was asked for; what a line search has found out
        at the point where it ended counts once, also where the next step begins there. Numbers where all
        runs that were begun asked alike, else arrays (B,) in which those of ended runs mean nothing
    check : called at every question; what it raises ends the run within a step
    """

    def __init__(
        self, objective: Objective, runs: Runs, noise: Noise | None, clip: float | None, maximize: bool
    ) -> None:
        self.objective: Any = objective
        self.runs, self.noise, self.clip, self.maximize = runs, noise, clip, maximize
        self.penalised = objective if isinstance(objective, HasPenalty) else None
        self.plain = noise is None and clip is None and not maximize
        self.begun, self.counts = len(runs.index), list[Any]([0, 0, 0])
        self.check: Callable[[], object] | None = None
        self.k = 0
        self.known: Known | None = None

    def begin(self, value: bool, gradient: bool) -> None:
        """Count what a step needs where it begins, unless the search of the step before ended there."""
        point = self.runs.theta
        if value:
            self.counts[VALUE] += 1 - self._known_at(point)
        if gradient:
            self.counts[GRADIENT] += 1 - self._known_at(point, gradient=True)

    def _known_at(self, points: np.ndarray, gradient: bool = False) -> Any:
        """Whether the line search before has found out the loss at points (B, D), or the gradient.

        Returns a truth value for all runs, or one for each that was begun.
        """
        known = self.known
        if known is None or known.objective is not self.objective or gradient and not known.gradient:
            return False
        if self.noise is not None and known.k != self.k:
            return False
        if self.begun == 1:
            return np.array_equal(known.points, points)
        index, out = self.runs.index, np.zeros(self.begun, dtype=int)
        out[index] = (known.points[np.searchsorted(known.runs, index)] == points).all(1)
        return out

    def _count_some(self, what: int, which: np.ndarray) -> None:
        """Count a question of some of the runs, by their indices."""
        if self.begun == 1:
            self.counts[what] += 1
        else:
            asked = self.runs.index[which]
            self.counts[what] += np.bincount(asked, minlength=self.begun)

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
        points = self._points(point)
        self.counts[GRADIENT] += 1 - self._known_at(points, gradient=True)
        return self.observe(self.objective.evaluate(points)[1])

    def hess(self, point: Any) -> np.ndarray:
        """Return the Hessian (B, D, D)."""
        self.counts[HESSIAN] += 1
        hessian: np.ndarray = self.objective.hessian(self._points(point))
        return -hessian if self.maximize else hessian

    def value(self, point: Any) -> np.ndarray:
        """Return the loss (B, 1)."""
        points = self._points(point)
        self.counts[VALUE] += 1 - self._known_at(points)
        return self._loss(points)[:, None]

    def _loss(self, points: np.ndarray) -> np.ndarray:
        """Return the loss (k,) at points (k, D), as the rule sees it."""
        loss: np.ndarray = self.objective.value(points)
        return -loss if self.maximize else loss

    def smooth(self, point: Any) -> np.ndarray:
        """Return the gradient (B, D) without the penalty; the whole gradient where there is none."""
        if self.penalised is None:
            return self.grad(point)
        self.counts[GRADIENT] += 1
        return self.observe(self.objective.smooth(self._points(point)))

    def prox(self, point: Any, step: Any) -> np.ndarray:
        """Make a proximal step (B, D) of the objective's penalty; the point itself where it has none."""
        points = self._points(point)
        return points if self.penalised is None else np.asarray(self.penalised.prox(points, step))

    def line_search(self, direction: Any) -> np.ndarray:
        """Find a step length (B, 1) by Armijo's rule, see `backtrack`; each trial costs a value."""
        direction, runs = self._points(direction), self.runs

        def loss(length: np.ndarray, which: np.ndarray) -> np.ndarray:
            self._count_some(VALUE, which)
            return self._loss(self._along(direction, length, which))

        length = backtrack(loss, runs.f[:, 0], total(runs.g * direction)[:, 0])
        return self._ended(direction, length, gradient=False)

    def wolfe(self, direction: Any, first: Any, c1: Any, c2: Any) -> np.ndarray:
        """Find a step length (B, 1) by the strong Wolfe conditions, see `strong_wolfe`.

        Each trial costs a value and a gradient.
        """
        direction, runs = self._points(direction), self.runs

        def along(length: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            self._count_some(VALUE, which)
            self._count_some(GRADIENT, which)
            loss, gradient = self.objective.evaluate(self._along(direction, length, which))
            slope = total(self.observe(gradient) * direction[which])[:, 0]
            return -loss if self.maximize else loss, slope

        per_run = (np.ravel(v) for v in (first, c1, c2))
        length = strong_wolfe(along, runs.f[:, 0], total(runs.g * direction)[:, 0], *per_run)
        return self._ended(direction, length, gradient=True)

    def _along(self, direction: np.ndarray, length: np.ndarray, which: np.ndarray) -> np.ndarray:
        """Return points (k, D) of some of the runs, so far along their directions (B, D)."""
        if self.check is not None:
            self.check()
        return np.asfortranarray(self.runs.theta[which] + length[:, None] * direction[which])

    def _ended(self, direction: np.ndarray, length: np.ndarray, gradient: bool) -> np.ndarray:
        """Remember where a search of step lengths (B,) has ended, and return them as (B, 1)."""
        points = self.runs.theta + length[:, None] * direction
        self.known = Known(self.runs.index, points, gradient, self.objective, self.k)
        return length[:, None]

    def _points(self, point: Any) -> np.ndarray:
        if self.check is not None:
            self.check()
        return np.array(np.broadcast_to(point, self.runs.theta.shape), dtype=float)
