"""The check of a gradient of one's own: partial derivatives as given, beside those that the program takes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdviz.engine import Surface

TOLERANCE = 1e-9  # relative; both sides are formulas, so only rounding parts them
POINTS = 20


class Verdict(NamedTuple):
    """What is found about one partial derivative.

    Attributes
    ----------
    name : the coordinate that it is taken by
    agreeing : number of points at which it is right
    points : number of points at which it was compared
    sentence : the result; where it is wrong, the worst point and what the ratio tells
    """

    name: str
    agreeing: int
    points: int
    sentence: str

    @property
    def right(self) -> bool:
        """Whether it is right wherever it was compared."""
        return self.agreeing == self.points > 0


def check_gradient(f: Surface, partials: list[Surface], count: int = POINTS) -> list[Verdict]:
    """Compare given partial derivatives of a function with those that are taken of its formula.

    Parameters
    ----------
    f : Surface
        The function, of D coordinates.
    partials : list of D surfaces
        The given derivatives, one for each coordinate of `f`.
    count : int
        Number of seeded points of the window of `f` at which they are compared, at most.

    Examples
    --------
    >>> by_x, by_y = check_gradient(Surface("x^2 + y^2"), [Surface("2x"), Surface("y")])
    >>> by_x.right, by_y.right
    (True, False)
    >>> by_y.sentence.partition(". ")[2]
    'It is 0.5 times the derivative everywhere: a factor is wrong.'
    """
    window = np.array(f.domain)
    points = np.random.default_rng(0).uniform(window[:, 0], window[:, 1], (4 * count, f.dimension))
    exact = f.gradient(points)
    defined = np.isfinite(exact).all(-1) & np.isfinite(f.value(points))
    points, exact = points[defined][:count], exact[defined][:count]
    return [
        _verdict(name, partial, points, exact[:, i], f.names)
        for i, (name, partial) in enumerate(zip(f.names, partials, strict=True))
    ]


def _verdict(
    name: str, partial: Surface, points: np.ndarray, exact: np.ndarray, names: tuple[str, ...]
) -> Verdict:
    """Compare one derivative at points (n, D) with the exact one (n,)."""
    if not len(points):
        sentence = "The loss has no derivative at any of the points tried; change the formula."
        return Verdict(name, 0, 0, sentence)
    given = partial.value(points[:, [names.index(n) for n in partial.names]])
    error = _relative_error(given, exact)
    right = error <= TOLERANCE
    if right.all():
        return Verdict(name, len(points), len(points), f"Right: it agrees at all {len(points)} points.")
    worst = int(np.argmax(error))
    point = ", ".join(f"{n} = {v:.3g}" for n, v in zip(names, points[worst], strict=True))
    sentence = (
        f"Not right: at {point} it gives {given[worst]:.6g}, but the derivative is {exact[worst]:.6g}."
        + _hint(given, exact)
    )
    return Verdict(name, int(right.sum()), len(points), sentence)


def _relative_error(given: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Return the error relative to the exact value, or to a thousandth of the largest one; inf for NaN."""
    scale = float(np.abs(exact).max())
    with np.errstate(all="ignore"):
        error: np.ndarray = np.abs(given - exact) / np.maximum(np.abs(exact), 1e-3 * scale if scale else 1.0)
    error[~np.isfinite(error)] = np.inf
    return error


def _hint(given: np.ndarray, exact: np.ndarray) -> str:
    """Return what the ratio of the two tells of the mistake."""
    if not (np.isfinite(given).all() and (exact != 0).all()):
        return ""
    ratio = given / exact
    if np.ptp(ratio) > 1e-9 * abs(ratio[0]):
        return " The ratio differs from point to point: a term is wrong or missing."
    if abs(ratio[0] + 1) < 1e-9:
        return " It is minus the derivative everywhere: the sign is wrong."
    if ratio[0] == 0:
        return " It is 0 everywhere."
    return f" It is {ratio[0]:.6g} times the derivative everywhere: a factor is wrong."
