"""What is tuned of a method, in which range, and quasi-random trials of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from gdviz.engine.method.default_rate import SMALLEST, default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.objective import Objective

REACH = 100.0  # the rate is searched from a hundredth of the default to a hundred times it
DIGITS = 4  # of what is tried, so that a run that is opened by these numbers is the very same
GIVEN = ("f_min",)  # parameters that the objective settles


class Axis(NamedTuple):
    """A number that is tuned: its name, its default, and the range, whose scale may be logarithmic."""

    name: str
    default: float
    low: float
    high: float
    log: bool
    integer: bool = False

    def at(self, share: np.ndarray) -> np.ndarray:
        """Return the numbers at shares (K,) of the range, rounded to four digits."""
        if self.log:
            numbers = np.exp(np.log(self.low) + share * (np.log(self.high) - np.log(self.low)))
        else:
            numbers = self.low + share * (self.high - self.low)
        if self.integer:
            numbers = np.rint(numbers)
        rounded = np.array([float(f"{number:.{DIGITS}g}") for number in numbers.tolist()])
        return np.asarray(np.clip(rounded, self.low, self.high))


def space_of(
    objective: Objective, method: Method, held: Mapping[str, float], only_rate: bool
) -> tuple[Axis, ...]:
    """Return what is tuned of a method: its rate around the default, and the ranges that it declares.

    What is `held` is not tuned. A method without a learning rate (one of SciPy's) is not tuned at all.
    """
    if not method.has_rate:
        return ()
    rate = default_rate(objective, method)
    axes = [Axis("lr", rate, max(rate / REACH, SMALLEST), rate * REACH, True)]
    if not only_rate:
        axes += [
            Axis(p.name, p.default, p.low, p.high, p.log, p.integer)
            for p in method.params
            if p.name not in GIVEN
        ]
    return tuple(axis for axis in axes if axis.name not in held)


def trials_of(axes: tuple[Axis, ...], count: int, seed: int) -> dict[str, np.ndarray]:
    """Return so many trials, name -> (K,): the default, then points of a scrambled Halton sequence.

    Where nothing is tuned there is one trial.
    """
    if not axes:
        return {}
    shares = np.empty((0, len(axes)))
    if count > 1:
        from scipy.stats import qmc  # half a second, which most visitors never need

        shares = qmc.Halton(len(axes), scramble=True, seed=np.random.default_rng([seed, 0])).random(count - 1)
    return {
        axis.name: np.append(axis.default, axis.at(column))
        for axis, column in zip(axes, shares.T, strict=True)
    }
