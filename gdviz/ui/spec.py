"""The whole choice of a page as plain values: the cache key, the URL and the test input."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Params = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Choice:
    """A library entry by slug, or a user's own by text, with the parameters that differ from their defaults."""

    slug: str = ""
    text: str | None = None
    params: Params = ()


@dataclass(frozen=True)
class Entrant:
    """An optimizer of the race with its learning rate (None: derived)."""

    optimizer: Choice
    lr: float | None = None


@dataclass(frozen=True)
class Fit:
    """Data, model and loss; None: as the data set says. `task` is "regression" or "binary" (any number of classes)."""

    task: str = "regression"
    data: Choice = field(default_factory=lambda: Choice("line"))
    table: Any = None  # a table of one's own instead, compared by identity: only its own session can name it
    seed: int = 0  # of made data
    features: tuple[str, ...] | None = None
    target: str | None = None
    degree: int | None = None
    scaling: str | None = None
    intercept: bool | None = None
    loss: Choice = field(default_factory=lambda: Choice("squared"))
    average: str = "mean"
    penalty: Choice | None = None


@dataclass(frozen=True)
class Spec:
    """Surface or fit, optimizers, schedule and everything else a run depends on."""

    surface: Choice = field(default_factory=lambda: Choice("rosenbrock"))
    fit: Fit | None = None  # then `surface` has no part in it
    axes: tuple[int, ...] = (0, 1)  # the two parameters of a fit that span the picture, see `resolve.axes_of`
    others: str = "optimum"  # where the other parameters are held: "optimum" or "path" (where the run is)
    show_penalty: bool = False
    batch: int | None = None  # rows of a mini-batch; None: all
    replacement: bool = False
    window: tuple[float, ...] | None = None  # x from, to (and y from, to); None: the objective's domain
    entrants: tuple[Entrant, ...] = ()
    schedule: Choice | None = None
    steps: int = 300
    start: tuple[float, ...] | None = None
    noise: float = 0.0
    seed: int = 0
    clip: float | None = None
    maximize: bool = False
    stop_gradient: float | None = 1e-9
    stop_loss: float | None = None
    patience: int | None = None
    progress: float = 0.0
