"""What is held for each of many runs that are stepped together, and one run that is stepped in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdviz.engine.method.in_numbers import NO_BOUNDS, Bounds


def _nothing() -> np.ndarray:
    return np.empty(0)


@dataclass(slots=True, eq=False)
class Runs:
    """All that B runs hold, in one place, so that `select` forgets none of it.

    Attributes
    ----------
    index : (B,), which of the runs that were begun these are
    theta, loss, gradient : (B, D), (B,), (B, D), the iterates, true loss and true gradient there
    f, g : (B, 1), (B, D), loss and gradient as the rule sees them: of the batch, with noise, clipped, with
        the sign turned when maximizing; `f` is empty where nobody reads it
    lr, rate : base learning rate, and rate of the last step; a number or (B, 1)
    hyper : the rule's hyper-parameters in their order, each a number or (B, 1)
    states : the rule's states, each (B, 1), (B, D) or (B, D, D)
    schedule_hyper, schedule_states : the same of the schedule
    """

    index: np.ndarray
    theta: np.ndarray
    lr: Any
    rate: Any
    hyper: tuple[Any, ...]
    loss: np.ndarray = field(default_factory=_nothing)
    gradient: np.ndarray = field(default_factory=_nothing)
    f: np.ndarray = field(default_factory=_nothing)
    g: np.ndarray = field(default_factory=_nothing)
    states: Sequence[Any] = ()
    schedule_hyper: Sequence[Any] = ()
    schedule_states: Sequence[Any] = ()

    def select(self, mask: np.ndarray) -> None:
        """Go on with the runs of this mask (B,) only. Their bits do not change."""
        count, left = len(self.theta), np.flatnonzero(mask)
        for name in self.__slots__:
            setattr(self, name, select(getattr(self, name), left, count))


def select(value: Any, runs: np.ndarray, count: int) -> Any:
    """Select some runs, by their indices, from what is held for `count` runs, a value or several.

    Arrays come out column after column in memory. A value that all runs share stays as it is.
    """
    if isinstance(value, (tuple, list)):
        return tuple(select(v, runs, count) for v in value)
    # taken along the columns, which are contiguous: several times as fast as value[runs]
    return np.take(value.T, runs, axis=-1).T if np.ndim(value) and len(value) == count else value


class Memory:
    """Memory for arrays that are used again and again, which begin where the processor's vectors do.

    NumPy's own arrays begin at multiples of 16 bytes: then each vector of 64 bytes lies in two lines of the
    cache. And what the system has given once need not be fetched from it again.
    """

    def __init__(self) -> None:
        self.held, self.used = np.empty(0), 0

    def take(self, rows: int, width: int) -> np.ndarray:
        """Take an array (rows, width), column after column. What is in it does not matter."""
        size = rows * width
        if self.used + size > len(self.held):
            self.held, self.used = self._more(max(16 * size, len(self.held))), 0
        first, self.used = self.used, self.used + size + -size % 8
        return self.held[first : first + size].reshape(width, rows).T

    def copy(self, values: np.ndarray) -> np.ndarray:
        """Take an array (rows, width) that holds these values."""
        out = self.take(*values.shape)
        out[...] = values
        return out

    @staticmethod
    def _more(size: int) -> np.ndarray:
        raw = np.empty(size + 8)
        first = -raw.__array_interface__["data"][0] % 64 // 8
        return raw[first : first + size]


class Numbers:
    """One run in plain numbers: many times faster than arrays of one, with the same bits.

    Parameters
    ----------
    runs : that run
    kinds : of its states, then of what each step records
    loop : makes the steps, see `loop_in_numbers`
    evaluate : point -> loss and slopes there
    parameters : those of the objective that the loop takes

    Attributes
    ----------
    width : how many numbers are to be recorded of each step
    """

    def __init__(
        self,
        runs: Runs,
        kinds: Sequence[str],
        loop: Callable[..., None],
        evaluate: Callable[[Sequence[float]], tuple[float, tuple[float, ...]]],
        parameters: Sequence[float],
    ) -> None:
        self.runs, self.kinds, self.loop = runs, kinds, loop
        self.evaluate, self.parameters = evaluate, parameters
        dimension = runs.theta.shape[1]
        recorded = sum(1 if kind == "s" else dimension for kind in kinds[len(runs.states) :])
        self.width = 1 + recorded + 1 + dimension

    def advance(
        self,
        known: Iterable[tuple[Any, ...]],
        constants: tuple[float, float],
        with_arrays: Callable[[float, tuple[Any, ...]], tuple[Any, ...]],
        bounds: Bounds | None,
        rows: list[float],
    ) -> None:
        """Make steps, and add to `rows` what is to be recorded of each, see `loop_in_numbers`.

        Parameters
        ----------
        known : (t, anything, (rate,), early values) of each step
        constants : T and D
        with_arrays : makes a step where numbers raise, from t and the early values
        bounds : a step that leads out of them is the last one
        """
        runs = self.runs

        def in_arrays(t: float, early: tuple[Any, ...], *now: Any) -> tuple[float, ...]:
            self._hold(*now)
            return self._as_numbers(with_arrays(t, early))

        self.loop(
            known,
            rows,
            self._hold,
            in_arrays,
            self.evaluate,
            bounds is not None,
            *(bounds or NO_BOUNDS),
            *constants,
            *runs.hyper,
            *self.parameters,
            *runs.theta[0].tolist(),
            *runs.g[0].tolist(),
            float(runs.loss[0]),
            runs.rate,
            *(x for state in runs.states for x in state.ravel().tolist()),
        )

    def _hold(
        self, theta: Sequence[float], g: Sequence[float], f: float, rate: float, states: Sequence[float]
    ) -> None:
        """Write where the run stands into its arrays."""
        runs, left = self.runs, iter(states)
        runs.theta, runs.loss, runs.rate = np.array((theta,)), np.array((f,)), rate
        runs.gradient = runs.g = np.array((g,))
        runs.f = runs.loss[:, None]
        runs.states = tuple(
            np.array([next(left) for _ in range(state.size)]).reshape(state.shape) for state in runs.states
        )

    def _as_numbers(self, values: Sequence[Any]) -> tuple[float, ...]:
        """Return a step's arrays in numbers."""
        shapes = [(1, 1) if kind == "s" else self.runs.theta.shape for kind in self.kinds]
        full = (np.broadcast_to(v, shape) for v, shape in zip(values, shapes, strict=True))
        return tuple(x for value in full for x in value.ravel().tolist())
