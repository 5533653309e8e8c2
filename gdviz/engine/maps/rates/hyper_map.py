"""A map of two hyper-parameters: the same run for each pair of their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.maps.drawable import Drawable
from gdviz.engine.maps.rates.theory import is_plain, quadratic_curvature
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule
from gdviz.engine.method.stability import rate_limits
from gdviz.engine.objective import HasRows, Objective
from gdviz.engine.options import Options
from gdviz.engine.run.stop import statuses

MAX_CELLS = 262_144
START = "start."  # before the name of a coordinate of the start
Axis = tuple[str, Any]


@dataclass(frozen=True, eq=False)
class HyperMap(Drawable):
    """Runs that differ in two hyper-parameters alone.

    Attributes
    ----------
    title, rule, planned : what was descended, how, and in how many steps at most
    names : of what varies along x and along y
    x, y : (nx,), (ny,), the values, ascending
    loss, steps, codes : (ny, nx), how each run ended: its loss, after how many steps, index of the status
    outcome : (ny, nx), below 0 where a run converged, the closer to 0 the faster; above 0 where it did not,
        the larger the later it grew. As in Sohl-Dickstein (2024): sums, over the iterates, of the loss as a
        share of that at the start, or of 1/share. A share counts as at most 1e6, and 1/share too. The loss is
        counted from the minimum, where that is known; else from the least of the runs that did not diverge.
    limit : the rate that theory has as the limit, (ny,) where the rate varies along x, (nx,) where along y;
        nan outside of the range that the rule declares; None where theory does not hold, or the rate does
        not vary
    computed : (ny, nx), whether the run was made; where it was not, the map shows what one nearby does
    """

    title: str
    rule: Rule
    planned: int
    names: tuple[str, str]
    x: np.ndarray
    y: np.ndarray
    loss: np.ndarray
    steps: np.ndarray
    codes: np.ndarray
    outcome: np.ndarray
    limit: np.ndarray | None
    computed: np.ndarray

    @property
    def status(self) -> np.ndarray:
        """Status of each run, an object array (ny, nx)."""
        return statuses(self.codes)

    @property
    def converged(self) -> np.ndarray:
        """Whether each run (ny, nx) did not diverge, and the mean of its last 20 losses is below the first.

        A run that starts at the least loss and stays there converged, too.
        """
        below: np.ndarray = self.outcome <= 0
        return below

    def shade(self) -> np.ndarray:
        """Return the outcome by rank (ny, nx): -1 for the fastest to 0 that converged, 0 to 1 for the others.

        The two are stretched apart, so that each shows all its shades. 1 diverged first.
        """
        out, good = np.empty(self.outcome.shape), self.converged
        out[good] = -1 + _ranks(-self.outcome[good])
        out[~good] = 1 - _ranks(self.outcome[~good])
        return out


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return the rank of each value as a share from 0 to below 1; equal values have one rank."""
    kinds, place = np.unique(values, return_inverse=True)
    share: np.ndarray = place / max(1, len(kinds))
    return share


def axis_names(objective: Objective, rule: Method) -> list[str]:
    """Return the names of all that a map can vary."""
    starts = [f"{START}{name}" for name in objective.names]
    batches = ["batch_size"] if isinstance(objective, HasRows) else []
    return ["lr", *(p.name for p in rule.params), *starts, *batches]


def check_axes(objective: Objective, rule: Method, x: Axis, y: Axis) -> dict[str, np.ndarray]:
    """Return what varies along x and along y, name -> values (n,), ascending. Raises ValueError."""
    offered = axis_names(objective, rule)
    axes = [_check_axis(which, axis, offered) for which, axis in (("x", x), ("y", y))]
    if axes[0][0] == axes[1][0]:
        raise ValueError(f"x and y are both {axes[0][0]}; a map takes two different ones")
    return dict(axes)


def _check_axis(which: str, axis: Any, offered: Sequence[str]) -> tuple[str, np.ndarray]:
    """Return the name, one of those offered, and the values (n,) of an axis, ascending. Raises ValueError."""
    try:
        name, given = axis
        values = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{which} must be a name and a row of numbers, not {str(axis)[:60]}") from None
    if name not in offered:
        raise ValueError(f"{which} cannot vary {str(name)[:40]!r}; it is one of {', '.join(offered)}")
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"the values of {name} must be a row of finite numbers")
    values = np.unique(values)
    if len(values) > MAX_CELLS:
        raise ValueError(f"a map has at most {MAX_CELLS} cells, not {len(values)} along {which}")
    if name == "lr" and not values[0] > 0:
        raise ValueError("learning rates must be positive")
    if name == "batch_size" and (values != np.round(values)).any():
        raise ValueError("batch sizes must be whole numbers")
    return name, values


def limits_of(
    objective: Objective,
    rule: Rule,
    axes: Mapping[str, np.ndarray],
    known: Mapping[str, float],
    options: Options,
) -> np.ndarray | None:
    """Return the limit of the rate for each value of the other axis; None where theory has none."""
    curvature = quadratic_curvature(objective) if is_plain(options) else None
    if curvature is None or "lr" not in axes or "batch_size" in axes:
        return None
    (other,) = (name for name in axes if name != "lr")
    each = [{**known, other: v} if other in known else dict(known) for v in axes[other].tolist()]
    limits = np.array([rate_limits(rule, hyper, *curvature).stable for hyper in each], dtype=float)
    return None if np.isnan(limits).all() else limits
