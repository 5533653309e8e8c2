"""What a run leaves behind."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gdviz.engine.method.method import Method
from gdviz.engine.objective import HasDistance, Objective
from gdviz.engine.options import Options
from gdviz.engine.run.batches import Batches
from gdviz.engine.run.stop import Status
from gdviz.engine.run.thinning import path_length

if TYPE_CHECKING:
    import pandas as pd


ALIKE = 1e-9  # of what the best run gained: losses that differ by less are called the same


class Whole(NamedTuple):
    """What is known of all n steps of a run whose record has gaps.

    Attributes
    ----------
    at : (m+1,), the step of each recorded iterate
    losses : (n+1,), the loss at every iterate
    length : of the path through every iterate
    """

    at: np.ndarray
    losses: np.ndarray
    length: float


class Evaluations(NamedTuple):
    """How often the method asked the objective (what is evaluated for the picture only is not counted)."""

    value: int
    gradient: int
    hessian: int


@dataclass(frozen=True, eq=False)
class Path:
    """A run of n steps.

    Row k of `theta`, `loss` and `gradient` is after k steps; row k of `rate` and `quantities` is of step k +
    1. All lengths are in the units of the objective's parameters.

    Attributes
    ----------
    objective, rule, hyper, lr : what was descended, how, the hyper-parameters and the base learning rate (nan
        where the method has none)
    theta, loss, gradient : (n+1, D), (n+1,), (n+1, D), the iterates, true loss and true gradient there
    rate : (n,), learning rate of each step
    quantities : name -> (n,), (n, D) or (n, D, D), every name that the equations assign, and g as the rule
        saw it
    initial : state name -> value before the first step
    status, reason : how it ended, and one sentence that names the step and the cause
    evaluations : totals
    evaluated : (n+1, 3), values, gradients and Hessians that were evaluated up to each iterate
    planned : T, the number of steps that the run was given
    options : how it was made (schedule, noise, seed, clip, ...), with the learning rate that it was given
    maximize : whether it climbed
    batches, batch_loss : which rows each step saw, and their loss (n,) before the step; None for full batches
    seconds : computing time that the steps took, as it was measured
    whole : what is known of all steps where the record has gaps (then it has m+1 rows instead of n+1), since
        all would take more than 256 MB, else None
    notes : what others have computed of this run and would compute again

    Examples
    --------
    >>> import gdviz
    >>> path = gdviz.descend("booth", "gd", start=(0, 0), steps=100, lr=0.05)
    >>> path.theta.shape, path.loss.shape, path.rate.shape
    ((101, 2), (101,), (100,))
    >>> path.reason
    'Ran all 100 steps; the loss is 1.41102e-09 at x = 1, y = 3.'
    """

    objective: Objective
    rule: Method
    hyper: dict[str, float]
    lr: float
    theta: np.ndarray
    loss: np.ndarray
    gradient: np.ndarray
    rate: np.ndarray
    quantities: dict[str, np.ndarray]
    initial: dict[str, np.ndarray]
    status: Status
    reason: str
    evaluations: Evaluations
    evaluated: np.ndarray
    planned: int
    options: Options
    maximize: bool = False
    batches: Batches | None = None
    batch_loss: np.ndarray | None = None
    seconds: float = float("nan")
    whole: Whole | None = None
    notes: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def steps(self) -> int:
        """n, the number of steps made."""
        return int(self.whole.at[-1]) if self.whole else len(self.rate)

    @property
    def gradients(self) -> np.ndarray:
        """Gradient evaluations (n+1,) up to each iterate."""
        return self.evaluated[:, 1]

    @property
    def at(self) -> np.ndarray:
        """The step (m+1,) that each row of `theta` is after: 0, 1, ... n where the record has no gaps."""
        return self.whole.at if self.whole else np.arange(len(self.theta))

    def distance(self) -> np.ndarray:
        """Compute the distance (n+1,) of each iterate to the nearest minimum; nan where none is known."""
        if isinstance(self.objective, HasDistance):
            return np.asarray(self.objective.distance(self.theta))
        if not len(self.objective.minima):
            return np.full(len(self.theta), np.nan)
        with np.errstate(all="ignore"):
            away = self.theta[:, None, :] - self.objective.minima
            return np.asarray(np.sqrt((away * away).sum(-1)).min(-1))

    def length(self) -> float:
        """Compute the length of the path through all iterates."""
        with np.errstate(all="ignore"):
            return self.whole.length if self.whole else path_length(self.theta)

    def steps_to(self, tolerance: float = 1e-3) -> int | None:
        """Find the first step whose loss is within `tolerance` of the minimum; None if never or unknown."""
        if self.objective.minimum is None or self.maximize:
            return None
        losses = self.whole.losses if self.whole else self.loss
        near = np.flatnonzero(losses - self.objective.minimum <= tolerance)
        return int(near[0]) if len(near) else None

    def frame(self, widest: int | None = None) -> pd.DataFrame:
        """Make a table of the run, one row per iterate.

        Parameters
        ----------
        widest : int, optional
            The most columns that one quantity may take: a wider one (a matrix of many parameters) is left
            out. All are in the table if nothing is said.

        Returns
        -------
        pandas.DataFrame
            n+1 rows.

        Notes
        -----
        Its columns are step, the coordinates, loss, `gradient x` per coordinate, learning rate, batch loss,
        then what the equations assign; vectors get a column per coordinate, matrices one per entry. The first
        meaning of a heading keeps it: where a coordinate or an equation has the same name, its own heading
        says what it is, as in `loss (parameter)` or `step (assigned)`, and counts if there are several.

        Examples
        --------
        >>> import gdviz
        >>> path = gdviz.descend("booth", "newton", start=(0, 0), steps=1)
        >>> path.frame().columns[-4:].tolist(), path.frame(widest=2).columns[-2:].tolist()
        (['H yx', 'H yy', 'p x', 'p y'], ['p x', 'p y'])
        """
        import pandas as pd

        names, table = self.objective.names, _Columns()
        table.add("step", self.at)
        for i, name in enumerate(names):
            table.add(name, self.theta[:, i], "parameter")
        table.add("loss", self.loss)
        for i, name in enumerate(names):
            table.add(f"gradient {name}", self.gradient[:, i], "gradient")
        if self.rule.has_rate:
            table.add("learning rate", _beside_iterates(self.rate))
        if self.batch_loss is not None:
            table.add("batch loss", _beside_iterates(self.batch_loss))
        # by the number of axes: a number, a vector, a matrix for each step
        entries = {1: [""], 2: names, 3: [f"{a}{b}" for a in names for b in names]}
        for key, quantity in self.quantities.items():
            if key == "theta" or key in self.wider(widest):
                continue
            flat = quantity.reshape(len(quantity), int(np.prod(quantity.shape[1:])))
            for i, entry in enumerate(entries[quantity.ndim]):
                table.add(f"{key} {entry}".strip(), _beside_iterates(flat[:, i]), "assigned")
        return pd.DataFrame(table.columns)

    def wider(self, columns: int | None) -> list[str]:
        """Name the quantities that take more columns of a table than that; none if it is None."""
        width = {key: math.prod(quantity.shape[1:]) for key, quantity in self.quantities.items()}
        return [key for key, taken in width.items() if columns is not None and taken > columns]


class _Columns:
    """Columns of a table whose headings differ."""

    # these belong to every run, whatever its parameters and quantities are called
    OURS = ("step", "loss", "learning rate", "batch loss")

    def __init__(self) -> None:
        self.columns: dict[str, np.ndarray] = {}

    def add(self, name: str, column: np.ndarray, kind: str = "") -> None:
        """Add a column; its kind ("" for one of ours) tells it from others of that name."""
        heading, k = name, 1
        while heading in self.columns or kind and heading in self.OURS:
            heading, k = f"{name} ({kind}{f' {k}' if k > 1 else ''})", k + 1
        self.columns[heading] = column


def _beside_iterates(column: np.ndarray) -> np.ndarray:
    """Put the quantity of step k beside iterate k; the start has none."""
    return np.concatenate([[np.nan], column])
