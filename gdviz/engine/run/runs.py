"""What is held for each of many runs that are stepped together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


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
        count = len(self.theta)
        for name in self.__slots__:
            setattr(self, name, select(getattr(self, name), mask, count))


def select(value: Any, runs: np.ndarray, count: int) -> Any:
    """Select some runs, a mask or indices, from what is held for `count` runs, a value or several.

    Arrays come out column after column in memory. A value that all runs share stays as it is.
    """
    if isinstance(value, (tuple, list)):
        return tuple(select(v, runs, count) for v in value)
    return np.asfortranarray(value[runs]) if np.ndim(value) and len(value) == count else value
