"""Small pictures of what is fitted: a loss over its residual or score, a penalty over a weight, the points of a data set."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Dataset, Loss, Penalty, pick_columns
from gdviz.ui.reference.svg import SIZE, curve, mark, picture, place, points

REACH = 3.0  # of a residual, a score or a weight to either side of 0
TOP = 4.0  # of all losses alike, so that one sees which of them grows faster
MAX_POINTS = 160
MARKS = slice(12, None, 24)  # where a curve carries the marks of its class
_AXES = f'<path class="a" d="M10 {SIZE - 12}H{SIZE - 5}M{SIZE // 2 + 2} 8V{SIZE - 12}"/>'


@cache  # constant: one a library entry
def loss_picture(loss: Loss) -> str:
    """A regression loss over the residual; else the loss of each class over the score, in the colour and marks of the class."""
    at = np.linspace(-REACH, REACH, 121)
    curves = [np.broadcast_to(v, at.shape) for v in _losses(loss, at)]
    x = (at + REACH) / (2 * REACH)
    if len(curves) == 1:
        return picture(_AXES + curve(x, curves[0] / TOP))
    lines = "".join(f'<path class="l{k}" d="M{points(x, c / TOP)}"/>' for k, c in enumerate(curves))
    return picture(
        _AXES + lines + "".join(_marks(k, x[MARKS], c[MARKS] / TOP, 4.0) for k, c in enumerate(curves))
    )


def _losses(loss: Loss, at: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Values over the first score (all others 0): of the target 0, of each label, or of the first class and of any other."""
    params = tuple(p.default for p in loss.params)
    still = [np.zeros_like(at)] * (loss.scores - 1)
    if loss.scores == 1:
        targets = [[y] for y in (loss.labels if loss.task == "binary" else (0.0,))]
    else:
        targets = [[float(k == j) for j in range(loss.scores)] for k in (0, 1)]
    return [loss.compiled.value(at, *still, *map(np.float64, t), *params)[0] for t in targets]


@cache  # constant: one a library entry
def penalty_picture(penalty: Penalty) -> str:
    """A penalty over a weight."""
    at = np.linspace(-REACH, REACH, 121)
    (value,) = penalty.compiled.value(at, *(p.default for p in penalty.params))
    return picture(_AXES + curve((at + REACH) / (2 * REACH), value / value.max()))


def axes_of(data: Dataset) -> tuple[str, str]:
    """The two columns that the picture of a data set shows."""
    *features, target = data.columns
    return (features[0], target) if data.task == "regression" else (features[0], features[1])


@cache  # constant: one a library entry
def data_picture(data: Dataset) -> str:
    """The points of a data set: target over its first feature, or its first two features with a mark for each class."""
    *features, target = data.columns
    first, second = axes_of(data)
    rows = pick_columns(data.table(), [first] if data.task == "regression" else features, target, data.task)  # type: ignore[arg-type]
    some = np.unique(np.linspace(0, rows.rows - 1, min(rows.rows, MAX_POINTS)).round().astype(int))
    x, y = (
        _unit(rows.x[some, 0]),
        _unit((rows.x[:, features.index(second)] if rows.classes else rows.y)[some]),
    )
    frame = f'<path class="a" d="M10 8V{SIZE - 12}H{SIZE - 5}"/>'
    if not rows.classes:
        dots = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in zip(*place(x, y), strict=True))
        return picture(
            f'{frame}<path class="d" stroke-width="{5 if len(some) < 30 else 3.6}" stroke-opacity=".8" d="{dots}"/>'
        )
    radius = 3.2 if len(some) < 80 else 2.6
    label = rows.y[some].astype(int)
    return picture(
        frame + "".join(_marks(k, x[label == k], y[label == k], radius) for k in range(len(rows.classes)))
    )


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values as 0.04..0.96 of the picture's side."""
    low, high = values.min(), values.max()
    return 0.04 + 0.92 * (values - low) / (high - low)


def _marks(k: int, x: NDArray[np.float64], y: NDArray[np.float64], radius: float) -> str:
    shape = "".join(mark(k, a, b, radius) for a, b in zip(*place(x, y), strict=True))
    return f'<path class="c{k} p" d="{shape}"/>'
