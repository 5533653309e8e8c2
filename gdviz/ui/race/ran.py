"""A finished race asked in few words: what a ready-made scene claims of its runs is written with it and tested."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple
from urllib.parse import parse_qsl

import numpy as np

from gdviz.engine import DataLoss, Path, Status
from gdviz.ui import resolve
from gdviz.ui.link import DEFAULTS, from_query

FAR = 100.0  # times its first loss: a run that ends above that was thrown out


class Scene(NamedTuple):
    """A link, the sentence that is told with it, and what the sentence says of its runs, as a function that is tested."""

    told: str
    link: str
    claim: Callable[[Ran], object]


class Ran:
    """The race of a link on a page; `ran["gd"]` is the path of an optimizer. Raises ValueError for a link with a fault."""

    def __init__(self, page: str, link: str) -> None:
        self.page, self.link = page, link
        self.spec, problems = from_query(dict(parse_qsl(link)), DEFAULTS[page])
        if problems:
            raise ValueError(" ".join(problems))
        self.race = resolve.race(self.spec)

    def __getitem__(self, slug: str) -> Path:
        return next(c.path for c in self.race.competitors if c.slug == slug)

    def other(self, more: str) -> Ran:
        """The same with other parts of the link, as "loss=huber"."""
        return Ran(self.page, f"{self.link}&{more}")

    @property
    def paths(self) -> list[Path]:
        return [c.path for c in self.race.competitors]

    @cached_property
    def fit(self) -> DataLoss:
        """The loss over data of a data page."""
        objective = self.race.objective
        assert isinstance(objective, DataLoss)
        return objective

    def arrives(self, slug: str, by: int | None = None, within: float = 1e-3) -> bool:
        """Whether the loss is within that of the minimum after `by` steps (None: at the end)."""
        path = self[slug]
        assert path.objective.minimum is not None
        k = path.steps if by is None else min(by, path.steps)
        return bool(abs(path.loss[k] - path.objective.minimum) <= within)

    def is_thrown_out(self, slug: str) -> bool:
        """Whether it ended far above where it began."""
        path = self[slug]
        return path.status is Status.DIVERGED or bool(path.loss[-1] > FAR * path.loss[0])

    def ends_in(self, slug: str) -> tuple[float, ...]:
        """Where it ended, to one digit behind the point."""
        return tuple(np.round(self[slug].theta[-1], 1).tolist())

    def condition(self) -> float:
        """Condition number of the Hessian at the minimum."""
        values = np.linalg.eigvalsh(self.race.objective.hessian(self.race.objective.minima[0]))
        return float(values[-1] / values[0])

    def accuracy(self, slug: str, k: int = -1) -> float:
        """Share of the rows that its model after k steps classifies correctly."""
        return float(self.fit.accuracy(self[slug].theta[k][None])[0])

    def residual(self) -> float:
        """Median distance of the points from the line that is best under this loss."""
        best = self.fit.optimum.theta
        theta = self.paths[0].theta[-1] if best is None else best
        return float(np.median(np.abs(self.fit.design.y - self.fit.design.a @ theta)))
