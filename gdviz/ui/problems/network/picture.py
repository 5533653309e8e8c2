"""What the panels show of a network: its loss over two weights along the path, its data, its units."""

from __future__ import annotations

import numpy as np

from gdviz.engine import Network, Path, Plane
from gdviz.player.scene.network import NetworkView
from gdviz.ui.problems.fit.hand.edited import EditedTable
from gdviz.ui.problems.fit.picture import over_of, shown_of
from gdviz.ui.problems.network.explained import training_row
from gdviz.ui.problems.network.objective import objective_of
from gdviz.ui.problems.planes import SIDE
from gdviz.ui.problems.problem import Load, Picture
from gdviz.ui.spec.spec import Spec

POINTS = 6e7  # multiplications that the picture's grid may take
FEWEST, MOST = 24, 96  # points per side of the grid


def picture(spec: Spec, followed: Path | None, step: int | None) -> Picture:
    """Return what the panels show, see `Problem.picture`: the other weights are always those of the run."""
    shown, _ = shown_of(spec, followed, step)
    net, choice = objective_of(spec.problem), spec.problem
    last = 0 if followed is None else len(followed.theta) - 1
    data = NetworkView.of(
        shown,
        follow=last if step is None else min(step, last),
        penalty=spec.show_penalty,
        row=training_row(net, choice.row),
        parameter=net.names.index(choice.parameter) if choice.parameter else None,
        start=spec.start,
        runs=len(spec.entrants),
        over=over_of(choice, net),
        ranges=choice.table.ranges if isinstance(choice.table, EditedTable) else {},
    )
    side = resolution(net)
    side = min(side, SIDE) if isinstance(shown, Plane) else side
    return Picture(shown, data, side, sharp=choice.sharp)


def resolution(net: Network) -> int:
    """Return the points per side of the picture's grid: fewer for many rows and weights."""
    return int(np.clip(np.sqrt(POINTS / (net.rows * net.dimension)), FEWEST, MOST))


def load(net: Network, batches: bool, runs: int) -> Load:
    """Return what each recorded step of so many runs costs, see `Problem.load`."""
    scores_rows = bool(net.data.classes) or batches  # for the accuracy, or the loss of a batch
    work = net.rows * net.dimension * runs if scores_rows else 0
    return Load(len(net.layers.places) + 4, work)  # the gradient by layer
