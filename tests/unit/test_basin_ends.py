"""Ends of maps: chains of loose ends in bounded memory, and what is said of runs that have not ended."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

import gdviz
from gdviz.engine import Basins, Refinement
from gdviz.engine.maps import ends, refinement
from gdviz.figures.basins import cells_of
from gdviz.ui.basins.legend import table

PLATEAU = gdviz.surface("max(x^2 + y^2 - 1, 0)", domain=((-2, 2), (-2, 2)))


def groups(pairs: np.ndarray, count: int) -> np.ndarray:
    links = coo_array((np.ones(len(pairs), dtype=bool), pairs.T), shape=(count, count))
    found: np.ndarray = connected_components(links, directed=False)[1]
    return found


def test_a_plateau_that_is_small_in_its_window_is_one_end_in_bounded_memory() -> None:
    """All loose ends are closer than `apart`: 128 x 128 of them have 134 million pairs."""
    map = Refinement(PLATEAU, gdviz.optimizers["gd"], ((-500, 500),) * 2, (128, 128), lr=0.3)
    for _ in map:
        pass
    out = map.basins()
    assert len(out.ends) == 1 and out.share(0) == 1
    points = map.first.ends / (refinement.APART * map.grid.widths)
    assert np.ptp(points, axis=0).max() < 1 and len(ends._chained(points)) <= ends.LINKS / 2 + len(points)


def test_a_plateau_that_fills_the_largest_map_is_one_end() -> None:
    one_cell = 1 / 1.5
    plateau = np.stack(np.meshgrid(*[np.arange(512) * one_cell] * 2), axis=-1).reshape(-1, 2)
    assert groups(ends._chained(plateau), len(plateau)).max() == 0
    for denser in (16, 128):  # the cells get different sides
        pairs = ends._chained(plateau / denser)
        assert len(pairs) <= ends.LINKS / 2 + len(plateau) and groups(pairs, len(plateau)).max() == 0


@pytest.mark.parametrize("most", [10**9, 40_000, 9_000])
def test_crowded_ends_are_chained_by_true_links_and_no_short_link_is_lost(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    rng = np.random.default_rng(0)
    points = np.concatenate([c + rng.normal(size=(60, 2)) * 0.4 for c in rng.uniform(-9, 9, (12, 2))])
    exact = ends._close(points)
    monkeypatch.setattr(ends, "LINKS", most)
    pairs = ends._chained(points)
    if most == 10**9:
        assert {*map(tuple, pairs.tolist())} == {*map(tuple, exact.tolist())}
    assert np.abs(points[pairs[:, 0]] - points[pairs[:, 1]]).max() <= 1
    mine = groups(pairs, len(points))
    short = exact[np.abs(points[exact[:, 0]] - points[exact[:, 1]]).max(1) <= 1 - 2 * 0.25]
    assert (mine[short[:, 0]] == mine[short[:, 1]]).all()


def said(out: Basins) -> tuple[str, str]:
    """What hovering over the first cell says, and the legend."""
    row, column = np.argwhere(out.computed)[0]
    hover = cells_of(out).say([row], [column])[0]
    return hover, table([out], ["gd"], [range(len(out.ends))])


def test_twice_as_many_steps_are_told_of_only_once_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    map = Refinement(gdviz.surfaces["endless_slope"], gdviz.optimizers["gd"], shape=(4, 4), steps=20)
    piece = map.next_piece()
    assert piece is not None
    map.take(piece, map.runs(*map.arguments(piece)))
    under_way = map.basins()
    for _ in map:
        pass
    done = map.basins()
    monkeypatch.setattr(refinement, "MAX_STEPS", 39)
    skipped = gdviz.basins("endless_slope", "gd", shape=(4, 4), steps=20)
    for out in (under_way, skipped):
        hover, legend = said(out)
        assert (out.later == -3).all() and out.untried == out.share(-2) == 1 and out.cut_off == 0
        assert "has not ended after 20 steps" in hover
        assert "not ended after 20 steps<" in legend and "40" not in legend
    hover, legend = said(done)
    assert (done.later == -2).all() and done.untried == 0
    assert "has not ended after 40 steps" in hover and "not ended after 40 steps either" in legend
    for out in (under_way, skipped):
        assert out.figure().layout.images[0].source == done.figure().layout.images[0].source
