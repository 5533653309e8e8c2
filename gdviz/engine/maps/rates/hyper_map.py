"""A map of two hyper-parameters: the same run for each pair of their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.entry import check_parameters
from gdviz.engine.maps.drawable import Drawable
from gdviz.engine.maps.rates.outcome import Block, least_of, outcomes
from gdviz.engine.maps.rates.theory import is_plain, quadratic_curvature
from gdviz.engine.method.default_rate import default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule
from gdviz.engine.method.stability import rate_limits
from gdviz.engine.objective import HasRows, Objective
from gdviz.engine.options import Options, check_single, split_keywords
from gdviz.engine.run.stop import statuses
from gdviz.engine.run.sweep import Sweep, sweep
from gdviz.engine.start import check_start

MAX_CELLS = 262_144
AT_ONCE = 4_000_000  # numbers of the iterates that are held at a time
MAX_LOSSES = 20_000_000  # that are kept until the least of all is known, where the minimum is not
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


def hyper_map(
    objective: Objective,
    optimizer: Rule,
    x: Axis,
    y: Axis,
    *,
    start: Any = None,
    check: Callable[[], object] | None = None,
    **keywords: Any,
) -> HyperMap:
    """Make a map of two hyper-parameters: the same run for each pair of their values.

    Parameters
    ----------
    objective, optimizer, start
        As for `descend`.
    x, y : (name, values)
        What varies: "lr", a hyper-parameter of the optimizer, "start." and the name of a coordinate, or
        "batch_size"; and its values, a row of numbers.
    check : callable, optional
        Called before every step of the runs; what it raises ends the map.
    **keywords
        As for `sweep`.

    Returns
    -------
    HyperMap

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> out = gdviz.hyper_map("sphere", "momentum", ("lr", [0.1, 1.0, 4.0]), ("momentum", [0.0, 0.5]))
    >>> out.loss.shape, out.limit.tolist()
    ((2, 3), [1.0, 1.5])
    """
    optimizer.check_rate()
    begin = check_start(objective, start)
    keywords = {"steps": 300, **keywords}
    check_single(keywords, "runs of the map")
    options, hyper = split_keywords(optimizer, keywords)
    known = check_parameters(optimizer, hyper)
    offered = axis_names(objective, optimizer)
    axes = [_check_axis(which, axis, offered) for which, axis in (("x", x), ("y", y))]
    (x_name, xs), (y_name, ys) = axes
    if x_name == y_name:
        raise ValueError(f"x and y are both {x_name}; a map takes two different ones")
    if len(xs) * len(ys) > MAX_CELLS:
        raise ValueError(f"a map has at most {MAX_CELLS} cells, not {len(ys)} x {len(xs)}")
    values = dict(zip((x_name, y_name), (a.ravel() for a in np.meshgrid(xs, ys)), strict=True))
    if options.lr is None and "lr" not in values:
        keywords["lr"] = default_rate(objective, optimizer, begin)
    ends, shares = _runs(objective, optimizer, begin, values, keywords, options, check)
    shape = (len(ys), len(xs))
    return HyperMap(
        title=objective.name,
        rule=optimizer,
        planned=options.steps,
        names=(x_name, y_name),
        x=xs,
        y=ys,
        loss=ends.loss.reshape(shape),
        steps=ends.steps.reshape(shape),
        codes=ends.codes.reshape(shape),
        outcome=shares.reshape(shape),
        limit=_limit(objective, optimizer, dict(axes), {k: float(v) for k, v in known.items()}, options),
    )


def axis_names(objective: Objective, rule: Method) -> list[str]:
    """Return the names of all that a map can vary."""
    starts = [f"{START}{name}" for name in objective.names]
    batches = ["batch_size"] if isinstance(objective, HasRows) else []
    return ["lr", *(p.name for p in rule.params), *starts, *batches]


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


def _runs(
    objective: Objective,
    rule: Rule,
    start: np.ndarray,
    values: Mapping[str, np.ndarray],
    keywords: Mapping[str, Any],
    options: Options,
    check: Callable[[], object] | None,
) -> tuple[Sweep, np.ndarray]:
    """Make the runs of all cells (B,); returns their ends, and what `HyperMap.outcome` says of each."""
    cells = len(next(iter(values.values())))
    starts = np.tile(start, (cells, 1))
    for i, name in enumerate(objective.names):
        starts[:, i] = values.get(f"{START}{name}", starts[:, i])
    varied = {k: v for k, v in values.items() if not k.startswith(START) and k != "batch_size"}
    out = Sweep(
        np.empty(starts.shape), np.empty(cells), np.empty(cells, dtype=int), np.empty(cells, dtype=np.int8)
    )
    sign = -1.0 if options.maximize else 1.0
    least = None if options.maximize else objective.minimum
    if least is None:
        _check_losses(cells, options.steps)
    shares, waiting = np.empty(cells), list[Block]()
    block = max(1, AT_ONCE // ((options.steps + 1) * starts.shape[1]))
    for chosen, more in _together(values.get("batch_size"), cells):
        for first in range(0, len(chosen), block):
            some = chosen[first : first + block]
            arguments = {**keywords, **{k: v[some] for k, v in varied.items()}, **more}
            ends = sweep(objective, rule, starts[some], paths=True, check=check, **arguments)
            out.theta[some], out.loss[some] = ends.theta, ends.loss
            out.steps[some], out.codes[some] = ends.steps, ends.codes
            with np.errstate(all="ignore"):
                loss = sign * objective.value(ends.paths)
            if least is None:
                waiting.append((some, loss, ends.codes))
            else:
                shares[some] = outcomes(loss, ends.codes, least)
    if least is None:
        least = least_of(waiting)
        for some, loss, codes in waiting:
            shares[some] = outcomes(loss, codes, least)
    return out, shares


def _check_losses(cells: int, steps: int) -> None:
    """Check that the losses of all runs can be kept. Raises ValueError."""
    if cells * (steps + 1) > MAX_LOSSES:
        most = MAX_LOSSES // cells - 1
        raise ValueError(
            f"without a known minimum a map keeps all losses, at most {MAX_LOSSES} of them; "
            f"with {cells} cells take at most {most} steps, not {steps}, or take fewer cells"
        )


def _together(sizes: np.ndarray | None, cells: int) -> list[tuple[np.ndarray, dict[str, int]]]:
    """Return which cells can be run together, and with what: all, unless their batches differ in size."""
    if sizes is None:
        return [(np.arange(cells), {})]
    return [(np.flatnonzero(sizes == size), {"batch_size": int(size)}) for size in np.unique(sizes)]


def _limit(
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
