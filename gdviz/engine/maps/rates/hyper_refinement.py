"""A map of two hyper-parameters that is computed piece by piece: coarse first, then all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.entry import check_parameters
from gdviz.engine.maps.judged import judged_sweep
from gdviz.engine.maps.pieces import Piece, Pieces
from gdviz.engine.maps.rates.hyper_map import MAX_CELLS, START, Axis, HyperMap, check_axes, limits_of
from gdviz.engine.maps.rates.outcome import least_of, outcomes
from gdviz.engine.method.default_rate import default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule, rule_of_equations
from gdviz.engine.objective import Objective
from gdviz.engine.options import check_single, split_keywords
from gdviz.engine.run.many.sweep import Sweep
from gdviz.engine.start import check_start

COARSE = 8  # cells along a side that are computed first
AT_ONCE = 4_000_000  # numbers of the iterates that are held at a time


class CellEnds(NamedTuple):
    """How the runs of some cells ended.

    Attributes
    ----------
    loss, steps, codes, outcome : (B,), as `HyperMap` has them
    least : (B,), the least loss of each run, inf where it diverged; negative losses where runs climb
    counted : (B,), the loss from which each outcome was counted
    """

    loss: np.ndarray
    steps: np.ndarray
    codes: np.ndarray
    outcome: np.ndarray
    least: np.ndarray
    counted: np.ndarray

    @classmethod
    def blank(cls, count: int) -> CellEnds:
        """Return arrays to be filled."""
        whole = np.zeros(count, dtype=int), np.zeros(count, dtype=np.int8)
        return cls(np.full(count, np.nan), *whole, *(np.full(count, v) for v in (np.inf, np.inf, np.nan)))


@dataclass(frozen=True)
class CellRuns:
    """Makes the runs of cells. It can be pickled, so that another process makes them.

    Attributes
    ----------
    objective, rule, start : what is descended, how, and from where
    keywords : of all runs
    sign : of the loss that is to fall; -1 where runs climb
    """

    objective: Objective
    rule: Rule
    start: np.ndarray
    keywords: Mapping[str, Any]
    sign: float

    def __call__(
        self,
        values: Mapping[str, np.ndarray],
        steps: int,
        least: float,
        is_known: bool,
        check: Callable[[], object] | None = None,
    ) -> CellEnds:
        """Run with values (B,) of what varies.

        Outcomes are counted from the `least` loss; where that `is_known` no better, from what is less here.
        """
        cells = len(next(iter(values.values())))
        starts = np.tile(self.start, (cells, 1))
        for i, name in enumerate(self.objective.names):
            starts[:, i] = values.get(f"{START}{name}", starts[:, i])
        varied = {k: v for k, v in values.items() if not k.startswith(START) and k != "batch_size"}
        out = CellEnds.blank(cells)
        block = max(1, AT_ONCE // ((steps + 1) * starts.shape[1]))
        for chosen, more in _together(values.get("batch_size"), cells):
            for first in range(0, len(chosen), block):
                some = chosen[first : first + block]
                arguments = {**self.keywords, **{k: v[some] for k, v in varied.items()}, **more}
                ends = judged_sweep(
                    self.objective, self.rule, starts[some], paths=True, steps=steps, check=check, **arguments
                )
                found = self._judged(ends, least, is_known)
                for held, new in zip(out, found, strict=True):
                    held[some] = new
        return out

    def _judged(self, ends: Sweep, least: float, is_known: bool) -> CellEnds:
        """Return the ends of runs, with their outcomes."""
        assert ends.paths is not None
        with np.errstate(all="ignore"):
            loss = self.sign * self.objective.value(ends.paths)
        own = least_of(loss, ends.codes)
        counted = least if is_known else _least([least, *own.tolist()])
        shares = outcomes(loss, ends.codes, counted)
        return CellEnds(ends.loss, ends.steps, ends.codes, shares, own, np.full(len(own), counted))


def _least(losses: Iterable[float]) -> float:
    """Return the least loss; 0 where no run has a finite one."""
    least = min(losses)
    return float(least) if np.isfinite(least) else 0.0


def _together(sizes: np.ndarray | None, cells: int) -> list[tuple[np.ndarray, dict[str, int]]]:
    """Return which cells can be run together, and with what: all, unless their batches differ in size."""
    if sizes is None:
        return [(np.arange(cells), {})]
    return [(np.flatnonzero(sizes == size), {"batch_size": int(size)}) for size in np.unique(sizes)]


class HyperRefinement(Pieces):
    """A map of two hyper-parameters under way. The arguments are those of `hyper_map`.

    Where the minimum is not known, losses are counted from the least that any run met. That is known at the
    end: then the runs of the cells that were counted from another one are made again, since the losses of all
    runs together would be too many to keep.

    Examples
    --------
    >>> import gdviz
    >>> from gdviz.engine import HyperRefinement
    >>> axes = ("lr", [0.1, 0.2, 0.4]), ("momentum", [0.0, 0.5])
    >>> map = HyperRefinement(gdviz.surfaces["sphere"], gdviz.optimizers["momentum"], *axes)
    >>> piece = map.next_piece(most=2)
    >>> map.take(piece, map.runs(*map.arguments(piece)))
    >>> map.map().computed.tolist()
    [[True, True, False], [False, False, False]]
    """

    runs: CellRuns

    def __init__(
        self, objective: Objective, optimizer: Method, x: Axis, y: Axis, *, start: Any = None, **keywords: Any
    ) -> None:
        optimizer.check_rate()
        rule = rule_of_equations(optimizer)
        begin = check_start(objective, start)
        keywords = {"steps": 300, **keywords}
        check_single(keywords, "runs of the map")
        options, hyper = split_keywords(rule, keywords)
        self.known = {k: float(v) for k, v in check_parameters(rule, hyper).items()}
        self.axes, self.options = check_axes(objective, rule, x, y), options
        xs, ys = self.axes.values()
        if len(xs) * len(ys) > MAX_CELLS:
            raise ValueError(f"a map has at most {MAX_CELLS} cells, not {len(ys)} x {len(xs)}")
        if options.lr is None and "lr" not in self.axes:
            keywords["lr"] = default_rate(objective, rule, begin)
        del keywords["steps"]
        sign = -1.0 if options.maximize else 1.0
        self.runs = CellRuns(objective, rule, begin, keywords, sign)
        super().__init__((len(ys), len(xs)), options.steps, objective.dimension, COARSE)
        self.least = None if options.maximize else objective.minimum
        self.found = CellEnds.blank(len(self.computed))
        self.runs(*self.arguments(Piece(np.array([0]), 1)))  # refuses keywords that cannot be used

    def arguments(self, piece: Piece) -> tuple[dict[str, np.ndarray], int, float, bool]:
        """Return what `runs` is called with for a piece."""
        (x_name, xs), (y_name, ys) = self.axes.items()
        row, column = np.divmod(piece.cells, len(xs))
        met = float(self.found.least.min()) if self.least is None else self.least
        return {x_name: xs[column], y_name: ys[row]}, piece.steps, met, self.least is not None

    def keep(self, piece: Piece, found: CellEnds) -> None:
        """Keep the result of a piece."""
        for held, new in zip(self.found, found, strict=True):
            held[piece.cells] = new
        self.computed[piece.cells] = True

    def _plan(self) -> Iterator[Piece | None]:
        """Yield the cells to run, in their order; None where pieces that are out decide what comes next."""
        for stride in self.strides:
            yield self._left(self._nodes(stride))
        while self.out:
            yield None
        if self.least is None:
            self.least = _least(self.found.least.tolist())
            yield Piece(np.flatnonzero(self.found.counted != self.least), self.planned)
        while self.out:
            yield None

    def map(self) -> HyperMap:
        """Return the map as far as it is computed; elsewhere it shows what the nearest coarser cell does."""
        shown, runs = self._shown(), self.runs
        loss, steps, codes, outcome = (v[shown].reshape(self.shape) for v in self.found[:4])
        (x_name, xs), (y_name, ys) = self.axes.items()
        return HyperMap(
            title=runs.objective.name,
            rule=runs.rule,
            planned=self.planned,
            names=(x_name, y_name),
            x=xs,
            y=ys,
            loss=loss,
            steps=steps,
            codes=codes,
            outcome=outcome,
            limit=limits_of(runs.objective, runs.rule, self.axes, self.known, self.options),
            computed=self.computed.reshape(self.shape).copy(),
        )


def hyper_map(
    objective: Objective,
    optimizer: Method,
    x: Axis,
    y: Axis,
    *,
    check: Callable[[], object] | None = None,
    **keywords: Any,
) -> HyperMap:
    """Make a map of two hyper-parameters, see `gdviz.hyper_map`.

    `check` is called before every step of the runs; what it raises ends the map.
    """
    map = HyperRefinement(objective, optimizer, x, y, **keywords)
    while (piece := map.next_piece()) is not None:
        map.take(piece, map.runs(*map.arguments(piece), check))
    return map.map()
