"""Maps of basins: cells are single runs, ends and their classes are known, symmetry is kept, nonsense is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Refinement, Status
from gdviz.engine.maps.ends import gather

TWO = [slug for slug, surface in gdviz.surfaces.items() if surface.dimension == 2]
WELLS = gdviz.surface("(x^2 - 1)^2 + y^2", domain=((-2, 2), (-1, 1)))


def test_himmelblaus_four_minima() -> None:
    out = gdviz.basins("himmelblau", "gd", shape=(40, 50), lr=0.01)
    known = gdviz.surfaces["himmelblau"].minima
    assert out.label.shape == out.later.shape == out.steps.shape == (40, 50)
    order = np.lexsort(known.T[::-1])
    np.testing.assert_allclose(out.ends, known[order], atol=1e-9)
    assert out.kinds == ("minimum",) * 4 and out.computed.all()
    assert out.shares.sum() == pytest.approx(1) and out.share(-1) == out.share(-2) == out.cut_off == 0
    np.testing.assert_allclose(out.values, 0, atol=1e-12)


RULES = ("gd", "momentum", "adam", "rmsprop", "nesterov")


@pytest.mark.parametrize("slug", TWO)
def test_a_cell_is_the_single_run(slug: str) -> None:
    """A random sample: the same steps, the same status, and the end that its last iterate is at."""
    surface, rng = gdviz.surfaces[slug], np.random.default_rng(len(slug))
    rule = RULES[TWO.index(slug) % len(RULES)]
    map = Refinement(surface, gdviz.optimizers[rule], shape=(23, 31), steps=150)
    for _ in map:
        pass
    out = map.basins()
    for cell in rng.choice(23 * 31, 6, replace=False).tolist():
        row, column = divmod(cell, 31)
        path = gdviz.descend(surface, rule, out.start(row, column), lr=out.lr, steps=150)
        label = out.label[row, column]
        assert path.steps == out.steps[row, column]
        assert (label == -1) == (path.status is Status.DIVERGED)
        if path.status is Status.CONVERGED:
            assert label >= 0 and (np.abs(map.first.ends[cell] - path.theta[-1]) <= out.tolerance).all()
        elif label >= 0:
            assert (np.abs(map.first.ends[cell] - path.theta[-1]) <= out.tolerance).all()
            assert out.kinds[label] == "minimum" or len(surface.minima)
        alone = map.runs(np.array([out.start(row, column)]), 150)
        for many, one in zip(map.first, alone, strict=True):
            assert many[cell].tobytes() == one[0].tobytes()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_pieces_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    map = Refinement(gdviz.surfaces["six_hump_camel"], gdviz.optimizers["momentum"], shape=(70, 90), steps=60)
    out: list[Any] = []
    while not map.finished:
        piece = map.next_piece(int(rng.integers(1, 900)))
        if piece is not None:
            out.append((piece, map.runs(*map.arguments(piece))))
        if out and (piece is None or rng.random() < 0.6):
            if rng.random() < 0.2:  # a piece that could not be run
                map.give_back(out.pop()[0])
            else:
                map.take(*out.pop(int(rng.integers(len(out)))))
    plain = gdviz.basins("six_hump_camel", "momentum", shape=(70, 90), steps=60)
    mine = map.basins()
    assert map.share == 1 and mine.computed.all()
    for name in ("label", "later", "steps", "ends", "values"):
        np.testing.assert_array_equal(getattr(mine, name), getattr(plain, name))


def test_shares_of_a_map_under_way_are_nearly_those_of_the_whole() -> None:
    """The starts that were run are no sample of all: those near borders come first, then row by row."""
    map = Refinement(gdviz.surfaces["himmelblau"], gdviz.optimizers["gd"], shape=(128, 128), lr=0.01)
    final = gdviz.basins("himmelblau", "gd", shape=(128, 128), lr=0.01)
    for least in (0.0, 0.3, 0.6):
        while map.share <= least:
            piece = map.next_piece(1024)
            assert piece is not None
            map.take(piece, map.runs(*map.arguments(piece)))
        assert np.abs(map.basins().shares - final.shares).max() < 0.02


def test_coarse_first_and_only_computed_cells_are_called_so() -> None:
    map = Refinement(gdviz.surfaces["himmelblau"], gdviz.optimizers["gd"], shape=(256, 256), lr=0.01)
    piece = map.next_piece()
    assert piece is not None and len(piece.cells) == 32 * 32
    map.take(piece, map.runs(*map.arguments(piece)))
    coarse = map.basins()
    assert coarse.computed.sum() == 32 * 32 and coarse.computed[::8, ::8].all()
    assert (coarse.label[:8, :8] == coarse.label[0, 0]).all()
    near = map.next_piece()  # refined first where neighbours differ
    assert near is not None and len(near.cells) < 0.5 * (64 * 64 - 32 * 32)
    map.take(near, map.runs(*map.arguments(near)))
    found, final = map.basins(), gdviz.basins("himmelblau", "gd", shape=(256, 256), lr=0.01)
    done = found.computed
    assert (found.label[done] == final.label[done]).all() and done.mean() == map.share < 1
    rows, columns = np.divmod(near.cells, 256)
    touched = [
        len(np.unique(final.label[max(0, r - 16) : r + 17, max(0, c - 16) : c + 17])) > 1
        for r, c in zip(rows, columns, strict=True)
    ]
    assert np.mean(touched) > 0.95


def is_even(surface: Any, axis: int) -> bool:
    """Whether the mirror image along a coordinate has the same bits."""
    points = np.random.default_rng(0).normal(size=(200, 2))
    turned = points.copy()
    turned[:, axis] *= -1
    (a, g), (b, h) = surface.evaluate(points), surface.evaluate(turned)
    h = h.copy()
    h[:, axis] *= -1
    low, high = surface.domain[axis]
    return low == -high and np.array_equal(a, b) and np.array_equal(g, h)


EVEN = [(slug, axis) for slug in TWO for axis in (0, 1) if is_even(gdviz.surfaces[slug], axis)]


def test_there_are_symmetric_surfaces() -> None:
    assert len(EVEN) > 20


@pytest.mark.parametrize(("slug", "axis"), EVEN, ids=str)
def test_a_map_mirrors_the_surface(slug: str, axis: int) -> None:
    map = Refinement(gdviz.surfaces[slug], gdviz.optimizers["gd"], shape=(24, 24), steps=100)
    for _ in map:
        pass
    out = map.basins()
    mirror = (slice(None), slice(None, None, -1)) if axis == 0 else (slice(None, None, -1), slice(None))
    assert np.array_equal(out.steps[mirror], out.steps)
    assert np.array_equal(np.minimum(out.label, 0)[mirror], np.minimum(out.label, 0))
    ends = map.first.ends.reshape(24, 24, 2)[mirror].copy()
    ends[..., axis] *= -1
    np.testing.assert_allclose(ends, map.first.ends.reshape(24, 24, 2), atol=1e-6 * out.tolerance.max())


def test_a_start_on_the_ridge_ends_in_the_saddle() -> None:
    out = gdviz.basins(WELLS, "gd", shape=(5, 5), lr=0.05, steps=600)
    assert out.kinds == ("minimum", "saddle", "minimum")
    assert (out.label[:, 2] == 1).all() and (out.label[:, :2] == 0).all() and (out.label[:, 3:] == 2).all()
    np.testing.assert_allclose(out.ends, [(-1, 0), (0, 0), (1, 0)], atol=1e-9)


def test_ascent_ends_in_maxima() -> None:
    out = gdviz.basins("himmelblau", "gd", ((-1, 1), (-2, 1)), (6, 6), maximize=True, lr=0.01, steps=2000)
    assert "maximum" in out.kinds and (out.label[2:, 2:4] == out.kinds.index("maximum")).all()


def test_diverging_runs_and_a_budget_that_was_too_small() -> None:
    quartic = gdviz.surface("x^4 + y^2", domain=((-3, 3), (-3, 3)))
    out = gdviz.basins(quartic, "gd", shape=(8, 8), lr=0.2, steps=50)
    assert (out.label[:, 0] == -1).all() and out.share(-1) > 0
    some = gdviz.basins(WELLS, "gd", shape=(8, 8), lr=0.05, steps=30)
    assert some.share(-2) == 1 and (some.later >= 0).any() and some.cut_off == (some.later >= 0).mean()
    never = gdviz.basins("endless_slope", "gd", shape=(4, 4), steps=20)
    assert (never.later == -2).all() and never.cut_off == 0 and never.ends.shape == (0, 2)


def test_a_valley_of_minima_and_a_plateau_are_one_end_each() -> None:
    valley = gdviz.basins(gdviz.surface("(x - y)^2"), "gd", shape=(30, 30), lr=0.1, steps=500)
    assert valley.kinds == ("degenerate",) and valley.shares.tolist() == [1]
    easom = gdviz.basins("easom", "gd", shape=(40, 40), stop=gdviz.Stop(gradient=1e-6))
    assert len(easom.ends) < 10


def test_ends_closer_than_the_tolerance_are_one() -> None:
    surface = gdviz.surfaces["himmelblau"]  # 12 wide: the tolerance is 0.012 or so
    width = np.array(surface.domain)[:, 1] - np.array(surface.domain)[:, 0]
    step = 1e-3 * width
    points = np.array([(3.0, 2.0), (3.0, 2.0) + 0.9 * step, (3.0, 2.0) + 2.1 * step, (-1.0, 0.0)])
    ends, which = gather(surface, points, np.ones(4, dtype=bool), 0 * step)
    assert which.tolist() == [1, 1, 2, 0] and ends[1].tolist() == [3.0, 2.0]


def test_one_parameter_has_one_row() -> None:
    out = gdviz.basins("double_well", "gd", shape=(1, 21))
    assert out.label.shape == (1, 21) and len(out.ends) >= 2 and out.start(0, 3) == (out.grid.x[3],)


def test_more_parameters_and_data() -> None:
    fit = gdviz.data_loss("cars", "squared", features=("wt", "hp"), scaling="standardise")
    out = gdviz.basins(fit, "gd", axes=(0, 2), shape=(6, 7), steps=2000)
    assert out.label.shape == (6, 7) and (out.label == 0).all()
    np.testing.assert_allclose(out.ends, fit.minima, atol=1e-6)
    assert out.start(0, 0)[1] == fit.start[1]


def test_two_maps_of_the_same_starts() -> None:
    a, b = (gdviz.basins("himmelblau", rule, shape=(32, 32)) for rule in ("gd", "adam"))
    differs = a.differs(b)
    own = np.where(a.label[..., None] >= 0, a.ends[a.label], np.nan)
    other = np.where(b.label[..., None] >= 0, b.ends[b.label], np.nan)
    far = (np.abs(own - other) > 0.1).any(-1) | (np.minimum(a.label, 0) != np.minimum(b.label, 0))
    assert np.array_equal(differs, far) and 0 < differs.mean() < 0.5 and not a.differs(a).any()


def test_maps_of_one_cell_and_the_largest() -> None:
    assert gdviz.basins("sphere", "gd", shape=(1, 1)).label.tolist() == [[0]]
    assert gdviz.basins("sphere", "gd", shape=(512, 512), steps=2).label.shape == (512, 512)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"shape": (10_000, 10_000)}, "shape must be"),
    ({"shape": (0, 5)}, "shape must be"),
    ({"shape": 64}, "shape must be"),
    ({"shape": (4.0, 4)}, "shape must be"),
    ({"window": ((1, 1), (0, 2))}, "the window of x must go"),
    ({"window": ((2, 1), (0, 2))}, "the window of x must go"),
    ({"window": ((0, np.nan), (0, 2))}, "the window of x must go"),
    ({"window": "wide"}, "domain must give"),
    ({"lr": "fast"}, "lr must be a number"),
    ({"lr": np.inf}, "lr must be finite"),
    ({"lr": [0.1, 0.2]}, "lr must be one number"),
    ({"momentum": 0.9}, "has no parameter 'momentum'"),
    ({"steps": 0}, "steps must be"),
    ({"steps": 10**7}, "steps must be"),
    ({"paths": True}, "keeps no paths"),
    ({"axes": (0, 0)}, "axes must be"),
    ({"axes": 3}, "axes must be"),
    ({"start": (1,)}, "start must be"),
    ({"batch_size": 3}, "batch"),
    ({"schedule": "nothing"}, "there is no schedule"),
]


@pytest.mark.parametrize(("keywords", "why"), REFUSED, ids=str)
def test_nonsense_is_refused_in_a_sentence(keywords: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why) as error:
        gdviz.basins("himmelblau", "gd", **keywords)
    assert len(str(error.value).splitlines()) == 1


def test_a_minimiser_of_scipys_has_no_map() -> None:
    with pytest.raises(ValueError, match="no rule of equations"):
        gdviz.basins("sphere", "scipy_bfgs", shape=(2, 2))
