"""The gradient row by row: what the first rows of each step's batch contribute to it, and the formula that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import DataLoss
from gdviz.formula import Equation, Node, mathml, readable, symbol, write, write_number
from gdviz.player.scene.breaks import breakable
from gdviz.player.scene.codec import as_rows

ROWS, FEW, LONG = 4, 2, 1500  # rows shown of a batch; with more than LONG steps only FEW
COLUMNS = 6  # columns of the matrix that are shown at most
LONGEST = 60  # parts of a derivative that is still worth reading

_MEAN = {"mathml": "<mfrac><mn>1</mn><mi>n</mi></mfrac>", "latex": "\\frac{1}{n}", "text": "1/n * "}
_HALF = {
    "mathml": "<mfrac><mn>1</mn><mrow><mn>2</mn><mi>n</mi></mrow></mfrac>",
    "latex": "\\frac{1}{2n}",
    "text": "1/(2n) * ",
}
_SCALED = {"mathml": "<mfrac><mi>N</mi><mi>n</mi></mfrac>", "latex": "\\frac{N}{n}", "text": "N/n * "}
_EMPTY = {"mathml": "", "latex": "", "text": ""}
_SUM = {
    "mathml": "<mi>g</mi><mo>=</mo>{factor}<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
    "<mfrac><mrow><mo>∂</mo><mi>ℓ</mi></mrow><mrow><mo>∂</mo><mi>z</mi></mrow></mfrac><mrow><mo>(</mo>"
    "<msub><mi>z</mi><mi>i</mi></msub><mo>,</mo><msub><mi>y</mi><mi>i</mi></msub><mo>)</mo></mrow>{by}"
    "<msub><mi>x</mi><mi>i</mi></msub>{more}",
    "latex": "g = {factor}\\sum_{{i=1}}^{{n}} \\frac{{\\partial \\ell}}{{\\partial z}}(z_i, y_i){by}x_i{more}",
    "text": "g = {factor}sum over the rows of dl/dz(z, y){by}x{more}",
}
_BY = {
    "one": {"mathml": '<mspace width="0.17em"/>', "latex": "\\,", "text": "*"},
    "many": {"mathml": "<mo>⊗</mo>", "latex": "\\otimes ", "text": " (x) "},
}
_MORE = {
    "mathml": "<mo>+</mo><mo>∇</mo><mi>P</mi><mo>(</mo><mi>θ</mi><mo>)</mo>",
    "latex": " + \\nabla P(\\theta)",
    "text": " + grad P(theta)",
}
_JOIN = {
    "mathml": ("<mo>=</mo>", '<mo separator="true">,</mo><mspace width="1em"/>'),
    "latex": (" = ", ", \\quad "),
    "text": (" = ", ", "),
}
_LEFT = {
    "loss": {
        "mathml": "<mi>ℓ</mi><mrow><mo>(</mo><mi>z</mi><mo>,</mo><mi>y</mi><mo>)</mo></mrow><mo>=</mo>",
        "latex": "\\ell(z, y) = ",
        "text": "l(z, y) = ",
    },
    "slope": {
        "mathml": "<mfrac><mrow><mo>∂</mo><mi>ℓ</mi></mrow><mrow><mo>∂</mo><mi>z</mi></mrow></mfrac><mo>=</mo>",
        "latex": "\\frac{\\partial \\ell}{\\partial z} = ",
        "text": "dl/dz = ",
    },
}


def gradient_in_words(whole: DataLoss, batches: bool) -> dict[str, Any]:
    """The gradient as a sum over the rows of a step, the pointwise loss and its derivative, each in three notations.

    `slope` is None where the derivative is too long to read; `factor` says in words what becomes of the rows.
    """
    average = {"mean": _MEAN, "half mean": _HALF, "sum": _SCALED if batches else _EMPTY}[whole.average]
    words = {
        "mean": "mean of the rows",
        "half mean": "half the mean of the rows",
        "sum": f"{whole.design.rows} times the mean of the rows" if batches else "sum of the rows",
    }[whole.average]
    by, more = _BY["many" if whole.scores > 1 else "one"], _MORE if whole.penalty is not None else _EMPTY
    total = {fmt: text.format(factor=average[fmt], by=by[fmt], more=more[fmt]) for fmt, text in _SUM.items()}
    total["mathml"] = breakable(mathml(total["mathml"]))
    program, slopes = whole.loss.displayed, whole.loss.displayed_slopes
    partial = slopes[0].result if slopes else whole.loss.compiled.partials[0]
    assert program.result is not None and partial is not None
    short = whole.scores == 1 and readable(partial, LONGEST)
    return {
        **total,
        "loss": _formula("loss", whole, program.result, program.equations),
        "slope": _formula("slope", whole, partial) if short else None,
        "factor": words,
    }


def _formula(kind: str, whole: DataLoss, node: Node, before: Sequence[Equation] = ()) -> dict[str, str]:
    """A formula with the values of its parameters put in, after the assignments that it reads."""
    out = {}
    for fmt, left in _LEFT[kind].items():

        def shown(n: Node, fmt: str = fmt) -> str | None:
            return (
                write_number(whole.loss_parameters[n.name], fmt) if n.name in whole.loss_parameters else None
            )

        equals, comma = _JOIN[fmt]
        first = "".join(symbol(e.name, fmt) + equals + write(e.node, fmt, shown) + comma for e in before)
        out[fmt] = first + left + write(node, fmt, shown)
    return out | {"mathml": breakable(mathml(out["mathml"]))}


def drawn(path: Any) -> Iterator[NDArray[np.int64]]:
    """The rows of each recorded step's batch, one after the other: all of them at once may be more than memory holds."""
    return (path.batches.rows_of_step(k) for k in path.at[1:].tolist())


def rows_of_steps(
    whole: DataLoss, path: Any, noisy: bool, tables: dict[str, NDArray[np.float32]], i: int
) -> list[str]:
    """Write the tables rows:i (n, R*C), mean:i (n, D) and, with a penalty, pull:i (n, D); returns the names of the C columns.

    A row is [number, y, K scores, loss, K slopes, the first columns of its matrix row], nan where the batch has fewer rows.
    mean is the data's part of the gradient at each step (all rows of the batch, as it is averaged), pull the penalty's. All
    are nan for a step whose beginning is not in the record.
    """
    n, d, w = len(path.rate), whole.design, whole
    count = ROWS if n <= LONG else FEW
    index = np.full((n, count), -1)
    own = np.empty((n, w.dimension))
    if path.batches is None:
        index[:, : d.rows] = np.arange(min(count, d.rows))
    else:
        with np.errstate(all="ignore"):
            for k, rows in enumerate(drawn(path)):
                index[k, : len(rows)] = rows[:count]
                if noisy:
                    own[k] = w.on(rows).evaluate(path.theta[k : k + 1])[1][0]
    gaps = np.diff(path.at) > 1
    index[gaps] = -1
    theta = path.theta[:-1].reshape(n, w.scores, w.width)
    a = d.a[index]
    with np.errstate(all="ignore"):
        z = np.einsum("nrq,nkq->knr", a, theta)
        value, *slopes = w.loss.compiled.gradient(*z, *(t[index] for t in w.targets), *w.loss_values)
        pull = w.penalised(path.theta[:-1])[1] if w.penalty is not None else None
        mean = path.gradient[:-1] if path.batches is None else own if noisy else path.quantities["g"]
        mean = np.where(gaps[:, None], np.nan, mean if pull is None else mean - pull)
        tables[f"mean:{i}"] = as_rows(mean)
    if pull is not None:
        tables[f"pull:{i}"] = as_rows(pull)
    target = d.y[index] if w.scores > 1 else w.targets[0][index]
    shown = d.columns[:COLUMNS]
    columns = [
        index + 1.0,
        target,
        *z,
        np.broadcast_to(value, index.shape),
        *(np.broadcast_to(s, index.shape) for s in slopes),
        *np.moveaxis(a[..., : len(shown)], -1, 0),
    ]
    cells = np.stack(columns, axis=-1)
    cells[index < 0] = np.nan
    tables[f"rows:{i}"] = as_rows(cells)
    many = [f" {k}" for k in range(1, w.scores + 1)] if w.scores > 1 else [""]
    return ["row", "y", *(f"z{k}" for k in many), "l", *(f"dl{k}" for k in many), *shown]
