"""What the panels show of a fit: the loss over two of its parameters, the data, and remarks on both."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from gdviz.engine import DataLoss, LossOverRows, ModelLoss, Path, Plane, Slice
from gdviz.player.scene.data import Across, DataView, ModelView
from gdviz.player.scene.data.rows_view import ALL_TOLD, RowsView
from gdviz.ui.problems.fit.choice import loss_over_rows
from gdviz.ui.problems.fit.hand.edited import EditedTable
from gdviz.ui.problems.fit.objective import across_of
from gdviz.ui.problems.fit.spec import RowsChoice
from gdviz.ui.problems.planes import SIDE, plane_of
from gdviz.ui.problems.problem import Load, Picture
from gdviz.ui.spec.spec import WEIGHTS, Spec

POINTS = 1.2e7  # evaluations of a row's loss that the picture's grid may take ...
FEWER = 2.5e6  # ... and while a point of the data moves
WORK = 2e9  # multiplications that the grid may take: rows times parameters times points
WIDE_SIDE = 72  # of a grid where not all parameters are told: more of them have more to send
FEWEST = 12  # points per side, whatever they cost
RAVINE = 50  # ratio of the curvatures from which on the contours are first shown on a logarithmic scale


def picture(spec: Spec, followed: Path | None, step: int | None) -> Picture:
    """Return what the panels show, see `Problem.picture`."""
    shown, at = shown_of(spec, followed, step)
    noisy = spec.noise > 0 or spec.clip is not None
    table = spec.problem.table
    ranges = table.ranges if isinstance(table, EditedTable) else {}
    view: dict[str, Any] = {
        "follow": at,
        "penalty": spec.show_penalty,
        "noisy": noisy,
        "ranges": ranges,
        "runs": len(spec.entrants),
    }
    whole = loss_over_rows(spec.problem)
    kind: type[RowsView] = DataView if isinstance(whole, DataLoss) else ModelView
    data = kind.of(shown, over=over_of(spec.problem, whole), **view)
    kept = table.levels if isinstance(table, EditedTable) and table.moving else None
    side = resolution(spec.problem)
    if isinstance(shown, Plane):
        side = min(side, SIDE)
    return Picture(shown, data, side, kept or levels(shown))


def over_of(choice: RowsChoice, whole: LossOverRows) -> Across | None:
    """Return the features that the picture of the data is over; None where they are no classes."""
    return across_of(choice, whole) if whole.data.classes else None


def shown_of(spec: Spec, followed: Path | None, step: int | None) -> tuple[Slice | Plane, int | None]:
    """Return the loss over what spans the picture, and the step that a slice follows.

    Raises
    ------
    PlaneRefused
        Where a plane is chosen that cannot be taken of the run.
    """
    if spec.plane == WEIGHTS:
        return slice_of(spec, followed, step)
    whole = loss_over_rows(spec.problem)
    return plane_of(spec, followed, whole.rows * whole.dimension), None


def slice_of(spec: Spec, followed: Path | None, step: int | None) -> tuple[Slice, int | None]:
    """Return the loss over the parameters that span the picture, with all others fixed.

    They are fixed at the best ones that are known, and the second value is None. Or they are those of the
    run `followed` at `step` (None: its last one), which is the second value then.
    """
    whole = loss_over_rows(spec.problem)
    if follows(spec):
        theta = followed.theta if followed is not None else np.array([spec.start or whole.start])
        step = len(theta) - 1 if step is None else min(step, len(theta) - 1)
        return Slice(whole, spec.axes, np.where(np.isfinite(theta[step]), theta[step], 0.0)), step
    return Slice(whole, spec.axes if whole.dimension > 1 else None, whole.best), None


def follows(spec: Spec) -> bool:
    """Return whether the picture's other parameters are those of the run at the play head."""
    whole = loss_over_rows(spec.problem)
    if spec.plane != WEIGHTS or whole.dimension <= 2:
        return False
    return spec.others == "path" or whole.best is None


def levels(shown: Slice | Plane) -> Literal["log", "linear"]:
    """Return the scale on which the contours are first shown: linear ones show only the walls of a ravine."""
    if shown.dimension == 1:  # a tangent is straight on a linear scale only
        return "linear"
    best = shown.whole.best if isinstance(shown.whole, ModelLoss) else None
    near = shown.start if best is None else shown.project(best)
    h = shown.hessian(shown.minima[0] if len(shown.minima) else near)
    values = np.linalg.eigvalsh(h) if np.isfinite(h).all() else np.zeros(2)
    return "log" if values[1] > RAVINE * max(values[0], 0) else "linear"


def resolution(fit: RowsChoice) -> int:
    """Return the points per side of the picture's grid, or along its curve: fewer for many rows.

    While a point moves there are fewer again where there are many rows: the values are as exact.
    """
    whole = loss_over_rows(fit)
    moving = isinstance(fit.table, EditedTable) and fit.table.moving
    points = (FEWER if moving else POINTS) / whole.rows
    if whole.dimension == 1:
        return int(np.clip(points, 257, 1025))
    side = np.sqrt(WORK / (whole.rows * whole.dimension))  # a slice of many parameters costs as many
    most = 128 if whole.dimension <= ALL_TOLD else WIDE_SIDE
    return int(max(FEWEST, min(np.clip(np.sqrt(points), 40, most), side)))


def load(objective: LossOverRows, batches: bool, runs: int) -> Load:
    """Return what each recorded step of so many runs costs, see `Problem.load`."""
    d = objective.dimension
    scores_rows = bool(objective.data.classes) or batches  # for the accuracy, or for the loss of a batch
    work = objective.rows * (d * runs + 20) if scores_rows else 0
    return Load(2 * d + 40, work)  # the gradient, row by row


def remarks(spec: Spec) -> list[str]:
    """Return what one should know of a fit before trusting its picture, a sentence each."""
    objective = loss_over_rows(spec.problem)
    rows, sentences = objective.rows, []
    if objective.test is not None:
        test = objective.test.rows
        sentences.append(
            f"{test} of {test + rows} rows are held out (seed {spec.problem.split}): all that is fitted"
            f"{'' if objective.best is None else ', and the optimum,'} is of the others."
        )
    if objective.data.left_out:
        sentences.append(f"{objective.data.left_out} rows with gaps are left out; {rows} are fitted.")
    if spec.batch is not None and spec.batch < rows:
        steps = -(-rows // spec.batch)
        drawn = "drawn anew from all rows" if spec.replacement else f"{steps} steps visit each row once"
        sentences.append(
            f"Each step sees {spec.batch} of {rows} rows ({drawn}; seed {spec.seed}, the same for all)."
        )
    if isinstance(objective, DataLoss):
        sentences += _remarks_on_the_optimum(objective)
    return sentences


def _remarks_on_the_optimum(objective: DataLoss) -> list[str]:
    best, rows = objective.optimum, objective.rows
    if objective.width > rows:
        sentences = [
            f"{objective.width} parameters for {rows} rows: many fits go through all points; a penalty picks "
            "one."
        ]
    elif best.theta is not None and not best.unique and objective.scores == 1:
        sentences = ["The columns depend on each other: a whole family of parameters is best."]
    else:
        sentences = []
    return sentences + ([best.how] if best.theta is None and objective.design.classes else [])
