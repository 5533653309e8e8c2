"""The whole choice of a page as plain values: the cache key, the URL and the test input."""

from __future__ import annotations

from dataclasses import dataclass, field

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
class Spec:
    """Surface, optimizers, schedule and everything else a run depends on."""

    surface: Choice = field(default_factory=lambda: Choice("rosenbrock"))
    window: tuple[float, float, float, float] | None = None  # x from, to, y from, to; None: the surface's domain
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
