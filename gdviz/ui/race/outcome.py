"""What became of a race, asked in few words: the claims of the ready-made scenes use it."""

from __future__ import annotations

import math
from urllib.parse import parse_qsl

import numpy as np

from gdviz.engine import Path, Status
from gdviz.ui.address import read_link
from gdviz.ui.pages import PAGES
from gdviz.ui.runs.races import race

FAR = 100.0  # times its first loss: a run that ends above that was thrown out


class Outcome:
    """The race of a link on a page; `outcome["gd"]` is the path of an optimizer.

    Raises ValueError for a link with a fault.
    """

    def __init__(self, page: str, link: str) -> None:
        self.page, self.link = page, link
        self.spec, complaints = read_link(dict(parse_qsl(link)), PAGES[page])
        if complaints:
            raise ValueError(" ".join(complaints))
        self.race = race(self.spec)

    def __getitem__(self, slug: str) -> Path:
        return next(c.path for c in self.race.competitors if c.slug == slug)

    def other(self, more: str) -> Outcome:
        """Return the outcome with other parts of the link, as "loss=huber"."""
        return Outcome(self.page, f"{self.link}&{more}")

    @property
    def paths(self) -> list[Path]:
        """The run of each optimizer."""
        return [c.path for c in self.race.competitors]

    def arrives(self, slug: str, by: int | None = None, within: float = 1e-3) -> bool:
        """Return whether the loss is within that of the minimum after `by` steps (None: at the end)."""
        path = self[slug]
        assert path.objective.minimum is not None
        k = path.steps if by is None else min(by, path.steps)
        return bool(abs(path.loss[k] - path.objective.minimum) <= within)

    def steps_to(self, slug: str) -> float:
        """Return the steps until the loss is within the tolerance of the minimum; infinity if it never is."""
        steps = self[slug].steps_to()
        return math.inf if steps is None else steps

    def evaluations_to(self, slug: str) -> float:
        """Return the evaluations of any kind until then."""
        steps = self[slug].steps_to()
        return math.inf if steps is None else int(self[slug].evaluated[steps].sum())

    def is_thrown_out(self, slug: str) -> bool:
        """Return whether it ended far above where it began."""
        path = self[slug]
        return path.status is Status.DIVERGED or bool(path.loss[-1] > FAR * path.loss[0])

    def ends_in(self, slug: str) -> tuple[float, ...]:
        """Return where it ended, to one digit behind the point."""
        return tuple(np.round(self[slug].theta[-1], 1).tolist())

    def condition(self) -> float:
        """Return the condition number of the Hessian at the minimum."""
        values = np.linalg.eigvalsh(self.race.objective.hessian(self.race.objective.minima[0]))
        return float(values[-1] / values[0])
