"""A slice of an objective: one or two of its parameters, all others held, as a picture shows it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from gdviz.engine.objective import Objective, numbers_of


class Slice:
    """An objective of K = 1 or 2 parameters of another, all others held.

    Parameters
    ----------
    whole : Objective
        The objective of all D parameters.
    axes : (i, j) or (i,), optional
        Which parameters, by number or by name; the first two if nothing is said, or the only one.
    at : array (D,), optional
        Where the others are held; the start of the whole if nothing is said.

    Raises
    ------
    ValueError
        Where `axes` are not one or two different parameters.

    Examples
    --------
    >>> import gdviz
    >>> plane = gdviz.Slice(gdviz.data_loss("cars"), axes=(0, 1))
    >>> plane.names, plane.value([[0.0, 0.0], [1.0, 1.0]]).shape
    (('wt', 'hp'), (2,))
    """

    def __init__(self, whole: Objective, axes: Sequence[int | str] | None = None, at: Any = None) -> None:
        given = tuple(range(min(2, whole.dimension))) if axes is None else tuple(axes)
        axes = numbers_of(given, whole.names)
        different = len(set(axes)) == len(axes)
        if not (1 <= len(axes) <= 2 and different and all(0 <= i < whole.dimension for i in axes)):
            raise ValueError(
                f"axes must be one parameter or two different ones from 0 to {whole.dimension - 1}, "
                f"or their names, not {given!r}"
            )
        self.whole, self.axes, self.dimension = whole, axes, len(axes)
        self.at = np.array(whole.start if at is None else at, dtype=float)
        self.name = whole.name
        self.names = tuple(whole.names[i] for i in axes)
        self.domain = tuple(whole.domain[i] for i in axes)
        self.start = tuple(whole.start[i] for i in axes)
        # the whole's minima lie in the slice where their other parameters are those held
        other = np.delete(whole.minima - self.at, axes, axis=1)
        inside = (np.abs(other) <= 1e-9 * (1 + np.abs(np.delete(self.at, axes)))).all(1)
        self.minima = whole.minima[inside][:, list(axes)]
        self.minimum = whole.minimum

    def __eq__(self, other: object) -> bool:
        """Whether both show the same of the same objective."""
        return isinstance(other, Slice) and self._key() == other._key()

    def __hash__(self) -> int:
        """Hash of what it shows of which objective."""
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        return self.whole, self.place

    @property
    def place(self) -> Hashable:
        """What determines, besides the whole, which slice it is."""
        return self.axes, self.at.tobytes()

    @property
    def coordinates(self) -> Hashable:
        """What determines what `project` and `components_of` return: not where the others are held."""
        return self.axes

    def embed(self, p: Any) -> np.ndarray:
        """Return points (..., K) as points (..., D) of the whole."""
        p = np.asarray(p, dtype=float)
        out = np.array(np.broadcast_to(self.at, (*p.shape[:-1], self.whole.dimension)))
        out[..., list(self.axes)] = p
        return out

    def project(self, theta: Any) -> np.ndarray:
        """Return the parameters (..., K) of theta (..., D) that the slice has."""
        return np.asarray(theta, dtype=float)[..., list(self.axes)]

    def components_of(self, step: Any) -> np.ndarray:
        """Return the components (..., K) of steps or gradients (..., D) that lie in the slice."""
        return self.project(step)

    def value(self, p: Any) -> np.ndarray:
        """Return the loss, (..., K) -> (...)."""
        return self.whole.value(self.embed(p))

    def gradient(self, p: Any) -> np.ndarray:
        """Return the gradient, (..., K) -> (..., K)."""
        return self.components_of(self.whole.gradient(self.embed(p)))

    def hessian(self, p: Any) -> np.ndarray:
        """Return the Hessian, (..., K) -> (..., K, K)."""
        h = self.whole.hessian(self.embed(p))
        return h[..., list(self.axes), :][..., list(self.axes)]

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, K) at p (B, K)."""
        f, g = self.whole.evaluate(self.embed(p))
        return f, self.components_of(g)
