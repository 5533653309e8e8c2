"""Small pictures of losses, penalties and data sets, each an SVG as the address of an <img>."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Dataset, Loss, Penalty, pick_columns
from gdviz.ui.reference.svg import (
    SIZE,
    axes,
    class_shape,
    filled_curve,
    inside_margins,
    path_points,
    picture_uri,
)

REACH = 3.0  # of a residual, a score or a weight to either side of 0
TOP = 4.0  # the same for all losses, so that one sees which of them grows faster
SAMPLES = 121  # of a curve
SHAPES_AT = slice(12, None, 24)  # samples at which a curve carries the shape of its class
MAX_POINTS = 160  # drawn of a data set
FEW, VERY_FEW = 80, 30  # points below these numbers are drawn larger
_CENTRE = SIZE // 2 + 2  # where 0 is


@cache  # constant: one a library entry
def loss_picture(loss: Loss) -> str:
    """Return a regression loss over its residual, or the loss of each class over the score.

    Each class has its colour and its shape.
    """
    at = np.linspace(-REACH, REACH, SAMPLES)
    curves = [np.broadcast_to(values, at.shape) for values in _losses(loss, at)]
    x = (at + REACH) / (2 * REACH)
    if len(curves) == 1:
        return picture_uri(axes(_CENTRE) + filled_curve(x, curves[0] / TOP))
    lines = "".join(f'<path class="l{k}" d="M{path_points(x, y / TOP)}"/>' for k, y in enumerate(curves))
    shapes = "".join(_class_shapes(k, x[SHAPES_AT], y[SHAPES_AT] / TOP, 4.0) for k, y in enumerate(curves))
    return picture_uri(axes(_CENTRE) + lines + shapes)


def _losses(loss: Loss, at: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return the loss over its first score, with all other scores 0, for each target that is shown.

    These are the target 0 of a regression, or both labels, or the first class and any other one.
    """
    params = tuple(p.default for p in loss.params)
    other_scores = [np.zeros_like(at)] * (loss.scores - 1)
    return [
        loss.compiled.value(at, *other_scores, *map(np.float64, target), *params)[0]
        for target in _targets(loss)
    ]


def _targets(loss: Loss) -> list[list[float]]:
    if loss.scores > 1:
        return [[float(k == j) for j in range(loss.scores)] for k in (0, 1)]
    return [[label] for label in loss.labels] if loss.task == "binary" else [[0.0]]


@cache  # constant: one a library entry
def penalty_picture(penalty: Penalty) -> str:
    """Return a penalty over a weight."""
    at = np.linspace(-REACH, REACH, SAMPLES)
    (values,) = penalty.compiled.value(at, *(p.default for p in penalty.params))
    return picture_uri(axes(_CENTRE) + filled_curve((at + REACH) / (2 * REACH), values / values.max()))


def drawn_columns(data: Dataset) -> tuple[str, str]:
    """Return the two columns that the picture of a data set shows: the one across, the one upwards."""
    *features, target = data.columns
    return (features[0], target) if data.task == "regression" else (features[0], features[1])


@cache  # constant: one a library entry
def data_picture(data: Dataset) -> str:
    """Return the points of a data set: the target over a feature, or two features with a shape a class."""
    *features, target = data.columns
    across, upwards = drawn_columns(data)
    used = [across] if data.task == "regression" else features
    columns = pick_columns(data.table(), used, target, data.task)  # type: ignore[arg-type]
    drawn = np.unique(np.linspace(0, columns.rows - 1, min(columns.rows, MAX_POINTS)).round().astype(int))
    x = _unit(columns.x[drawn, 0])
    if not columns.classes:
        return picture_uri(axes() + _dots(x, _unit(columns.y[drawn])))
    y = _unit(columns.x[drawn, features.index(upwards)])
    label = columns.y[drawn].astype(int)
    radius = 3.2 if len(drawn) < FEW else 2.6
    classes = range(len(columns.classes))
    return picture_uri(
        axes() + "".join(_class_shapes(k, x[label == k], y[label == k], radius) for k in classes)
    )


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values scaled to 0.04..0.96 of the picture's side."""
    low, high = values.min(), values.max()
    unit: NDArray[np.float64] = 0.04 + 0.92 * (values - low) / (high - low)
    return unit


def _dots(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """Return points of 0..1 x 0..1 as dots."""
    dots = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in zip(*inside_margins(x, y), strict=True))
    width = 5 if len(x) < VERY_FEW else 3.6
    return f'<path class="d" stroke-width="{width}" stroke-opacity=".8" d="{dots}"/>'


def _class_shapes(k: int, x: NDArray[np.float64], y: NDArray[np.float64], radius: float) -> str:
    """Return points of 0..1 x 0..1 as shapes of class k."""
    shapes = "".join(class_shape(k, a, b, radius) for a, b in zip(*inside_margins(x, y), strict=True))
    return f'<path class="c{k} p" d="{shapes}"/>'
