"""Figures of many runs, by their content: what is drawn is what was computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz

SWEEPS = {
    "theory holds": ("ill_conditioned_bowl", "momentum", {}),
    "none diverges": ("rosenbrock", "adam", {"steps": 40}),
    "all diverge": ("rosenbrock", "gd", {"rates": [1.0, 2.0, 3.0], "steps": 40}),
    "loss below 0": ("styblinski_tang", "gd", {"steps": 40}),
}


def named(figure: Any, name: str) -> Any:
    return next(trace for trace in figure.data if trace.name.startswith(name))


@pytest.mark.parametrize("kind", SWEEPS)
@pytest.mark.parametrize("dark", [False, True])
def test_a_rate_sweep_draws_every_run_once(kind: str, dark: bool) -> None:
    objective, rule, options = SWEEPS[kind]
    out = gdviz.rate_sweep(objective, rule, **options)
    figure = out.figure(dark=dark, chosen=out.rates[1])
    curve, diverged = named(figure, "final loss"), named(figure, "diverged")
    np.testing.assert_array_equal(np.isnan(curve.y), out.diverged)
    np.testing.assert_array_equal(curve.y[~out.diverged], out.loss[~out.diverged])
    np.testing.assert_array_equal(diverged.x, out.rates[out.diverged])
    suggestions = named(figure, "suggestions")
    assert sorted(suggestions.x) == sorted(s.rate for s in out.suggestions)
    words = " ".join(a.text for a in figure.layout.annotations)
    assert ("diverges from" in words) is (out.edge.above is not None)
    assert ("theory" in words) is (out.edge.theory is not None) and "now" in words


def test_words_stand_where_their_lines_are() -> None:
    out = gdviz.rate_sweep("ill_conditioned_bowl", "gd")
    figure = out.figure()
    at = {a.text.split()[0]: 10.0**a.x for a in figure.layout.annotations}  # the axis is logarithmic
    assert at == pytest.approx({"diverges": out.edge.above, "theory:": out.edge.theory})
    lines = sorted(line.x0 for line in figure.layout.shapes)
    assert lines == sorted((out.edge.above, out.edge.theory)) and lines == pytest.approx(sorted(at.values()))


def test_steps_are_drawn_too_and_another_measure_is_refused() -> None:
    out = gdviz.rate_sweep("sphere", "gd", stop=gdviz.Stop(loss=1e-3))
    steps = named(out.figure(measure="steps"), "steps")
    np.testing.assert_array_equal(steps.y[~out.diverged], out.steps[~out.diverged])
    with pytest.raises(ValueError, match="measure must be loss or steps, not 'time'"):
        out.figure(measure="time")


def test_the_scale_of_the_loss_fits_its_values() -> None:
    kinds = {
        k: gdviz.rate_sweep(o, r, **more).figure().layout.yaxis.type for k, (o, r, more) in SWEEPS.items()
    }
    assert kinds == {"theory holds": "log", "none diverges": "log", "all diverge": None, "loss below 0": None}
