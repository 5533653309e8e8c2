"""The loss of a linear predictor on data, as an objective with its optimum and a window to show it in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from gdviz.engine.fit.optimum.least_squares import is_quadratic
from gdviz.engine.fit.optimum.search import Optimum, find_optimum
from gdviz.engine.fit.row_loss import RowLoss
from gdviz.engine.fit.window import window
from gdviz.engine.objective import Domain


class DataLoss(RowLoss):
    """A loss over rows of data, with what its paths lead to: optimum, minima, start and window.

    The arguments are those of `RowLoss`.

    Examples
    --------
    >>> import gdviz
    >>> fit = gdviz.data_loss("line", "squared")
    >>> fit.names, fit.start, fit.minima.shape
    (('slope', 'intercept'), (0.0, 0.0), (1, 2))
    """

    @cached_property
    def optimum(self) -> Optimum:
        """The minimiser from the closed form or Newton's method, or why there is none."""
        return find_optimum(self)

    @property
    def best(self) -> np.ndarray | None:
        """The minimiser (D,); None where there is none."""
        return self.optimum.theta

    @cached_property
    def is_quadratic(self) -> bool:
        """Whether the Hessian is the same everywhere."""
        return is_quadratic(self)

    def distance(self, theta: Any) -> np.ndarray:
        """Compute the distance (...) of theta (..., D) to the nearest known minimiser; nan without one."""
        return self.optimum.distance(theta)

    @property
    def minima(self) -> np.ndarray:
        """(1, D), or (0, D) where no minimiser is known."""
        theta = self.optimum.theta
        return np.empty((0, self.dimension)) if theta is None else theta[None]

    @cached_property
    def minimum(self) -> float | None:
        """The loss at the minimiser; None where none is known."""
        return None if self.optimum.theta is None else float(self.value(self.optimum.theta))

    @property
    def start(self) -> tuple[float, ...]:
        """All parameters 0, the textbook's start."""
        return (0.0,) * self.dimension

    @cached_property
    def domain(self) -> Domain:
        """A window that holds start and optimum: as far as the start's level set by the Hessian reaches."""
        return window(self, self.optimum.theta)

    def keep_domain(self, domain: Domain) -> None:
        """Be shown in another window, such as that of the data before one of their points was moved.

        It stays as it is where that window is of other parameters.
        """
        if len(domain) == self.dimension:
            self.__dict__["domain"] = domain  # in place of the one that would be computed

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: arguments, and the window if there is one, which may have been given."""
        return super().__getstate__() | {k: v for k, v in self.__dict__.items() if k == "domain"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make it anew of its arguments, and keep the window."""
        window = {k: v for k, v in state.items() if k == "domain"}
        super().__setstate__({k: v for k, v in state.items() if k not in window})
        self.__dict__.update(window)
