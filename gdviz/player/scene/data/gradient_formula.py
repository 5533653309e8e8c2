"""The gradient as a formula: a sum over the rows of a step, with the pointwise loss and its derivative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from gdviz.engine import LossOverRows
from gdviz.formula import Equation, Node, mathml, readable, symbol, write, write_number
from gdviz.player.scene.linebreaks import with_line_breaks

LONGEST = 60  # parts of a derivative that is still worth reading

# each in three notations
_MEAN = {"mathml": "<mfrac><mn>1</mn><mi>n</mi></mfrac>", "latex": "\\frac{1}{n}", "text": "1/n * "}
_HALF = {
    "mathml": "<mfrac><mn>1</mn><mrow><mn>2</mn><mi>n</mi></mrow></mfrac>",
    "latex": "\\frac{1}{2n}",
    "text": "1/(2n) * ",
}
_SCALED = {"mathml": "<mfrac><mi>N</mi><mi>n</mi></mfrac>", "latex": "\\frac{N}{n}", "text": "N/n * "}
_EMPTY = {"mathml": "", "latex": "", "text": ""}
_SUM = {
    "mathml": "<mi>g</mi><mo>=</mo>{factor}"
    "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
    "<mfrac><mrow><mo>∂</mo><mi>ℓ</mi></mrow><mrow><mo>∂</mo><mi>z</mi></mrow></mfrac><mrow><mo>(</mo>"
    "<msub><mi>z</mi><mi>i</mi></msub><mo>,</mo><msub><mi>y</mi><mi>i</mi></msub><mo>)</mo></mrow>{by}{x}{more}",
    "latex": "g = {factor}\\sum_{{i=1}}^{{n}} "
    "\\frac{{\\partial \\ell}}{{\\partial z}}(z_i, y_i){by}{x}{more}",
    "text": "g = {factor}sum over the rows of dl/dz(z, y){by}{x}{more}",
}
# what the slope of a row's loss is multiplied by: the matrix row, or the derivatives of the score
_FACTORS = {
    "x": {"mathml": "<msub><mi>x</mi><mi>i</mi></msub>", "latex": "x_i", "text": "x"},
    "dz": {
        "mathml": "<msub><mrow><mo>∇</mo><mi>z</mi></mrow><mi>i</mi></msub>",
        "latex": "\\nabla z_i",
        "text": "grad z",
    },
}
Factor = Literal["x", "dz"]
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
        "mathml": "<mfrac><mrow><mo>∂</mo><mi>ℓ</mi></mrow>"
        "<mrow><mo>∂</mo><mi>z</mi></mrow></mfrac><mo>=</mo>",
        "latex": "\\frac{\\partial \\ell}{\\partial z} = ",
        "text": "dl/dz = ",
    },
}


def gradient_formula(objective: LossOverRows, batches: bool, factor: Factor = "x") -> dict[str, Any]:
    """Write the gradient of a loss over data, with its pointwise loss and the derivative by the score.

    Parameters
    ----------
    objective : the loss over data
    batches : whether a step sees some of the rows only
    factor : what the slope of a row's loss is multiplied by: "x", the matrix row, or "dz", the derivatives of
        its score

    Returns
    -------
    dict
        The gradient in three notations, "mathml", "latex" and "text"; "loss" and "slope" likewise ("slope" is
        None where the derivative is too long to read); and "factor", which says in words what a step makes of
        the rows.

    Examples
    --------
    >>> import gdviz
    >>> formula = gradient_formula(gdviz.data_loss("line"), batches=False)
    >>> formula["text"], formula["slope"]["text"], formula["factor"]
    ('g = 1/n * sum over the rows of dl/dz(z, y)*x', 'dl/dz = 2*(z - y)', 'mean of the rows')
    """
    rows = objective.rows
    average = {"mean": _MEAN, "half mean": _HALF, "sum": _SCALED if batches else _EMPTY}[objective.average]
    words = {
        "mean": "mean of the rows",
        "half mean": "half the mean of the rows",
        "sum": f"{rows} times the mean of the rows" if batches else "sum of the rows",
    }[objective.average]
    by = _BY["many" if objective.scores > 1 else "one"]
    more = _MORE if objective.penalty is not None else _EMPTY
    x = _FACTORS[factor]
    total = {
        fmt: text.format(factor=average[fmt], by=by[fmt], x=x[fmt], more=more[fmt])
        for fmt, text in _SUM.items()
    }
    total["mathml"] = with_line_breaks(mathml(total["mathml"]))
    program, slopes = objective.loss.displayed, objective.loss.displayed_slopes
    slope = slopes[0].result if slopes else objective.loss.compiled.partials[0]
    assert program.result is not None and slope is not None
    short = objective.scores == 1 and readable(slope, LONGEST)
    return {
        **total,
        "loss": _formula("loss", objective, program.result, program.equations),
        "slope": _formula("slope", objective, slope) if short else None,
        "factor": words,
    }


def _formula(
    kind: str, objective: LossOverRows, node: Node, before: Sequence[Equation] = ()
) -> dict[str, str]:
    """Write a formula with the values of its parameters put in, after the assignments that it reads."""
    values, formula = objective.loss_parameters, {}
    for fmt, left in _LEFT[kind].items():

        def value_of(n: Node, fmt: str = fmt) -> str | None:
            return write_number(values[n.name], fmt) if n.name in values else None

        equals, comma = _JOIN[fmt]
        first = "".join(symbol(e.name, fmt) + equals + write(e.node, fmt, value_of) + comma for e in before)
        formula[fmt] = first + left + write(node, fmt, value_of)
    return formula | {"mathml": with_line_breaks(mathml(formula["mathml"]))}
