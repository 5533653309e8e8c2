"""What the paths of a data loss lead to: the closed form, or Newton's method to machine precision, or why there is nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gdviz.formula import may_have_kinks

if TYPE_CHECKING:
    from gdviz.engine.data_loss import DataLoss
    from gdviz.engine.objective import Domain

NEWTON, SWEEPS = 200, 500
SEPARABLE = "The classes can be separated, so no parameters are best: the loss falls towards 0 for ever while the weights grow."
ONE_SEPARABLE = ("One class can be separated from the others, so no parameters are best: its weights grow for ever, and the "
                 "loss falls ever more slowly.")
FALLS = "Newton's method found no minimum: the loss may fall for ever."


@dataclass(frozen=True, eq=False)
class Optimum:
    """A minimiser `theta` (D,) or None, how it was found or why there is none, and whether it is the only one."""

    theta: np.ndarray | None
    how: str
    unique: bool = True


def find_optimum(w: DataLoss) -> Optimum:
    """The minimiser of a data loss."""
    with np.errstate(all="ignore"):
        kinked_penalty = w.penalty is not None and may_have_kinks(w.penalty.program)
        if _is_quadratic(w) and not kinked_penalty:
            return _least_squares(w)
        if all(n.op == "num" and n.value == 0 for n in w.loss.compiled.second):
            return Optimum(None, _kinks(w))
        found = _proximal_newton(w) if kinked_penalty else _newton(w)
    if isinstance(found, str):
        return Optimum(None, found)
    h = w.hessian(found)
    rank = np.linalg.matrix_rank(h / np.outer(_sizes(h), _sizes(h)), hermitian=True)
    how = "coordinate descent on Newton's quadratic model" if kinked_penalty else "Newton's method"
    return Optimum(found, how, bool(rank == w.dimension))


def _is_quadratic(w: DataLoss) -> bool:
    names = {"z", "w", *w.loss.variables}
    second = [*w.loss.compiled.second, *(w.penalty.compiled.second if w.penalty else ())]
    return not any(n.names() & {*names, "y"} for n in second) and not may_have_kinks(w.loss.program)


def _least_squares(w: DataLoss) -> Optimum:
    """l is s/2 (z - z0)^2 and the penalty r/2 (w - w0)^2 up to constants: one least-squares problem, solved by its SVD."""
    n, zero = w.design.rows, np.zeros(w.design.rows)
    _, slope = w.loss.compiled.gradient(zero, w.targets[0], *w.loss_values)
    s = float(np.ravel(w.loss.compiled.hessian(zero, w.targets[0], *w.loss_values)[0])[0])
    if not s > 0:
        return Optimum(None, "The loss has no minimum: its second derivative is not positive.")
    share = np.sqrt(w.factor / n * s)
    rows, right = [w.design.a * share], [np.broadcast_to(-slope / s, n) * share]
    if w.penalty is not None:
        at = np.zeros((1, w.dimension))
        r, slopes = w.penalty_curvature(at)[0], w.penalised(at)[1][0]
        held = r > 0
        rows.append(np.diag(np.sqrt(r))[held])
        right.append(-slopes[held] / np.sqrt(r[held]))
    matrix, wanted = np.concatenate(rows), np.concatenate(right)
    size = np.sqrt((matrix * matrix).sum(0))  # columns of one length: the solution's accuracy does not hang on units
    size[size == 0] = 1.0
    theta, _, rank, _ = np.linalg.lstsq(matrix / size, wanted, rcond=None)
    if rank < w.dimension:
        shortest = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
        off, least = (float(np.linalg.norm(matrix @ t - wanted)) for t in (shortest, theta / size))
        if off <= (1 + 1e-9) * least + 1e-9 * float(np.linalg.norm(wanted)):
            return Optimum(shortest, "least squares; of all minimisers the shortest, since the columns depend on each other", False)
        return Optimum(theta / size, "least squares; one of many minimisers, since the columns depend on each other", False)
    return Optimum(theta / size, "least squares")


def _newton(w: DataLoss) -> np.ndarray | str:
    """Damped Newton, from least squares where there is a regression."""
    theta = np.zeros(w.dimension)
    largest = float(np.abs(_at(w, theta)[1]).max()) or 1.0
    if w.loss.task == "regression":  # a bounded slope has no curvature far out, where 0 may lie
        theta = np.linalg.lstsq(w.design.a, w.design.y, rcond=None)[0]
    f, g = _at(w, theta)
    unbounded, steady, before = bool(w.loss.probability) and w.penalty is None, 0, np.inf
    for _ in range(NEWTON):
        if unbounded and w.accuracy(theta[None])[0] == 1:
            return SEPARABLE
        if w.penalty is None and steady > 8:
            return ONE_SEPARABLE if unbounded else FALLS
        h = w.hessian(theta)
        step = _solve(h, -g)
        if not g @ step < 0:
            step = -g / (np.trace(h) or 1.0)
        length = 1.0
        while length > 1e-12:
            ahead = theta + length * step
            f_ahead, g_ahead = _at(w, ahead)
            # at the end the loss no longer tells which is better, but the gradient does
            flatter = f_ahead <= f + 1e-15 * abs(f) and np.abs(g_ahead).max() < np.abs(g).max()
            if flatter or f_ahead <= f + 1e-4 * length * (g @ step):
                break
            length /= 2
        else:
            break
        if np.array_equal(ahead, theta):
            break
        # near a minimum each step is far shorter than the one before; where a margin can grow for ever each adds about 1 to it
        gone = float(np.linalg.norm(ahead - theta))
        goes_on = length == 1 and gone > max(0.5 * before, 1e-4 * (1 + float(np.linalg.norm(ahead))))
        steady, before = steady + 1 if goes_on else 0, gone
        theta, f, g = ahead, f_ahead, g_ahead
    if np.abs(g).max() <= 1e-9 * largest and np.isfinite(theta).all():
        return theta
    if may_have_kinks(w.loss.program):
        return _kinks(w)
    return FALLS


def _proximal_newton(w: DataLoss) -> np.ndarray | str:
    """Newton's model of the smooth part plus the penalty, minimised coordinate by coordinate (Friedman et al. 2010)."""
    theta = np.zeros(w.dimension)
    for _ in range(NEWTON):
        smooth = w.smooth(theta[None])[0]
        h = w.hessian(theta) - np.diag(w.penalty_curvature(theta[None])[0])
        curve = np.maximum(np.diag(h), 1e-300)
        ahead = theta.copy()
        for _ in range(SWEEPS):
            before = ahead.copy()
            for j in range(w.dimension):
                target = ahead.copy()
                target[j] -= (smooth[j] + h[j] @ (ahead - theta)) / curve[j]
                ahead[j] = w.prox(target[None], 1 / curve[j])[0, j]
            if np.abs(ahead - before).max() <= 1e-15 * (1 + np.abs(ahead).max()):
                break
        length, f = 1.0, float(w.value(theta))
        while length > 1e-10 and not float(w.value(theta + length * (ahead - theta))) <= f:
            length /= 2
        moved = length * (ahead - theta)
        theta = theta + moved
        if np.abs(moved).max() <= 1e-14 * (1 + np.abs(theta).max()):
            break
    off = theta - w.prox((theta - w.smooth(theta[None])[0])[None], 1.0)[0]  # 0 at the minimum and nowhere else
    scale = np.abs(w.smooth(np.zeros((1, w.dimension)))).max() or 1.0
    if np.abs(off).max() <= 1e-8 * scale:
        return theta
    return f"With this penalty {w.loss.name} has no optimum that Newton's method finds."


def _kinks(w: DataLoss) -> str:
    return f"{w.loss.name} has kinks, so there is no closed form and no Newton's method to compare with."


def _at(w: DataLoss, theta: np.ndarray) -> tuple[float, np.ndarray]:
    f, g = w.evaluate(theta[None])
    return float(f[0]), g[0]


def _solve(h: np.ndarray, right: np.ndarray) -> np.ndarray:
    if not np.isfinite(h).all():
        return right
    size = _sizes(h)
    step: Any = np.linalg.lstsq(h / np.outer(size, size), right / size, rcond=None)[0] / size
    return np.asarray(step)


def _sizes(h: np.ndarray) -> np.ndarray:
    """Roots of the diagonal: what a Hessian is divided by so that units do not matter."""
    size = np.sqrt(np.maximum(np.diag(h), 0))
    size[size == 0] = 1.0
    return np.asarray(size)


def window(w: DataLoss) -> Domain:
    """Around the optimum, or what stands for it, as far as the start's loss reaches along each parameter."""
    a, y, start, best = w.design.a, w.design.y, np.zeros(w.dimension), w.optimum.theta
    # of more than two parameters a slice is shown, in which the intercept is at its best: what the weights alone win
    far = np.zeros(w.dimension, dtype=bool) if w.dimension == 2 else ~w.weights
    with np.errstate(all="ignore"):
        if best is not None:
            drop = max(float(w.value(np.where(far, best, start))) - float(w.value(best)), 0.0)
            reach = np.sqrt(2 * drop / np.maximum(np.diag(w.hessian(best)), np.diag(w.hessian(start))))
        elif w.loss.task == "regression":  # kinks: the window that least squares would have
            best = np.linalg.lstsq(a, y, rcond=None)[0]
            drop = max(float(((y - a @ np.where(far, best, start)) ** 2).mean() - ((y - a @ best) ** 2).mean()), 0.0)
            reach = np.sqrt(drop / (a * a).mean(0))
        else:  # classes: weights that make scores of about 10
            best, reach = start, 8 / np.tile(np.sqrt((a * a).mean(0)), w.scores)
        reach = 1.25 * np.maximum(np.abs(best - start), reach)
    too_small = ~((reach > 1e-9 * (1 + np.abs(best))) & (reach < np.inf))
    reach[too_small] = np.maximum(1.0, np.abs(best))[too_small]
    return tuple((_short(b - r), _short(b + r)) for b, r in zip(best.tolist(), reach.tolist(), strict=True))


def _short(x: float) -> float:
    return float(f"{x:.3g}")
