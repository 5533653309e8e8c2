"""What is shown of a loss is what runs: every display form has the value and the derivatives of the loss itself."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import Display, Loss
from gdviz.engine.compiled import compile_program
from gdviz.formula import FormulaError, Program
from gdviz.player.scene.data.gradient_formula import gradient_formula
from gdviz.ui.reference.equations import equations

DISPLAYED = [slug for slug, loss in gdviz.losses.items() if loss.display]
Z = np.array([-12.5, -7.0, -3.0, -1.0, -0.2, 0.0, 0.3, 1.0, 2.5, 6.0, 11.0])
"""Scores at which the form of the books still has its digits."""


def variants(slug: str) -> list[Loss]:
    loss = gdviz.losses[slug]
    return [loss] if loss.many is None else [loss, *(loss.for_classes(k) for k in (2, 4, 6))]


def inputs(loss: Loss) -> list[np.ndarray]:
    """Scores and targets of many rows."""
    if loss.scores == 1:
        y = np.array(loss.labels) if loss.task == "binary" else np.array([-2.0, 0.0, 1.5])
        return [v.ravel() for v in np.meshgrid(Z, y)]
    few = np.array([-7.0, -0.4, 0.0, 2.0, 9.0])
    z = np.random.default_rng(1).choice(few, size=(200, loss.scores))
    y = np.eye(loss.scores)[np.random.default_rng(2).integers(loss.scores, size=200)]
    return [*z.T, *y.T]


def values(program: Program, loss: Loss, data: list[np.ndarray]) -> np.ndarray:
    return np.broadcast_to(
        compile_program(program, loss.variables).value(*data, *loss.program.defaults.values())[0],
        data[0].shape,
    )


def test_there_are_some() -> None:
    assert {"cross_entropy", "softmax"} <= set(DISPLAYED)


@pytest.mark.parametrize("slug", DISPLAYED)
def test_the_form_shown_has_the_value_and_the_derivatives_of_what_runs(slug: str) -> None:
    for loss in variants(slug):
        data = inputs(loss)
        given = [*data, *loss.program.defaults.values()]
        with np.errstate(all="ignore"):
            value, *slopes = loss.compiled.gradient(*given)
            shown = values(loss.displayed, loss, data)
            read = [values(program, loss, data) for program in loss.displayed_slopes]
            derived = compile_program(loss.displayed, loss.variables).gradient(*given)[1:]
        near = np.isfinite(shown)  # where it does not overflow
        assert near.mean() > 0.8
        np.testing.assert_allclose(
            shown[near], np.broadcast_to(value, shown.shape)[near], rtol=1e-6, atol=1e-9
        )
        assert len(read) == len(slopes) == loss.scores
        for told, runs, own in zip(read, slopes, derived, strict=True):
            np.testing.assert_allclose(told, np.broadcast_to(runs, told.shape), rtol=1e-6, atol=1e-9)
            ok = np.isfinite(np.broadcast_to(own, told.shape)) & near
            np.testing.assert_allclose(told[ok], np.broadcast_to(own, told.shape)[ok], rtol=1e-5, atol=1e-4)


def test_logistic_regression_is_shown_as_in_books() -> None:
    whole = gdviz.data_loss("blobs", "cross_entropy")
    words = gradient_formula(whole, False)
    assert words["loss"]["text"] == "p = 1/(1 + exp(-z)), l(z, y) = -y*log(p) - (1 - y)*log(1 - p)"
    assert words["slope"]["text"] == "dl/dz = p - y"
    card = "".join(equations(gdviz.losses["cross_entropy"]))
    assert "<mi>p</mi><mo>−</mo><mi>y</mi>" in card and "log1p" not in card


def test_a_wrong_display_is_refused_and_a_loss_without_one_shows_what_runs() -> None:
    with pytest.raises(FormulaError):
        Loss("(z - y)^2", display=Display("(z - y)^2 + q", ("2*(z - y)",)))
    plain = gdviz.losses["squared"]
    assert plain.displayed is plain.program and plain.displayed_slopes == ()
