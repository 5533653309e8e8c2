"""Critical points: complete lists where they are known, and against a search that has nothing in common with ours."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy import optimize

import gdviz
from gdviz.engine import CriticalPoints, critical_points, local_model

KNOWN = {  # counts from the literature; each is found again below by sign changes
    "himmelblau": {"minimum": 4, "maximum": 1, "saddle": 4},
    "six_hump_camel": {"minimum": 6, "maximum": 2, "saddle": 7},
    "three_hump_camel": {"minimum": 3, "saddle": 2},
    "rosenbrock": {"minimum": 1},
    "booth": {"minimum": 1},
    "matyas": {"minimum": 1},
    "beale": {"minimum": 1, "saddle": 2},
    "styblinski_tang": {"minimum": 4, "maximum": 1, "saddle": 4},
    "goldstein_price": {"minimum": 4, "maximum": 1, "saddle": 4},
    "branin": {"minimum": 3, "saddle": 2},
    "mccormick": {"minimum": 2, "saddle": 1},
    "saddle": {"saddle": 1},
    "monkey_saddle": {"degenerate": 1},
    "quartic_bowl": {"degenerate": 1},
    "strict_saddle": {"minimum": 2, "saddle": 1},
    "rastrigin": {"minimum": 121, "maximum": 100, "saddle": 220},
    "egg_crate": {"minimum": 9, "maximum": 16, "saddle": 24},
    "endless_slope": {},
}


class Hidden:
    """A surface that does not tell where its minima are."""

    def __init__(self, surface) -> None:
        self.surface, self.minima = surface, np.empty((0, surface.dimension))

    def __getattr__(self, name: str):
        return getattr(self.surface, name)


@cache
def listed(slug: str) -> CriticalPoints:
    """What the app lists of a surface: three tests look at the same list."""
    return gdviz.critical_points(slug)


def from_sign_changes(surface, side: int = 300) -> np.ndarray:
    """Critical points by MINPACK, from the corner of each cell of a grid where both slopes may change sign."""
    axes = [np.linspace(low - 1e-3, high + 1e-3, side) for low, high in surface.domain]
    slopes = surface.gradient(np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1))
    low, high = slopes[:-1, :-1].copy(), slopes[:-1, :-1].copy()
    for i, j in product((0, 1), repeat=2):
        corner = slopes[i : side - 1 + i, j : side - 1 + j]
        low, high = np.minimum(low, corner), np.maximum(high, corner)
    found: list[np.ndarray] = []
    width = np.ptp(np.array(surface.domain), axis=1)
    for i, j in np.argwhere(((low <= 0) & (high >= 0)).all(-1)):
        middle = np.array([axes[0][i : i + 2].mean(), axes[1][j : j + 2].mean()])
        for a, b in ((0, 0), (-1, -1), (1, -1), (-1, 1), (1, 1)):
            start = middle + 0.5 * width / side * (a, b)
            end = optimize.root(surface.gradient, start, jac=surface.hessian, options={"xtol": 1e-13})
            inside = all(a - 1e-9 <= c <= b + 1e-9 for c, (a, b) in zip(end.x, surface.domain, strict=True))
            if end.success and inside and all(np.abs((end.x - f) / width).max() > 1e-5 for f in found):
                found.append(end.x)
    return np.array(found).reshape(-1, 2)


@pytest.mark.parametrize("slug", KNOWN)
def test_complete_lists(slug: str) -> None:
    points = gdviz.critical_points(Hidden(gdviz.surfaces[slug]))
    assert points.counts() == KNOWN[slug]
    assert points.complete and points.note == ""


@pytest.mark.parametrize(
    "slug", [s for s in KNOWN if s not in ("monkey_saddle", "quartic_bowl", "endless_slope")]
)
def test_sign_changes_find_the_same(slug: str) -> None:
    surface = gdviz.surfaces[slug]
    points, others = listed(slug), from_sign_changes(surface)
    width = np.ptp(np.array(surface.domain), axis=1)
    assert len(points) == len(others)
    for other in others:
        assert np.abs((points.theta - other) / width).max(1).min() < 1e-6


@pytest.mark.parametrize("slug", gdviz.surfaces)
def test_declared_minima_are_listed_and_all_points_checked(slug: str) -> None:
    surface = gdviz.surfaces[slug]
    points = listed(slug)
    low, high = np.array(surface.domain, dtype=float).T
    inside = surface.minima[((surface.minima >= low) & (surface.minima <= high)).all(1)]
    for minimum in inside:
        assert np.abs((points.theta - minimum) / (high - low)).max(1).min() < 1e-4, minimum
    assert ((points.theta >= low - 1e-9 * (high - low)) & (points.theta <= high + 1e-9 * (high - low))).all()
    assert (np.diff(points.value) >= 0).all() and len(points) <= 1000
    smooth = [i for i, kind in enumerate(points.kind) if kind in ("minimum", "maximum", "saddle")]
    slopes, hessians = surface.gradient(points.theta[smooth]), surface.hessian(points.theta[smooth])
    steps = np.linalg.solve(hessians, slopes[..., None])[..., 0] if smooth else slopes
    assert (np.abs(steps) <= 1e-8 * (high - low)).all()
    signs = {"minimum": (1, 1), "maximum": (-1, -1), "saddle": (-1, 1)}
    for i in smooth:
        least, largest = signs[points.kind[i]]
        assert np.sign(points.eigenvalues[i, [0, -1]]).tolist() == [least, largest]


@pytest.mark.parametrize(
    "slug", [s for s in gdviz.surfaces if s not in KNOWN and s not in ("spiral", "leon", "cube")]
)
def test_another_search_finds_no_more_than_a_complete_list(slug: str) -> None:
    surface = gdviz.surfaces[slug]
    points = listed(slug)
    assert points.complete == (points.note == "")
    if not points.complete:
        return
    if surface.dimension == 1:
        x = np.linspace(*surface.domain[0], 300_001)
        sign = np.sign(surface.gradient(x[:, None])[:, 0])
        changes = int((np.diff(sign[sign != 0]) != 0).sum())
        assert changes <= len(points)
    else:
        assert len(from_sign_changes(surface, 200)) <= len(points)


@pytest.mark.parametrize(
    ("text", "counts", "words"),
    [
        ("(x^2 + y^2 - 4)^2", {"maximum": 1, "degenerate": 12}, "fill a curve"),
        ("x^2*y^2", {"degenerate": 12}, "fill a curve"),
        ("5 + 0*x", {"degenerate": 12}, "fill a curve"),
        ("sin(20x)*sin(20y)", None, "More than 1000"),
        ("x + y", {}, ""),
        # beside such a curvature that of y is rounding; its square is no float64, and nothing warns
        ("1e200*x^2 + y^2", {"degenerate": 1}, "one of them is listed"),
        ("1/x + y^2", {}, ""),
        ("abs(x) + y^2", {"kink": 1}, ""),
        ("-abs(x) - y^2", {}, "Where the gradient jumps only minima are listed"),
        ("max(0, x)^2 + y^2", {"degenerate": 12}, "fill a curve"),
    ],
)
def test_odd_surfaces(text: str, counts: dict[str, int] | None, words: str) -> None:
    points = gdviz.critical_points(gdviz.surface(text, ((-5, 5), (-5, 5))))
    assert words in points.note and (words or not points.note)
    assert counts is None and len(points) == 1000 or points.counts() == counts


def test_one_parameter() -> None:
    points = gdviz.critical_points(gdviz.surface("x^4 - 2x^2", ((-2, 2),)))
    assert points.kind == ("minimum", "minimum", "maximum")
    assert np.allclose(points.theta[:, 0], [-1, 1, 0]) or np.allclose(points.theta[:, 0], [1, -1, 0])
    assert np.allclose(points.eigenvalues[:, 0], [8, 8, -4])


@pytest.mark.parametrize("data", ["line", "cars", "galton"])
def test_least_squares_has_one(data: str) -> None:
    loss = gdviz.data_loss(data)
    points = gdviz.critical_points(loss)
    assert points.kind == ("minimum",)
    assert np.allclose(points.theta[0], loss.optimum.theta)
    assert np.allclose(points.eigenvalues[0], np.linalg.eigvalsh(loss.hessian(loss.optimum.theta)))


def test_softmax_has_a_whole_family() -> None:
    points = gdviz.critical_points(gdviz.data_loss("blobs", "softmax"))
    assert set(points.kind) == {"degenerate"} and "fill a curve" in points.note


def test_a_sequence_of_points() -> None:
    points = gdviz.critical_points("himmelblau", ((0, 5), (0, 5)))
    assert len(points) == len(list(points)) and points[0].kind == points.kind[0]
    assert points[0].theta.shape == (2,) and [p.value for p in points[:2]] == points.value[:2].tolist()
    again = gdviz.critical_points("himmelblau", ((0, 5), (0, 5)))
    assert np.array_equal(points.theta, again.theta)


@pytest.mark.parametrize(
    "window", [((0, 0), (0, 1)), ((0, 1),), "wide", ((1, 0), (0, 1)), ((0, np.inf), (0, 1))]
)
def test_windows_that_cannot_be(window) -> None:
    with pytest.raises(ValueError, match=r"domain|window"):
        gdviz.critical_points("booth", window)


def test_a_check_may_give_up() -> None:
    class Enough(Exception):
        pass

    calls = []

    def check() -> None:
        calls.append(1)
        if len(calls) > 3:
            raise Enough

    with pytest.raises(Enough):
        critical_points(gdviz.surfaces["booth"], check=check)


def test_local_model_is_taylors() -> None:
    surface, rng = gdviz.surfaces["goldstein_price"], np.random.default_rng(1)
    points = rng.uniform(-1, 1, (7, 3, 2))
    model = local_model(surface, points)
    assert model.kind.shape == (7, 3) and model.eigenvectors.shape == (7, 3, 2, 2)
    rebuilt = np.einsum("...ik,...k,...jk->...ij", model.eigenvectors, model.eigenvalues, model.eigenvectors)
    assert np.allclose(rebuilt, surface.hessian(points))
    errors = [np.abs(model.at(points + h) - surface.value(points + h)).max() for h in (1e-2, 5e-3)]
    assert 7 < errors[0] / errors[1] < 9  # what is left out is of third order


def test_where_there_are_no_derivatives() -> None:
    model = local_model(gdviz.surface("1/x + y^2"), [[0.0, 1.0], [1.0, 1.0]])
    assert model.kind.tolist() == ["not stationary"] * 2
    assert np.isnan(model.eigenvalues[0]).all() and np.isnan(model.condition[0])


def test_where_the_loss_is_no_number_nothing_is_known_though_its_derivatives_are_numbers() -> None:
    model = local_model(gdviz.surface("log(x)"), [[-1.0], [1.0]])
    assert np.isfinite(model.hessian).all() and np.isnan(model.value[0])
    assert np.isnan(model.eigenvalues[0]).all() and model.eigenvalues[1] == -1
    assert model.kind.tolist() == ["not stationary"] * 2


@pytest.mark.parametrize("dark", [False, True])
def test_each_kind_has_a_mark_of_its_own_in_the_figure(dark: bool) -> None:
    points = gdviz.critical_points("himmelblau")
    figure = points.figure(dark=dark)
    marks = {trace.name: trace for trace in figure.data if trace.type == "scatter"}
    assert list(marks) == ["minimum (4)", "maximum (1)", "saddle (4)"]
    assert len({trace.marker.symbol for trace in marks.values()}) == 3
    assert sorted(marks["saddle (4)"].x) == sorted(p.theta[0] for p in points if p.kind == "saddle")


@pytest.mark.parametrize(
    ("slug", "drawn"),
    [("himmelblau", "contour"), ("rastrigin", "contour"), ("shubert", "heatmap"), ("schaffer_2", "heatmap")],
)
def test_lines_closer_than_the_grid_are_not_drawn(slug: str, drawn: str) -> None:
    """A browser needed a minute for those of Schaffer N.2, which told nothing."""
    points = gdviz.critical_points(slug, ((-1e-3, 1e-3),) * 2)  # quick; the picture is of the domain
    figure = replace(points, window=gdviz.surfaces[slug].domain).figure()
    assert figure.data[0].type == drawn
    assert np.shape(figure.data[0].customdata) == np.shape(figure.data[0].z)


def test_figures_of_a_curve_and_of_too_many_parameters() -> None:
    curve = gdviz.critical_points("double_well")
    drawn = {trace.name: trace for trace in curve.figure().data}
    assert list(drawn["minimum (2)"].y) == [p.value for p in curve if p.kind == "minimum"]
    assert gdviz.critical_points("endless_slope").figure().data[0].type == "contour"
    with pytest.raises(ValueError, match="one or two parameters"):
        gdviz.critical_points(gdviz.data_loss("cars")).figure()


@pytest.mark.parametrize("wide", [1.0, 1e3, 1e11])
def test_a_window_however_wide_does_not_change_what_a_point_is(wide: float) -> None:
    window = ((-5 * wide, 5 * wide),) * 2
    points = [(0.0, 0.0), (-0.270845, -0.923039), (3.0, 2.0), (0.0866775, 2.8842547)]
    model = local_model(gdviz.surfaces["himmelblau"], points, window)
    assert model.kind.tolist() == ["not stationary", "maximum", "minimum", "saddle"]
    flat = local_model(gdviz.surface("x^4 + y^4"), (0.0, 0.0), window)
    assert flat.kind.item() == "degenerate"
