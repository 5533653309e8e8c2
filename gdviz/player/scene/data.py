"""The data beside the loss: what the player's data panel draws, as a part of the scene's header and tables.

The panel holds no formula: a score is a row of the design's matrix times the parameters, a probability is read from a table.
What travels does not grow with the rows of the data: of many rows some are drawn (the fit and the loss take all of them).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import DataLoss, Objective, Slice
from gdviz.player.scene.codec import as_rows
from gdviz.player.scene.grid import Window
from gdviz.player.scene.places import Places, drawn_places
from gdviz.player.scene.rows import drawn, gradient_in_words, rows_of_steps

POINTS, BASIS = (
    500,
    15_000,
)  # points drawn at most; numbers of their basis at most (then fewer points, 200 at least)
HIGHLIGHTED, MARKED = 64, 40_000  # points of a batch that are marked at most; of all steps together
CURVE, CELLS = 96, 72  # abscissae of a curve, cells a side
ODDS, REACH = 257, 700.0  # scores at which the odds are told, and the largest of them
LEVELS = 65  # points a side of the penalty's grid
Tables = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, eq=False)
class DataView:
    """What is shown of the data behind a loss. Build it with `DataView.of` from the objective of the scene.

    Attributes
    ----------
    whole : the loss of all D parameters
    axes : which two of them span the picture, or the only one
    at (D,) : where the picture holds the others
    follow : the step whose parameters `at` are, where the picture is to follow the play head; else None
    penalty : whether the penalty's own contour lines are drawn
    noisy : whether the gradients of the runs carry noise or are clipped (a batch's mean is then computed anew)
    seed : of the choice of the drawn points
    """

    whole: DataLoss
    axes: tuple[int, ...]
    at: NDArray[np.float64]
    follow: int | None = None
    penalty: bool = False
    noisy: bool = False
    seed: int = 0

    @classmethod
    def of(
        cls,
        objective: Objective,
        *,
        follow: int | None = None,
        penalty: bool = False,
        noisy: bool = False,
        seed: int = 0,
    ) -> DataView:
        """The view of a `DataLoss` with one or two parameters or of a `Slice`. Raises ValueError where the panel cannot show it."""
        whole = objective.whole if isinstance(objective, Slice) else objective
        axes, at = (
            (objective.axes, objective.at)
            if isinstance(objective, Slice)
            else (tuple(range(min(2, whole.dimension))), np.zeros(whole.dimension))
        )
        if not isinstance(whole, DataLoss):
            raise ValueError(f"objective must be a loss over data or a slice of one, not {objective.name}")
        if whole.design.classes and whole.design.x.shape[1] != 2:
            raise ValueError(
                f"classes are drawn over two features; {whole.name} has {whole.design.x.shape[1]}"
            )
        return cls(whole, axes, at, follow, penalty and whole.penalty is not None, noisy, seed)

    @property
    def plain(self) -> bool:
        """Whether the picture's parameters are all there are, in their order."""
        return self.axes == tuple(range(self.whole.dimension))

    def seen(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """The picture's one or two of parameters (..., D)."""
        return theta if self.plain else theta[..., list(self.axes)]

    @property
    def kind(self) -> str:
        """ "line", "points" or "plane"."""
        d = self.whole.design
        return "plane" if d.classes else "line" if d.x.shape[1] == 1 else "points"

    def packed(
        self, paths: Sequence[Any], full: Sequence[int], window: Window
    ) -> tuple[dict[str, Any], Tables]:
        """The scene's part `data` and its tables. `full`: indices of the runs whose rows go along, in numbers.

        Raises ValueError where a path has another number of parameters.
        """
        w, d = self.whole, self.whole.design
        tables: Tables = {}
        if any(path.theta.shape[1] != w.dimension for path in paths):
            raise ValueError(f"every path must have the {w.dimension} parameters of {w.name}")
        longest = max((p for p in paths if p.batches and p.steps), key=lambda p: p.steps, default=None)
        places = self._places(longest)
        points = places.rows
        head: dict[str, Any] = {
            "kind": self.kind,
            "drawn": len(points),
            "at_drawn": int(places.counts.sum()),
            "rows": d.rows,
            "classes": list(d.classes),
            "scores": w.scores,
            "width": w.width,
            "parameters": list(w.names),
            "axes": list(self.axes),
            "at": [v if math.isfinite(v) else None for v in self.at.tolist()],
            "follow": self.follow is not None,
            "step": self.follow,
            "best": None if w.optimum.theta is None else w.optimum.theta.tolist(),
            "unit": f"mean over {d.rows} rows" if w.average != "sum" else f"sum over {d.rows} rows",
        }
        tables["data:row"] = as_rows(points + 1.0)
        tables["data:basis"] = as_rows(d.a[points])
        if (places.counts > 1).any():
            tables["data:count"] = as_rows(places.counts)
        {"line": self._line, "points": self._points, "plane": self._plane}[self.kind](head, tables, points)
        if longest is not None:
            self._batches(head, tables, longest, places.of)
        for i, path in enumerate(paths):
            if not self.plain:
                tables[f"full:{i}"] = as_rows(path.theta)
                with np.errstate(all="ignore"):
                    tables[f"norm:{i}"] = as_rows(np.sqrt((path.gradient**2).sum(1)))
            if d.classes:
                tables[f"accuracy:{i}"] = self._accurate(path)
            if path.batch_loss is not None:
                tables[f"batch_loss:{i}"] = as_rows(path.batch_loss)
        given = [i for i in full if paths[i].steps]
        if given:
            head["gradient"] = gradient_in_words(w, longest is not None)
            head["batch_rows"] = d.rows
            if longest is not None:
                head["batch_rows"] = _same(longest.batches.counts(longest.at[1:]), tables)
            for i in given:
                head["row_columns"] = rows_of_steps(w, paths[i], self.noisy, tables, i)
        if self.penalty:
            tables["penalty"] = self._penalty(window)
            head["penalty"] = hashlib.blake2b(tables["penalty"].tobytes(), digest_size=6).hexdigest()
        return head, tables

    def _places(self, longest: Any) -> Places:
        most = min(POINTS, max(200, BASIS // self.whole.width))
        return drawn_places(
            self.whole.design, most, self.seed, self.kind == "points", drawn(longest) if longest else None
        )

    def _line(self, head: dict[str, Any], tables: Tables, points: NDArray[np.int64]) -> None:
        d = self.whole.design
        head["x"], head["y"] = _axis(d.features[0], d.x[:, 0]), _axis(d.target, d.y)
        at = _even(head["x"]["range"], 2 if d.powers == ((1,),) else CURVE)
        tables |= {
            "data:x": as_rows(d.x[points, 0]),
            "data:y": as_rows(d.y[points]),
            "data:curve_x": as_rows(at),
            "data:curve": as_rows(d.basis(at[:, None])),
        }

    def _points(self, head: dict[str, Any], tables: Tables, points: NDArray[np.int64]) -> None:
        d = self.whole.design
        head["x"] = _axis(f"actual {d.target}", d.y)
        head["y"] = head["x"] | {"name": f"predicted {d.target}"}
        tables["data:y"] = as_rows(d.y[points])

    def _plane(self, head: dict[str, Any], tables: Tables, points: NDArray[np.int64]) -> None:
        d, loss = self.whole.design, self.whole.loss
        head["x"], head["y"] = (_axis(name, d.x[:, j]) for j, name in enumerate(d.features))
        head["grid"] = [CELLS, CELLS]
        tables |= {
            "data:x": as_rows(d.x[points, 0]),
            "data:y": as_rows(d.x[points, 1]),
            "data:label": as_rows(d.y[points]),
        }
        # a monomial is a product of a function of x and one of y, so two short tables and a constant give the whole grid
        at = [_even(head[axis]["range"], CELLS) for axis in "xy"]
        ones = [np.ones((CELLS, 1))] * d.intercept
        across, up = (
            np.concatenate([np.stack([v ** w[j] for w in d.powers], axis=1), *ones], axis=1)
            for j, v in enumerate(at)
        )
        scale, shift = np.ones(d.width), np.zeros(d.width)
        scale[: len(d.powers)], shift[: len(d.powers)] = d.scale, -d.centre / d.scale
        tables |= {
            "data:grid_x": as_rows(across / scale),
            "data:grid_y": as_rows(up),
            "data:grid_shift": as_rows(shift[None]),
        }
        if loss.chance is not None:
            scores, odds = log_odds(loss.chance)
            tables |= {"data:odds_z": as_rows(scores), "data:odds": as_rows(odds)}

    def _batches(self, head: dict[str, Any], tables: Tables, longest: Any, place: NDArray[np.int64]) -> None:
        most = min(HIGHLIGHTED, max(8, MARKED // len(longest.rate)))
        marked = []
        for rows in drawn(longest):
            at = place[rows]
            marked.append(np.unique(at[at >= 0])[:most])
        starts = np.concatenate([[0], np.cumsum([len(m) for m in marked])])
        tables |= {"data:batch": as_rows(np.concatenate([[], *marked])), "data:batch_start": as_rows(starts)}
        rows = longest.batches.counts(np.arange(1, longest.at[-1] + 1))
        tables["data:taken"] = as_rows(np.concatenate([[0], np.cumsum(rows)])[longest.at])
        head["batch"] = int(longest.batches.counts(longest.at[1:]).max())

    def _accurate(self, path: Any) -> NDArray[np.float32]:
        if (
            "accuracy" not in path.notes
        ):  # of all rows at all iterates: costly where there are many, and the same in every scene
            path.notes["accuracy"] = as_rows(self.whole.accuracy(path.theta))
        known: NDArray[np.float32] = path.notes["accuracy"]
        return known

    def _penalty(self, window: Window) -> NDArray[np.float32]:
        sides = [_even(side, LEVELS if len(window) == 2 else CURVE) for side in window]
        grid = np.stack(np.meshgrid(*sides), axis=-1)
        points = np.tile(self.at, (*grid.shape[:-1], 1))
        points[..., list(self.axes)] = grid
        with np.errstate(all="ignore"):
            value = self.whole.penalised(points.reshape(-1, self.whole.dimension))[0]
        return as_rows(np.atleast_2d(value.reshape(grid.shape[:-1])))


def log_odds(
    chance: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores (n,), dense near 0, and the logarithm of the odds there: the player reads the probability of any score from it.

    Odds need no clamp: a probability of 1e-30 or of 1 - 1e-30 is as exact as one of a half. Where a probability is 0 or so
    near to 1 that its rest has lost its digits, the odds go on as straight as they went there.
    """
    at = np.sinh(np.linspace(-np.arcsinh(REACH), np.arcsinh(REACH), ODDS))
    p = np.broadcast_to(chance(at), at.shape)
    known = (p > 1e-300) & (p < 1 - 1e-7)
    at, p = at[known], p[known]
    odds = np.log(p) - np.log1p(-p)
    ends = (at < at[0] / 2), (at > at[-1] / 2)  # straight on, as over the outer half of what is known
    slopes = [np.polyfit(at[end], odds[end], 1)[0] for end in ends]
    far = np.array([-1e6, 1e6])
    outside = odds[[0, -1]] + slopes * (far - at[[0, -1]])
    return np.concatenate([far[:1], at, far[1:]]), np.concatenate([outside[:1], odds, outside[1:]])


def _even(side: Sequence[float], count: int) -> NDArray[np.float64]:
    """`count` values from one end to the other."""
    return np.linspace(side[0], side[1], count)


def _axis(name: str, values: NDArray[np.float64]) -> dict[str, Any]:
    """An axis that holds all values with some room."""
    lo, hi = float(values.min()), float(values.max())
    pad = 0.06 * (hi - lo) if hi > lo else max(abs(lo) * 0.1, 0.5)
    return {"name": name, "range": [lo - pad, hi + pad]}


def _same(sizes: NDArray[np.int64], tables: Tables) -> int | None:
    """How many rows every batch has; None where they differ, and the numbers become a table."""
    if (sizes == sizes[0]).all():
        return int(sizes[0])
    tables["data:batch_rows"] = as_rows(sizes)
    return None
