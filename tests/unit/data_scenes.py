"""Scenes over data for the tests of what is sent."""

import numpy as np

import gdviz
from gdviz.engine import Slice, Table
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from gdviz.player.scene.wire import read_scene

TASKS = [
    ("line", "squared"),
    ("curve", "huber"),
    ("collinear", "squared"),
    ("blobs", "cross_entropy"),
    ("moons", "cross_entropy"),
    ("overlapping", "hinge"),
    ("three_classes", "softmax"),
]


def plane_table(n=40):
    """A target that hangs on three features."""
    x = np.random.default_rng(3).normal(size=(n, 3))
    return Table("Three", {"a": x[:, 0], "b": x[:, 1], "c": x[:, 2], "y": x @ [1.0, -2.0, 0.5] + 3})


def runs_on(whole, slugs=("gd", "adam"), steps=25, **options):
    return [
        Competitor.at(
            i, s, gdviz.optimizers[s].name, gdviz.descend(whole, s, steps=steps, stop=None, **options)
        )
        for i, s in enumerate(slugs)
    ]


def scene(
    data="line",
    loss="squared",
    axes=(0, 1),
    at=None,
    view=None,
    focus=1,
    plain=True,
    average="mean",
    penalty=None,
    parameters=None,
    hold_out=0.0,
    **run,
):
    whole = gdviz.data_loss(
        data, loss, average=average, penalty=penalty, parameters=parameters, hold_out=hold_out
    )
    objective = whole if whole.dimension == 2 and plain else Slice(whole, axes, at)
    made = Scene.of(
        objective,
        runs_on(whole, **run),
        focus=focus,
        data=DataView.of(objective, **(view or {})),
        resolution=16,
    )
    return made, whole, *read_scene(made.to_bytes())


def rows_of_steps(part, arrays, run, steps):
    """The first rows of each step (n, R, C), as the player puts them together from what is sent."""
    names, scores = part["row_columns"], part["scores"]
    known = {row[0]: row for row in arrays[f"known:{run}"].tolist()}
    cells = arrays[f"rows:{run}"].reshape(steps, -1, 2 + 2 * scores)
    whole = np.full((*cells.shape[:2], len(names)), np.nan)
    for at in np.ndindex(*cells.shape[:2]):
        number, *passes = cells[at].tolist()
        if number in known:
            whole[at] = [number, known[number][1], *passes, *known[number][2:]]
    return whole
