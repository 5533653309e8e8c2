"""The whole choice of a page as plain values: cache key, content of a link and input of tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.engine.entry import MAX_STEPS
from gdviz.ui.spec.option import PROBLEM, VIEW, entry, flag, indices, number, numbers, one_of, whole

Params = tuple[tuple[str, float], ...]
WEIGHTS = "weights"  # the plane of two parameters
OWN = "own"  # in place of a slug: a text of one's own
MAX_ENTRANTS = 8
MAX_BATCH = 10**9  # rows, whatever the data
MOST_LINKED = 256  # parameters of a start that a link holds: up to 6 KB, and many servers take 8 KB


@dataclass(frozen=True)
class Choice:
    """A library entry by slug, or one's own by text, with the parameters that differ from their defaults."""

    slug: str = ""
    text: str | None = None
    params: Params = ()

    @property
    def key(self) -> str:
        """Its slug, or OWN for a text of one's own."""
        return self.slug or OWN


@dataclass(frozen=True)
class Entrant:
    """An optimizer of the race with its learning rate (None: derived)."""

    optimizer: Choice
    lr: float | None = None


@dataclass(frozen=True)
class Spec:
    """Everything that a race and its picture depend on.

    `problem` holds the plain values of what is descended: `gdviz.ui.problems` has a class for each kind of
    problem. `entrants` are the optimizers. `kind` is the name of the kind of problem where the page takes
    several and this is not its usual one. `beside` holds the plain values, a frozen dataclass of options, of
    what a page shows besides the race, if anything; no run depends on it. Each other field declares what it
    is called in links, controls and captions.
    """

    problem: Any
    entrants: tuple[Entrant, ...] = ()
    kind: str = ""
    beside: Any = None
    axes: tuple[int, ...] = indices((0, 1), "axes", picture_only=True, scope=PROBLEM, needs="axes")
    others: str = one_of(
        "optimum",
        {"optimum": "the optimum", "path": "the path's value"},
        "others",
        "Other parameters at",
        picture_only=True,
        needs="axes",
    )
    plane: str = one_of(
        WEIGHTS,
        {WEIGHTS: "two parameters", "pca": "path (PCA)", "random": "random"},
        "plane",
        "Picture over",
        picture_only=True,
        scope=PROBLEM,
        needs="axes",
        help="Two of the parameters; or the plane of the first two principal components of the path in "
        "focus, in which it moves most; or the plane of two random directions through its last point",
    )
    plane_seed: int = whole(
        0,
        "directions",
        "Seed of the directions",
        0,
        10**9,
        picture_only=True,
        scope=PROBLEM,
        needs="axes",
        help="Another seed, other random directions",
    )
    show_penalty: bool = flag(
        False, "contour", "Show the penalty's contour lines", picture_only=True, needs="penalty"
    )
    over: str = one_of(
        "steps",
        {"steps": "steps", "epochs": "epochs", "evaluations": "evaluations", "time": "computing time"},
        "over",
        picture_only=True,
    )
    window: tuple[float, ...] | None = numbers(None, "window", picture_only=True, scope=VIEW)
    start: tuple[float, ...] | None = numbers(None, "start", scope=PROBLEM)
    batch: int | None = whole(
        None,
        "batch",
        "Batch size",
        1,
        MAX_BATCH,
        off="all rows",
        needs="rows",
        argument="batch_size",
        assumed="all rows",
        help="Rows that the gradient of a step is taken over: empty for all, 1 for stochastic descent. "
        "Seeded (under More), and the same for all optimizers.",
    )
    replacement: bool = flag(
        False,
        "replacement",
        "Draw with replacement",
        needs="rows",
        argument="replacement",
        help="Draw every batch from all rows. Without: each epoch visits each row once, in a new order.",
    )
    schedule: Choice | None = entry(None, "schedule", "rate", assumed="a constant rate")
    steps: int = whole(300, "steps", "Steps", 1, MAX_STEPS, group="steps", argument="steps")
    maximize: bool = flag(
        False,
        "ascent",
        "Gradient ascent",
        group="more",
        argument="maximize",
        help="Climb instead of descend",
        caption="Gradient ascent: the optimizers see the negative gradient.",
    )
    noise: float = number(
        0.0,
        "noise",
        "Gradient noise",
        0.0,
        1e6,
        group="more",
        argument="noise",
        assumed="gradients without noise",
        help="Standard deviation of normal noise on each gradient, the same for every optimizer",
        caption="Gradients carry normal noise of deviation {noise:g} (seed {seed}, the same for all).",
    )
    seed: int = whole(
        0, "seed", "Seed", 0, 10**9, group="more", argument="seed", help="Another seed, another noise"
    )
    clip: float | None = number(
        None,
        "clip",
        "Clip gradient to norm",
        1e-12,
        1e12,
        off="no clipping",
        group="more",
        argument="clip",
        help="Longer gradients are shortened to this norm; empty: none is",
        assumed="gradients that are not clipped",
        caption="Gradients longer than {clip:g} are clipped to that norm.",
    )
    stop_gradient: float | None = number(
        1e-9, "tol", "Gradient norm at most", 0.0, 1e6, off="off", group="stop", argument="stop.gradient"
    )
    stop_loss: float | None = number(
        None,
        "target",
        "Loss at most",
        -1e300,
        1e300,
        off="off",
        group="stop",
        argument="stop.loss",
        help="With gradient ascent: at least",
        caption="Runs stop at a loss of {stop_loss:g}.",
    )
    patience: int | None = whole(
        None,
        "patience",
        "No progress for steps",
        1,
        MAX_STEPS,
        off="off",
        group="stop",
        argument="stop.patience",
        caption="Runs stop after {patience} steps without progress.",
    )
    progress: float = number(
        0.0, "progress", "Progress is more than", 0.0, 1e6, group="stop", argument="stop.progress"
    )
