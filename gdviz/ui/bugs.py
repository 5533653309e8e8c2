"""Three slips that are often published, run beside the correct program, and the check that finds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

import numpy as np
import streamlit as st

import gdviz
from gdviz.engine import DataLoss, Path, Status
from gdviz.engine.claimed import Claimed, differences
from gdviz.player.mount import show as show_player
from gdviz.player.palette import COLORS, DASHES
from gdviz.player.scene import Competitor, Scene
from gdviz.ui.marks import line

STEPS = 60


@dataclass(frozen=True)
class Bug:
    """A slip: the program as published and as it should be, both as formula, and the factors that the slip brings (of n)."""

    title: str
    code: str
    repaired: str
    formula: str
    meant: str
    value: str  # factor of the loss, a formula of n
    gradient: str  # factor of the gradient
    told: str

    def factors(self, n: int) -> tuple[float, float]:
        """(factor of the value, factor of the gradient) for n rows."""
        known = {"1": 1.0, "n": float(n), "n^2": float(n) ** 2, "2": 2.0}
        return known[self.value], known[self.gradient]


BUGS = {
    "precedence": Bug(
        "1/2*m instead of 1/(2*m)",
        "cost = 1/2*m * np.sum((X @ theta - y)**2)\ngrad = 1/m * X.T @ (X @ theta - y)",
        "cost = 1/(2*m) * np.sum((X @ theta - y)**2)\ngrad = 1/m * X.T @ (X @ theta - y)",
        r"J = \frac{1}{2}\, m \sum_i (z_i - y_i)^2, \qquad g = \frac{1}{m}\sum_i (z_i - y_i)\,x_i",
        r"J = \frac{1}{2m} \sum_i (z_i - y_i)^2, \qquad g = \frac{1}{m}\sum_i (z_i - y_i)\,x_i",
        "n^2", "1",
        "Python reads 1/2*m as (1/2) times m. The path is right, but the loss is m² times too large: it grows with the number of "
        "rows, and losses of different data cannot be compared. Add rows with the slider and watch the curve."),
    "missing mean": Bug(
        "A gradient without the 1/n of its loss",
        "cost = np.sum((X @ theta - y)**2) / (2*n)\ngrad = X.T @ (X @ theta - y)",
        "cost = np.sum((X @ theta - y)**2) / (2*n)\ngrad = X.T @ (X @ theta - y) / n",
        r"J = \frac{1}{2n} \sum_i (z_i - y_i)^2, \qquad g = \sum_i (z_i - y_i)\,x_i",
        r"J = \frac{1}{2n} \sum_i (z_i - y_i)^2, \qquad g = \frac{1}{n}\sum_i (z_i - y_i)\,x_i",
        "1", "n",
        "The gradient is n times too long, so a rate that is fine for the loss makes the run diverge, and the more rows the "
        "sooner. Divide the rate by n and both paths are the same: the slip hides in the learning rate."),
    "half a gradient": Bug(
        "Mean squares with the gradient of half of them",
        "cost = np.mean((X @ theta - y)**2)\ngrad = X.T @ (X @ theta - y) / n",
        "cost = np.mean((X @ theta - y)**2)\ngrad = 2 * X.T @ (X @ theta - y) / n",
        r"J = \frac{1}{n} \sum_i (z_i - y_i)^2, \qquad g = \frac{1}{n}\sum_i (z_i - y_i)\,x_i",
        r"J = \frac{1}{n} \sum_i (z_i - y_i)^2, \qquad g = \frac{2}{n}\sum_i (z_i - y_i)\,x_i",
        "2", "1",
        "The 2 of the derivative is lost: every step is half as long as the rate says, and the largest stable rate seems to be "
        "twice the 2/λ_max of the loss."),
}


@dataclass(frozen=True, eq=False)
class Trial:
    """Both programs, run from the same start at the same rate."""

    correct: DataLoss
    claimed: Claimed
    paths: tuple[Path, Path]


@lru_cache(maxsize=64)
def trial(slug: str, n: int, lr: float, divided: bool = False) -> Trial:
    """Run a bug beside the correct program. `divided`: the published one at the rate that makes its steps alike."""
    bug = BUGS[slug]
    base = gdviz.data_loss("line", average="half mean", parameters={"n": n})
    # "half a gradient" is about mean squares: there the correct loss and gradient are both twice those of the half mean
    whole = 2.0 if bug.value == "2" else 1.0
    correct = gdviz.data_loss("line", average="mean" if whole == 2 else "half mean", parameters={"n": n})
    value, gradient = bug.factors(n)
    claimed = Claimed(base, value, gradient)
    alike = lr * (whole / gradient if divided else 1.0)
    paths = gdviz.descend(correct, "gd", lr=lr, steps=STEPS), gdviz.descend(claimed, "gd", lr=alike, steps=STEPS)
    return Trial(correct, claimed, paths)


def stable_rate(slug: str, n: int) -> float:
    """A rate that suits the correct program: half of its limit, to three digits."""
    correct = trial(slug, n, 0.01).correct
    return float(f"{1 / np.linalg.eigvalsh(correct.hessian(np.array(correct.start)))[-1]:.3g}")


def player(done: Trial) -> None:
    """Both paths over the correct loss."""
    names = (("correct", "Correct"), ("published", "As published"))
    runs = [Competitor.at(k, slug, name, path) for k, ((slug, name), path) in enumerate(zip(names, done.paths, strict=True))]
    show_player(Scene.of(done.correct, runs, focus=1, title="Find the bug"), key="player")


def check(done: Trial, point: np.ndarray) -> None:
    """The check: the gradient as it is written beside difference quotients of the loss as it is written."""
    rows = []
    programs: tuple[tuple[str, Any], ...] = (("Correct", done.correct), ("As published", done.claimed))
    for k, (name, objective) in enumerate(programs):
        written, found = objective.gradient(point), differences(objective, point)
        for parameter, g, d in zip(objective.names, written, found, strict=True):
            ratio = g / d if d else np.nan
            verdict = "agree" if abs(ratio - 1) < 1e-5 else "<b>do not agree</b>"
            who = f"{line(COLORS[k], DASHES[k])} {name}"
            rows.append(f'<tr><td class="who">{who}</td><td>{escape(parameter)}</td><td class="num">{g:.8g}</td>'
                        f'<td class="num">{d:.8g}</td><td class="num">{ratio:.6g}</td><td>{verdict}</td></tr>')
    heads = ("Program", "Parameter", "Gradient as written", "Difference quotient of the loss as written", "Ratio", "")
    head = "".join(f'<th class="{"num" if 2 <= i <= 4 else ""}">{h}</th>' for i, h in enumerate(heads))
    st.html(f'<div class="gd-table"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>')


def outcome(done: Trial) -> str:
    """What became of both runs, in a sentence each."""
    words = []
    for name, path in zip(("Correct", "As published"), done.paths, strict=True):
        off = f", {path.distance()[-1]:.3g} from the optimum" if path.status is not Status.DIVERGED else ""
        words.append(f"**{name}:** {path.reason.rstrip('.')}{off}.")
    return "  \n".join(words)
