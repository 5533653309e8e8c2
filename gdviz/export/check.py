"""The end of an exported file: what the run must have come to.

Rounding differs a little between machines, and some runs make much of it (chaos at too large a rate, the
sign of a gradient that is 0 but for rounding). So the run is made a few times more with start, gradients and
rate changed in the last digits, and the file checks the last step at which that still makes no difference.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from gdviz.engine import Descent, Method, Path, Rule, begin
from gdviz.export.text import array, number

ATTEMPTS = 4  # at finding out what rounding does
LONG = 0.5  # seconds of a run that is made again only once
CHANGE = 4e-15  # relative, of start, gradients and rate: some 20 units in the last place
NOISE = 4e-16  # relative to the first gradient, added to each of them
RELATIVE = 1e-6  # that a point or a loss may be off
ABSOLUTE = {"point": 1e-7, "loss": 1e-9}  # the same, relative to the largest coordinate, or loss, of the run
MARGIN = 0.1  # of these tolerances, that the changed run may use up


def check_lines(path: Path) -> list[str]:
    """Return the assertions of the end of a run, and what is printed before."""
    k = last_certain(path)
    last = len(path.theta) - 1
    point, loss = path.theta[k], float(path.loss[k])
    far, most = _scale(path.theta), _scale(path.loss)
    step = int(path.at[k])
    out = [f"# {path.steps} steps of at most {path.planned}: the run {path.status.value}"]
    if k < last:
        out += [
            f"# after step {step} differences in the last digit of a number grow until they are seen,",
            "# so that another machine may go another way: what is compared is that step",
        ]
    out.append(f"point = path[{'-1' if k == last else step}]")
    out.append('print("point:", point, "loss:", loss(point))')
    compared = (("point", array(point), "point", far), ("loss(point)", number(loss), "loss", most))
    for value, expected, what, scale in compared:
        near = f"rtol={RELATIVE}, atol={ABSOLUTE[what] * scale:.1e}"
        out.append(f"np.testing.assert_allclose({value}, {expected}, {near})")
    return out


def last_certain(path: Path) -> int:
    """Return the last row of a run at which the last digits of start and rate make no difference."""
    far, most = _scale(path.theta), _scale(path.loss)
    k = len(path.theta) - 1
    for attempt in range(1 if path.seconds > LONG else ATTEMPTS):
        other = _changed(path, attempt)
        _, ours, theirs = np.intersect1d(path.at, other.at, assume_unique=True, return_indices=True)
        with np.errstate(all="ignore"):
            points = _differs(path.theta[ours], other.theta[theirs], ABSOLUTE["point"] * far).any(-1)
            losses = _differs(path.loss[ours], other.loss[theirs], ABSOLUTE["loss"] * most)
        differ = np.flatnonzero(points | losses)
        same = int(differ[0]) if len(differ) else len(ours)
        k = min(k, int(ours[max(same, 1) - 1]))
    return k


def _differs(a: np.ndarray, b: np.ndarray, most: float) -> np.ndarray:
    return np.asarray(~np.isclose(a, b, MARGIN * RELATIVE, MARGIN * most, equal_nan=True))


def _scale(values: np.ndarray) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if len(finite) and finite.max() > 0 else 1.0


def _changed(path: Path, attempt: int) -> Path:
    """Make the run again with other last digits, each attempt in another way."""
    factor = 1 + (-1) ** attempt * CHANGE
    keywords: dict[str, Any] = {f.name: getattr(path.options, f.name) for f in fields(path.options)}
    method: Method = path.rule
    if method.has_rate:
        keywords["lr"] = path.lr * factor
    keywords |= {"stop": None, **path.hyper}
    if isinstance(method, Rule) and not path.options.noise:  # sums over rows are rounded too
        keywords["noise"] = NOISE * _scale(path.gradient[0])
        if not path.batches:
            keywords["seed"] = attempt
    run = begin(path.objective, method, path.theta[0] * factor, **keywords)
    if isinstance(run, Descent):
        run.run(path.steps)
    else:
        run.run()
    return run.path()
