"""Single steps from a point, the ellipse of the Hessian there, and the figure of both."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import gdviz
from gdviz.engine import steps_from
from gdviz.figures.cells import told_apart
from gdviz.figures.steps_from.flat import cells_of

KNOWN = gdviz.optimizers
RULES = [
    ("Gradient descent", KNOWN["gd"], {"lr": 0.01}),
    ("Newton", KNOWN["newton"], {}),
    ("Damped", KNOWN["newton_damped"], {"lam": 5.0}),
]


@pytest.mark.parametrize("point", [(3.0, 2.0), (-0.8, -0.5), (1.0, 1.0), (0.0867, 2.8843)])
def test_steps_are_those_of_the_formulas(point: tuple[float, float]) -> None:
    surface = gdviz.surfaces["himmelblau"]
    out = steps_from(surface, point, RULES)
    g, h = surface.gradient(point), surface.hessian(point)
    by_name = {step.name: step for step in out.steps}
    expected = {
        "Gradient descent": point - 0.01 * g,
        "Newton": point - np.linalg.solve(h, g),
        "Damped": point - np.linalg.solve(h + 5 * np.eye(2), g),
    }
    for name, theta in expected.items():
        assert np.allclose(by_name[name].theta, theta)
        assert by_name[name].value == pytest.approx(float(surface.value(theta)))
        assert by_name[name].foretold == pytest.approx(float(out.model.at(theta)))


@pytest.mark.parametrize("slug", ["himmelblau", "rosenbrock", "beale", "ill_conditioned_bowl"])
def test_the_axes_of_the_ellipse_are_those_of_eigh(slug: str) -> None:
    surface = gdviz.surfaces[slug]
    out = steps_from(surface, surface.start, [])
    values, vectors = np.linalg.eigh(surface.hessian(surface.start))
    axes = out.semi_axes
    lengths = np.linalg.norm(axes, axis=1)
    assert lengths[0] / lengths[1] == pytest.approx(np.sqrt(abs(values[1] / values[0])))
    for axis, length, vector in zip(axes, lengths, vectors.T, strict=True):
        assert abs(axis @ vector) == pytest.approx(length)
    # all of the ellipse lies on one level of d |H| d
    angle = np.linspace(0, 6, 9)[:, None]
    ring = np.cos(angle) * axes[0] + np.sin(angle) * axes[1]
    size = vectors @ np.diag(np.abs(values)) @ vectors.T
    levels = np.einsum("ki,ij,kj->k", ring, size, ring)
    assert np.allclose(levels, levels[0])
    width = np.ptp(np.array(surface.domain), axis=1)
    assert np.abs(axes / width).max() == pytest.approx(0.12)


def test_an_axis_without_curvature_is_as_long_as_the_longest() -> None:
    flat = steps_from(gdviz.surface("x^2 + 0*y"), (1.0, 1.0), [])
    assert np.linalg.norm(flat.semi_axes[0]) == pytest.approx(np.linalg.norm(flat.semi_axes[1]))
    plane = steps_from(gdviz.surface("x + y"), (1.0, 1.0), [])
    assert np.allclose(np.linalg.norm(plane.semi_axes, axis=1), 1.2)


def test_what_makes_no_step_is_said() -> None:
    out = steps_from(gdviz.surface("x^4 + y"), (1.0, 1.0), RULES)
    assert [step.name for step in out.steps] == ["Gradient descent", "Damped"]
    assert "Newton leads to no finite point" in out.refused[0]
    with pytest.raises(ValueError, match="start"):
        steps_from(gdviz.surface("x + y"), (np.nan, 1.0), RULES)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("solid", [False, True])
def test_the_figure_draws_model_steps_and_critical_points(dark: bool, solid: bool) -> None:
    surface = gdviz.surfaces["himmelblau"]
    out = steps_from(surface, (-0.8, -0.5), RULES)
    critical = gdviz.critical_points(surface)
    figure = out.figure(dark=dark, solid=solid, critical=critical)
    names = [trace.name or "" for trace in figure.data]
    arrows = [n for n in names if n.startswith(("Gradient descent", "Newton", "Damped"))]
    assert len(arrows) == 3 and {"minimum (4)", "saddle (4)", "maximum (1)"} <= set(names)
    if solid:
        sheet = next(t for t in figure.data if t.name == "quadratic model")
        x, y = np.meshgrid(sheet.x, sheet.y)
        model = out.model.at(np.stack([x, y], axis=-1))
        shown = np.isfinite(sheet.z)
        assert shown.any() and np.allclose(sheet.z[shown], model[shown])
    else:
        assert any("up to" in n for n in arrows) and any("down to" in n for n in arrows)
        ring = next(t for t in figure.data if t.name == "ellipse of the Hessian")
        assert np.allclose([ring.x[0], ring.y[0]], out.model.theta + out.semi_axes[0])
        lines = [t.line.dash for t in figure.data if (t.name or "").startswith("eigenvalue")]
        assert lines == ["dot", "dot"]  # both curvatures are negative here


@pytest.mark.parametrize(
    ("text", "dashes"),
    [("x^2 + 0*y", ["dash", "solid"]), ("-x^2 + 0*y", ["dot", "dash"]), ("x^2 - y^2", ["dot", "solid"])],
)
def test_an_axis_without_curvature_is_not_drawn_as_curved_downwards(text: str, dashes: list[str]) -> None:
    figure = steps_from(gdviz.surface(text), (1.0, 1.0), []).figure()
    axes = [t.line for t in figure.data if (t.name or "").startswith("eigenvalue")]
    assert [line.dash for line in axes] == dashes and len({line.color for line in axes}) == 2


def test_figures_of_a_curve_and_of_too_many_parameters() -> None:
    curve = gdviz.surfaces["double_well"]
    figure = steps_from(curve, [0.4], RULES).figure()
    parabola = next(t for t in figure.data if t.name == "quadratic model")
    assert np.allclose(parabola.y, steps_from(curve, [0.4], []).model.at(np.array(parabola.x)[:, None]))
    many = steps_from(gdviz.data_loss("cars"), (0, 0, 0), [])
    with pytest.raises(ValueError, match="one or two parameters"):
        many.figure()


def test_each_that_makes_no_step_is_named_and_an_overflow_is_no_missing_solution() -> None:
    twice = [(name, KNOWN["newton"], {}) for name in ("Newton", "Newton again")]
    diamond = steps_from(gdviz.surfaces["diamond"], (1.0, 2.0), twice)
    assert [sentence.split(": ")[0] for sentence in diamond.refused] == ["Newton", "Newton again"]
    steep = steps_from(gdviz.surface("1e300*x^2 + y^2"), (1.0, 1.0), [("GD", KNOWN["gd"], {"lr": 1e10})])
    assert steep.refused == ("GD leads to no finite point.",)


def test_figures_of_a_loss_beyond_float32() -> None:
    wide = ((-1e11, 1e11), (-1e11, 1e11))
    surface = gdviz.surfaces["himmelblau"]
    figure = steps_from(surface, (3.0, 2.0), RULES, wide).figure(
        critical=gdviz.critical_points(surface, wide)
    )
    contours = next(trace for trace in figure.data if trace.type == "contour")
    assert np.isfinite(contours.customdata).all() and contours.customdata.max() > 1e40


@pytest.mark.parametrize("width", [1.0, 1e-4, 1e-6, 1e-9])
def test_figures_of_a_window_that_float32_does_not_resolve(width: float) -> None:
    """Places that can be picked stay apart, and inside; the model's contour lines have no stairs."""
    window = ((1.0, 1.0 + width), (2.0, 2.0 + width))
    result = steps_from(gdviz.surfaces["himmelblau"], (1.0, 2.0), [], window)
    drawn = result.figure().data
    cells = cells_of(result, None, 0.015)
    for places, axis, (low, high) in zip((cells.x, cells.y), "xy", window, strict=True):
        assert len(places) == 160 and np.ptp(np.diff(places)) < 0.01 * width / 159
        assert low < places[0] and places[-1] < high
        told = [told_apart(places, i) for i in range(160)]
        assert len(set(told)) == 160 and f"{{{axis}}}" in cells.place
    lines = next(trace for trace in drawn if trace.name == "contour lines of the model")
    sides = (np.asarray(side, dtype=float) for side in (lines.x, lines.y))
    exact = result.model.at(np.stack(np.meshgrid(*sides), axis=-1))
    assert np.abs(np.asarray(lines.z, dtype=float) - exact).max() < 1e-3 * np.ptp(exact)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gdviz.local_model("himmelblau", (1, 2, 3)), "points must have the 2 coordinates x, y each"),
        (lambda: gdviz.local_model("himmelblau", "a"), "points must have"),
        (lambda: gdviz.local_model("himmelblau", (1, 2), window=((1, 0), (0, 1))), "the window of x"),
        (lambda: gdviz.steps_from("himmelblau", (1, 2), 5), "optimizers must be slugs"),
        (lambda: gdviz.steps_from("himmelblau", (1, 2), "gd"), "optimizers must be slugs"),
        (lambda: gdviz.steps_from("himmelblau", (1, 2), {"gd": 3}), "optimizers must be slugs"),
        (lambda: gdviz.steps_from("himmelblau", (1, 2), ["nope"]), "no optimizer 'nope'"),
        (lambda: gdviz.steps_from("himmelblau", (1, 2), ["gd"], window=3), "domain must give"),
        (lambda: gdviz.steps_from("nope", (1, 2), ["gd"]), "no surface 'nope'"),
    ],
)
def test_the_functions_of_the_package_refuse_in_a_sentence(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_the_functions_of_the_package_are_those_of_the_page() -> None:
    out = gdviz.steps_from("himmelblau", (1.0, 2.0), {"gd": {"lr": 0.01}, "newton": {}})
    known = gdviz.optimizers
    rules = [("Gradient descent", known["gd"], {"lr": 0.01}), ("Newton", known["newton"], {})]
    same = steps_from(gdviz.surfaces["himmelblau"], (1.0, 2.0), rules)
    assert [step.theta.tolist() for step in out.steps] == [step.theta.tolist() for step in same.steps]
    assert gdviz.local_model("himmelblau", [[1.0, 2.0]]).gradient[0].tolist() == out.model.gradient.tolist()
    assert out.figure().data and gdviz.steps_from("himmelblau", (1.0, 2.0), ["gd"]).steps


def test_a_step_that_leads_nowhere_has_no_head_of_an_arrow() -> None:
    """It would point anywhere."""
    here, away = (steps_from(gdviz.surfaces["rosenbrock"], p, RULES[:1]).figure() for p in ((1, 1), (0, 1)))
    for figure, size in ((here, 0), (away, 14)):
        (arrow,) = (t for t in figure.data if (t.name or "").startswith(f"{RULES[0][0]}: "))
        assert tuple(arrow.marker.size) == (0, size)


@pytest.mark.parametrize("far", [1e4, 1e12, 1e19, 1e70])
def test_a_model_that_is_level_over_the_window_has_no_lines(far: float) -> None:
    """Levels that numbers do not tell apart made Plotly draw a black square."""
    figure = steps_from(gdviz.surfaces["himmelblau"], (far, -1.0), RULES).figure()
    lines = [trace.contours for trace in figure.data if trace.name == "contour lines of the model"]
    assert len(lines) == (far < 1e15)
    for level in lines:
        assert level.start < level.start + level.size < level.end


@pytest.mark.parametrize("far", [100.0, 1e4, 1e30, 1e60])
def test_a_step_that_leads_very_far_leaves_the_surfaces_in_sight(far: float) -> None:
    """WebGL has numbers up to 3e38: of one that was larger the whole picture was empty."""
    surface = gdviz.surfaces["himmelblau"]
    figure = steps_from(surface, (far, -1.0), RULES).figure(
        solid=True, critical=gdviz.critical_points(surface)
    )
    assert {"loss", "minimum (4)"} <= {trace.name for trace in figure.data}
    for trace in figure.data:
        drawn = np.array([*trace.x, *trace.y, *np.ravel(trace.z)], dtype=float)
        assert np.abs(drawn[np.isfinite(drawn)]).max(initial=0.0) < 1e36
