"""Every registered surface: derivatives against two oracles, declared minima, and what a card needs to show.

Nothing here names a surface: what is expected of one is derived from its program and its declarations.
"""

from __future__ import annotations

import warnings
from collections import Counter
from itertools import pairwise, permutations, product

import mpmath as mp
import numpy as np
import pytest
from extended import differences, exact_derivatives
from scipy.optimize import minimize

import gdviz
from gdviz.engine import Surface
from gdviz.formula import may_have_kinks

SLUGS = sorted(gdviz.surfaces)
RADII = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)  # of clouds around a minimum, in windows


def settings(surface: Surface) -> list[Surface]:
    """The surface at its defaults, at both ends of each slider, and with all sliders at either end."""
    corners: list[dict[str, float]] = [{}]
    for p in surface.params:
        corners += [{p.name: p.low}, {p.name: p.high}]
    if len(surface.params) > 1:
        corners += [{p.name: p.low for p in surface.params}, {p.name: p.high for p in surface.params}]
    return [surface.with_parameters(**c) for c in corners]


def box(surface: Surface) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lower corner, upper corner and widths of the window."""
    low, high = np.array(surface.domain, dtype=float).T
    return low, high, high - low


def samples(surface: Surface, count: int, seed: int) -> np.ndarray:
    low, _, width = box(surface)
    return low + width * np.random.default_rng(seed).random((count, surface.dimension))


@pytest.fixture(params=SLUGS)
def surface(request: pytest.FixtureRequest) -> Surface:
    return gdviz.surfaces[request.param]


def agree(ours: np.ndarray, oracle: list, what: str) -> None:
    """Relative to the largest entry, 1e-8."""
    reference = np.array(oracle, dtype=float)
    error = np.abs(ours - reference).max()
    assert error <= 1e-8 * np.abs(reference).max(), f"{what}: {ours} instead of {reference}"


@pytest.mark.quick(25)
def test_derivatives_against_differences_in_extended_precision(surface: Surface) -> None:
    for s in (surface, settings(surface)[-1]):
        for p in samples(s, 20 if s is surface else 5, seed=1):
            gradient, hessian = differences(s.program, s.parameters, s.names, tuple(p))
            agree(s.gradient(p), gradient, f"gradient at {p}")
            agree(s.hessian(p), hessian, f"Hessian at {p}")


@pytest.mark.quick(25)
def test_derivatives_against_sympy(surface: Surface) -> None:
    exact, d = exact_derivatives(surface.program, surface.names), surface.dimension
    for s in (surface, settings(surface)[-1]):
        for p in samples(s, 5, seed=2):
            with mp.workdps(30):
                out = exact(*map(mp.mpf, p), *map(mp.mpf, s.parameters.values()))
            agree(s.gradient(p), out[:d], f"gradient at {p}")
            agree(s.hessian(p), [out[d + d * i : d + d * i + d] for i in range(d)], f"Hessian at {p}")


def test_declared_minima_have_the_declared_value(surface: Surface) -> None:
    for s in settings(surface):
        assert (len(s.minima) > 0) == (s.minimum is not None)
        if s.minimum is None:
            continue
        low, high, width = box(s)
        assert np.isfinite(s.minima).all() and (s.minima >= low).all() and (s.minima <= high).all()
        np.testing.assert_allclose(s.value(s.minima), s.minimum, rtol=1e-12, atol=1e-12)
        in_order = sorted(map(tuple, s.minima))
        gaps = [np.abs(np.subtract(a, b) / width).max() for a, b in pairwise(in_order)]
        assert min(gaps, default=1.0) > 1e-6, "a minimum is listed twice"


def smooth_at(surface: Surface, m: np.ndarray, hessian: np.ndarray) -> bool:
    """Whether the gradient is continuous at m: by the program, else by looking at the jump across m."""
    if not may_have_kinks(surface.program):
        return True
    if not np.isfinite(hessian).all():
        return False
    angles = np.linspace(0, np.pi, 8, endpoint=False) + 0.1
    ring = (
        1e-7 * box(surface)[2] * np.stack([np.cos(angles), np.sin(angles)], axis=-1)[:, : surface.dimension]
    )
    jump = np.abs(surface.gradient(m + ring) - surface.gradient(m - ring)).max()
    return bool(jump <= 10 * np.abs(ring).max() * np.abs(hessian).max())


def test_declared_minima_are_stationary(surface: Surface) -> None:
    """Gradient 0, Hessian positive semidefinite; on an edge of the window, Kuhn and Tucker's conditions."""
    for s in settings(surface):
        low, high, _ = box(s)
        for m in s.minima:
            hessian = s.hessian(m)
            if not smooth_at(s, m, hessian):
                continue  # a kink or a cusp: compared with its neighbours in the next test
            gradient = s.gradient(m)
            small = 1e-11 * (1 + np.abs(hessian).max())
            assert (gradient[m > low] <= small).all(), f"lower at smaller coordinates than {m}: {gradient}"
            assert (gradient[m < high] >= -small).all(), f"lower at larger coordinates than {m}: {gradient}"
            free = np.abs(gradient) <= small
            curvature = np.linalg.eigvalsh(hessian[np.ix_(free, free)])
            assert (curvature >= -1e-9 * np.abs(hessian).max()).all(), f"curvatures {curvature} at {m}"


@pytest.mark.quick(6)
def test_nothing_in_the_window_is_lower_and_no_minimum_is_missing(surface: Surface) -> None:
    """Dense samples, clouds around the minima, and a polish of the best sample of the best cells."""
    for k, s in enumerate(settings(surface)):
        if s.minimum is None:
            continue
        low, high, width = box(s)
        points = samples(s, 400_000 if k == 0 else 60_000, seed=3 + k)
        directions = np.random.default_rng(k).uniform(-1, 1, (len(RADII), 1, 30, s.dimension))
        clouds = s.minima[:, None] + np.reshape(RADII, (-1, 1, 1, 1)) * width * directions
        near = np.clip(clouds.reshape(-1, s.dimension), low, high)
        tolerance = 1e-10 * max(1.0, abs(s.minimum))
        assert np.nanmin(s.value(near)) >= s.minimum - tolerance, "lower beside a declared minimum"
        values = s.value(points)
        assert np.nanmin(values) >= s.minimum - tolerance, "a sample is lower than the declared minimum"
        for p in best_per_cell(s, points, values, 12 + 2 * min(len(s.minima), 20) if k == 0 else 4):
            with np.errstate(all="ignore"):
                found = minimize(
                    s.value,
                    p,
                    jac=s.gradient,
                    bounds=s.domain,
                    method="L-BFGS-B",
                    options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 200},
                )
            assert found.fun >= s.minimum - tolerance, f"lower at {found.x}: {found.fun}"
            if found.fun <= s.minimum + tolerance:
                assert is_listed(s, found.x, 0.02), f"{found.x} is as low and is not declared"
        for p in mirrored(s.minima):
            if (p >= low).all() and (p <= high).all() and s.value(p) <= s.minimum + tolerance:
                assert is_listed(s, p, 1e-6), f"{p} is as low as its mirror image and is not listed"


def is_listed(surface: Surface, p: np.ndarray, near: float) -> bool:
    """Whether p lies within `near` windows of a declared minimum."""
    return bool((np.abs(p - surface.minima) / box(surface)[2]).max(axis=-1).min() <= near)


def mirrored(points: np.ndarray) -> np.ndarray:
    """The points with their coordinates exchanged and with every choice of signs."""
    d = points.shape[-1]
    return np.concatenate(
        [points[:, order] * signs for order in permutations(range(d)) for signs in product((1, -1), repeat=d)]
    )


def best_per_cell(surface: Surface, points: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """The best sample of each of the `count` best cells, 16 along each coordinate: not all lie in one basin."""
    low, _, width = box(surface)
    chosen: dict[tuple[int, ...], np.ndarray] = {}
    for i in np.argsort(values)[:20_000]:
        chosen.setdefault(tuple(((points[i] - low) / width * 16).astype(int)), points[i])
        if len(chosen) == count:
            break
    return np.array(list(chosen.values()))


def test_start_is_a_place_to_start_from(surface: Surface) -> None:
    low, high, _ = box(surface)
    assert (low < surface.start).all() and (surface.start < high).all()
    for s in settings(surface):
        gradient = s.gradient(s.start)
        assert np.isfinite(s.value(s.start)) and np.isfinite(gradient).all() and np.abs(gradient).max() > 0
        if s.minimum is not None:
            assert s.value(s.start) > s.minimum


def test_card_is_complete(surface: Surface) -> None:
    for text in (surface.name, surface.family, surface.note, surface.reference):
        assert text.strip() == text and len(text) > 2
    assert surface.note.endswith((".", ")")) and len(surface.note) > 40
    assert surface.levels in ("linear", "log", "quantile")
    assert surface.year is None or surface.authors and 1600 < surface.year < 2100
    assert all(p.help for p in surface.params)


def test_curves_are_more_than_a_handful() -> None:
    assert sum(s.dimension == 1 for s in gdviz.surfaces.values()) >= 12


def test_names_are_unique_and_there_are_enough() -> None:
    assert [n for n, k in Counter(gdviz.surfaces[s].name for s in SLUGS).items() if k > 1] == []
    assert len(SLUGS) >= 36


def test_many_points_at_once_equal_one_by_one(surface: Surface) -> None:
    points = samples(surface, 12, seed=4).reshape(3, 4, surface.dimension)
    value, gradient, hessian = surface.value(points), surface.gradient(points), surface.hessian(points)
    d = surface.dimension
    assert value.shape == (3, 4) and gradient.shape == (3, 4, d) and hessian.shape == (3, 4, d, d)
    for at in np.ndindex(3, 4):
        np.testing.assert_array_equal(surface.value(points[at]), value[at])
        np.testing.assert_array_equal(surface.gradient(points[at]), gradient[at])
        np.testing.assert_array_equal(surface.hessian(points[at]), hessian[at])


def test_no_warnings(surface: Surface) -> None:
    """Nowhere: in the window, at the centre and the corners, at the minima, or far outside."""
    low, high, width = box(surface)
    grid = np.stack(np.meshgrid(*(np.linspace(lo, hi, 33) for lo, hi in surface.domain)), axis=-1)
    inner = grid[(slice(1, -1),) * surface.dimension]
    far = np.concatenate([low - k * width for k in (1.0, 1e3, 1e8)]).reshape(-1, surface.dimension)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for s in settings(surface):
            for points in (grid, far, -far, s.minima):
                s.value(points), s.gradient(points), s.hessian(points)
        assert np.isfinite(surface.value(inner)).mean() > 0.99


def test_the_hessian_at_a_minimum_is_there_or_the_note_says_that_there_is_a_kink(surface: Surface) -> None:
    """Never NaN; infinite only at a kink that the note names; and 1/lambda_max of it is what the default rate is made of."""
    for m in surface.minima:
        h = surface.hessian(m)
        assert not np.isnan(h).any(), (m, h)
        assert np.isfinite(h).all() or "kink" in surface.note, (m, h)


def test_a_smooth_minimum_has_the_hessian_that_differences_have(surface: Surface) -> None:
    """Also where the text contains a root or bars: differences of two sizes agree where there is no kink."""
    _, _, width = box(surface)
    for m in surface.minima:
        fine, coarse = (
            np.array(
                [
                    (surface.gradient(m + h) - surface.gradient(m - h)) / (2 * h.max())
                    for h in np.diag(t * width)
                ]
            )
            for t in (1e-7, 1e-6)
        )
        size = np.abs(fine).max()
        if size > 0 and np.abs(fine - coarse).max() < 1e-3 * size:
            np.testing.assert_allclose(surface.hessian(m), fine, atol=2e-3 * size)
