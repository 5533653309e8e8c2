"""What is tuned of a method, in which range, and quasi-random trials of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from gdviz.engine.maps.digits import rounded
from gdviz.engine.method.default_rate import SMALLEST, default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.objective import Objective
from gdviz.engine.streams import Use, stream

REACH = 100.0  # the rate is searched from a hundredth of the default to a hundred times it
PRIMES = [n for n in range(2, 174) if all(n % k for k in range(2, int(n**0.5) + 1))]  # 40 bases
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
        """Return the numbers at shares (K,) of the range, of few digits: a run opened by them is the same."""
        if self.log:
            numbers = np.exp(np.log(self.low) + share * (np.log(self.high) - np.log(self.low)))
        else:
            numbers = self.low + share * (self.high - self.low)
        if self.integer:
            numbers = np.rint(numbers)
        return np.asarray(np.clip(rounded(numbers), self.low, self.high))


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

    Where nothing is tuned there is one trial. Raises ValueError for more axes than the sequence has bases.
    """
    if not axes:
        return {}
    if len(axes) > len(PRIMES):
        raise ValueError(
            f"at most {len(PRIMES)} numbers of an optimizer are tuned, not {len(axes)}; "
            f"hold some of them, as in (optimizer, {{'{axes[-1].name}': {axes[-1].default:g}}})"
        )
    shares = halton(count - 1, len(axes), stream(seed, Use.SETTINGS))
    return {
        axis.name: np.append(axis.default, axis.at(column))
        for axis, column in zip(axes, shares.T, strict=True)
    }


def halton(count: int, dimension: int, rng: np.random.Generator | None = None) -> np.ndarray:
    """Return the first points (count, D) of the Halton sequence in the unit cube, D up to 40.

    With `rng` the digits are scrambled: each place has a permutation of its own (Owen 2017). SciPy has the
    same, and takes 70 MB to import it.
    """
    columns = []
    for base in PRIMES[:dimension]:
        places = int(np.ceil(54 / np.log2(base))) - 1  # as many digits as a float64 can hold
        left, share = np.arange(count), np.zeros(count)
        for place in range(1, places + 1):
            digits = np.arange(base) if rng is None else rng.permutation(base)
            share += digits[left % base] / float(base) ** place
            left = left // base
        columns.append(share)
    return np.array(columns).reshape(dimension, count).T
