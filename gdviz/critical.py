"""The critical points of an objective, or of a surface by its slug."""

from __future__ import annotations

from typing import Any

from gdviz import engine
from gdviz.engine import CriticalPoints
from gdviz.slugs import objective_of


def critical_points(objective: Any, window: Any = None) -> CriticalPoints:
    """Find the points of a window where the gradient vanishes: minima, maxima, saddles.

    Newton's method, damped so that each step lowers the norm of the gradient, is started from a grid, from
    random points and around whatever was found; again from more starts until nothing new is found. That is no
    proof that nothing is missing: on surfaces that oscillate within less than a hundredth of the window, take
    a smaller window.

    Parameters
    ----------
    objective : Objective or str
        A surface, a curve or a loss over data; or the slug of a surface.
    window : (low, high) of each parameter, optional
        Where to look; the objective's domain if nothing is said.

    Returns
    -------
    CriticalPoints
        A sequence by rising loss, of 1000 points at most, with `theta (M, D)`, `value (M,)`, `kind` (M of
        "minimum", "maximum", "saddle", "degenerate") and `eigenvalues (M, D)` of the Hessian. "degenerate":
        an eigenvalue is 0, so that the Hessian does not decide. Minima that the objective declares are listed
        where the gradient does not vanish, too, as "kink" or "edge". `note` says in a sentence where there
        may be more points, or where they fill a curve, of which 12 are listed. `figure()` draws them.

    Raises
    ------
    ValueError
        For an objective that is none, and for a window that does not fit it.

    References
    ----------
    Nocedal and Wright (2006), Numerical optimization, 2nd edition, chapter 11: Newton's method for nonlinear
    equations with the norm as merit function; theorems 2.3 and 2.4 for the kinds.

    Examples
    --------
    >>> import gdviz
    >>> points = gdviz.critical_points("himmelblau")
    >>> points.counts()
    {'minimum': 4, 'maximum': 1, 'saddle': 4}
    >>> points[0].kind, points[-1].kind, points[-1].theta.round(3).tolist()
    ('minimum', 'maximum', [-0.271, -0.923])
    """
    return engine.critical_points(objective_of(objective), window)
