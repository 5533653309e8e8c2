"""A slip: a program as it was published and as it is meant. Both are run as they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from inspect import getsource
from types import FunctionType
from typing import Any

import numpy as np

from gdviz.engine.fit.data_loss import DataLoss

# (theta (D,), x (n,), y (n,), lr) -> (cost, theta after one step (D,))
Code = Callable[[np.ndarray, np.ndarray, np.ndarray, float], tuple[float, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Slip:
    """One step of fitting the line y = slope x + intercept, as published and as meant.

    The code that is shown is the code that runs.

    Attributes
    ----------
    name : what the slip is
    family : where it sits: Cost, Gradient, Update, Model, Program
    number : what a visitor sees in place of the name until it is revealed; different for each slip
    published, corrected : functions (theta, x, y, lr) -> (cost, theta after the step)
    explanation : what goes wrong and why, true whatever the rate and the number of rows
    average, penalty, penalty_parameters : the loss that `corrected` descends, as keywords of
        `gdviz.data_loss`
    leftover : names that another cell of a notebook has left behind; without them `published` does not run
    factor : the published gradient is this many times the right one, as a function of n; None where it is no
        multiple
    radius : of the ball in the 1-norm that the parameters are kept in; None: anywhere
    """

    name: str
    family: str
    number: int
    published: Callable[..., Any]
    corrected: Callable[..., Any]
    explanation: str
    average: str = "half mean"
    penalty: str | None = None
    penalty_parameters: Mapping[str, float] = field(default_factory=dict)
    leftover: Mapping[str, Any] = field(default_factory=dict)
    factor: Callable[[int], float] | None = None
    radius: float | None = None
    slug: str = field(default="", kw_only=True)

    def with_slug(self, slug: str) -> Slip:
        """Return the same slip under a key of the registry."""
        return replace(self, slug=slug)

    @cached_property
    def code(self) -> str:
        """Source of the published program."""
        return getsource(self.published).rstrip()

    @cached_property
    def repaired(self) -> str:
        """Source of the corrected program."""
        return getsource(self.corrected).rstrip()

    def run_in_notebook(self, leftover: Mapping[str, Any]) -> Code:
        """Return the published program as it runs where another cell has left these names behind."""
        f = self.published
        assert isinstance(f, FunctionType)
        return FunctionType(f.__code__, {**f.__globals__, **leftover}, f.__name__)

    def error(self, x: np.ndarray, y: np.ndarray) -> str:
        """Return what a fresh interpreter says of the published program; "" where it runs."""
        try:
            self.published(np.zeros(2), x, y, 0.1)
        except NameError as error:
            return f"NameError: {error}"
        return ""


class ProgramObjective:
    """A program as an objective: its value is the cost that it computes, its gradient its step over -lr.

    A program that moves fewer parameters than `base` has (one without intercept) leaves the others at 0.

    Parameters
    ----------
    base : DataLoss
        The loss that the program is meant to descend, with its data and window.
    program : callable
        (theta (D,), x (n,), y (n,), lr) -> (cost, theta after one step (D,)).
    lr : float
        Learning rate of the step.
    name : str
        What it is called.
    """

    def __init__(self, base: DataLoss, program: Code, lr: float, name: str) -> None:
        self.base, self.program, self.lr, self.name = base, program, lr, name
        self.dimension, self.names = base.dimension, base.names
        self.domain, self.start = base.domain, base.start
        self.minima, self.minimum = base.minima, base.minimum
        self.x, self.y = base.design.x[:, 0], base.design.y

    def step(self, theta: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the cost at theta (D,), and theta after one step."""
        cost, after = self.program(theta, self.x, self.y, self.lr)
        return float(cost), np.concatenate([after, np.zeros(self.dimension - len(after))])

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return cost (B,) and gradient (B, D) at p (B, D)."""
        with np.errstate(all="ignore"):
            steps = [self.step(theta) for theta in p]
            gradients = [(theta - after) / self.lr for theta, (_, after) in zip(p, steps, strict=True)]
            return np.array([cost for cost, _ in steps]), np.array(gradients)

    def value(self, p: Any) -> np.ndarray:
        """Return the cost as it is written, (..., D) -> (...)."""
        p = np.asarray(p, dtype=float)
        return self.evaluate(p.reshape(-1, self.dimension))[0].reshape(p.shape[:-1])

    def gradient(self, p: Any) -> np.ndarray:
        """Return (theta - theta after the step)/lr, (..., D) -> (..., D)."""
        p = np.asarray(p, dtype=float)
        return self.evaluate(p.reshape(-1, self.dimension))[1].reshape(p.shape)

    def hessian(self, p: Any) -> np.ndarray:
        """Return the derivative of that gradient by differences, (..., D) -> (..., D, D)."""
        p = np.asarray(p, dtype=float)
        columns = [(self.gradient(p + e) - self.gradient(p - e)) / 2 for e in np.eye(self.dimension)]
        return np.stack(columns, axis=-1)

    def rest(self) -> np.ndarray | None:
        """Find where its step is zero (D,), if its gradient is linear in the parameters; else None."""
        at_zero, h = self.gradient(np.zeros(self.dimension)), self.hessian(np.zeros(self.dimension))
        far = np.full(self.dimension, 3.0)
        if not np.allclose(self.gradient(far), at_zero + h @ far, rtol=1e-8, atol=1e-8):
            return None
        return np.asarray(np.linalg.lstsq(h, -at_zero, rcond=None)[0])


def differences(objective: Any, p: Any) -> np.ndarray:
    """Compute central difference quotients (D,) of the value at p (D,).

    The step is the cube root of the rounding unit, relative to the coordinate: with a smaller one the
    subtraction loses more digits than the quotient wins.

    Examples
    --------
    >>> import gdviz
    >>> differences(gdviz.surface("x^2 + 3y^2"), [1.0, 2.0]).round(6).tolist()
    [2.0, 12.0]
    """
    p = np.asarray(p, dtype=float)
    h = np.cbrt(np.finfo(float).eps) * np.maximum(1.0, np.abs(p))
    ahead, behind = p + np.diag(h), p - np.diag(h)
    return np.asarray((objective.value(ahead) - objective.value(behind)) / (np.diag(ahead) - np.diag(behind)))
