"""The numbers at a point: gradient, Hessian, eigenvalues, what the point is, where steps lead."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd

from gdviz.engine import CriticalPoints, LocalModel, StepsFrom
from gdviz.engine.curvature import NOT_STATIONARY

NOT_FINITE = "the loss or its derivatives are not finite"
ROWS = 6  # of a Hessian that is written out
MEANING = {
    "minimum": "a minimum: every eigenvalue is positive",
    "maximum": "a maximum: every eigenvalue is negative",
    "saddle": "a saddle: one eigenvalue is positive, another negative",
    "degenerate": "degenerate: an eigenvalue is 0, so the Hessian does not decide",
    NOT_STATIONARY: "no critical point: the gradient does not vanish",
}


def numbers(result: StepsFrom) -> str:
    """Return the numbers at the point as HTML."""
    model = result.model
    rows = [
        ("Loss", _written([float(model.value)])),
        ("Gradient", _written(model.gradient)),
        ("Hessian", _matrix(model.hessian)),
        ("Eigenvalues", _written(model.eigenvalues)),
        ("Condition number", _condition(float(model.condition))),
        ("The point is", escape(_meaning(model))),
        ("The model is", escape(_form(model.eigenvalues))),
    ]
    body = "".join(f"<tr><th scope='row'>{name}</th><td>{value}</td></tr>" for name, value in rows)
    return f"<table class='gd-numbers'><caption>The numbers at the point</caption>{body}</table>"


def steps(result: StepsFrom) -> str:
    """Return where single steps lead as HTML."""
    here, names = float(result.model.value), result.objective.names
    head = "".join(
        f"<th scope='col'>{escape(name)}</th>"
        for name in ("One step of", *names, "loss there", "the model foretold", "")
    )
    rows = []
    for step in result.steps:
        way = _way(here, step.value)
        cells = [*map(_number, step.theta), _number(step.value), _number(step.foretold), way]
        rows.append(
            f"<tr><th scope='row'>{escape(step.name)}</th>"
            + "".join(f"<td>{cell}</td>" for cell in cells)
            + "</tr>"
        )
    return (
        "<div class='gd-scroll'><table class='gd-numbers'><caption>What one step from here would do"
        f"</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _meaning(model: LocalModel) -> str:
    """Say what a point is."""
    return MEANING[model.kind.item()] if np.isfinite(model.eigenvalues).all() else f"not known: {NOT_FINITE}"


def _way(here: float, there: float) -> str:
    if there < here:
        return "downhill"
    if there > here:
        return "uphill"
    return "as high" if there == here else "not a number"


def summary(points: CriticalPoints) -> str:
    """Say in a sentence what critical points there are."""
    counts = points.counts()
    if not counts:
        return f"No critical point was found in this window. {points.note}".strip()
    listed = ", ".join(f"{n} {_plural(kind, n)}" for kind, n in counts.items())
    one = "point" if len(points) == 1 else "points"
    return f"{len(points)} critical {one} in this window: {listed}. {points.note}".strip()


def table(points: CriticalPoints) -> pd.DataFrame:
    """Return critical points as a table."""
    d = points.objective.dimension
    columns: dict[str, object] = {"kind": list(points.kind)}
    columns |= {name: points.theta[:, i] for i, name in enumerate(points.objective.names)}
    columns["loss"] = points.value
    columns |= {f"eigenvalue {i + 1}": points.eigenvalues[:, i] for i in range(d)}
    return pd.DataFrame(columns)


def _plural(kind: str, n: int) -> str:
    words = {
        "minimum": ("minimum", "minima"),
        "maximum": ("maximum", "maxima"),
        "saddle": ("saddle", "saddles"),
        "degenerate": ("degenerate point", "degenerate points"),
        "kink": ("minimum at a kink", "minima at kinks"),
        "edge": ("minimum on the edge", "minima on the edge"),
    }
    return words[kind][n != 1]


def _form(eigenvalues: np.ndarray) -> str:
    if not np.isfinite(eigenvalues).all():
        return f"not there: {NOT_FINITE}"
    up, down = int((eigenvalues > 0).sum()), int((eigenvalues < 0).sum())
    if up == len(eigenvalues):
        return "a bowl, and Newton's step leads to its bottom"
    if down == len(eigenvalues):
        return "a dome, and Newton's step leads up to its top"
    if up and down:
        return "a saddle, and Newton's step leads to its centre, which may be uphill"
    return "flat along some direction, along which Newton's step is not determined"


def _condition(value: float) -> str:
    if np.isnan(value):
        return f"not known: {NOT_FINITE}"
    return _number(value) if np.isfinite(value) else "infinite"


def _matrix(hessian: np.ndarray) -> str:
    if len(hessian) > ROWS:
        return f"{len(hessian)} x {len(hessian)} numbers"
    rows = "".join("<tr>" + "".join(f"<td>{_number(v)}</td>" for v in row) + "</tr>" for row in hessian)
    return f"<table class='gd-matrix'>{rows}</table>"


def _written(values: object) -> str:
    return ", ".join(map(_number, np.atleast_1d(np.asarray(values, dtype=float))))


def _number(value: float) -> str:
    return f"{value + 0.0:.5g}".replace("-", "\N{MINUS SIGN}")
